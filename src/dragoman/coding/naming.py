"""Owns the small steps from a name to an actor: readings of the knowledge base, settings, bare nouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.knowledge.entries import ActorReading, state_name
from dragoman.knowledge.phrases import read_noun_phrase
from dragoman.knowledge.word_sets import word_set
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.coding.sides import Sides
    from dragoman.knowledge.load import Knowledge


def is_setting(token: Token) -> bool:
    """Whether a name only says where ("in Caracas"): it is no one of whom the text speaks."""
    first = tree.first_conjunct(token)
    within = {"in", "at", "near", "outside", "across", "inside"}
    return first.dep_ == "pobj" and first.head.lower_ in within


@dataclass(frozen=True, slots=True)
class Resolved:
    """One actor for one phrase, and why."""

    actor: Actor
    because: str


def sector_of(noun: str) -> str | None:
    """The sector of a state's body that a bare noun names ("the army": MIL)."""
    return next((s for s in ("GOV", "MIL", "LEG", "COP") if noun in word_set(f"state_nouns_{s}")), None)


def to_actor(reading: ActorReading) -> Actor:
    """The contract's actor of a reading of the knowledge base."""
    return Actor(
        name=reading.name,
        country=reading.country,
        sectors=tuple(reading.sectors),
        person=reading.person,
        id=reading.id,
    )


# States in which the family name comes first.
FAMILY_NAME_FIRST = frozenset({"CHN", "HKG", "JPN", "KHM", "KOR", "PRK", "TWN", "VNM"})


def surnames_of(actor: Actor) -> set[str]:
    """The words by which a text may name a person again: the whole name and its family names."""
    words = (actor.person or "").split()
    found = {actor.person or "", words[-1]} if words else set()
    if len(words) > 1 and actor.country in FAMILY_NAME_FIRST:
        found.add(words[0])
    return found


def reads_as_place(token: Token) -> bool:
    """Whether a surname stands for a place here: the recogniser's word, unless it is a subject ("Koirala met…")."""
    return token.ent_type_ in {"GPE", "NORP"} and token.dep_ not in tree.SUBJECTS


def in_role(actor: Actor, token: Token, name: str, knowledge: Knowledge) -> Actor:
    """An added actor with the sector of the noun that names his role ("Calenardhon soldiers")."""
    if token.text.casefold() in name.casefold():
        return actor
    sector = knowledge.nouns.get(token.lemma_.lower()) or knowledge.nouns.get(token.lower_)
    return actor.model_copy(update={"sectors": (*actor.sectors, sector)}) if sector else actor


def nations_of(token: Token, *, on: date | None, knowledge: Knowledge) -> tuple[Resolved, ...]:
    """Each nation of "Indian and Pakistani troops"; empty where fewer than two nations share the noun."""
    found = []
    for first in tree.modifiers(token):
        named = [one for one in tree.conjuncts(first) if one.text[:1].isupper()]
        if len(named) < 2:
            continue
        for one in named:
            reading = read_noun_phrase(f"{one.text} {token.text}", on=on, knowledge=knowledge)
            if reading is not None and reading.country:
                found.append(Resolved(to_actor(reading), f"{one.text!r} of several before {token.text!r}"))
    return tuple(found) if len(found) >= 2 else ()


def of_another(token: Token) -> bool:
    """Whether a name before a bare noun says that it is of others: "his American counterpart", "European leaders"."""
    named = [m for m in tree.modifiers(token) if m.text[:1].isupper() and not m.is_sent_start and not m.like_num]
    if token.text[:1].isupper():
        return False
    return bool(named) or any(m.dep_ == "nummod" and m.lower_ not in {"two", "2"} for m in tree.modifiers(token))


COUNTED = frozenset({"people", "man", "group", "force", "office", "power", "general", "team"})


