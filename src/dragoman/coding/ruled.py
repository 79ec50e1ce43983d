"""Owns the order of questions: a document becomes events, each field with its reason.

Asks the parser, then actors, time, place, attribution, modality and quantities; decides types by
rule and encoder together. Does not merge anything: see `records` and `process`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.coding import particulars
from dragoman.coding.actors import ActorResolver
from dragoman.coding.attribution import find_attributions
from dragoman.coding.candidates import Candidate, candidates
from dragoman.coding.dates import find_times
from dragoman.coding.event_type import TypeJudge
from dragoman.coding.events import build_event
from dragoman.coding.needs import Lexicon
from dragoman.coding.places import find_places
from dragoman.coding.quantities import find_quantities
from dragoman.coding.surroundings import Surroundings
from dragoman.documents.document import Document
from dragoman.language import tree
from dragoman.language.parse import parse, parse_many
from dragoman.language.tree_tense import tense
from dragoman.language.triage import Relevance, may_hold_event, relevance
from dragoman.records.event import Event
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class RuledCoder:
    """Everything that coding needs, loaded once and passed along.

    Attributes:
        extra_actors: names with their actors that the caller adds, such as invented ones of a test set.
        triage: whether texts and sentences on other matters (sport, business, courts…) are left unread.
    """

    knowledge: Knowledge
    lexicon: Lexicon
    judge: TypeJudge
    gazetteer: Gazetteer | None = None
    parser: Language | None = None
    extra_actors: tuple[tuple[str, Actor], ...] = field(default=())
    triage: bool = True

    def code(self, document: Document, *, doc: Doc | None = None) -> tuple[Event, ...]:
        """The events of a document, in text order.

        Args:
            document: the text with its day of publication.
            doc: the text already parsed, where the caller parses in batches.
        """
        judged_text = relevance(document.text) if self.triage else None
        if judged_text is not None and not judged_text.relevant:
            return ()
        parsed = doc if doc is not None else parse(document.text, parser=self.parser)
        return self._events(document, parsed, judged_text)

    def code_many(self, documents: Sequence[Document]) -> Iterator[tuple[Event, ...]]:
        """The events of each document, in order: the same as `code` gives, parsed in batches.

        Texts on other matters are not parsed at all. The encoder takes one document at a time: its
        figures differ in the fifth place with what stands in one batch, so that batches over documents
        would make a record depend on its neighbours.

        Args:
            documents: as many as may be held in memory; `dragoman.batch` cuts a stream into such runs.
        """
        judged = [relevance(one.text) if self.triage else None for one in documents]
        wanted = (one.text for one, topic in zip(documents, judged, strict=True) if _is_read(topic))
        parsed = parse_many(wanted, parser=self.parser)
        for document, topic in zip(documents, judged, strict=True):
            yield self._events(document, next(parsed), topic) if _is_read(topic) else ()

    def _events(self, document: Document, doc: Doc, judged_text: Relevance | None) -> tuple[Event, ...]:
        around = self.surroundings(document, doc=doc)
        found = [
            c
            for sent in around.doc.sents
            if judged_text is None or may_hold_event(sent.text, mixed=judged_text.mixed)
            for c in candidates(sent, around)
        ]
        judged = self.judge.judge(found, around)
        events = [build_event(candidate, judgement, around) for candidate, judgement in judged]
        return tuple(_distinct(event for event in events if event is not None))

    def surroundings(self, document: Document, *, doc: Doc | None = None) -> Surroundings:
        """The document parsed, with the questions asked that are asked once per document."""
        parsed = doc if doc is not None else parse(document.text, parser=self.parser)
        resolver = ActorResolver(parsed, knowledge=self.knowledge, on=document.published, extra=self.extra_actors)
        entities = [(e.start_char, e.end_char, e.label_) for e in parsed.ents]
        return Surroundings(
            document=document,
            doc=parsed,
            lexicon=self.lexicon,
            resolver=resolver,
            times=tuple(find_times(document.text, published=document.published, tense=_tense_hint(parsed))),
            places=tuple(
                find_places(
                    document.text,
                    entities=entities,
                    countries=resolver.sides.countries(),
                    gazetteer=self.gazetteer,
                    url=document.url,
                )
            ),
            attributions=tuple(find_attributions(document.text, parsed)),
            quantities=tuple(find_quantities(parsed)),
        )


def _is_read(judged: Relevance | None) -> bool:
    return judged is None or judged.relevant


def _tense_hint(doc: Doc):  # type: ignore[no-untyped-def]
    """A function from characters to the tense of the clause around them, for weekdays."""

    def hint(start: int, end: int) -> str | None:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or not len(span):
            return None
        head = tree.clause_head(span[0])
        found = tense(head)
        return None if found == "none" else found

    return hint


def _distinct(events: Iterable[Event]) -> Sequence[Event]:
    """Each record once: the same predicate may satisfy rules of two frames with one reading."""
    kept: dict[str, Event] = {}
    for event in events:
        kept.setdefault(event.id, event)
    return list(kept.values())


__all__ = ["Candidate", "RuledCoder", "particulars"]
