"""Owns agreements: what each is, who is party to it, and what has become of it.

Which reports are of one agreement is `records.grouping`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.process.comparing import days_of, evidence_of, joined, keys
from dragoman.process.days_meant import is_day_sure
from dragoman.process.dossier import Agreement
from dragoman.process.telling import (
    alleged,
    by_report,
    day_so_far,
    day_told,
    kind_told,
    mediators_told,
    parties_told,
    place_so_far,
    place_told,
    standing,
    state_told,
)
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

RANK = {"proposed": 0, "agreed": 1, "signed": 2, "in_force": 3, "rejected": 4, "violated": 5, "ended": 6}
MADE = frozenset({"agreed", "signed", "in_force"})
# Of whose tellings the day and place are taken, the surest first.
_MAKING = (frozenset({"signed"}), frozenset({"agreed"}), frozenset({"in_force"}), frozenset({"alleged_violated"}))
PAUSES = frozenset({"ceasefire", "truce"})
# An accusation of breach changes no status; what is only accused of was at least agreed.
_ALLEGED = frozenset({"alleged_violated"})


def agreements_of(happenings: Iterable[Sequence[Event]], *, as_of: str | None = None) -> tuple[Agreement, ...]:
    """The agreements among some happenings, with their state on a day, in their order."""
    found = (_agreement(events, as_of) for events in happenings if events[0].frame == "agreement")
    return tuple(one for one in found if one is not None)


def _agreement(events: Sequence[Event], as_of: str | None) -> Agreement | None:
    """One agreement; None where nobody tells of it as proposed or made, or too little for an entry."""
    status, bearing = _status(events)
    if status is None:
        return None
    if status in MADE and _has_run_out(events, as_of):
        status = "ended"
    mediators = mediators_told(events, _both)
    between = keys(mediators)
    parties = tuple(actor for actor in parties_told(events, _both, "party") if actor.key not in between)
    date, place = _setting(events)
    kind = kind_told(events) or "other"
    dated = any(map(is_day_sure, events))
    if not _is_tellable(kind, status, parties, dated, place):
        return None
    issues = tuple(dict.fromkeys(issue for event in events for issue in event.issues if issue != "other"))
    return Agreement(
        kind=kind,
        parties=parties,
        mediators=mediators,
        place=place,
        date=date,
        issues=("ceasefire", *issues) if kind in PAUSES and "ceasefire" not in issues else issues,
        status=status,
        alleged_by=alleged(bearing, _ALLEGED),
        evidence=evidence_of(events),
        events=tuple(event.id for event in events),
        **standing("agreement", bearing, [event for event in events if event.source]),
    )


def _status(events: Sequence[Event]) -> tuple[str | None, tuple[Event, ...]]:
    """What has become of it, with the events that say so."""
    status: str | None = None
    bearing: tuple[Event, ...] = ()
    for report in by_report(events):
        state = state_told(report, RANK)
        if state is not None and (status is None or _follows(status, state)):
            status = state
            bearing = tuple(event for event in report if event.state == state)
    charges = tuple(event for event in events if event.state in _ALLEGED)
    if any(map(_is_from_outside, charges)) and status != "ended":
        return "violated", tuple(filter(_is_from_outside, charges))
    return (status, bearing) if status is not None or not charges else ("agreed", charges)


def _has_run_out(events: Sequence[Event], as_of: str | None) -> bool:
    """Whether the term last told of a pause was over before a day."""
    terms = [
        event.end for event in events if event.kind in PAUSES | {"extension"} and event.state in MADE and event.end
    ]
    last, today = days_of(terms[-1] if terms else None), days_of(as_of)
    return last is not None and today is not None and last[1] < today[0]


def _is_from_outside(event: Event) -> bool:
    """Whether a breach is told by somebody who is no party to it: then it is no mere accusation."""
    return bool(event.alleged_by) and keys(event.alleged_by).isdisjoint(keys(event.source) | keys(event.target))


def _follows(known: str, state: str) -> bool:
    """Whether a later report changes the status: it goes on, or what was broken is agreed anew."""
    if state == "proposed":
        return known == "proposed"
    return RANK[state] >= RANK[known] or (known == "rejected" and state in MADE)


def _setting(events: Sequence[Event]) -> tuple[str | None, PlaceValue | None]:
    """The day on which it was signed, else agreed, and where; a day still to come is that of its beginning."""
    date, place = None, None
    for states in _MAKING:
        made = [event for event in events if event.state in states and not _lies_ahead(event)]
        for report in by_report(made):
            date = date or day_so_far(date, day_told(report), moved=False)
            place = place or place_so_far(place, place_told(report), moved=False)
    return date, place


def _lies_ahead(event: Event) -> bool:
    days = days_of(event.start)
    return days is not None and event.learned is not None and days[0] > event.learned


def _both(event: Event) -> tuple[Actor, ...]:
    return joined(event.source, event.target)


def _is_tellable(kind: str, status: str, parties: Sequence[Actor], dated: bool, place: PlaceValue | None) -> bool:
    """Whether enough is told: two parties, or one side's own truce, or a deal with a setting of its own."""
    if len(parties) >= 2:
        return True
    if status == "proposed" or not parties:
        return False
    return kind in PAUSES | {"extension"} or (status in MADE and (dated or place is not None))
