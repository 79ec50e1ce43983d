"""Owns which days are believed: days of publication, days of events, and the days that somebody asks for.

A day that cannot be is unknown, and what was left out is said; nothing is moved to another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from dragoman.documents.days import parse_day
from dragoman.documents.document import Document
from dragoman.errors import DateError
from dragoman.records.event import Event

# News that can be read as text begins about here; a state is asked for between these days.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
# Events may lie before the news of them. As text, for days, months and years alike.
FIRST_YEAR, AFTER_LAST_YEAR = "1000", "2200"
# A clock that shows an earlier day than any on which this program ran was not set.
_MADE = date(2025, 1, 1)
# Somewhere on the earth it is so much later than in UTC.
_EASTERNMOST = timedelta(hours=14)
_DAYS = ("date", "start", "end", "due")


def believed(document: Document, now: datetime) -> Document:
    """The document, without its day of publication if it cannot have appeared on that day.

    Args:
        document: as it was read.
        now: the moment at which it was at hand, in UTC.
    """
    day = document.published
    if day is None or FIRST <= day <= newest_day(now):
        return document
    problem = f"the day of publication {day.isoformat()} cannot be, so none is known"
    return replace(document, published=None, published_from=None, warnings=(*document.warnings, problem))


def newest_day(now: datetime) -> date:
    """The last day that has begun anywhere on the earth at a moment in UTC; of a clock that was never set, any."""
    day = (now + _EASTERNMOST).date()
    return day if day >= _MADE else LAST


def asked_day(text: str) -> date:
    """The day of a text such as `2025-07-21`, for which something is asked.

    Raises:
        DateError: it is no such day, or so far away that nothing can be told of it.
    """
    return checked_day(parse_day(text))


def checked_day(day: date) -> date:
    """A day for which something is asked, as it is.

    Raises:
        DateError: it is so far away that nothing can be told of it.
    """
    if not FIRST <= day <= LAST:
        raise DateError(day.isoformat(), "is too far away", f"a day from {FIRST} to {LAST}")
    return day


def with_believed_days(events: Sequence[Event]) -> tuple[Sequence[Event], tuple[str, ...]]:
    """The events without days that no event of the news can have, and a warning for each such day."""
    odd = {one.id: fields for one in events if (fields := _odd(one))}
    if not odd:
        return events, ()
    days = dict.fromkeys(day for fields in odd.values() for day in fields.values())
    warnings = tuple(f"the day {day!r} of an event cannot be and was left out" for day in days)
    left = [one.model_copy(update=dict.fromkeys(odd[one.id])) if one.id in odd else one for one in events]
    return left, warnings


def is_believed(day: str | None) -> bool:
    """Whether an event of the news may be of a day, month or year; what is no day is not judged."""
    return day is None or not day[:4].isdecimal() or FIRST_YEAR <= day[:4] < AFTER_LAST_YEAR


def _odd(event: Event) -> dict[str, str]:
    values: Iterable[tuple[str, str | None]] = ((name, getattr(event, name)) for name in _DAYS)
    return {name: day for name, day in values if day is not None and not is_believed(day)}
