"""Owns what is put before a reviewer: uncertain and disputed claims and pairs that may be one, by their value.

Pure functions of happenings and judgements. What a reviewer has judged he is not asked again; what one
reviewer judged is put before a second one as it was coded, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from dragoman.records.event import Event, difference_text
from dragoman.records.merge import Happening, merge
from dragoman.records.sameness import sameness
from dragoman.records.statement import Judgement
from dragoman.records.traits import Traits, family_of, traits_of

Queued = Literal["uncertain", "readers", "disputed", "same"]
KINDS: tuple[Queued, ...] = ("uncertain", "readers", "disputed", "same")
# Two happenings that lack at most so many points of being taken for the same are put before a reviewer.
NEAR = 1.0
# Pairs are looked for among the newest happenings: older ones are not news to anyone.
NEWEST = 1500
# Each is compared with so many of the last that share a party or place: a bound on time.
LAST = 12


@dataclass(frozen=True, slots=True)
class ToReview:
    """One thing to judge.

    Attributes:
        other: the second of a pair that may be one.
        second: another reviewer has judged it; this is a second opinion, on the record as coded.
        why: why it is asked, in a few words.
    """

    kind: Queued
    one: Happening
    other: Happening | None
    second: bool
    why: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what is to be judged; pages count from 1, `counts` is of all pages of each kind."""

    kind: Queued
    items: tuple[ToReview, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[Queued, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """Who judged what: single events and pairs, each with the names of the reviewers."""

    events: Mapping[str, frozenset[str]]
    pairs: Mapping[frozenset[str], frozenset[str]]


def judged(judgements: Iterable[Judgement]) -> Judged:
    """Who judged what."""
    events: dict[str, set[str]] = {}
    pairs: dict[frozenset[str], set[str]] = {}
    for one in judgements:
        if one.other is None:
            events.setdefault(one.one, set()).add(one.by)
        else:
            pairs.setdefault(frozenset({one.one, one.other}), set()).add(one.by)
    return Judged(
        {name: frozenset(by) for name, by in events.items()}, {pair: frozenset(by) for pair, by in pairs.items()}
    )


def uncertain(happenings: Sequence[Happening]) -> tuple[ToReview, ...]:
    """The claims of which no report was coded with confidence."""
    return _ranked(
        ToReview("uncertain", one, None, False, f"confidence {one.confidence:.2f}")
        for one in happenings
        if one.review and not one.differences
    )


def differing(happenings: Sequence[Happening]) -> tuple[ToReview, ...]:
    """The claims of which two readers of one text say different things."""
    return _ranked(
        ToReview("readers", one, None, False, "; ".join(difference_text(each) for each in one.differences))
        for one in happenings
        if one.review and one.differences
    )


def disputed(happenings: Sequence[Happening]) -> tuple[ToReview, ...]:
    """The claims on which reports contradict each other."""
    return _ranked(
        ToReview("disputed", one, None, False, f"reports disagree on {' and '.join(one.disputed)}".replace("_", " "))
        for one in happenings
        if one.disputed
    )


def perhaps_same(happenings: Sequence[Happening]) -> tuple[ToReview, ...]:
    """The pairs of claims that are almost alike enough to be taken for one."""
    newest = sorted(happenings, key=lambda one: (one.learned or date.min, one.id))[-NEWEST:]
    seen: set[frozenset[str]] = set()
    index: dict[tuple[str, str], list[tuple[Happening, Traits]]] = {}
    found = []
    for one in newest:
        mine = traits_of(one)
        for key in _keys(one):
            listed = index.setdefault(key, [])
            for other, traits in reversed(listed[-LAST:]):
                pair = frozenset({one.id, other.id})
                if pair not in seen:
                    seen.add(pair)
                    if _are_near(traits, mine):
                        found.append(ToReview("same", other, one, False, "almost the same in what is told"))
            listed.append((one, mine))
    return _ranked(found)


def _are_near(one: Traits, other: Traits) -> bool:
    same = sameness(one, other)
    return same.veto is None and same.enough - NEAR <= same.score < same.enough


def second_opinions(told: Judged, coded: Mapping[str, Event], home: Mapping[str, Happening]) -> tuple[ToReview, ...]:
    """What one reviewer alone has judged, as it was coded.

    Args:
        told: who judged what.
        coded: the events that were judged, as coded.
        home: the claim of each event that stands.
    """
    found, seen = [], set()
    for name, by in told.events.items():
        if len(by) != 1 or name not in coded or name in seen:
            continue
        reports = home[name].members if name in home else (name,)
        # A report of the claim may be known by a judged pair only, without a judgement on itself.
        mine = [one for one in reports if one in coded and told.events.get(one) == by]
        seen.update(mine)
        found.append(ToReview("uncertain", _as_coded([coded[one] for one in mine]), None, True, "a second opinion"))
    for pair, by in told.pairs.items():
        ends = sorted(pair, key=lambda one: (coded[one].learned or date.min, one) if one in coded else (date.min, one))
        if len(by) == 1 and all(one in coded for one in ends):
            first, second = (_as_coded([coded[one]]) for one in ends)
            found.append(ToReview("same", first, second, True, "a second opinion"))
    return _ranked(found)


def for_user(items: Iterable[ToReview], told: Judged, user: str | None, kind: Queued) -> Iterator[ToReview]:
    """What a user has not judged; who is not signed in sees what nobody has."""
    for one in items:
        if one.kind != kind:
            continue
        by = _judges(one, told)
        if (user is None and not by) or (user is not None and user not in by and (one.second or not by)):
            yield one


def merged(first: Sequence[ToReview], second: Sequence[ToReview]) -> tuple[ToReview, ...]:
    """Two lists as one, ranked."""
    return _ranked((*first, *second)) if second else tuple(first)


def _judges(one: ToReview, told: Judged) -> frozenset[str]:
    if one.other is not None:
        return told.pairs.get(frozenset({one.one.id, one.other.id}), frozenset())
    return frozenset().union(*(told.events.get(name, frozenset()) for name in one.one.members))


def _as_coded(events: Sequence[Event]) -> Happening:
    """Reports of one claim, merged whatever they say."""
    same = [Judgement(verdict="same", one=a.id, other=b.id, by="") for a, b in pairwise(events)]
    return merge(events, judgements=same)[0]


def _keys(one: Event) -> Iterator[tuple[str, str]]:
    family = family_of(one)
    for name in sorted({actor.key for actor in (*one.source, *one.target)}):
        yield family, name
    if one.place is not None:
        yield family, "@" + one.place.name.casefold()


def _ranked(items: Iterable[ToReview]) -> tuple[ToReview, ...]:
    """The newest first, then those with the most sources, then those coded with the least confidence."""

    def value(item: ToReview) -> tuple[date, int, float, str]:
        both = [item.one, *([item.other] if item.other else ())]
        newest = max(one.learned or date.min for one in both)
        sources, confidence = sum(one.sources for one in both), min(one.confidence for one in both)
        return newest, sources, -confidence, item.one.id

    return tuple(sorted(items, key=value, reverse=True))
