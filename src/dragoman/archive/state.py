"""Owns the state of a process as the archive tells it: then, now, and what changed in between.

Merges what several articles report; computed anew each time from what was known on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from pydantic import Field

from dragoman.documents.document import Document
from dragoman.knowledge.entries import state_name
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.processes import Process
from dragoman.process.assemble import gather
from dragoman.process.changes import Change, changes
from dragoman.process.dossier import Dossier
from dragoman.process.tracks import events_by_process, processes_of
from dragoman.process.wording import prose_of
from dragoman.records.corrections import corrected
from dragoman.records.event import Event
from dragoman.records.merge import Happening, happenings_of, without_copied
from dragoman.store.collecting import collecting_later
from dragoman.store.reading import Known


class Source(Protocol):
    """What the state of a process is made from: an archive, or its memory."""

    def known(
        self,
        *,
        as_of: date | None = None,
        recorded_by: datetime | None = None,
        read_by: datetime | None = None,
        parties: Sequence[str] = (),
    ) -> Known:
        """What was known on a day; see `Store.known`."""
        ...


class Record(Dossier):
    """A dossier from the archive: its events are happenings, with every report's statements."""

    events: tuple[Happening, ...]
    process: str = Field(description="id of the process, or `all`")
    since: str | None = Field(default=None, description="the day with which it is compared")
    changes: tuple[Change, ...] = Field(default=(), description="what changed since that day")


def record(
    store: Source,
    process: Process | None,
    *,
    knowledge: Knowledge,
    as_of: date | None = None,
    since: date | None = None,
    recorded_by: datetime | None = None,
    read_by: datetime | None = None,
    anew: bool = False,
) -> Record:
    """The state of a process, and what changed since a day.

    A past day is answered from the articles as they had been read by its end, or were first read; both
    sides of a comparison from the same readings.

    Args:
        store: the archive, or a memory of it.
        process: None for all that the archive holds.
        knowledge: names for prose.
        as_of: replay what was known on that day; None for all that is known.
        since: also say what changed from that day on.
        recorded_by: replay what this archive had taken by that moment.
        read_by: as articles had been read by that moment; None for the end of `as_of`.
        anew: answer from the newest reading of each article, whatever the day.
    """
    if read_by is None and as_of is not None and not anew:
        read_by = datetime.combine(as_of + timedelta(days=1), time.min, UTC)
    with collecting_later():
        now = _state(store, process, knowledge, as_of, recorded_by, read_by)
        if since is None:
            return now
        then = _state(store, process, knowledge, since, recorded_by, read_by)
        found = changes(then, now, knowledge=knowledge)
    return now.model_copy(update={"since": since.isoformat(), "changes": found})


def _state(
    store: Source,
    process: Process | None,
    knowledge: Knowledge,
    as_of: date | None,
    recorded_by: datetime | None,
    read_by: datetime | None,
) -> Record:
    parties = sorted({*process.parties, *(f"@{c}" for c in process.countries)}) if process else ()
    known = store.known(as_of=as_of, recorded_by=recorded_by, read_by=read_by, parties=parties)
    events = without_copied(known.events, known.copies, known.judgements)
    events = corrected(events, known.judgements, knowledge=knowledge)
    documents: Sequence[Document] = known.documents
    if process is not None:
        tracked = {one.id for one in events_by_process(events, knowledge=knowledge).get(process.id, ())}
        events = tuple(one for one in events if one.id in tracked or belongs(one, process))
        acting = _acting(events)
        told = {event.evidence[0].document for event in events if event.id in tracked}
        documents = [one for one in documents if one.id in told or _tells_of(one, acting, process, knowledge)]
    made = gather(documents, events, as_of=as_of, knowledge=knowledge, judgements=known.judgements)
    values = {name: getattr(made.dossier, name) for name in Dossier.model_fields}
    values |= prose_of(made.dossier, knowledge=knowledge)
    values["events"] = happenings_of(made.happenings, copies=known.copies)
    values["processes"] = (process.id,) if process else processes_of(made.dossier, knowledge=knowledge)
    return Record(**values, process=process.id if process else "all")


def belongs(event: Event, process: Process) -> bool:
    """Whether an event is part of a process: one of its parties acts or is meant, or it is in its country."""
    named = {actor.key for actor in (*event.source, *event.target, *event.mediators)}
    if named & process.parties:
        return True
    return event.place is not None and event.place.country in process.countries


def _acting(events: Iterable[Event]) -> dict[str, set[str]]:
    """For each document the parties that its events name."""
    found: dict[str, set[str]] = {}
    for event in events:
        named = {actor.key for actor in (*event.source, *event.target, *event.mediators)}
        found.setdefault(event.evidence[0].document, set()).update(named)
    return found


def _tells_of(document: Document, acting: Mapping[str, set[str]], process: Process, knowledge: Knowledge) -> bool:
    """Whether a document tells of a process: it has an event of it, and names parties of two of its sides."""
    return document.id in acting and names_two_sides(document, process, knowledge, acting=acting[document.id])


def names_two_sides(
    document: Document, process: Process, knowledge: Knowledge, *, acting: Set[str] = frozenset()
) -> bool:
    """Whether a text names parties of two sides of a process, or they are among those who act in it."""
    named = 0
    for side in process.sides:
        names = (state_name(one, knowledge=knowledge) if one in process.countries else one for one in side)
        named += bool(acting & side) or any(name and name in document.text for name in names)
    return named > 1
