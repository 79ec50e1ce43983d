"""Owns `verify`: whether every field of a brief is borne out by the characters that it quotes.

Answers with one line a claim that is not; what a passage bears out is `support`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.documents.document import Document, content_id
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.process.comparing import days_of
from dragoman.process.dossier import (
    LISTS,
    Commitment,
    Dossier,
    Entry,
    Humanitarian,
    Meeting,
    Position,
    Sentence,
    Violence,
)
from dragoman.process.positions import positions_of
from dragoman.process.support import DocumentReading, Passages, evidence_words, passages_of
from dragoman.process.wording import prose_of
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Actor, Count, Evidence, PlaceValue

_ACTOR_LISTS = ("parties", "mediators", "by", "to", "against", "reported_by", "source", "target")
_DAYS = ("start", "end", "due", "date")
_COUNTS = ("killed", "wounded", "captured", "missing", "displaced", "persons")
_QUOTES = ("condition", "outcome")
# Statuses of what has come about.
_PAST = frozenset({"happened", "held", "failed", "signed", "agreed", "in_force", "violated", "ended", "done"})
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Fault:
    """A field without support: where it stands, its value, why it fails."""

    where: str
    name: str
    value: str
    why: str

    def line(self) -> str:
        field = f"{self.where}.{self.name}" if self.name else self.where
        return f"{field} {self.value}: {self.why}"


def verify(dossier: Dossier, documents: Sequence[Document], *, knowledge: Knowledge | None = None) -> list[str]:
    """One line for each claim of a brief that its quotes do not bear out; empty where all are.

    Quotes must stand in their places. A name, day, number, place or quoted phrase must be found in the
    passages that the entry cites, or in those that the reasons of its events cite.

    Args:
        dossier: the brief.
        documents: the articles; a brief's document is found among them by the hash of its text.
        knowledge: names of actors; the bundled tables where None.
    """
    tables = knowledge or load_knowledge()
    by_id = {document.id: document for document in documents}
    lines = list(_document_faults(dossier, by_id))
    cited = {one.id: by_id[one.id] for one in dossier.documents if one.id in by_id}
    days = {one.id: one.published for one in dossier.documents}
    readings = {key: DocumentReading(_dated(found, days[key]), tables) for key, found in cited.items()}
    lines += [fault.line() for fault in _quote_faults(dossier, readings)]
    events = {event.id: event for event in dossier.events}
    told: set[tuple[str, str, str]] = set()
    for name in LISTS:
        for number, entry in enumerate(getattr(dossier, name)):
            mine = [events[one] for one in entry.events if one in events]
            lines += [
                f"{name}[{number}].events {one!r}: the brief has no such event"
                for one in entry.events
                if one not in events
            ]
            faults = list(_entry_faults(f"{name}[{number}]", entry, mine, readings))
            lines += [fault.line() for fault in faults]
            told |= {(event.id, fault.value, fault.why) for event in mine for fault in faults}
    for number, event in enumerate(dossier.events):
        for fault in _fields(f"events[{number}]", event, _support(event.evidence, [event], readings)):
            if (event.id, fault.value, fault.why) not in told:
                lines.append(fault.line())
    return [*lines, *_prose_faults(dossier, tables)]


def _dated(document: Document, published: str | None) -> Document:
    """The document with the day that the brief was made with."""
    from dataclasses import replace
    from datetime import date

    try:
        return replace(document, published=date.fromisoformat(published)) if published else document
    except ValueError:
        return document


def _document_faults(dossier: Dossier, by_id: Mapping[str, Document]) -> Iterator[str]:
    known = {one.id for one in dossier.documents}
    for number, one in enumerate(dossier.documents):
        if one.id not in by_id:
            yield f"documents[{number}] {one.title or one.id!r}: none of the files has its text"
        elif one.text != by_id[one.id].text or content_id(one.text) != one.id:
            yield f"documents[{number}].text: is not the text of the file"
    for key, document in by_id.items():
        if key not in known:
            name = document.source or document.title or key
            yield f"{name!r}: the brief was not made from this file"


def _quote_faults(dossier: Dossier, readings: Mapping[str, DocumentReading]) -> Iterator[_Fault]:
    for where, one in _all_evidence(dossier):
        reading = readings.get(one.document)
        if reading is None:
            yield _Fault(where, "document", repr(one.document), "is no document of the brief at hand")
        elif reading.document.text[one.start : one.end] != one.quote:
            there = reading.document.text[one.start : one.end]
            yield _Fault(where, "quote", _shown(one.quote), f"characters {one.start} to {one.end} are {_shown(there)}")


def _all_evidence(dossier: Dossier) -> Iterator[tuple[str, Evidence]]:
    for name in (*LISTS, "events", "summary"):
        for number, entry in enumerate(getattr(dossier, name)):
            where = f"{name}[{number}]"
            if isinstance(entry, Event) and not entry.evidence:
                continue
            yield from ((f"{where}.evidence[{n}]", one) for n, one in enumerate(entry.evidence))
            if isinstance(entry, Meeting):
                for place, stance in enumerate(entry.stances):
                    yield from ((f"{where}.stances[{place}].evidence[{n}]", e) for n, e in enumerate(stance.evidence))
            if isinstance(entry, Commitment):
                yield from ((f"{where}.decided_by[{n}]", e) for n, e in enumerate(entry.decided_by))


def _entry_faults(
    where: str, entry: Entry, events: Sequence[Event], readings: Mapping[str, DocumentReading]
) -> Iterator[_Fault]:
    support = _support(entry.evidence, events, readings)
    yield from _fields(where, entry, support)
    yield from _order_faults(where, entry, support)
    if isinstance(entry, Position) and events:
        said = {(one.issue, one.stance) for one in positions_of(events)}
        if (entry.issue, entry.stance) not in said:
            yield _Fault(where, "stance", f"{entry.stance} on {entry.issue}", "none of its events says so")
    if isinstance(entry, Meeting):
        for number, stance in enumerate(entry.stances):
            own = _support((*stance.evidence, *entry.evidence), events, readings)
            why = own.actor(stance.actor)
            if why:
                yield _Fault(where, f"stances[{number}].actor", _who(stance.actor), why)


def _support(
    evidence: Iterable[Evidence], events: Sequence[Event], readings: Mapping[str, DocumentReading]
) -> Passages:
    """What an entry cites, with what the reasons of its events cite."""
    passages = list(passages_of(evidence, readings).readings)
    for event in events:
        for one in event.evidence[:1]:
            reading = readings.get(one.document)
            passages += [
                (reading, reason.start, reason.end)
                for reason in event.reasons
                if reading is not None and reason.start is not None and reason.end is not None
            ]
    return Passages(passages)


def _fields(where: str, entry: Entry | Event, support: Passages) -> Iterator[_Fault]:
    for name in _ACTOR_LISTS:
        for number, actor in enumerate(getattr(entry, name, None) or ()):
            why = support.actor(actor)
            if why:
                yield _Fault(where, f"{name}[{number}]", _who(actor), why)
    place: PlaceValue | None = getattr(entry, "place", None)
    yield from _single_actors(where, entry, place, support)
    for name in _DAYS:
        value = getattr(entry, name, None)
        if value and not support.day(value) and not _is_day_said(entry, name, value, support):
            yield _Fault(where, name, value, "no time expression in the quotes resolves to it")
    if place is not None and not support.place(place):
        yield _Fault(where, "place", repr(place.name), "no name of it is quoted")
    for name in _QUOTES:
        value = getattr(entry, name, None)
        if value and not support.words(value):
            yield _Fault(where, name, _shown(value), "these words are not in the quotes")
    yield from _numbers(where, entry, support)
    if isinstance(entry, Violence):
        stems = evidence_words()[1].get(entry.kind)
        if stems and not support.has_stem(stems):
            yield _Fault(where, "kind", entry.kind, "no word of the quotes says so")


def _order_faults(where: str, entry: Entry, support: Passages) -> Iterator[_Fault]:
    """What is told as past cannot lie after the articles that tell it."""
    known = [reading.document.published for reading, _, _ in support.readings]
    last = max((day for day in known if day is not None), default=None)
    status = getattr(entry, "status", "happened" if isinstance(entry, Violence) else None)
    for name in ("start", "date"):
        days = days_of(getattr(entry, name, None))
        if last is not None and days is not None and status in _PAST and days[0] > last:
            if isinstance(entry, Humanitarian) and status == "agreed":
                continue  # agreed for a day that is still to come
            value = getattr(entry, name)
            yield _Fault(where, name, value, f"lies after the article ({last}), which tells it as past")


def _single_actors(where: str, entry: Entry | Event, place: PlaceValue | None, support: Passages) -> Iterator[_Fault]:
    for name in ("actor", "host"):
        actor: Actor | None = getattr(entry, name, None)
        if actor is None:
            continue
        # The contract makes the state of the place the host where nobody else is named.
        of_place = name == "host" and place is not None and place.country == actor.country and actor.is_state
        why = None if of_place else support.actor(actor)
        if why:
            yield _Fault(where, name, _who(actor), why)


def _is_day_said(entry: Entry | Event, name: str, value: str, support: Passages) -> bool:
    """Whether it is the day on which it was reported: that is said by the article's date."""
    if name not in {"date", "start"}:
        return False
    return any(str(reading.document.published) == value for reading, _, _ in support.readings)


