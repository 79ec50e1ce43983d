"""Annotations: faults of form are named, sound lines become readings, and these stand where their sentences do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Reads
from dragoman.errors import FormatError, SourceError
from dragoman.language.annotation_form import checked
from dragoman.language.annotations import AnnotatedReader, check_file, passage_of, read_passages


def _meeting(**changes: Any) -> dict[str, Any]:
    frame = {
        "f": "meeting",
        "t": ["will meet", 1],
        "e": 1,
        "kind": "talks",
        "status": "scheduled",
        "roles": {"party": [["The army", 1], ["the Front", 1]], "place": [["Zell", 1]]},
    }
    return {**frame, **changes}


def _line(**changes: Any) -> dict[str, Any]:
    line = {
        "id": "own-1",
        "date": "2025-03-04",
        "src": "own",
        "sentences": ["The army will meet the Front in Zell.", "It shelled Zell, and Zell burned, the Front said."],
        "frames": [
            {
                "f": "violence",
                "t": ["shelled", 2],
                "e": 2,
                "kind": "shelling",
                "status": "alleged",
                "roles": {"by": [["It", 2]], "against": [["Zell", 2, 2]], "source": [["the Front", 2]]},
            },
            _meeting(),
        ],
        "refs": [[["It", 2], [["The army", 1]]]],
    }
    return {**line, **changes}


def test_a_sound_line_has_no_fault() -> None:
    assert checked(_line()) == ()
    assert checked({"sentences": ["Rain fell."], "frames": []}) == ()


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (_meeting(f="party"), "kind 'party' is unknown"),
        (_meeting(f=["meeting"]), "is unknown"),
        (_meeting(kind="truce"), "kind 'truce' is unknown"),
        (_meeting(status=None), "status None is unknown"),
        (_meeting(roles={"by": [["The army", 1]]}), "role 'by' is unknown"),
        (_meeting(roles={"party": ["The army"]}), "span 'The army'"),
        (_meeting(roles=["party"]), "roles: expected an object"),
        (_meeting(roles={"party": [["the army", 1]]}), "does not stand in sentence 1"),
        (_meeting(t=["will meet", 3]), "there is no sentence 3, only 2"),
        (_meeting(t=["will meet", 0]), "there is no sentence 0"),
        (_meeting(t=["will meet", True]), "expected [text, sentence]"),
        (_meeting(t=[" will meet", 1]), "without blanks at their ends"),
        (_meeting(t=["", 1]), "expected words"),
        (_meeting(t=None), "span None"),
        (_meeting(t=["Zell", 2]), "stands 2 times in sentence 2; give k"),
        (_meeting(t=["Zell", 2, 3]), "k cannot be 3"),
        (_meeting(e=None), "e is missing"),
        (_meeting(e=True), "e is missing"),
        ("meeting", "expected an object"),
    ],
)
def test_each_fault_of_a_frame_is_named(frame: object, fault: str) -> None:
    found = checked(_line(frames=[frame]))
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"f": "position", "stance": "demands"}, "issue is missing"),
        ({"f": "position", "stance": "demands", "issue": ["trade", "peace"]}, "issue 'peace' is unknown"),
        ({"f": "position", "stance": "holds", "issue": "trade"}, "stance 'holds' is unknown"),
        ({"f": "position", "stance": "offers", "issue": ["trade", "energy", "assets", "other"]}, "has 4 issues"),
        ({"f": "act", "type": "SANCTIONS", "status": "happened"}, "type 'SANCTIONS' is unknown"),
        ({"f": "commitment", "kind": "pledge", "status": "pending", "action": "GIVE"}, "action 'GIVE' is unknown"),
    ],
)
def test_values_are_closed_for_each_kind(changes: dict[str, Any], fault: str) -> None:
    frame = {"t": ["will meet", 1], "e": 1, "roles": {}, **changes}
    found = checked(_line(frames=[frame]))
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sentences": "The army"}, "sentences: expected a list"),
        ({"sentences": []}, "sentences: expected a list"),
        ({"sentences": ["Yes.", " "]}, "none of them blank"),
        ({"frames": None}, "frames: expected a list"),
        ({"refs": {"It": "The army"}}, "refs: expected a list"),
        ({"refs": [["It", 2]]}, "reference ['It', 2]"),
        ({"refs": [[["It", 2], [["The navy", 1]]]]}, "'The navy': does not stand"),
    ],
)
def test_faults_outside_frames_are_named(changes: dict[str, Any], fault: str) -> None:
    assert any(fault in one for one in checked(_line(**changes)))


def test_every_fault_is_listed() -> None:
    frame = _meeting(e=None, status="over", kind="chat", t=["meets", 1], roles={"party": [["Nobody", 1], ["Zell", 2]]})
    assert len(checked(_line(frames=[frame, "x"], refs=[1]))) == 8


def test_a_line_becomes_a_reading_of_its_own_text() -> None:
    passage = passage_of(_line())
    text, reading = passage.text, passage.reading
    assert text == " ".join(_line()["sentences"])
    assert [one.within(text) for one in reading.sentences] == _line()["sentences"]
    meeting, violence = reading.frames
    assert (meeting.kind, meeting.trigger.within(text), meeting.status) == (FrameKind.MEETING, "will meet", "scheduled")
    assert (meeting.subkind, meeting.happening, meeting.sentence) == ("talks", 1, reading.sentences[0])
    assert [one.span.within(text) for one in meeting.of(Role.PARTY)] == ["The army", "the Front"]
    against = violence.of(Role.AGAINST)[0].span
    assert text[against.start - 4 : against.end] == "and Zell"
    assert [one.role for one in violence.fillers] == [Role.BY, Role.AGAINST, Role.SOURCE]
    assert reading.references[0].span.within(text) == "It"
    assert reading.references[0].antecedents[0].within(text) == "The army"


def test_issues_may_be_one_or_several() -> None:
    position = {"f": "position", "t": ["said", 2], "e": 1, "stance": "demands", "roles": {}}
    one = passage_of(_line(frames=[{**position, "issue": "trade"}])).reading.frames[0]
    two = passage_of(_line(frames=[{**position, "issue": ["trade", "energy"]}])).reading.frames[0]
    assert (one.issues, two.issues) == (("trade",), ("trade", "energy"))


def test_a_faulty_line_is_refused_with_its_first_fault() -> None:
    with pytest.raises(FormatError, match=r"'own-1'.*e is missing.*\(and 1 more\)"):
        passage_of(_line(frames=[_meeting(e=None, status="over")]))


def _file(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


def test_files_that_hold_no_passages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_passages(tmp_path / "none.jsonl")
    with pytest.raises(FormatError, match="line 1 is no JSON object"):
        read_passages(_file(tmp_path / "a.jsonl", [1]))
    with pytest.raises(FormatError, match="is empty"):
        read_passages(_file(tmp_path / "b.jsonl"))
    with pytest.raises(FormatError, match="'own-1' has come before"):
        read_passages(_file(tmp_path / "c.jsonl", _line(), _line()))


def test_a_passage_without_an_id_is_known_by_its_line(tmp_path: Path) -> None:
    passages = read_passages(_file(tmp_path / "a.jsonl", _line(), _line(id=None)))
    assert [one.id for one in passages] == ["own-1", "line 2"]


def test_a_file_is_checked_whole(tmp_path: Path) -> None:
    faulty = _line(frames=[_meeting(e=None, status="over")])
    found = check_file(_file(tmp_path / "a.jsonl", _line(), faulty, _line(id=None)))
    assert (found.passages, found.frames) == (3, 5)
    assert found.faults == (
        "line 2: own-1: meeting 'will meet': e is missing; expected the number of the happening",
        "line 2: own-1: meeting 'will meet': status 'over' is unknown; expected one of held, under_way, scheduled, "
        "proposed, failed, postponed, cancelled, denied, hypothetical",
        "line 2: own-1: the id has come before",
    )


def _reader(*lines: dict[str, Any]) -> AnnotatedReader:
    return AnnotatedReader(tuple(passage_of(line) for line in lines))


def test_annotations_stand_where_their_sentences_do() -> None:
    text = (
        "Truce in sight\n\nThe army  will\nmeet the Front in Zell. Rain fell.\n"
        "It shelled Zell, and Zell burned, the\u00a0Front said.\nMore follows."
    )
    reader: Reads = _reader(_line())
    reading = reader.read(text)
    meeting, violence = reading.frames
    assert meeting.trigger.within(text) == "will\nmeet"
    assert meeting.sentence.within(text) == "The army  will\nmeet the Front in Zell."
    assert [one.span.within(text) for one in violence.fillers] == ["It", "Zell", "the\u00a0Front"]
    assert reading.references[0].antecedents[0].within(text) == "The army"
    assert [one.within(text) for one in reading.sentences] == [
        "Truce in sight",
        "The army  will\nmeet the Front in Zell.",
        "Rain fell.",
        "It shelled Zell, and Zell burned, the\u00a0Front said.",
        "More follows.",
    ]


def test_happenings_of_several_passages_are_kept_apart() -> None:
    other = _line(id="own-2", sentences=["Both will meet again."], frames=[_meeting(roles={})], refs=[])
    same = _line(id="own-3", sentences=["They will meet. They will meet."], refs=[])
    same["frames"] = [_meeting(t=["will meet", 1, 1], roles={}), _meeting(t=["will meet", 1, 2], roles={})]
    text = " ".join(sentence for line in (_line(), other, same) for sentence in line["sentences"])
    happenings = [frame.happening for frame in _reader(_line(), other, same).read(text).frames]
    assert len(happenings) == 5
    assert happenings[3] == happenings[4]
    assert len(set(happenings)) == 4


def test_a_passage_is_preferred_in_one_piece_and_after_the_one_before() -> None:
    line = _line(sentences=["They will meet."], frames=[_meeting(roles={})], refs=[])
    second = {**line, "id": "own-2"}
    text = "They will meet. Rain fell. They will meet."
    reading = _reader(line, second).read(text)
    assert [frame.trigger.start for frame in reading.frames] == [5, 32]
    pair = _line(sentences=["Rain fell.", "They will meet."], frames=[_meeting(t=["will meet", 2], roles={})], refs=[])
    reading = _reader(pair).read("Rain fell. Snow fell. They will meet. Rain fell. They will meet.")
    assert [frame.trigger.start for frame in reading.frames] == [54]


def test_what_two_passages_share_is_told_once() -> None:
    later = _line(id="own-2", sentences=[_line()["sentences"][0]], frames=[_meeting()], refs=[])
    assert len(_reader(_line(), later).read(passage_of(_line()).text).frames) == 2


def test_passages_of_other_documents_are_left_out() -> None:
    other = _line(id="own-2", sentences=["Both will meet again."], frames=[_meeting(roles={})], refs=[])
    assert len(_reader(other, _line()).read(passage_of(_line()).text).frames) == 2


def test_sentences_that_do_not_stand_in_the_document_are_named() -> None:
    with pytest.raises(FormatError, match=r"'own-1': the sentence 'The army will meet the Front in Zell.'"):
        _reader(_line()).read("Rain fell.")
    with pytest.raises(FormatError, match="the sentence 'It shelled Zell"):
        _reader(_line()).read("The army will meet the Front in Zell. Rain fell.")
    with pytest.raises(FormatError, match="the sentence 'It shelled Zell"):  # not in their order
        _reader(_line()).read(" ".join(reversed(_line()["sentences"])))


def test_a_short_sentence_is_not_found_within_a_word() -> None:
    line = _line(sentences=["No"], frames=[], refs=[])
    with pytest.raises(FormatError, match="'No'"):
        _reader(line).read("Nothing. Not now.")


def test_every_passage_can_be_required_to_stand_somewhere() -> None:
    other = _line(id="own-2", sentences=["Both will meet again."], frames=[_meeting(roles={})], refs=[])
    reader = _reader(_line(), other)
    reader.require([passage_of(_line()).text, "Both will meet again."])
    with pytest.raises(FormatError, match=r"'own-2': the sentence 'Both will meet again.'"):
        reader.require([passage_of(_line()).text])


def test_the_name_tells_annotations_apart(tmp_path: Path) -> None:
    one = AnnotatedReader.of(_file(tmp_path / "a.jsonl", _line()))
    two = AnnotatedReader.of(_file(tmp_path / "b.jsonl", _line(frames=[])))
    assert one.name.startswith("annotations ")
    assert one.name != two.name
    assert one.read(passage_of(_line()).text).reader == one.name


def test_the_shared_corpus_is_sound(shared: Path) -> None:
    passages = read_passages(shared / "frames" / "dev.jsonl")
    assert len(passages) > 400
    reader = AnnotatedReader(passages[:20])
    text = "\n\n".join(one.text for one in passages[:20])
    assert len(reader.read(text).frames) == sum(len(one.reading.frames) for one in passages[:20])
