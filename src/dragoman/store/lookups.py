"""Owns what is asked of the archive by an id: a document, its copies and addresses, an event, judgements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dragoman.documents.document import Document
from dragoman.records.event import Event
from dragoman.records.statement import Judgement
from dragoman.records.values import Actor
from dragoman.store import tables as t
from dragoman.store.reading import _document, _event, in_parts, judgements_of

if TYPE_CHECKING:
    from dragoman.store.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as the archive keeps it.

    Attributes:
        copies: id of the text of which it is a near copy, its own where it is none.
        learned: the first day on which it was known.
        addresses: where it stands or stood.
        newer: ids of the later versions of it, the last one last.
    """

    document: Document
    copies: str
    learned: date | None
    addresses: tuple[str, ...]
    newer: tuple[str, ...]


def documents(store: Store, ids: Iterable[str]) -> dict[str, Kept]:
    """The documents of ids, those that there are."""
    wanted = set(ids)
    with store._unit() as connection:
        rows = {r.id: r for r in in_parts(connection, sa.select(t.documents), t.documents.c.id, wanted)}
        v = t.versions
        asked = sa.select(v.c.article, v.c.number, v.c.document, v.c.learned, t.articles.c.address).join(
            t.articles, t.articles.c.id == v.c.article
        )
        told = list(in_parts(connection, asked, v.c.document, set(rows)))
        articles = {r.article for r in told}
        all_versions = sa.select(v.c.article, v.c.number, v.c.document).where(v.c.article.in_(articles))
        later = connection.execute(all_versions.order_by(v.c.number)).all() if articles else []
    found = {}
    for one, row in rows.items():
        mine = [r for r in told if r.document == one]
        places = {(r.article, r.number) for r in mine}
        newer = [r.document for r in later if any(r.article == a and r.number > n for a, n in places)]
        found[one] = Kept(
            document=_document(row),
            copies=row.copies,
            learned=min((r.learned for r in mine), default=None),
            addresses=tuple(dict.fromkeys(r.address for r in mine)),
            newer=tuple(dict.fromkeys(newer)),
        )
    return found


def copies_of(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """The documents that are near copies of the same texts as those of the ids, each with the first of its kind."""
    with store._unit() as connection:
        d = t.documents
        roots = {r.copies for r in in_parts(connection, sa.select(d.c.copies), d.c.id, set(ids))}
        found = in_parts(connection, sa.select(d.c.id, d.c.copies), d.c.copies, roots)
        return {r.id: r.copies for r in found}


def versions_of(store: Store, document: str) -> tuple[str, ...]:
    """The ids of all versions of the articles at which a document stands or stood, in order, its own among them."""
    v = t.versions.c
    with store._unit() as connection:
        homes = sa.select(v.article).where(v.document == document)
        asked = sa.select(v.document).where(v.article.in_(homes)).order_by(v.article, v.number)
        return tuple(dict.fromkeys(connection.execute(asked).scalars()))


def events(store: Store, ids: Iterable[str]) -> dict[str, Event]:
    """The events of ids as they were last coded, those that there are."""
    wanted, e = set(ids), t.retold.c
    with store._unit() as connection:
        asked = sa.select(t.events.c.id, sa.cast(t.events.c.body, sa.Text).label("body"))
        found = {r.id: r.body for r in in_parts(connection, asked, t.events.c.id, wanted)}
        later = sa.select(e.event, sa.cast(e.body, sa.Text).label("body")).order_by(e.event, e.reading)
        found |= {r.event: r.body for r in in_parts(connection, later, e.event, wanted)}
        return {name: _event(body) for name, body in found.items()}


def fingerprint(store: Store) -> str:
    """A digest of what the archive holds, by its versions, readings and judgements: each write of them changes it.

    Unlike `Store.version` it also tells two archives apart, such as one that was made anew at its place:
    of a text it has the hash, and of each version the moment at which it was taken.
    """
    v, j = t.versions.c, t.judgements.c
    versions = sa.select(v.article, v.number, v.document, sa.cast(v.learned, sa.Text), sa.cast(v.recorded, sa.Text))
    r = t.readings.c
    readings = sa.select(r.document, r.number, r.coder, sa.cast(r.recorded, sa.Text))
    said = sa.select(
        j.id, j.verdict, j.one, j.other, j.by, sa.cast(j.made, sa.Text), j.field, sa.cast(j.value, sa.Text)
    )
    digest = hashlib.blake2b(digest_size=32)
    with store._unit() as connection:
        ordered = (versions.order_by(v.article, v.number), readings.order_by(r.document, r.number), said.order_by(j.id))
        for asked in ordered:
            for row in connection.execute(asked):
                digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
            digest.update(b"|")
    return digest.hexdigest()


def judgements(store: Store) -> tuple[Judgement, ...]:
    """All judgements, in the order in which they were made."""
    with store._unit() as connection:
        return judgements_of(connection)


def judge_all(store: Store, made: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Adds judgements, all or none; gives them as they were kept, with their moment.

    Raises:
        StoreError: the archive holds no such event, or cannot be written.
    """
    from dragoman.errors import StoreError
    from dragoman.store.keeping import add_judgement

    wanted = {one for each in made for one in (each.one, each.other) if one is not None}
    with store._unit(write=True) as connection:
        held = {r.id for r in in_parts(connection, sa.select(t.events.c.id), t.events.c.id, wanted)}
        for missing in sorted(wanted - held):
            raise StoreError(store.name, f"holds no event {missing!r}", "give an id that a dossier shows")
        now = store.clock()
        kept = tuple(each.model_copy(update={"made": now}) for each in made)
        for each in kept:
            add_judgement(connection, each, now=now)
            _add_parties(connection, each)
    return kept


def _add_parties(connection: sa.Connection, judgement: Judgement) -> None:
    """Has an event also asked for under the parties that it was corrected to; under the coded ones it stays."""
    keys: set[str] = set()
    if judgement.field in {"source", "target"} and isinstance(judgement.value, list):
        keys = {Actor.model_validate(one).key[:200] for one in judgement.value}
    elif judgement.field == "place" and isinstance(judgement.value, dict) and judgement.value.get("country"):
        keys = {f"@{judgement.value['country']}"}
    asked = sa.select(t.parties.c.key).where(t.parties.c.event == judgement.one)
    added = sorted(keys - set(connection.execute(asked).scalars()))
    if added:
        connection.execute(t.parties.insert(), [{"event": judgement.one, "key": key} for key in added])
