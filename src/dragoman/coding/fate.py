"""Owns what a text says became of a promise, threat or deadline: kept, broken, expired or withdrawn.

Read from the verb over the noun; the verbs are data (`fate_verb`, `refused_fate`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon
from dragoman.coding.predicates import governing_verb, lemma_of
from dragoman.coding.rules import Match
from dragoman.language import tree
from dragoman.language.tree_tense import tense

if TYPE_CHECKING:
    from spacy.tokens import Token

# A promise that is not kept is broken; a deadline that is not met has expired.
_REFUSED = {"promise": "violated", "deadline": "expired"}


def fate_of(match: Match, lexicon: Lexicon) -> str | None:
    """The status that the text gives a commitment: fulfilled, expired, violated or withdrawn; None if none."""
    theme = match.theme
    if theme is None or match.rule.frame != "commitment":
        return None
    about = lexicon.kind(theme, "promise_noun|deadline_noun|threat")
    if about is None:
        return None
    over = governing_verb(theme)
    if over is None:
        return None
    verb = _carried(over[0], lexicon)
    fate = lexicon.book.kind_in("fate_verb", (lemma_of(verb), verb.lemma_.lower()))
    if fate is None or tense(verb) == "future" or _is_open(verb):
        return None
    if _refused(verb):
        return _REFUSED.get(about) if fate == "fulfilled" else None
    return "withdrawn" if fate == "expired" and about == "threat" else fate


def _carried(verb: Token, lexicon: Lexicon) -> Token:
    """The verb below one that only lets or makes it happen ("let the deadline pass")."""
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"} and verb.lemma_.lower() in {"let", "allow", "see", "watch"}:
            return child
    return verb


def _is_open(verb: Token) -> bool:
    """Whether the verb is only wished, planned or feared ("must keep its promise", "if it breaks its word")."""
    words = set(tree.auxiliaries(verb))
    if words & {"must", "should", "may", "might", "can", "could", "would", "will", "to"}:
        return verb.head.lemma_.lower() not in {"fail", "refuse", "decline"} or "to" not in words
    return tree.clause_marker(verb) in {"if", "unless", "until", "before", "should"}


def _refused(verb: Token) -> bool:
    fails = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in {"fail", "refuse", "decline"}
    return fails or tree.is_negated(verb)
