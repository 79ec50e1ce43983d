"""Owns the search page: hits with the found words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dragoman.delivery.phrases import clean
from dragoman.knowledge.load import Knowledge
from dragoman.web.finding import Found
from dragoman.web.finding import Hit as FoundHit
from dragoman.web.views.atoms import Links
from dragoman.web.views.head import Head
from dragoman.web.words import act_words, day_words, excerpt

KINDS = (("articles", "Articles"), ("records", "Records"))


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a snippet; `found` where it is one of the words that were asked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One article or record."""

    title: str
    href: str
    source: str
    day: str
    label: str
    parts: tuple[Part, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Search:
    """The page of search."""

    head: Head
    query: str
    kind: str
    kinds: tuple[tuple[str, str, bool], ...]
    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    before: str
    after: str


def search_of(found: Found, head: Head, *, knowledge: Knowledge | None = None) -> Search:
    """The page of what was found."""
    query = found.query
    return Search(
        head=head,
        query=query,
        kind=found.kind,
        kinds=tuple((word, address(query, key), key == found.kind) for key, word in KINDS),
        hits=tuple(_hit(one, query) for one in found.hits),
        total=found.total,
        page=found.page,
        pages=found.pages,
        before=address(query, found.kind, found.page - 1) if found.page > 1 else "",
        after=address(query, found.kind, found.page + 1) if found.page < found.pages else "",
    )


def address(query: str, kind: str, page: int = 1) -> str:
    """The address of a search."""
    asked: dict[str, str | int] = {"q": query, "kind": kind}
    if page > 1:
        asked["page"] = page
    return f"/search?{urlencode(asked)}"


def _hit(one: FoundHit, query: str) -> Hit:
    links = Links()
    title = clean(one.title or "Untitled")
    label = ""
    href = links.article(one.document)
    if one.event is not None:
        label = act_words(one.event.kind, one.event.type)
        told = one.event.evidence[0]
        href = links.claim(one.happening) or links.article(told.document, told.start, told.end)
        title = excerpt(told.quote, 120)
    return Hit(
        title=title,
        href=href,
        source=clean(one.publisher or ""),
        day=day_words(one.day),
        label=label,
        parts=tuple(marked(clean(one.text), query)),
        article=links.article(one.document) if one.event is not None else "",
    )


def marked(text: str, query: str) -> Iterator[Part]:
    """The text with the words of the query, in whatever ending, told apart."""
    asked = [word for word in re.findall(r"\w+", re.sub(r"(?<!\S)-\S+", " ", query)) if len(word) > 1]
    if not asked:
        yield Part(text, False)
        return
    stems = sorted({re.escape(word[: max(3, len(word) - 2)]) for word in asked}, key=len, reverse=True)
    at = 0
    for match in re.finditer(rf"\b(?:{'|'.join(stems)})\w*", text, re.IGNORECASE):
        if match.start() > at:
            yield Part(text[at : match.start()], False)
        yield Part(match[0], True)
        at = match.end()
    if at < len(text):
        yield Part(text[at:], False)


def search_rows(view: Search) -> Iterator[Mapping[str, Any]]:
    """The hits' rows."""
    for one in view.hits:
        yield {
            "title": one.title,
            "day": one.day,
            "source": one.source,
            "label": one.label,
            "text": "".join(part.text for part in one.parts),
            "page": one.href,
        }
