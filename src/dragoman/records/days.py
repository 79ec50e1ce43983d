"""Owns days as records write them ("2025-07-21", "2025-07", "2025"), and finding what may be of the same day.

Knows nothing of events or entries.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# First and last day as ordinals; None is no date.
Span = tuple[int, int]


@lru_cache(maxsize=65_536)
def days_of(value: str | None) -> tuple[date, date] | None:
    """First and last day of a day, month or year; None if it is no date."""
    match = _DAY.fullmatch(value or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        last = day or calendar.monthrange(year or 1, month or 12)[1]
        return date(year or 1, month or 1, day or 1), date(year or 1, month or 12, last)
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def span_of(value: str | None) -> Span | None:
    """First and last day of a day, month or year as ordinals; None if it is no date."""
    days = days_of(value)
    return (days[0].toordinal(), days[1].toordinal()) if days else None


def spans_agree(one: Span, other: Span, *, near: int) -> bool:
    """Whether two dates may be the same: single days so many days apart, or one within the other."""
    if one[0] == one[1] and other[0] == other[1]:
        return abs(one[0] - other[0]) <= near
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


@dataclass(slots=True)
class DayIndex:
    """Things by their day, so that those of about the same day are found without looking at all.

    Attributes:
        near: days by which two single days may differ.
    """

    near: int
    _spans: dict[int, Span | None] = field(default_factory=dict)
    _things: dict[Span | None, set[int]] = field(default_factory=dict)
    _wide: set[Span] = field(default_factory=set)

    def put(self, thing: int, day: str | None) -> None:
        """Notes the day of a thing, in place of an earlier one."""
        span = span_of(day)
        if thing in self._spans:
            if self._spans[thing] == span:
                return
            self._things[self._spans[thing]].discard(thing)
        self._spans[thing] = span
        self._things.setdefault(span, set()).add(thing)
        if span is not None and span[0] != span[1]:
            self._wide.add(span)

    def about(self, day: str | None) -> set[int]:
        """The things whose day may be this one; those without a day may be of any."""
        span = span_of(day)
        if span is None:
            return set(self._spans)
        found = set(self._things.get(None, ()))
        first, last = span
        reach = self.near if first == last else 0
        for one in range(first - reach, last + reach + 1):
            found |= self._things.get((one, one), _NOTHING)
        for wide in self._wide:
            if spans_agree(wide, span, near=self.near):
                found |= self._things[wide]
        return found

    def beginning(self, first: int, last: int) -> set[int]:
        """The things whose first day lies between two days, given as ordinals."""
        found: set[int] = set()
        for one in range(first, last + 1):
            found |= self._things.get((one, one), _NOTHING)
        for wide in self._wide:
            if first <= wide[0] <= last:
                found |= self._things[wide]
        return found


_NOTHING: frozenset[int] = frozenset()
