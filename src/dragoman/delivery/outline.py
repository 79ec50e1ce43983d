"""Owns the shape of a brief before it is laid out: headline, due list, sections of items, sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.records.values import Evidence


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence with the passages that say so."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that lies ahead: when, how far off, what, and how sure."""

    when: str
    distance: str
    text: str
    status: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line under an item.

    Attributes:
        label: what the line is about, such as `Agenda` or an actor.
        text: what it says.
        mark: `yes`, `no`, `open` or `silent` for what an actor says of a meeting, else empty.
        evidence: its own passages, where they are not the item's.
    """

    label: str
    text: str
    mark: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: a title, a line of particulars, facts, and the passages that support it."""

    title: str
    particulars: str
    facts: tuple[Fact, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its entries."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the brief cites it, by number."""

    number: int
    document: str
    title: str
    publisher: str | None
    day: str
    url: str | None

    def line(self) -> str:
        """Title, publisher, day and address on one line."""
        return ", ".join(part for part in (self.title, self.publisher, self.day, self.url) if part)


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief ready to be laid out."""

    headline: str
    as_of: str
    summary: tuple[Cited, ...]
    due: tuple[Due, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    warnings: tuple[str, ...]
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {one.document: one.number for one in reversed(self.sources)})

    def number_of(self, document: str) -> int:
        """The number of a source; 0 for a document that the brief does not list."""
        return self._numbers.get(document, 0)
