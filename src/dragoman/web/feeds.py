"""Owns the feed of changes: one entry a change, the newest word first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.delivery.atom import FeedEntry, atom_feed
from dragoman.delivery.phrases import bounds, clean
from dragoman.process.changes import Change
from dragoman.process.dossier import Dossier

_MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    key: str
    title: str
    words: str
    day: str
    href: str


def change_entries(process: str, record: Dossier, changes: Iterable[Change], href: str) -> list[Entry]:
    """The changes of a process as entries; `href` is the page on which they are shown."""
    published = {one.id: one.published for one in record.documents}
    found = []
    for one in changes:
        days = [day for e in one.evidence if (day := published.get(e.document))]
        day = max(days, default=record.as_of or "")
        key = "|".join((process, one.part, one.kind, one.text, one.after or ""))
        quote = " … ".join(f"“{clean(e.quote)}”" for e in one.evidence[-2:])
        found.append(Entry(key, clean(one.text), quote, day, href))
    return found


def atom(title: str, address: str, page: str, entries: Iterable[Entry]) -> bytes:
    """The feed.

    Args:
        title: what it tells of.
        address: its own.
        page: the page that shows the same.
        entries: in any order.
    """
    newest = sorted(entries, key=lambda one: (one.day, one.title), reverse=True)[:_MOST]
    told = [
        FeedEntry(
            id=f"urn:sha256:{hashlib.sha256(one.key.encode('utf-8', 'surrogatepass')).hexdigest()}",
            title=one.title,
            updated=_moment(one.day),
            lines=(one.words,),
            links=(),
            page=one.href,
        )
        for one in newest
    ]
    return atom_feed(page, title, told, own=address, page=page)


def _moment(day: str) -> str:
    limits = bounds(day)
    return f"{limits[0].isoformat() if limits else '1970-01-01'}T00:00:00Z"
