"""Owns `Article`: what a reader finds in the bytes of one article, whatever their kind."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.documents.stated_days import StatedDay

_UNKNOWN = StatedDay()


@dataclass(frozen=True, slots=True)
class Article:
    """What an item holds; every field but the text may be unknown.

    Attributes:
        day: what the item's own metadata states of its day of publication; a dateline is not metadata.
        warnings: what a reader of the results must know.
    """

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    day: StatedDay = _UNKNOWN
    warnings: tuple[str, ...] = ()


def paragraphs(lines: list[str]) -> str:
    """Paragraphs as a text: a blank line between them, no blanks at their ends."""
    return "\n\n".join(line for line in (" ".join(one.split()) for one in lines) if line) + "\n"