def _numbers(where: str, entry: Entry | Event, support: Passages) -> Iterator[_Fault]:
    holder: Any = entry.quantities if isinstance(entry, Event) else entry
    for name in _COUNTS if isinstance(holder, Quantities | Violence) else ():
        count: Count | None = getattr(holder, name, None)
        for part in ("min", "max", "civilians") if count is not None else ():
            value = getattr(count, part)
            if value is not None and not support.number(value):
                yield _Fault(where, f"{name}.{part}", f"{value:,}", "the quotes do not state this number")
    count_ = getattr(entry, "count", None)
    if isinstance(count_, int) and not support.number(count_):
        yield _Fault(where, "count", f"{count_:,}", "the quotes do not state this number")
    round_ = getattr(entry, "round", None)
    if isinstance(round_, int) and not support.ordinal(round_):
        yield _Fault(where, "round", str(round_), "the quotes do not state this number")


def _prose_faults(dossier: Dossier, knowledge: Knowledge) -> Iterator[str]:
    """Headline and summary are made from the entries: anything else in them is nobody's claim."""
    told = prose_of(dossier, knowledge=knowledge)
    expected = told["headline"]
    if dossier.headline != expected:
        yield f"headline {_shown(dossier.headline)}: is not what the entries say: {_shown(expected)}"
    texts: Sequence[Sentence] = told["summary"]
    for number, sentence in enumerate(dossier.summary):
        if sentence.text not in {one.text for one in texts}:
            yield f"summary[{number}] {_shown(sentence.text)}: is not what the entries say"


def _who(actor: Actor) -> str:
    return repr(f"{actor.person} ({actor.name})" if actor.person else actor.name)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN].rsplit(" ", 1)[0] + " …")
