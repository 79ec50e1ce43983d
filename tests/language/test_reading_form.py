"""A reading as JSON comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path

from dragoman.language.annotations import read_passages
from dragoman.language.network_reader import NetworkReader
from dragoman.language.reading_form import reading_json, reading_of

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_annotations_come_back_as_they_were() -> None:
    (passage,) = read_passages(EXAMPLES / "istanbul-talks.frames.jsonl")
    assert passage.reading.frames
    assert reading_of(json.loads(json.dumps(reading_json(passage.reading)))) == passage.reading


def test_what_the_network_reads_comes_back_with_its_probabilities() -> None:
    reading = NetworkReader().read((EXAMPLES / "istanbul-talks.txt").read_text(encoding="utf-8"))
    assert any(frame.sure and frame.fillers for frame in reading.frames)
    assert reading_of(json.loads(json.dumps(reading_json(reading)))) == reading