def names_pair(token: Token) -> bool:
    """Whether a noun stands for the two sides: "both sides", "the two leaders", "the parties", "the belligerents"."""
    lemma = token.lemma_.lower()
    words = {c.lower_ for c in token.children} | {token.lower_}
    if lemma in word_set("side_nouns") and token.tag_ == "NNS" and "the" in words and not tree.modifiers(token):
        return not any(c.dep_ in {"relcl", "acl", "prep"} for c in token.children)
    if lemma in {"pair", "duo"} and words & {"the"} and token.tag_ == "NN" and not tree.prepositional(token):
        return True
    pairing = words & word_set("pair_words")
    if lemma not in word_set("pair_nouns") or not pairing:
        return False
    if pairing == {"two"} and lemma in COUNTED and not words & word_set("definite_words"):
        return False  # "two men were killed"
    if token.tag_ == "NN" and not words & {"neither", "either", "each", "whichever"}:
        return False
    return token.tag_ in {"NNS", "NN", "DT", "CD"}


def state_force(lemma: str, modifiers: Sequence[str]) -> str | None:
    """The sector of men whom a word before them makes the state's: "government forces", "an army spokesman"."""
    regular = {"armed", "security", "loyalist", "regime", "regular", "federal", "national", "state"}
    if lemma == "force" and regular & set(modifiers):
        return "MIL"
    sector = next((one for m in modifiers if (one := sector_of(m))), None)
    return "MIL" if sector == "GOV" and lemma in {"force", "troop", "soldier", "fighter"} else sector


def own_subjects_of(token: Token) -> list[Token]:
    """The subjects of the verb of which a pronoun is the object: it stands for others than they."""
    if token.dep_ not in tree.OBJECTS or not tree.is_verbal(token.head):
        return []
    return [s for s in tree.subjects(token.head) if s.i != token.i and s.pos_ != "PRON"]


# Offices and organs that the press names alone, in capitals, and the body whose they are.
ORGANS = {"secretary-general": ("org:un",), "council": ("org:unsc", "org:un")}
CROWNS = frozenset(
    ["SAU", "MAR", "JOR", "BHR", "GBR", "NOR", "SWE", "DNK", "NLD", "BEL", "ESP", "THA", "KHM", "NPL", "BTN"]
)
BLOCS = frozenset({"bloc", "union"})


def by_itself(token: Token, sides: Sides, knowledge: Knowledge) -> Resolved | None:
    """ "The North", "the Secretary-General", "the bloc": what a text calls an actor that it has named in full."""
    state = _compass(token, sides, knowledge)
    if state is not None:
        return Resolved(state, f"the state called {token.text!r} in the text")
    phrase = tree.core_phrase(token)
    words = phrase.text.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s").strip()
    name = words.casefold().replace("secretary general", "secretary-general")
    if words[:1].isupper() and name in ORGANS:
        known = {a.id: a for a in sides.by_key.values()}
        found = next((known[one] for one in ORGANS[name] if one in known), None)
        return Resolved(found, f"the body whose {words!r} it is") if found else None
    if name in {"country", "kingdom", "nation"} and phrase.text[:4].casefold() == "the ":
        home = sides.state(sides.centre) if sides.centre else sides.main_state(token.i)
        crown = sides.last(token.i, lambda a: a.is_state and a.country in CROWNS) if name == "kingdom" else home
        return Resolved(crown.without_person(), f"the state called {words!r}") if crown else None
    if name in BLOCS and phrase.text != words:
        bloc = sides.last(token.i, lambda a: "IGO" in a.sectors and a.id != "org:un")
        return Resolved(bloc.without_person(), f"the body named before {token.text!r}") if bloc else None
    return None


def _compass(token: Token, sides: Sides, knowledge: Knowledge) -> Actor | None:
    """ "The North" of two states that share a name, one of which the text names."""
    if token.text not in {"North", "South"} or "the" not in {c.lower_ for c in token.children}:
        return None
    for actor in [a for a in sides.by_key.values() if a.is_state and a.country]:
        name = state_name(actor.country or "", knowledge=knowledge) or ""
        if name.startswith(f"{token.text} "):
            return sides.state(actor.country)
    return None


def with_of(token: Token) -> str | None:
    """The phrase with its "of" part: "the government of Rwanda", "president of South Korea"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "for"} and child.i > token.i:
            start = tree.core_phrase(token).start
            end = max((tree.core_phrase(c).end for c in child.children if c.dep_ == "pobj"), default=0)
            if end > start:
                return str(token.doc[start:end].text)
    return None
