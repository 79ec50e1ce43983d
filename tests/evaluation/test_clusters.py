"""The clustering scores give the published examples' values, and 1 for a perfect answer."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.evaluation import coref, stories
from dragoman.evaluation.clusters import b_cubed, best_alignment, ceaf, clusters_of, conll, muc

GOLD = [frozenset("abcde"), frozenset("fg"), frozenset("hijkl")]


def test_the_example_of_bagga_and_baldwin() -> None:
    found = [frozenset("abcde"), frozenset("fghijkl")]
    assert b_cubed(GOLD, found)[:2] == pytest.approx((16 / 21, 1.0), abs=0.001)
    assert muc(GOLD, found)[:2] == pytest.approx((0.9, 1.0))
    other = [frozenset("abcdehijkl"), frozenset("fg")]
    assert b_cubed(GOLD, other)[0] == pytest.approx(7 / 12)
    assert ceaf(GOLD, other)[:2] == pytest.approx(((2 * 5 / 15 + 1) / 2, (2 * 5 / 15 + 1) / 3))


def test_a_perfect_answer_and_one_of_singletons() -> None:
    assert conll(GOLD, GOLD) == 1.0
    alone = clusters_of({item: item for item in "abcdefghijkl"})
    assert muc(GOLD, alone) == (0.0, 0.0, 0.0)
    assert b_cubed(GOLD, alone)[0] == 1.0


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_the_best_alignment_is_the_best(gains: list[list[int]]) -> None:
    table = [list(map(float, row)) for row in gains]
    if len(table) > len(table[0]):
        table = [list(column) for column in zip(*table, strict=True)]
    best = max(
        sum(table[row][column] for row, column in enumerate(columns))
        for columns in permutations(range(len(table[0])), len(table))
    )
    assert best_alignment([list(map(float, row)) for row in gains]) == pytest.approx(best)


def write(folder: Path) -> Path:
    talks = ["The", "two", "sides", "met", "in", "Doha", "for", "ceasefire", "talks", "."]
    quake = ["An", "earthquake", "struck", "the", "coast", "of", "Chile", "at", "dawn", "."]
    rows = [
        {
            "doc_id": str(n),
            "subtopic": words[5],
            "sentences": [{"sent_id": 0, "tokens": [*words, f"Extra{n}"]}],
            "event_mentions": [{"coref_chain": words[5], "sent_id": 0, "tokens_number": [place]}],
        }
        for n, (words, place) in enumerate([(talks, 3), (quake, 2), (talks, 3), (quake, 2)])
    ]
    file = folder / "gold.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


def test_stories_of_a_small_set(tmp_path: Path) -> None:
    figures = stories.evaluate(write(tmp_path)).figures
    assert (figures["b_cubed_f1"], figures["stories"], figures["n"]) == (1.0, 2, 4)


@pytest.mark.parser
def test_coreference_of_a_small_set(tmp_path: Path) -> None:
    figures = coref.evaluate(write(tmp_path)).figures
    assert (figures["conll_f1"], figures["n"]) == (1.0, 4)
