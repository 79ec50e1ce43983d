"""Owns the conflicts and peace processes that are known: their sides, mediators and names in the press.

Does not assign anything to them: see `process.tracks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict with its peace process.

    Attributes:
        id: stable id, such as `process:drc-m23`.
        name: what it is called in prose.
        sides: ids of the actors of each side; who is on one side is no party against the others there.
        mediators: ids of those who have stood between them.
        names: what the press calls it, its talks or its agreements.
        first, end: ordinals of its first day and of the day after its last.
    """

    id: str
    name: str
    sides: tuple[frozenset[str], ...]
    mediators: frozenset[str]
    names: tuple[str, ...]
    first: int
    end: int

    @property
    def parties(self) -> frozenset[str]:
        """All actors of all sides."""
        return frozenset().union(*self.sides)

    def is_active(self, day: date | None) -> bool:
        """Whether it goes on on a day; without a day, whether it has not come to an end."""
        return self.end == date.max.toordinal() if day is None else self.first <= day.toordinal() < self.end


def conflicts_from(rows: Iterable[tuple[Any, ...]]) -> dict[str, Conflict]:
    """The conflicts by id, from the rows that the compiled tables hold."""
    return {
        key: Conflict(
            id=key,
            name=name,
            sides=tuple(frozenset(side) for side in sides),
            mediators=frozenset(mediators),
            names=tuple(names),
            first=first,
            end=end,
        )
        for key, name, sides, mediators, names, first, end in rows
    }
