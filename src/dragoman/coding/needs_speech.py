"""Owns the named constraints (`needs`) of the rules of commitments and positions: what is said, and how.

Each is a function of the predicate and the sentence's knowledge; it decides nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.coding.lexicon import Lexicon, Need, below, has_issue, words_of
from dragoman.coding.predicates import Predicate
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token


def _complement_has(predicate: Predicate, words: set[str]) -> bool:
    return any(words & {a.lower() for a in tree.auxiliaries(c)} for c in predicate.complements)


def _threat(predicate: Predicate, lexicon: Lexicon) -> bool:
    lemma = predicate.token.lemma_.lower()
    things = [*predicate.patients, *predicate.pp("of", "with")]
    if lexicon.any_is(things, "sanction|attack|weapon"):
        return True
    if lemma in {"threaten", "vow"}:
        return any(c.tag_ in {"VB", "VBG"} or tree.tense(c) == "future" for c in predicate.complements) or (
            _complement_has(predicate, {"would", "will"})
        )
    return _complement_has(predicate, {"would", "will", "could", "'ll"})


def _promise(predicate: Predicate, lexicon: Lexicon) -> bool:
    if any(c.tag_ == "VB" for c in predicate.complements):
        return True
    if _complement_has(predicate, {"will", "would", "'ll"}):
        return True
    gerund = any(c.tag_ == "VBG" for c in predicate.complements)
    if gerund and predicate.token.lemma_.lower() == "commit":
        return True
    return predicate.token.lemma_.lower() not in {"agree", "swear"} and (
        lexicon.any_is(predicate.patients, "aid|money|force|talks") or has_issue(predicate, lexicon)
    )


def _own_doing(predicate: Predicate) -> Iterable[Token]:
    """Complement verbs that the speaker himself is to do: its subject is he, his, we or the speaker."""
    for clause in predicate.complements:
        for subject in tree.own_subjects(clause):
            own = subject.pos_ == "PRON" or any(p.pos_ == "PRON" for p in tree.possessors(subject))
            same = {t.lower_ for t in tree.core_phrase(subject)} & {
                t.lower_ for a in predicate.agents for t in tree.phrase(a) if t.pos_ == "PROPN"
            }
            if own or same:
                yield clause


def _will_clause(predicate: Predicate, lexicon: Lexicon) -> bool:
    return any(
        {"will", "would", "'ll", "shall"} & set(tree.auxiliaries(c))
        and c.lemma_.lower() not in {"be", "have"}
        for c in _own_doing(predicate)
    )


def _ready(predicate: Predicate, lexicon: Lexicon) -> bool:
    return bool(words_of(predicate) & {"ready", "prepared", "willing"})


def _demand(predicate: Predicate, lexicon: Lexicon) -> bool:
    if not has_issue(predicate, lexicon):
        return False
    lemma = predicate.token.lemma_.lower()
    must = {"must", "should", "need", "ought"}
    if lemma in {"say", "argue", "recall", "stress", "expect", "maintain", "remind", "reiterate"}:
        return _complement_has(predicate, must)
    if lemma == "call":
        return bool(predicate.pp("for", "on", "upon")) or bool(predicate.complements)
    if lemma in {"tell", "order", "ask", "press", "push", "appeal", "urge", "plead"}:
        return bool(predicate.complements) or bool(predicate.pp("for"))
    if lemma in {"want", "expect", "require"}:
        return bool(predicate.complements) or bool(predicate.patients)
    return True


def _support(predicate: Predicate, lexicon: Lexicon) -> bool:
    if not has_issue(predicate, lexicon):
        return False
    lemma = predicate.token.lemma_.lower()
    if lemma == "stand":
        return bool(predicate.pp("by", "behind"))
    if lemma == "declare":
        return bool(words_of(predicate) & {"favour", "favor", "support", "readiness", "commitment"})
    if lemma in {"hope", "urge", "encourage", "commit", "thank", "affirm", "reaffirm"}:
        return bool(predicate.complements) or bool(predicate.pp("for", "to")) or bool(predicate.patients)
    return bool(predicate.patients) or bool(predicate.complements)


def _willing(predicate: Predicate, lexicon: Lexicon) -> bool:
    ready = {"ready", "willing", "prepared", "open", "keen", "eager"}
    return bool({c.lower_ for c in predicate.token.children} & ready) and has_issue(predicate, lexicon)


def _will_not(predicate: Predicate, lexicon: Lexicon) -> bool:
    modal = {"will", "would", "wo", "shall", "'ll", "ca", "can", "could"} & set(
        tree.auxiliaries(predicate.token)
    )
    return bool(modal) and tree.is_negated(predicate.token) and has_issue(predicate, lexicon)


def _scepticism(predicate: Predicate, lexicon: Lexicon) -> bool:
    doubt = {"scepticism", "skepticism", "doubt", "doubts", "pessimism", "caution", "hopes", "expectations"}
    if predicate.token.lemma_.lower() in {"doubt", "question"}:
        return has_issue(predicate, lexicon) or lexicon.any_is(below(predicate.token), "talks")
    return bool(words_of(predicate) & doubt)


NEEDS_OF_SPEECH: dict[str, Need] = {
    "threat": _threat,
    "promise": _promise,
    "will_clause": _will_clause,
    "ready": _ready,
    "demand": _demand,
    "support": _support,
    "willing": _willing,
    "will_not": _will_not,
    "scepticism": _scepticism,
}
