"""Owns what addresses may ask for: days, and parts of lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from dragoman.errors import SettingsError
from dragoman.records.believed import asked_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.web.answers import Page

T = TypeVar("T")
MOST = 500
FARTHEST = 10**9


def day_of(text: str | None) -> date | None:
    """A day of an address; an empty one is none.

    Raises:
        DateError: it is no day, or one too far away.
    """
    return asked_day(text) if text else None


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a state is asked for."""

    as_of: date | None
    since: date | None


def days(
    as_of: Annotated[str | None, Query(description="what was known on this day, such as 2025-07-21")] = None,
    since: Annotated[str | None, Query(description="what changed since this day")] = None,
) -> Days:
    """The days of a query.

    Raises:
        DateError: one is no day.
        SettingsError: the first comes after the last.
    """
    found = Days(day_of(as_of), day_of(since))
    if found.as_of and found.since and found.since > found.as_of:
        raise SettingsError("since", f"{since!r} is after {as_of!r}", "a day before as_of")
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked for, and the address of the whole."""

    limit: int
    offset: int
    path: str
    query: tuple[tuple[str, str], ...]

    def next(self, total: int) -> str | None:
        """The address of the next part; None after the last one."""
        following = self.offset + self.limit
        if following >= total:
            return None
        rest = [(name, value) for name, value in self.query if name not in {"limit", "offset"}]
        return f"{self.path}?{urlencode([*rest, ('limit', str(self.limit)), ('offset', str(following))])}"


def part(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> Part:
    """The part of a query."""
    return Part(limit, offset, request.url.path, tuple(request.query_params.multi_items()))


def part_of(items: Sequence[T], asked: Part) -> Page[T]:
    """A part of a list that is there as a whole."""
    from dragoman.web.answers import Page

    return Page[T].model_construct(
        items=tuple(items[asked.offset : asked.offset + asked.limit]),
        total=len(items),
        limit=asked.limit,
        offset=asked.offset,
        next=asked.next(len(items)),
    )


AskedDays = Annotated[Days, Depends(days)]
AskedPart = Annotated[Part, Depends(part)]
