"""Owns the sets of words by which the coder reads phrases; the words are in `data/cues/word_sets.tsv`."""

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
