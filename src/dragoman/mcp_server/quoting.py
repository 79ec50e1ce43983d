"""Owns how answers quote: exact characters with the article's title, publisher and day, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.delivery.phrases import clean
from dragoman.mcp_server.answers import Passage, Quote

if TYPE_CHECKING:
    from dragoman.documents.document import Document
    from dragoman.process.dossier import BriefDocument
    from dragoman.records.values import Evidence

ARTICLES = "dragoman://articles/"
# Characters shown on either side of a passage.
AROUND = 240
# An entry may rest on hundreds of passages; the claims that it names hold the others.
MOST_QUOTES = 4


@dataclass(frozen=True, slots=True)
class Source:
    """Whose words are quoted."""

    title: str | None
    publisher: str | None
    published: str | None
    url: str | None = None


_UNKNOWN = Source(None, None, None)


def source_of(document: Document | BriefDocument) -> Source:
    """Title, publisher, day and address of a document, on one line each."""
    day = document.published
    return Source(
        title=_line(document.title),
        publisher=_line(document.publisher),
        published=day if day is None or isinstance(day, str) else day.isoformat(),
        url=_line(document.url),
    )


def _line(text: str | None) -> str | None:
    return clean(text) or None if text else None


@dataclass(frozen=True, slots=True)
class Quoting:
    """Quotes from known articles.

    Attributes:
        documents: by their ids.
    """

    documents: Mapping[str, Document | BriefDocument]

    @classmethod
    def of(cls, documents: Iterable[Document | BriefDocument]) -> Quoting:
        """Quotes from these documents."""
        return cls({one.id: one for one in documents})

    def source(self, name: str) -> Source:
        """Whose words a document's are; of one that is not known all is null."""
        known = self.documents.get(name)
        return source_of(known) if known is not None else _UNKNOWN

    def quote(self, one: Evidence) -> Quote:
        """One passage, exactly."""
        known = self.source(one.document)
        return Quote(
            document=one.document,
            start=one.start,
            end=one.end,
            quote=one.quote,
            title=known.title,
            publisher=known.publisher,
            published=known.published,
            resource=ARTICLES + one.document,
        )

    def quotes(self, evidence: Iterable[Evidence], most: int = MOST_QUOTES) -> tuple[Quote, ...]:
        """The first passages, each once."""
        return tuple(self.quote(one) for one in list(dict.fromkeys(evidence))[:most])

    def passage(self, one: Evidence, text: str) -> Passage:
        """A passage with what stands around it in the article's text."""
        before, after = text[max(0, one.start - AROUND) : one.start], text[one.end : one.end + AROUND]
        return Passage(**self.quote(one).model_dump(), before=before, after=after)


def span_of(excerpt: str, text: str) -> tuple[int, int] | None:
    """Where an excerpt, whose blanks were joined and whose ends may be marked by dots, stands in a text."""
    words = excerpt.removeprefix("… ").removesuffix(" …").split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None
