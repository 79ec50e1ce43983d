"""Owns on what and until when a commitment depends: its condition in the text's words, its due date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dragoman.coding.dates import TimeExpression, due_date
from dragoman.coding.rules import Match
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

DUE_DIRECTIONS = frozenset({"by", "before", "until", "within", "on", "from", "between", "in", "after"})
# Words that open a condition; those that also tell time ("when", "once", "after") count before a future.
CONDITIONAL_WORDS = frozenset({"if", "unless", "until", "should", "once", "provided", "before", "when"})
# A participle clause depends on nothing unless it is opened by one of these.
STRONG_WORDS = frozenset({"if", "unless", "until", "before"})
DEGREE = frozenset({"soon", "only", "long"})


def condition_of(match: Match, stated: Span | None = None) -> Span | None:
    """The clause on which a commitment depends, in the text's own words; `stated` where none is found."""
    heads = [match.predicate.token, *match.predicate.complements]
    heads.extend(c for h in list(heads) for c in tree.complements(h))
    heads.extend(o for h in list(heads) for o in tree.objects(h))
    heads.extend(c for h in list(heads) for c in h.children if c.lower_ in DEGREE)
    whichever = _whichever(match.predicate.token)
    if whichever is not None:
        return whichever
    for head in heads:
        for child in head.children:
            if child.dep_ == "advcl":
                found = _conditional_clause(child, after_degree=head.lower_ in DEGREE)
                if found is not None:
                    return found
            if child.dep_ in {"prep", "mark"} and child.lower_ in {"unless", "without"}:
                return head.doc[child.left_edge.i : child.right_edge.i + 1]
    return stated


def _conditional_clause(verb: Token, *, after_degree: bool) -> Span | None:
    words = {tree.clause_marker(verb) or "", tree.clause(verb)[0].lower_, *(c.lower_ for c in verb.children)}
    if not after_degree and not words & CONDITIONAL_WORDS:
        return None
    if verb.tag_ == "VBG" and not words & STRONG_WORDS:
        return None
    return _with_marker(verb)


def _with_marker(clause_verb: Token) -> Span:
    """The clause with the words that introduce it ("only if", "as soon as")."""
    span = tree.clause(clause_verb)
    start = span.start
    doc = clause_verb.doc
    while start > 0 and doc[start - 1].lower_ in {"only", "as", "soon", "even", "long"}:
        start -= 1
    return doc[start : span.end]


def _whichever(verb: Token) -> Span | None:
    """ "Whichever side breaks the truce" under a verb: the condition is that clause."""
    for token in verb.subtree:
        if token.lower_ in {"whichever", "whoever"}:
            noun = token.head if token.head.i > token.i and tree.is_nominal(token.head) else token
            clause = noun.head if noun.dep_ in tree.SUBJECTS else noun
            return token.doc[token.i : max(clause.right_edge.i, noun.right_edge.i) + 1]
    return None


def due_of(match: Match, around: Surroundings, condition: Span | None) -> str | None:
    """The day (or month, or year) by which it is due; None where the text sets none."""
    clause = tree.clause(match.predicate.token)
    start, end = clause.start_char, clause.end_char
    if condition is not None:
        start, end = min(start, condition.start_char), max(end, condition.end_char)
    said_on: date | None = around.document.published
    speech = around.time_of(match.predicate.token)
    inner = [t for c in match.predicate.complements for t in around.spans_in(*_chars(tree.clause(c)))]
    inner.extend(around.spans_in(*_chars(condition)) if condition is not None else [])
    for time in inner or around.spans_in(start, end):
        if time.kind == "duration" and time.direction not in {"within", "in", "after"}:
            continue
        if time.direction not in DUE_DIRECTIONS and time.kind != "date":
            continue
        spoken = speech.first if speech is not None and speech is not time else None
        day = due_date(time, said_on=spoken or said_on)
        if day is not None and (said_on is None or day >= said_on):
            return _as_written(time, day)
    return None


def _as_written(time: TimeExpression, day: date) -> str:
    value = time.value or ""
    return value if re.fullmatch(r"\d{4}(-\d\d)?", value) else day.isoformat()


def _chars(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char
