"""Builders for the tests of the process: actors, documents with their events, dossiers."""

from __future__ import annotations

from datetime import date
from typing import Any

from dragoman.documents.document import Document, content_id
from dragoman.process.dossier import BriefDocument, Dossier
from dragoman.records.event import Event, event_id
from dragoman.records.grouping import grouped
from dragoman.records.values import Actor, Evidence, PlaceValue


def state(name: str, country: str, person: str | None = None) -> Actor:
    return Actor(name=name, country=country, sectors=("GOV",), person=person, id=f"state:{country}")


UKRAINE, RUSSIA, STATES = state("Ukraine", "UKR"), state("Russia", "RUS"), state("United States", "USA")
TURKIYE, QATAR, SUDAN = state("Türkiye", "TUR"), state("Qatar", "QAT"), state("Sudan", "SDN")
PESKOV = state("Russia", "RUS", "Dmitry Peskov")
RSF = Actor(name="RSF", country="SDN", sectors=("REB",), id="group:rsf")
HOUTHIS = Actor(name="Houthis", country="YEM", sectors=("REB",), id="group:houthis")
UN = Actor(name="UN", sectors=("IGO",), id="org:un")
CIVILIANS = Actor(name="civilians", country="SDN", sectors=("CVL",))
ISTANBUL = PlaceValue(name="Istanbul", country="TUR", precision="city", country_name="Türkiye")
EVIDENCE = (Evidence(document="d1", start=0, end=4, quote="Word"),)
EMPTY: dict[str, Any] = {
    "headline": "",
    "summary": (),
    "meetings": (),
    "commitments": (),
    "positions": (),
    "violence": (),
    "humanitarian": (),
    "agreements": (),
    "events": (),
}


def a_dossier(**lists: Any) -> Dossier:
    """A dossier as of 21 July 2025 with the lists given and one document."""
    cited = BriefDocument(id="d1", title=None, url=None, publisher=None, published="2025-07-21", text="Words of it.")
    return Dossier(as_of="2025-07-21", documents=(cited,), **{**EMPTY, **lists})


def a_document(text: str, published: str) -> Document:
    return Document(id=content_id(text), text=text, published=date.fromisoformat(published))


def an_event(document: Document, words: str, **fields: Any) -> Event:
    """An event whose evidence are these words of the document; the rest is a plain meeting's."""
    start = document.text.index(words)
    plain: dict[str, Any] = {
        "date": fields.get("start"),
        "start": None,
        "end": None,
        "source": (),
        "target": (),
        "type": "CONSULT",
        "mode": None,
        "cameo": None,
        "quad": "verbal_cooperation",
        "intensity": 1.0,
        "status": "happened",
        "place": None,
        "quantities": None,
        "attribution": None,
        "coder": "test",
        "confidence": 0.9,
        "learned": document.published,
    }
    return Event(
        id=event_id(
            document.id,
            start,
            start + len(words),
            fields.get("frame", ""),
            fields.get("state") or "",
            fields.get("stance") or "",
            str(fields.get("happening")),
        ),
        evidence=(Evidence(document=document.id, start=start, end=start + len(words), quote=words),),
        **{**plain, **fields},
    )


def told(published: str, text: str, *frames: dict[str, Any]) -> tuple[Document, tuple[Event, ...]]:
    """A report: a document, and an event for each of its frames; its passage is `words`, else all the text."""
    document = a_document(text, published)
    events = []
    for number, fields in enumerate(frames):
        given = {key: value for key, value in fields.items() if key != "words"}
        given.setdefault("happening", f"{document.id}:{number}")
        events.append(an_event(document, fields.get("words", text), **given))
    return document, tuple(events)


def meeting(state_: str, *parties: Actor, **fields: Any) -> dict[str, Any]:
    return {"frame": "meeting", "kind": "talks", "state": state_, "source": parties, "target": parties, **fields}


def word(stance: str, actor: Actor, **fields: Any) -> dict[str, Any]:
    return {"frame": "word", "stance": stance, "source": (actor,), **fields}


def promise(state_: str, by: tuple[Actor, ...], **fields: Any) -> dict[str, Any]:
    return {"frame": "commitment", "kind": "pledge", "state": state_, "source": by, **fields}


def deal(state_: str, *parties: Actor, **fields: Any) -> dict[str, Any]:
    return {"frame": "agreement", "kind": "ceasefire", "state": state_, "source": parties, "target": parties, **fields}


def attack(state_: str = "happened", **fields: Any) -> dict[str, Any]:
    return {"frame": "violence", "kind": "airstrike", "state": state_, "type": "ASSAULT", **fields}


def happenings(*reports: tuple[Document, tuple[Event, ...]]) -> tuple[tuple[Event, ...], ...]:
    """The events of some reports, put together by happening."""
    return grouped([event for _, events in reports for event in events])
