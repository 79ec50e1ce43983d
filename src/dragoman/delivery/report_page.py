"""Owns a brief as numbered lines: the outline with each quote's number, ready for HTML and PDF.

What the brief says is `brief`'s business, how it looks the templates'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.delivery.brief import outline
from dragoman.delivery.outline import Item, Outline
from dragoman.delivery.phrases import capital, clean
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier
from dragoman.records.values import Evidence
from dragoman.version import __version__


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the numbers of the quotes that bear it out; `mark` is `yes`, `no`, `open`, `silent` or empty."""

    text: str
    cites: tuple[int, ...]
    label: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One row of what lies ahead."""

    when: str
    distance: str
    text: str
    status: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One entry."""

    title: str
    particulars: str
    cites: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its entries."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A document; `url` is empty unless it is an address of the web."""

    number: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A numbered quote with its source's number and its characters."""

    number: int
    text: str
    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A brief ready for a template."""

    headline: str
    as_of: str
    documents: int
    software: str
    warnings: tuple[str, ...]
    summary: tuple[Line, ...]
    due: tuple[DueLine, ...]
    parts: tuple[Part, ...]
    sources: tuple[SourceLine, ...]
    quotes: tuple[Quote, ...]


@dataclass(slots=True)
class _Numbers:
    """Numbers each passage when it is first cited."""

    page: Outline
    known: dict[tuple[str, int, int], int] = field(default_factory=dict)
    quotes: list[Quote] = field(default_factory=list)

    def of(self, evidence: Sequence[Evidence]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._number(one) for one in evidence))

    def _number(self, one: Evidence) -> int:
        key = (one.document, one.start, one.end)
        if key not in self.known:
            number = self.known[key] = len(self.quotes) + 1
            source = self.page.number_of(one.document)
            self.quotes.append(Quote(number, clean(one.quote), source, one.start, one.end))
        return self.known[key]


def page_of(dossier: Dossier, *, knowledge: Knowledge | None = None) -> Page:
    """The brief as numbered lines, in the order in which it is read."""
    shape = outline(dossier, knowledge=knowledge)
    numbers = _Numbers(shape)
    # Read from top to bottom, so that the numbers rise as one reads.
    summary = tuple(Line(one.text, numbers.of(one.evidence)) for one in shape.summary)
    due = tuple(DueLine(one.when, one.distance, one.text, one.status, numbers.of(one.evidence)) for one in shape.due)
    parts = tuple(Part(s.title, tuple(_block(item, numbers) for item in s.items)) for s in shape.sections)
    sources = tuple(SourceLine(s.number, s.line(), _link(s.url)) for s in shape.sources)
    return Page(
        headline=shape.headline,
        as_of=shape.as_of,
        documents=len(shape.sources),
        software=f"dragoman {__version__}",
        warnings=shape.warnings,
        summary=summary,
        due=due,
        parts=parts,
        sources=sources,
        quotes=tuple(numbers.quotes),
    )


def _block(item: Item, numbers: _Numbers) -> Block:
    cites = numbers.of(item.evidence)
    lines = tuple(Line(f.text, numbers.of(f.evidence), f.label, f.mark) for f in item.facts)
    return Block(item.title, capital(item.particulars), cites, lines)


def _link(url: str | None) -> str:
    """The address if it is one of the web: a link to anything else could do harm."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""
