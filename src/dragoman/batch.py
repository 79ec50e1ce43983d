"""Owns coding many documents: a stream in, a stream of results out, in order, in one process or several.

A document that cannot be read or coded is set aside with its error. Codes nothing itself: see
`coding.coder`; processes are `batch_workers`' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.archive.ingest import FAULTS, document_in
from dragoman.delivery.events import event_lines
from dragoman.documents.document import Document
from dragoman.errors import SourceError
from dragoman.sources.found import Found

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder
    from dragoman.contract.reading import Reads
    from dragoman.records.event import Event

Input = Document | Found
# What is coded together: bounds memory, not results.
CHUNK_DOCUMENTS = 32
CHUNK_CHARACTERS = 200_000
# The parser remembers every word it meets, some 20 MB a million characters: a process codes so many.
LIFETIME = 15_000_000


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of one document.

    Attributes:
        place: how the user knows the document: its source, else its identifier.
        id: the document's identifier; empty where it could not be read.
        lines: its events, each the line that `delivery.events.event_lines` writes.
        error: why it was set aside; None where it was coded.
        warnings: what is doubtful about a document that was coded.
    """

    place: str
    id: str
    lines: tuple[str, ...] = ()
    error: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events themselves, read back from the lines."""
        from dragoman.records.event import Event

        return tuple(Event.model_validate_json(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Reading:
    """How what a source holds is read, where the source does not say itself."""

    published: date | None = None
    publisher: str | None = None


_PLAIN = Reading()


def coded(
    inputs: Iterable[Input],
    *,
    coder: Coder | None = None,
    folder: Path | None = None,
    jobs: int = 1,
    triage: bool = True,
    reading: Reading = _PLAIN,
    here: bool = False,
) -> Iterator[Coded]:
    """Codes documents; results come in the order of the inputs, the same in any number of processes.

    Args:
        inputs: documents, or what `sources.reader` yields; taken as they are needed, any number.
        coder: a coder at hand; None loads the bundled one with `folder` laid over its knowledge.
        folder: files of knowledge laid over the bundled ones.
        jobs: processes that code; one is this process, until its parser has learned too many words.
        triage: whether texts and sentences on other matters are left unread.
        reading: day and publisher of inputs whose source names none.
        here: `jobs` are threads of this process: for a reader that waits for a server and counts what it costs.

    Raises:
        KnowledgeError: a knowledge file has faults.
        ModelMissing: the reader's files are not installed.
    """
    used = ready_coder(coder, folder=folder, triage=triage)
    runs = chunks(inputs)
    if here:
        from dragoman.batch_workers import in_threads

        yield from in_threads(inputs, used, reading, jobs=jobs)
        return
    done = 0
    for chunk in runs if jobs == 1 else ():
        yield from coded_chunk(chunk, coder=used, reading=reading)
        done += size_of(chunk)
        if done >= LIFETIME:
            break
    else:
        if jobs == 1:
            return
    from dragoman.batch_workers import Recipe, in_processes

    yield from in_processes(runs, Recipe(used, reading, folder=folder, bundled=coder is None), jobs=jobs)


def ready_coder(
    coder: Coder | None = None, *, folder: Path | None = None, triage: bool = True, reader: Reads | None = None
) -> Coder:
    """The coder at hand or a new one, with triage as wished and another reader than the bundled one; see `coded`."""
    from dragoman.pipeline import default_coder, load_coder

    used = coder or (load_coder(folder, reader) if folder or reader else default_coder())
    return used if used.triage == triage else replace(used, triage=triage)


def chunks(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    """The inputs in runs that are coded together: few enough to be held in memory."""
    chunk: list[Input] = []
    size = 0
    for one in inputs:
        chunk.append(one)
        size += size_of([one])
        if len(chunk) >= CHUNK_DOCUMENTS or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def size_of(inputs: Sequence[Input]) -> int:
    """Characters of documents, bytes of what is not read yet."""
    given = (one.text if isinstance(one, Document) else one.item.data if one.item else "" for one in inputs)
    return sum(map(len, given))


def coded_chunk(inputs: Sequence[Input], *, coder: Coder, reading: Reading = _PLAIN) -> list[Coded]:
    """The inputs coded together; if one fails, each by itself, so that only that one is set aside."""
    read = [_document(one, reading) for one in inputs]
    documents = [one for one in read if isinstance(one, Document)]
    try:
        results = [_coded(one, events) for one, events in zip(documents, coder.code_many(documents), strict=True)]
    except FAULTS:
        results = [coded_alone(one, coder=coder) for one in documents]
    following = iter(results)
    return [next(following) if isinstance(one, Document) else one for one in read]


def set_aside(one: Input, problem: str) -> Coded:
    """An input that was not coded."""
    if isinstance(one, Document):
        return Coded(one.source or one.id, one.id, error=problem)
    return Coded(one.place, "", error=problem)


def _document(one: Input, reading: Reading) -> Document | Coded:
    if isinstance(one, Document):
        return one
    if one.item is None:
        return set_aside(one, one.problem or "could not be had")
    try:
        return document_in(one, published=reading.published, publisher=reading.publisher, now=datetime.now(UTC))
    except SourceError as error:
        return set_aside(one, str(error).removeprefix(f"{error.source!r}: "))
    except FAULTS as error:
        return set_aside(one, _told("read", error))


def coded_alone(document: Document, *, coder: Coder) -> Coded:
    """One document coded by itself; set aside with its error where that fails."""
    try:
        return _coded(document, coder.code(document))
    except FAULTS as error:
        return set_aside(document, _told("coded", error))


def _told(what: str, error: Exception) -> str:
    return f"could not be {what} ({type(error).__name__}: {' '.join(str(error).split())[:120]})"


def _coded(document: Document, events: Iterable[Event]) -> Coded:
    lines = tuple(event_lines(events))
    return Coded(document.source or document.id, document.id, lines, warnings=document.warnings)
