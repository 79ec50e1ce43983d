"""Owns whom a text means where it names nobody: "earlier talks" in a report on two sides are talks of these two.

Only where a document tells of one circle of parties far more than of any other; the passage that names them goes along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from dragoman.records.days import days_of
from dragoman.records.event import Event
from dragoman.records.traits import JOINT
from dragoman.records.values import Actor

# Of a document's tellings with two parties or more, so many must name the same circle.
MOST = 0.6
# Steps that are always between the sides; who gives aid or lets go stands in the text or is not known.
_BETWEEN = frozenset({"prisoner_exchange", "remains_return"})
# Of what lies further back (days) the sides may have been others.
_LONG_AGO = 400
# What is meant and not said is less sure by so much.
_LESS_SURE = 0.8
Happenings = tuple[tuple[Event, ...], ...]


def with_parties_meant(happenings: Happenings) -> Happenings:
    """The happenings, those of joint frames that name no party with the parties that their document tells of."""
    circles = _circles(happenings)
    deals = {(event.evidence[0].document, event.kind) for events in happenings for event in events if _is_deal(event)}
    return tuple(_with_circle(events, circles.get(events[0].evidence[0].document), deals) for events in happenings)


def _is_deal(event: Event) -> bool:
    return event.frame == "agreement" and len({actor.key for actor in _parties(event)}) > 1


def _circles(happenings: Happenings) -> dict[str, tuple[Event, tuple[Actor, ...]]]:
    """For each document the event that best names its circle of parties, where there is one, and the parties."""
    counts: dict[str, Counter[frozenset[str]]] = {}
    named: dict[tuple[str, frozenset[str]], tuple[Event, tuple[Actor, ...]]] = {}
    for events in happenings:
        if events[0].frame not in JOINT:
            continue
        actors = {actor.key: actor for event in events for actor in _parties(event)}
        if len(actors) < 2:
            continue
        circle = frozenset(actors)
        for event in events:
            document = event.evidence[0].document
            counts.setdefault(document, Counter())[circle] += 1
            known = named.get((document, circle))
            if known is None or len(_parties(event)) > len(_parties(known[0])):
                named[document, circle] = (event, tuple(actors.values()))
    found = {}
    for document, counted in counts.items():
        circle, many = counted.most_common(1)[0]
        if many >= MOST * counted.total():
            found[document] = named[document, circle]
    return found


def _with_circle(
    events: tuple[Event, ...], circle: tuple[Event, tuple[Actor, ...]] | None, deals: Set[tuple[str, str | None]]
) -> tuple[Event, ...]:
    """One happening; an agreement that names nobody beside one of its kind that names its parties stays as it is."""
    told = [event for event in events if event.frame in JOINT]
    if any(event.frame == "agreement" and (event.evidence[0].document, event.kind) in deals for event in told):
        return events
    if circle is None or not told or not all(_may_be_meant(event) for event in told):
        return events
    naming, parties = circle
    return tuple(_meaning(event, naming, parties) if event in told else event for event in events)


def _may_be_meant(event: Event) -> bool:
    """Whether it names nobody and may be a matter of the sides of which the document tells."""
    if event.source or event.target or (event.frame == "humanitarian" and event.kind not in _BETWEEN):
        return False
    days = days_of(event.start)
    return days is None or event.learned is None or (event.learned - days[1]).days <= _LONG_AGO


def _meaning(event: Event, naming: Event, parties: tuple[Actor, ...]) -> Event:
    between = {actor.key for actor in event.mediators}
    meant = tuple(actor.without_person() for actor in parties if actor.key not in between)
    return event.model_copy(
        update={
            "source": meant,
            "target": meant,
            "evidence": tuple(dict.fromkeys((*event.evidence, naming.evidence[0]))),
            "confidence": round(event.confidence * _LESS_SURE, 3),
        }
    )


def _parties(event: Event) -> tuple[Actor, ...]:
    if event.frame not in JOINT:
        return ()
    between = {actor.key for actor in event.mediators}
    return tuple(
        actor for actor in (*event.source, *event.target) if actor.name != "civilians" and actor.key not in between
    )
