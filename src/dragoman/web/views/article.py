"""Owns the article page: the text with the passages of its records marked, and the records with their passages.

Passages may lie within or across each other: the text is cut at all their ends, and each piece knows its records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dragoman.delivery.phrases import clean
from dragoman.documents.document import Document
from dragoman.records.merge import Happening
from dragoman.web.views.atoms import Teller
from dragoman.web.views.claim import Copy, Gist, gist_of
from dragoman.web.views.head import Head
from dragoman.web.words import day_words, host_of, safe_url

# A page shows so many characters and records; the rest is in the data.
_LONGEST, _MOST = 200_000, 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `records` are the numbers of all whose passages it lies in.

    Attributes:
        depth: how many passages lie over it, at most three for the shade.
        begins: the records whose passage begins here.
        ends: the records whose passage ends here.
        passage: whether it is part of the passage that was asked for; `opens` where that begins.
    """

    text: str
    records: tuple[int, ...]
    depth: int
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    passage: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A record of the article, with its number in the text."""

    number: int
    gist: Gist
    said: str


@dataclass(frozen=True, slots=True)
class Article:
    """The page of one article."""

    head: Head
    id: str
    title: str
    publisher: str
    published: str
    url: str
    host: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    records: tuple[Marked, ...]
    more: int
    copies: tuple[Copy, ...]
    versions: tuple[Copy, ...]
    copy_of: Copy | None
    warnings: tuple[str, ...]
    cut: bool


def article_of(
    document: Document,
    happenings: Sequence[Happening],
    teller: Teller,
    head: Head,
    *,
    at: tuple[int, int] | None = None,
    copies: Sequence[Copy] = (),
    versions: Sequence[Copy] = (),
    copy_of: Copy | None = None,
) -> Article:
    """The article page.

    Args:
        document: the article.
        happenings: of which it tells, in the order of its text.
        teller: words and addresses.
        head: the frame of the page.
        at: first and last character of a passage to point at.
        copies: near copies of the text.
        versions: other versions of the article.
        copy_of: the text of which it is a near copy.
    """
    told = happenings[:_MOST]
    spans = [
        (one.start, min(one.end, _LONGEST), number)
        for number, happening in enumerate(told, start=1)
        for one in happening.evidence
        if one.document == document.id and one.start < _LONGEST
    ]
    return Article(
        head=head,
        id=document.id,
        title=clean(document.title or "Untitled"),
        publisher=clean(document.publisher or ""),
        published=day_words(document.published),
        url=safe_url(document.url),
        host=host_of(document.url),
        paragraphs=tuple(paragraphs(document.text[:_LONGEST], spans, at)),
        records=tuple(
            Marked(number, gist_of(one, teller), _said(one, document.id)) for number, one in enumerate(told, start=1)
        ),
        more=len(happenings) - len(told),
        copies=tuple(copies),
        versions=tuple(versions),
        copy_of=copy_of,
        warnings=tuple(clean(one) for one in document.warnings),
        cut=len(document.text) > _LONGEST,
    )


def _said(one: Happening, document: str) -> str:
    return next((clean(e.quote) for e in one.evidence if e.document == document), "")


def paragraphs(
    text: str, spans: Iterable[tuple[int, int, int]], at: tuple[int, int] | None = None
) -> Iterator[tuple[Piece, ...]]:
    """The text in paragraphs, each cut into pieces at the ends of all passages.

    Args:
        text: of the article.
        spans: first character, one past the last, and number of the record; in any order, overlapping or not.
        at: a passage to point at.
    """
    known = sorted({(max(a, 0), min(b, len(text)), n) for a, b, n in spans if max(a, 0) < min(b, len(text))})
    cuts = {0, len(text), *(a for a, _, _ in known), *(b for _, b, _ in known)}
    if at is not None:
        cuts |= {min(max(one, 0), len(text)) for one in at}
    start = 0
    for end in [*_breaks(text), len(text)]:
        inside = sorted({start, end, *(c for c in cuts if start < c < end)})
        # A sweep over all spans for each paragraph would be slow for long articles with many records.
        near = [span for span in known if span[0] < end and span[1] > start]
        pieces = tuple(_piece(text, a, b, near, at) for a, b in pairwise(inside))
        kept = tuple(one for one in pieces if one.text)
        if any(one.text.strip() for one in kept):
            yield kept
        start = end


def _breaks(text: str) -> Iterator[int]:
    at = text.find("\n")
    while at != -1:
        if at:
            yield at
        at = text.find("\n", at + 1)


def _piece(text: str, a: int, b: int, spans: Sequence[tuple[int, int, int]], at: tuple[int, int] | None) -> Piece:
    over = [span for span in spans if span[0] <= a and b <= span[1]]
    records = tuple(dict.fromkeys(number for _, _, number in sorted(over, key=lambda s: s[1] - s[0])))
    shown = "".join(c if c.isprintable() else " " for c in text[a:b])
    return Piece(
        text=shown.lstrip() if text[a : a + 1] == "\n" else shown,
        records=records,
        depth=min(len({(s[0], s[1]) for s in over}), 3),
        begins=tuple(dict.fromkeys(n for s, _, n in over if s == a)),
        ends=tuple(dict.fromkeys(n for _, e, n in over if e == b)),
        passage=at is not None and at[0] <= a and b <= at[1],
        opens=at is not None and at[0] == a,
    )


def article_rows(view: Article) -> Iterator[Mapping[str, Any]]:
    """The records of the article."""
    for one in view.records:
        yield {
            "number": one.number,
            "claim": one.gist.id,
            "record": one.gist.title,
            "status": one.gist.status,
            "when": one.gist.when,
            "where": one.gist.where,
            "quote": one.said,
        }
