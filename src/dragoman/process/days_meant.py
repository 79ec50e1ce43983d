"""Owns the day that a dispatch means where it names none: told in the present tense, it is news of its own day.

Only of what is told as a fact, and only in short texts: a story dates what it tells. Such a day is less sure than one
that stands in the text, and holds no two reports apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dragoman.knowledge.word_sets import verb_of_past
from dragoman.records.event import Certainty, Event

# A dispatch has at most so many characters.
SHORT = 1000
# How sure such a day is; `records.traits` compares only surer ones.
SURE = 0.5
_FACTS = {
    "meeting": frozenset({"held", "failed"}),
    "violence": frozenset({"happened", "alleged"}),
    "humanitarian": frozenset({"done", "under_way", "failed"}),
    "agreement": frozenset({"signed", "agreed"}),
}
_WORD = re.compile(r"[^\W\d_]+")
Told = tuple[tuple[Event, ...], ...]


def with_days_meant(told: Told, lengths: Mapping[str, int]) -> Told:
    """The happenings of single documents, those that no passage dates with the day of their dispatch.

    Args:
        told: what `grouping.within_documents` gives.
        lengths: characters of each document's text.
    """
    return tuple(tuple(_dated(event) for event in events) if _is_news(events, lengths) else events for events in told)


def without_doubtful_days(happenings: Told) -> Told:
    """The happenings of all documents, where one dates it without the days that others only mean."""
    return tuple(tuple(map(_undated, events)) if _is_dated(events) else events for events in happenings)


def is_day_sure(event: Event) -> bool:
    """Whether the text itself names the day of an event."""
    return event.start is not None and all(c.probability > SURE for c in event.certainty if c.field == "time")


def _is_dated(events: tuple[Event, ...]) -> bool:
    return any(map(is_day_sure, events)) and not all(is_day_sure(event) or event.start is None for event in events)


def _undated(event: Event) -> Event:
    return event if is_day_sure(event) else event.model_copy(update={"start": None, "date": None})


def _is_news(events: tuple[Event, ...], lengths: Mapping[str, int]) -> bool:
    """Whether nothing dates a happening, and a dispatch tells it in the present tense."""
    if any(event.start or event.end for event in events):
        return False
    return lengths.get(events[0].evidence[0].document, SHORT + 1) <= SHORT and any(map(_is_told_now, events))


def _is_told_now(event: Event) -> bool:
    words = _WORD.findall(event.evidence[0].quote)
    present = not any(verb_of_past(word.lower()) for word in words if word[:1].islower())
    return event.state in _FACTS.get(event.frame, ()) and not event.distinct and len(words) > 3 and present


def _dated(event: Event) -> Event:
    if event.learned is None or event.state not in _FACTS.get(event.frame, ()):
        return event
    day = event.learned.isoformat()
    sure = Certainty(field="time", probability=SURE)
    return event.model_copy(update={"start": day, "date": day, "certainty": (*event.certainty, sure)})
