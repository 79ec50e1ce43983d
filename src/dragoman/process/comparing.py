"""Owns the comparisons by which entries are told apart: dates, places, parties, evidence.

Pure functions of values; knows no list of the dossier by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.records.days import days_of as days_of
from dragoman.records.days import span_of, spans_agree
from dragoman.records.event import Event
from dragoman.records.values import Actor, Evidence, PlaceValue

# Two reports of one day may differ by a day (time zones, "overnight").
SAME_DAY = 1


def dates_agree(one: str | None, other: str | None) -> bool:
    """Whether two dates may be the same: a day apart, one within the other, or one unknown."""
    a, b = span_of(one), span_of(other)
    return a is None or b is None or spans_agree(a, b, near=SAME_DAY)


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


def keys(actors: Iterable[Actor]) -> set[str]:
    """What identifies the parties."""
    return {a.key for a in actors}


def joined(one: Sequence[Actor], other: Sequence[Actor]) -> tuple[Actor, ...]:
    """Both lists of actors, each party once, persons left out."""
    return tuple({a.key: a.without_person() for a in (*one, *other)}.values())


def evidence_of(events: Iterable[Event]) -> tuple[Evidence, ...]:
    """The passages of several events, each once, in order."""
    return tuple(dict.fromkeys(e for event in events for e in event.evidence))


def host_of(place: PlaceValue | None) -> Actor | None:
    """The state of the place, host of what nobody else is named to host."""
    if place is None or place.country is None:
        return None
    name = place.country_name or place.country
    return Actor(name=name, country=place.country, sectors=("GOV",), id=f"state:{place.country}")
