"""The frames task: hand-made readings get the figures that can be counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli_evaluate import named_reader, run_task
from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.errors import FormatError, SettingsError
from dragoman.evaluation.frame_scores import compared, score
from dragoman.evaluation.frames import evaluate
from dragoman.language.annotations import AnnotatedReader, read_passages
from dragoman.language.network_reader import NetworkReader

SENTENCES = (Span(0, 100), Span(101, 200))


def _frame(kind: str, start: int, end: int, *, happening: int = 1, fillers: Any = (), **values: Any) -> Frame:
    return Frame(
        kind=FrameKind(kind),
        trigger=Span(start, end),
        sentence=SENTENCES[start > 100],
        happening=happening,
        fillers=tuple(Filler(Role(role), Span(first, last)) for role, first, last in fillers),
        **values,
    )


def _reading(*frames: Frame, references: Any = ()) -> Reading:
    return Reading("test", SENTENCES, frames, tuple(references))


MEETING = _frame(
    "meeting", 10, 20, status="held", subkind="talks", fillers=[("party", 0, 5), ("party", 25, 30), ("place", 40, 45)]
)
AGAIN = _frame("meeting", 120, 130, status="held", subkind="talks")
POSITION = _frame("position", 150, 160, happening=2, stance="demands", issues=("trade", "energy"))
HE = Reference(Span(102, 104), (Span(0, 5),))
GOLD = _reading(MEETING, AGAIN, POSITION, references=[HE])


def test_a_perfect_reading_scores_one_in_all() -> None:
    figures = score([GOLD], [GOLD])
    assert {name for name, value in figures.items() if value is None} == {"action", "type"}
    assert {value for value in figures.values() if value is not None} == {1.0}


def test_an_empty_reading_scores_nought_in_all() -> None:
    figures = score([GOLD], [_reading()])
    assert {name for name, value in figures.items() if value is None} == {"action", "type"}
    assert {value for value in figures.values() if value is not None} == {0.0}


def test_where_there_is_nothing_nothing_is_measured() -> None:
    assert set(score([_reading()], [_reading()]).values()) == {None}


def test_frames_in_excess_cost_precision() -> None:
    figures = score([_reading(MEETING)], [_reading(MEETING, _frame("act", 60, 65, type="AID"))])
    assert figures["trigger_f1"] == pytest.approx(2 / 3)
    assert figures["sentence_kind_f1"] == pytest.approx(2 / 3)


def test_overlap_is_enough_but_not_for_the_exact_measures() -> None:
    whole = replace(MEETING, trigger=Span(0, 99), fillers=tuple(Filler(f.role, Span(0, 99)) for f in MEETING.fillers))
    figures = score([_reading(MEETING)], [_reading(whole)])
    assert (figures["trigger_f1"], figures["role_f1"]) == (1.0, 1.0)
    assert (figures["trigger_exact_f1"], figures["role_exact_f1"]) == (0.0, 0.0)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert score([_reading(MEETING)], [_reading(replace(MEETING, trigger=Span(20, 25)))])["trigger_f1"] == 0.0


def test_a_frame_of_another_kind_is_no_match() -> None:
    figures = score([_reading(MEETING)], [_reading(replace(MEETING, kind=FrameKind.AGREEMENT))])
    assert (figures["trigger_f1"], figures["role_f1"], figures["status"]) == (0.0, 0.0, 0.0)


def test_two_gold_frames_need_two_found_ones() -> None:
    twin = replace(MEETING, happening=2)
    assert score([_reading(MEETING, twin)], [_reading(MEETING)])["trigger_f1"] == pytest.approx(2 / 3)


def test_a_filler_counts_only_with_its_role_and_once() -> None:
    given = [("party", 0, 5), ("party", 0, 5), ("mediator", 25, 30), ("place", 42, 60)]
    found = _frame("meeting", 10, 20, status="held", fillers=given)
    counts = compared(_reading(MEETING), _reading(found))
    assert (counts.total("role", "gold"), counts.total("role", "found"), counts.total("role", "hit")) == (3, 4, 2)
    assert counts.total("role_exact", "hit") == 1
    assert (counts.roles[Role.PARTY, "hit"], counts.roles[Role.MEDIATOR, "found"]) == (1, 1)


def test_values_are_asked_of_matched_frames_only() -> None:
    found = _reading(replace(MEETING, status="scheduled"), POSITION)
    counts = compared(GOLD, found)
    assert counts.measures()["status"] == 0.0  # the second meeting is not asked for
    assert counts.measures()["kind"] == 1.0
    assert counts.confused == {("status", "held", "scheduled"): 1}
    assert counts.measures(FrameKind.POSITION)["stance"] == 1.0


def test_the_likeliest_issue_must_be_one_of_the_gold_ones() -> None:
    def issue(*issues: str) -> float | None:
        return score([GOLD], [_reading(replace(POSITION, issues=issues))])["issue"]

    assert [issue("energy"), issue("borders", "trade"), issue()] == [1.0, 0.0, 0.0]


def test_sameness_is_counted_over_pairs_of_one_kind() -> None:
    apart = _reading(MEETING, replace(AGAIN, happening=9), POSITION)
    assert score([GOLD], [apart])["same_f1"] == 0.0
    third = _frame("meeting", 170, 180)
    figures = score([GOLD], [_reading(MEETING, AGAIN, third)])  # one pair in gold, three found
    assert figures["same_f1"] == pytest.approx(2 / 4)
    across = _reading(MEETING, replace(POSITION, happening=1))
    assert score([across], [across])["same_f1"] is None


def test_antecedents_are_asked_of_gold_references() -> None:
    near = replace(HE, antecedents=(Span(3, 8), Span(50, 55)))
    other = replace(HE, antecedents=(Span(50, 55),))
    answers = [score([GOLD], [_reading(references=[one])]) for one in (HE, near, other)]
    assert [one["antecedent"] for one in answers] == [1.0, 1.0, 0.0]
    assert [one["antecedent_exact"] for one in answers] == [1.0, 0.0, 0.0]


def test_readings_must_be_of_as_many_texts() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score([GOLD, GOLD], [GOLD])


def _line(name: str, source: str, *, frames: bool = True) -> dict[str, Any]:
    frame = {
        "f": "violence",
        "t": ["shelled", 1],
        "e": 1,
        "kind": "shelling",
        "status": "happened",
        "roles": {"by": [["The army", 1]], "against": [["Zell", 1]]},
    }
    return {
        "id": name,
        "date": "2025-03-04",
        "src": source,
        "sentences": ["The army shelled Zell."],
        "frames": [frame] if frames else [],
        "refs": [],
    }


def _file(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return _file(tmp_path / "gold.jsonl", _line("a", "wire"), _line("b", "wire"), _line("c", "talk"))


def test_annotations_are_compared_by_id(gold: Path, tmp_path: Path) -> None:
    second = _file(tmp_path / "second.jsonl", _line("b", "", frames=False), _line("a", "other"))
    report = evaluate(gold, reader=AnnotatedReader.of(second))
    figures = report.figures
    assert (figures["n"], figures["passages"]) == (2, 2)
    assert figures["trigger_f1"] == pytest.approx(2 / 3)
    assert figures["by_kind"]["violence"]["trigger_f1"] == pytest.approx(2 / 3)
    assert figures["by_source"] == {"wire": {**figures["by_kind"]["violence"], "passages": 2}}
    assert any(": 1 passages" in note for note in report.notes)
    assert json.loads(report.to_json())["by_kind"]["violence"]["status"] == 1.0


def test_the_shipped_reader_is_scored_where_none_is_named(tmp_path: Path) -> None:
    gold = _file(tmp_path / "gold.jsonl", _line("a", "wire"))
    report = run_task("frames", gold)
    assert f"read by {NetworkReader().name}" in report.notes
    assert report.figures == run_task("frames", gold, reader=[named_reader("shipped", {})]).figures


def test_two_readers_are_scored_and_compared(tmp_path: Path, gold: Path) -> None:
    """The first marks all, the second lacks a frame; together they have all."""
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    lines[0]["frames"] = lines[0]["frames"][1:]
    poor = _file(tmp_path / "poor.jsonl", *lines)
    names = [str(gold), str(poor)]
    report = run_task("frames", gold, reader=[named_reader(name, {}) for name in names])
    first, second, both = report.figures["readers"].values()
    assert (first["trigger_f1"], both["trigger_f1"]) == (1.0, 1.0)
    assert second["trigger_f1"] == report.figures["agreement"]["trigger_f1"] < 1.0
    assert report.tables[-1].title == "Two readers"
    with pytest.raises(SettingsError, match="is given 3 times"):
        run_task("frames", gold, reader=[named_reader(names[0], {})] * 3)


def test_any_reader_can_be_scored(tmp_path: Path) -> None:
    class Blind:
        name = "blind 1"

        def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
            assert (text, published) == ("The army\nshelled Zell.", date(2025, 3, 4))
            return Reading(self.name, ())

    parted = {**_line("a", "wire"), "sentences": ["The army", "shelled Zell."], "frames": []}
    gold = _file(tmp_path / "parted.jsonl", parted)

    report = evaluate(gold, reader=Blind())
    assert (report.figures["trigger_f1"], report.figures["passages"]) == (None, 1)
    assert report.notes == ["read by blind 1"]


def test_annotations_of_other_passages_are_refused(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="has no passage"):
        evaluate(gold, reader=AnnotatedReader.of(_file(tmp_path / "x.jsonl", _line("x", "wire"))))
    changed = {**_line("a", "wire"), "sentences": ["The army shelled Zell again."]}
    with pytest.raises(FormatError, match="'a' has other sentences"):
        evaluate(gold, reader=AnnotatedReader.of(_file(tmp_path / "y.jsonl", changed)))


def test_the_command_takes_a_file_of_annotations(gold: Path) -> None:
    reader = named_reader(str(gold), {})
    assert run_task("frames", gold, reader=[reader]).figures["role_exact_f1"] == 1.0
    with pytest.raises(SettingsError, match="expected the task 'frames'"):
        run_task("events", gold, reader=[reader])


def test_two_annotators_of_the_shared_corpus_agree_as_its_notes_say(shared: Path) -> None:
    folder = shared / "frames"
    figures = evaluate(folder / "dev.jsonl", reader=AnnotatedReader.of(folder / "dev-second.jsonl")).figures
    assert figures["passages"] == len(read_passages(folder / "dev-second.jsonl"))
    assert (round(figures["trigger_f1"], 2), round(figures["role_f1"], 2), round(figures["status"], 2)) == (
        0.87,
        0.79,
        0.88,
    )
