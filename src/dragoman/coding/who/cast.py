"""Owns the cast of a document: whom it names, how often, who faces whom, which state it is about.

Made once from the names in the text and the fillers of the reading; then only asked. Knows no grammar.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.coding.who.names import Names, to_actor
from dragoman.coding.who.words import words_of
from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Frame, Reading, Span
from dragoman.knowledge.actors import ActorMention
from dragoman.knowledge.entries import state_name
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.word_sets import word_set
from dragoman.records.values import Actor

Pair = tuple[Actor, Actor]
# A state is the centre of a text where it is named at least twice and has this share of all that name a state.
CENTRE_SHARE = 0.4
# A filler of a core role counts so many mentions: the reader says that it acts.
FILLER_WEIGHT = 2
GROUPS = frozenset({"REB", "UAF", "OPP", "PTY"})
ACTING = (Role.PARTY, Role.BY, Role.AGAINST, Role.ACTOR, Role.TARGET, Role.TO, Role.SOURCE, Role.MEDIATOR, Role.HOST)
_SIDES = (Role.PARTY, Role.BY, Role.AGAINST, Role.TO, Role.ACTOR, Role.TARGET)
_NAMED_KINDS = frozenset({"group", "organisation", "person", "body"})
LEAST_NAME = 3  # letters of a part of a name by which a text may name somebody again
_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'-]+\s(?:(?:of|for|the|and|de|la)\s){0,2}){1,6}[A-Z][\w’'-]+)\s\(([A-Z][\w-]{1,11})\)"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """An actor named at a character of the text."""

    at: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a document speaks of.

    Attributes:
        seen: actors by name, in the order of the text.
        counts: actor's key to the weight of its mentions.
        by_key: actor's key to the actor, without a person.
        people: family name or whole name, folded, to the person in his office.
        words: word of a group's name, folded, to the group ("the Maoists").
        shorts: long name to short name and short name to itself, of bodies that no table knows.
        pairs: where two sides are named as such, and who they are.
        centre: code of the state that the text is about, or None.
        mediators: who mediates, by name.
        setting: code of the state in which all places of the text lie, or None.
    """

    seen: tuple[Seen, ...]
    counts: Mapping[str, int]
    by_key: Mapping[str, Actor]
    people: Mapping[str, Actor]
    words: Mapping[str, Actor]
    shorts: Mapping[str, str]
    pairs: tuple[tuple[int, Pair], ...]
    centre: str | None
    mediators: tuple[Actor, ...]
    knowledge: Knowledge
    on: date | None
    setting: str | None = None

    # --- states ---------------------------------------------------------------------------------------

    def state(self, country: str | None) -> Actor | None:
        """The government of a state."""
        if country is None:
            return None
        name = state_name(country, knowledge=self.knowledge)
        return Actor(name=name or country, country=country, sectors=("GOV",), id=f"state:{country}")

    def countries(self) -> set[str]:
        """ISO3 codes of all actors of the document."""
        return {a.country for a in self.by_key.values() if a.country}

    def home(self) -> Actor | None:
        """The state for which "the government" or "the army" stands; None where the text leaves it open.

        The rebels' state, else the state at the centre, else the only one that the text names; none where two
        states face each other. Where the text names no state, that of its places.
        """
        groups = self.groups()
        if groups:
            group = max(groups, key=lambda a: self.counts[a.key])
            foe = self.foe(group)
            return foe if foe is not None and foe.is_state else self.state(group.country or self.centre)
        facing = self.main_pair() if self.pairs else ()
        if facing and all(a.is_state for a in facing):
            return None
        if self.centre is not None:
            return self.state(self.centre)
        named = {s.actor.country for s in self.seen if s.actor.is_state}
        only = named or ({self.setting} if self.setting else set())
        return self.state(next(iter(only))) if len(only) == 1 else None

    # --- sides ----------------------------------------------------------------------------------------

    def groups(self) -> list[Actor]:
        """The armed groups that the text names."""
        return [a for a in self.by_key.values() if "REB" in a.sectors]

    def foe(self, actor: Actor) -> Actor | None:
        """Who stands against an actor in a known conflict: its own state, else the one that the text names most."""
        against: set[str] = set()
        for conflict in self.knowledge.conflicts.values():
            if actor.id in conflict.parties and conflict.is_active(self.on):
                against.update(*(side for side in conflict.sides if actor.id not in side))
        if f"state:{actor.country}" in against:
            return self.state(actor.country)
        named = [a for a in self.by_key.values() if a.id in against]
        return max(named, key=lambda a: self.counts[a.key], default=None)

    def pair(self, before: int, since: int = 0, country: str | None = None) -> tuple[Actor, ...]:
        """The two sides of whom the text speaks at a character: the last named together before it, else the main ones.

        Args:
            before: where they are referred to.
            since: first character from which a pair named together counts as near.
            country: code of the state whose sides they are ("Yemen's warring sides").
        """
        if country is not None:
            return self._sides_of(country)
        near = [pair for at, pair in self.pairs if since <= at < before]
        return near[-1] if near else self.main_pair()

    def _sides_of(self, country: str) -> tuple[Actor, ...]:
        """The two sides of one state: those named together, else the state and its group that the text names most."""
        named = [pair for _, pair in self.pairs if all(a.country == country for a in pair)]
        if named:
            return max(named, key=lambda pair: named.count(pair))
        groups = [a for a in self.groups() if a.country == country]
        state = self.state(country)
        if not groups or state is None:
            return self.main_pair() if country in {a.country for a in self.main_pair()} else ()
        return (state, max(groups, key=lambda a: self.counts[a.key]))

    def called(self, word: str) -> Actor | None:
        """The state that a text calls by the first word of its name: "the North" of North Korea."""
        for actor in self.by_key.values():
            name = (state_name(actor.country or "", knowledge=self.knowledge) or "").split()
            if actor.is_state and len(name) > 1 and name[0].casefold() == word.casefold():
                return self.state(actor.country)
        return None

    def main_pair(self) -> tuple[Actor, ...]:
        """The two sides of the whole document; empty where it has none.

        The pair named together most often; else the group named most and its state; else the two states named most.
        """
        told: Counter[frozenset[str]] = Counter(frozenset(a.key for a in pair) for _, pair in self.pairs)
        if told:
            best = max(told, key=lambda keys: told[keys])
            return next(pair for _, pair in self.pairs if frozenset(a.key for a in pair) == best)
        groups = self.groups()
        if groups:
            group = max(groups, key=lambda a: self.counts[a.key])
            state = self.foe(group) or self.state(group.country)
            if state is not None:
                return (state, group)
        states = sorted((k for k, a in self.by_key.items() if a.is_state), key=lambda k: -self.counts[k])
        return tuple(self.by_key[k] for k in states[:2]) if len(states) >= 2 else ()

    def last(self, before: int, wanted: Callable[[Actor], bool]) -> Actor | None:
        """The wanted actor named last before a character."""
        return next((s.actor for s in reversed(self.seen) if s.at < before and wanted(s.actor)), None)


