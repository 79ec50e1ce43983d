"""Owns merging: the same happening in several reports becomes one event with all that is said of it.

Near copies of one text count as one source. What reports disagree on is kept side by side. A pure
function of events and judgements, computed anew each time; a reviewer's word goes before any likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from dragoman.records.copies import plain
from dragoman.records.event import Event, Quantities
from dragoman.records.likeness import disagreement, same_happening
from dragoman.records.statement import NUMBERS, Judgement, Statement, statements_of
from dragoman.records.values import Actor, Count, Evidence, PlaceValue

_FINENESS = {"point": 0, "city": 1, "region": 2, "country": 3}
_SAID_NOT_TO_BE = frozenset({"denied", "negated"})
# An event is compared with the first and so many of the last reports of a happening: a bound on time.
LAST = 20


class Happening(Event):
    """One event with all its reports; its id is that of the first one."""

    members: tuple[str, ...] = Field(description="ids of the events as coded, in the order learned")
    sources: int = Field(ge=1, description="independent reports: near copies of one text count once")
    statements: tuple[Statement, ...] = Field(description="what each report says of each field")
    disputed: tuple[str, ...] = Field(default=(), description="fields on which reports disagree")


@dataclass(slots=True)
class _Group:
    members: list[Event] = field(default_factory=list)


def without_copied(
    events: Iterable[Event], copies: Mapping[str, str], judgements: Iterable[Judgement] = ()
) -> tuple[Event, ...]:
    """The events without those that a near copy only repeats, and without those judged wrong.

    Args:
        events: in the order in which they were learned.
        copies: for each document the text of which it is a copy.
        judgements: the last one on an event holds.
    """
    wrong = {one.one: one.verdict == "wrong" for one in judgements if one.verdict in {"wrong", "right"}}
    first: dict[tuple[str, str, str, str], str] = {}
    kept = []
    for event in events:
        if wrong.get(event.id):
            continue
        evidence = event.evidence[0]
        group = copies.get(evidence.document, evidence.document)
        told = (group, event.frame, event.type, plain(evidence.quote))
        if first.setdefault(told, evidence.document) == evidence.document:
            kept.append(event)
    return tuple(kept)


def merge(
    events: Sequence[Event],
    *,
    copies: Mapping[str, str] | None = None,
    judgements: Sequence[Judgement] = (),
) -> tuple[Happening, ...]:
    """The happenings of which events speak, in the order in which they were learned.

    Args:
        events: in the order in which they were learned, without copied ones.
        copies: for each document the text of which it is a copy, to count independent sources.
        judgements: a reviewer's "same" and "different" on pairs of events; the last on a pair holds.
    """
    together, apart = _pairs(judgements)
    groups: list[_Group] = []
    places: dict[str, _Group] = {}
    index: dict[tuple[str, str, str], list[_Group]] = {}
    for event in events:
        group = _told_group(event, together, places) or _group_of(event, index, apart)
        if group is None:
            group = _Group()
            groups.append(group)
        group.members.append(event)
        places[event.id] = group
        for key in _keys(event):
            listed = index.setdefault(key, [])
            if group not in listed[-1:]:
                listed.append(group)
    return tuple(_happening(group.members, copies or {}) for group in groups)


def _pairs(judgements: Sequence[Judgement]) -> tuple[dict[str, set[str]], set[frozenset[str]]]:
    last: dict[frozenset[str], str] = {}
    for one in judgements:
        if one.other is not None and one.verdict in {"same", "different"}:
            last[frozenset({one.one, one.other})] = one.verdict
    together: dict[str, set[str]] = {}
    for pair, verdict in last.items():
        if verdict == "same":
            for event in pair:
                together.setdefault(event, set()).update(pair - {event})
    return together, {pair for pair, verdict in last.items() if verdict == "different"}


def _told_group(event: Event, together: Mapping[str, set[str]], places: Mapping[str, _Group]) -> _Group | None:
    found = (places.get(other) for other in sorted(together.get(event.id, ())))
    return next((group for group in found if group is not None), None)


def _group_of(
    event: Event, index: Mapping[tuple[str, str, str], list[_Group]], apart: set[frozenset[str]]
) -> _Group | None:
    """The newest group of which every report may be of the same happening, and one surely is."""
    seen: set[int] = set()
    for key in _keys(event):
        for group in reversed(index.get(key, ())):
            if id(group) in seen:
                continue
            seen.add(id(group))
            if any(frozenset({event.id, member.id}) in apart for member in group.members):
                continue
            likeness = [same_happening(member, event) for member in (group.members[0], *group.members[-LAST:])]
            if None not in likeness and any(likeness):
                return group
    return None


def _keys(event: Event) -> list[tuple[str, str, str]]:
    """Under what an event is looked for: its frame and type, with each party and its place."""
    names = sorted({actor.key for actor in (*event.source, *event.target)})
    if event.place is not None:
        names.append("@" + event.place.name.casefold())
    return [(event.frame, event.type, name) for name in names]


def _happening(members: Sequence[Event], copies: Mapping[str, str]) -> Happening:
    first = members[0]
    statements = tuple(s for event in members for s in statements_of(event))
    documents = {one.document for event in members for one in event.evidence}
    place = min((e.place for e in members if e.place), key=_fineness, default=None)
    start = _finest([e.start for e in members])
    real = [e for e in members if e.status not in _SAID_NOT_TO_BE] or list(members)
    values = {name: getattr(first, name) for name in Event.model_fields}
    values |= {
        "date": first.date or next((e.date for e in members if e.date), None),
        "start": start,
        "end": next((e.end for e in members if e.start == start and e.end), first.end),
        "source": _actors(e.source for e in real),
        "target": _actors(e.target for e in real),
        "place": place,
        "status": real[-1].status,
        "quantities": _quantities(members),
        "confidence": max(e.confidence for e in members),
        "review": all(e.review for e in members),
        "evidence": _evidence(members),
    }
    return Happening(
        **values,
        members=tuple(event.id for event in members),
        sources=len({copies.get(name, name) for name in documents}),
        statements=statements,
        disputed=disagreement(members),
    )


def _fineness(place: PlaceValue) -> int:
    return _FINENESS.get(place.precision or "", 4)


def _finest(days: Iterable[str | None]) -> str | None:
    return max((day for day in days if day), key=len, default=None)


def _actors(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """The side as its first report names it; later ones only add persons and, where none was, names."""
    told = [side for side in sides if side]
    if not told:
        return ()
    persons = {actor.key: actor for side in reversed(told) for actor in side if actor.person}
    return tuple(actor if actor.person else persons.get(actor.key, actor) for actor in told[0])


def _evidence(members: Sequence[Event]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one for event in members for one in event.evidence))


def _quantities(members: Sequence[Event]) -> Quantities | None:
    told = [event.quantities for event in members if event.quantities is not None]
    if not told:
        return None
    spans = {}
    for name in NUMBERS:
        counts = [count for count in (getattr(one, name) for one in told) if count is not None]
        spans[name] = span(counts)
    return Quantities(**spans)


def span(counts: Sequence[Count]) -> Count | None:
    """From the lowest to the highest number said; open at the top where one is."""
    if not counts:
        return None
    lows = [count.min for count in counts if count.min is not None]
    highs = [count.max for count in counts if count.max is not None]
    civilians = next((count.civilians for count in reversed(counts) if count.civilians is not None), None)
    high = max(highs) if len(highs) == len(counts) else None
    return Count(min=min(lows, default=None), max=high, civilians=civilians)
