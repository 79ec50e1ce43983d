"""Owns days as records write them ("2025-07-21", "2025-07", "2025").

Knows nothing of events or entries.
"""

from __future__ import annotations

import calendar
import re
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
