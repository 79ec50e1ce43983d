"""Owns whom a body stands for by its members: "the E3", "the P5+1", "the West".

Does not read texts: who of them a text names is for `coding` to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Members:
    """Those for whom the news names a body.

    Attributes:
        ids: ids of the members.
        named: only members that the text names stand for the body.
        called: phrases in lower case by which a text calls them that has named them.
        first, end: ordinals of the first day and of the day after the last.
    """

    ids: tuple[str, ...]
    named: bool
    called: tuple[str, ...]
    first: int
    end: int


def members_from(rows: Iterable[tuple[Any, ...]]) -> dict[str, tuple[Members, ...]]:
    """The members by the body's id, from the rows that the compiled tables hold."""
    found: dict[str, tuple[Members, ...]] = {}
    for body, ids, named, called, first, end in rows:
        members = Members(tuple(ids), named, tuple(called), first, end)
        found[body] = (*found.get(body, ()), members)
    return found


def members_on(found: Iterable[Members], day: date | None) -> Members | None:
    """The members on a day; without a day, those who are members still."""
    for one in found:
        if one.end == date.max.toordinal() if day is None else one.first <= day.toordinal() < one.end:
            return one
    return None
