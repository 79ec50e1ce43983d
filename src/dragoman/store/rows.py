"""Owns the rows that a document with its events becomes, all that can be said of them before the archive is asked.

Pure: reads and writes nothing. When a thing was learned and recorded is filled in by `keeping`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.contract import reading as contract
from dragoman.documents.document import Document
from dragoman.language.reading_form import reading_json
from dragoman.records.copies import band_keys, runs, signature_of
from dragoman.records.event import Event
from dragoman.records.statement import claims_of
from dragoman.records.values import Evidence

Row = dict[str, Any]
# First and last character of a passage.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read at one address, with its events.

    Attributes:
        events: may be left empty where the archive has the text already.
        coder: name and version of the program that coded them.
        found: what a reader found in it; None where triage left it unread.
    """

    address: str
    document: Document
    events: tuple[Event, ...]
    coder: str
    found: contract.Reading | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with its rows.

    Attributes:
        runs: the runs of words of its text; `signed` and `keys` are made of them.
        passages: the passages that its events cite, each once, in order.
        statements: each with the place of its passage.
    """

    found: Reading
    runs: frozenset[str]
    signed: bytes
    keys: tuple[str, ...]
    passages: Mapping[Place, Evidence]
    events: tuple[Row, ...]
    parties: tuple[Row, ...]
    statements: tuple[tuple[Place, Row], ...]


def prepared(found: Reading) -> Prepared:
    """A reading with its rows."""
    told = runs(found.document.text)
    signed = signature_of(told)
    passages: dict[Place, Evidence] = {}
    statements: list[tuple[Place, Row]] = []
    for event in found.events:
        for evidence in event.evidence:
            passages.setdefault((evidence.start, evidence.end), evidence)
        statements.extend(_statements(event))
    return Prepared(
        found=found,
        runs=told,
        signed=signed,
        keys=band_keys(signed),
        passages=passages,
        events=tuple(_event(event, found.document.id) for event in found.events),
        parties=tuple({"event": event.id, "key": key} for event in found.events for key in sorted(parties_of(event))),
        statements=tuple(statements),
    )


def document_row(one: Prepared, *, copies: str) -> Row:
    """The row of a document that is a near copy of another, or of none but itself."""
    document = one.found.document
    return {
        "id": document.id,
        "text": document.text,
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "published": document.published,
        "published_from": document.published_from,
        "source": document.source,
        "warnings": list(document.warnings),
        "signature": one.signed,
        "copies": copies,
        "coder": one.found.coder,
    }


def reading_row(one: Prepared, number: int) -> Row:
    """The row of a document's reading."""
    found = one.found.found
    return {
        "document": one.found.document.id,
        "number": number,
        "reader": found.reader if found else None,
        "coder": one.found.coder,
        "body": reading_json(found) if found else None,
    }


def _event(event: Event, document: str) -> Row:
    return {
        "id": event.id,
        "document": document,
        "place_in_text": event.evidence[0].start,
        "type": event.type,
        "frame": event.frame,
        "status": event.status,
        "start": event.start,
        "body": event,
    }


def _statements(event: Event) -> Iterator[tuple[Place, Row]]:
    place = (event.evidence[0].start, event.evidence[0].end)
    speaker = event.attribution.speaker if event.attribution else None
    for claim in claims_of(event):
        row = {
            "id": claim.id,
            "event": event.id,
            "field": claim.field,
            "value": claim.value,
            "speaker": speaker,
            "because": claim.because,
            "coder": event.coder,
        }
        yield place, row


def parties_of(event: Event) -> set[str]:
    """The keys under which an event is asked for; `@UKR` is violence in that country."""
    named = {actor.key[:200] for actor in (*event.source, *event.target, *event.mediators)}
    if event.frame == "violence" and event.place is not None and event.place.country:
        named.add(f"@{event.place.country}")  # where it goes on tells of which conflict it is part
    return named
