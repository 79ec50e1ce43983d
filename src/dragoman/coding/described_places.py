"""Owns places told without their name: "the Finnish capital", "there", and where a visit leads.

Names are found by `coding.places`; which of them is an event's place, `coding.surroundings` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.places import Place, PlaceMention
from dragoman.coding.surroundings import Surroundings
from dragoman.knowledge.capitals import capital_of
from dragoman.knowledge.gazetteer import open_gazetteer
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOWNS = frozenset({"capital", "city"})
_AT = frozenset({"in", "at", "to", "near", "outside", "from"})


def described_place(
    predicate: Token, theme: Token | None, around: Surroundings, *, known: PlaceMention | None = None
) -> PlaceMention | None:
    """The place of a predicate or its theme by description or by "there"; None where neither stands.

    Args:
        known: the place named in the sentence; it goes before "there", but not before a description.
    """
    broad = known is None or (known.place is not None and known.place.precision == "country")
    for holder in (theme, predicate, tree.clause_head(predicate)):
        if holder is None:
            continue
        for name, head in tree.prepositional(holder):
            if name in _AT and head.lemma_.lower() == "capital":
                found = _capital(head, around)
                if found is not None:
                    return found
        if broad and any(c.dep_ == "advmod" and c.lower_ == "there" for c in holder.children):
            return _named_last(holder, around)
    return None


def destination(predicate: Token, around: Surroundings) -> PlaceMention | None:
    """The town to which someone travels, although its name may stand for a state."""
    wanted = [h for name, h in tree.prepositional(predicate) if name in {"to", "in"}]
    wanted.extend(h for h in tree.objects(predicate) if h.pos_ == "PROPN")
    for head in wanted:
        for mention in around.places:
            if mention.place is not None and mention.start <= head.idx < mention.end:
                return mention
    return None


def _capital(noun: Token, around: Surroundings) -> PlaceMention | None:
    """The capital of the state that is named with it; without one, that of the place named last."""
    holders = [c for c in noun.children if c.dep_ in {"amod", "compound", "nmod", "poss"}]
    holders.extend(h for name, h in tree.prepositional(noun) if name == "of")
    states = [a for a in around.resolver.actors(holders) if a.country]
    if not states:
        return None
    name = capital_of(states[0].country or "")
    if name is None:
        return None
    known = next((m for m in around.places if m.place and m.place.name == name), None)
    if known is not None:
        return known
    entry = next((e for e in open_gazetteer().find(name) if e.country == states[0].country and e.kind in _TOWNS), None)
    if entry is None:
        return None
    phrase = tree.phrase(noun)
    place = Place(entry.name, entry.country, entry.latitude, entry.longitude, entry.geonames_id, "city")
    because = f"capital of {entry.country}"
    return PlaceMention(phrase.start_char, phrase.end_char, phrase.text, place, 1.0, because)


def _named_last(token: Token, around: Surroundings) -> PlaceMention | None:
    before = [
        m
        for m in around.places
        if m.end <= token.idx and m.place is not None and m.use == "place" and m.place.precision in {"city", "point"}
    ]
    return before[-1] if before else None
