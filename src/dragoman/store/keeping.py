"""Owns what is written of one document: its text, versions, passages, events and statements.

Works on a connection inside a unit of work; opens and commits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from dragoman.documents.document import Document
from dragoman.records.copies import SAME_ARTICLE, band_keys, is_copy, likeness, signature
from dragoman.records.event import Event
from dragoman.records.statement import Judgement, statements_of
from dragoman.records.values import Evidence
from dragoman.store import tables as t
from dragoman.store.reading import Fetch, has_text


class Outcome(StrEnum):
    """What became of a document."""

    new = "new"
    version = "new version"
    near_copy = "near copy"
    copy = "copy"
    known = "known"


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read at one address, with its events.

    Attributes:
        events: may be left empty where the archive has the text already.
        coder: name and version of the program that coded them.
    """

    address: str
    document: Document
    events: tuple[Event, ...]
    coder: str


@dataclass(frozen=True, slots=True)
class _Version:
    article: int
    number: int
    before: date | None


def keep(connection: sa.Connection, found: Reading, *, now: datetime) -> Outcome:
    """Writes one document; what is there already stays as it is."""
    signed = signature(found.document.text)
    version = _next_version(connection, found, signed)
    if version is None:
        return Outcome.known
    learned = learned_on(found.document.published, now.date(), before=version.before)
    outcome = Outcome.copy
    if not has_text(connection, found.document.id):
        first = _first_text(connection, found.document, signed)
        _add_document(connection, found, signed, first, now)
        _add_events(connection, found, learned, now)
        outcome = Outcome.new if first == found.document.id else Outcome.near_copy
    connection.execute(
        t.versions.insert().values(
            article=version.article,
            number=version.number,
            document=found.document.id,
            publisher=found.document.publisher,
            published=found.document.published,
            learned=learned,
            recorded=now,
        )
    )
    return Outcome.version if version.number > 1 else outcome


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


def _next_version(connection: sa.Connection, found: Reading, signed: bytes) -> _Version | None:
    """Which version of which article the text is; None where it is known at that address."""
    rows = connection.execute(
        sa.select(
            t.articles.c.id,
            t.articles.c.part,
            t.versions.c.number,
            t.versions.c.document,
            t.versions.c.learned,
            t.documents.c.signature,
        )
        .join(t.versions, t.versions.c.article == t.articles.c.id)
        .join(t.documents, t.documents.c.id == t.versions.c.document)
        .where(t.articles.c.address == found.address)
        .order_by(t.articles.c.part, t.versions.c.number)
    ).all()
    if any(row.document == found.document.id for row in rows):
        return None
    newest = {row.id: row for row in rows}
    alike = [(likeness(signed, row.signature), -row.part, row) for row in newest.values()]
    best = max(alike, default=None, key=lambda one: one[:2])
    if best is not None and best[0] >= SAME_ARTICLE:
        return _Version(best[2].id, best[2].number + 1, best[2].learned)
    part = max((row.part for row in rows), default=0) + 1
    made = connection.execute(t.articles.insert().values(address=found.address, part=part))
    return _Version(made.inserted_primary_key[0], 1, None)  # type: ignore[index]


def _first_text(connection: sa.Connection, document: Document, signed: bytes) -> str:
    """The text of which this one is a near copy: the first of its kind, or itself."""
    rows = connection.execute(
        sa.select(t.documents.c.id, t.documents.c.text, t.documents.c.copies, t.documents.c.signature)
        .where(
            t.documents.c.id.in_(sa.select(t.bands.c.document).where(t.bands.c.key.in_(band_keys(signed))).distinct())
        )
        .order_by(t.documents.c.recorded, t.documents.c.id)
    ).all()
    ranked = sorted(rows, key=lambda row: -likeness(signed, row.signature))
    for row in ranked:
        if is_copy(document.text, row.text):
            return str(row.copies)
    return document.id


def _add_document(connection: sa.Connection, found: Reading, signed: bytes, first: str, now: datetime) -> None:
    document = found.document
    connection.execute(
        t.documents.insert().values(
            id=document.id,
            text=document.text,
            title=document.title,
            url=document.url,
            publisher=document.publisher,
            published=document.published,
            published_from=document.published_from,
            source=document.source,
            warnings=list(document.warnings),
            signature=signed,
            copies=first,
            coder=found.coder,
            recorded=now,
        )
    )
    connection.execute(t.bands.insert(), [{"key": key, "document": document.id} for key in band_keys(signed)])


def _add_events(connection: sa.Connection, found: Reading, learned: date, now: datetime) -> None:
    passages: dict[tuple[int, int], int] = {}
    for event in found.events:
        for evidence in event.evidence:
            _passage(connection, evidence, passages)
        connection.execute(
            t.events.insert().values(
                id=event.id,
                document=found.document.id,
                place_in_text=event.evidence[0].start,
                type=event.type,
                frame=event.frame,
                status=event.status,
                start=event.start,
                learned=learned,
                recorded=now,
                body=event.model_dump(mode="json"),
            )
        )
        named = {actor.key[:200] for actor in (*event.source, *event.target, *event.mediators)}
        if event.frame == "violence" and event.place is not None and event.place.country:
            named.add(f"@{event.place.country}")  # where it goes on tells of which conflict it is part
        if named:
            connection.execute(t.parties.insert(), [{"event": event.id, "key": k} for k in sorted(named)])
        rows = [
            {
                "id": one.id,
                "event": event.id,
                "field": one.field,
                "value": one.value,
                "speaker": one.speaker.model_dump(mode="json") if one.speaker else None,
                "passage": _passage(connection, one.evidence, passages),
                "because": one.because,
                "coder": one.coder,
                "learned": learned,
                "recorded": now,
            }
            for one in statements_of(event)
        ]
        if rows:
            connection.execute(t.statements.insert(), rows)


def _passage(connection: sa.Connection, evidence: Evidence, known: dict[tuple[int, int], int]) -> int:
    place = (evidence.start, evidence.end)
    if place not in known:
        made = connection.execute(
            t.passages.insert().values(
                document=evidence.document, start=evidence.start, end=evidence.end, quote=evidence.quote
            )
        )
        known[place] = made.inserted_primary_key[0]  # type: ignore[index]
    return known[place]


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
