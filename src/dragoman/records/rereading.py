"""Owns what stands of a document that was read more than once: the newest reading, and what reviewers accepted.

Pure. What a reviewer called right or corrected stays as he saw it, whatever a later reader makes of the
sentence; what he called wrong stays wrong as long as it is told again unchanged; which events are one holds
for those that tell the same now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dragoman.records.event import Event
from dragoman.records.statement import Judgement

_ACCEPTED = frozenset({"right", "corrected"})


@dataclass(frozen=True, slots=True)
class Telling:
    """The events of one reading of a document, in the order of its text, and when they were recorded."""

    recorded: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The events that stand, and for events of earlier readings the id of the one that tells the same now."""

    events: tuple[Event, ...]
    now: Mapping[str, str]


def standing(tellings: Sequence[Telling], judgements: Iterable[Judgement]) -> Standing:
    """What stands of a document.

    Args:
        tellings: what its readings tell, the one that counts last.
        judgements: in the order in which they were made; those on other documents' events have no effect.
    """
    newest = tellings[-1].events
    events = {one.id: one for one in newest}
    accepted = _accepted(tellings, judgements)
    now: dict[str, str] = {}
    for telling in reversed(tellings[:-1]):
        for one in telling.events:
            if one.id not in events and one.id not in now:
                found = successor(one, newest)
                if found is not None:
                    now[one.id] = found.id
    for name, event in accepted.items():
        replaced = now.pop(name, None)
        if replaced is not None and replaced not in accepted:
            events.pop(replaced, None)
            now |= {old: name for old, new in now.items() if new == replaced} | {replaced: name}
        events[name] = event
    return Standing(tuple(sorted(events.values(), key=lambda one: (one.evidence[0].start, one.id))), now)


def followed(
    judgements: Sequence[Judgement], now: Mapping[str, str], told: Mapping[str, Event]
) -> tuple[Judgement, ...]:
    """Judgements as they hold for what is told now.

    Args:
        judgements: in their order.
        now: ids of events of earlier readings, and of those that tell the same.
        told: the events of both, by id.
    """
    return tuple(_followed(one, now, told) for one in judgements) if now else tuple(judgements)


def successor(event: Event, later: Iterable[Event]) -> Event | None:
    """The event of a later reading that tells what an event told: of the same frame, at the same words."""
    found = [one for one in later if one.frame == event.frame and _meet(event, one)]
    return max(found, key=lambda one: (_said(one) == _said(event), one.type == event.type), default=None)


def _followed(one: Judgement, now: Mapping[str, str], told: Mapping[str, Event]) -> Judgement:
    first = now.get(one.one)
    if one.other is not None:
        second = now.get(one.other, one.other)
        same = one.other == second and first is None
        return one if same else one.model_copy(update={"one": first or one.one, "other": second})
    if one.verdict != "wrong" or first is None or _said(told[one.one]) != _said(told[first]):
        return one
    return one.model_copy(update={"one": first})


def _accepted(tellings: Sequence[Telling], judgements: Iterable[Judgement]) -> dict[str, Event]:
    """The events that reviewers accepted, as they saw them."""
    told: dict[str, list[tuple[datetime, Event]]] = {}
    for telling in tellings:
        for event in telling.events:
            told.setdefault(event.id, []).append((telling.recorded, event))
    accepted: dict[str, Event] = {}
    for one in judgements:
        if one.other is not None or one.one not in told:
            continue
        if one.verdict in _ACCEPTED:
            seen = [event for at, event in told[one.one] if one.made is None or at <= one.made]
            accepted[one.one] = seen[-1] if seen else told[one.one][0][1]
        else:
            accepted.pop(one.one, None)
    return accepted


def _meet(one: Event, other: Event) -> bool:
    (a, b), (c, d) = _words(one), _words(other)
    return a < d and c < b


def _words(event: Event) -> tuple[int, int]:
    """The characters that tell it: those of its type, else its passage."""
    for reason in event.reasons:
        if reason.field == "type" and reason.start is not None and reason.end is not None:
            return reason.start, reason.end
    return event.evidence[0].start, event.evidence[0].end


def _said(event: Event) -> tuple[object, ...]:
    """What a reviewer looks at."""
    return event.type, event.status, event.source, event.target, event.start, event.place, event.quantities
