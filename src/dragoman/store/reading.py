"""Owns what is read from the archive: what was known on a day, and whether something is there.

Works on a connection inside a unit of work; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_core import from_json

from dragoman.documents.document import Document
from dragoman.records.believed import believed
from dragoman.records.event import Event
from dragoman.records.rereading import Telling, followed, standing
from dragoman.records.statement import Judgement
from dragoman.store import tables as t

# SQLite takes at most 32,766 values in one statement; older ones 999.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Known:
    """What an archive knew.

    Attributes:
        documents: the newest version of each article, in the order in which they were learned.
        events: their events as coded, in that order and the order of the text.
        learned: the day on which each document was learned.
        copies: for each document the text of which it is a copy, itself where it is none.
        publishers: for each document all who published it.
        judgements: in the order in which they were made.
    """

    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    learned: Mapping[str, date]
    copies: Mapping[str, str]
    publishers: Mapping[str, tuple[str, ...]]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Fetch:
    """How the last visit to an address went.

    Attributes:
        failures: how often in a row it failed.
    """

    url: str
    at: datetime
    outcome: str
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    note: str | None = None


def known(
    connection: sa.Connection,
    *,
    as_of: date | None,
    recorded_by: datetime | None,
    read_by: datetime | None,
    parties: Sequence[str],
) -> Known:
    """What was known on a day; see `Store.known`."""
    live = _live_versions(connection, as_of, recorded_by)
    wanted = {row.document for row in live}
    if parties:
        wanted &= _naming(connection, parties)
    kept = kept_texts(connection, wanted)
    return arranged(live, kept, judgements_of(connection, recorded_by), read_by=read_by)


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as the archive keeps it, with what its readings tell, in their order; there is one at least."""

    document: Document
    copies: str
    recorded: datetime
    tellings: tuple[Telling, ...]

    def told(self, read_by: datetime | None) -> tuple[Telling, ...]:
        """What had been read by a moment, the first reading in any case."""
        if read_by is None or len(self.tellings) == 1:
            return self.tellings
        return tuple(one for n, one in enumerate(self.tellings) if n == 0 or one.recorded <= read_by)


class Live(Protocol):
    """A version of an article that counts."""

    document: str
    learned: date
    publisher: str | None


def arranged(
    live: Iterable[Live], kept: Mapping[str, Kept], judgements: tuple[Judgement, ...], *, read_by: datetime | None
) -> Known:
    """What versions of articles told, as far as their texts are at hand, as they had been read by a moment."""
    learned: dict[str, date] = {}
    publishers: dict[str, dict[str, None]] = {}
    for row in live:
        learned[row.document] = min(learned.get(row.document, row.learned), row.learned)
        if row.publisher:
            publishers.setdefault(row.document, {})[row.publisher] = None
    mine = [one for one in learned if one in kept]
    order = sorted(mine, key=lambda one: (learned[one], kept[one].recorded, one))
    events: dict[str, tuple[Event, ...]] = {}
    now: dict[str, str] = {}
    told: dict[str, Event] = {}
    for one in order:
        tellings = kept[one].told(read_by)
        if len(tellings) == 1:
            events[one] = tellings[0].events
            continue
        found = standing(tellings, judgements)
        events[one] = found.events
        now |= found.now
        told |= {event.id: event for telling in tellings for event in telling.events}
    return Known(
        documents=tuple(kept[one].document for one in order),
        events=tuple(event for one in order for event in events[one]),
        learned={one: learned[one] for one in order},
        copies={one: kept[one].copies for one in order},
        publishers={one: tuple(publishers.get(one, ())) for one in order},
        judgements=followed(judgements, now, told),
    )


