"""Owns how fresh the states are that the desk shows: at once where they are quickly made, else soon.

A state that takes long to make is shown as it last was while a thread makes it anew. Only a reviewer's judgement
is always waited for, for he wants to see what it changed.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock, Thread
from typing import TYPE_CHECKING

from dragoman.archive.state import Record, record
from dragoman.process.changes import changes

if TYPE_CHECKING:
    from dragoman.archive.memory import Memory
    from dragoman.knowledge.load import Knowledge
    from dragoman.knowledge.processes import Process

# So many states, and states of so many claims in all, are kept; the one that was asked for longest ago goes first.
MOST_STATES, MOST_CLAIMS = 64, 300_000
# A state that took longer to make, in seconds, is shown as it last was while it is made anew.
SLOW = 0.25
# While articles keep coming in, a slow state is made anew no more often than so many times as long as that takes.
REST = 3
Key = tuple["Process | None", "date | None", "date | None"]


@dataclass(frozen=True, slots=True)
class _Made:
    record: Record
    version: str
    seconds: float


class Fresh:
    """The states that have been made.

    Args:
        memory: what the archive holds.
        knowledge: names for prose.
        slow: states that take longer, in seconds, are not waited for.
    """

    def __init__(self, memory: Memory, *, knowledge: Knowledge, slow: float = SLOW) -> None:
        self._memory = memory
        self._knowledge = knowledge
        self._slow = slow
        self._lock = Lock()
        self._made: OrderedDict[Key, _Made] = OrderedDict()
        self._making: dict[Key, Lock] = {}
        self._behind: set[Key] = set()
        self._times = 0

    def version(self) -> str:
        """A token that changes with whatever is shown: with the archive, and when a state that was behind is made."""
        return f"{self._memory.version()}.{self._times}"

    def is_current(self, state: Record) -> bool:
        """Whether a state of all holds everything, the last judgement and article among it."""
        with self._lock:
            known = self._made.get((None, None, None))
        return known is not None and known.record is state and known.version == self._memory.version()

    def record(self, process: Process | None, *, as_of: date | None = None, since: date | None = None) -> Record:
        """The state of a process; see `archive.state.record`."""
        return self._state((process, as_of, since)).record

    def _state(self, key: Key) -> _Made:
        version = self._memory.version()
        with self._lock:
            known = self._made.get(key)
            if known is not None:
                self._made.move_to_end(key)
        if known is None:
            return self._make(key, version)
        if known.version == version:
            return known
        process = key[0]
        if known.seconds < self._slow or (process is not None and _judged(known.version) != _judged(version)):
            return self._make(key, version)
        rest = 0.0 if _judged(known.version) != _judged(version) else REST * known.seconds
        self._make_behind(key, rest)
        return known

    def _make_behind(self, key: Key, rest: float) -> None:
        """Makes a state in a thread, one at a time of each, after a rest in seconds."""
        with self._lock:
            if key in self._behind:
                return
            self._behind.add(key)

        def work() -> None:
            try:
                time.sleep(rest)
                self._make(key, self._memory.version())
            finally:
                with self._lock:
                    self._behind.discard(key)
                    self._times += 1

        Thread(target=work, name="dragoman-state", daemon=True).start()

    def _make(self, key: Key, version: str) -> _Made:
        with self._lock:
            own = self._making.setdefault(key, Lock())
        with own:  # who asks for the same state meanwhile gets it without making it again
            with self._lock:
                known = self._made.get(key)
            if known is not None and known.version == version:
                return known
            begun = time.perf_counter()
            found, version = self._compared(key) if key[2] is not None else (self._whole(key), version)
            made = _Made(found, version, time.perf_counter() - begun)
            with self._lock:
                self._made[key] = made
                self._made.move_to_end(key)
                self._forget()
            return made

    def _whole(self, key: Key) -> Record:
        process, as_of, _ = key
        return record(self._memory, process, knowledge=self._knowledge, as_of=as_of)

    def _compared(self, key: Key) -> tuple[Record, str]:
        """A state with what changed since a day, from the two states; and the version of the older of them."""
        process, as_of, since = key
        now, then = self._state((process, as_of, None)), self._state((process, since, None))
        found = changes(then.record, now.record, knowledge=self._knowledge)
        update = {"since": since.isoformat() if since else None, "changes": found}
        return now.record.model_copy(update=update), now.version if now.version == then.version else ""

    def _forget(self) -> None:
        held = sum(len(one.record.events) for one in self._made.values())
        while len(self._made) > 1 and (held > MOST_CLAIMS or len(self._made) > MOST_STATES):
            gone, made = self._made.popitem(last=False)
            held -= len(made.record.events)
            self._making.pop(gone, None)


def warm_up(work: Callable[[], object]) -> Thread:
    """Does in a thread what the first asker would have to wait for."""
    made = Thread(target=work, name="dragoman-warm-up", daemon=True)
    made.start()
    return made


def _judged(version: str) -> str:
    """The part of a version that changes with a judgement; see `store.reading.version_token`."""
    return version.rpartition(".")[2]
