"""Owns what reports of force leave implicit: whose office speaks, the day after "since", days in a row.

Decides no roles and finds no dates or places: it joins what the other questions have answered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.coding.dates import TimeExpression
from dragoman.coding.places import PlaceMention
from dragoman.coding.surroundings import Surroundings, first_day, last_day
from dragoman.knowledge.entries import state_name
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from dragoman.knowledge.load import Knowledge

# Offices that speak for the state of the place where something happened; the police and hospitals do not.
OFFICES = frozenset(
    [
        "government", "ministry", "minister", "governor", "mayor", "councillor", "councilor", "spokesman",
        "spokeswoman", "spokesperson", "official", "authority", "army", "military", "navy", "office",
        "commander", "general", "president", "prefect", "administration",
    ]
)  # fmt: skip
# Nouns by which a text takes up a place it has named.
AREAS = frozenset({"area", "district", "town", "village", "city", "region", "province", "camp", "port"})
_AND = re.compile(r"\s*(?:,|and|to|-|–|until|through)\s*", re.IGNORECASE)


def office_of(speaker: Token, country: str | None, actors: Iterable[Actor], *, knowledge: Knowledge) -> Actor | None:
    """The state for which an unnamed office ("the governor's office") speaks: that of the place, else of a party."""
    words = {t.lemma_.lower() for t in tree.core_phrase(speaker)}
    if not words & OFFICES or any(t.pos_ == "PROPN" for t in tree.core_phrase(speaker)):
        return None
    states = {a.country for a in actors if a.country and a.is_state}
    code = country or (next(iter(states)) if len(states) == 1 else None)
    if code is None:
        return None
    name = state_name(code, knowledge=knowledge)
    return Actor(name=name, country=code, sectors=("GOV",), id=f"state:{code}") if name else None


def since_of(predicate: Token, around: Surroundings) -> TimeExpression | None:
    """The day after which a toll is counted: "have been killed since the war began on 3 May"."""
    for child in predicate.subtree:
        if child.lower_ != "since":
            continue
        clause = child.head if child.dep_ == "mark" else child
        start, end = child.idx, max(t.idx + len(t) for t in clause.subtree)
        for time in around.spans_in(start, end):
            if time.kind == "date" and time.first is not None:
                return time
    return None


def days_of_event(time: TimeExpression | None, around: Surroundings) -> tuple[str | None, str | None]:
    """First and last day; days in a row ("on 9 and 10 July") are one span."""
    first, last = first_day(time), last_day(time) or first_day(time)
    if time is None or first is None or len(first) != 10:
        return first, last
    for other in around.times:
        day = first_day(other)
        if day is None or len(day) != 10 or other.kind != "date":
            continue
        if other.start >= time.end and _AND.fullmatch(around.document.text[time.end : other.start]) and day > first:
            return first, day
        if other.end <= time.start and _AND.fullmatch(around.document.text[other.end : time.start]) and day < first:
            return day, last
    return first, last


def place_told(predicate: Token, things: Iterable[Token], around: Surroundings) -> PlaceMention | None:
    """The place that is itself struck ("Stepanakert came under fire"), or that "the district" takes up."""
    struck = {t.i for one in things for t in tree.core_phrase(one)}
    for mention in around.places:
        if mention.place is None or mention.place.precision == "country":
            continue
        span = around.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is not None and any(t.i in struck for t in span):
            return mention
    if not any(_is_back_reference(t) for t in predicate.sent):
        return None
    start = around.document.text.rfind("\n", 0, predicate.idx) + 1
    before = [
        m
        for m in around.places
        if start <= m.start < predicate.idx and m.place is not None and m.place.precision != "country"
    ]
    return _finest(before)


def _finest(mentions: list[PlaceMention]) -> PlaceMention | None:
    """The last town named, else the last region."""
    order = {"point": 0, "city": 0, "region": 1}
    known = [m for m in mentions if m.place is not None]
    return min(reversed(known), key=lambda m: order.get(m.place.precision if m.place else "", 2), default=None)


def _is_back_reference(token: Token) -> bool:
    """Whether a noun takes up a place named before: "in the area", "on the town"."""
    if token.lemma_.lower() not in AREAS or token.dep_ != "pobj" or token.head.lower_ not in {"in", "on", "at", "near"}:
        return False
    words = {c.lower_ for c in token.children}
    return bool(words & {"the", "this", "that"}) and not any(
        c.pos_ == "PROPN" or c.dep_ == "prep" for c in token.children
    )


def civilians_in(things: Iterable[Token], around: Surroundings) -> tuple[Actor, ...]:
    """Civilians, where those hit are persons without arms or a place of theirs."""
    if around.lexicon.any_is(things, "civilian"):
        return (Actor(name="civilians", country=None, sectors=("CVL",), person=None, id=None),)
    return ()
