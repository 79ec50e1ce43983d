"""Owns the full-text index over articles and records: SQLite's FTS5, or PostgreSQL's tsvector.

The index is made of what the archive holds and can be made anew. Works on a connection inside a unit of
work; what a hit is shown as is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from dragoman.records.event import Event
from dragoman.store import tables as t

if TYPE_CHECKING:
    from dragoman.store.store import Store

Kind = Literal["articles", "records"]
# A number is the day on which the text was learned, and which one of that day: so the newest come first
# by the number alone, and a page of hits needs no sorting.
_DAY_BITS = 32
# PostgreSQL takes no vector of more than a megabyte; no article is so long.
_LONGEST = 200_000
_MOST_PARTS = 16
_PART = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_AT_ONCE = 200
_CODED = ("type", "mode", "frame", "kind", "act", "status", "action", "stance")
_NAMED = {*_CODED, "evidence", "source", "target", "mediators", "place", "issues", "agenda", "theme"}
_NUMBERED = {"articles": t.indexed_articles, "records": t.indexed_records}
_KEY = {"articles": t.indexed_articles.c.document, "records": t.indexed_records.c.event}


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found, the last learned first.

    Attributes:
        ids: of documents or of events as coded.
        total: how many there are on all pages.
    """

    ids: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Entry:
    learned: date
    key: str
    title: str
    words: str


def search(store: Store, query: str, *, kind: Kind, limit: int, offset: int = 0) -> Hits:
    """Finds texts or events by their words.

    Args:
        store: the archive.
        query: words that must all be there, in any form; "in quotation marks" side by side; -word not at all.
        kind: articles by title and text, or records by quotes, actors, places and type.
        limit: at most so many.
        offset: leave out so many of the newest.
    """
    parts = _parts(query)
    if not any(wanted for wanted, _ in parts):
        return Hits((), 0)
    with store._unit() as connection:
        postgres = connection.dialect.name == "postgresql"
        name = f"words_{kind}"
        if postgres:
            words = " ".join(f'{"" if wanted else "-"}"{text}"' for wanted, text in parts)
            matches = f"{name}.words @@ websearch_to_tsquery('english', :words)"
            number = f"{name}.number"
        else:
            words = " AND ".join(f'"{text}"' for wanted, text in parts if wanted)
            words = "".join([f"({words})", *(f' NOT "{text}"' for wanted, text in parts if not wanted)])
            matches, number = f"{name} MATCH :words", f"{name}.rowid"
        counted = connection.execute(sa.text(f"SELECT count(*) FROM {name} WHERE {matches}"), {"words": words})
        found = connection.execute(
            sa.text(f"SELECT {number} FROM {name} WHERE {matches} ORDER BY {number} DESC LIMIT :limit OFFSET :offset"),
            {"words": words, "limit": limit, "offset": offset},
        )
        total, numbers = int(counted.scalar_one()), list(found.scalars())
        table = _NUMBERED[kind]
        keys = sa.select(_KEY[kind]).where(table.c.number.in_(numbers)).order_by(table.c.number.desc())
        return Hits(tuple(connection.execute(keys).scalars()), total)


def index(
    connection: sa.Connection, documents: Iterable[Mapping[str, Any]], events: Iterable[Mapping[str, Any]]
) -> None:
    """Takes rows of documents and of events into the index; each says when it was `learned`."""
    texts = [_Entry(row["learned"], row["id"], row["title"] or "", row["text"][:_LONGEST]) for row in documents]
    _add(connection, "articles", texts)
    bodies = ((row["learned"], row["body"]) for row in events)
    _add(connection, "records", [_Entry(learned, one.id, "", words_of(_said(one))) for learned, one in bodies])


def complete(connection: sa.Connection) -> None:
    """Takes in what the index lacks, as in an archive of an older program."""
    d, e = t.documents, t.events
    first = sa.select(sa.func.min(t.versions.c.learned)).where(t.versions.c.document == d.c.id).scalar_subquery()
    lacking = d.c.id.not_in(sa.select(t.indexed_articles.c.document))
    days = connection.execute(
        sa.select(d.c.id, first.label("learned")).where(lacking).order_by("learned", d.c.id)
    ).all()
    for lot in _lots(days):
        learned = {row.id: row.learned for row in lot}
        rows = connection.execute(sa.select(d.c.id, d.c.title, d.c.text).where(d.c.id.in_(learned))).all()
        texts = [_Entry(learned[row.id], row.id, row.title or "", row.text[:_LONGEST]) for row in rows]
        _add(connection, "articles", texts)
    lacking = e.c.id.not_in(sa.select(t.indexed_records.c.event))
    names = connection.execute(sa.select(e.c.id, e.c.learned).where(lacking).order_by(e.c.learned, e.c.id)).all()
    for lot in _lots(names):
        asked = sa.select(e.c.id, e.c.learned, e.c.body).where(e.c.id.in_([row.id for row in lot]))
        records = [_Entry(row.learned, row.id, "", words_of(row.body)) for row in connection.execute(asked)]
        _add(connection, "records", records)


def words_of(body: Mapping[str, Any]) -> str:
    """The words by which an event is found: its quotes, actors, places, type and issues."""
    actors = [*body.get("source", ()), *body.get("target", ()), *body.get("mediators", ())]
    place = body.get("place") or {}
    words = [
        *(one.get("quote") for one in body.get("evidence", ())),
        *(name for actor in actors for name in (actor.get("name"), actor.get("person"), actor.get("country"))),
        place.get("name"),
        place.get("country_name"),
        *(body.get(name) for name in _CODED),
        *body.get("issues", ()),
        *body.get("agenda", ()),
        body.get("theme"),
    ]
    return " ".join(dict.fromkeys(str(word).replace("_", " ") for word in words if word))[:_LONGEST]


def _said(event: Event) -> dict[str, Any]:
    return event.model_dump(mode="json", include=_NAMED)


def _lots(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _add(connection: sa.Connection, kind: Kind, entries: Sequence[_Entry]) -> None:
    if not entries:
        return
    rows = []
    for learned in sorted({one.learned for one in entries}):
        start = _next_number(connection, _NUMBERED[kind], learned)
        mine = [one for one in entries if one.learned == learned]
        rows += [
            {"number": start + n, "title": one.title, "words": one.words, "key": one.key} for n, one in enumerate(mine)
        ]
    numbered = [{"number": row["number"], _KEY[kind].name: row.pop("key")} for row in rows]
    connection.execute(_NUMBERED[kind].insert(), numbered)
    if connection.dialect.name == "postgresql":
        statement = (
            f"INSERT INTO words_{kind} (number, words) VALUES "
            "(:number, setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :words))"
        )
    else:
        statement = f"INSERT INTO words_{kind} (rowid, title, words) VALUES (:number, :title, :words)"
    connection.execute(sa.text(statement), rows)


def _next_number(connection: sa.Connection, table: sa.Table, learned: date) -> int:
    first = learned.toordinal() << _DAY_BITS
    used = sa.and_(table.c.number >= first, table.c.number < first + (1 << _DAY_BITS))
    last: int | None = connection.execute(sa.select(sa.func.max(table.c.number)).where(used)).scalar()
    return first if last is None else last + 1


def _parts(query: str) -> list[tuple[bool, str]]:
    """The words and phrases of a query, and whether each must or must not be there."""
    found = []
    for sign, phrase, word in _PART.findall(query.replace("\x00", " ")):
        text = " ".join((phrase or word).replace('"', " ").split())
        if re.search(r"\w", text):
            found.append((not sign, text))
    return found[:_MOST_PARTS]
