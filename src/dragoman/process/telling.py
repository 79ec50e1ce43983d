"""Owns what the reports of one happening say together: the state, days, place and parties that stand after all.

Pure functions of events in the order in which they were learned. Knows no list of the dossier by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod
from typing import Any, TypeVar

from dragoman.knowledge.sameness import load_sameness
from dragoman.process.comparing import dates_agree, finer, places_agree
from dragoman.process.dossier import Entry
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

T = TypeVar("T")
_DAY = len("2020-01-31")


def certainty(event: Event, field: str) -> float:
    """How sure the reader is of a field of an event: 1 where it does not say."""
    return next((one.probability for one in event.certainty if one.field == field), 1.0)


def is_sure(event: Event, field: str) -> bool:
    """Whether a field of an event may stand in an entry as what is so."""
    return certainty(event, field) >= load_sameness().sure


def surest(events: Sequence[Event], field: str) -> tuple[Event, ...]:
    """The events that are about as sure of a field as the surest of them."""
    most = max((certainty(event, field) for event in events), default=0.0)
    return tuple(event for event in events if certainty(event, field) >= most * load_sameness().share)


def together(events: Iterable[Event], weight: Callable[[Event], float]) -> float:
    """How sure several tellings are together: the doubts of distinct sentences multiplied, the surest of each."""
    best: dict[tuple[str, int], float] = {}
    for event in events:
        passage = (event.evidence[0].document, event.evidence[0].start)
        best[passage] = max(best.get(passage, 0.0), weight(event))
    return 1.0 - prod(1.0 - one for one in best.values())


def by_report(events: Iterable[Event]) -> tuple[tuple[Event, ...], ...]:
    """The events of each document, documents in the order in which they were learned."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.evidence[0].document, []).append(event)
    return tuple(tuple(told) for told in found.values())


def state_told(events: Iterable[Event], rank: Mapping[str, int]) -> str | None:
    """The state that one document tells: of those about as sure as the surest, the one that has come furthest."""
    telling: dict[str, list[Event]] = {}
    for event in events:
        if event.state in rank:
            telling.setdefault(str(event.state), []).append(event)
    sure = {state: together(told, _of_state) for state, told in telling.items()}
    most = max(sure.values(), default=0.0) * load_sameness().share
    return max((state for state, one in sure.items() if one >= most), key=lambda state: rank[state], default=None)


def _of_state(event: Event) -> float:
    return certainty(event, "state") * event.confidence


def weighed(values: Iterable[tuple[T, float]], *, last: Mapping[T, int] | None = None) -> T | None:
    """The value with the most weight, of equals the first told; what `last` ranks lower stands back.

    Args:
        values: each telling of a value with its certainty.
        last: values that say less, such as "other", by how far they stand back.
    """
    sums: dict[T, float] = {}
    for value, weight in values:
        sums[value] = sums.get(value, 0.0) + weight
    order = {value: number for number, value in enumerate(sums)}
    back = last or {}
    return min(sums, key=lambda value: (back.get(value, 0), -sums[value], order[value]), default=None)


def kind_told(events: Iterable[Event], *, vague: Sequence[str] = ("other",)) -> str | None:
    """The kind of which most tell; vague ones stand back, the vaguest, which comes first, the furthest."""
    told = [(event.kind, certainty(event, "kind")) for event in events if event.kind is not None]
    return weighed(told, last={kind: number for number, kind in enumerate(reversed(vague), start=1)})


def actors_told(sides: Iterable[Sequence[Actor]]) -> tuple[Actor, ...]:
    """The actors of several tellings, each party once, persons left out."""
    return tuple({actor.key: actor.without_person() for side in sides for actor in side}.values())


def parties_told(events: Sequence[Event], side: Callable[[Event], Sequence[Actor]], field: str) -> tuple[Actor, ...]:
    """Who takes part: all that are named about as surely as the one most surely named, in the order of the text."""
    sure = _named(events, side, field)
    least = max(sure.values(), default=0.0) * load_sameness().party
    return tuple(actor for actor in actors_told(map(side, events)) if sure[actor.key] >= least)


