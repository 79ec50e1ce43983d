"""Owns finding the commitment that an entry repeats, and the event that fulfils one, without looking at all.

What makes two commitments one, and what fulfils one, is `commitments`' business.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dragoman.process.comparing import keys
from dragoman.process.dossier import Commitment
from dragoman.records.event import Event
from dragoman.records.values import Evidence

_Key = tuple[object, ...]


@dataclass(slots=True)
class Gathered:
    """Commitments in the order of their first mention, found by their sentence and by what they say.

    Attributes:
        entries: the commitments; one may be put in place of an earlier state of itself.
    """

    entries: list[Commitment] = field(default_factory=list)
    _by_passage: dict[Evidence, list[int]] = field(default_factory=dict)
    _missed: list[int] = field(default_factory=list)
    _alike: dict[_Key, list[int]] = field(default_factory=dict)

    def put(self, entry: Commitment, number: int | None = None) -> int:
        """Adds a commitment, or puts it in place of one; gives its number."""
        if number is None:
            number = len(self.entries)
            self.entries.append(entry)
            self._by_passage.setdefault(entry.evidence[0], []).append(number)
        else:
            known = self.entries[number]
            for key in _looks(known):
                self._alike[key].remove(number)
            if _is_missed(known):
                self._missed.remove(number)
            self.entries[number] = entry
        for key in _looks(entry):
            insort(self._alike.setdefault(key, []), number)
        if _is_missed(entry):
            insort(self._missed, number)
        return number

    def near(self, entry: Commitment) -> list[int]:
        """Those of the same sentence, and for a deadline that has had its end those that have, in order."""
        same = self._by_passage.get(entry.evidence[0], [])
        return sorted({*same, *self._missed}) if _is_missed(entry) else same

    def alike(self, entry: Commitment) -> Iterator[int]:
        """The first of those of the same act by the same actor, where issue and day are equal or one unknown."""
        by, action = frozenset(keys(entry.by)), entry.action
        issues = {entry.issue, None} if entry.issue is not None else {_ANY}
        dues = {entry.due, None} if entry.due is not None else {_ANY}
        found = [self._alike.get((by, action, issue, due), []) for issue in issues for due in dues]
        yield from sorted(numbers[0] for numbers in found if numbers)


_ANY = "*"


def _looks(entry: Commitment) -> list[_Key]:
    by = frozenset(keys(entry.by))
    return [(by, entry.action, issue, due) for issue in (entry.issue, _ANY) for due in (entry.due, _ANY)]


def _is_missed(entry: Commitment) -> bool:
    return entry.kind == "deadline" and entry.status != "pending"


@dataclass(slots=True)
class Deeds:
    """What happened, by who did what to whom, and when each document was learned.

    Attributes:
        learned: for each document the days on which its events were learned.
    """

    learned: dict[str, set[date]] = field(default_factory=dict)
    _done: dict[_Key, tuple[list[int], list[int]]] = field(default_factory=dict)
    _events: Sequence[Event] = ()

    def first(self, entry: Commitment, *, after: date) -> Event | None:
        """The first event, in their order, in which the actor did the act to the target after a day."""
        targets: set[str | None] = {*keys(entry.to)} or {None}
        found = []
        for by in keys(entry.by):
            for to in targets:
                days, firsts = self._done.get((entry.action, by, to), ([], []))
                # Days stand newest first, negated; of those before the place all are later than the day.
                place = bisect_right(days, -after.toordinal() - 1)
                if place:
                    found.append(firsts[place - 1])
        return self._events[min(found)] if found else None


def deeds_of(events: Sequence[Event], acts: Container[str | None]) -> Deeds:
    """What happened in some events, of some acts."""
    deeds = Deeds(_events=events)
    done: dict[_Key, list[tuple[int, int]]] = {}
    for number, event in enumerate(events):
        if event.learned is None:
            continue
        deeds.learned.setdefault(event.evidence[0].document, set()).add(event.learned)
        if event.type not in acts or event.status != "happened" or event.frame == "commitment":
            continue
        targets: set[str | None] = {*keys(event.target), None}
        for by in keys(event.source):
            for to in targets:
                done.setdefault((event.type, by, to), []).append((-event.learned.toordinal(), number))
    for key, listed in done.items():
        listed.sort()
        firsts: list[int] = []
        for _, number in listed:
            firsts.append(min(number, firsts[-1]) if firsts else number)
        deeds._done[key] = ([day for day, _ in listed], firsts)
    return deeds
