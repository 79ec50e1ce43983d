"""The scorer of attributions: what agrees, one-to-one matching, and refusal of other formats."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.documents.document import Passage
from dragoman.errors import FormatError
from dragoman.evaluation.attribution import Roles, evaluate, match, outermost

TEXT = "Lavrov said that talks ended. It rained."


def span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


GOLD = {"source": [span("Lavrov")], "cue": [span("said")], "content": [span("that talks ended")]}


def write(folder: Path, *records: Mapping[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def answer(**roles: str | None) -> Sequence[Mapping[str, Sequence[Passage]]]:
    passages = {}
    for role, words in roles.items():
        passages[role] = [] if words is None else [Passage(**span(words))]
    return [passages]


@pytest.mark.parametrize(
    ("found", "f1"),
    [
        (answer(source="Lavrov", cue="said", content="talks"), 1.0),
        (answer(source=None, cue="said", content="talks"), 0.0),
        (answer(source="Lavrov", cue="said", content="It rained"), 0.0),
        ([], 0.0),
    ],
    ids=["overlap", "no source", "other content", "nothing"],
)
def test_all_three_roles_must_overlap(
    tmp_path: Path, found: Sequence[Mapping[str, Sequence[Passage]]], f1: float
) -> None:
    path = write(tmp_path, {"text": TEXT, "attributions": [GOLD]})
    assert evaluate(path, find=lambda text: found).figures["f1"] == f1


def test_a_source_is_wrong_where_the_gold_states_none(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": TEXT, "attributions": [{**GOLD, "source": []}]})
    found = answer(source="Lavrov", cue="said", content="talks")
    assert evaluate(path, find=lambda text: found).figures["f1"] == 0.0


def test_one_found_attribution_matches_one_gold_attribution(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": TEXT, "attributions": [GOLD, GOLD]})
    found = answer(source="Lavrov", cue="said", content="talks")
    figures = evaluate(path, find=lambda text: found).figures
    assert (figures["precision"], figures["recall"], figures["n"]) == (1.0, 0.5, 2)


def test_the_figures_come_in_a_fixed_order(tmp_path: Path) -> None:
    path = write(tmp_path, {"text": TEXT, "attributions": [GOLD]})
    figures = list(evaluate(path, find=lambda text: []).figures)
    assert figures[:3] == ["f1", "precision", "recall"]
    assert figures[-1] == "n"


def roles(source: set[int], cue: set[int], content: set[int]) -> Roles:
    return Roles(frozenset(source), frozenset(cue), frozenset(content))


def test_the_matching_is_the_largest_one() -> None:
    gold = [roles({1}, {2}, {3, 4}), roles({1}, {2}, {3})]
    found = [roles({1}, {2}, {3}), roles({1}, {2}, {4})]
    assert match(gold, found) == [(0, 1), (1, 0)]


def test_attributions_inside_the_content_of_others_are_left_out() -> None:
    outer, inner = roles({1}, {2}, {3, 4, 5}), roles({3}, {4}, {5})
    assert outermost([outer, inner]) == [outer]


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT},
        {"text": 1, "attributions": []},
        {"text": TEXT, "attributions": ["x"]},
        {"text": TEXT, "attributions": [{"source": [], "cue": []}]},
        {"text": TEXT, "attributions": [{**GOLD, "cue": [{"start": 3, "end": 900}]}]},
        {"text": TEXT, "attributions": [{**GOLD, "cue": [{"start": True, "end": 2}]}]},
    ],
)
def test_another_format_is_refused_in_one_line(tmp_path: Path, record: Mapping[str, Any]) -> None:
    with pytest.raises(FormatError) as caught:
        evaluate(write(tmp_path, record), find=lambda text: [])
    assert "\n" not in str(caught.value)
    assert "gold.jsonl" in str(caught.value)


@pytest.mark.parser
def test_the_package_scores_a_file_of_the_format(tmp_path: Path) -> None:
    figures = evaluate(write(tmp_path, {"text": TEXT, "attributions": [GOLD]})).figures
    assert figures["f1"] == 1.0
