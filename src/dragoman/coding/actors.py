"""Owns who a noun phrase of a document stands for: names, titles, pronouns, "the two sides".

One `ActorResolver` lives for one document; it reads the knowledge base's entries and keeps what the
document has said so far. Does not decide who did what: see `coding.coder`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dragoman.coding.naming import (
    Resolved,
    by_itself,
    in_role,
    is_setting,
    names_pair,
    nations_of,
    of_another,
    own_subjects_of,
    reads_as_place,
    sector_of,
    state_force,
    surnames_of,
    to_actor,
    with_of,
)
from dragoman.coding.sides import Seen, Sides
from dragoman.knowledge.actors import find_actors
from dragoman.knowledge.phrases import read_noun_phrase
from dragoman.knowledge.word_sets import word_set
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.knowledge.entries import ActorReading
    from dragoman.knowledge.load import Knowledge


class ActorResolver:
    """Resolves noun phrases of one parsed document to actors."""

    def __init__(
        self,
        doc: Doc,
        *,
        knowledge: Knowledge,
        on: date | None,
        extra: Sequence[tuple[str, Actor]] = (),
    ) -> None:
        self._doc = doc
        self._knowledge = knowledge
        self._on = on
        self._extra = sorted(extra, key=lambda pair: -len(pair[0]))
        self._cache: dict[int, tuple[Resolved, ...]] = {}
        self._surnames: dict[str, Actor] = {}
        self._introduced: dict[str, tuple[Actor, ...]] = {}
        self.sides = Sides(knowledge, on=on)
        self._offices: dict[str, str] = {}
        self._names: list[tuple[int, int, Actor]] = []
        self._text, self._starts = doc.text, [t.idx for t in doc]  # the parser joins the text anew each time
        self._readings: dict[str, ActorReading | None] = {}
        self._words: dict[str, Actor] = {}
        self._survey()

    # --- what the document says, read once ------------------------------------------------------------

    def _survey(self) -> None:
        """Reads all named actors, the persons' surnames and the coordinated pairs of the document."""
        self._read_names()
        self._note_leaders()
        heads = [t for t in self._doc if tree.is_nominal(t) and t.dep_ != "compound"]
        named = [(t, actor) for t in heads if t.pos_ != "PRON" and (actor := self._direct(t)) is not None]
        self.sides.find_centre([actor for _, actor in named])
        for token, actor in ((t, self._with_state(actor)) for t, actor in named):
            if not is_setting(token):
                self._note(token, actor)
        for token in heads:
            self._note_pair(token)
        described = [
            Seen(token.i, found[0].actor, token.dep_ in tree.SUBJECTS)
            for token in heads
            if token.pos_ == "NOUN" and (found := self._described(token)) and len(found) == 1
        ]
        self.sides.note_described(described)

    def _note_leaders(self) -> None:
        """Notes who leads whom ("the army, led by General Y"), so that Y acts for it."""
        for token in self._doc:
            if token.dep_ not in {"acl", "relcl"} or token.lemma_.lower() not in {"lead", "head", "command"}:
                continue
            body = self._direct(token.head) or next((r.actor for r in self._described(token.head)), None)
            for leader in tree.agents(token):
                if body is not None and leader.pos_ == "PROPN":
                    name = tree.core_phrase(leader)
                    words = [t.text for t in name if t.pos_ == "PROPN" or t.dep_ == "punct"]
                    person = body.model_copy(update={"person": " ".join(words[-3:])})
                    self._surnames.setdefault(leader.text.casefold(), person)

    def _read_names(self) -> None:
        """Names of bodies and persons as whole runs of characters, and the words by which they recur.

        A name may hold what the tree tears apart ("Communist Party of Nepal (Maoist)"); further on
        one of its words may stand for all ("the Maoists").
        """
        for mention in find_actors(self._text, on=self._on, knowledge=self._knowledge):
            if mention.reading is None or mention.kind not in _NAME_KINDS:
                continue
            actor = to_actor(mention.reading)
            self._names.append((mention.start, mention.end, actor))
            if mention.reading.office and mention.reading.person:
                self._offices.setdefault(mention.reading.person, mention.reading.office)
            if mention.kind == "group":
                for word in mention.text.replace("(", " ").replace(")", " ").split():
                    if word[:1].isupper() and len(word) > 3:
                        self._words.setdefault(word.casefold().rstrip("s"), actor)

    def _name_at(self, token: Token) -> Actor | None:
        # Names stand in the order of the text and none overlaps.
        place = bisect_right(self._names, token.idx, key=lambda name: name[0]) - 1
        return self._names[place][2] if place >= 0 and token.idx < self._names[place][1] else None

    def _read(self, phrase: str) -> ActorReading | None:
        """The reading of a noun phrase; a text says most of its phrases several times."""
        if phrase not in self._readings:
            self._readings[phrase] = read_noun_phrase(phrase[:_LONGEST], on=self._on, knowledge=self._knowledge)
        return self._readings[phrase]

    def _with_state(self, actor: Actor) -> Actor:
        """An official named without a state ("President Santos") acts for the state at the centre of the text."""
        official = actor.country is None and actor.id is None and {"GOV", "MIL", "LEG"} & set(actor.sectors)
        if not official or not actor.person or self.sides.centre is None:
            return actor
        state = self.sides.state(self.sides.centre)
        return state.model_copy(update={"sectors": actor.sectors, "person": actor.person}) if state else actor

    def _note(self, token: Token, actor: Actor) -> None:
        self.sides.note(Seen(token.i, actor, token.dep_ in tree.SUBJECTS))
        if actor.person:
            for part in surnames_of(actor):
                self._surnames.setdefault(part.casefold(), actor)
            phrase = tree.core_phrase(token)
            if token.ent_type_ == "PERSON" or token.pos_ == "PROPN":
                self._surnames.setdefault(phrase[-1].text.casefold(), actor)
                self._surnames.setdefault(token.text.casefold(), actor)

    def _note_pair(self, token: Token) -> None:
        """Notes coordinated actors ("X and Y") and what an apposition introduces ("the mediators, X and Y")."""
        if token.dep_ == "conj":
            return
        members = [r.actor for one in tree.conjuncts(token) for r in self._phrase(one)]
        parties = list({a.key: a.without_person() for a in members if a.country or a.id}.values())
        if len(parties) >= 2:
            self.sides.note_pair(token.i, parties)
            if token.dep_ == "appos" and token.head.pos_ == "NOUN":
                self._introduced[token.head.lemma_.lower()] = tuple(parties)

    def note_parties(self, token: Token, source: Sequence[Actor], target: Sequence[Actor]) -> None:
        """Tells the resolver who met or agreed, so that "the two sides" further on are they."""
        parties = list({a.key: a.without_person() for a in (*source, *target)}.values())
        self.sides.note_pair(token.i, parties)

    # --- the public questions ---------------------------------------------------------------------------

    def resolve(self, token: Token) -> tuple[Resolved, ...]:
        """The actors for which the phrase headed by the token stands; empty where it is none or unknown."""
        if token.i not in self._cache:
            self._cache[token.i] = self._phrase(token)
        return self._cache[token.i]

    def actors(self, tokens: Iterable[Token]) -> list[Actor]:
        """The actors of several phrases, in order, each party once."""
        found: dict[str, Actor] = {}
        for token in tokens:
            for one in self.resolve(token):
                known = found.get(one.actor.key)
                if known is None or (known.person is None and one.actor.person):
                    found[one.actor.key] = one.actor
        return list(found.values())

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base with which names are read."""
        return self._knowledge

    def office_of(self, actor: Actor) -> str | None:
        """The office in which the person acts, lower-cased; None if unknown."""
        office = self._offices.get(actor.person or "")
        return office.casefold() if office else None

    def pair(self, before: int) -> tuple[Actor, ...]:
        """The two sides of which the document speaks at a token."""
        line = self._text.rfind("\n", 0, self._starts[before]) + 1
        first = min(bisect_left(self._starts, line), before)
        near = self.sides.pairs_between(first, before)
        return near[-1] if near else self.sides.main_pair()

    # --- single phrases ---------------------------------------------------------------------------------

    def _phrase(self, token: Token) -> tuple[Resolved, ...]:
        if token.pos_ == "PRON":
            return self._pronoun(token)
        special = self._pair_or_several(token) or self._men_of(token)
        if special:
            return special
        direct = self._direct(token)
        if direct is not None:
            return (Resolved(direct, f"named: {tree.core_phrase(token).text}"),)
        described = self._sent_by(token) or self._described(token)
        if described:
            return described
        for apposition in tree.appositions(token) if token.pos_ != "PROPN" else ():
            found = [r for one in tree.conjuncts(apposition) for r in self._phrase(one)]
            if found:
                return tuple(found)
        for name, head in tree.prepositional(token):
            if name in {"of", "from"} and token.lemma_.lower() in word_set("transparent_nouns"):
                found = list(self._phrase(head))
                if found:
                    return tuple(found)
        return ()

    def _sent_by(self, token: Token) -> tuple[Resolved, ...]:
        """ "Negotiators for the two sides", "a spokesman for the group": those for whom they speak."""
        senders = [h for n, h in tree.prepositional(token) if n in {"for", "of", "from"}]
        if token.lemma_.lower() not in word_set("speaking_nouns") or not senders:
            return ()
        return tuple(r for head in senders if head.pos_ == "NOUN" for r in self._phrase(head))

    def _pair_or_several(self, token: Token) -> tuple[Resolved, ...]:
        """ "Both sides", "Yemen's warring sides"; "envoys of X and of Y" with several behind "of"."""
        if names_pair(token):
            told = self._sides_for(token)
            return tuple(Resolved(a, f"the pair named before {token.text!r}") for a in told)
        if token.lemma_.lower() in word_set("transparent_nouns"):
            behind = [h for n, h in tree.prepositional(token) if n in {"of", "from"}]
            if len(behind) >= 2:
                return tuple(r for head in behind for r in self._phrase(head))
        return nations_of(token, on=self._on, knowledge=self._knowledge)

    def _sides_for(self, token: Token) -> tuple[Actor, ...]:
        """The pair, without whoever speaks of the two as others ("Moon urged the two leaders to meet")."""
        pair = self.pair(token.i)
        verb = token.head
        if token.dep_ in tree.OBJECTS and tree.is_verbal(verb):
            speakers = {r.actor.key for s in tree.subjects(verb) if s.i != token.i for r in self._phrase(s)}
            if speakers & {a.key for a in pair}:
                others = self.sides.main_pair()
                return () if speakers & {a.key for a in others} else others
        return pair

    def _men_of(self, token: Token) -> tuple[Resolved, ...]:
        """ "His men", "its soldiers": those of the one of whom the text speaks."""
        owners = [o for o in tree.possessors(token) if o.pos_ == "PRON"]
        if not owners or token.lemma_.lower() in word_set("things_owned") or token.lemma_.lower() in word_set("kin"):
            return ()
        if token.tag_ not in {"NNS", "NN"} or of_another(token):
            return ()
        return tuple(
            Resolved(r.actor.without_person(), f"{token.text!r} of: {r.because}")
            for owner in owners
            for r in self._pronoun(owner)
        )

    def _direct(self, token: Token) -> Actor | None:
        """The actor that the phrase names by itself: name, title with name, demonym with noun."""
        span = tree.core_phrase(token)
        text = span.text
        for name, actor in self._extra:
            if re.search(rf"\b{re.escape(name)}(?:i|n|ian|an|ese|ish|s)?\b", text):
                return in_role(actor, token, name, self._knowledge)
        named = self._name_at(token)
        if named is not None:
            return named
        known = self._surnames.get(token.text.casefold())
        if known is not None and token.pos_ == "PROPN" and not reads_as_place(token):
            return known
        candidates = [text]
        for apposition in tree.appositions(token):
            described = with_of(apposition) or tree.core_phrase(apposition).text
            candidates.insert(0, f"{text}, {described}")
        if whole := with_of(token):
            candidates.insert(0, whole)
        for candidate in candidates:
            reading = self._read(candidate)
            if reading is not None:
                if reading.person and reading.office:
                    self._offices.setdefault(reading.person, reading.office)
                return self._with_state(to_actor(reading))
        word = self._words.get(token.text.casefold().rstrip("s"))
        return word if word is not None and token.text[:1].isupper() else None

    def side_of(self, token: Token) -> tuple[Resolved, ...]:
        """The actor to whom a thing belongs: "Ukrainian cities", "positions of the army", "its ports"."""
        found = self.resolve(token)
        if found:
            return found
        for modifier in tree.modifiers(token):
            if modifier.text[:1].isupper():
                for name in (f"{modifier.text} government", modifier.text):
                    reading = self._read(name)
                    if reading is not None:
                        return (Resolved(to_actor(reading), f"{token.text!r} are those of {modifier.text!r}"),)
        for around in (token, *(h for n, h in tree.prepositional(token) if n == "of")):
            by = [h for n, h in tree.prepositional(around) if n in _OWNING]
            for owners in (tree.possessors(around), by):
                found = tuple(r for owner in owners for r in self.resolve(owner))
                if found:
                    return found
        return ()

    def _described(self, token: Token) -> tuple[Resolved, ...]:
        """Definite descriptions: "the two sides", "the rebels", "the government", "the mediators"."""
        lemma = token.lemma_.lower()
        words = {c.lower_ for c in token.children} | {token.lower_}
        for clause in token.children:
            if clause.dep_ == "acl" and clause.lemma_.lower() in {"lead", "head"}:
                led = [r for leader in tree.agents(clause) for r in self._phrase(leader)]
                if led:
                    return tuple(Resolved(r.actor, f"{token.text!r} led by: {r.because}") for r in led)
        alone = by_itself(token, self.sides, self._knowledge)
        if alone is not None:
            return (alone,)
        if lemma in self._introduced:
            return tuple(Resolved(a, f"introduced as {lemma!r}") for a in self._introduced[lemma])
        modifiers = [m.lower_ for m in tree.modifiers(token)]
        if tree.possessors(token):
            return self._owned(token, lemma)
        acting = lemma in word_set("acting_nouns")
        made = state_force(lemma, modifiers) if acting else None
        if made:
            return self._state_body(token, lemma, made)
        grouped = lemma in word_set("group_nouns") or any(m in word_set("group_nouns") for m in modifiers)
        if grouped and (words & {"the", "this", "that", "its"} or token.tag_ == "NNS" or acting):
            found = self.sides.last(token.i, lambda a: bool({"REB", "UAF", "OPP", "PTY"} & set(a.sectors)))
            if found is not None:
                return (Resolved(found.without_person(), f"the last group named before {token.text!r}"),)
        if of_another(token):
            return ()
        sector = sector_of(lemma) or next((one for m in modifiers if (one := sector_of(m))), None)
        if sector and (words & {"the", "its", "this"} or "army" in modifiers or token.tag_ == "NNS"):
            return self._state_body(token, lemma, sector)
        return ()

    def _state_body(self, token: Token, lemma: str, sector: str) -> tuple[Resolved, ...]:
        if lemma in {"president", "minister", "general", "premier", "leader"} and token.tag_ != "NNS":
            person = self.sides.last(token.i, lambda a: a.person is not None)
            if person is not None:
                return (Resolved(person, f"the last person named before {token.text!r}"),)
        state = self.sides.main_state(token.i)
        if state is None:
            return ()
        actor = state.model_copy(update={"sectors": (sector,)})
        return (Resolved(actor, f"{token.text!r} of the state at the centre of the text"),)

    def _owned(self, token: Token, lemma: str) -> tuple[Resolved, ...]:
        """What belongs to an actor acts for it: "its envoy", "his men", "their soldiers"."""
        if token.ent_type_ in {"DATE", "TIME"} or lemma in word_set("things_owned"):
            return ()
        found = [r for one in tree.possessors(token) for r in self.resolve(one)]
        return tuple(Resolved(r.actor, f"{token.text!r} of: {r.because}") for r in found)

    def _pronoun(self, token: Token) -> tuple[Resolved, ...]:
        word = token.lower_
        sent_start = token.sent.start
        if word in word_set("person_pronouns"):
            found = self.sides.salient(token.i, sent_start, lambda a: a.person is not None)
        elif word in word_set("body_pronouns"):
            found = self.sides.salient(token.i, sent_start, lambda a: a.person is None and a.name != "civilians")
        elif word in word_set("plural_pronouns") or word in {"both", "each", "neither", "two"}:
            pair = self._near_pair(token)
            if pair or word in {"both", "each", "neither"}:
                members = pair or self.pair(token.i)
                return tuple(Resolved(a, f"the pair named before {word!r}") for a in members)
            own = {r.actor.key for s in own_subjects_of(token) for r in self._phrase(s)}
            pair = self.pair(token.i) if own else ()
            if pair and not own & {a.key for a in pair}:
                return tuple(Resolved(a, f"the pair to whom {word!r} speaks") for a in pair)
            found = self.sides.salient(token.i, sent_start, lambda a: a.name != "civilians" and a.key not in own)
        else:
            return ()
        return (Resolved(found, f"the one of whom the text spoke before {word!r}"),) if found else ()

    def _near_pair(self, token: Token) -> tuple[Actor, ...]:
        """The pair named in this sentence or the one before."""
        start = token.sent.start
        previous = self._doc[start - 1].sent.start if start else 0
        near = self.sides.pairs_between(previous, token.i)
        return near[-1] if near else ()


_LONGEST = 400  # characters of a phrase that are read; no name is longer, and a list without a verb can be
_NAME_KINDS = frozenset({"group", "organisation", "person", "body"})
# Prepositions behind a thing that name whose it is: "an attack by X", "ties with X".
_OWNING = frozenset({"of", "by", "with", "from", "between", "against", "on", "to", "toward"})
