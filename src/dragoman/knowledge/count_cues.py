"""Owns reading the tables by which counted things are told apart: bounds, predicates, nouns, money.

Does not look at sentences: see `coding.quantities`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dragoman.knowledge.status_cues import cue_rows


@dataclass(frozen=True, slots=True)
class CountCues:
    """The tables, indexed.

    Attributes:
        bounds: words before (or after) a number to `lower`, `upper` or `about`.
        predicates: (lemma, part of speech V/N/A, role) to kind.
        nouns: lemma of the counted noun to its kind.
        totals: noun that stands for a count ("death toll") to kind, `-` where it has none.
        skips: lemmas of nouns whose number is no count of interest (time, shares, labels).
        currencies: word to ISO 4217 code of the currency it most often names.
    """

    bounds: Mapping[tuple[str, ...], str]
    predicates: Mapping[tuple[str, str, str], str]
    nouns: Mapping[str, str]
    totals: Mapping[str, str]
    skips: frozenset[str]
    currencies: Mapping[str, str]


@lru_cache(maxsize=1)
def count_cues() -> CountCues:
    """The tables, read once.

    Raises:
        KnowledgeError: a table is missing or malformed.
    """
    return CountCues(
        bounds={tuple(row["words"].split()): row["bound"] for row in cue_rows("count_bounds.tsv")},
        predicates={
            (word, row["pos"], role): row["kind"]
            for row in reversed(list(cue_rows("count_predicates.tsv")))
            for word in row["words"].split("|")
            for role in row["roles"].split("|")
        },
        nouns=_flat("count_nouns.tsv", "kind"),
        totals=_flat("count_totals.tsv", "kind"),
        skips=frozenset(_flat("count_skips.tsv", "why")),
        currencies=_flat("currencies.tsv", "unit"),
    )


def _flat(name: str, column: str) -> dict[str, str]:
    return {word: row[column] for row in cue_rows(name) for word in row["words"].split("|")}
