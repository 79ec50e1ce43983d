"""Owns an archive's memory within one program: what it knows, read once, and its states, made once for a version.

Thread-safe and disposable: nothing in it is kept anywhere else, and a new one gives the same answers.
After a write only what is new is read. Bounded by the archive itself and by `MOST_STATES`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any

from dragoman.archive.state import Record, record
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.processes import Process
from dragoman.records.statement import Judgement
from dragoman.store.reading import Kept, Known, arranged
from dragoman.store.rows import parties_of

if TYPE_CHECKING:
    from dragoman.store.store import Store

# So many states are kept; the one that was asked for longest ago goes first.
MOST_STATES = 16


@dataclass(slots=True)
class _Shelf:
    """What was read of the archive, as of a version of it."""

    version: str = ""
    versions: Sequence[Any] = ()
    kept: dict[str, Kept] = field(default_factory=dict)
    naming: dict[str, set[str]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()

    def known(
        self,
        *,
        as_of: date | None = None,
        recorded_by: datetime | None = None,
        read_by: datetime | None = None,
        parties: Sequence[str] = (),
    ) -> Known:
        """What was known on a day; see `Store.known`."""
        newest: dict[int, Any] = {}
        for row in self.versions:
            if (as_of is None or row.learned <= as_of) and (recorded_by is None or row.recorded <= recorded_by):
                best = newest.get(row.article)
                if best is None or best.number < row.number:
                    newest[row.article] = row
        live = sorted(newest.values(), key=lambda row: (row.recorded, row.article))
        kept = self.kept
        if parties:
            named = set().union(*[self.naming.get(key, ()) for key in parties])
            kept = {name: kept[name] for name in named}
        made = [one for one in self.judgements if recorded_by is None or one.made is None or one.made <= recorded_by]
        return arranged(live, kept, tuple(made), read_by=read_by)


class Memory:
    """The states of an archive, remembered until the archive changes.

    Args:
        store: the archive.
        knowledge: names for prose.
    """

    def __init__(self, store: Store, *, knowledge: Knowledge) -> None:
        self._store = store
        self._knowledge = knowledge
        self._lock = RLock()
        self._shelf = _Shelf()
        self._states: OrderedDict[tuple[Process | None, date | None, date | None], Record] = OrderedDict()

    def version(self) -> str:
        """A token that changes whenever any program adds a version of an article, a reading or a judgement."""
        return self._store.version()

    def known(
        self,
        *,
        as_of: date | None = None,
        recorded_by: datetime | None = None,
        read_by: datetime | None = None,
        parties: Sequence[str] = (),
    ) -> Known:
        """What was known on a day, as the archive stands now; see `Store.known`."""
        with self._lock:
            return self._fresh().known(as_of=as_of, recorded_by=recorded_by, read_by=read_by, parties=parties)

    def record(self, process: Process | None, *, as_of: date | None = None, since: date | None = None) -> Record:
        """The state of a process, and what changed since a day; see `archive.state.record`."""
        key = (process, as_of, since)
        with self._lock:
            shelf = self._fresh()
            found = self._states.get(key)
            if found is None:
                found = record(shelf, process, knowledge=self._knowledge, as_of=as_of, since=since)
                self._states[key] = found
                if len(self._states) > MOST_STATES:
                    self._states.popitem(last=False)
            self._states.move_to_end(key)
            return found

    def _fresh(self) -> _Shelf:
        """The shelf as the archive stands now; what is new since the last look is read."""
        shelf = self._shelf
        version = self._store.version()
        if version == shelf.version:
            return shelf
        self._states.clear()
        if version.partition(".")[0] != shelf.version.partition(".")[0]:
            shelf.versions = self._store.versions()
            read = self._store.reread()
            missing = {row.document for row in shelf.versions} - shelf.kept.keys()
            missing |= {name for name, number in read.items() if shelf.read.get(name) != number}
            shelf.read = read
            for name, kept in self._store.texts(missing).items():
                shelf.kept[name] = kept
                for key in {key for one in kept.tellings for event in one.events for key in parties_of(event)}:
                    shelf.naming.setdefault(key, set()).add(name)
        shelf.judgements = self._store.judgements()
        # What was written between these looks is read again with the next version.
        shelf.version = version
        return shelf
