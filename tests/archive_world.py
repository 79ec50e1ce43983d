"""Articles and events made by hand for the archive's tests; no parser, no network."""

from __future__ import annotations

import re
from datetime import date

from dragoman.coding.coder import Coding
from dragoman.documents.document import Document, content_id
from dragoman.records.event import Event, Quantities, event_id
from dragoman.records.values import Actor, Count, Evidence, PlaceValue, Speaker
from dragoman.sources.addresses import canonical
from dragoman.sources.files import Item
from dragoman.sources.found import Found

Article = tuple[str, str, date | None]

RUS = Actor(name="Russia", country="RUS", sectors=("GOV",), id="state:RUS")
UKR = Actor(name="Ukraine", country="UKR", sectors=("GOV",), id="state:UKR")
TUR = Actor(name="Türkiye", country="TUR", sectors=("GOV",), id="state:TUR")
ISTANBUL = PlaceValue(name="Istanbul", country="TUR", precision="city", country_name="Türkiye")
KHARKIV = PlaceValue(name="Kharkiv", country="UKR", precision="city", country_name="Ukraine")

FILLER = (
    "Officials who were briefed on the matter gave few details. The two delegations last sat together in "
    "June, when they exchanged drafts and agreed on little else. Diplomats in the region said that hopes "
    "were modest and that both capitals had hardened their tone since spring."
)


def document(text: str, day: date | None = date(2025, 7, 21), **more: str | None) -> Document:
    return Document(id=content_id(text), text=text, published=day, published_from="given" if day else None, **more)  # type: ignore[arg-type]


def event(doc: Document, quote: str, **fields: object) -> Event:
    """An event of a document at a quote; `fields` replace the defaults."""
    start = doc.text.index(quote)
    values: dict[str, object] = {
        "id": event_id(doc.id, start, start + len(quote), str(fields.get("type", "CONSULT"))),
        "date": None,
        "start": None,
        "end": None,
        "source": (),
        "target": (),
        "type": "CONSULT",
        "mode": None,
        "cameo": None,
        "quad": "verbal_cooperation",
        "intensity": 0.0,
        "status": "happened",
        "place": None,
        "quantities": None,
        "attribution": None,
        "coder": "test 0",
        "confidence": 0.9,
        "evidence": (Evidence(document=doc.id, start=start, end=start + len(quote), quote=quote),),
        "learned": doc.published,
    }
    return Event(**{**values, **fields})  # type: ignore[arg-type]


def attack(doc: Document, quote: str, killed: int, *, speaker: Actor | None = None, **fields: object) -> Event:
    return event(
        doc,
        quote,
        **{
            "type": "ASSAULT",
            "quad": "material_conflict",
            "frame": "violence",
            "kind": "missile_strike",
            "state": "denied" if fields.get("status") == "denied" else "happened",
            "source": (RUS,),
            "place": KHARKIV,
            "start": "2025-07-20",
            "quantities": Quantities(killed=Count(min=killed, max=killed)),
            "attribution": Speaker(speaker=speaker, verb="said", direct=False) if speaker else None,
            **fields,
        },
    )


def code_strikes(doc: Document) -> Coding:
    """A coder for tests: each sentence "A strike on Kharkiv killed N people." is an attack."""
    found = re.finditer(r"A strike on Kharkiv killed (\d+) people", doc.text)
    return Coding(None, tuple(attack(doc, match.group(0), int(match.group(1))) for match in found))


def found(articles: list[Article]) -> list[Found]:
    """Articles as a reader yields them."""
    return [
        Found(
            url,
            canonical(url),
            Item(url, text.encode(), ".txt"),
            url,
            publisher=url.split("/")[2],
            stated=(str(day),) if day else (),
        )
        for url, text, day in articles
    ]
