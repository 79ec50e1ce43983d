"""Owns days written out in full: the user's `2025-07-21`, and any notation that names a year.

Does not resolve "Wednesday" or "3 May" without a year: see `coding.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.errors import DateError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?[ \t]{1,3})?"
_DAY = re.compile(
    _WEEKDAY
    + r"(?:"
    + rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ \t.-]{{1,2}}(?P<m1>{_NAMES})\b\.?,?[ \t-]{{1,2}}(?P<y1>\d{{4}})"
    + rf"|(?P<m2>{_NAMES})\b\.?[ \t]{{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[ \t]{{1,2}}(?P<y2>\d{{4}})"
    + r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    + r"|(?P<a4>\d{1,2})(?P<s4>[./])(?P<b4>\d{1,2})(?P=s4)(?P<y4>\d{4})"
    + r")(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FullDay:
    """A day of the calendar in a text, weekday included in its characters."""

    start: int
    end: int
    day: date
    weekday_fits: bool = True


def parse_day(text: str) -> date:
    """The day of a text such as `2025-07-21`.

    Raises:
        DateError: it is no such day.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise DateError(text)
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise DateError(text) from error


def full_days(text: str) -> Iterator[FullDay]:
    """The days of the calendar that a text names with their year; impossible ones are left out."""
    for match in _DAY.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        day = _day_of(match)
        if day is None:
            continue
        weekday = (match["weekday"] or "")[:3].casefold()
        fits = not weekday or WEEKDAYS[day.weekday()].startswith(weekday)
        yield FullDay(match.start(), match.end(), day, fits)


def _day_of(match: re.Match[str]) -> date | None:
    if match["y1"]:
        parts = int(match["y1"]), _month(match["m1"]), int(match["d1"])
    elif match["y2"]:
        parts = int(match["y2"]), _month(match["m2"]), int(match["d2"])
    elif match["y3"]:
        parts = int(match["y3"]), int(match["m3"]), int(match["d3"])
    else:
        first, second = int(match["a4"]), int(match["b4"])
        # 03/05/2024 is two different days on the two sides of the Atlantic: then it is none.
        if match["s4"] == "/" and first <= 12 and second <= 12 and first != second:
            return None
        day, month = (second, first) if second > 12 else (first, second)
        parts = int(match["y4"]), month, day
    try:
        return date(*parts)
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1  # of the long s, too, which the pattern takes for one
