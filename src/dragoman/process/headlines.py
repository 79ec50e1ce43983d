"""Owns what a headline adds to its text: nothing that the text itself tells of, and no happening of its own beside it.

A title repeats the story or names its topic ("Peace talks of 2022"): only where the text tells of nothing of the kind
does the title's word count.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.records.event import Event
from dragoman.records.traits import family_of

Told = tuple[tuple[Event, ...], ...]


def without_headlines(told: Told, titles: Mapping[str, int]) -> Told:
    """The happenings of single documents without what a headline tells beside its text.

    Args:
        told: what `grouping.within_documents` gives.
        titles: for each document one past the last character of its headline; 0 where it has none.
    """
    bodies = {
        (event.evidence[0].document, family_of(event))
        for events in told
        for event in events
        if not _in_title(event, titles)
    }
    kept = (tuple(event for event in events if _counts(event, titles, bodies)) for events in told)
    return tuple(events for events in kept if events)


def _counts(event: Event, titles: Mapping[str, int], bodies: set[tuple[str, str]]) -> bool:
    if not _in_title(event, titles):
        return True
    return (event.evidence[0].document, family_of(event)) not in bodies


def _in_title(event: Event, titles: Mapping[str, int]) -> bool:
    passage = event.evidence[0]
    return passage.end <= titles.get(passage.document, 0)
