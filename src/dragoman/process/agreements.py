"""Owns agreements: which events speak of the same agreement, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from dragoman.process.comparing import (
    SAME_DAY,
    circles_agree,
    closer_place,
    dates_agree,
    evidence_of,
    finer,
    joined,
    keys,
    places_agree,
)
from dragoman.process.dossier import Agreement
from dragoman.records.days import DayIndex, span_of
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

ACT_STATUS = {
    "signed": "signed",
    "agreed": "agreed",
    "proposed": "proposed",
    "in_force": "in_force",
    "violated": "violated",
    "ended": "ended",
    "rejected": "rejected",
    "extended": "in_force",
}
UNREAL = frozenset({"proposed", "demanded", "hypothetical", "conditional", "scheduled", "promised", "threatened"})
RANK = {"proposed": 0, "agreed": 1, "signed": 2, "in_force": 3, "rejected": 3, "violated": 4, "ended": 5}
KINDS = frozenset(get_args(Agreement.model_fields["kind"].annotation))
MADE = frozenset({"agreed", "signed", "in_force"})
PAUSES = frozenset({"ceasefire", "truce"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement while its mentions are gathered."""

    events: tuple[Event, ...]
    kind: str
    parties: tuple[Actor, ...]
    mediators: tuple[Actor, ...]
    place: PlaceValue | None
    date: str | None
    issues: tuple[str, ...]
    status: str | None
    definite: bool
    distinct: bool
    names: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(keys(self.parties)))


def agreements_of(events: Sequence[Event]) -> tuple[Agreement, ...]:
    """The agreements of which the events speak, in the order of their first mention."""
    drafts: list[Draft] = []
    days = DayIndex(SAME_DAY)
    for event in events:
        if event.frame != "agreement":
            continue
        draft = _draft(event)
        if draft is None:
            continue
        dated = span_of(draft.date) is not None
        near = sorted(days.about(draft.date), reverse=True) if dated else range(len(drafts) - 1, -1, -1)
        number = _same(draft, drafts, near)
        if number is not None:
            drafts[number] = _merged(drafts[number], draft)
        elif draft.status is not None:
            number = len(drafts)
            drafts.append(draft)
        if number is not None:
            days.put(number, drafts[number].date)
    return tuple(_finished(d) for d in drafts if _tellable(d))


def _draft(event: Event) -> Draft | None:
    if event.status in {"negated", "denied"}:
        return None
    act = event.act or ""
    status = ACT_STATUS.get(act)
    if event.status in UNREAL:
        if act in {"violated", "ended", "rejected", "in_force", "extended"}:
            return None
        # "If the cabinet ratifies the deal" speaks of a deal, but proposes none.
        supposed = event.status in {"conditional", "hypothetical"} and act in {"signed", "agreed"}
        status = "proposed" if act and not supposed else None
    mediators = keys(event.mediators)
    dated = act in {"signed", "agreed", "in_force"} or (act == "mentioned" and event.status == "happened")
    return Draft(
        events=(event,),
        kind="extension" if act == "extended" else event.kind if event.kind and event.kind in KINDS else "other",
        parties=tuple(a for a in joined(event.source, event.target) if a.key not in mediators),
        mediators=tuple(a.without_person() for a in event.mediators),
        place=event.place if status in {"signed", "agreed"} or act == "mentioned" else None,
        date=event.start if dated and event.status not in UNREAL else None,
        issues=tuple(event.issues),
        status=status,
        definite=event.definite,
        distinct=event.distinct,
    )


def _same(draft: Draft, drafts: Sequence[Draft], near: Iterable[int]) -> int | None:
    """Of the agreements that may be meant, the last first, the one that has most in common."""
    most = len(draft.names) + 1 + draft.definite
    best, place = 0, None
    for number in near:
        score = _score(drafts[number], draft)
        if score > best:
            best, place = score, number
            if best >= most:
                break  # no earlier one can have more in common
    return place


def _score(known: Draft, draft: Draft) -> int:
    """How much two mentions have in common; 0 where something speaks against one agreement."""
    if not _kinds_agree(known.kind, draft.kind) or not circles_agree(known.names, draft.names):
        return 0
    if not places_agree(known.place, draft.place) or not dates_agree(known.date, draft.date):
        return 0
    if draft.status == "proposed" and known.status in MADE and not draft.definite:
        return 0
    if draft.distinct and known.kind == draft.kind and draft.status != known.status:
        return 0
    if {known.status, draft.status} & {"ended"} and draft.status != known.status and not draft.definite:
        return 0
    return len(known.names & draft.names) + (known.kind == draft.kind) + draft.definite


def _kinds_agree(one: str, other: str) -> bool:
    return one == other or {one, other} <= PAUSES or "other" in {one, other}


def _merged(known: Draft, draft: Draft) -> Draft:
    status = known.status
    if draft.status is not None and RANK[draft.status] >= RANK.get(known.status or "", -1):
        status = draft.status
    return replace(
        known,
        events=(*known.events, *draft.events),
        kind=known.kind if known.kind != "other" else draft.kind,
        parties=joined(known.parties, draft.parties) if len(known.parties) < 2 else known.parties,
        mediators=joined(known.mediators, draft.mediators),
        place=closer_place(known.place, draft.place),
        date=finer(known.date, draft.date),
        issues=tuple(dict.fromkeys((*known.issues, *draft.issues))),
        status=status,
    )


def _tellable(draft: Draft) -> bool:
    count = len(keys(draft.parties))
    if draft.status == "proposed":
        return count >= 2
    if count >= 2:
        return True
    # One side alone can declare, prolong or break its own truce; a deal of which only one is named needs a setting.
    alone = draft.kind in PAUSES | {"extension"} and draft.status != "rejected"
    return count == 1 and (alone or (draft.status in MADE and (draft.place is not None or draft.date is not None)))


def _finished(draft: Draft) -> Agreement:
    issues = tuple(i for i in draft.issues if i != "other")
    if draft.kind in PAUSES and "ceasefire" not in issues:
        issues = ("ceasefire", *issues)
    taken = keys(draft.mediators)
    return Agreement(
        kind=draft.kind,
        parties=tuple(p for p in draft.parties if p.key not in taken) or draft.parties,
        mediators=draft.mediators,
        place=draft.place,
        date=draft.date,
        issues=issues,
        status=draft.status or "agreed",
        evidence=evidence_of(draft.events),
        events=tuple(e.id for e in draft.events),
    )
