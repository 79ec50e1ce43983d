"""Scoring of time expressions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.errors import FormatError
from dragoman.evaluation.dates import evaluate, one_notation

TEXT = "They met on Monday. The talks of 2024 failed."


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(r) for r in records) + "\n", encoding="utf-8")
    return path


def record(*timexes: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "doc_id": "a",
        "dct": "2025-07-23",
        "dct_tid": "t0",
        "text": TEXT,
        "timexes": list(timexes),
        **more,
    }


def timex(words: str, value: str | None, **more: object) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "value": value, **more}


def test_right_values_and_extents_score_one(tmp_path: Path) -> None:
    gold = record(timex("Monday", "2025-07-21"), timex("2024", "2024"))
    report = evaluate(write(tmp_path / "x.jsonl", gold))
    assert list(report.figures)[:3] == ["value_f1", "extent_f1", "n"]
    assert report.figures["value_f1"] == report.figures["extent_f1"] == 1.0
    assert report.figures["n"] == 2


def test_wider_extent_with_the_same_value_scores_only_the_value(tmp_path: Path) -> None:
    gold = record(timex("on Monday", "2025-07-21"), timex("2024", "2024"))
    figures = evaluate(write(tmp_path / "x.jsonl", gold)).figures
    assert figures["value_f1"] == 1.0
    assert figures["extent_f1"] == 0.5


def test_nested_gold_and_gold_without_value_are_left_out(tmp_path: Path) -> None:
    gold = record(
        timex("Monday", None),
        timex("The talks of 2024", "2024"),
        timex("2024", "2024", nested=True),
    )
    figures = evaluate(write(tmp_path / "x.jsonl", gold)).figures
    assert figures["n"] == 2
    assert figures["value_f1"] == 1.0


def test_record_without_annotated_creation_time_is_a_narrative(tmp_path: Path) -> None:
    gold = record(timex("Monday", "XXXX-WXX-1"), timex("2024", "2024"))
    del gold["dct_tid"]
    assert evaluate(write(tmp_path / "x.jsonl", gold)).figures["value_f1"] == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192", "192X"),
        ("20", "20XX"),
        ("2000-W8", "2000-W08"),
        ("1989-XX", "1989"),
        ("XXXX-XX-XX", "P1D"),
        ("1989-11-06T17", "1989-11-06T17:00"),
    ],
)
def test_two_notations_of_one_value_are_the_same(one: str, other: str) -> None:
    assert one_notation(one) == one_notation(other)


@pytest.mark.parametrize(
    "bad",
    [
        {"text": 3, "timexes": []},
        {"text": "a", "timexes": {}},
        {"text": "a", "timexes": [4]},
        {"text": "a", "timexes": [{"start": 0, "end": 9, "value": "x"}]},
        {"text": "a", "timexes": [], "dct": "soon", "dct_tid": "t0"},
        {"sentence": "a"},
    ],
)
def test_wrong_format_is_one_clear_error(tmp_path: Path, bad: object) -> None:
    with pytest.raises(FormatError, match=r"x\.jsonl"):
        evaluate(write(tmp_path / "x.jsonl", bad))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "value", "extent"), [("timex_wikiwars", 0.88, 0.9), ("timex_tbaq", 0.79, 0.85)])
def test_gold_floor(shared: Path, name: str, value: float, extent: float) -> None:
    figures = evaluate(shared / "gold" / name / "dev.jsonl").figures
    assert figures["value_f1"] >= value
    assert figures["extent_f1"] >= extent
