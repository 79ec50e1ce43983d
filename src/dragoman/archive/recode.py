"""Owns reading the archive's articles again by the reader of today: what was told stays, the newer reading counts.

A document that the same reader has read keeps that reading; its events are made anew of it. What comes out as
it was is not written, so a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dragoman.archive.ingest import FAULTS
from dragoman.archive.state import belongs, names_two_sides, record
from dragoman.errors import StoreError
from dragoman.process.changes import Change, changes
from dragoman.store.rows import Reading

if TYPE_CHECKING:
    from dragoman.coding.coder import Coding
    from dragoman.contract.reading import Reading as Found
    from dragoman.contract.reading import Reads
    from dragoman.documents.document import Document
    from dragoman.knowledge.load import Knowledge
    from dragoman.knowledge.processes import Process
    from dragoman.records.event import Event
    from dragoman.store.reading import Kept
    from dragoman.store.store import Store

# Texts are looked at in runs of so many: a bound on memory.
_AT_ONCE = 200


class Codes(Protocol):
    """A coder."""

    @property
    def reader(self) -> Reads:
        """What reads."""
        ...

    def coding(self, document: Document) -> Coding:
        """A document read and coded."""
        ...

    def again(self, document: Document, reading: Found) -> Coding:
        """The events of a reading that is at hand."""
        ...


@dataclass(frozen=True, slots=True)
class Recoded:
    """What became of the articles.

    Attributes:
        documents: how many were looked at.
        anew: how many of them have another reading or other events now.
        new, gone: events that were not told before, and those that are told no longer.
        problems: documents that could not be read, each with why.
        changes: what is otherwise in the state of the process, or of all.
    """

    documents: int
    anew: int
    new: int
    gone: int
    problems: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]


def recode(
    store: Store,
    coder: Codes,
    *,
    program: str,
    knowledge: Knowledge,
    process: Process | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Recoded:
    """Reads articles again; judgements stay.

    Args:
        store: the archive.
        coder: reads and codes.
        program: its name and version.
        knowledge: names for prose.
        process: only articles that tell of it, or name two of its sides; None for all.
        tell: called with each document's id before it is read.

    Raises:
        StoreError: the archive cannot be written; what was read before stays.
    """
    begun = store.clock()
    documents = anew = new = gone = 0
    problems: list[tuple[str, str]] = []
    for kept in _texts(store, process, knowledge):
        document = kept.document
        tell(document.id)
        documents += 1
        try:
            found = _again(store, kept, coder, program)
        except StoreError:
            raise
        except FAULTS as error:
            problems.append((document.source or document.id, f"{type(error).__name__}: {str(error)[:160]}"))
            continue
        if found is not None:
            store.keep_again(found)
            before, after = ({one.id for one in events} for events in (kept.tellings[-1].events, found.events))
            anew, new, gone = anew + 1, new + len(after - before), gone + len(before - after)
    then = record(store, process, knowledge=knowledge, read_by=begun)
    now = record(store, process, knowledge=knowledge)
    found_changes = changes(then, now, knowledge=knowledge) if anew else ()
    return Recoded(documents, anew, new, gone, tuple(problems), found_changes)


def _again(store: Store, kept: Kept, coder: Codes, program: str) -> Reading | None:
    """A document read again; None where nothing comes out otherwise than before."""
    document, before = kept.document, kept.tellings[-1].events
    last = store.readings(document.id)[-1:]
    reading = last[0].found if last and last[0].reader == coder.reader.name else None
    made = coder.coding(document) if reading is None else coder.again(document, reading)
    reading, events = made.reading, made.events
    read_by = last[0].reader if last else None
    same = _plain(events) == _plain(before)
    if same and (reading is None or reading.reader == read_by):
        return None
    name = f"{program} {reading.reader}" if reading else program
    return Reading("", document, events, name, reading)


def _plain(events: Sequence[Event]) -> list[Event]:
    """Events without the version of the program, in the order of their ids."""
    return sorted((one.model_copy(update={"coder": ""}) for one in events), key=lambda one: one.id)


def _texts(store: Store, process: Process | None, knowledge: Knowledge) -> Iterator[Kept]:
    """The texts of a process, of all versions of articles, in the order in which they were recorded."""
    ids = list(dict.fromkeys(row.document for row in store.versions()))
    for start in range(0, len(ids), _AT_ONCE):
        found = store.texts(ids[start : start + _AT_ONCE])
        for name in ids[start : start + _AT_ONCE]:
            if process is None or _concerns(found[name], process, knowledge):
                yield found[name]


def _concerns(kept: Kept, process: Process, knowledge: Knowledge) -> bool:
    told = (event for telling in kept.tellings for event in telling.events)
    return any(belongs(event, process) for event in told) or names_two_sides(kept.document, process, knowledge)
