"""Owns the order of questions: a reader reads a document, and each frame of its reading becomes an event.

Does not merge anything: see `records`. Does not know how the reader reads: see `language`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.coding.build import build
from dragoman.coding.issue_words import IssueWords
from dragoman.coding.mentions import mentions_of
from dragoman.coding.patterns import patterned
from dragoman.coding.scene import make_scene
from dragoman.contract.reading import Reading, Reads
from dragoman.documents.document import Document
from dragoman.language.triage import may_hold_event, relevance
from dragoman.records.event import Event
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Coding:
    """A document's events, and the reading of which they were made.

    Attributes:
        reading: as the reader gave it, before patterns of knowledge; None where triage left the text unread.
    """

    reading: Reading | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Coder:
    """Everything that coding needs, loaded once and passed along.

    Attributes:
        knowledge: the tables.
        reader: finds the frames of a text; the shipped network, given annotations, a language model.
        gazetteer: places by name; the user's own index if None.
        extra_actors: names with their actors that the caller adds, such as invented ones of a test set.
        triage: whether texts on other matters (sport, business, courts…) are left unread.
    """

    knowledge: Knowledge
    reader: Reads
    gazetteer: Gazetteer | None = None
    extra_actors: tuple[tuple[str, Actor], ...] = field(default=())
    triage: bool = True

    def code(self, document: Document) -> tuple[Event, ...]:
        """The events of a document, in the order of its text."""
        return self.coding(document).events

    def coding(self, document: Document) -> Coding:
        """The events of a document, in the order of its text, with the reading of which they were made."""
        topic = relevance(document.text) if self.triage else None
        if topic is not None and not topic.relevant:
            return Coding(None, ())
        reading = self._read(document)
        return self.again(document, _fit(reading, document.text, mixed=topic.mixed) if topic is not None else reading)

    def again(self, document: Document, reading: Reading) -> Coding:
        """The events of a reading that is at hand, by the knowledge of today."""
        return Coding(reading, self.events(document, self.patterned(document, reading)))

    def code_many(self, documents: Sequence[Document]) -> Iterator[tuple[Event, ...]]:
        """The events of each document, in order: the same as `code` gives."""
        return (self.code(document) for document in documents)

    def read(self, document: Document) -> Reading:
        """The reading of a document, with the patterns of knowledge applied."""
        return self.patterned(document, self._read(document))

    def _read(self, document: Document) -> Reading:
        title = document.title or ""
        end = len(title) if document.text.startswith(title) else 0
        return self.reader.read(document.text, title_end=end, published=document.published)

    def patterned(self, document: Document, reading: Reading) -> Reading:
        """A reading of a document with the patterns of knowledge applied."""
        mentions = mentions_of(
            document.text,
            knowledge=self.knowledge,
            published=document.published,
            gazetteer=self.gazetteer,
            extra=self.extra_actors,
        )
        return patterned(reading, document.text, self.knowledge.frame_patterns, mentions=mentions)

    def events(self, document: Document, reading: Reading) -> tuple[Event, ...]:
        """The events of a reading of a document, each record once."""
        if not reading.frames:
            return ()
        scene = make_scene(
            document,
            reading,
            knowledge=self.knowledge,
            issues=_issue_words(self.knowledge),
            gazetteer=self.gazetteer,
            extra=self.extra_actors,
        )
        kept: dict[str, Event] = {}
        for frame in reading.frames:
            event = build(frame, scene)
            if event is not None:
                kept.setdefault(event.id, event)
        return tuple(kept.values())


@lru_cache(maxsize=4)
def _words_of(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> IssueWords:
    return IssueWords(dict(terms))


def _issue_words(knowledge: Knowledge) -> IssueWords:
    return _words_of(tuple((code, tuple(issue.terms)) for code, issue in knowledge.issues.items()))


def _fit(reading: Reading, text: str, *, mixed: bool) -> Reading:
    """A reading without the frames of sentences that speak of other matters, such as a match told in words of war.

    Args:
        mixed: the text speaks of another topic as well, so that each sentence must stand for itself.
    """
    fit = {one: may_hold_event(one.within(text), mixed=mixed) for one in reading.sentences}
    return replace(reading, frames=tuple(one for one in reading.frames if fit.get(one.sentence, True)))
