"""Owns what resolving a phrase gives: actors, each with why and how sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.coding.who.words import Word, in_set, singular
from dragoman.knowledge.word_sets import word_set
from dragoman.records.values import Actor

# How sure a way of resolving is, of 1; a name is certain.
SURE = {"surname": 0.97, "reference": 0.95, "pair": 0.85, "described": 0.8, "unknown": 0.9, "salient": 0.6}


@dataclass(frozen=True, slots=True)
class Resolved:
    """One actor for one phrase, why, and how sure that is (0 to 1).

    Attributes:
        body: the body named, where the actor is one of its members.
    """

    actor: Actor
    because: str
    sure: float = 1.0
    body: Actor | None = None


Found = tuple[Resolved, ...]


def each(actors: Iterable[Actor], because: str, sure: float) -> Found:
    """Several actors for one reason."""
    return tuple(Resolved(actor, because, sure) for actor in actors)


def members_of(body: Actor, members: Iterable[Actor], sure: float) -> Found:
    """The members of a body, who stand for it."""
    return tuple(Resolved(actor, f"member of {body.name}", sure, body) for actor in members)


def names_pair(words: Sequence[Word]) -> bool:
    """Whether words speak of two sides: "both sides", "the two leaders", "the warring parties", "the parties"."""
    inner = [w.lower for w in words]
    nouns = [w for w in inner if in_set(w, "pair_nouns")]
    if not nouns:
        return False
    if set(inner) & word_set("pair_words"):
        counted = set(inner) & word_set("pair_words") == {"two"}
        return not counted or bool(set(inner) & word_set("definite_words"))
    return len(inner) == 2 and inner[0] == "the" and inner[1] != singular(inner[1]) and in_set(inner[1], "side_nouns")
