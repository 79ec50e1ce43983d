"""What reviewers teach: reviewed entries as annotations that, read again, give the same entries."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dragoman.archive.teaching import taught
from dragoman.cli import main
from dragoman.coding.coder import Coder
from dragoman.documents.document import Document
from dragoman.knowledge.gazetteer import open_gazetteer
from dragoman.knowledge.load import load_knowledge
from dragoman.language.annotations import AnnotatedReader, check_file
from dragoman.pipeline import assemble, read
from dragoman.records.corrections import value_of
from dragoman.records.event import Event
from dragoman.records.statement import Judgement
from dragoman.store.keeping import Reading
from dragoman.store.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def document() -> Document:
    return read(EXAMPLES / "istanbul-talks.txt", published="2025-07-21")


@pytest.fixture(scope="module")
def coder() -> Coder:
    reader = AnnotatedReader.of(EXAMPLES / "istanbul-talks.frames.jsonl")
    return Coder(knowledge=load_knowledge(), reader=reader, gazetteer=open_gazetteer(), triage=False)


@pytest.fixture
def events(store: Store, coder: Coder, document: Document) -> tuple[Event, ...]:
    """The events of the example, in the archive."""
    made = coder.coding(document)
    store.keep(Reading("file:istanbul", document, made.events, "test 0", made.reading))
    return made.events


def judge(store: Store, verdict: Any, one: Event, **more: Any) -> None:
    store.judge(Judgement(verdict=verdict, one=one.id, by="ann", **more))


def again(store: Store, coder: Coder, document: Document, path: Path) -> tuple[Event, ...]:
    """The events of the document read by what was exported."""
    (found,) = taught(store, coder)
    assert found.left_out == ()
    path.write_text(json.dumps(found.line), encoding="utf-8")
    assert check_file(path).faults == ()
    return replace(coder, reader=AnnotatedReader.of(path)).code(document)


def plain(events: tuple[Event, ...]) -> list[Event]:
    return [one.model_copy(update={"coder": "", "happening": None}) for one in events]


def test_what_was_accepted_comes_back_as_the_same_entries(
    store: Store, coder: Coder, document: Document, events: tuple[Event, ...], tmp_path: Path
) -> None:
    for one in events:
        judge(store, "right", one)
    told = again(store, coder, document, tmp_path / "a.jsonl")
    assert plain(told) == plain(events)
    first, second = (assemble([document], made, as_of=None, coder=coder) for made in (events, told))
    assert first.entries()
    assert [one.model_dump() for one in second.entries()] == [one.model_dump() for one in first.entries()]


def test_what_was_called_wrong_is_a_sentence_without_its_frame(
    store: Store, coder: Coder, document: Document, events: tuple[Event, ...], tmp_path: Path
) -> None:
    judge(store, "wrong", events[0])
    for one in events[1:]:
        judge(store, "right", one)
    told = again(store, coder, document, tmp_path / "a.jsonl")
    assert {one.id for one in told} == {one.id for one in events[1:]}
    assert json.loads((tmp_path / "a.jsonl").read_text())["whole"] is True


def test_what_nobody_reviewed_is_not_told(
    store: Store, coder: Coder, document: Document, events: tuple[Event, ...], tmp_path: Path
) -> None:
    judge(store, "right", events[-1])
    told = again(store, coder, document, tmp_path / "a.jsonl")
    assert [one.id for one in told] == [events[-1].id]


def corrections() -> list[tuple[str, str, Any]]:
    """A kind of frame, and what is corrected of the first one of it."""
    return [
        ("meeting", "status", "happened"),
        ("meeting", "place", "Kyiv"),
        ("meeting", "start", None),
        ("meeting", "source", ["Russia"]),
        ("violence", "killed", None),
        ("violence", "killed", "18"),
        ("violence", "source", []),
    ]


@pytest.mark.parametrize(("frame", "field", "given"), corrections())
def test_a_correction_stands_in_the_annotation(
    frame: str, field: str, given: Any, store: Store, coder: Coder, document: Document, events: tuple[Event, ...],
    tmp_path: Path,
) -> None:  # fmt: skip
    one = next(event for event in events if event.frame == frame)
    known = {actor.name: actor for event in events for actor in (*event.source, *event.target)}
    value = value_of(field, given, actor=lambda name: known[name])
    judge(store, "corrected", one, field=field, value=value)
    (told,) = again(store, coder, document, tmp_path / "a.jsonl")
    if field == "killed":
        killed = told.quantities.killed if told.quantities else None
        assert (killed and killed.min) == (int(given) if given else None)
    elif field == "source":
        assert [actor.name for actor in told.source] == given
    elif field == "place":
        assert told.place is not None
        assert told.place.name == given
    else:
        assert getattr(told, field) == given


def test_the_command_writes_what_can_be_checked(
    store: Store, events: tuple[Event, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    judge(store, "right", next(one for one in events if one.frame == "word"))  # its sentence tells of more
    out = tmp_path / "taught.jsonl"
    for more, counted in (((), "1 passages, 1 frames"), (("--whole",), "0 passages, 0 frames")):
        words = ["annotations", "export", "--archive", store.name, "--out", str(out), *more]
        monkeypatch.setattr("sys.argv", ["dragoman", *words])
        with pytest.raises(SystemExit) as leaving:
            main()
        assert leaving.value.code == 0
        assert capsys.readouterr().out == f"{out}: {counted}.\n"


def test_a_correction_that_no_words_give_is_left_out_and_named(
    store: Store, coder: Coder, document: Document, events: tuple[Event, ...]
) -> None:
    one = next(event for event in events if event.frame == "meeting")
    judge(store, "corrected", one, field="place", value=value_of("place", "Ulaanbaatar"))
    (found,) = taught(store, coder)
    assert found.left_out == ((one.id, "no words of its text give what was corrected"),)
    assert found.line is None
