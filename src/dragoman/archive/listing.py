"""Owns the list of the processes of which an archive holds something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.knowledge.processes import PREFIX, find_process
from dragoman.process.tracks import events_by_process

if TYPE_CHECKING:
    from dragoman.archive.state import Record
    from dragoman.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class ProcessName:
    """A process as it is listed.

    Attributes:
        id: without `process:`, as addresses have it.
        events: how many happenings belong to it.
        newest: the last day on which something of it was learned.
    """

    id: str
    name: str
    events: int
    newest: date | None


def processes_in(record: Record, *, knowledge: Knowledge) -> tuple[ProcessName, ...]:
    """The known processes of which a state of all holds something, the newest first."""
    found = []
    for name, events in events_by_process(record.events, knowledge=knowledge).items():
        newest = max((one.learned for one in events if one.learned), default=None)
        process = find_process(name, knowledge=knowledge)
        said = process.name if process else name
        found.append(ProcessName(name.removeprefix(PREFIX), said, len(events), newest))
    return tuple(sorted(found, key=lambda one: (one.newest or date.min, one.events, one.id), reverse=True))
