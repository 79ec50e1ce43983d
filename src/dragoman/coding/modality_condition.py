"""Owns finding the condition or limit on which a predicate depends, in the text's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.documents.document import Passage
from dragoman.knowledge.status_cues import StatusCues
from dragoman.language import tree, tree_links

if TYPE_CHECKING:
    from spacy.tokens import Token

MARKER_WORDS = frozenset({"only", "as", "soon", "so", "long", "on", "condition", "in", "case"})


def condition(token: Token, cues: StatusCues) -> tuple[Passage, str] | None:
    """The nearest condition that hangs on the predicate, with its kind; None where there is none.

    Kinds: conditional ("if…", "unless…"), limit ("until…", "as soon as…"), exchange
    ("in return for…").
    """
    found = _clauses(token, cues) + _phrases(token, cues)
    if not found:
        return None
    order = {"conditional": 0, "exchange": 1, "limit": 2}
    return min(found, key=lambda one: (order[one[1]], one[0]))


def _clauses(token: Token, cues: StatusCues) -> list[tuple[Passage, str]]:
    found = []
    for clause in tree_links.adverbial_clauses(token):
        marker = tree_links.clause_marker(clause)
        kind = cues.conditions.get(marker or "")
        if kind in {"conditional", "limit"} and not _even(clause):
            found.append((_span(clause), "conditional" if kind == "conditional" else "limit"))
    return found


def _phrases(token: Token, cues: StatusCues) -> list[tuple[Passage, str]]:
    found = []
    for child in token.children:
        if child.pos_ not in {"ADP", "SCONJ", "ADJ"} or child.i < token.i:
            continue
        words = child.doc[child.i : child.right_edge.i + 1]
        text = " ".join(words.text.lower().split()[:5])
        for marker, kind in cues.condition_phrases.items():
            if kind != "limit_phrase" and text.startswith(marker + " "):
                found.append(
                    (
                        Passage(words.start_char, words.end_char),
                        "exchange" if kind == "exchange" else "conditional",
                    )
                )
    return found


def _even(clause: Token) -> bool:
    start = clause.left_edge.i
    before = clause.doc[start - 1].lower_ if start else ""
    return "even" in {clause.left_edge.lower_, before}


def _span(clause: Token) -> Passage:
    """The clause with the words that belong to its marker ("only if", "as soon as", "on condition")."""
    span = tree.clause(clause)
    start = span.start
    doc = clause.doc
    while start > 0 and doc[start - 1].lower_ in MARKER_WORDS:
        start -= 1
    whole = doc[start : span.end]
    return Passage(whole.start_char, whole.end_char)
