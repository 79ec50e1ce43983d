"""Owns whether two events are reports of the same happening, and on which fields reports disagree.

Pure functions of pairs of events; which ones are compared is `merge`'s business.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from dragoman.records.event import Event
from dragoman.records.statement import NUMBERS
from dragoman.records.values import Actor, Count, PlaceValue

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
REAL = frozenset({"happened", "ongoing"})
SAID_NOT_TO_BE = frozenset({"denied", "negated"})
# "Overnight" and time zones move the day of a report by one.
NEAR_DAYS = 1
# Reports of the same thing that name no day follow each other within so many days.
NEWS_DAYS = 2
# Points that two reports must share: day 2, place 2, each side 1, a number 2, the same words for it 1.
ENOUGH = 4


def same_happening(one: Event, other: Event) -> bool | None:
    """Whether two events are of the same happening.

    Returns:
        True where enough speaks for it, False where too little is said, None where something speaks
        against it.
    """
    if one.frame != other.frame or one.type != other.type or not _kinds_agree(one, other):
        return None
    if not _states_agree(one, other) or (one.round and other.round and one.round != other.round):
        return None
    days = _days_agree(one, other)
    places = _places_agree(one.place, other.place)
    if days is None or places is None:
        return None
    numbers = _numbers_agree(one, other)
    source, target = _sides_agree(one.source, other.source), _sides_agree(one.target, other.target)
    if source is None and not (days and places and numbers):  # who did it may be what is disputed
        return None
    if target is None and one.frame != "violence":
        return None
    if one.frame in {"position", "commitment"}:
        return _said_alike(one, other) and source is True
    if (other.distinct or one.distinct) and not (days and places):
        return False
    theme = bool(one.theme and other.theme and one.theme.casefold() == other.theme.casefold())
    points = 2 * days + 2 * places + bool(source) + bool(target) + 2 * numbers + theme
    return points >= ENOUGH


def disagreement(members: Sequence[Event]) -> tuple[str, ...]:
    """The fields on which reports of one happening disagree: whether it was, who did it, how many."""
    found = []
    states = {event.status for event in members}
    if states & REAL and states & SAID_NOT_TO_BE:
        found.append("status")
    # Whom it was done to is told now as a state, now as its people: no dispute.
    sides = [{actor.key for actor in event.source} for event in members if event.source]
    if any(not one & other for one in sides for other in sides):
        found.append("source")
    for name in NUMBERS:
        told = [getattr(event.quantities, name) for event in members if event.quantities is not None]
        counts = [count for count in told if count is not None]
        if any(_apart(one, other) for one in counts for other in counts):
            found.append(name)
    return tuple(found)


def _kinds_agree(one: Event, other: Event) -> bool:
    kinds = {one.kind, other.kind} - {None, "other"}
    return len(kinds) <= 1


def _states_agree(one: Event, other: Event) -> bool:
    """What was and what was denied may be one happening; what is only planned is another matter."""
    stages = ["told" if event.status in REAL | SAID_NOT_TO_BE else event.status for event in (one, other)]
    return stages[0] == stages[1]


def _said_alike(one: Event, other: Event) -> bool:
    """Whether two reports are of the same words: same issue, stance, act, condition and day of report."""
    fields = ("issues", "stance", "action", "due", "act")
    near = one.learned is not None and other.learned is not None
    return (
        near
        and abs((one.learned - other.learned).days) <= NEAR_DAYS  # type: ignore[operator]
        and all(getattr(one, name) == getattr(other, name) for name in fields)
        and bool(one.issues or one.action)
    )


def _days_agree(one: Event, other: Event) -> bool | None:
    a, b = _span(one.start), _span(other.start)
    if a is not None and b is not None:
        single = a[0] == a[1] and b[0] == b[1]
        if single:
            return abs((a[0] - b[0]).days) <= NEAR_DAYS or None
        nested = (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
        return False if nested else None
    if one.learned is not None and other.learned is not None:
        return False if abs((one.learned - other.learned).days) <= NEWS_DAYS else None
    return False


def _span(day: str | None) -> tuple[date, date] | None:
    match = _DAY.fullmatch(day or "")
    if match is None:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        last = number or calendar.monthrange(year or 1, month or 12)[1]
        return date(year or 1, month or 1, number or 1), date(year or 1, month or 12, last)
    except ValueError:
        return None


def _places_agree(one: PlaceValue | None, other: PlaceValue | None) -> bool | None:
    if one is None or other is None:
        return False
    if one.name.casefold() == other.name.casefold() or (
        one.geonames_id is not None and one.geonames_id == other.geonames_id
    ):
        return one.precision not in {"country", "region"}
    wide = {one.precision, other.precision} & {"country", "region"}
    return False if wide and one.country == other.country else None


def _sides_agree(one: Sequence[Actor], other: Sequence[Actor]) -> bool | None:
    a, b = {actor.key for actor in one}, {actor.key for actor in other}
    if not a or not b:
        return False
    return bool(a & b) or None


def _numbers_agree(one: Event, other: Event) -> bool:
    """Whether both give the same toll."""
    if one.quantities is None or other.quantities is None:
        return False
    pairs = [(getattr(one.quantities, n), getattr(other.quantities, n)) for n in ("killed", "wounded", "persons")]
    return any(a is not None and b is not None and a.min is not None and a.min == b.min for a, b in pairs)


def _apart(one: Count, other: Count) -> bool:
    """Whether two numbers cannot both be right."""
    return any(a.max is not None and b.min is not None and a.max < b.min for a, b in ((one, other), (other, one)))
