"""Owns who the source of a reporting verb or noun is, as a passage of the text.

Does not say which actor that is: the coder resolves the passage.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from dragoman.coding.attribution_draft import source_passage, token_passage
from dragoman.documents.document import Passage
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How many tokens away from a cue a speaker may stand when the parser found no subject.
REACH = 4
RELATIVE = frozenset({"who", "which", "that"})
# A relative pronoun further from its noun than this is given alone.
LONGEST_RELATIVE = 12
LONGEST_SPEAKER = 30
# How many words above a verb its subject is looked for.
HIGHEST = 8
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
EMPTY_SUBJECTS = frozenset({"it", "there"})


def verb_source(verb: Token) -> Passage | None:
    """The noun phrase of who says what the verb reports; None where the sentence does not tell.

    Passive verbs give the "by" phrase ("was reported by AP"), relative clauses the noun with the
    pronoun ("Peskov, who said"), infinitives and participles the subject that controls them.
    """
    if tree.is_passive(verb):
        heads = tree.agents(verb)
        return _spread(heads, verb) if heads else None
    own = nearest_subjects(verb)
    if own:
        if own[0].lower_ in RELATIVE and own[0].tag_ in {"WDT", "WP"}:
            return _relative(own[0], verb)
        if tree.is_verbal(own[0]):
            return None
        return source_passage(own[0], keep_from=verb.i)
    heads = tree.subjects(verb)
    found = _spread(heads, verb) if heads else None
    return found or _subject_above(verb)


def nearest_subjects(verb: Token) -> list[Token]:
    """The verb's own subjects, the nearest first: a parser that runs over a line's end finds two."""
    own = [c for c in verb.children if c.dep_ in tree.SUBJECTS]
    return sorted(own, key=lambda c: min(abs(c.left_edge.i - verb.i), abs(c.right_edge.i - verb.i)))


def _subject_above(verb: Token) -> Passage | None:
    """The subject of the nearest verb above, for participles and infinitives whose tree is broken."""
    for above, _ in islice(tree.governors(verb), HIGHEST):
        if tree.is_verbal(above):
            own = [c for c in above.children if c.dep_ in tree.SUBJECTS]
            if own and not tree.is_verbal(own[0]) and own[0].lower_ not in EMPTY_SUBJECTS:
                if own[0].left_edge.i <= verb.i <= own[0].right_edge.i:
                    return None
                return source_passage(own[0], keep_from=verb.i)
    return None


def _spread(heads: list[Token], verb: Token) -> Passage | None:
    """One passage over the coordinated heads of a source."""
    first = heads[0]
    if first.i == verb.i or not (tree.is_nominal(first) or first.pos_ == "DET"):
        return None
    if first.lower_ in RELATIVE and first.tag_ in {"WDT", "WP"}:
        return _relative(first, verb)
    if first.left_edge.i <= verb.i <= first.right_edge.i:
        core = tree.core_phrase(first)
        if core.start <= verb.i < core.end:
            return token_passage(first.doc, first.i, first.i)
        return token_passage(first.doc, core.start, core.end - 1)
    return source_passage(first, keep_from=verb.i)


def _relative(pronoun: Token, verb: Token) -> Passage:
    """The noun a relative pronoun stands for, up to the pronoun; the pronoun alone if it is far away."""
    clause = tree.clause_head(verb)
    noun = clause.head if clause.dep_ == "relcl" else None
    if noun is None or not tree.is_nominal(noun) or noun.i > pronoun.i:
        return token_passage(pronoun.doc, pronoun.i, pronoun.i)
    core = tree.core_phrase(noun)
    if core.start > pronoun.i or pronoun.i - core.start > LONGEST_RELATIVE:
        return token_passage(pronoun.doc, pronoun.i, pronoun.i)
    return token_passage(pronoun.doc, core.start, pronoun.i)


def noun_source(noun: Token) -> Passage | None:
    """Who makes the statement that a noun names: its possessor, a name before it, a "by" or "from" phrase."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    if owners:
        return source_passage(owners[0], keep_from=noun.i)
    for preposition, head in tree.prepositional(noun):
        if preposition in {"by", "from", "among"}:
            return source_passage(head)
    for child in noun.children:
        named = child.pos_ == "PROPN" or child.ent_type_ in {"NORP", "GPE", "ORG", "PERSON"}
        if child.dep_ in {"compound", "amod", "nmod"} and named:
            return source_passage(child)
        if child.dep_ == "agent":
            return next((source_passage(c) for c in child.children if c.dep_ == "pobj"), None)
    return None


def adjacent_source(doc: Doc, verb: int, low: int, high: int) -> Passage | None:
    """The noun phrase next to a cue between the tokens `low` and `high`, for lost subjects.

    Words between a quotation and the cue are the speaker ("…," Smith (D-Md.) said); where there are none
    the phrase after the cue is ("…," said Smith).
    """
    first = low
    while first < verb and (doc[first].is_punct or doc[first].is_space or doc[first].dep_ == "cc"):
        first += 1
    last = verb - 1
    while last >= first and (doc[last].pos_ in {"ADV", "AUX", "PUNCT"} or doc[last].dep_ in tree.AUXILIARIES):
        last -= 1
    if first <= last < first + LONGEST_SPEAKER and any(tree.is_nominal(t) for t in doc[first : last + 1]):
        if not any(t.tag_ in FINITE for t in doc[first : last + 1]):
            return token_passage(doc, first, last if doc[last + 1].text not in {")", "]"} else last + 1)
        head = doc[last]
        return source_passage(head, keep_from=verb) if tree.is_nominal(head) else None
    for index in range(verb + 1, min(verb + 1 + REACH, high)):
        token = doc[index]
        if token.ent_type_ in {"DATE", "TIME"}:
            break
        if tree.is_nominal(token) and token.tag_ != "PRP":
            head = _chunk_head(token, high)
            return source_passage(head) if head.left_edge.i > verb else token_passage(doc, verb + 1, head.i)
        if token.pos_ not in {"DET", "ADJ", "PROPN", "NOUN", "NUM"} and token.tag_ != "PRP$":
            break
    return None


def _chunk_head(token: Token, high: int) -> Token:
    """The head of the noun phrase that starts with this token."""
    head = token
    while head.dep_ in {"compound", "nmod", "poss", "amod", "nummod"} and head.head.i > head.i:
        head = head.head
    return head if head.i < high else token