def survey(text: str, reading: Reading, names: Names, *, knowledge: Knowledge, on: date | None) -> Cast:
    """The cast of a document.

    Args:
        text: the document's text.
        reading: what the reader found in it.
        names: the names of that text.
        knowledge: the tables.
        on: the document's day.
    """
    acting = _acting(reading, names)
    mentions = [s for s in _mentions(text, names) if not any(span.start <= s.at < span.end for span, _ in acting)]
    counts: Counter[str] = Counter(s.actor.key for s in mentions)
    for _, actor in acting:
        counts[actor.key] += FILLER_WEIGHT
    centre = _centre([*(s.actor for s in mentions), *(a for _, a in acting for _ in range(FILLER_WEIGHT))])
    seen = sorted((*mentions, *(Seen(span.start, of_state(actor, centre, knowledge)) for span, actor in acting)),
                  key=lambda s: s.at)  # fmt: skip
    by_key: dict[str, Actor] = {}
    for one in seen:
        by_key.setdefault(one.actor.key, one.actor.without_person())
    return Cast(
        seen=tuple(seen),
        counts=counts,
        by_key=by_key,
        people=_people(seen),
        words=_group_words(names),
        shorts=_shorts(text),
        pairs=tuple(_pairs(reading, names)),
        centre=centre,
        mediators=_mediators(reading, names),
        knowledge=knowledge,
        on=on,
    )


def _acting(reading: Reading, names: Names) -> list[tuple[Span, Actor]]:
    """The fillers of acting roles that name somebody by themselves, each span once."""
    spans = dict.fromkeys(f.span for frame in reading.frames for f in frame.of(*ACTING))
    for one in reading.references:
        spans.update(dict.fromkeys(one.antecedents))
    found = ((span, names.actor(span)) for span in spans)
    return [(span, actor) for span, actor in found if actor is not None]