def kept_texts(connection: sa.Connection, wanted: Iterable[str]) -> dict[str, Kept]:
    """Texts by id, with what their readings tell."""
    ids = set(wanted)
    bodies: dict[str, list[Event]] = {}
    body = sa.cast(t.events.c.body, sa.Text)  # as text: it is read by the record itself
    asked = sa.select(t.events.c.document, body.label("body")).where(t.events.c.reading == 1)
    for row in in_parts(connection, asked.order_by(t.events.c.place_in_text, t.events.c.id), t.events.c.document, ids):
        event = _event(row.body)
        if not event.evidence or event.evidence[0].document != row.document:
            raise ValueError(f"event {event.id!r} does not rest on its document")
        bodies.setdefault(row.document, []).append(event)
    later = _later_tellings(connection, ids)
    rows = in_parts(connection, sa.select(t.documents), t.documents.c.id, ids)
    return {row.id: _kept(row, bodies.get(row.id, ()), later.get(row.id, ())) for row in rows}


def _kept(row: sa.Row[Any], events: Sequence[Event], later: Sequence[Telling]) -> Kept:
    """A text with what its readings tell; where its day cannot be true, all that is known is when it was taken."""
    document = _document(row)
    tellings = (Telling(row.recorded, tuple(events)), *later)
    if document.published != row.published:
        taken = {"learned": row.recorded.date()}
        tellings = tuple(
            replace(one, events=tuple(event.model_copy(update=taken) for event in one.events)) for one in tellings
        )
    return Kept(document, row.copies, row.recorded, tellings)


def _later_tellings(connection: sa.Connection, ids: set[str]) -> dict[str, list[Telling]]:
    """What the readings of documents after the first tell, in their order."""
    r, e = t.readings.c, t.retold.c
    asked = sa.select(r.id, r.document, r.recorded).where(r.number > 1).order_by(r.document, r.number)
    rows = list(in_parts(connection, asked, r.document, ids))
    bodies: dict[int, list[Event]] = {}
    told = sa.select(e.reading, sa.cast(e.body, sa.Text).label("body")).order_by(e.place_in_text, e.event)
    for row in in_parts(connection, told, e.reading, {row.id for row in rows}):
        bodies.setdefault(row.reading, []).append(_event(row.body))
    found: dict[str, list[Telling]] = {}
    for row in rows:
        found.setdefault(row.document, []).append(Telling(row.recorded, tuple(bodies.get(row.id, ()))))
    return found


def reread(connection: sa.Connection) -> dict[str, int]:
    """How often documents were read, of those that were read more than once."""
    r = t.readings.c
    asked = sa.select(r.document, sa.func.max(r.number).label("number")).where(r.number > 1).group_by(r.document)
    return {row.document: row.number for row in connection.execute(asked)}


def versions(connection: sa.Connection) -> Sequence[Any]:
    """All versions of all articles, in the order in which they were recorded."""
    v = t.versions
    asked = sa.select(v.c.article, v.c.number, v.c.document, v.c.learned, v.c.recorded, v.c.publisher)
    return _sound(connection.execute(asked.order_by(v.c.recorded, v.c.article, v.c.number)).all())


def _sound(rows: Sequence[Any]) -> Sequence[Any]:
    """Rows of versions as they are.

    Raises:
        ValueError: one has a value that is none of its column's kind, which SQLite lets pass.
    """
    for row in rows:
        kinds = isinstance(row.document, str) and isinstance(row.learned, date)
        if not kinds or not isinstance(row.publisher, str | None):
            raise ValueError(f"a version of article {row.document!r} has a value of another kind")
    return rows


def _live_versions(connection: sa.Connection, as_of: date | None, recorded_by: datetime | None) -> Sequence[Any]:
    """The newest version of each article that was known by then."""
    v = t.versions
    limits = []
    if as_of is not None:
        limits.append(v.c.learned <= as_of)
    if recorded_by is not None:
        limits.append(v.c.recorded <= recorded_by)
    newest = (
        sa.select(v.c.article, sa.func.max(v.c.number).label("number")).where(*limits).group_by(v.c.article).subquery()
    )
    asked = (
        sa.select(v.c.document, v.c.learned, v.c.publisher)
        .join(newest, sa.and_(newest.c.article == v.c.article, newest.c.number == v.c.number))
        .order_by(v.c.recorded, v.c.article)
    )
    return _sound(connection.execute(asked).all())


