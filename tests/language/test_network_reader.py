"""The shipped reader: what it promises of every reading, and that no neighbour changes one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.contract.frames import ATTRIBUTES, ROLES, FrameKind, Role
from dragoman.contract.reading import Reading
from dragoman.errors import ModelMissing
from dragoman.language.network import FILES, Network, Question, shipped_network
from dragoman.language.network_reader import NetworkReader, grouped, runs
from dragoman.language.sentences import sentences
from dragoman.language.windows import windows, words_of

TEXT = (
    "Kesria and Varun to meet in Lausanne\n\n"
    "Kesria and Varun will hold talks in Lausanne on Thursday, the Swiss foreign ministry said on Monday. "
    "Varun's army shelled the town of Ostra on Sunday, killing at least twelve people. "
    "President Ilan Doru of Kesria said he would not accept a ceasefire unless Varun withdrew its troops."
)


@pytest.fixture(scope="module")
def reader() -> NetworkReader:
    return NetworkReader()


@pytest.fixture(scope="module")
def reading(reader: NetworkReader) -> Reading:
    return reader.read(TEXT, title_end=TEXT.index("\n"))


def words(reading: Reading, kind: FrameKind, role: Role) -> set[str]:
    return {f.span.within(TEXT) for frame in reading.frames if frame.kind is kind for f in frame.of(role)}


def test_a_plain_report_is_read(reading: Reading) -> None:
    """States and people that are in no knowledge file: the reader knows language, not names."""
    assert {"Kesria", "Varun"} <= words(reading, FrameKind.MEETING, Role.PARTY)
    assert "Lausanne" in words(reading, FrameKind.MEETING, Role.PLACE)
    assert any("Varun" in one for one in words(reading, FrameKind.VIOLENCE, Role.BY))
    assert any("twelve" in one for one in words(reading, FrameKind.VIOLENCE, Role.KILLED))


def test_frames_keep_to_the_closed_vocabularies(reading: Reading) -> None:
    assert reading.frames
    for frame in reading.frames:
        for name, field in (
            ("status", "status"),
            ("kind", "subkind"),
            ("stance", "stance"),
            ("action", "action"),
            ("type", "type"),
        ):
            allowed = ATTRIBUTES[name].get(frame.kind, ())
            assert getattr(frame, field) in (allowed or (None,))
        assert {filler.role for filler in frame.fillers} <= set(ROLES[frame.kind])
        assert 0 <= frame.confidence <= 1
        assert all(0 <= filler.confidence <= 1 for filler in frame.fillers)


def test_frames_stand_in_the_order_of_the_text_inside_their_sentences(reading: Reading) -> None:
    assert all(a.trigger <= b.trigger for a, b in pairwise(reading.frames))
    for frame in reading.frames:
        assert frame.sentence.start <= frame.trigger.start < frame.trigger.end <= frame.sentence.end
        assert frame.sentence in reading.sentences


def test_the_same_text_gives_the_same_reading(reader: NetworkReader, reading: Reading) -> None:
    assert reader.read(TEXT, title_end=TEXT.index("\n")) == reading


def test_windows_beside_it_change_no_figure_of_a_window() -> None:
    """To the last bit: records must not depend on what is read together."""
    network = shipped_network()
    text = " ".join(f"On day {n} envoys of Kesria met the governor of Ostra near the river." for n in range(40))
    found = windows(words_of(text, sentences(text), network.tokenizer), title=0, start=101, end=102)
    assert len(found) > 2
    together = network.see(found * 3)
    for number, window in enumerate(found):
        (alone,) = network.see([window])
        assert np.array_equal(alone.words, together[number].words)
        assert np.array_equal(alone.tags, together[number].tags)


def test_questions_beside_it_change_no_answer() -> None:
    network = shipped_network()
    (window,) = windows(words_of(TEXT, sentences(TEXT), network.tokenizer), title=1, start=101, end=102)
    (seen,) = network.see([window])
    questions = [Question(0, (3, 5)), Question(4, (9, 10)), Question(8, (1, 2))]
    together = network.ask(seen, questions)
    for row, question in enumerate(questions):
        alone = network.ask(seen, [question])
        assert np.array_equal(alone.roles[0], together.roles[row])
        assert np.array_equal(alone.attributes[0], together.attributes[row])


def test_a_text_on_other_matters_and_an_empty_one_have_no_frames(reader: NetworkReader) -> None:
    assert reader.read("").frames == ()
    assert reader.read("The bakery on the corner sells rye bread and plum cake.").frames == ()


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=600))
def test_any_text_can_be_read(reader: NetworkReader, text: str) -> None:
    found = reader.read(text)
    for frame in found.frames:
        assert 0 <= frame.trigger.start < frame.trigger.end <= len(text)
        assert all(0 <= f.span.start < f.span.end <= len(text) for f in frame.fillers)
    assert all(part.end <= len(text) for one in found.references for part in one.antecedents)


def test_a_folder_without_files_names_them_and_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"encode\.onnx.*reinstall dragoman"):
        Network.load(tmp_path)


def test_damaged_files_are_reported_as_missing(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text("no model")
    with pytest.raises(ModelMissing, match="damaged"):
        Network.load(tmp_path)


def test_runs_are_cut_where_a_new_one_begins() -> None:
    inside = np.array([0.1, 0.9, 0.8, 0.7, 0.2, 0.6])
    begins = np.array([0.0, 0.9, 0.1, 0.8, 0.0, 0.0])
    assert [(a, z) for a, z, _ in runs(inside, begins, 0.5)] == [(1, 3), (3, 4), (5, 6)]


def test_each_joins_the_group_with_the_best_mean_and_never_another_family() -> None:
    score = np.array([[0, 3, 1, 9], [3, 0, -4, 9], [1, -4, 0, 9], [9, 9, 9, 0]], dtype=float)
    asked = lambda i, others: score[i, others]  # noqa: E731
    assert grouped(["meeting", "meeting", "meeting", "violence"], asked) == [1, 1, 2, 3]
    assert grouped(["meeting"] * 4, asked) == [1, 1, 2, 1]
    assert grouped([], asked) == []


def test_sameness_of_two_does_not_depend_on_which_is_asked_of_which(reading: Reading) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 128)).astype(np.float32)
    network = shipped_network()
    assert network.same(vectors, 0, [1, 2])[1] == pytest.approx(network.same(vectors, 2, [0])[0], rel=1e-5)
