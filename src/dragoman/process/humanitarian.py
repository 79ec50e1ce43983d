"""Owns humanitarian steps: exchanges, releases, evacuations, deliveries, corridors, displacement.

Which reports are of one step is `records.grouping`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.process.comparing import evidence_of, joined
from dragoman.process.dossier import Humanitarian
from dragoman.process.telling import (
    by_report,
    certainty,
    day_so_far,
    day_told,
    kind_told,
    parties_told,
    standing,
    state_told,
    weighed,
)
from dragoman.records.event import Event
from dragoman.records.values import Actor

RANK = {"proposed": 0, "agreed": 1, "under_way": 2, "done": 3, "failed": 4}


def humanitarian_of(happenings: Iterable[Sequence[Event]]) -> tuple[Humanitarian, ...]:
    """The humanitarian steps among some happenings, in their order."""
    found = (_step(events) for events in happenings if events[0].frame == "humanitarian")
    return tuple(one for one in found if one is not None)


def _step(events: Sequence[Event]) -> Humanitarian | None:
    """One step; None where nothing is told as so, or too little of it for an entry."""
    status, day = None, None
    for report in by_report(events):
        state = state_told(report, RANK)
        if state is not None and (status is None or RANK[state] >= RANK[status]):
            status = state
        day = day_so_far(day, day_told(report), moved=status in {"proposed", "agreed"})
    kind = kind_told(events)
    if status is None or kind is None:
        return None
    parties = tuple(actor for actor in parties_told(events, _both, "party") if actor.name != "civilians")
    count = weighed((number, certainty(event, "count")) for event in events if (number := _count(event)) is not None)
    if not (count is not None or (parties and kind != "displacement") or kind == "corridor"):
        return None
    return Humanitarian(
        kind=kind,
        parties=parties,
        count=count,
        status=status,
        date=day,
        evidence=evidence_of(events),
        events=tuple(event.id for event in events),
        **standing("humanitarian", [event for event in events if event.state == status]),
    )


def _both(event: Event) -> tuple[Actor, ...]:
    return joined(event.source, event.target)


def _count(event: Event) -> int | None:
    numbers = event.quantities
    if numbers is None:
        return None
    told = numbers.persons or numbers.displaced or numbers.captured
    return told.min if told is not None else None
