"""Owns commitments: threats, ultimatums, pledges, offers and deadlines, and whether they were met.

Which reports are of one commitment is `records.grouping`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.process.comparing import days_of, evidence_of, keys
from dragoman.process.deeds import Deeds, deeds_of
from dragoman.process.dossier import Commitment
from dragoman.process.telling import actors_told, by_report, certainty, day_so_far, is_sure, standing, weighed
from dragoman.records.event import Event
from dragoman.records.values import Evidence

FATES = frozenset({"fulfilled", "expired", "violated", "withdrawn"})
# What is kept or carried out by a deed of whoever said it; an offer and a limit wait for the other's.
_DONE = frozenset({"pledge", "threat"})
_TOLD = FATES | {"pending", "extended"}
# A kind told with a day or a condition says more than a bare one.
_BARE = 0.5


def commitments_of(happenings: Iterable[Sequence[Event]], *, as_of: str | None) -> tuple[Commitment, ...]:
    """The commitments among some happenings, with their state on a day, in their order."""
    told = [events for events in happenings if events]
    deeds = deeds_of(event for events in told for event in events)
    found = (_commitment(events) for events in told if events[0].frame == "commitment")
    return tuple(_decided(one, last, deeds, as_of) for one, last in (entry for entry in found if entry is not None))


def _commitment(events: Sequence[Event]) -> tuple[Commitment, int | None] | None:
    """One commitment as told, with the day (ordinal) on which it was last told; None where too little is told."""
    told = [event for event in events if event.state in _TOLD]
    by = actors_told(event.source for event in _sure(told, "by", "source"))
    if not told or not by:
        return None
    to = tuple(actor for actor in actors_told(event.target for event in told) if actor.key not in keys(by))
    action = weighed((event.action, certainty(event, "action")) for event in told if event.action is not None)
    issues = [(issue, certainty(event, "issues")) for event in told for issue in event.issues[:1]]
    due, status, decided = _course(told)
    condition = next((event.condition for event in told if event.condition), None)
    if action is None and due is None and not issues:
        return None
    entry = Commitment(
        kind=_kind(told, due, condition),
        by=by,
        to=to,
        action=action,
        issue=weighed(issues, last={"other": 1}),
        condition=condition,
        due=due,
        status=status,
        decided_by=decided,
        evidence=evidence_of(events),
        events=tuple(event.id for event in events),
        **standing("commitment", told),
    )
    days = [event.learned.toordinal() for event in told if event.learned is not None]
    return entry, max(days, default=None)


def _sure(events: Sequence[Event], role: str, side: str) -> list[Event]:
    named = [event for event in events if getattr(event, side)]
    return [event for event in named if is_sure(event, role)] or named


def _kind(told: Sequence[Event], due: str | None, condition: str | None) -> str:
    kinds = [
        (event.kind, certainty(event, "kind") * (1 if event.due or event.condition else _BARE))
        for event in told
        if event.kind is not None
    ]
    kind = weighed(kinds, last={"deadline": 1}) or "pledge"
    return "ultimatum" if kind == "threat" and due and condition else kind


def _course(told: Sequence[Event]) -> tuple[str | None, str, tuple[Evidence, ...]]:
    """Day due, status, and the passages that decided it: the last report's word stands."""
    due: str | None = None
    status = "pending"
    decided: tuple[Evidence, ...] = ()
    for report in by_report(told):
        sure = [event for event in report if is_sure(event, "state")]
        fates = [event for event in sure if event.state in FATES]
        extended = [event for event in sure if event.state == "extended"]
        day = _due(extended or report)
        due = day_so_far(due, day, moved=bool(extended))
        if extended and not fates:
            status, decided = "pending", ()
        elif fates:
            status = str(fates[-1].state)
            decided = evidence_of(event for event in fates if event.state == status)
    return due, status, decided


def _due(events: Sequence[Event]) -> str | None:
    return weighed((event.due, certainty(event, "due")) for event in events if event.due)


def _decided(entry: Commitment, last: int | None, deeds: Deeds, as_of: str | None) -> Commitment:
    """The commitment with its state: by a report's word, else by a later deed, else by whether its day has passed."""
    if entry.status != "pending":
        return entry
    deed = deeds.first(entry, after=last) if last is not None and entry.kind in _DONE else None
    if deed is not None:
        return entry.model_copy(update={"status": "fulfilled", "decided_by": deed.evidence[:1]})
    due, today = days_of(entry.due), days_of(as_of)
    if due and today and due[1] < today[0]:
        return entry.model_copy(update={"status": "expired"})
    return entry
