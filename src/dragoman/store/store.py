"""Owns opening an archive and its units of work; the only place that knows SQLite from PostgreSQL.

What is written is `keeping`'s business, what is read `reading`'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic_core import to_json

from dragoman.errors import DragomanError, StoreError
from dragoman.records.statement import Judgement
from dragoman.store import keeping, reading, rereading
from dragoman.store.collecting import collecting_later
from dragoman.store.keeping import Outcome
from dragoman.store.private import make_private
from dragoman.store.reading import Fetch, Kept, Known
from dragoman.store.rereading import KeptReading, Reader
from dragoman.store.rows import Prepared, Reading, prepared
from dragoman.store.upgrade import NEWEST, upgrade, version_of

FILE = "archive.sqlite"
# Any number will do, as long as no other program in the database uses it for another end.
_LOCK = 7_316_944_021_557
_WRITING = "dragoman_writing"
_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


@dataclass(frozen=True, slots=True)
class Store:
    """An open archive.

    Attributes:
        name: the file or address, without any password.
        clock: says what time it is; tests give their own.
    """

    name: str
    engine: sa.Engine
    patience: float
    clock: Callable[[], datetime]

    def keep(self, found: Reading) -> Outcome:
        """Takes one document with its events: whole or not at all.

        Raises:
            StoreError: the archive is locked, full, or cannot be written; nothing was taken.
        """
        return self._keep((prepared(found),))[0]

    def keep_many(self, found: Iterable[Reading]) -> tuple[Outcome, ...]:
        """Takes several documents in one transaction, which is much faster than one by one.

        Where they cannot be taken together, each is taken for itself, so that one of which the archive
        can make nothing costs none of those before it.

        Raises:
            StoreError: the archive is locked, full, or cannot be written; of a document all or nothing was taken.
        """
        with collecting_later():
            rows = [prepared(one) for one in found]
            try:
                return self._keep(rows)
            except StoreError:
                if len(rows) < 2:
                    raise
        return tuple(self._keep((one,))[0] for one in rows)

    def _keep(self, found: Sequence[Prepared]) -> tuple[Outcome, ...]:
        if not found:
            return ()
        with self._unit(write=True) as connection:
            return keeping.keep(connection, [(one, self.clock()) for one in found])

    def holds(self, address: str, document: str) -> bool:
        """Whether that text is already known at that address."""
        with self._unit() as connection:
            return reading.holds(connection, address, document)

    def has_text(self, document: str) -> bool:
        """Whether that text is known at any address."""
        with self._unit() as connection:
            return reading.has_text(connection, document)

    def known(
        self,
        *,
        as_of: date | None = None,
        recorded_by: datetime | None = None,
        read_by: datetime | None = None,
        parties: Sequence[str] = (),
    ) -> Known:
        """What was known on a day: the newest version of each article, and its events.

        Args:
            as_of: only what had been learned by then; None for all.
            recorded_by: only what this archive had taken by then; None for all.
            read_by: as articles had been read by then; None for their newest readings.
            parties: only documents whose events name one of them; `@UKR` is violence in that country.
        """
        with collecting_later(), self._unit() as connection:
            return reading.known(connection, as_of=as_of, recorded_by=recorded_by, read_by=read_by, parties=parties)

    def version(self) -> str:
        """A token that changes whenever any program adds a version of an article, a reading or a judgement."""
        with self._unit() as connection:
            return reading.version_token(connection)

    def versions(self) -> Sequence[Any]:
        """All versions of all articles, in the order in which they were recorded."""
        with self._unit() as connection:
            return reading.versions(connection)

    def reread(self) -> dict[str, int]:
        """How often documents were read, of those that were read more than once."""
        with self._unit() as connection:
            return reading.reread(connection)

    def readers(self, documents: Iterable[str]) -> dict[str, Reader]:
        """Who last read documents; those that the archive does not hold are left out."""
        with self._unit() as connection:
            return rereading.readers(connection, documents)

    def readings(self, document: str) -> tuple[KeptReading, ...]:
        """The readings of a document, in the order in which it was read, as far as they were kept."""
        with self._unit() as connection:
            return rereading.readings(connection, document)

    def keep_again(self, found: Reading) -> None:
        """Adds another reading of a document that is there; what was told before stays.

        Raises:
            StoreError: the archive does not hold it, or cannot be written.
        """
        with collecting_later():
            row = prepared(found)
            with self._unit(write=True) as connection:
                if not reading.has_text(connection, found.document.id):
                    raise StoreError(self.name, f"holds no text {found.document.id!r}", "take it in first")
                rereading.keep_again(connection, row, self.clock())

    def texts(self, documents: Iterable[str]) -> dict[str, Kept]:
        """Texts by id, with their events; ids that the archive does not hold are left out."""
        with collecting_later(), self._unit() as connection:
            return reading.kept_texts(connection, documents)

    def judgements(self) -> tuple[Judgement, ...]:
        """What reviewers said, in the order in which they said it."""
        with self._unit() as connection:
            return reading.judgements_of(connection)

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with self._unit() as connection:
            return reading.counts(connection)

    def judge(self, judgement: Judgement) -> None:
        """Adds a reviewer's judgement; earlier ones stay.

        Raises:
            StoreError: the archive holds no such event.
        """
        with self._unit(write=True) as connection:
            for event in (judgement.one, judgement.other):
                if event is not None and not reading.has_event(connection, event):
                    raise StoreError(self.name, f"holds no event {event!r}", "give an id that a dossier shows")
            keeping.add_judgement(connection, judgement, now=self.clock())

    def fetch(self, url: str) -> Fetch | None:
        """What is known of an address since the last visit."""
        with self._unit() as connection:
            return reading.fetch(connection, url)

    def note_fetch(self, fetch: Fetch) -> None:
        """Notes how a visit went, in place of the last one."""
        with self._unit(write=True) as connection:
            keeping.note_fetch(connection, fetch)

    def close(self) -> None:
        """Lets go of all connections."""
        self.engine.dispose()

    @contextmanager
    def _unit(self, *, write: bool = False) -> Iterator[sa.Connection]:
        # What is written comes from this program; what is read may have been written by anybody.
        with nullcontext() if write else _sound(self.name), _told(self.name), self.engine.connect() as raw:
            connection = raw.execution_options(**{_WRITING: write})
            with connection.begin():
                if write and self.engine.dialect.name == "postgresql":
                    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{int(self.patience * 1000)}ms'"))
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                yield connection


def open_store(
    place: str | Path | None = None,
    *,
    create: bool = True,
    patience: float = 15.0,
    clock: Callable[[], datetime] | None = None,
) -> Store:
    """Opens an archive, making or upgrading it where needed.

    Args:
        place: a file, a folder for one, or a PostgreSQL address; None for the user's own archive.
        create: make it where there is none; False to read only what is there.
        patience: seconds to wait for another program that is writing.
        clock: what time it is, in UTC; None for the machine's clock.

    Raises:
        StoreError: it cannot be opened, is not there, or is of a newer version or another program.
    """
    name, engine = _engine(str(place) if place is not None else _own(), patience)
    if not create and engine.dialect.name == "sqlite" and not Path(name).is_file():
        raise StoreError(name, *_EMPTY)
    store = Store(name, engine, patience, clock or (lambda: datetime.now(UTC)))
    try:
        if engine.dialect.name == "sqlite":
            with suppress(OSError):  # of which the database itself tells more
                make_private(Path(name))
        with store._unit() as connection:
            found = version_of(connection)
        if found is None and not create:
            raise StoreError(name, *_EMPTY)
        if found != NEWEST:
            with _sound(name), store._unit(write=True) as connection:
                upgrade(connection, name)
    except BaseException:
        store.close()
        raise
    return store


def _own() -> str:
    import platformdirs

    return str(platformdirs.user_data_path("dragoman", appauthor=False) / FILE)


def _engine(place: str, patience: float) -> tuple[str, sa.Engine]:
    if "://" not in place:
        return _sqlite(place, patience)
    try:
        url = sa.make_url(place)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError(place.split("://")[0], "is no address of a database", _EXPECTED) from error
    if url.drivername == "sqlite":
        return _sqlite(url.database or "", patience)
    name = url.render_as_string(hide_password=True)
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise StoreError(name, f"{url.drivername!r} is no kind of archive", _EXPECTED)
    try:
        return name, sa.create_engine(url.set(drivername=driver), pool_pre_ping=True, json_serializer=_json)
    except ImportError as error:
        raise StoreError(
            name, "PostgreSQL's driver is not installed", "install it with: pip install 'dragoman[postgres]'"
        ) from error


_EMPTY = ("holds nothing yet", "take articles in first, with: dragoman ingest")
_EXPECTED = "give a file, or an address such as postgresql://user@host/database"


def _sqlite(place: str, patience: float) -> tuple[str, sa.Engine]:
    if not place:
        raise StoreError(place, "names no file", _EXPECTED)
    try:
        path = Path(place).expanduser()
    except RuntimeError as error:  # "~name" of nobody
        raise StoreError(place, "names the home of nobody", _EXPECTED) from error
    if place.endswith(("/", "\\")) or path.is_dir():
        path = path / FILE
    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError for a NUL character
        reason = (getattr(error, "strerror", None) or "its folder cannot be made").lower()
        raise StoreError(str(path), reason, "check the path, or give another with --archive") from error
    address = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(address, connect_args={"timeout": patience}, json_serializer=_json)

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        # A transaction is on the disk when it is done, and readers do not wait for the writer. Views and triggers of
        # a file that came from elsewhere may do nothing but plain SQL.
        for line in (
            "trusted_schema = OFF",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {line}")

    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    return str(path), engine


def _json(value: Any) -> str:
    """Values of records as JSON, without a detour over dictionaries."""
    return to_json(value).decode()


@contextmanager
def _sound(name: str) -> Iterator[None]:
    """Turns what cannot be made of the values that were read into one line."""
    try:
        yield
    except DragomanError:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        problem = f"holds what no archive does ({type(error).__name__}: {' '.join(str(error).split())[:120]})"
        raise StoreError(name, problem, "put a copy from before in its place") from error


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turns the libraries' errors into one line that says what to do."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
        origin = getattr(error, "orig", None) or error
        text = " ".join(str(origin).split())
        lowered = text.casefold()
        code = getattr(origin, "sqlstate", None) or ""
        for words, problem, step in _TOLD:
            if any(word in lowered or word == code for word in words):
                raise StoreError(name, problem, step) from error
        raise StoreError(name, f"failed ({text[:200]})", "check the path or address, and the disk") from error


_TOLD: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("disk is full", "53100", "no space left"), "the disk is full; nothing of this document was taken",
     "make room and run the same command again"),
    (("database is locked", "database table is locked", "55p03", "55P03", "lock timeout"),
     "another program is writing to it", "wait until it is done and run the same command again"),
    (("readonly database", "25006"), "may not be written", "check its permissions"),
    (("unable to open database file",), "cannot be opened", "check the path and its permissions"),
    (("not a database",), "is a file of another kind", "give another path with --archive"),
    (("malformed", "disk i/o error"), "is damaged or its disk fails",
     "put a copy from before in its place, and check the disk"),
    (("password", "authentication", "28P01", "28000"), "the server refused the user",
     "check user and password"),
    (("does not exist", "3D000"), "the server has no such database", "make it with: createdb NAME"),
    (("connection refused", "could not connect", "connection failed", "could not translate",
      "failed to resolve", "timeout expired"),
     "the server does not answer", "check that PostgreSQL runs, and the address"),
)  # fmt: skip
