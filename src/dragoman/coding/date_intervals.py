"""Owns the first and last day, and the EDTF form, of a TIMEX3-style value.

Does not read text. EDTF: Library of Congress, Extended Date/Time Format (ISO 8601-2:2019).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dragoman.coding.date_tokens import BEFORE_COMMON_ERA

# Meteorological seasons of the northern hemisphere; winter runs over the turn of the year.
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_EDTF_SEASON = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_VALUE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?"
    r"|-W(?P<week>[0-9]{2})(?:-(?P<weekend>WE))?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI))?"
    r"(?:T(?P<time>.+))?$"
)
_EARLY = re.compile(r"(?P<year>4[0-9]{3})(?P<rest>(?:-.*)?)$")
_DECADE = re.compile(r"(?P<tens>[0-9]{3})X$")
_CENTURY = re.compile(r"(?P<hundreds>[0-9]{2})XX$")


def written(value: str | None) -> str | None:
    """A value as it is shown: the resolver's own years before the common era become `BC0480`."""
    early = _EARLY.match(value or "")
    if early is None:
        return value
    return f"BC{BEFORE_COMMON_ERA - int(early['year']):04d}{early['rest']}"


def month_days(year: int, month: int) -> int:
    """Number of days of a month."""
    return monthrange(year, month)[1]


def bounds(value: str | None) -> tuple[date, date] | None:
    """First and last day of a value, or None if it names no stretch of the calendar."""
    if value is None:
        return None
    decade, century = _DECADE.match(value), _CENTURY.match(value)
    try:
        if decade is not None:
            year = int(decade["tens"]) * 10
            return date(year, 1, 1), date(year + 9, 12, 31)
        if century is not None:
            year = int(century["hundreds"]) * 100
            return date(year, 1, 1), date(year + 99, 12, 31)
        match = _VALUE.match(value)
        return None if match is None else _bounds(match)
    except (ValueError, OverflowError):
        return None


def bounds_first(value: str | None) -> date | None:
    """First day of a value, if it has one."""
    found = bounds(value)
    return found[0] if found else None


def _bounds(match: re.Match[str]) -> tuple[date, date]:
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        if match["weekend"]:
            return monday + timedelta(days=5), monday + timedelta(days=6)
        return monday, monday + timedelta(days=6)
    first, last = 1, 12
    if match["month"]:
        first = last = int(match["month"])
    elif match["quarter"]:
        first = int(match["quarter"]) * 3 - 2
        last = first + 2
    elif match["half"]:
        first = int(match["half"]) * 6 - 5
        last = first + 5
    elif match["season"]:
        first, last = SEASON_MONTHS[match["season"]]
    last_year = year + 1 if last < first else year
    return date(year, first, 1), date(last_year, last, month_days(last_year, last))


def narrowed(first: date, last: date, modifier: str | None) -> tuple[date, date]:
    """The first, middle or last third of a stretch longer than a day."""
    days = (last - first).days + 1
    if modifier not in ("START", "MID", "END") or days < 3:
        return first, last
    third = days // 3
    if modifier == "START":
        return first, first + timedelta(days=third - 1)
    if modifier == "END":
        return last - timedelta(days=third - 1), last
    return first + timedelta(days=third), last - timedelta(days=third)


def edtf_of(value: str | None, first: date | None, last: date | None, *, modifier: str | None) -> str | None:
    """The EDTF form of a value: a date, a season, a decade, or an interval of days."""
    if first is None or last is None:
        return None
    match = _VALUE.match(value or "")
    if modifier in ("START", "MID", "END") and first != last:
        # A third of a month or a year is our reading of "early": approximate at both ends.
        return f"{first.isoformat()}~/{last.isoformat()}~"
    about = "~" if modifier == "APPROX" else ""
    if match is not None:
        if match["season"]:
            return f"{match['year']}-{_EDTF_SEASON[match['season']]}{about}"
        if not (match["week"] or match["quarter"] or match["half"]):
            time = match["time"] or ""
            clock = re.match(r"[0-9]{2}:[0-9]{2}", time)
            day = str(value).partition("T")[0] + about
            return f"{day}T{clock.group()}:00" if clock and not about else day
    elif value and (_DECADE.match(value) or _CENTURY.match(value)):
        return value + about
    if first == last:
        return first.isoformat() + about
    return f"{first.isoformat()}{about}/{last.isoformat()}{about}"


def with_direction(edtf: str | None, first: date | None, last: date | None, direction: str | None) -> str | None:
    """The open interval that `since`, `until`, `by`, `before` and `after` make of a date."""
    if edtf is None or first is None or last is None or ("/" in edtf and direction is None):
        return edtf
    if direction in ("since", "from"):
        return f"{_edge(edtf, first)}/.."
    if direction == "after":
        return f"{_edge(edtf, last)}/.."
    if direction in ("until", "by"):
        return f"../{_edge(edtf, last)}"
    if direction == "before":
        return f"../{_edge(edtf, first)}"
    return edtf


def _edge(edtf: str, day: date) -> str:
    """A date that keeps its own precision; the edge day of what is no plain date."""
    return day.isoformat() if "/" in edtf or "X" in edtf else edtf