def _naming(connection: sa.Connection, parties: Sequence[str]) -> set[str]:
    """The documents whose events name one of the parties."""
    asked = (
        sa.select(t.events.c.document)
        .join(t.parties, t.parties.c.event == t.events.c.id)
        .where(t.parties.c.key.in_(list(parties)))
        .distinct()
    )
    return set(connection.execute(asked).scalars())


def in_parts(
    connection: sa.Connection, asked: sa.Select[Any], column: sa.Column[Any], wanted: Iterable[Any]
) -> Iterator[sa.Row[Any]]:
    """The rows asked for whose column is one of the values, in the order asked for within each part of them."""
    ids = sorted(wanted)
    for start in range(0, len(ids), _AT_ONCE):
        yield from connection.execute(asked.where(column.in_(ids[start : start + _AT_ONCE])))


def _document(row: sa.Row[Any]) -> Document:
    """The document of a row; a day of publication after that on which it was taken was never one.

    Raises:
        ValueError: a value is none of its column's kind, which SQLite lets pass.
    """
    words = (row.title, row.url, row.publisher, row.published_from, row.source, *row.warnings)
    if not isinstance(row.text, str) or not all(isinstance(one, str | None) for one in words):
        raise ValueError(f"document {row.id!r} has a value that is no text")
    document = Document(
        id=row.id,
        text=row.text,
        title=row.title,
        url=row.url,
        publisher=row.publisher,
        published=row.published,
        published_from=row.published_from,
        source=row.source,
        warnings=tuple(row.warnings),
    )
    return believed(document, row.recorded)


def _event(body: str) -> Event:
    """The record as stored; fields of an older program that the record no longer has are left out."""
    try:
        return Event.model_validate_json(body)
    except ValidationError:
        fields = from_json(body)
        return Event.model_validate({name: value for name, value in fields.items() if name in Event.model_fields})


def judgements_of(connection: sa.Connection, recorded_by: datetime | None = None) -> tuple[Judgement, ...]:
    """What reviewers said, in the order in which they said it."""
    asked = sa.select(t.judgements).order_by(t.judgements.c.id)
    if recorded_by is not None:
        asked = asked.where(t.judgements.c.made <= recorded_by)
    return tuple(
        Judgement(
            verdict=r.verdict, one=r.one, other=r.other, field=r.field, value=r.value, by=r.by, note=r.note, made=r.made
        )
        for r in connection.execute(asked)
    )


def holds(connection: sa.Connection, address: str, document: str) -> bool:
    """Whether a text is known at an address."""
    asked = (
        sa.select(t.versions.c.number)
        .join(t.articles, t.articles.c.id == t.versions.c.article)
        .where(t.articles.c.address == address, t.versions.c.document == document)
    )
    return connection.execute(asked).first() is not None


def has_text(connection: sa.Connection, document: str) -> bool:
    """Whether a text is known."""
    return connection.execute(sa.select(t.documents.c.id).where(t.documents.c.id == document)).first() is not None


def has_event(connection: sa.Connection, event: str) -> bool:
    """Whether an event is known."""
    return connection.execute(sa.select(t.events.c.id).where(t.events.c.id == event)).first() is not None


def version_token(connection: sa.Connection) -> str:
    """What differs whenever a version of an article, a reading or a judgement was added: they only ever grow."""
    versions = sa.select(sa.func.count()).select_from(t.versions).scalar_subquery()
    readings = sa.select(sa.func.coalesce(sa.func.max(t.readings.c.id), 0)).scalar_subquery()
    judgements = sa.select(sa.func.coalesce(sa.func.max(t.judgements.c.id), 0)).scalar_subquery()
    row = connection.execute(sa.select(versions, readings, judgements)).one()
    return f"{row[0]}-{row[1]}.{row[2]}"


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in t.metadata.sorted_tables
    }


def fetch(connection: sa.Connection, url: str) -> Fetch | None:
    """How the last visit to an address went."""
    row = connection.execute(sa.select(t.fetches).where(t.fetches.c.url == url)).first()
    if row is None:
        return None
    return Fetch(row.url, row.at, row.outcome, row.etag, row.modified, row.failures, row.note)
