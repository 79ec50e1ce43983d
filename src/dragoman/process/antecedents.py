"""Owns the passages that say who is meant where a quote only says "he", "the two sides" or "the group".

Adds evidence and nothing else: whom the words stand for was decided when the events were coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import LISTS, Dossier, Entry, Meeting
from dragoman.process.passages import Sentences, without_parts
from dragoman.process.support import DocumentReading, passages_of
from dragoman.records.event import Event
from dragoman.records.values import Actor, Evidence

_LISTS = (*LISTS, "events")
_MANY = ("parties", "mediators", "by", "to", "against", "reported_by", "source", "target")
_ONE = ("actor", "host")
# Passages of fewer characters may be a bare name, day or word.
_BARE = 40
T = TypeVar("T", Entry, Event)


@dataclass(frozen=True)
class _Told(DocumentReading):
    """A document with its names and its sentences."""

    @cached_property
    def sentences(self) -> Sentences:
        """The document's sentences."""
        return Sentences(self.document.id, self.document.text)


def with_antecedents(dossier: Dossier, documents: Sequence[Document], *, knowledge: Knowledge) -> Dossier:
    """The dossier whose entries cite sentences, and a name of every actor that their own quotes do not name.

    It is the nearest mention before the quote, else the first after it, in a document that the entry
    cites. What is named nowhere stays as it is: `verify` reports it.
    """
    readings = {document.id: _Told(document, knowledge) for document in documents}
    return dossier.model_copy(
        update={name: tuple(_named(one, readings) for one in getattr(dossier, name)) for name in _LISTS}
    )


def _named(entry: T, readings: Mapping[str, _Told]) -> T:
    own: tuple[Evidence, ...] = tuple(_whole(one, readings) for one in entry.evidence)
    if not own:
        return entry
    added: list[Evidence] = []
    passages = passages_of(own, readings)
    for actor in dict.fromkeys(_actors(entry)):
        if actor.name != "civilians" and passages.actor(actor) is not None:
            added += _missing(actor, own, readings)
    cited = without_parts((*own, *added))
    return entry if cited == entry.evidence else entry.model_copy(update={"evidence": cited})


def _whole(one: Evidence, readings: Mapping[str, _Told]) -> Evidence:
    """The sentence of a bare name, day or word; a passage of some length as it stands."""
    reading = readings.get(one.document)
    return reading.sentences.around(one.start, one.end) if reading is not None and len(one.quote) < _BARE else one


def _actors(entry: Entry | Event) -> Iterator[Actor]:
    fields = vars(entry)
    for name in _MANY:
        if name in fields:
            yield from fields[name] or ()
    for name in _ONE:
        actor: Actor | None = fields.get(name)
        if actor is not None and not _is_of_the_place(name, actor, entry):
            yield actor
    if isinstance(entry, Meeting):
        yield from (stance.actor for stance in entry.stances)


def _is_of_the_place(name: str, actor: Actor, entry: Entry | Event) -> bool:
    """Whether it is host only because the place is in its country: then the place says it."""
    place = getattr(entry, "place", None)
    return name == "host" and place is not None and place.country == actor.country


def _missing(actor: Actor, evidence: Sequence[Evidence], readings: Mapping[str, _Told]) -> Iterable[Evidence]:
    for document in dict.fromkeys(one.document for one in evidence):
        reading = readings.get(document)
        if reading is None:
            continue
        at = next(one.start for one in evidence if one.document == document)
        naming = [(m.start, m.end) for m in reading.mentions if reading.names(m, actor)]
        if naming:
            before = [span for span in naming if span[0] < at]
            yield reading.sentences.around(*(before[-1] if before else naming[0]))
            return
