"""Many documents are coded as one by one, to the byte, whatever the number of processes; one bad one stops nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman import batch
from dragoman.batch import Coded, coded
from dragoman.coding.coder import Coder
from dragoman.delivery.events import event_lines
from dragoman.documents.document import Document
from dragoman.documents.extract import document_of_text
from dragoman.pipeline import default_coder
from dragoman.records.event import Event
from dragoman.sources.reader import Reader

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    strikes = [f"Russian missiles killed {n} people in Kharkiv on Monday, officials said." for n in range(2, 40)]
    return [document_of_text(text) for text in [*texts, *strikes]]


@pytest.mark.parametrize("triage", [True, False])
def test_together_is_as_one_by_one(documents: list[Document], triage: bool) -> None:
    coder = replace(default_coder(), triage=triage)
    alone = [tuple(event_lines(coder.code(one))) for one in documents]
    assert [tuple(event_lines(events)) for events in coder.code_many(documents)] == alone
    results = list(coded(documents, coder=coder, triage=triage))
    assert [one.lines for one in results] == alone
    assert [one.id for one in results] == [one.id for one in documents]
    assert any(alone)


def test_events_are_read_back_from_their_lines(documents: list[Document]) -> None:
    (result,) = coded(documents[:1])
    assert tuple(event_lines(result.events)) == result.lines != ()


class Fragile:
    """A coder that fails on one text and is killed by another; what a broken library would do."""

    triage = True

    def __init__(self, inner: Coder) -> None:
        self.inner = inner

    def code(self, document: Document) -> tuple[Event, ...]:
        if "poison" in document.text:
            raise ValueError("cannot\nbe read")
        if "deadly" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.inner.code(document)

    def code_many(self, documents: Sequence[Document]) -> Iterator[tuple[Event, ...]]:
        return (self.code(one) for one in documents)


@pytest.mark.slow
def test_processes_give_the_same_and_survive_a_death(
    documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "CHUNK_DOCUMENTS", 8)
    plain = list(coded(documents))
    assert list(coded(documents, jobs=2)) == plain
    fragile: Coder = Fragile(default_coder())  # type: ignore[assignment]
    bad = [document_of_text("A poison."), document_of_text("A deadly text.")]
    results = list(coded([*documents[:10], *bad, *documents[10:]], coder=fragile, jobs=2))
    assert [one.error for one in results[10:12]] == [
        "could not be coded (ValueError: cannot be read)",
        "the process that coded it ended (out of memory?)",
    ]
    assert results[:10] + results[12:] == plain


@pytest.mark.slow
def test_a_long_stream_goes_on_in_a_new_process(documents: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    plain = list(coded(documents))
    monkeypatch.setattr(batch, "CHUNK_DOCUMENTS", 8)
    monkeypatch.setattr(batch, "LIFETIME", 1000)
    assert list(coded(documents)) == plain


def test_what_cannot_be_read_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"text": "Iran bombed Iraq on Monday."}\nno json\n', encoding="utf-8")
    results = list(coded(Reader().read(str(tmp_path))))
    assert [one.error for one in results] == [None, "is no JSON"]
    assert results[0].lines


def test_a_poisoned_document_is_set_aside_alone(documents: list[Document]) -> None:
    fragile: Coder = Fragile(default_coder())  # type: ignore[assignment]
    poison = document_of_text("A poison.")
    results = list(coded([documents[0], poison, documents[1]], coder=fragile))
    assert [one.error is None for one in results] == [True, False, True]
    assert results[1] == Coded(poison.id, poison.id, (), "could not be coded (ValueError: cannot be read)")


# A parent that is killed while its processes are at work; each of them has written its number down.
_PARENT = """
import os, sys, time
from pathlib import Path
from dragoman.batch import Reading
from dragoman.batch_workers import Recipe, in_processes

class Slow:
    triage = True
    def code_many(self, documents):
        Path(sys.argv[1], str(os.getpid())).touch()
        time.sleep(300)

from dragoman.documents.extract import document_of_text
chunks = [[document_of_text(f"Text {n}.")] for n in range(9)]
list(in_processes(chunks, Recipe(Slow(), Reading()), jobs=3))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path)])
    _wait_until(lambda: len(list(tmp_path.iterdir())) == 3, seconds=60)
    workers = [Path("/proc", one.name) for one in tmp_path.iterdir()]
    try:
        assert all(one.exists() for one in workers)
        parent.kill()
        parent.wait()
        _wait_until(lambda: not any(map(_at_work, workers)), seconds=10)
    finally:
        for one in workers:
            if _at_work(one):
                os.kill(int(one.name), signal.SIGKILL)


def _at_work(process: Path) -> bool:
    try:
        return process.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait_until(true: Callable[[], bool], *, seconds: float) -> None:
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "waited too long"
        time.sleep(0.05)
