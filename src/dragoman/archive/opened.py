"""Owns `Archive`: an archive as a program or a notebook uses it, to take articles in and to ask for states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.archive.listing import ProcessName, processes_in
from dragoman.archive.memory import Memory
from dragoman.knowledge.processes import ALL, find_process
from dragoman.records.believed import asked_day, checked_day

if TYPE_CHECKING:
    from dragoman.archive.ingest import Step, Summary
    from dragoman.archive.state import Record
    from dragoman.coding.coder import Coder
    from dragoman.knowledge.load import Knowledge
    from dragoman.store.store import Store

Day = date | str


@dataclass(frozen=True, slots=True, repr=False)
class Archive:
    """An open archive; see `open_archive`. It is closed by `close`, or at the end of a `with`."""

    store: Store
    knowledge: Knowledge
    memory: Memory

    def processes(self) -> tuple[ProcessName, ...]:
        """The processes of which the archive holds something, the newest first."""
        return processes_in(self.brief(), knowledge=self.knowledge)

    def brief(self, process: str = ALL, *, as_of: Day | None = None, since: Day | None = None) -> Record:
        """The state of a process, as of a day, and what changed since another.

        Args:
            process: its id, such as `ukraine-russia`, its parties, such as `UKR+RUS`, or `all`.
            as_of: tell what was known on that day; None for all that is known.
            since: also say what changed from that day on.

        Raises:
            SettingsError: there is no such process.
            DateError: a day is none.
        """
        found = find_process(process, knowledge=self.knowledge)
        return self.memory.record(found, as_of=_day(as_of), since=_day(since))

    def ingest(
        self,
        *sources: str | Path,
        published: Day | None = None,
        publisher: str | None = None,
        coder: Coder | None = None,
        tell: Callable[[Step], None] = lambda _: None,
    ) -> Summary:
        """Takes articles in; what is there already is passed over. No address is visited.

        Args:
            sources: files, folders, JSON lines, WARC or zip archives.
            published: day of articles whose source names none.
            publisher: publisher likewise.
            coder: another coder than the bundled one.
            tell: called after each article.

        Raises:
            StoreError: the archive cannot be written; what was taken before stays.
        """
        from dragoman.archive.ingest import ingest
        from dragoman.pipeline import default_coder
        from dragoman.sources.reader import Reader
        from dragoman.version import __version__

        reader, used = Reader(), coder or default_coder()
        return ingest(
            (one for source in sources for one in reader.read(str(source))),
            store=self.store,
            code=used.coding,
            coder=f"dragoman {__version__}",
            published=_day(published),
            publisher=publisher,
            tell=tell,
        )

    def close(self) -> None:
        """Closes the archive."""
        self.store.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        counts = self.store.counts()
        return f"<Archive {self.store.name}: {counts['documents']:,} articles, {counts['events']:,} events>"


def open_archive(
    place: str | Path | None = None, *, create: bool = True, knowledge: str | Path | None = None
) -> Archive:
    """Opens an archive, making or upgrading it where needed.

    Args:
        place: a file, a folder for one, or a PostgreSQL address; None for the user's own archive.
        create: make it where there is none; False to read only what is there.
        knowledge: a folder of your own knowledge, laid over the bundled one.

    Raises:
        StoreError: it cannot be opened, is not there, or is of a newer version or another program.
        KnowledgeError: a knowledge file has faults.
    """
    from dragoman.knowledge.load import load_knowledge
    from dragoman.store.store import open_store

    known = load_knowledge(Path(knowledge) if knowledge else None)
    store = open_store(place, create=create)
    return Archive(store, known, Memory(store, knowledge=known))


def _day(value: Day | None) -> date | None:
    if value is None:
        return None
    return asked_day(value) if isinstance(value, str) else checked_day(value)
