"""Owns the comparisons by which entries are told apart: dates, places, parties, evidence.

Pure functions of values; knows no list of the dossier by name.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.records.event import Event
from dragoman.records.values import Actor, Evidence, PlaceValue

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# Two reports of one day may differ by a day (time zones, "overnight").
SAME_DAY = 1


def days_of(value: str | None) -> tuple[date, date] | None:
    """First and last day of a day, month or year; None if it is no date."""
    match = _DATE.fullmatch(value or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        last = day or calendar.monthrange(year or 1, month or 12)[1]
        return date(year or 1, month or 1, day or 1), date(year or 1, month or 12, last)
    except ValueError:
        return None


def dates_agree(one: str | None, other: str | None) -> bool:
    """Whether two dates may be the same: a day apart, one within the other, or one unknown."""
    a, b = days_of(one), days_of(other)
    if a is None or b is None:
        return True
    if a[0] == a[1] and b[0] == b[1]:
        return abs((a[0] - b[0]).days) <= SAME_DAY
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


def finer(one: str | None, other: str | None) -> str | None:
    """The more exact of two dates."""
    if one is None or other is None:
        return one or other
    return one if len(one) >= len(other) else other


def places_agree(one: PlaceValue | None, other: PlaceValue | None) -> bool:
    """Whether two places may be the same: equal names, a country and a place in it, or one unknown."""
    if one is None or other is None or one.name.casefold() == other.name.casefold():
        return True
    if one.precision in {"country", "region"} or other.precision in {"country", "region"}:
        return one.country == other.country
    return False


def closer_place(one: PlaceValue | None, other: PlaceValue | None) -> PlaceValue | None:
    """The more exact of two places."""
    order = {"point": 0, "city": 1, "region": 2, "country": 3, None: 4}
    if one is None or other is None:
        return one or other
    return one if order.get(one.precision, 4) <= order.get(other.precision, 4) else other


def keys(actors: Iterable[Actor]) -> set[str]:
    """What identifies the parties."""
    return {a.key for a in actors}


def parties_agree(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Whether two lists of parties may be the same: one holds the other, or most are shared."""
    a, b = keys(one), keys(other)
    if not a or not b or a <= b or b <= a:
        return True
    return 2 * len(a & b) >= len(a | b)


def joined(one: Sequence[Actor], other: Sequence[Actor]) -> tuple[Actor, ...]:
    """Both lists of actors, each party once, persons left out."""
    return tuple({a.key: a.without_person() for a in (*one, *other)}.values())


def evidence_of(events: Iterable[Event]) -> tuple[Evidence, ...]:
    """The passages of several events, each once, in order."""
    return tuple(dict.fromkeys(e for event in events for e in event.evidence))
