"""Owns readings in the archive: who read a document and what was found, and taking in another reading of it.

Works on a connection inside a unit of work; opens and commits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.contract import reading as contract
from dragoman.language.reading_form import reading_of
from dragoman.store import searching
from dragoman.store import tables as t
from dragoman.store.inserting import insert_rows
from dragoman.store.reading import in_parts
from dragoman.store.rows import Place, Prepared, reading_row


class Reader(NamedTuple):
    """Who read a document: name and version of the reader, None where it was left unread, and the coder's."""

    reader: str | None
    coder: str


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading as the archive keeps it; `found` is None where the document was left unread."""

    reader: str | None
    coder: str
    recorded: datetime
    found: contract.Reading | None


def readers(connection: sa.Connection, documents: Iterable[str]) -> dict[str, Reader]:
    """Who last read documents."""
    ids = set(documents)
    d, r = t.documents.c, t.readings.c
    found = {row.id: Reader(None, row.coder) for row in in_parts(connection, sa.select(d.id, d.coder), d.id, ids)}
    asked = sa.select(r.document, r.reader, r.coder).order_by(r.document, r.number)
    found |= {row.document: Reader(row.reader, row.coder) for row in in_parts(connection, asked, r.document, ids)}
    return found


def readings(connection: sa.Connection, document: str) -> tuple[KeptReading, ...]:
    """The readings of a document, in order."""
    r = t.readings.c
    rows = connection.execute(sa.select(t.readings).where(r.document == document).order_by(r.number))
    return tuple(
        KeptReading(row.reader, row.coder, row.recorded, reading_of(row.body) if row.body else None) for row in rows
    )


def keep_again(connection: sa.Connection, one: Prepared, now: datetime) -> None:
    """Adds another reading of a document, with its events."""
    name = one.found.document.id
    number = _next_number(connection, name, now)
    insert_rows(connection, t.readings, [reading_row(one, number) | {"recorded": now}])
    reading = connection.execute(
        sa.select(t.readings.c.id).where(t.readings.c.document == name, t.readings.c.number == number)
    ).scalar_one()
    first = sa.select(sa.func.min(t.versions.c.learned)).where(t.versions.c.document == name)
    known = {"learned": connection.execute(first).scalar_one(), "recorded": now}
    passages = _passages(connection, one)
    mine = sa.select(t.events.c.id).where(t.events.c.document == name)
    there = set(connection.execute(mine).scalars())
    fresh = [row | known | {"reading": number} for row in one.events if row["id"] not in there]
    insert_rows(connection, t.events, fresh)
    _add_parties(connection, one)
    held = set(connection.execute(sa.select(t.statements.c.id).where(t.statements.c.event.in_(mine))).scalars())
    statements = {row["id"]: row | known | {"passage": passages[place]} for place, row in one.statements}
    insert_rows(connection, t.statements, [row for key, row in statements.items() if key not in held])
    columns = ("place_in_text", "body")
    told = [{"reading": reading, "event": row["id"], **{key: row[key] for key in columns}} for row in one.events]
    insert_rows(connection, t.retold, told)
    searching.index(connection, (), fresh)


def _next_number(connection: sa.Connection, document: str, now: datetime) -> int:
    """The number of the next reading; the first one of an older program gets its row."""
    d, r = t.documents.c, t.readings.c
    last: int | None = connection.execute(sa.select(sa.func.max(r.number)).where(r.document == document)).scalar()
    if last is None:
        row = connection.execute(sa.select(d.coder, d.recorded).where(d.id == document)).one()
        connection.execute(
            t.readings.insert().values(document=document, number=1, coder=row.coder, recorded=row.recorded)
        )
        last = 1
    return last + 1


def _passages(connection: sa.Connection, one: Prepared) -> dict[Place, int]:
    """The numbers of the passages that a reading cites; those that are new are added."""
    name, p = one.found.document.id, t.passages.c
    asked = sa.select(p.id, p.start, p.end).where(p.document == name)
    there = {(row.start, row.end) for row in connection.execute(asked)}
    rows = [
        {"document": name, "start": start, "end": end, "quote": said.quote}
        for (start, end), said in one.passages.items()
        if (start, end) not in there
    ]
    insert_rows(connection, t.passages, rows)
    return {(row.start, row.end): row.id for row in connection.execute(asked)}


def _add_parties(connection: sa.Connection, one: Prepared) -> None:
    """Has events also asked for under the parties that this reading names."""
    p = t.parties.c
    events = {row["event"] for row in one.parties}
    there = {(row.event, row.key) for row in in_parts(connection, sa.select(p.event, p.key), p.event, events)}
    insert_rows(connection, t.parties, [row for row in one.parties if (row["event"], row["key"]) not in there])
