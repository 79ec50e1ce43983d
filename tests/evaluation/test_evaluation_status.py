"""The status task scores both kinds of gold file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.errors import FormatError
from dragoman.evaluation.status import evaluate, pearson


def _write(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


@pytest.mark.parser
def test_exact_statuses_are_counted(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "own.jsonl",
        {"text": "They met in Oslo.", "start": 5, "end": 8, "status": "happened"},
        {"text": "They met in Oslo.", "start": 5, "end": 8, "status": "denied"},
    )
    figures = evaluate(path).figures
    assert figures == {"accuracy": 0.5, "pearson_r": None, "mae": None, "n": 2}


@pytest.mark.parser
def test_factuality_is_compared_on_its_scale(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "fact.jsonl",
        {
            "text": "The army did n't attack , he said .",
            "targets": [
                {"token_start": 4, "token_end": 5, "factuality": -3.0},
                {"token_start": 7, "token_end": 8, "factuality": 3.0},
            ],
        },
    )
    figures = evaluate(path).figures
    assert list(figures) == ["accuracy", "pearson_r", "mae", "n"]
    assert figures["accuracy"] == 1.0
    assert figures["n"] == 2


def test_lines_of_neither_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="targets"):
        evaluate(_write(tmp_path / "bad.jsonl", {"text": "Nothing"}))


def test_correlation_of_a_constant_is_nought() -> None:
    assert pearson([1.0, 2.0], [3.0, 3.0]) == 0.0
    assert pearson([1.0, 2.0], [2.0, 4.0]) == pytest.approx(1.0)


@pytest.mark.parser
def test_factuality_keeps_its_floor_on_the_development_data(shared: Path, tmp_path: Path) -> None:
    lines = (shared / "gold/fact_uw/dev.jsonl").read_text(encoding="utf-8").splitlines()[::12]
    sample = tmp_path / "sample.jsonl"
    sample.write_text("\n".join(lines), encoding="utf-8")
    figures = evaluate(sample).figures
    assert figures["pearson_r"] >= 0.75
    assert figures["mae"] <= 0.45
