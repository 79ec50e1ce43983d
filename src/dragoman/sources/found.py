"""Owns `Found`: one article as a source holds it, with what the source says of it, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.sources.files import Item


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a source.

    Attributes:
        place: how to name it to the user: a path, a line of a file, an address.
        address: the key under which the archive knows it; see `addresses`.
        item: its bytes, None where it could not be had.
        stated: the day of publication as the source writes it, in its own zone; several where it has several.
        problem: why not.
        fetched: whether its page was asked for just now.
    """

    place: str
    address: str
    item: Item | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    stated: tuple[str, ...] = ()
    problem: str | None = None
    fetched: bool = False


def missing(place: str, problem: str) -> Found:
    """A place of which nothing could be had."""
    return Found(place=place, address="", problem=problem)
