"""Owns feeds: RSS, Atom and RDF to links with what the feed says of them; OPML to feeds' addresses.

Parses bytes that others have fetched; nothing here connects, and no entity or DTD is followed.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.errors import SourceError
from dragoman.sources.addresses import is_web

_ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml", "channel": "feed"}
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(rss|feed|rdf|opml|channel|html)[\s>/]", re.IGNORECASE)
_ENTITY = b"<!entity"
_HEAD = 20_000
_BLOCKS = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote)\b[^<>]{0,400}>", re.IGNORECASE)
_ELEMENTS = "p|div|br|a|b|i|em|strong|span|ul|ol|li|h[1-6]|table|tr|td|blockquote|img|figure|script|style|iframe"
_TAG = re.compile(rf"</?(?:{_ELEMENTS})\b[^<>]{{0,400}}>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&(?:amp;){{0,3}}lt;/?(?:{_ELEMENTS})\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{2,7}|#x[0-9a-f]{2,6}|[a-z]{2,8});", re.IGNORECASE)
_ESCAPED_TIMES = 3
# A feed of so many items and tags takes the library a minute and half a gigabyte.
_MOST_ITEMS, _MOST_TAGS = 5_000, 300_000
_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """An article to which a feed points.

    Attributes:
        url: as the feed writes it, None where it names none.
        base: the page of the outlet that relative addresses count from.
        name: what the feed calls the article; unlike any other of this feed.
        stated: the day as the feed writes it.
        text: what the feed itself holds of the article, without any markup.
    """

    url: str | None
    base: str | None
    name: str | None
    title: str | None
    publisher: str | None
    stated: str | None
    text: str | None


def kind_of(data: bytes) -> str | None:
    """`feed` or `opml` by the first element, None for anything else."""
    found = _ROOT.search(data[:_HEAD].replace(b"\x00", b""))
    return _ROOTS.get(found.group(1).lower().decode()) if found else None


def links(source: str, data: bytes) -> Iterator[Link]:
    """The articles to which a feed points.

    Raises:
        SourceError: it declares entities, or is no feed.
    """
    import feedparser

    _without_entities(source, data)
    plain = data.replace(b"\x00", b"")
    if len(_ITEM.findall(plain)) > _MOST_ITEMS or plain.count(b"<") > _MOST_TAGS:
        raise SourceError(source, f"holds more than {_MOST_ITEMS:,} items or {_MOST_TAGS:,} tags", "split it")
    try:
        # A stream: a text would be taken for an address, and fetched.
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise SourceError(source, "cannot be read as a feed", "check that it is RSS or Atom") from error
    if not parsed.get("version") and not parsed.get("entries"):
        raise SourceError(source, "is no feed", "check that it is RSS or Atom")
    head = parsed.get("feed", {})
    publisher, home = _line(head.get("title")), str(head.get("link") or "").strip()
    base = home if is_web(home) else None
    for entry in parsed.get("entries", []):
        name = str(entry.get("id") or "").strip() or None
        yield Link(
            url=str(entry.get("link") or "").strip() or (name if name and is_web(name) else None),
            base=base,
            name=f"{base or publisher or ''}#{name}" if name else None,
            title=_line(entry.get("title")),
            publisher=publisher,
            # Its own get() would take one for the other, with a warning.
            stated=_line(dict.get(entry, "published") or dict.get(entry, "updated") or dict.get(entry, "created")),
            text=_longest(entry),
        )


def outlines(source: str, data: bytes) -> list[str]:
    """The addresses of the feeds in an OPML list, each once.

    Raises:
        SourceError: it declares entities, or is no XML.
    """
    from lxml import etree

    _without_entities(source, data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(source, "is no XML", "check that it is an OPML list") from error
    if root is None:
        raise SourceError(source, "is no XML", "check that it is an OPML list")
    found = (str(one.get("xmlUrl") or one.get("xmlurl") or "").strip() for one in root.iter("outline"))
    return list(dict.fromkeys(url for url in found if is_web(url)))


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, one line a block; no markup is left, nor markup that was escaped twice."""
    import nh3

    for _ in range(_ESCAPED_TIMES):
        if _TAG.search(markup) or not _ESCAPED_TAG.search(markup):
            break
        markup = html.unescape(markup)
    spaced = _BLOCKS.sub("\n", markup)
    words = html.unescape(nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"}))
    for _ in range(_ESCAPED_TIMES):
        if not _REFERENCE.search(words):
            break
        words = html.unescape(words)
    return "\n\n".join(line for line in (" ".join(part.split()) for part in words.split("\n")) if line)


def _without_entities(source: str, data: bytes) -> None:
    # Zero bytes are taken out, so that UTF-16 hides nothing.
    if _ENTITY in data.replace(b"\x00", b"").lower():
        raise SourceError(source, "declares XML entities, which are not followed", "take them out of the file")


def _longest(entry: Any) -> str | None:
    texts = [str(part.get("value") or "") for part in entry.get("content") or [] if hasattr(part, "get")]
    texts.append(str(entry.get("summary") or ""))
    return plain_text(max(texts, key=len)) or None


def _line(text: Any) -> str | None:
    return " ".join(plain_text(str(text)).split())[:500] or None if text else None
