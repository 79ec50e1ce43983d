"""Owns positions: what each actor says of each issue, the last word and when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.process.comparing import evidence_of
from dragoman.process.dossier import Position
from dragoman.records.event import Event
from dragoman.records.values import Actor, IssueCode

FLIPPED = {"supports": "opposes", "opposes": "supports", "refuses": "supports"}
# Sectors whose members speak for nobody at the table.
UNOFFICIAL = frozenset({"CVL", "MED", "BUS", "EDU", "AGR", "HLH"})
# Actions and openings of conditions by which a threat presses for something.
HOSTILE = frozenset({"SANCTION", "ASSAULT", "COERCE"})
PRESSING = ("unless", "until", "while", "as long as", "so long as")
CONDITIONAL = frozenset({"refuses", "supports", "opposes", "offers"})


@dataclass(slots=True)
class _Draft:
    """A position while its events are gathered: each with the stance and the actor as named there."""

    told: list[tuple[Event, Actor, str]] = field(default_factory=list)


def positions_of(events: Sequence[Event]) -> tuple[Position, ...]:
    """One position per actor and issue; of several stances the last, the earlier ones kept beside it."""
    found: dict[tuple[str, IssueCode], _Draft] = {}
    for event in events:
        if event.frame == "position":
            stance, issue = stance_of(event), issue_of(event)
        elif event.frame == "commitment":
            stance, issue = _implied(event)
        else:
            continue
        if stance is None or issue is None:
            continue
        both = event.agenda if event.frame == "position" and issue in event.agenda else (issue,)
        for actor in event.source:
            if actor.name == "civilians" or (actor.sectors and set(actor.sectors) <= UNOFFICIAL):
                continue
            for one in both:
                found.setdefault((actor.key, one), _Draft()).told.append((event, actor, stance))
    return tuple(_finished(draft, issue) for (_, issue), draft in found.items())


def _implied(event: Event) -> tuple[str | None, IssueCode | None]:
    """What a commitment says of its issue: a word given under a condition, a limit or threat that demands.

    A threat demands only where its condition is that something be stopped or done ("unless", "while").
    """
    issue = issue_of(event)
    if issue is None or event.status in {"denied", "negated"}:
        return None, None
    hostile = event.action in HOSTILE or event.kind in {"threat", "ultimatum"}
    if event.kind in {"pledge", "offer"} and not hostile:
        limited = (event.condition or "").casefold().startswith(("only", "unless"))
        return ("conditional", issue) if limited else (None, None)
    pressing = (event.condition or "").casefold().startswith(PRESSING)
    if event.kind == "deadline" and event.act is None and event.action is not None:
        return "demands", issue
    return ("demands", issue) if hostile and pressing else (None, None)


def issue_of(event: Event) -> IssueCode | None:
    """The issue of a position: the first named, a particular one before the settlement as a whole.

    Doubt about progress without a named issue is doubt about the settlement.
    """
    if not event.issues:
        return "settlement" if event.stance == "sceptical" else None
    particular = [i for i in event.issues if i not in {"settlement", "other"}]
    return particular[0] if particular else event.issues[0]


def stance_of(event: Event) -> str | None:
    """The stance of an event, turned by its negation and condition; None where it holds none."""
    stance = event.stance
    if stance is None or event.status == "denied":
        return None
    if stance == "demands" and event.status == "conditional":
        return None  # "should the parties so request": nobody demands yet
    if event.status == "negated" and stance not in {"refuses", "sceptical", "undecided", "conditional"}:
        stance = FLIPPED.get(stance)
    if stance in CONDITIONAL and event.condition:
        return "conditional"
    return stance


def _finished(draft: _Draft, issue: IssueCode) -> Position:
    event, actor, stance = draft.told[-1]
    earlier = [
        f"{_day(old) or 'undated'} {before}"
        for (old, _, before), (_, _, after) in pairwise(draft.told)
        if before != after
    ]
    return Position(
        actor=actor,
        issue=issue,
        stance=stance,
        date=_day(event),
        earlier=tuple(earlier),
        evidence=evidence_of(one for one, _, _ in draft.told),
        events=tuple(one.id for one, _, _ in draft.told),
    )


def _day(event: Event) -> str | None:
    return event.learned.isoformat() if event.learned else None