def _mentions(text: str, names: Names) -> list[Seen]:
    """Names of the tables in the text, those left out that only say where."""
    found = []
    for one in names.mentions:
        if one.reading is None:
            continue
        if not says_where(text, one):
            found.append(Seen(one.start, to_actor(one.reading)))
        if one.reading.office and one.reading.person:
            names.offices.setdefault(one.reading.person, one.reading.office)
    return found


def says_where(text: str, mention: ActorMention) -> bool:
    """Whether a name of the tables only says where: "in Juba"."""
    before = words_of(text, Span(max(0, mention.start - 14), mention.start))
    return mention.kind not in _NAMED_KINDS and bool(before) and before[-1].lower in word_set("setting_prepositions")


def _centre(actors: Iterable[Actor]) -> str | None:
    countries = Counter(a.country for a in actors if a.country)
    if not countries:
        return None
    country, count = countries.most_common(1)[0]
    return country if count >= 2 and count >= CENTRE_SHARE * sum(countries.values()) else None


def of_state(actor: Actor, centre: str | None, knowledge: Knowledge) -> Actor:
    """An official named without a state ("President Santos") acts for the state at the centre of the text."""
    official = actor.country is None and actor.id is None and {"GOV", "MIL", "LEG"} & set(actor.sectors)
    name = state_name(centre, knowledge=knowledge) if centre else None
    if not official or not actor.person or name is None:
        return actor
    return Actor(name=name, country=centre, sectors=actor.sectors, person=actor.person, id=f"state:{centre}")


def _people(seen: Sequence[Seen]) -> dict[str, Actor]:
    people: dict[str, Actor] = {}
    for one in seen:
        words = (one.actor.person or "").split()
        if not words:
            continue
        people.setdefault(" ".join(words).casefold(), one.actor)
        people.setdefault(words[-1].casefold(), one.actor)
    for one in seen:  # Thai, Ethiopian and other people are named by any part of their names
        for word in (one.actor.person or "").split():
            if len(word) >= LEAST_NAME:
                people.setdefault(word.casefold(), one.actor)
    return people


def _group_words(names: Names) -> dict[str, Actor]:
    """Words of the names of groups and bodies by which a text names them again: "the Maoists", "the Council"."""
    words: dict[str, Actor] = {}
    for one in sorted(names.mentions, key=lambda m: m.kind != "group"):
        if one.kind in {"group", "organisation"} and one.reading is not None:
            for word in one.text.replace("(", " ").replace(")", " ").split():
                if word[:1].isupper() and len(word) > 3:
                    words.setdefault(word.casefold().rstrip("s"), to_actor(one.reading))
    return words


def _shorts(text: str) -> dict[str, str]:
    """Short names that the text itself gives: "Free Valley Front (FVF)"."""
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        name = match.group(1).casefold().removeprefix("the ")
        found[name] = found[match.group(2).casefold()] = match.group(2)
    return found


def _pairs(reading: Reading, names: Names) -> Iterable[tuple[int, Pair]]:
    """Where a frame names two sides, and who they are; bodies of no state are no side, and three are no pair."""
    for frame in reading.frames:
        sides = _sides(frame, names)
        if len(sides) == 2:
            last = max(f.span.end for f in frame.of(*_SIDES))
            yield min(last, frame.sentence.end), (sides[0], sides[1])


def _sides(frame: Frame, names: Names) -> list[Actor]:
    found: dict[str, Actor] = {}
    if frame.kind in {FrameKind.WORD, FrameKind.ACT, FrameKind.HUMANITARIAN}:
        return []
    for filler in frame.of(*_SIDES):
        spans = names.several(filler.span) or (filler.span,)
        for actor in (names.actor(span) for span in spans):
            if actor is None:
                continue
            if {"IGO", "NGO"} & set(actor.sectors) or actor.name == "civilians":
                return []
            found.setdefault(actor.key, actor.without_person())
    return list(found.values())


def _mediators(reading: Reading, names: Names) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for frame in reading.frames:
        for filler in frame.of(Role.MEDIATOR):
            for span in names.several(filler.span) or (filler.span,):
                actor = names.actor(span)
                if actor is not None:
                    found.setdefault(actor.key, actor.without_person())
    return tuple(found.values())
