"""Owns `Found`: one article as a source holds it, with what the source says of it, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dragoman.sources.files import Item


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a source.

    Attributes:
        place: how to name it to the user: a path, a line of a file, an address.
        address: the key under which the archive knows it; see `addresses`.
        item: its bytes, None where it could not be had.
        problem: why not.
        fetched: whether its page was asked for just now.
    """

    place: str
    address: str
    item: Item | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    problem: str | None = None
    fetched: bool = False


def missing(place: str, problem: str) -> Found:
    """A place of which nothing could be had."""
    return Found(place=place, address="", problem=problem)


def day_of(text: object) -> date | None:
    """The day at the beginning of an ISO date or moment; None where there is none."""
    if not isinstance(text, str):
        return None
    words = text.strip()
    for length in (10, 8):
        try:
            return date.fromisoformat(words[:length])
        except ValueError:
            continue
    return None
