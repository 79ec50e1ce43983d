"""Owns the passages that say who is meant where a quote only says "he", "the two sides" or "the group".

Adds evidence and nothing else: whom the words stand for was decided when the events were coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import LISTS, Dossier, Entry, Meeting
from dragoman.process.support import DocumentReading, passages_of
from dragoman.records.event import Event
from dragoman.records.values import Actor, Evidence

_LISTS = (*LISTS, "events")
_MANY = ("parties", "mediators", "by", "to", "against", "reported_by", "source", "target")
_ONE = ("actor", "host")
T = TypeVar("T", Entry, Event)


def with_antecedents(dossier: Dossier, documents: Sequence[Document], *, knowledge: Knowledge) -> Dossier:
    """The dossier whose entries cite a name of every actor that their own quotes do not name.

    It is the nearest mention before the quote, else the first after it, in a document that the entry
    cites. What is named nowhere stays as it is: `verify` reports it.
    """
    readings = {document.id: DocumentReading(document, knowledge) for document in documents}
    return dossier.model_copy(
        update={name: tuple(_named(one, readings) for one in getattr(dossier, name)) for name in _LISTS}
    )


def _named(entry: T, readings: Mapping[str, DocumentReading]) -> T:
    own = entry.evidence
    if not own:
        return entry
    added: list[Evidence] = []
    passages = passages_of(own, readings)
    for actor in dict.fromkeys(_actors(entry)):
        if actor.name != "civilians" and passages.actor(actor) is not None:
            added += _missing(actor, own, readings)
    if not added:
        return entry
    return entry.model_copy(update={"evidence": tuple(dict.fromkeys((*entry.evidence, *added)))})


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


def _missing(actor: Actor, evidence: Sequence[Evidence], readings: Mapping[str, DocumentReading]) -> Iterable[Evidence]:
    for document in dict.fromkeys(one.document for one in evidence):
        reading = readings.get(document)
        if reading is None:
            continue
        at = next(one.start for one in evidence if one.document == document)
        naming = [(m.start, m.end) for m in reading.mentions if reading.names(m, actor)]
        if naming:
            before = [span for span in naming if span[0] < at]
            start, end = before[-1] if before else naming[0]
            quote = reading.document.text[start:end]
            yield Evidence(document=document, start=start, end=end, quote=quote)
            return
