"""Owns the tense of a verb, read from its auxiliaries and form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.language.tree import auxiliaries, is_verbal

if TYPE_CHECKING:
    from spacy.tokens import Token


def tense(verb: Token) -> str:
    """`past`, `present`, `future` or `none` (infinitives and participles without auxiliary)."""
    words = auxiliaries(verb)
    if any(w in {"will", "'ll", "shall", "wo"} for w in words):
        return "future"
    if any(w in {"had", "was", "were", "did", "has", "have", "'ve", "been"} for w in words):
        return "past" if not {"have", "has", "'ve"} & set(words) or verb.tag_ == "VBN" else "present"
    if any(w in {"is", "are", "am", "'s", "'re", "be", "being", "does", "do"} for w in words):
        return "present"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in {"VBZ", "VBP"}:
        return "present"
    if verb.tag_ in {"VBG", "VB", "VBN"} and verb.dep_ in {
        "xcomp",
        "advcl",
        "acl",
        "pcomp",
        "conj",
    }:
        above = verb.head
        if verb.tag_ != "VB" and is_verbal(above) and above.i != verb.i:
            return tense(above)
    return "none"
