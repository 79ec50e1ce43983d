"""Owns what is written of documents: their texts, versions, passages, events and statements.

Works on a connection inside a unit of work; opens and commits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from dragoman.records.copies import SAME_ARTICLE, likeness
from dragoman.records.statement import Judgement
from dragoman.store import searching
from dragoman.store import tables as t
from dragoman.store.inserting import insert_rows
from dragoman.store.neighbours import Article, Neighbours, Version, neighbours_of
from dragoman.store.reading import Fetch, in_parts
from dragoman.store.rows import Place, Prepared, Row, document_row, reading_row
from dragoman.store.rows import Reading as Reading


class Outcome(StrEnum):
    """What became of a document."""

    new = "new"
    version = "new version"
    near_copy = "near copy"
    copy = "copy"
    known = "known"


@dataclass(slots=True)
class _Batch:
    """What is to be written, table by table."""

    documents: list[Row] = field(default_factory=list)
    bands: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    versions: list[tuple[Article, Row]] = field(default_factory=list)
    passages: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    statements: list[tuple[tuple[str, Place], Row]] = field(default_factory=list)


def keep(connection: sa.Connection, found: Sequence[tuple[Prepared, datetime]]) -> tuple[Outcome, ...]:
    """Writes documents, each with the moment at which it was taken; what is there already stays as it is."""
    near = neighbours_of(connection, [one for one, _ in found])
    batch = _Batch()
    outcomes = tuple(_decide(one, now, near, batch) for one, now in found)
    _write(connection, batch)
    return outcomes


def _decide(one: Prepared, now: datetime, near: Neighbours, batch: _Batch) -> Outcome:
    """Adds to a batch what has to be written of a document; what comes later in the batch knows of it."""
    document = one.found.document
    version = _next_version(one, near, batch)
    if version is None:
        return Outcome.known
    article, number, before = version
    learned = learned_on(document.published, now.date(), before=before)
    outcome = Outcome.copy
    if document.id not in near.known:
        first = near.first_text(one)
        near.add_text(one, first, now)
        _add_text(one, first, {"learned": learned, "recorded": now}, batch)
        outcome = Outcome.new if first == document.id else Outcome.near_copy
    row = {
        "number": number,
        "document": document.id,
        "publisher": document.publisher,
        "published": document.published,
        "learned": learned,
        "recorded": now,
    }
    batch.versions.append((article, row))
    near.at.setdefault(one.found.address, []).append(Version(article, number, document.id, learned, one.signed))
    return Outcome.version if number > 1 else outcome


def learned_on(published: date | None, today: date, *, before: date | None) -> date:
    """The day on which a text was known to its readers.

    The first version of an article was known on the day it was published. Of a later one, only a later
    day of publication counts: else all that is known is that the archive found it today.
    """
    if published is None or published > today:
        return today
    if before is not None and published <= before:
        return max(today, before)
    return published


def _next_version(one: Prepared, near: Neighbours, batch: _Batch) -> tuple[Article, int, date | None] | None:
    """Which version of which article the text is, and when the last was learned; None where it is known there."""
    versions = near.at.get(one.found.address, [])
    if any(row.document == one.found.document.id for row in versions):
        return None
    newest = {row.article.part: row for row in versions}
    alike = [(likeness(one.signed, row.signed), -row.article.part, row) for row in newest.values()]
    best = max(alike, default=None, key=lambda found: found[:2])
    if best is not None and best[0] >= SAME_ARTICLE:
        return best[2].article, best[2].number + 1, best[2].learned
    article = Article(one.found.address, max(newest, default=0) + 1)
    batch.articles.append(article)
    return article, 1, None


def _add_text(one: Prepared, first: str, known: Row, batch: _Batch) -> None:
    name = one.found.document.id
    batch.documents.append(document_row(one, copies=first) | {"recorded": known["recorded"]})
    batch.bands.extend({"key": key, "document": name} for key in one.keys)
    batch.readings.append(reading_row(one, 1) | {"recorded": known["recorded"]})
    batch.passages.extend(
        {"document": name, "start": start, "end": end, "quote": evidence.quote}
        for (start, end), evidence in one.passages.items()
    )
    batch.events.extend(row | known | {"reading": 1} for row in one.events)
    batch.parties.extend(one.parties)
    batch.statements.extend(((name, place), row | known) for place, row in one.statements)


def _write(connection: sa.Connection, batch: _Batch) -> None:
    insert_rows(connection, t.documents, batch.documents)
    insert_rows(connection, t.bands, batch.bands)
    insert_rows(connection, t.readings, batch.readings)
    insert_rows(connection, t.articles, [{"address": one.address, "part": one.part} for one in batch.articles])
    _number(connection, batch.articles)
    insert_rows(connection, t.versions, [row | {"article": article.id} for article, row in batch.versions])
    insert_rows(connection, t.passages, batch.passages)
    passages = _passages(connection, [row["id"] for row in batch.documents])
    insert_rows(connection, t.events, batch.events)
    insert_rows(connection, t.parties, batch.parties)
    insert_rows(connection, t.statements, [row | {"passage": passages[place]} for place, row in batch.statements])
    learned = {row["document"]: row["learned"] for _, row in reversed(batch.versions)}
    searching.index(connection, [row | {"learned": learned[row["id"]]} for row in batch.documents], batch.events)


def _number(connection: sa.Connection, articles: Sequence[Article]) -> None:
    """Gives articles that were just written their numbers."""
    places = {(one.address, one.part): one for one in articles}
    for row in in_parts(connection, sa.select(t.articles), t.articles.c.address, {one.address for one in articles}):
        if (row.address, row.part) in places:
            places[row.address, row.part].id = row.id


def _passages(connection: sa.Connection, documents: Iterable[str]) -> dict[tuple[str, Place], int]:
    """The numbers of the passages of documents that were just written."""
    p = t.passages.c
    asked = sa.select(p.id, p.document, p.start, p.end)
    rows = in_parts(connection, asked, p.document, documents)
    return {(row.document, (row.start, row.end)): row.id for row in rows}


def add_judgement(connection: sa.Connection, judgement: Judgement, *, now: datetime) -> None:
    """Adds a judgement; none is ever changed or removed."""
    values = judgement.model_dump(exclude={"made"})
    connection.execute(t.judgements.insert().values(**values, made=judgement.made or now))


def note_fetch(connection: sa.Connection, fetch: Fetch) -> None:
    """Notes a visit in place of the last one."""
    values = {
        "at": fetch.at,
        "outcome": fetch.outcome,
        "etag": fetch.etag,
        "modified": fetch.modified,
        "failures": fetch.failures,
        "note": fetch.note,
    }
    done = connection.execute(t.fetches.update().where(t.fetches.c.url == fetch.url).values(**values))
    if done.rowcount == 0:
        connection.execute(t.fetches.insert().values(url=fetch.url, **values))
