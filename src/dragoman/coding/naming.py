"""Owns the small steps from a name to an actor: readings of the knowledge base, settings, bare nouns."""

from __future__ import annotations

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


# Offices and organs that the press names alone, in capitals, and the body whose they are.
ORGANS = {"secretary-general": ("org:un",), "council": ("org:unsc", "org:un")}
BLOCS = frozenset({"bloc", "union"})


def by_itself(token: Token, sides: Sides, knowledge: Knowledge) -> Resolved | None:
    """ "The North", "the Secretary-General", "the bloc": what a text calls an actor that it has named in full."""
    state = _compass(token, sides, knowledge)
    if state is not None:
        return Resolved(state, f"the state called {token.text!r} in the text")
    phrase = tree.core_phrase(token)
    words = phrase.text.removeprefix("the ").removeprefix("The ")
    name = words.casefold().replace("secretary general", "secretary-general")
    if words[:1].isupper() and name in ORGANS:
        known = {a.id: a for a in sides.by_key.values()}
        found = next((known[one] for one in ORGANS[name] if one in known), None)
        return Resolved(found, f"the body whose {words!r} it is") if found else None
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
