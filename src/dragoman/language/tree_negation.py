"""Owns finding the word that negates a predicate: its own adverb, its subject, its object.

Like `language.tree` it knows dependency labels; the negating words are given by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

Words = Mapping[str, frozenset[str]]


def negation(token: Token, words: Words) -> Token | None:
    """The word that negates the predicate itself, its subject or its object; None if none does.

    Args:
        token: a verb or a noun.
        words: negating words by kind: adverb, determiner, subject, object.
    """
    found = _own(token, words)
    if found is not None or not tree.is_verbal(token):
        return found
    return _argument(token, words) or _shared(token, words)


def _own(token: Token, words: Words) -> Token | None:
    for child in token.children:
        adverb = child.dep_ in {"neg", "advmod", "preconj", "cc", "det"} and (
            child.dep_ == "neg" or child.lower_ in words["adverb"]
        )
        no_longer = child.lower_ == "longer" and child.i > 0 and child.nbor(-1).lower_ == "no"
        if adverb or no_longer or _negative_determiner(child, words):
            return child
    return None


def _negative_determiner(child: Token, words: Words) -> bool:
    return child.dep_ in {"det", "preconj"} and child.lower_ in words["determiner"]


def _argument(verb: Token, words: Words) -> Token | None:
    for subject in tree.own_subjects(verb):
        if subject.lower_ in words["subject"]:
            return subject
        for child in subject.children:
            if _negative_determiner(child, words):
                return child
    for child in verb.children:
        if child.dep_ not in tree.OBJECTS | {"attr"}:
            continue
        if child.lower_ in words["object"]:
            return child
        for one in child.children:
            if _negative_determiner(one, words):
                return one
    return None


def _shared(verb: Token, words: Words) -> Token | None:
    """ "did not attack or shell", "neither met nor spoke": the second verb is negated too."""
    if verb.dep_ != "conj" or not tree.is_verbal(verb.head) or verb.tag_ != verb.head.tag_:
        return None
    joined = {c.lower_ for c in verb.head.children if c.dep_ == "cc"}
    own = {c.dep_ for c in verb.children} & (tree.SUBJECTS | tree.AUXILIARIES)
    if own or not joined & {"or", "nor"}:
        return None
    return _own(verb.head, words) or _argument(verb.head, words)
