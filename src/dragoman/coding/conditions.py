"""Owns on what a commitment depends: its condition in the text's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.needs_speech import ready_act
from dragoman.coding.rules import Match
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Words that open a condition; those that also tell time ("when", "once", "after") count before a future.
CONDITIONAL_WORDS = frozenset({"if", "unless", "until", "should", "once", "provided", "before", "when"})
# A participle clause depends on nothing unless it is opened by one of these.
STRONG_WORDS = frozenset({"if", "unless", "until", "before"})
# What may stand first in a subject.
SUBJECT_TAGS = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "WDT"})
DEGREE = frozenset({"soon", "only", "long"})


def condition_of(match: Match, stated: Span | None = None) -> Span | None:
    """The clause on which a commitment depends, in the text's own words; `stated` where none is found."""
    heads = [match.predicate.token, *match.predicate.complements]
    heads.extend(c for h in list(heads) for c in tree.complements(h))
    heads.extend(o for h in list(heads) for o in tree.objects(h))
    heads.extend(c for h in list(heads) for c in h.children if c.lower_ in DEGREE)
    ready = ready_act(match.predicate) if match.predicate.verbal else None
    heads.extend([ready] if ready is not None else [])
    above = match.predicate.token.head
    if match.predicate.token.dep_ == "ccomp" and above.i > match.predicate.token.i:
        heads.append(above)  # "X will not sign, its president has said, before…"
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
    return stated or _inverted(match.predicate.token) or _deeper(match.predicate.token) or _while_refused(heads)


def _deeper(verb: Token) -> Span | None:
    """A condition that the parser hung on a clause further down ("food that is waiting, as soon as…")."""
    for clause in verb.subtree:
        if clause.dep_ != "advcl" or clause.i < verb.i or _in_other_act(clause, verb):
            continue
        start = clause.left_edge.i
        soon = (start >= 2 and clause.doc[start - 1].lower_ == "soon") or clause.head.lower_ == "soon"
        marker = tree.clause_marker(clause) or clause.left_edge.lower_
        if soon or marker in {"if", "unless", "once", "provided"}:
            return _with_marker(clause)
    return None


def _in_other_act(clause: Token, verb: Token) -> bool:
    """Whether the clause hangs on an act that stands beside the verb's own ("would keep it but not leave unless…")."""
    for above in clause.ancestors:
        if above.i == verb.i:
            return False
        if above.dep_ == "conj" and tree.is_verbal(above):
            return True
    return False


def refers_back(condition: Span) -> bool:
    """Whether a condition only takes up what was said before ("should he fail to do so", "if they do not")."""
    words = {t.lower_ for t in condition}
    return bool(words & {"so", "comply", "otherwise", "it", "that"}) or condition[-1].lower_ in {"not", "n't", "fail"}


def _inverted(verb: Token) -> Span | None:
    """ "Should he fail to do so, …": the clause that an inverted auxiliary opens, before or after the verb."""
    sent = verb.sent
    for token in sent:
        if token.lower_ != "should":
            continue
        following = token.nbor() if token.i + 1 < len(token.doc) else token
        opens = token.i == sent.start or not tree.is_verbal(token.nbor(-1))
        if not opens or following.tag_ not in SUBJECT_TAGS:
            continue
        if (
            token.i > sent.start
            and token.nbor(-1).tag_ in SUBJECT_TAGS - {"DT"}
            and token.nbor(-1).dep_ in tree.SUBJECTS
        ):
            continue
        if token.i < verb.i:
            stop = _last_comma(sent, token.i, verb)
            return sent[: stop - sent.start] if stop is not None and token.i == sent.start else None
        return token.doc[token.i : _clause_end(sent)]
    return None


def _last_comma(sent: Span, start: int, verb: Token) -> int | None:
    """The comma before the verb's own subject."""
    first = min([verb.i, *(s.left_edge.i for s in tree.subjects(verb) if start < s.i < verb.i)])
    commas = [t.i for t in sent if t.text == "," and start < t.i < first]
    return commas[-1] if commas else None


def _clause_end(sent: Span) -> int:
    end: int = sent.end
    while end > sent.start and (sent.doc[end - 1].is_punct or sent.doc[end - 1].is_space):
        end -= 1
    return end


def _while_refused(heads: list[Token]) -> Span | None:
    """ "Neither would get a deal while the fighting went on": a state that shuts something out."""
    for head in heads:
        future = {"will", "would", "'ll"} & set(tree.auxiliaries(head))
        refused = tree.is_negated(head) or any(s.lower_ in {"neither", "nobody", "none"} for s in tree.subjects(head))
        for child in head.children:
            if future and refused and child.dep_ == "advcl" and tree.clause_marker(child) == "while":
                return tree.clause(child)
    return None


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
