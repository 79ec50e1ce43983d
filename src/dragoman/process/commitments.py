"""Owns commitments: threats, ultimatums, pledges, offers and deadlines, and whether they were met."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.process.comparing import days_of, evidence_of, joined, keys
from dragoman.process.dossier import Commitment
from dragoman.records.event import Event
from dragoman.records.values import Evidence

UNREAL = frozenset({"negated", "denied", "hypothetical", "demanded"})
# In return for something: a pledge under such a condition is an offer.
_EXCHANGE = re.compile(
    r"^(only )?(if|unless|provided|in return|in exchange|should|whichever)\b", re.IGNORECASE
)


def commitments_of(events: Sequence[Event], *, as_of: str | None) -> tuple[Commitment, ...]:
    """The commitments of the events, each once, with their state on a day."""
    merged: dict[tuple[object, ...], Commitment] = {}
    for event in events:
        if event.frame != "commitment" or event.status in UNREAL or not event.source:
            continue
        entry = _commitment(event)
        key = (frozenset(keys(entry.by)), entry.action, entry.issue, entry.due)
        known = merged.get(key)
        merged[key] = _joined(known, entry) if known else entry
    return tuple(_decided(entry, events, as_of) for entry in merged.values())


def _commitment(event: Event) -> Commitment:
    kind = event.kind or "pledge"
    if kind == "threat" and event.due and event.condition:
        kind = "ultimatum"
    elif kind == "pledge" and event.condition and _EXCHANGE.match(event.condition):
        kind = "offer"
    by = joined(event.source, ())
    return Commitment(
        kind=kind,  # type: ignore[arg-type]
        by=by,
        to=tuple(a for a in joined(event.target, ()) if a.key not in keys(by)),
        action=event.action,
        issue=event.issues[0] if event.issues else None,
        condition=event.condition,
        due=event.due,
        status="pending",
        evidence=event.evidence,
        events=(event.id,),
    )


def _joined(known: Commitment, entry: Commitment) -> Commitment:
    order = ("deadline", "pledge", "offer", "threat", "ultimatum")
    return known.model_copy(
        update={
            "kind": max(known.kind, entry.kind, key=order.index),
            "to": joined(known.to, entry.to),
            "condition": known.condition or entry.condition,
            "evidence": tuple(dict.fromkeys((*known.evidence, *entry.evidence))),
            "events": (*known.events, *entry.events),
        }
    )


def _decided(entry: Commitment, events: Sequence[Event], as_of: str | None) -> Commitment:
    """The commitment with its state: what a later event did, else whether its day has passed."""
    done = _fulfilment(entry, events)
    if done is not None:
        return entry.model_copy(update={"status": "fulfilled", "decided_by": done})
    due, today = days_of(entry.due), days_of(as_of)
    if due and today and due[1] < today[0] and entry.kind in {"ultimatum", "deadline"}:
        return entry.model_copy(update={"status": "expired"})
    return entry


def _fulfilment(entry: Commitment, events: Sequence[Event]) -> tuple[Evidence, ...] | None:
    """Passages of a later event in which the same actor did to the same target what was said."""
    if entry.action is None:
        return None
    said = {e.document for e in entry.evidence}
    learned = {e.learned for e in events if e.evidence[0].document in said and e.learned}
    by, to = keys(entry.by), keys(entry.to)
    for event in events:
        later = event.learned is not None and bool(learned) and event.learned > max(learned)
        if (
            not later
            or event.status != "happened"
            or event.type != entry.action
            or event.frame == "commitment"
        ):
            continue
        if by & keys(event.source) and (not to or to & keys(event.target)):
            return evidence_of([event])
    return None
