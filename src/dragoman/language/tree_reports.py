"""Owns the tree's questions that reported speech asks: where the content of a reporting word stands.

Like `language.tree` it knows dependency labels and no vocabulary; all functions are pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.language.tree import (
    AUXILIARIES,
    OBJECTS,
    SUBJECTS,
    clause_marker,
    is_verbal,
    own_subjects,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

PREPOSITIONAL = frozenset({"prep", "dative", "prt", "agent"})


def is_finite_clause(verb: Token) -> bool:
    """Whether the token heads a clause with a tense or a subject of its own."""
    if any(c.dep_ in SUBJECTS for c in verb.children):
        return True
    if any(c.dep_ in AUXILIARIES and c.tag_ in {"VBD", "VBZ", "VBP", "MD"} for c in verb.children):
        return True
    return verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def is_infinitive(verb: Token) -> bool:
    """Whether the token is an infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def content_frames(token: Token) -> dict[str, list[Token]]:
    """Heads of the phrases that may hold what a reporting word reports, by the kind of phrase.

    Keys: `that` (a clause, also one before the word), `to` (an infinitive), `ing`, `obj`, `small`
    (the second part of "called it a mistake"), `passive` (a passive's subject), `purpose` (an infinitive
    that is parsed as an adjunct), `+for` (a phrase with that preposition; the value is the preposition).
    """
    frames: dict[str, list[Token]] = {}
    for child in token.children:
        name = _frame_name(token, child)
        if name is not None:
            frames.setdefault(name, []).append(child)
    for thing in frames.get("obj", ()):
        # "see X as Y": parsers hang "as" on the object.
        for child in thing.children:
            if child.dep_ == "prep" and child.lower_ == "as" and "+as" not in frames:
                frames["+as"] = [child]
    return frames


def _frame_name(token: Token, child: Token) -> str | None:
    """The frame in which a child stands, None if it cannot hold content."""
    label: str = child.dep_
    if label in {"ccomp", "xcomp", "acl", "relcl"}:
        return _clause_frame(token, child)
    if label in OBJECTS:
        return "obj"
    if label == "oprd":
        return "small"
    if label in {"nsubjpass", "csubjpass"}:
        return "passive"
    if label in PREPOSITIONAL and any(c.dep_ in {"pobj", "pcomp"} for c in child.children):
        return f"+{child.lower_}"
    if label in {"advcl", "conj"} and child.i > token.i and is_infinitive(child):
        return "+for" if clause_marker(child) == "for" else "purpose"
    if label == "advcl" and child.i > token.i and is_finite_clause(child):
        # "said after the meeting he would go": an unmarked clause after the word completes it.
        return "that" if clause_marker(child) in {None, "that"} else None
    return None


def _clause_frame(token: Token, child: Token) -> str | None:
    label = child.dep_
    if is_infinitive(child):
        return "to"
    if label == "relcl" or (label == "acl" and child.tag_ in {"VBN", "VBG"}):
        # "the claim that X left" is often parsed as a relative clause: it keeps its own subject.
        marked = any(c.lower_ == "that" and c.dep_ in {"mark", "dobj", "advmod"} for c in child.children)
        own = any(c.dep_ in SUBJECTS and c.lower_ != "that" for c in child.children)
        return "that" if marked and own and not is_verbal(token) else None
    if label == "xcomp" and child.tag_ == "VBG" and not is_finite_clause(child):
        return "ing"
    if label == "ccomp" and child.tag_ == "VBG" and not is_finite_clause(child):
        return "ing"
    if label == "ccomp" and child.pos_ in {"NOUN", "PROPN", "ADJ"} and not is_finite_clause(child):
        return "small"
    if label == "xcomp" and child.pos_ in {"NOUN", "PROPN", "ADJ"}:
        return "small"
    return "that"


def reports_main_clause(verb: Token) -> Token | None:
    """The head of the clause that "he said" or "as he said" was put into, None if it was not."""
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.dep_ == "parataxis":
        return head
    marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"} and c.i < verb.i}
    if verb.dep_ == "advcl" and "as" in marks and is_verbal(head):
        return head
    return None


def verb_group(verb: Token) -> tuple[int, int]:
    """First and last token index of a verb with its auxiliaries, negation and adverbs next to it."""
    first = verb.i
    for child in sorted(verb.children, key=lambda c: -c.i):
        if child.i == first - 1 and (
            child.dep_ in AUXILIARIES or child.dep_ == "neg" or (child.dep_ == "advmod" and child.pos_ == "ADV")
        ):
            first = child.i
    last = verb.i
    for child in verb.children:
        if child.i == last + 1 and child.dep_ == "prt":
            last = child.i
    return first, last


def clause_of_object(token: Token) -> Token | None:
    """The "that" clause that a parser hung on the object instead of the verb ("told a meeting that…")."""
    for child in token.children:
        if child.dep_ in OBJECTS | {"dative"}:
            for clause in child.children:
                if clause.dep_ in {"relcl", "acl", "ccomp"} and clause.left_edge.lower_ == "that":
                    return clause
    return None


def reattached(verb: Token) -> Token | None:
    """The verb with which a finite verb is really coordinated, None where the tree is right.

    In "said he would go and warned against X" parsers join "warned" to "go"; the forms tell that it
    goes with "said": same form as that verb, another form than the clause's.
    """
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ", "VBP"} or own_subjects(verb):
        return None
    joined = verb.head
    steps = 0
    while joined.dep_ == "conj" and joined.head.i != joined.i and steps < 20:
        joined = joined.head
        steps += 1
    above = joined.head
    if joined.dep_ not in {"ccomp", "xcomp"} or not is_verbal(above) or above.i > verb.i:
        return None
    return above if joined.tag_ != verb.tag_ and above.tag_ == verb.tag_ else None
