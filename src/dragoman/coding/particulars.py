"""Owns what a frame adds to an event: format, mediators, agenda, condition, due date, tolls, stance.

Each function answers one question of one match in its surroundings; the coder puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dragoman.coding.quantities import Quantity
from dragoman.coding.roles import Roles
from dragoman.coding.rules import Match
from dragoman.coding.surroundings import Surroundings
from dragoman.knowledge.word_sets import word_set
from dragoman.language import tree
from dragoman.records.event import Quantities
from dragoman.records.values import Count

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDINALS = {
    w: n
    for n, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
HEADS_OF_STATE = (
    "president",
    "prime minister",
    "king",
    "chancellor",
    "emir",
    "leader",
    "premier",
    "crown prince",
    "sultan",
    "general secretary",
    "chairman",
)


def round_of(match: Match) -> int | None:
    """The number of the round ("a fourth round of talks")."""
    theme = match.theme or match.predicate.token
    holders = [theme, theme.head.head] if theme.dep_ == "pobj" else [theme]
    for holder in holders:
        for child in holder.children:
            if child.lower_ in ORDINALS and "round" in {holder.lemma_.lower(), theme.lemma_.lower()}:
                return ORDINALS[child.lower_]
    return None


def reference_of(theme: Token) -> tuple[bool, bool]:
    """(definite, distinct): whether the phrase refers back, and whether it says that it is another one."""
    words = {c.lower_ for c in theme.children}
    singular = theme.tag_ == "NN"
    if theme.dep_ == "pobj" and theme.head.lower_ == "of":
        words |= {c.lower_ for c in theme.head.head.children}
    another = bool(words & word_set("words_of_another")) or (singular and bool(words & {"a", "an"}))
    return bool(words & word_set("definite_words")), another


def format_of(match: Match, around: Surroundings, roles: Roles) -> str:
    """The contract's format of a meeting."""
    kind = match.kind or "talks"
    theme = match.theme
    if theme is not None and any(c.lower_ in {"indirect", "proximity"} for c in theme.children):
        return "indirect_talks"
    offices = [around.resolver.office_of(a) or "" for a in (*roles.source, *roles.target) if a.person]
    sides = {a.key for a in (*roles.source, *roles.target)}
    if len(sides) >= 2 and len(offices) >= 2 and kind == "talks":
        if all(o.startswith(HEADS_OF_STATE) for o in offices):
            return "summit"
        if all("minister" in o for o in offices):
            return "ministerial"
    if kind == "talks" and theme is not None and theme.lemma_.lower() in {"meeting", "talk", "encounter"}:
        if re.search(r"\bforeign[- ]ministers?\b|\bministers\b", tree.phrase(theme).text.casefold()):
            return "ministerial"
        if re.search(r"\b(presidents|leaders|heads of state)\b", tree.phrase(theme).text.casefold()):
            return "summit"
    return kind


def agenda_of(match: Match, around: Surroundings) -> tuple[str, ...]:
    """Issues on the agenda: in the theme's phrase, in its purpose, and where it is said to discuss them."""
    finder = around.lexicon.issues
    codes: list[str] = []
    theme = match.theme or match.predicate.token
    for name, head in [*tree.prepositional(theme), *match.predicate.prepositions]:
        if name in {
            "on",
            "about",
            "over",
            "for",
            "regarding",
            "concerning",
            "of",
            "around",
            "like",
            "alongside",
        }:
            codes.extend(finder.codes(tree.phrase(head)))
    for child in [*theme.children, *match.predicate.token.children, *tree.clause_head(theme).children]:
        if child.dep_ in {"advcl", "acl", "relcl", "xcomp"} and child.tag_ in {
            "VB",
            "VBG",
            "VBN",
            "VBP",
            "VBZ",
            "VBD",
        }:
            purpose = child.lemma_.lower() in word_set("topic_verbs")
            if purpose or (child.tag_ == "VB" and child.dep_ in {"advcl", "acl"}):
                codes.extend(finder.codes([t for t in tree.clause(child) if t.i != theme.i]))
    head = tree.clause_head(theme)
    if head.lemma_.lower() in word_set("topic_verbs"):
        for topic in tree.objects(head):
            if topic.i != theme.i:
                codes.extend(finder.codes(tree.phrase(topic)))
                codes.extend(_leaders_meeting(topic, theme, around))
    for modifier in tree.modifiers(theme):
        codes.extend(c for c in finder.codes([modifier]) if c != "settlement")
    if not codes and match.rule.act in {None, "scheduled", "announced", "proposed", "hosted"}:
        head = tree.clause_head(match.predicate.token)
        own = [t for t in tree.clause(head) if t.i != theme.i and tree.clause_head(t).i == head.i]
        codes.extend(c for c in finder.codes(own) if c != "settlement")
    return tuple(dict.fromkeys(codes))


def _leaders_meeting(topic: Token, theme: Token, around: Surroundings) -> list[str]:
    """The issue of a leaders' meeting, where the topic is a meeting of persons named."""
    for token in tree.phrase(topic):
        if token.i != theme.i and token.pos_ == "NOUN" and around.lexicon.is_a(token, "talks"):
            people = around.resolver.actors([h for n, h in tree.prepositional(token) if n in {"between", "with"}])
            if any(a.person for a in people):
                return ["leaders_meeting"]
    return []


# --- quantities -------------------------------------------------------------------------------------------


def count_of(quantities: Iterable[Quantity], kind: str) -> Count | None:
    """The toll of one kind: lowest and highest said, civilians apart."""
    numbers = [q for q in quantities if q.kind == kind]
    if not numbers:
        return None
    low = [q.low for q in numbers if q.low is not None]
    high = [q.high for q in numbers if q.high is not None]
    civilians = [q.low for q in numbers if q.who in {"civilian", "civilians"} and q.low is not None]
    open_end = any(q.high is None for q in numbers)
    return Count(
        min=min(low) if low else None,
        max=None if open_end else max(high),
        civilians=civilians[0] if civilians else None,
    )


_PERSONS = ("exchanged", "released", "evacuated", "displaced", "missing", "aid", "persons")


def quantities_of(quantities: Sequence[Quantity]) -> Quantities | None:
    """All numbers bound to an event as the record keeps them."""
    if not quantities:
        return None
    persons = next((count_of(quantities, kind) for kind in _PERSONS if count_of(quantities, kind)), None)
    values = Quantities(
        killed=count_of(quantities, "killed"),
        wounded=count_of(quantities, "wounded"),
        captured=count_of(quantities, "captured"),
        missing=count_of(quantities, "missing"),
        displaced=count_of(quantities, "displaced"),
        persons=persons,
    )
    return values if any(v is not None for v in values.model_dump().values()) else None
