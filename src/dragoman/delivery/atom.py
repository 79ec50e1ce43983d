"""Owns Atom feeds (RFC 4287): entries with their lines and links as one document. What is news is others' business."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from dragoman.delivery.phrases import clean
from dragoman.version import __version__

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00+00:00"
# Characters that XML has no place for, as a reference either.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed.

    Attributes:
        id: the same for the same thing in every feed.
        updated: a moment, as RFC 3339 writes it.
        lines: what it says.
        links: addresses on the web that it rests on.
        page: the page that shows it.
    """

    id: str
    title: str
    updated: str
    lines: tuple[str, ...]
    links: tuple[str, ...]
    page: str | None = None


def atom_feed(
    identity: str, title: str, entries: Iterable[FeedEntry], *, own: str | None = None, page: str | None = None
) -> bytes:
    """A feed of entries in the order given.

    Args:
        identity: its id, a URI.
        title: its name for people.
        entries: what it holds, the newest first.
        own: the address at which it is found.
        page: the page that shows the same.
    """
    listed = list(entries)
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", identity)
    _add(feed, "title", title)
    _add(feed, "updated", max((one.updated for one in listed), default=_NEVER))
    if own:
        _add(feed, "link", href=own, rel="self")
    if page:
        _add(feed, "link", href=page, rel="alternate")
    _add(_add(feed, "author"), "name", f"dragoman {__version__}")
    for one in listed:
        entry = _add(feed, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated)
        _add(entry, "content", "\n".join(one.lines))
        if one.page:
            _add(entry, "link", href=one.page, rel="alternate")
        for address in one.links:
            _add(entry, "link", href=address, rel="related")
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(
        parent, f"{{{_ATOM}}}{name}", {key: _NO_XML.sub("", one) for key, one in attributes.items()}
    )
    made.text = "\n".join(clean(_NO_XML.sub("", line)) for line in text.split("\n")) if text is not None else None
    return made
