"""Owns `Document` (a text as stored, with where and when it was published) and `Passage`.

Does not read files or pages: see `documents.extract`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

# Characters of a title that stand for a document where it is shown in a line.
_SHOWN = 60


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Characters `start` to `end` (end exclusive) of a document's text, in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"passage {self.start}..{self.end}: expected 0 <= start < end")

    def shift(self, by: int) -> Passage:
        """The same passage counted from another beginning."""
        return Passage(self.start + by, self.end + by)

    def covers(self, other: Passage) -> bool:
        """Whether the other passage lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def quote(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One article as stored.

    Attributes:
        id: hash of the text, so that the same text is the same document.
        text: the text, headline included; all offsets count its Unicode code points.
        published: day of publication, None if neither page, dateline nor user said it.
        published_from: where that day was found: `given`, `page` (its metadata or by-line), `source` (a feed
            or a record that led to it), `dateline` or None.
        warnings: what a reader of the results must know about this document.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: str | None = None
    source: str | None = None
    warnings: tuple[str, ...] = field(default=())

    def __repr__(self) -> str:
        day = self.published.isoformat() if self.published else "no date"
        name = self.title or self.text[:_SHOWN].split("\n")[0]
        return f"<Document {self.id} {day}: {name[:_SHOWN]!r}, {len(self.text):,} characters>"

    def _repr_html_(self) -> str:
        from html import escape

        head = escape(self.title or self.id)
        facts = (self.publisher, self.published.isoformat() if self.published else "no date")
        facts_line = escape(" · ".join(fact for fact in facts if fact))
        lines = [line.strip() for line in self.text[:600].splitlines() if line.strip() and line.strip() != self.title]
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
        more = "<p>…</p>" if len(self.text) > 600 else ""
        warnings = "".join(f"<p><em>{escape(one)}</em></p>" for one in self.warnings)
        return f"<article><h3>{head}</h3><p><small>{facts_line}</small></p>{warnings}{paragraphs}{more}</article>"


def content_id(text: str) -> str:
    """Identifier of a text: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
