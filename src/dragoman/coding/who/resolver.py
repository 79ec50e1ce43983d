"""Owns for whom a span of a document stands: a name, a pronoun, "the two sides", "the army".

What the reader says of a reference goes before what the words of the phrase suggest; a phrase that
could be anybody stands for nobody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from dragoman.coding.who.cast import Cast, of_state
from dragoman.coding.who.described import described, phrase_of
from dragoman.coding.who.names import Names, state_sectors, to_actor, unknown_name
from dragoman.coding.who.resolved import SURE, Found, Resolved, each, members_of, names_pair
from dragoman.coding.who.words import (
    Word,
    behind,
    head_of,
    in_set,
    sector_of,
    span_of,
    words_of,
)
from dragoman.contract.reading import Reading, Reference, Span
from dragoman.knowledge.entries import entry_of
from dragoman.knowledge.members import members_on
from dragoman.knowledge.word_sets import word_set
from dragoman.records.values import Actor

# References to references are followed so far.
DEEPEST = 4
_HYPHENS = frozenset({"-", "‐", "‑", "–"})
_UN = ("org:un", "org:unsc")
_OF = frozenset({"of", "from", "for"})


class Resolver:
    """Resolves spans of one document; the same span gives the same answer, whatever was asked before."""

    def __init__(self, text: str, reading: Reading, names: Names, cast: Cast) -> None:
        self._text, self._reading, self._names, self.cast = text, reading, names, cast
        self._knowledge = cast.knowledge
        self._cache: dict[Span, Found] = {}
        self._starts = [one.start for one in reading.sentences]
        self._references = {one.span: one for one in reversed(reading.references)}
        self._ends = {one.span.end: one for one in reversed(reading.references)}

    def office_of(self, actor: Actor) -> str | None:
        """The office in which the person acts, lower-cased; None if unknown."""
        office = self._names.offices.get(actor.person or "")
        return office.casefold() if office else None

    def resolve(self, span: Span) -> Found:
        """The actors for whom the phrase stands; empty where it is nobody in particular or unknown."""
        if span not in self._cache:
            self._cache[span] = self._phrase(span, 0)
        return self._cache[span]

    def owner(self, span: Span) -> Found:
        """To whom a thing belongs: "Ukrainian cities", "RSF positions", "its ports"; the phrase itself first."""
        found = self.resolve(span)
        if found:
            return found
        for mention in self._names.within(span):
            if mention.reading is not None and not self._is_joined(mention.end):
                return (Resolved(to_actor(mention.reading), f"theirs: {mention.text!r}", SURE["described"]),)
        for word in words_of(self._text, span):
            group = self.cast.words.get(word.lower.rstrip("s")) if word.is_name else None
            if group is not None:
                return (Resolved(group, f"theirs: {word.raw!r}", SURE["described"]),)
        return ()

    def seat(self, span: Span) -> str | None:
        """The code of the state whose seat the phrase names as a place: "the White House"."""
        seats = [m.reading for m in self._names.within(span) if m.kind == "seat" and m.reading is not None]
        return seats[0].country if seats else None

    def is_somebody(self, span: Span) -> bool:
        """Whether the words name a person and no place: "Mr Anwar's residence"."""
        return any(one.actor.person is not None for one in self.resolve(span))

    # --- one phrase -----------------------------------------------------------------------------------

    def _phrase(self, span: Span, depth: int) -> Found:
        words = words_of(self._text, span)
        if not words or depth > DEEPEST:
            return ()
        steps: tuple[Callable[[Span, Sequence[Word], int], Found], ...] = (
            self._pronoun,
            self._owned,
            self._pair,
            self._several,
            self._called,
            self._named,
            self._referred,
            self._sent,
            self._of_nation,
            self._chief,
            self._described,
            self._unknown,
        )
        found = next((found for step in steps if (found := step(span, words, depth))), ())
        alone = names_pair(words) and len(found) == 1
        # "The two sides" are not the one who tells of them, but "Sudan's two sides" may be Sudan.
        return () if alone and (found[0].actor.id is None or not self._names.within(span)) else found

    def _pronoun(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        word = words[0].lower
        sets = ("person_pronouns", "body_pronouns", "plural_pronouns", "first_pronouns", "pair_pronouns")
        if len(words) > 1 or not any(word in word_set(name) for name in sets):
            return ()
        found = self._referred(span, words, depth)
        if found:
            return found
        sentence = self._sentence(span)
        if word in word_set("pair_pronouns") | word_set("plural_pronouns"):
            start = self._before(sentence) if word in word_set("plural_pronouns") else 0
            near = [pair for at, pair in self.cast.pairs if start <= at < span.start]
            members = near[-1] if near else ()
            return each(members, f"the pair named before {words[0].raw!r}", SURE["salient"])
        wanted: Callable[[Actor], bool] | None = None
        if word in word_set("person_pronouns"):
            wanted = _is_person
        elif word in word_set("body_pronouns"):
            wanted = _is_body
        last = self._salient(span, sentence, wanted) if wanted else None
        return (Resolved(last, f"of whom the text spoke before {words[0].raw!r}", SURE["salient"]),) if last else ()

    def _salient(self, span: Span, sentence: Span, wanted: Callable[[Actor], bool]) -> Actor | None:
        """The first wanted actor of this sentence before the span, else the first of the sentence before."""
        for start, end in ((sentence.start, span.start), (self._before(sentence), sentence.start)):
            for seen in self.cast.seen:
                if start <= seen.at < end and wanted(seen.actor):
                    return seen.actor
        return None

    def _owned(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "His men", "its army", "their envoys": those of the one of whom the text speaks."""
        first = words[0]
        if len(words) < 2 or first.lower not in word_set("owning_pronouns"):
            return ()
        head = head_of(words, self._knowledge)
        if head is None or in_set(head.lower, "things_owned", "kin"):
            return ()
        whole = self._referred(span, words, depth)
        owners = whole or self._phrase(Span(first.start, first.end), depth + 1)
        sector = None if whole else sector_of(head.lower, self._knowledge)
        return tuple(
            replace(one, actor=_in_role(one.actor, sector), because=f"{head.raw!r} of: {one.because}") for one in owners
        )

    def _pair(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "Both sides", "Yemen's warring parties", "the two leaders": the two of whom the text speaks."""
        if not names_pair(words):
            return ()
        found = self._referred(span, words, depth)
        if len(found) >= 2:
            return found
        line = self._text.rfind("\n", 0, span.start) + 1
        of = next((m.reading for m in self._names.within(span) if m.reading is not None), None)
        members = self.cast.pair(span.start, line, of.country if of is not None else None)
        return each(members, f"the pair of whom the text speaks at {self._said(span)!r}", SURE["pair"])

    def _several(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """Each of the names that one phrase puts side by side: "Israeli and Lebanese officials"."""
        spans = self._names.several(span)
        if not spans:
            return ()
        head = head_of(words, self._knowledge)
        sector = sector_of(head.lower, self._knowledge) if head is not None and not head.is_name else None
        return tuple(
            replace(one, actor=_in_role(one.actor, sector) if one.actor.is_state else one.actor)
            for each in spans
            for one in self._phrase(each, depth + 1)
        )

    def _named(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        actor = self._names.actor(span)
        sure, because = 1.0, f"named: {self._said(span)}"
        if actor is None or (actor.id is None and actor.person is None and not actor.sectors):
            again = self._again(span, words)
            actor, sure, because = again if again[0] is not None or actor is None else (actor, sure, because)
        people = actor is not None and actor.name == "civilians"
        if actor is None or (people and (not _of_people(words) or self._reference(span) is not None)):
            return ()
        actor = self._own_group(of_state(actor, self.cast.centre, self._knowledge))
        if actor.person is None:
            actor = self._with_person(actor, span, words, depth)
        members = self._members(actor)
        return members_of(actor, members, sure) if members else (Resolved(actor, because, sure),)

    def _own_group(self, actor: Actor) -> Actor:
        """ "Tigray's fighters": the group of that state, where the text names only one."""
        if actor.id is not None or actor.person is not None or not {"REB", "UAF"} & set(actor.sectors):
            return actor
        groups = [a for a in self.cast.groups() if a.country == actor.country and a.id is not None]
        return groups[0] if len(groups) == 1 else actor

    def _again(self, span: Span, words: Sequence[Word]) -> tuple[Actor | None, float, str]:
        """Somebody named in full elsewhere: a family name, a word of a group's name."""
        said = self._said(span).removesuffix("'s").removesuffix("’s").casefold()
        names = [w for w in words if w.is_name]
        for key in (said, *(w.lower for w in reversed(names))):
            known = self.cast.people.get(key)
            if known is not None:
                return known, SURE["surname"], f"named in full elsewhere: {known.person}"
        for word in names if len(words) <= 2 else ():
            known = self.cast.words.get(word.lower.rstrip("s")) or (
                self.cast.called(word.lower) if len(names) == 1 else None
            )
            if known is not None:
                return known, SURE["surname"], f"named in full elsewhere: {known.name}"
        return None, 0.0, ""

    def _with_person(self, actor: Actor, span: Span, words: Sequence[Word], depth: int) -> Actor:
        """The person whom a title stands for ("the Turkish president"), where the reader says who that is."""
        for one in self._referred(span, words, depth):
            if one.actor.key == actor.key and one.actor.person:
                return one.actor
        return actor

    def _called(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "The six powers": a body by what the news calls it, where the text names it or most of its members."""
        said = " ".join(w.lower for w in words if not in_set(w.lower, "definite_words"))
        known = {a.id for a in self.cast.by_key.values()}
        for body, all_members in self._knowledge.members.items():
            members = members_on(all_members, self.cast.on)
            if members is None or said not in members.called:
                continue
            if body in known or 2 * sum(one in known for one in members.ids) > len(members.ids):
                found = [self._entry(one) for one in members.ids]
                return members_of(self._entry(body), found, SURE["described"])
        return ()

    def _members(self, actor: Actor) -> list[Actor]:
        """Those for whom the news names a body; empty where it stands for itself."""
        members = members_on(self._knowledge.members.get(actor.id or "", ()), self.cast.on)
        if members is None or actor.person:
            return []
        known = {a.id for a in self.cast.by_key.values()}
        ids = [one for one in members.ids if one in known] if members.named else list(members.ids)
        return [self._entry(one) for one in ids] if len(ids) >= 2 else []

    def _entry(self, body: str) -> Actor:
        entry = entry_of(self._knowledge.numbers[body], self._knowledge)
        return Actor(name=entry.name, country=entry.country, sectors=entry.sectors, id=entry.id)

    def _referred(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """Whom the reader takes a pronoun or description to stand for."""
        reference = self._reference(span)
        if reference is None:
            return ()
        found: dict[str, Resolved] = {}
        for antecedent in reference.antecedents:
            if antecedent == span:
                continue
            for one in self._phrase(antecedent, depth + 1):
                sure = one.sure * reference.confidence * SURE["reference"]
                because = f"{self._said(span)!r} refers to {self._said(antecedent)!r}"
                known = found.get(one.actor.key)
                if known is None or (known.actor.person is None and one.actor.person):
                    found[one.actor.key] = Resolved(one.actor, because, sure)
        return tuple(found.values())

    def _reference(self, span: Span) -> Reference | None:
        near = self._ends.get(span.end)
        return self._references.get(span) or (near if near is not None and _nearly(near.span, span) else None)

    def _sent(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "Negotiators for the rebels", "a spokesman of the group": those for whom they speak or act."""
        head = head_of(words, self._knowledge)
        rest = behind(words, _OF)
        if head is None or not rest or not in_set(head.lower, "transparent_nouns", "speaking_nouns"):
            return ()
        return self._phrase(span_of(rest), depth + 1)

    def _of_nation(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "Omani mediators", "the Russian side": those of the state or body named before the noun."""
        head = head_of(words, self._knowledge)
        men = ("vague_nouns", "acting_nouns", "mediator_nouns", "transparent_nouns", "speaking_nouns", "side_nouns")
        if head is None or not in_set(head.lower, *men):
            return ()
        for mention in self._names.within(span):
            if mention.reading is not None and mention.end <= head.start and not self._is_joined(mention.end):
                return (Resolved(to_actor(mention.reading), f"{head.raw!r} of {mention.text!r}", SURE["described"]),)
        return ()

    def _chief(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "The Secretary-General": the body whose chief has that title, where the text names it."""
        head = words[-1]
        if len(words) > 2 or not head.is_name or not in_set(head.lower, "chief_titles"):
            return ()
        person = self.cast.last(span.start, lambda a: head.lower in (self.office_of(a) or ""))
        bodies = {a.id: a for a in self.cast.by_key.values() if "IGO" in a.sectors}
        un = [one for one in _UN if one in bodies]
        body = self._entry(_UN[0]) if un else (next(iter(bodies.values())) if len(bodies) == 1 else None)
        actor = person or body
        return (Resolved(actor, f"the chief of {actor.name}", SURE["described"]),) if actor is not None else ()

    def _described(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """ "The rebels", "the army", "the mediators": whom the text has named before."""
        phrase = phrase_of(words, self._knowledge, self._opens)
        found = described(phrase, self.cast, self.office_of) if phrase is not None else ()
        return each(found, f"{self._said(span)!r} in this text", SURE["described"])

    def _unknown(self, span: Span, words: Sequence[Word], depth: int) -> Found:
        """A name that no table knows, kept as the text has it, in the short form that the text itself gives."""
        name = unknown_name(words, self._text, self._knowledge)
        if name is None or self._is_known(name, words) or name.casefold().rstrip("s") in self.cast.words:
            return ()
        short = self.cast.shorts.get(name.casefold(), name)
        sectors = [
            s for w in words if not in_set(w.lower, "definite_words") and (s := sector_of(w.lower, self._knowledge))
        ]
        actor = Actor(name=short, sectors=tuple(dict.fromkeys(sectors[-1:])))
        return (Resolved(actor, f"a name that no table knows: {name}", SURE["unknown"]),)

    def _is_known(self, name: str, words: Sequence[Word]) -> bool:
        """Whether the name is one of the tables and only the phrase around it stands for nobody ("RSF positions")."""
        mentions = self._names.within(span_of(words))
        return any(
            m.reading is not None and (name in m.text or (m.kind == "demonym" and name.startswith(m.text)))
            for m in mentions
        )

    def _is_joined(self, end: int) -> bool:
        """Whether a hyphen follows a name, so that it only qualifies: "Iran-backed gunmen"."""
        return self._text[end : end + 1] in _HYPHENS

    # --- the text -------------------------------------------------------------------------------------

    def _said(self, span: Span) -> str:
        return " ".join(span.within(self._text).split())

    def _sentence(self, span: Span) -> Span:
        place = bisect_right(self._starts, span.start) - 1
        return self._reading.sentences[place] if place >= 0 else Span(0, len(self._text))

    def _before(self, sentence: Span) -> int:
        """Where the sentence before begins."""
        place = bisect_left(self._starts, sentence.start) - 1
        return self._starts[place] if place >= 0 else sentence.start

    def _opens(self, word: Word) -> bool:
        """Whether a word opens a sentence, where a capital says nothing."""
        place = bisect_left(self._starts, word.start - 1)
        return place < len(self._starts) and self._starts[place] <= word.start + 1


def _is_person(actor: Actor) -> bool:
    return actor.person is not None


def _is_body(actor: Actor) -> bool:
    return actor.person is None and actor.name != "civilians"


def _in_role(actor: Actor, sector: str | None) -> Actor:
    """A body in the role of a noun ("its army"), without the person who leads it."""
    body = actor.without_person()
    return (
        body.model_copy(update={"sectors": state_sectors(sector)})
        if sector and body.is_state and sector != "CVL"
        else body
    )


def _nearly(one: Span, other: Span) -> bool:
    """Whether two spans are the same but for an article or a preposition."""
    return one.meets(other) and one.end == other.end and abs(one.start - other.start) <= 5


def _of_people(words: Sequence[Word]) -> bool:
    return any(in_set(w.lower, "civilian_nouns") or w.is_name for w in words)
