"""Owns the questions of the tree about numbers: what is counted, and by which predicate.

Like `language.tree` it knows dependency labels and no vocabulary of politics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

# Steps from a number to what it counts are few; more means a broken parse.
FARTHEST = 12
COUNTING = frozenset({"nummod", "quantmod", "compound", "amod", "det", "nmod", "predet", "advmod"})


def counted(number: Token, *, inside: frozenset[int]) -> Token | None:
    """The noun that a number counts: "people" of "80 people" and of "dozens of people".

    Args:
        number: the last word of the number.
        inside: indices of all its words.
    """
    current = top_of(number, inside=inside)
    head = current.head
    if head.pos_ == "NUM" and head.i not in inside and current.dep_ in COUNTING and head.head.i > current.i:
        current, head = head, head.head  # "34 of 40 drones"
    if current.dep_ in COUNTING and head.i not in inside and head.i > current.i and _countable(head):
        return head
    for child in current.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.pos_ in {"NOUN", "PROPN", "ADJ"}:
                    return noun
                # "two of them children"
                if noun.pos_ == "PRON" and noun.i + 1 < len(noun.doc) and noun.nbor(1).tag_ == "NNS":
                    return noun.nbor(1)
    return None


def _countable(head: Token) -> bool:
    return head.pos_ in {"NOUN", "PROPN", "ADJ", "SYM"} or head.tag_ in {"JJ", "VBN", "VBG", "NNS", "NN"}


def top_of(number: Token, *, inside: frozenset[int]) -> Token:
    """The word of the number that governs its other words."""
    current = number
    for _ in range(FARTHEST):
        if current.head.i == current.i or current.head.i not in inside:
            break
        current = current.head
    return current


def hosts(token: Token) -> Iterator[tuple[Token, str]]:
    """Predicates above a counted phrase with its role (subj, obj, of, p:for…), nearest first.

    Participles and relative clauses on the phrase itself come before what stands above it:
    "the number of families driven out".
    """
    yield from _below(token)
    current = token
    for _ in range(FARTHEST):
        if current.head.i == current.i:
            return
        head, dep = current.head, current.dep_
        if dep in {"conj", "appos", "nmod", "compound", "npadvmod"}:
            current = head
            yield from _below(current)
            continue
        if dep == "pobj":
            yield head.head, f"p:{head.lower_}"
            current = head.head
            continue
        role = _role(current)
        if role is not None:
            yield head, role
        if tree.is_verbal(head) and role is not None:
            yield from _with_verb(head, role)
            return
        current = head


def _below(noun: Token) -> Iterator[tuple[Token, str]]:
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and child.i > noun.i and child.tag_ != "VB":
            if child.dep_ == "acl" and child.tag_ == "VBN":
                yield child, "obj"
            elif any(c.tag_ in {"WP", "WDT"} and c.dep_ in tree.SUBJECTS for c in child.children):
                yield child, "obj" if tree.is_passive(child) else "subj"


def _role(token: Token) -> str | None:
    head, dep = token.head, token.dep_
    if dep in {"dobj", "obj", "dative"}:
        return "obj"
    if dep in {"nsubjpass"}:
        return "obj"
    if dep == "nsubj":
        # "about 20 wounded": a headline passive; the parser takes it for an active verb.
        bare = head.tag_ in {"VBD", "VBN"} and not _has_object(head) and not _own_auxiliaries(head)
        return "bare" if bare and tree.is_verbal(head) else "subj"
    if dep in {"attr", "oprd", "acomp"}:
        return "attr"
    if dep in {"ccomp", "xcomp"}:
        return "obj"
    return None


def _has_object(verb: Token) -> bool:
    return any(c.dep_ in tree.OBJECTS | {"ccomp", "xcomp"} for c in verb.children)


def _own_auxiliaries(verb: Token) -> bool:
    return any(c.dep_ in tree.AUXILIARIES for c in verb.children)


def _with_verb(verb: Token, role: str) -> Iterator[tuple[Token, str]]:
    """Words that complete the verb's meaning: "shot dead", "set free", "are missing", and raised verbs."""
    for child in verb.children:
        if child.dep_ in {"acomp", "oprd", "attr", "advmod"} and child.pos_ in {"ADJ", "VERB", "ADV"}:
            yield child, "said"
        if child.dep_ == "prep" and child.lower_ in {"among", "amongst"}:
            yield from ((one, "said") for one in child.children if one.dep_ == "pobj")
        if child.dep_ == "xcomp":
            yield child, "obj" if tree.is_passive(child) else role


def participle_before(noun: Token) -> list[Token]:
    """Adjectives and participles before the noun ("wounded" of "30 wounded soldiers")."""
    return [c for c in noun.children if c.dep_ in {"amod", "acomp"} and c.i < noun.i]


def said_of(noun: Token) -> Iterator[Token]:
    """Words that a small clause says of the noun: "dead" of "left 12 people dead"."""
    head = noun.head
    for child in [*noun.children, *(head.children if tree.is_verbal(head) else ())]:
        behind = child.i > noun.i and child.dep_ in {"amod", "oprd", "acomp", "acl", "ccomp", "advcl"}
        if behind and child.tag_ in {"JJ", "VBN"}:
            yield child


def including_host(noun: Token) -> Token | None:
    """The phrase of which the noun names a part ("including three children", "among them a baby")."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"among", "amongst"} and child.i < noun.i:
            return noun.head
    if noun.dep_ == "dobj" and noun.head.lemma_ == "include":
        return noun.head
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in {"including", "among", "amongst"}:
        return None
    return preposition.head


def with_adverbs(verb: Token) -> list[str]:
    """The verb's lemma with each word that completes it: "come home", "walk free"."""
    kinds = {"advmod", "acomp", "oprd", "npadvmod"}
    return [f"{verb.lemma_.lower()} {c.lower_}" for c in verb.children if c.dep_ in kinds and c.i > verb.i]


def stated_by(number: Token) -> tuple[Token, str | None] | None:
    """The verb that states a figure and the preposition between ("rose to 19", "is 19")."""
    if number.dep_ in {"attr", "dobj"} and tree.is_verbal(number.head):
        return number.head, None
    preposition = number.head
    if number.dep_ == "pobj" and tree.is_verbal(preposition.head):
        return preposition.head, preposition.lower_
    return None
