"""Owns the sides of a document: which actors it names, how often, which two face each other.

Reads no phrases: `coding.actors` tells it what it has read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
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
        if len(sides) == 2 and len(parties) == 2:
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
            return self.state(max(rebels, key=self._named).country)
        earlier = [s.actor for s in self._seen if s.actor.is_state and s.index < before]
        return self.state(earlier[-1].country) if earlier else None

    def pairs_between(self, start: int, end: int) -> list[Pair]:
        """The pairs noted from one token up to another."""
        return [pair for index, pair in self._pairs if start <= index < end]

    def counterpart(self, actor: Actor) -> Actor | None:
        """The other side of a lone party: rebels face their state, the state the rebels named most."""
        if actor.country and {"REB", "UAF"} & set(actor.sectors):
            return self.state(actor.country)
        rebels = [a for a in self._rebels() if a.country == actor.country]
        return max(rebels, key=self._named) if actor.is_state and rebels else None

    def main_pair(self) -> Pair:
        """The two sides of which the whole document speaks.

        The pair named together most often; else the rebels named most and their state; else the first
        pair; else the two states named most. Empty where the document has no two sides.
        """
        told = Counter(frozenset(a.key for a in pair) for _, pair in self._pairs)
        most = max(told.values(), default=0)
        if most >= 2:
            return next(pair for _, pair in self._pairs if told[frozenset(a.key for a in pair)] == most)
        rebels = self._rebels()
        if rebels:
            group = max(rebels, key=self._named)
            state = self.state(group.country)
            if state is not None:
                return (state, group)
        if self._pairs:
            return self._pairs[0][1]
        states = [k for k, _ in self._counts.most_common() if self.by_key[k].is_state]
        return tuple(self.by_key[k] for k in states[:2]) if len(states) >= 2 else ()

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


# A pronoun reaches back to a subject at most so many tokens before its sentence.
NEAR_TOKENS = 60
