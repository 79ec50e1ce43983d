"""Owns matching: which event rules a predicate of a sentence satisfies, and on which noun.

Does not know actors, time or place; the coder asks those questions of a match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.needs import NEEDS, Lexicon, terms_of, through_of
from dragoman.coding.predicates import Predicate, noun_predicate, predicates, verb_predicate
from dragoman.knowledge.rules import Rule
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class Match:
    """One rule satisfied by one predicate.

    Attributes:
        theme: head of the phrase that satisfied the class constraint; for noun triggers the noun.
        kind: kind of the theme's term within its class ("summit", "airstrike"), else the rule's kind.
    """

    rule: Rule
    predicate: Predicate
    theme: Token | None
    kind: str | None


def matches(span: Span, lexicon: Lexicon) -> list[Match]:
    """The best match per predicate and frame in a sentence, in text order.

    A noun that a verb's rule has read as its theme is not read again in the same frame.
    """
    found: list[Match] = []
    for predicate in predicates(span):
        found.extend(_verb_matches(predicate, lexicon))
    found = _narrowed(found)
    taken = {(m.theme.i, m.rule.frame) for m in found if m.theme is not None}
    for token in span:
        if token.pos_ in {"NOUN", "PROPN"} and not _is_part(token, lexicon):
            found.extend(m for m in _noun_matches(token, lexicon) if (token.i, m.rule.frame) not in taken)
    return sorted(found, key=lambda m: m.predicate.token.i)


def verb_matches(verb: Token, lexicon: Lexicon) -> list[Match]:
    """The best match per frame of one verb; asked of complements, too."""
    return _verb_matches(verb_predicate(verb), lexicon)


def noun_matches(noun: Token, lexicon: Lexicon) -> list[Match]:
    """The best match per frame of one event noun."""
    return _noun_matches(noun, lexicon)


def _verb_matches(predicate: Predicate, lexicon: Lexicon) -> list[Match]:
    lemma = predicate.lemma
    rules = lexicon.book.by_verb.get(lemma, ())
    if not rules and " " in lemma:
        rules = lexicon.book.by_verb.get(lemma.split(" ", 1)[0], ())
    best: dict[str, Match] = {}
    for rule in rules:
        if rule.frame in best:
            continue
        match = _satisfied(rule, predicate, lexicon)
        if match is not None:
            best[rule.frame] = match
    return list(best.values())


def _noun_matches(noun: Token, lexicon: Lexicon) -> list[Match]:
    terms = terms_of(noun)
    best: dict[str, Match] = {}
    for name, rules in lexicon.book.by_noun_class.items():
        kind = lexicon.book.kind_in(name, terms)
        if kind is None:
            continue
        predicate = noun_predicate(noun)
        for rule in rules:
            if rule.frame in best:
                continue
            match = _satisfied(rule, predicate, lexicon)
            if match is not None:
                best[rule.frame] = Match(rule, predicate, match.theme or noun, rule.kind or kind)
    return list(best.values())


def _satisfied(rule: Rule, predicate: Predicate, lexicon: Lexicon) -> Match | None:
    """The match if all constraints of the rule hold, else None."""
    theme: Token | None = None
    kind = rule.kind
    for name, tokens in (("patient", predicate.patients), ("agent", predicate.agents)):
        wanted = getattr(rule, name)
        if wanted is None:
            continue
        hit = _first_in_class(tokens, wanted, lexicon)
        if hit is None:
            return None
        theme, kind = hit[0], rule.kind or hit[1]
    if rule.pp:
        hit = _pp_in_class(rule, predicate, lexicon)
        if hit is None:
            return None
        theme, kind = theme or hit[0], rule.kind or hit[1]
    if rule.complement and not _complement_fits(rule, predicate):
        return None
    if rule.needs and not NEEDS[rule.needs](predicate, lexicon):
        return None
    return Match(rule, predicate, theme, kind)


def _pp_in_class(rule: Rule, predicate: Predicate, lexicon: Lexicon) -> tuple[Token, str] | None:
    for names, wanted in rule.pp.items():
        hit = _first_in_class(predicate.pp(*names.split("|")), wanted, lexicon)
        if hit is not None:
            return hit
    return None


def _first_in_class(tokens: tuple[Token, ...], name: str, lexicon: Lexicon) -> tuple[Token, str] | None:
    if name == "actor":
        return (tokens[0], "") if tokens else None
    for token in tokens:
        for one in (*through_of(token), *_before_of(token), *_meant(token, name, lexicon)):
            kind = lexicon.kind(one, name)
            if kind is not None:
                return one, kind
    return None


# Classes whose nouns a pronoun may stand for in the next sentence ("It was adjourned").
RECALLED = frozenset({"talks", "agreement"})
RECALLING = frozenset({"it", "they", "this", "that", "them", "none", "neither", "both", "these"})
# Through sentences whose subject is a pronoun again, the noun is sought so far back.
RECALLED_SENTENCES = 2


def _meant(token: Token, name: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The noun of the class for which a pronoun stands: subject or object of the sentence before."""
    if token.pos_ != "PRON" or token.lower_ not in RECALLING:
        return ()
    start = token.sent.start
    if name not in RECALLED:
        return ()
    for _ in range(RECALLED_SENTENCES):
        if start == 0:
            return ()
        before = token.doc[start - 1].sent
        for one in before:
            named = one.pos_ == "NOUN" and one.dep_ in tree.SUBJECTS | tree.OBJECTS | {"ROOT"}
            if named and lexicon.is_a(one, name):
                return (one,)
        if not any(t.pos_ == "PRON" and t.dep_ in tree.SUBJECTS for t in before):
            return ()
        start = before.start
    return ()


def _is_part(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the noun only describes another of its kind: "drone" attacks, a round of "discussions"."""
    head = noun.head
    if noun.dep_ == "compound" or (noun.dep_ in {"nmod", "amod"} and head.pos_ == "NOUN"):
        return True
    if noun.dep_ == "pobj" and head.lower_ == "of" and tree.is_nominal(head.head):
        return lexicon.is_a(noun, "talks") and lexicon.is_a(head.head, "talks")
    return False


def _before_of(token: Token) -> tuple[Token, ...]:
    """The noun before "of": a relative clause may hang on the wrong noun of "declaration of principles"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and tree.is_nominal(token.head.head):
        return (token.head.head,)
    return ()


def _complement_fits(rule: Rule, predicate: Predicate) -> bool:
    lemmas = {c.lemma_.lower() for c in predicate.complements}
    return bool(lemmas & set(rule.complement)) or ("*" in rule.complement and bool(lemmas))


def _narrowed(found: list[Match]) -> list[Match]:
    """Without the general reading of a predicate where a frame of a process reads it too.

    A promise or threat leaves the reading of the act itself ("to impose sanctions") beside it, unless
    both say the same.
    """
    special: dict[int, set[str]] = {}
    for match in found:
        if match.rule.frame != "other":
            told = {match.rule.type} if match.rule.frame == "commitment" else {"*"}
            special.setdefault(match.predicate.token.i, set()).update(told)
    agreed = {m.predicate.token.i for m in found if m.rule.frame == "agreement"}
    met = {m.predicate.token.i for m in found if m.rule.frame == "meeting"}
    kept = []
    for match in found:
        index, rule = match.predicate.token.i, match.rule
        if rule.frame == "other" and {"*", rule.type} & special.get(index, set()):
            continue
        if rule.frame == "commitment" and index in agreed and not rule.verbs_of:
            continue
        if rule.act == "owed" and index in met:
            continue  # talks still to come are a meeting, not a debt
        kept.append(match)
    return kept
