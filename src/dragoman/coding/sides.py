"""Owns the sides of a document: which actors it names, how often, which two face each other.

Reads no phrases: `coding.actors` tells it what it has read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.knowledge.entries import state_name
from dragoman.knowledge.load import Knowledge
from dragoman.records.values import Actor

Pair = tuple[Actor, ...]
# A state is the centre of a text where it is named at least twice and has this share of all that name a state.
CENTRE_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Seen:
    """An actor as mentioned at a token; `subject` marks grammatical subjects."""

    index: int
    actor: Actor
    subject: bool


class Sides:
    """The actors of one document in the order of their mentions."""

    def __init__(self, knowledge: Knowledge, *, on: date | None = None) -> None:
        self._knowledge = knowledge
        self._on = on
        self._seen: list[Seen] = []
        self._pairs: list[tuple[int, Pair]] = []
        self._counts: Counter[str] = Counter()
        self.by_key: dict[str, Actor] = {}
        self.centre: str | None = None

    def note(self, seen: Seen) -> None:
        """Counts a mention of an actor."""
        self._seen.append(seen)
        self._counts[seen.actor.key] += 1
        self.by_key.setdefault(seen.actor.key, seen.actor.without_person())

    def note_described(self, described: Sequence[Seen]) -> None:
        """Adds mentions by description ("the rebels"), which count for nothing but salience."""
        self._seen = sorted([*self._seen, *described], key=lambda s: s.index)

    def note_pair(self, index: int, parties: Sequence[Actor]) -> None:
        """Notes two sides; bodies of no state are no side, and three are no pair."""
        sides = [a for a in parties if not {"IGO", "NGO"} & set(a.sectors) and a.name != "civilians"]
        if len(sides) != 2 or len(parties) != 2:
            return
        self._pairs.append((index, (sides[0], sides[1])))

    def find_centre(self, actors: Sequence[Actor]) -> None:
        """Finds the state at the centre of the text, if it has one."""
        countries = Counter(a.country for a in actors if a.country)
        if countries:
            country, count = countries.most_common(1)[0]
            if count >= 2 and count >= CENTRE_SHARE * sum(countries.values()):
                self.centre = country

    def state(self, country: str | None) -> Actor | None:
        """The government of a state."""
        if country is None:
            return None
        name = state_name(country, knowledge=self._knowledge)
        return Actor(name=name or country, country=country, sectors=("GOV",), id=f"state:{country}")

    def countries(self) -> set[str]:
        """ISO3 codes of all actors of the document."""
        return {a.country for a in self.by_key.values() if a.country}

    def main_state(self, before: int) -> Actor | None:
        """The state for which "the government" stands: the rebels' state, else the one named last."""
        rebels = self._rebels()
        if rebels:
            group = max(rebels, key=self._named)
            foe = self.foe(group)
            return foe if foe is not None and foe.is_state else self.state(group.country)
        earlier = [s.actor for s in self._seen if s.actor.is_state and s.index < before]
        return self.state(earlier[-1].country) if earlier else None

    def pairs_between(self, start: int, end: int) -> list[Pair]:
        """The pairs noted from one token up to another."""
        return [pair for index, pair in self._pairs if start <= index < end]

    def counterpart(self, actor: Actor) -> Actor | None:
        """The other side of a lone party: whom it faces in a known conflict or in this text.

        Else rebels face their state, and a state the rebels named most.
        """
        foe = self.foe(actor)
        if foe is not None:
            return foe
        if actor.country and {"REB", "UAF"} & set(actor.sectors):
            return self.state(actor.country)
        rebels = [a for a in self._rebels() if a.country == actor.country]
        if actor.is_state and rebels:
            return max(rebels, key=self._named)
        others = [a for a in self.main_pair() if a.key != actor.key]
        return others[0] if len(others) == 1 else None

    def foe(self, actor: Actor) -> Actor | None:
        """Who stands against an actor in a known conflict: its own state, else the one that the text names most."""
        against: set[str] = set()
        for conflict in self._knowledge.conflicts.values():
            if actor.id in conflict.parties and conflict.is_active(self._on):
                against.update(*(side for side in conflict.sides if actor.id not in side))
        if f"state:{actor.country}" in against:
            return self.state(actor.country)
        named = [a for a in self.by_key.values() if a.id in against]
        return max(named, key=self._named, default=None)

    def main_pair(self) -> Pair:
        """The two sides of which the whole document speaks.

        The pair named together most often; else the rebels named most and their state; else the first
        pair; else the two states named most. Empty where the document has no two sides.
        """
        told = self._told_pairs()
        most = max(told.values(), default=0)
        if most >= 2:
            return next(pair for _, pair in self._pairs if told[frozenset(a.key for a in pair)] == most)
        rebels = self._rebels()
        if rebels:
            group = max(rebels, key=self._named)
            state = self.foe(group) or self.state(group.country)
            if state is not None:
                return (state, group)
        if self._pairs:
            return self._pairs[0][1]
        states = [k for k, _ in self._counts.most_common() if self.by_key[k].is_state]
        return tuple(self.by_key[k] for k in states[:2]) if len(states) >= 2 else ()

    def _told_pairs(self) -> Counter[frozenset[str]]:
        """How often two sides are named together; what one sentence says twice counts once."""
        told: Counter[frozenset[str]] = Counter()
        latest: dict[frozenset[str], int] = {}
        for index, pair in self._pairs:
            keys = frozenset(a.key for a in pair)
            if index - latest.get(keys, -SAME_SAYING) >= SAME_SAYING:
                told[keys] += 2 if index < HEADLINE else 1
            latest[keys] = index
        return told

    def last(self, before: int, wanted: Callable[[Actor], bool]) -> Actor | None:
        """The wanted actor mentioned last before a token."""
        return next((s.actor for s in reversed(self._seen) if s.index < before and wanted(s.actor)), None)

    def salient(self, before: int, sentence: int, wanted: Callable[[Actor], bool]) -> Actor | None:
        """Of whom the text speaks: the subject of this sentence, then of earlier ones, then the last named.

        Args:
            before: the token that refers to him.
            sentence: the first token of its sentence.
            wanted: which actors the reference allows.
        """
        here = [s for s in self._seen if sentence <= s.index < before and wanted(s.actor)]
        subjects = [s for s in here if s.subject]
        if subjects:
            return subjects[0].actor
        earlier = [s for s in self._seen if s.index < sentence and wanted(s.actor)]
        if here and not earlier:
            return here[-1].actor
        for seen in reversed(earlier):
            if seen.subject and seen.index >= sentence - NEAR_TOKENS:
                return seen.actor
        if here:
            return here[-1].actor
        return earlier[-1].actor if earlier else None

    def _rebels(self) -> list[Actor]:
        return [a for a in self.by_key.values() if a.country and "REB" in a.sectors]

    def _named(self, actor: Actor) -> int:
        return self._counts[actor.key]


# A pair named so early stands in the headline: the text is about the two.
HEADLINE = 12
# Two mentions of a pair so few tokens apart are one saying.
SAME_SAYING = 25
# A pronoun reaches back to a subject at most so many tokens before its sentence.
NEAR_TOKENS = 60
