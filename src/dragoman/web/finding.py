"""Owns what a search gives: hits with the words around what was found. The index is `store.searching`'s business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragoman.records.event import Event
from dragoman.store import lookups, searching
from dragoman.store.searching import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.records.merge import Happening
    from dragoman.store.store import Store

_AROUND = 110
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One article or record that was found.

    Attributes:
        id: of the document, or of the event as coded.
        text: some words around what was found; of a record its quote.
        happening: id of the claim that the record is a report of; None where it was rejected or only repeats.
        event: the record.
    """

    kind: Kind
    id: str
    title: str | None
    text: str
    day: date | None
    publisher: str | None
    document: str
    happening: str | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the last learned first; pages count from 1."""

    query: str
    kind: Kind
    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int


def find(
    store: Store, query: str, *, kind: Kind, page: int, size: int, claim: Callable[[str], Happening | None]
) -> Found:
    """Searches and shows; see `store.searching.search` for what a query may hold.

    Args:
        store: the archive.
        query: the words.
        kind: articles or records.
        page: which page, from 1.
        size: hits of a page.
        claim: finds the claim of an event.
    """
    asked = query.strip()[:LONGEST]
    found = searching.search(store, asked, kind=kind, limit=size, offset=(page - 1) * size)
    hits = _articles(store, found.ids, asked) if kind == "articles" else _records(store, found.ids, claim)
    return Found(asked, kind, hits, found.total, page, max(1, -(-found.total // size)))


def _articles(store: Store, ids: tuple[str, ...], query: str) -> tuple[Hit, ...]:
    kept = lookups.documents(store, ids)
    hits = []
    for one in ids:
        document = kept[one].document
        text = _around(document.text, query)
        day = document.published or kept[one].learned
        hits.append(Hit("articles", one, document.title, text, day, document.publisher, one))
    return tuple(hits)


def _records(store: Store, ids: tuple[str, ...], claim: Callable[[str], Happening | None]) -> tuple[Hit, ...]:
    events = lookups.events(store, ids)
    kept = lookups.documents(store, {one.evidence[0].document for one in events.values()})
    hits = []
    for name in ids:
        event, home = events[name], claim(name)
        source = kept[event.evidence[0].document]
        document = source.document
        day = document.published or source.learned
        hits.append(
            Hit(
                kind="records",
                id=name,
                title=document.title,
                text=event.evidence[0].quote,
                day=day,
                publisher=document.publisher,
                document=document.id,
                happening=home.id if home else None,
                event=event,
            )
        )
    return tuple(hits)


def _around(text: str, query: str) -> str:
    """The words around the first that was asked for, in whatever form it stands there."""
    words = [word for word in re.findall(r"\w+", query) if len(word) > 2]
    begins = "|".join(re.escape(word[: max(3, len(word) - 2)]) for word in words)
    match = re.search(rf"\b(?:{begins})", text, re.IGNORECASE) if begins else None
    middle = match.start() if match else 0
    start, end = max(0, middle - _AROUND), min(len(text), middle + _AROUND)
    if start:
        start = text.find(" ", start, middle) + 1 or start
    if end < len(text):
        end = text.rfind(" ", middle, end) if text.rfind(" ", middle, end) > middle else end
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"
