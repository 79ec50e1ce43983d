"""The committed passages: well formed, and those by offsets come back with their words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from dragoman.language.annotation_form import checked

TRAINING = Path(__file__).resolve().parents[2] / "training"
sys.path.insert(0, str(TRAINING / "reader"))

from standoff import packed, unpacked  # noqa: E402


def lines(name: str) -> list[dict[str, Any]]:
    text = (TRAINING / "passages" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_our_own_passages_have_no_fault_of_form() -> None:
    own = lines("own.jsonl")
    assert len(own) >= 400
    assert {p["id"]: faults for p in own if (faults := checked(p))} == {}


@pytest.mark.parametrize("name", ["real.standoff.jsonl", "held.standoff.jsonl"])
def test_passages_of_others_are_kept_without_their_words(name: str) -> None:
    for one in lines(name):
        spans = [frame["t"] for frame in one["frames"]]
        spans += [span for frame in one["frames"] for fillers in frame["roles"].values() for span in fillers]
        spans += [span for who, names in one["refs"] for span in (who, *names)]
        assert all(isinstance(part, int) for span in spans for part in span)
        lengths = [end - begin for begin, end in one["sentences"]]
        assert all(0 <= begin < end <= lengths[number - 1] for number, begin, end in spans)


def test_a_passage_by_offsets_comes_back_as_it_was() -> None:
    text = "Envoys met in Orsk. The envoys of Kesria and the envoys of Varun left. Nobody spoke."
    passage = {
        "id": "n-some#2",
        "date": "2025-03-04",
        "src": "own",
        "sentences": ["Envoys met in Orsk.", "The envoys of Kesria and the envoys of Varun left."],
        "frames": [
            {
                "f": "meeting",
                "t": ["met", 1],
                "e": 1,
                "kind": "talks",
                "status": "held",
                "roles": {"party": [["envoys of", 2, 1], ["envoys of", 2, 2]], "place": [["Orsk", 1]]},
            }
        ],
        "refs": [[["Envoys", 1], [["Kesria", 2], ["Varun", 2]]]],
    }
    kept = packed(passage, {"some": text})
    assert kept is not None
    assert "Orsk" not in json.dumps(kept)
    assert unpacked(kept, {"some": text}) == passage
    assert packed(passage, {"some": text.replace("Orsk", "Omsk")}) is None
    assert unpacked(kept, {}) is None
