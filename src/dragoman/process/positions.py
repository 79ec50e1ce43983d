"""Owns positions: what each actor says of each issue, the last word and when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.contract.issues import IssueCode
from dragoman.process.comparing import evidence_of
from dragoman.process.dossier import Position
from dragoman.process.telling import by_report, certainty, is_sure, standing, weighed
from dragoman.records.event import Event
from dragoman.records.values import Actor

# Sectors whose members speak for nobody at the table.
UNOFFICIAL = frozenset({"CVL", "MED", "BUS", "EDU", "AGR", "HLH"})
_CONDITIONAL = frozenset({"refuses", "supports", "opposes", "offers"})


@dataclass(slots=True)
class _Draft:
    """A position while its events are gathered."""

    actor: Actor
    told: list[Event] = field(default_factory=list)


def positions_of(events: Sequence[Event]) -> tuple[Position, ...]:
    """One position per actor and issue; of several stances the last, the earlier ones kept beside it.

    Args:
        events: in the order in which they were learned.
    """
    found: dict[tuple[str, IssueCode], _Draft] = {}
    for event in events:
        if event.frame != "position" or stance_of(event) is None:
            continue
        for actor in event.source:
            if actor.name == "civilians" or (actor.sectors and set(actor.sectors) <= UNOFFICIAL):
                continue
            for issue in issues_of(event):
                found.setdefault((actor.key, issue), _Draft(actor)).told.append(event)
    return tuple(_finished(draft, issue) for (_, issue), draft in found.items())


def issues_of(event: Event) -> tuple[IssueCode, ...]:
    """The particular issues of a position: one on `other` says nothing that can be followed."""
    return tuple(issue for issue in event.issues if issue != "other")


def stance_of(event: Event) -> str | None:
    """The stance of an event: one that is held under a condition is conditional."""
    if event.stance in _CONDITIONAL and event.condition:
        return "conditional"
    return event.stance


def _finished(draft: _Draft, issue: IssueCode) -> Position:
    course: list[tuple[str, str | None, list[Event]]] = []
    for report in by_report(draft.told):
        sure = [event for event in report if is_sure(event, "stance")] or list(report)
        stance = weighed((stance_of(event), certainty(event, "stance")) for event in reversed(sure))
        bearing = [event for event in report if stance_of(event) == stance]
        if not course or course[-1][0] != stance:
            course.append((str(stance), _day(bearing[0]), bearing))
        else:
            course[-1] = (str(stance), _day(bearing[0]), [*course[-1][2], *bearing])
    stance, day, bearing = course[-1]
    last = bearing[-1]
    actor = next((one for one in reversed(last.source) if one.key == draft.actor.key), draft.actor)
    return Position(
        actor=actor,
        issue=issue,
        stance=stance,
        date=day,
        earlier=tuple(f"{before or 'undated'} {held}" for held, before, _ in course[:-1]),
        evidence=evidence_of(draft.told),
        events=tuple(event.id for event in draft.told),
        **standing("position", bearing),
    )


def _day(event: Event) -> str | None:
    return event.learned.isoformat() if event.learned else None
