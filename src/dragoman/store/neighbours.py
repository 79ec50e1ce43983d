"""Owns what is known of documents that are about to be written: what stands at their addresses, which texts are alike.

Reads many documents' neighbours with a few statements; what is written meanwhile is told to it. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from dragoman.records.copies import are_copies, likeness, runs
from dragoman.store import tables as t
from dragoman.store.reading import in_parts
from dragoman.store.rows import Prepared


@dataclass(slots=True)
class Article:
    """Where texts stand; the id is given when it is written."""

    address: str
    part: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One text at an address."""

    article: Article
    number: int
    document: str
    learned: date
    signed: bytes


@dataclass(frozen=True, slots=True)
class _Text:
    id: str
    copies: str
    signed: bytes
    recorded: datetime
    runs: frozenset[str] | None = None


@dataclass(slots=True)
class Neighbours:
    """What is known of a batch of documents.

    Attributes:
        known: ids of those texts of the batch that the archive has.
        at: the versions at each address, by part and number.
    """

    connection: sa.Connection
    known: set[str] = field(default_factory=set)
    at: dict[str, list[Version]] = field(default_factory=dict)
    _keyed: dict[str, list[str]] = field(default_factory=dict)
    _texts: dict[str, _Text] = field(default_factory=dict)

    def first_text(self, one: Prepared) -> str:
        """The text of which this one is a near copy: the first of its kind, or itself."""
        near = {name for key in one.keys for name in self._keyed.get(key, ())}
        rows = sorted((self._texts[name] for name in near), key=lambda row: (row.recorded, row.id))
        ranked = sorted(rows, key=lambda row: -likeness(one.signed, row.signed))
        for row in ranked:
            told = row.runs if row.runs is not None else runs(self._text(row.id))
            if are_copies(one.runs, told):
                return row.copies
        return one.found.document.id

    def _text(self, document: str) -> str:
        return str(self.connection.execute(_TEXT, {"document": document}).scalar_one())

    def add_text(self, one: Prepared, copies: str, recorded: datetime) -> None:
        """Notes a text that is being written."""
        name = one.found.document.id
        self.known.add(name)
        self._texts[name] = _Text(name, copies, one.signed, recorded, one.runs)
        for key in one.keys:
            self._keyed.setdefault(key, []).append(name)


_TEXT = sa.select(t.documents.c.text).where(t.documents.c.id == sa.bindparam("document"))


def neighbours_of(connection: sa.Connection, found: Sequence[Prepared]) -> Neighbours:
    """What the archive knows of a batch of documents."""
    documents = {one.found.document.id for one in found}
    near = Neighbours(connection)
    asked = sa.select(t.documents.c.id)
    near.known.update(row.id for row in in_parts(connection, asked, t.documents.c.id, documents))
    for address, version in _versions(connection, {one.found.address for one in found}):
        near.at.setdefault(address, []).append(version)
    keys = {key for one in found if one.found.document.id not in near.known for key in one.keys}
    for row in in_parts(connection, sa.select(t.bands), t.bands.c.key, keys):
        near._keyed.setdefault(row.key, []).append(row.document)
    listed = {name for names in near._keyed.values() for name in names}
    asked = sa.select(t.documents.c.id, t.documents.c.copies, t.documents.c.signature, t.documents.c.recorded)
    for row in in_parts(connection, asked, t.documents.c.id, listed):
        near._texts[row.id] = _Text(row.id, row.copies, row.signature, row.recorded)
    return near


def _versions(connection: sa.Connection, addresses: set[str]) -> Iterator[tuple[str, Version]]:
    asked = (
        sa.select(
            t.articles.c.id,
            t.articles.c.address,
            t.articles.c.part,
            t.versions.c.number,
            t.versions.c.document,
            t.versions.c.learned,
            t.documents.c.signature,
        )
        .join(t.versions, t.versions.c.article == t.articles.c.id)
        .join(t.documents, t.documents.c.id == t.versions.c.document)
        .order_by(t.articles.c.part, t.versions.c.number)
    )
    articles: dict[int, Article] = {}
    for row in in_parts(connection, asked, t.articles.c.address, addresses):
        article = articles.setdefault(row.id, Article(row.address, row.part, row.id))
        yield row.address, Version(article, row.number, row.document, row.learned, row.signature)
