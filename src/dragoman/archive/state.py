"""Owns the state of a process as the archive tells it: then, now, and what changed in between.

Merges what several articles report; computed anew each time from what was known on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import Field

from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.processes import Process
from dragoman.process.assemble import assemble
from dragoman.process.changes import Change, changes
from dragoman.process.dossier import Dossier, Entry
from dragoman.records.event import Event
from dragoman.records.merge import Happening, merge, without_copied

if TYPE_CHECKING:
    from dragoman.store.store import Store

_LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements")


class Record(Dossier):
    """A dossier from the archive: its events are happenings, with every report's statements."""

    events: tuple[Happening, ...]
    process: str = Field(description="id of the process, or `all`")
    since: str | None = Field(default=None, description="the day with which it is compared")
    changes: tuple[Change, ...] = Field(default=(), description="what changed since that day")


def record(
    store: Store,
    process: Process | None,
    *,
    knowledge: Knowledge,
    as_of: date | None = None,
    since: date | None = None,
    recorded_by: datetime | None = None,
) -> Record:
    """The state of a process, and what changed since a day.

    Args:
        store: the archive.
        process: None for all that the archive holds.
        knowledge: names for prose.
        as_of: replay what was known on that day; None for all that is known.
        since: also say what changed from that day on.
        recorded_by: replay what this archive had taken by that moment.
    """
    now = _state(store, process, knowledge, as_of, recorded_by)
    if since is None:
        return now
    then = _state(store, process, knowledge, since, recorded_by)
    found = changes(then, now, knowledge=knowledge)
    return now.model_copy(update={"since": since.isoformat(), "changes": found})


def _state(
    store: Store,
    process: Process | None,
    knowledge: Knowledge,
    as_of: date | None,
    recorded_by: datetime | None,
) -> Record:
    parties = sorted({*process.parties, *(f"@{c}" for c in process.countries)}) if process else ()
    known = store.known(as_of=as_of, recorded_by=recorded_by, parties=parties)
    events = without_copied(known.events, known.copies, known.judgements)
    documents: Sequence[Document] = known.documents
    if process is not None:
        events = tuple(event for event in events if belongs(event, process))
        named = {event.evidence[0].document for event in events}
        documents = [one for one in documents if one.id in named]
    dossier = assemble(documents, events, as_of=as_of, knowledge=knowledge)
    happenings = merge(dossier.events, copies=known.copies, judgements=known.judgements)
    home = {member: one.id for one in happenings for member in one.members}
    values = {name: getattr(dossier, name) for name in Dossier.model_fields}
    values |= {name: tuple(_rehomed(entry, home) for entry in values[name]) for name in _LISTS}
    values["events"] = happenings
    if process is not None:
        values["processes"] = (process.id,)
    return Record(**values, process=process.id if process else "all")


def belongs(event: Event, process: Process) -> bool:
    """Whether an event is part of a process: one of its parties acts or is meant, or it is in its country."""
    named = {actor.key for actor in (*event.source, *event.target, *event.mediators)}
    if named & process.parties:
        return True
    return event.place is not None and event.place.country in process.countries


def _rehomed(entry: Entry, home: dict[str, str]) -> Entry:
    """The entry with the ids of happenings instead of those of single reports."""
    ids = tuple(dict.fromkeys(home.get(one, one) for one in entry.events))
    return entry.model_copy(update={"events": ids})
