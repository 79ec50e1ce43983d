"""The relation score: its format, its label space, its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import FormatError
from dragoman.evaluation.relation import calibration_error, evaluate, label_space, root_shares
from dragoman.language.pair_judge import Judged, Pair, PairJudge

PLOVER = """
AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT ACCUSE REQUEST REJECT THREATEN PROTEST
SANCTION MOBILIZE COERCE ASSAULT NONE
"""
ALL = tuple(PLOVER.split())


def judged(**chances: float) -> Judged:
    return Judged({kind: chances.get(kind, 0.0) for kind in ALL}, {}, {})


class Fixed(PairJudge):
    """Answers from a list, whatever is asked."""

    def __init__(self, answers: Sequence[Judged]) -> None:
        vars(self).update(answers=answers, asked=[])

    def classify(self, sentences: Sequence[str], pairs: Sequence[Sequence[Pair]]) -> list[list[Judged]]:
        self.asked.append(pairs)
        return [[answer] for answer in self.answers]


def record(root: str, **changes: Any) -> dict[str, Any]:
    whole = {
        "sentence": "Norvia freed two fishermen.",
        "source_start": 0,
        "source_end": 6,
        "target_start": 13,
        "target_end": 26,
        "gold_root": root,
    }
    return {**whole, **changes}


def write(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return path


def test_concede_and_retreat_count_together_as_yield(tmp_path: Path) -> None:
    path = write(tmp_path, record("YIELD"))
    answer = judged(CONCEDE=0.3, RETREAT=0.25, AGREE=0.35, NONE=0.1)
    report = evaluate(path, judge=Fixed([answer]))
    assert report.figures["accuracy"] == 1.0
    assert list(report.figures)[:3] == ["macro_f1", "accuracy", "n"]


def test_none_is_no_answer_where_the_file_does_not_use_it(tmp_path: Path) -> None:
    path = write(tmp_path, record("AID"), record("ACCUSE"))
    answers = [judged(NONE=0.9, AID=0.1), judged(AID=0.6, ACCUSE=0.4)]
    report = evaluate(path, judge=Fixed(answers))
    assert report.figures["accuracy"] == 0.5
    assert report.figures["n"] == 2
    assert report.figures["macro_f1"] == pytest.approx((2 / 3 + 0) / 2)
    assert report.tables[1].rows == [("ACCUSE", "AID", "1")]


def test_an_incomplete_span_is_passed_on_as_absent(tmp_path: Path) -> None:
    path = write(tmp_path, record("AID", target_start=None))
    judge = Fixed([judged(AID=1.0)])
    evaluate(path, judge=judge)
    assert judge.asked == [[[((0, 6), None)]]]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"gold_root": "HUG"}, "unknown gold_root 'HUG'"),
        ({"target_end": 400}, "target span 13 to 400"),
        ({"source_start": "0"}, "source span '0' to 6"),
        ({"sentence": 7}, "sentence is no text"),
    ],
)
def test_a_wrong_file_gives_one_clear_line(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    path = write(tmp_path, record("AID", **changes))
    with pytest.raises(FormatError, match=fault) as caught:
        evaluate(path, judge=Fixed([]))
    assert "\n" not in str(caught.value)


def test_label_space_follows_the_file() -> None:
    assert len(label_space(["AID", "YIELD"])) == 15
    split = label_space(["CONCEDE", "AID"])
    assert "YIELD" not in split
    assert split["CONCEDE"] == ("CONCEDE",)
    assert "NONE" in label_space(["NONE", "AID"])
    assert label_space(["FIGHT"])["FIGHT"] == ("ASSAULT",)


def test_shares_of_a_space_sum_to_one() -> None:
    shares = root_shares(judged(AID=0.2, NONE=0.8), label_space(["AID"]))
    assert shares["AID"] == pytest.approx(1.0)


def test_calibration_error_is_zero_for_honest_confidence() -> None:
    assert calibration_error([0.5] * 4, [True, False, True, False]) == pytest.approx(0.0)
    assert calibration_error([1.0] * 4, [True, False, True, False]) == pytest.approx(0.5)
