"""Owns the words by which the coder reads phrases: sets (`data/cues/word_sets.tsv`) and irregular pasts of verbs."""

from __future__ import annotations

from functools import lru_cache

from dragoman.knowledge.load import DATA
from dragoman.knowledge.tables import parse_tsv


@lru_cache(maxsize=1)
def _sets() -> dict[str, frozenset[str]]:
    text = (DATA / "cues" / "word_sets.tsv").read_text(encoding="utf-8")
    return {
        row.cells["set"]: frozenset(row.cells["words"].split(";")) for row in parse_tsv(text, "cues/word_sets.tsv", [])
    }


def word_set(name: str) -> frozenset[str]:
    """The words of a set, lower-case lemmas.

    Raises:
        KeyError: there is no such set.
    """
    return _sets()[name]


@lru_cache(maxsize=1)
def _pasts() -> dict[str, str]:
    text = (DATA / "cues" / "irregular_pasts.tsv").read_text(encoding="utf-8")
    return {row.cells["past"]: row.cells["verb"] for row in parse_tsv(text, "cues/irregular_pasts.tsv", [])}


def verb_of_past(word: str) -> str | None:
    """The verb whose irregular past a word in lower case is ("said": "say"); None for other words."""
    return _pasts().get(word)
