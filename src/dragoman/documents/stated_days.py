"""Owns the day of publication that a source states in a field of its own, such as a page's metadata or a feed.

The day is the outlet's own, as it is written: a moment's zone never moves it. What can mean two days
is none, and so is a day on which no news can have been published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dragoman.documents.days import full_days

_EARLIEST = date(1800, 1, 1)
_ZERO_DAYS = frozenset({date(1970, 1, 1), date(1969, 12, 31)})  # what programs write for "unknown"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?)?(?:Z|[+-]\d{2}:?\d{2})?")
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(
    r"(?:[a-z]{3,9}\.?, *)?(\d{1,2}[ -][a-z]{3,9}\.?[ -])(\d{2})(?= +\d{1,2}:\d{2}|$)", re.IGNORECASE
)
_LETTERED = re.compile(r"\b(\d{1,2})[/-]([a-z]{3,9})[/-](\d{4})\b", re.IGNORECASE)
_YEAR_LETTERED = re.compile(r"\b(\d{4})[ /-]([a-z]{3,9})[ /-](\d{1,2})\b", re.IGNORECASE)
_YEAR_LAST = re.compile(r"\b([a-z]{3} +\d{1,2}) +[\d:]{5,8}(?: [A-Z]{2,5})? (\d{4})$", re.IGNORECASE)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?")
_CENTURY_TURNS = 70  # a year of two digits from here on is of the last century (RFC 2822 has 50)


@dataclass(frozen=True, slots=True)
class StatedDay:
    """What a source states of its day; without a day, `problem` says why it was not read."""

    day: date | None = None
    problem: str | None = None


def stated_day(text: str, *, today: date | None = None) -> StatedDay:
    """The day that a field states, in any notation that means one day only.

    Args:
        text: the field, such as `2025-07-21T23:10:00-04:00`, `Mon, 21 Jul 2025 23:10:00 EDT`, `July 21, 2025`.
        today: no day later than tomorrow is one of publication; None asks the clock.
    """
    shown = " ".join(text.split())[:60]
    days = {one for one in _days(" ".join(text[:400].split())) if one is not None}
    if not days:
        ambiguous = _FIGURES.search(text[:400]) is not None
        why = "may mean two days" if ambiguous else "is no day that can be read"
        return StatedDay(None, f"the stated day {shown!r} {why}")
    if len(days) > 1:
        return StatedDay(None, f"the stated day {shown!r} names several days")
    return sensible(days.pop(), today=today, shown=shown)


def sensible(day: date, *, today: date | None = None, shown: str | None = None) -> StatedDay:
    """A day, or why no news can have been published on it."""
    latest = (today or datetime.now(UTC).date()) + timedelta(days=1)  # somewhere it is tomorrow already
    if day > latest:
        return StatedDay(None, f"the stated day {shown or day.isoformat()!r} lies in the future")
    if day < _EARLIEST or day in _ZERO_DAYS:
        return StatedDay(None, f"the stated day {shown or day.isoformat()!r} is none on which news was published")
    return StatedDay(day)


def first_of(texts: Iterable[str], *, today: date | None = None) -> StatedDay:
    """The first day that can be read of several fields; else the first one's problem, if any field is there."""
    problem = None
    for text in texts:
        found = stated_day(text, today=today)
        if found.day is not None:
            return found
        problem = problem or found.problem
    return StatedDay(None, problem)


def _days(text: str) -> list[date | None]:
    """The days of a text; None for what looks like a day and is none."""
    compact = _COMPACT.fullmatch(text)
    if compact:
        return [_date(compact[1], compact[2], compact[3])]
    if _SECONDS.fullmatch(text):
        return [_moment(int(text[:10]))]
    first = _YEAR_FIRST.match(text)
    if first:
        return [_date(first[1], first[3], first[4])]
    short = _SHORT_YEAR.fullmatch(text) or _SHORT_YEAR.match(text)
    if short:
        year = int(short[2])
        text = f"{short[1]}{year + (1900 if year >= _CENTURY_TURNS else 2000)}"
    for pattern, order in ((_LETTERED, r"\1 \2 \3"), (_YEAR_LETTERED, r"\3 \2 \1"), (_YEAR_LAST, r"\1 \2")):
        text = pattern.sub(order, text)
    found = [one.day for one in full_days(text)]
    return [*found] or [_in_figures(match) for match in _FIGURES.finditer(text)]


def _in_figures(match: re.Match[str]) -> date | None:
    first, second = int(match[1]), int(match[3])
    # 03/05/2024 is two different days on the two sides of the Atlantic; with dots the day comes first.
    if match[2] != "." and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return _date(match[4], str(month), str(day))


def _moment(seconds: int) -> date | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
