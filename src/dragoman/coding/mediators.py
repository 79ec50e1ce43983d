"""Owns who stands between the parties, as far as the paragraph of a match tells it.

Reads mediating verbs and nouns ("brokered by", "with X as go-between", "Swiss mediation", "AU-led talks").
Does not carry mediators from one entry to another: see `process.settings_shared`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.coding.roles import Roles
from dragoman.coding.rules import Match
from dragoman.coding.surroundings import Surroundings
from dragoman.knowledge.word_sets import word_set
from dragoman.language import tree
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# What a mediator does beside mediating: with talks or an agreement as the object, or with the parties.
_WITH_TALKS = frozenset({"arrange", "lead", "organise", "organize", "oversee", "steer", "guarantee"})
_WITH_PARTIES = frozenset({"bring", "gather"})
_BETWEEN = frozenset({"sit", "shuttle", "mediate", "carry", "run"})
_PARTICIPLES = frozenset({"led", "brokered", "mediated", "sponsored", "facilitated", "chaired", "guaranteed"})


def mediators_of(match: Match, around: Surroundings, roles: Roles) -> tuple[Actor, ...]:
    """Third parties between the parties: told in the sentence, else nearby in its paragraph."""
    parties = {a.key for a in (*roles.source, *roles.target)}
    here = _told_in(match.predicate.token.sent, around)
    between = _apart(here, parties)
    if between or not parties:
        return between
    for sent in _beside(match.predicate.token.sent):
        between = tuple(a for a in _told_in(sent, around) if a.key not in parties)
        if between:
            return between
    return ()


def _apart(found: list[Actor], parties: set[str]) -> tuple[Actor, ...]:
    between = {a.key: a for a in found}
    if len(parties - set(between)) < 2:
        between = {k: a for k, a in between.items() if k not in parties}
    return tuple(between.values())


def _beside(sent: Span) -> Iterator[Span]:
    """The sentences before and after in the same paragraph."""
    doc = sent.doc
    if sent.start > 0:
        before = doc[sent.start - 1].sent
        if "\n" not in before.text_with_ws:
            yield before
    if sent.end < len(doc):
        after = doc[sent.end].sent
        if "\n" not in sent.text_with_ws:
            yield after


def _told_in(sent: Span, around: Surroundings) -> list[Actor]:
    found: list[Actor] = []
    for token in sent:
        found.extend(around.resolver.actors(_named_by(token, around)))
        if token.lemma_.lower() == "mediator":
            found.extend(around.resolver.actors([token]) if not _described(token) else ())
    return list({a.key: a.without_person() for a in found}.values())


def _named_by(token: Token, around: Surroundings) -> list[Token]:
    """Heads of the phrases that a word shows to be mediators."""
    lemma = token.lemma_.lower()
    if token.lower_ in _PARTICIPLES and token.i > 1 and token.nbor(-1).text == "-":
        return [token.nbor(-2)]
    if tree.is_verbal(token):
        return _doers(token, lemma, around)
    if lemma in word_set("mediator_nouns") and (lemma != "between" or token.dep_ in {"pobj", "attr", "appos"}):
        return _described(token)
    if lemma in word_set("mediation_nouns") or token.lower_ in word_set("mediation_nouns"):
        named = [m for m in token.children if m.dep_ in {"amod", "compound", "nmod"} and m.text[:1].isupper()]
        return [
            *named,
            *tree.possessors(token),
            *(h for n, h in tree.prepositional(token) if n in {"of", "by", "from"}),
        ]
    if lemma == "chair" and token.dep_ == "pobj" and token.head.lower_ == "in":
        holder = token.head.head
        return tree.conjuncts(holder) if tree.is_nominal(holder) else tree.subjects(holder)
    return []


def _doers(verb: Token, lemma: str, around: Surroundings) -> list[Token]:
    doers = tree.agents(verb) if tree.is_passive(verb) else tree.subjects(verb)
    things = tree.subjects(verb) if tree.is_passive(verb) else tree.objects(verb)
    if lemma in word_set("mediating_verbs"):
        asked = any(d.lower_ == "who" for d in doers)
        return _answer(verb) if asked or (not doers and verb.i == verb.sent.start) else doers
    if lemma in _WITH_TALKS:
        return doers if around.lexicon.any_is(things, "talks|agreement") else []
    words = {c.lower_ for c in verb.children}
    if lemma in _WITH_PARTIES and "together" in words:
        return doers
    if lemma in {"get", "obtain", "secure", "win"} and any(t.lemma_.lower() == "signature" for t in things):
        return doers
    if lemma in _BETWEEN:
        between = [h for n, h in tree.prepositional(verb) if n in {"between", "among"}]
        return doers if around.lexicon.any_is(between, "party") or around.resolver.actors(between) else []
    return []


def _answer(verb: Token) -> list[Token]:
    """What stands behind the colon of "Who mediated: X"."""
    doc = verb.doc
    colon = next((t.i for t in doc[verb.i : verb.i + 6] if t.text == ":"), None)
    if colon is None:
        return []
    behind = []
    for token in doc[colon + 1 : colon + 15]:
        if token.text in {".", "\n", ";"}:
            break
        behind.append(token)
    return [t for t in behind if t.pos_ in {"PROPN", "NOUN"} and t.dep_ != "compound"]


def _described(noun: Token) -> list[Token]:
    """Whom a noun such as "mediator" describes: beside it, before "as" it, named in it, or by "be"."""
    named = [one for m in tree.modifiers(noun) if m.text[:1].isupper() for one in tree.conjuncts(m)]
    named.extend(one for a in tree.appositions(noun) for one in tree.conjuncts(a))
    named.extend(one for one in tree.conjuncts(noun)[1:] if one.pos_ == "PROPN")
    head = noun.head
    if noun.dep_ == "appos":
        named.extend(tree.conjuncts(head))
    if noun.dep_ == "pobj" and head.lower_ == "as":
        # The parser hangs "as" anywhere; the name right before it is meant ("with X as go-between").
        before = head.nbor(-1) if head.i > head.sent.start else head.head
        holder = before if before.pos_ == "PROPN" else head.head
        named.extend(tree.conjuncts(holder) if tree.is_nominal(holder) else tree.subjects(holder))
    if noun.dep_ == "attr":
        named.extend(tree.subjects(head))
    return named
