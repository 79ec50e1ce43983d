"""Owns what matching knows of words: noun classes, the terms of a noun, the words below a predicate.

Matches no rule: see `coding.rules`; the rules' named constraints are in `coding.needs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.issues import IssueFinder
from dragoman.coding.predicates import Predicate
from dragoman.knowledge.rules import RuleBook
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What matching needs to know: the rules with their noun classes, and the issue terms."""

    book: RuleBook
    issues: IssueFinder

    def is_a(self, token: Token, name: str) -> bool:
        """Whether the noun, or the noun behind its "of", belongs to the class."""
        return self.kind(token, name) is not None

    def kind(self, token: Token, name: str) -> str | None:
        """The kind of the noun in the class, None if it is not in it."""
        return self.book.kind_in(name, terms_of(token))

    def any_is(self, tokens: Iterable[Token], name: str) -> bool:
        """Whether one of the nouns, or what stands behind its "of", belongs to the class."""
        return any(self.is_a(one, name) for token in tokens for one in through_of(token))


def terms_of(token: Token) -> tuple[str, ...]:
    """Lower-case lemma terms of a noun, the longest first: "air strike", "strike"."""
    lemma = token.lemma_.lower()
    before = [c.lemma_.lower() for c in token.children if c.dep_ in {"compound", "amod", "nmod"}]
    found = []
    if len(before) >= 2:
        found.append(" ".join((*before[-2:], lemma)))
    found.extend(f"{word} {lemma}" for word in before)
    if token.lower_ != lemma:
        found.extend(f"{word} {token.lower_}" for word in before)
        found.append(token.lower_)
    found.append(lemma)
    if token.tag_ == "NNPS" and lemma.endswith("s"):
        # The parser takes a plural that opens a sentence for a name and leaves its ending on.
        found.append(lemma[:-1])
    return tuple(found)


def through_of(token: Token) -> Iterable[Token]:
    """The noun, and the noun behind "of": the "talks" of "a round of talks"."""
    yield token
    for name, head in tree.prepositional(token):
        if name == "of":
            yield head


def below(token: Token, *, depth: int = 3) -> Iterable[Token]:
    """Objects and prepositional objects under a predicate and its complements, to a small depth."""
    if depth == 0:
        return
    for child in [*tree.objects(token), *(head for _, head in tree.prepositional(token))]:
        yield child
        yield from through_of(child)
    for child in tree.complements(token):
        yield from tree.subjects(child)
        yield from below(child, depth=depth - 1)


def words_of(predicate: Predicate) -> set[str]:
    return {t.lower_ for t in tree.clause(predicate.token)}


def is_named(tokens: Iterable[Token]) -> bool:
    """Whether one of the phrases holds a proper name or a capitalised adjective."""
    return any(
        t.pos_ == "PROPN" or (t.pos_ == "ADJ" and t.text[:1].isupper()) for one in tokens for t in tree.core_phrase(one)
    )


def has_issue(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Whether the predicate's clause, its subject left out, names an issue."""
    left_out = {t.i for a in predicate.agents for t in tree.phrase(a)}
    tokens = [t for t in tree.clause(predicate.token) if t.i not in left_out]
    return bool(lexicon.issues.find(tokens))


def is_counted(tokens: Iterable[Token]) -> bool:
    """Whether one of the phrases is a number or has one."""
    return any(t.pos_ == "NUM" or t.like_num or any(c.dep_ == "nummod" for c in t.children) for t in tokens)


Need = Callable[[Predicate, Lexicon], bool]
