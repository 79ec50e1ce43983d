"""Owns putting events together that tell of one happening, within a document and across documents.

Whether two are one is `sameness`' business; a reviewer's word goes before it. The order of documents is that in
which they were learned, so that the result is the same however the events are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from dragoman.records.event import Event
from dragoman.records.sameness import sameness
from dragoman.records.statement import Judgement
from dragoman.records.traits import Traits, joined, traits_of

# Under each name, day and place, so many of the happenings last told are compared: a bound on time.
LAST = 16
_NEAR = 1


@dataclass(slots=True, eq=False)
class Group:
    """The events that tell of one happening, in the order learned."""

    members: list[Event]
    traits: Traits

    def add(self, events: Iterable[Event], traits: Traits) -> None:
        """Takes later reports of it in."""
        self.members.extend(events)
        self.traits = joined(self.traits, traits)


@dataclass(slots=True)
class _Judged:
    """What reviewers say of pairs of events."""

    together: Mapping[str, frozenset[str]]
    apart: Mapping[str, frozenset[str]]

    def holds_apart(self, one: Group, other: Group) -> bool:
        """Whether a reviewer said that an event of one is another happening than one of the other."""
        if not self.apart:
            return False
        ids = {event.id for event in other.members}
        return any(self.apart.get(event.id, _NONE) & ids for event in one.members)

    def wanted(self, group: Group) -> frozenset[str]:
        """The events that a reviewer said to be of the same happening."""
        if not self.together:
            return _NONE
        return _NONE.union(*[self.together.get(event.id, _NONE) for event in group.members])


_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Shelf:
    """The happenings of one family, found by who takes part, where and when."""

    listed: dict[str, dict[int, None]] = field(default_factory=dict)

    def put(self, number: int, traits: Traits) -> None:
        """Notes a happening as the last one told under each of its keys."""
        for key in _keys(traits):
            under = self.listed.setdefault(key, {})
            under.pop(number, None)
            under[number] = None

    def near(self, traits: Traits) -> list[int]:
        """The happenings that may be meant, the last told first."""
        found: dict[int, None] = {}
        for key in _keys(traits):
            under = self.listed.get(key, {})
            for number, _ in zip(reversed(under), range(LAST), strict=False):
                found[number] = None
        return sorted(found, reverse=True)


Told = tuple[tuple[Event, ...], ...]


def within_documents(events: Sequence[Event], judgements: Sequence[Judgement] = ()) -> Told:
    """The events of each document, put together by happening, documents in the order in which they were learned.

    Args:
        events: in the order in which they were learned, those of one document in the order of its text.
        judgements: a reviewer's "same" and "different" on pairs of events; the last on a pair holds.
    """
    judged = _judged(judgements)
    by_document: dict[str, list[Event]] = {}
    for event in events:
        by_document.setdefault(event.evidence[0].document, []).append(event)
    return tuple(tuple(group.members) for told in by_document.values() for group in _within(told, judged))


def across_documents(told: Told, judgements: Sequence[Judgement] = ()) -> Told:
    """The happenings of all documents, in the order of their first report.

    Args:
        told: what `within_documents` gives.
        judgements: as there.
    """
    judged = _judged(judgements)
    groups: list[Group] = []
    home: dict[str, int] = {}
    shelves: dict[str, _Shelf] = {}
    for events in told:
        local = Group(list(events), reduce(joined, map(traits_of, events)))
        shelf = shelves.setdefault(local.traits.family, _Shelf())
        number = _wanted(local, judged, home)
        if number is None:
            number = _best(local, shelf, groups, judged)
        if number is None:
            number = len(groups)
            groups.append(local)
        else:
            groups[number].add(local.members, local.traits)
        home |= {event.id: number for event in local.members}
        shelf.put(number, groups[number].traits)
    return tuple(tuple(group.members) for group in groups)


def grouped(events: Sequence[Event], judgements: Sequence[Judgement] = ()) -> Told:
    """The events, put together by happening, in the order of their first report; arguments as above."""
    return across_documents(within_documents(events, judgements), judgements)


def _judged(judgements: Sequence[Judgement]) -> _Judged:
    last: dict[frozenset[str], str] = {}
    for one in judgements:
        if one.other is not None and one.verdict in {"same", "different"}:
            last[frozenset({one.one, one.other})] = one.verdict
    found: dict[str, dict[str, set[str]]] = {"same": {}, "different": {}}
    for pair, verdict in last.items():
        for event in pair:
            found[verdict].setdefault(event, set()).update(pair - {event})
    same, different = ({key: frozenset(ids) for key, ids in found[name].items()} for name in ("same", "different"))
    return _Judged(same, different)


def _within(events: Sequence[Event], judged: _Judged) -> list[Group]:
    """The happenings of one document, each with its events in the order of the text."""
    groups: list[Group] = []
    for event in events:
        one = Group([event], traits_of(event))
        best = _closest(one, groups, judged)
        if best is None:
            groups.append(one)
        else:
            best.add(one.members, one.traits)
    while (pair := _pair(groups, judged)) is not None:
        first, second = pair
        first.add(second.members, second.traits)
        first.members.sort(key=lambda event: event.evidence[0].start)
        groups.remove(second)
    return groups


def _closest(one: Group, groups: Iterable[Group], judged: _Judged) -> Group | None:
    wanted = judged.wanted(one)
    found, most = None, 0.0
    for known in groups:
        if known.traits.family != one.traits.family:
            continue
        if wanted and any(event.id in wanted for event in known.members):
            return known
        same = sameness(known.traits, one.traits, whole=False)
        if same.is_same and (found is None or same.score > most) and not judged.holds_apart(known, one):
            found, most = known, same.score
    return found


def _pair(groups: Sequence[Group], judged: _Judged) -> tuple[Group, Group] | None:
    """The two happenings of a document for whose being one the most speaks; None where too little does for any."""
    found, most = None, 0.0
    for first, second in _pairs(groups):
        same = sameness(first.traits, second.traits, whole=False)
        if same.is_same and (found is None or same.score > most) and not judged.holds_apart(first, second):
            found, most = (first, second), same.score
    return found


def _pairs(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    for number, second in enumerate(groups):
        for first in groups[:number]:
            if first.traits.family == second.traits.family:
                yield first, second


def _wanted(local: Group, judged: _Judged, home: Mapping[str, int]) -> int | None:
    return min((home[name] for name in judged.wanted(local) if name in home), default=None)


def _best(local: Group, shelf: _Shelf, groups: Sequence[Group], judged: _Judged) -> int | None:
    """The known happening of which a document tells: the one for which the most speaks, of equals the last told."""
    found, most = None, 0.0
    for number in shelf.near(local.traits):
        same = sameness(groups[number].traits, local.traits, whole=False)
        if same.is_same and (found is None or same.score > most) and not judged.holds_apart(groups[number], local):
            found, most = number, same.score
    return found


def _keys(traits: Traits) -> Iterator[str]:
    """Under what a happening is looked for: each party, each of its places and days."""
    yield from sorted(traits.names | traits.source | traits.target)
    yield from sorted("@" + site.name for site in traits.sites)
    for day in sorted({day[0] for day in traits.days}):
        for near in range(day - _NEAR, day + _NEAR + 1):
            yield f"#{near}"
