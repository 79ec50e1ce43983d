"""Owns whether two events are reports of the same happening, and on which fields reports disagree.

Pure functions of pairs of events; which ones are compared is `merge`'s business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.records.days import Span, span_of, spans_agree
from dragoman.records.event import Event
from dragoman.records.statement import NUMBERS
from dragoman.records.values import Count, PlaceValue

REAL = frozenset({"happened", "ongoing"})
SAID_NOT_TO_BE = frozenset({"denied", "negated"})
# "Overnight" and time zones move the day of a report by one.
NEAR_DAYS = 1
# Reports of the same thing that name no day follow each other within so many days.
NEWS_DAYS = 2
# Points that two reports must share: day 2, place 2, each side 1, a number 2, the same words for it 1.
ENOUGH = 4
_TOLLS = ("killed", "wounded", "persons")
_SAID = ("issues", "stance", "action", "due", "act")
_WIDE = frozenset({"country", "region"})


@dataclass(frozen=True, slots=True)
class Traits:
    """What of an event is compared with others, read once.

    Attributes:
        what: frame and type, which must be the same.
        stage: what was and what was denied may be one happening; what is only planned is another matter.
        tolls: the numbers of killed, wounded and persons, where stated.
        said: issues, stance, act and so on of words that were said; None where they say nothing.
    """

    event: Event
    what: tuple[str, str]
    kind: str | None
    stage: str
    days: Span | None
    learned: int | None
    place: str | None
    source: frozenset[str]
    target: frozenset[str]
    tolls: tuple[int | None, ...]
    said: tuple[object, ...] | None
    theme: str | None


def traits_of(event: Event) -> Traits:
    """What of an event is compared with others."""
    said = event.frame in {"position", "commitment"} and bool(event.issues or event.action)
    numbers = [getattr(event.quantities, name) for name in _TOLLS] if event.quantities is not None else []
    return Traits(
        event=event,
        what=(event.frame, event.type),
        kind=None if event.kind == "other" else event.kind,
        stage="told" if event.status in REAL or event.status in SAID_NOT_TO_BE else event.status,
        days=span_of(event.start),
        learned=event.learned.toordinal() if event.learned is not None else None,
        place=event.place.name.casefold() if event.place is not None else None,
        source=frozenset([actor.key for actor in event.source]),
        target=frozenset([actor.key for actor in event.target]),
        tolls=tuple([count.min if count is not None else None for count in numbers]),
        said=tuple([getattr(event, name) for name in _SAID]) if said else None,
        theme=event.theme.casefold() if event.theme else None,
    )


def same_happening(one: Traits, other: Traits) -> bool | None:
    """Whether two events are of the same happening.

    Returns:
        True where enough speaks for it, False where too little is said, None where something speaks
        against it.
    """
    points = points_of(one, other)
    return None if points is None else points >= ENOUGH


def points_of(one: Traits, other: Traits) -> int | None:
    """How much speaks for two events being of the same happening; None where something speaks against it."""
    if one.what != other.what or one.stage != other.stage:
        return None
    if one.kind is not None and other.kind is not None and one.kind != other.kind:
        return None
    a, b = one.event, other.event
    if a.round and b.round and a.round != b.round:
        return None
    days = days_agree(one, other)
    places = None if days is None else _places_agree(one, other)
    if days is None or places is None:
        return None
    numbers = _numbers_agree(one, other)
    source, target = _sides_agree(one.source, other.source), _sides_agree(one.target, other.target)
    if source is None and not (days and places and numbers):  # who did it may be what is disputed
        return None
    if target is None and a.frame != "violence":
        return None
    if a.frame in {"position", "commitment"}:
        return ENOUGH if _said_alike(one, other) and source is True else 0
    if (b.distinct or a.distinct) and not (days and places):
        return 0
    theme = one.theme is not None and one.theme == other.theme
    return 2 * days + 2 * places + bool(source) + bool(target) + 2 * numbers + theme


def disagreement(members: Sequence[Event]) -> tuple[str, ...]:
    """The fields on which reports of one happening disagree: whether it was, who did it, how many."""
    found = []
    states = {event.status for event in members}
    if states & REAL and states & SAID_NOT_TO_BE:
        found.append("status")
    # Whom it was done to is told now as a state, now as its people: no dispute.
    sides = {frozenset([actor.key for actor in event.source]) for event in members if event.source}
    if any(not one & other for one in sides for other in sides):
        found.append("source")
    told = [event.quantities for event in members if event.quantities is not None]
    for name in NUMBERS if told else ():
        if _apart([count for one in told if (count := getattr(one, name)) is not None]):
            found.append(name)
    return tuple(found)


def _said_alike(one: Traits, other: Traits) -> bool:
    """Whether two reports are of the same words: same issue, stance, act, condition and day of report."""
    if one.learned is None or other.learned is None or abs(one.learned - other.learned) > NEAR_DAYS:
        return False
    return one.said is not None and one.said == other.said


def days_agree(one: Traits, other: Traits) -> bool | None:
    """Whether two events are of the same day; None where they are not, False where too little is said."""
    if one.days is not None and other.days is not None:
        if not spans_agree(one.days, other.days, near=NEAR_DAYS):
            return None
        return one.days[0] == one.days[1] and other.days[0] == other.days[1]
    if one.learned is not None and other.learned is not None:
        return False if abs(one.learned - other.learned) <= NEWS_DAYS else None
    return False


def _places_agree(one: Traits, other: Traits) -> bool | None:
    a, b = one.event.place, other.event.place
    if a is None or b is None:
        return False
    if one.place == other.place or (a.geonames_id is not None and a.geonames_id == b.geonames_id):
        return a.precision not in _WIDE
    return False if _is_wide(a, b) and a.country == b.country else None


def _is_wide(one: PlaceValue, other: PlaceValue) -> bool:
    return one.precision in _WIDE or other.precision in _WIDE


def _sides_agree(one: frozenset[str], other: frozenset[str]) -> bool | None:
    if not one or not other:
        return False
    return None if one.isdisjoint(other) else True


def _numbers_agree(one: Traits, other: Traits) -> bool:
    """Whether both give the same toll."""
    return any(a is not None and a == b for a, b in zip(one.tolls, other.tolls, strict=False))


def _apart(counts: Sequence[Count]) -> bool:
    """Whether two of the numbers cannot both be right."""
    highs = [count.max for count in counts if count.max is not None]
    lows = [count.min for count in counts if count.min is not None]
    return bool(highs and lows) and min(highs) < max(lows)
