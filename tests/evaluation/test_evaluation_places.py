"""Scoring places: figures by hand, and files of another format refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import FormatError
from dragoman.evaluation.places import evaluate, great_circle_km
from dragoman.knowledge.gazetteer import Gazetteer

TEXT = "Envoys met in Ankara. Rain fell in Benghazi."


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def toponym(name: str, lat: float | None, lon: float | None) -> dict[str, Any]:
    start = TEXT.index(name)
    return {"start": start, "end": start + len(name), "phrase": name, "lat": lat, "lon": lon}


def test_distance_from_paris_to_london() -> None:
    assert great_circle_km(48.8566, 2.3522, 51.5074, -0.1278) == pytest.approx(344, abs=2)


def test_near_and_far_places_are_counted(small_gazetteer: Gazetteer, tmp_path: Path) -> None:
    marked = [toponym("Ankara", 39.9, 32.9), toponym("Benghazi", 0.0, 0.0)]
    named = [(m["start"], m["end"], "GPE") for m in marked]
    path = write(tmp_path / "gold.jsonl", {"text": TEXT, "toponyms": marked})
    report = evaluate(path, gazetteer=small_gazetteer, entities=lambda texts: [named for _ in texts])
    assert list(report.figures) == ["accuracy_161km", "recognition_f1", "n"]
    assert report.figures == {"accuracy_161km": 0.5, "recognition_f1": 1.0, "n": 2}


def test_toponyms_without_coordinates_count_for_recognition_only(small_gazetteer: Gazetteer, tmp_path: Path) -> None:
    marked = [toponym("Ankara", None, None)]
    path = write(tmp_path / "gold.jsonl", {"text": TEXT, "toponyms": marked})
    report = evaluate(path, gazetteer=small_gazetteer, entities=lambda texts: [[] for _ in texts])
    assert report.figures["accuracy_161km"] == 0.0 and report.figures["n"] == 1


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT},
        {"text": 3, "toponyms": []},
        {"text": TEXT, "toponyms": [{"start": 0}]},
        {"text": TEXT, "toponyms": [{"start": 5, "end": 5000, "lat": None, "lon": None}]},
        {"text": TEXT, "toponyms": [{"start": 0, "end": 3, "lat": "north", "lon": 1}]},
        {"text": TEXT, "toponyms": ["Ankara"]},
    ],
)
def test_another_format_is_refused_in_one_line(
    small_gazetteer: Gazetteer, tmp_path: Path, record: dict[str, Any]
) -> None:
    path = write(tmp_path / "gold.jsonl", record)
    with pytest.raises(FormatError) as error:
        evaluate(path, gazetteer=small_gazetteer, entities=lambda texts: [[] for _ in texts])
    assert "\n" not in str(error.value) and "gold.jsonl" in str(error.value)