def mediators_told(events: Sequence[Event], side: Callable[[Event], Sequence[Actor]]) -> tuple[Actor, ...]:
    """Who stands between the parties: those that are not named more surely as a party."""
    between, parties = _named(events, _mediators, "mediator"), _named(events, _without_mediators(side), "party")
    told = actors_told(map(_mediators, events))
    return tuple(actor for actor in told if between[actor.key] >= parties.get(actor.key, 0.0))


def _named(events: Sequence[Event], side: Callable[[Event], Sequence[Actor]], field: str) -> dict[str, float]:
    """How surely each actor is named on a side, by all tellings together."""
    naming: dict[str, list[Event]] = {}
    for event in events:
        for key in dict.fromkeys(actor.key for actor in side(event)):
            naming.setdefault(key, []).append(event)
    return {
        key: together(told, lambda event: certainty(event, field) * event.confidence) for key, told in naming.items()
    }


def _mediators(event: Event) -> tuple[Actor, ...]:
    return event.mediators


def _without_mediators(side: Callable[[Event], Sequence[Actor]]) -> Callable[[Event], Sequence[Actor]]:
    def named(event: Event) -> list[Actor]:
        between = {actor.key for actor in event.mediators}
        return [actor for actor in side(event) if actor.key not in between]

    return named


def day_told(events: Sequence[Event], field: str = "start") -> str | None:
    """The day of which one document's events tell most; an exact one before a month or year."""
    told = [(day, certainty(event, "time")) for event in events if (day := getattr(event, field))]
    return weighed(told, last={day: _DAY - len(day) for day, _ in told})


def day_so_far(known: str | None, told: str | None, *, moved: bool) -> str | None:
    """The day after one more report: the more exact of two that agree, a later word where it was moved."""
    if known is None or told is None or dates_agree(known, told):
        exact = known is not None and told is not None and len(known) == len(told) == _DAY
        return known if exact and not moved else (told or known) if moved else finer(known, told)
    return told if moved else known


def place_told(events: Sequence[Event]) -> PlaceValue | None:
    """The place that one document tells, the most exact of those told most."""
    counted = Counter(event.place.name for event in events if event.place is not None)
    places = [event.place for event in surest([e for e in events if e.place is not None], "place")]
    return min(
        (place for place in places if place is not None),
        key=lambda place: (_FINENESS.get(place.precision or "", 4), -counted[place.name]),
        default=None,
    )


_FINENESS = {"point": 0, "city": 1, "region": 2, "country": 3}


def place_so_far(known: PlaceValue | None, told: PlaceValue | None, *, moved: bool) -> PlaceValue | None:
    """The place after one more report: the more exact of two that agree, a later word where it was moved."""
    if known is None or told is None:
        return known or told
    if moved and not places_agree(known, told):
        return told
    order = [_FINENESS.get(place.precision or "", 4) for place in (known, told)]
    return told if order[1] < order[0] and places_agree(known, told) else known


def alleged(events: Sequence[Event], claims: Iterable[str]) -> tuple[Actor, ...]:
    """Whose accusation it is, as long as no report tells it as fact."""
    only = set(claims)
    if not events or any(event.state not in only for event in events):
        return ()
    return actors_told(event.alleged_by for event in events)


def standing(frame: str, *bearing: Sequence[Event]) -> dict[str, Any]:
    """Confidence of an entry, and whether it is uncertain: that of its weakest needed field.

    Args:
        frame: of the entry, for its limit.
        bearing: for each needed field the events that bear it.
    """
    confidence = min((together(events, lambda event: event.confidence) for events in bearing if events), default=0.0)
    return {"confidence": round(confidence, 3), "uncertain": confidence < load_sameness().frames[frame].limit}


def may_be_stated(entry: Entry) -> bool:
    """Whether an entry is sure enough to be told in prose and alerts, and to open a process."""
    return not entry.uncertain and entry.confidence >= load_sameness().stated
