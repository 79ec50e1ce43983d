"""Owns where a text names somebody, a place or a time: the spans from which patterns fill the roles of new frames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dragoman.coding.dates import find_times
from dragoman.coding.patterns import Mentions
from dragoman.coding.places import find_places
from dragoman.coding.who.cast import says_where
from dragoman.contract.reading import Span
from dragoman.knowledge.actors import find_actors
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.load import Knowledge


def mentions_of(
    text: str,
    *,
    knowledge: Knowledge,
    published: date | None,
    gazetteer: Gazetteer | None = None,
    extra: Sequence[tuple[str, Actor]] = (),
) -> Mentions:
    """The spans that name "actors", "places" and "times" in a text, each looked for when first asked for.

    A state or town counts as a place where it only says where ("in Chad"), else as an actor.

    Args:
        text: the whole document.
        knowledge: the tables.
        published: the document's day.
        gazetteer: places by name; the user's own index if None.
        extra: names with their actors that the tables lack.
    """

    def actors() -> list[Span]:
        found = [
            Span(one.start, one.end)
            for one in find_actors(text, on=published, knowledge=knowledge)
            if not says_where(text, one)
        ]
        for name, _ in extra:
            added = (Span(*match.span()) for match in re.finditer(rf"\b{re.escape(name)}\b", text))
            found += [span for span in added if not any(span.meets(other) for other in found)]
        return sorted(found)

    def places() -> list[Span]:
        found = (Span(one.start, one.end) for one in find_places(text, gazetteer=gazetteer))
        return [span for span in found if not any(span.meets(actor) for actor in spans("actors"))]

    def times() -> list[Span]:
        return [Span(one.start, one.end) for one in find_times(text, published=published)]

    @cache
    def spans(what: str) -> Sequence[Span]:
        return tuple({"actors": actors, "places": places, "times": times}[what]())

    return spans
