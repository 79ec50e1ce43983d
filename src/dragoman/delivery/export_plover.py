"""Owns events as PLOVER 0.8 records: one JSON object a line, with named extras for what PLOVER lacks.

Extras: `status`, `auxiliary`, `attribution`, `issues`, `condition`, `due`, `confidence`, `size`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.delivery.export_values import EXACT, QUADS, Setting, event_values
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event
from dragoman.records.values import Actor, Count

CODEBOOK = "plover-0.8"
_RESOLUTION = {"point": 5, "city": 4, "region": 2, "country": 1}
# PLOVER's codes where they are not ISO's, and for bodies that belong to no state.
_CODES = {"XKX": "KOS"}
_BODIES = {"org:un": "UNO", "org:eu": "EUR"}
_STATELESS = ("IGO", "NGO", "ISM", "IMG", "MNC")


def plover_lines(dossier: Dossier, setting: Setting) -> Iterator[str]:
    """One record a line, in the dossier's order; all statuses, since the record can hold them."""
    for event in dossier.events:
        yield json.dumps(plover_record(event, setting), ensure_ascii=False)


def plover_record(event: Event, setting: Setting) -> dict[str, Any]:
    """An event as a PLOVER record; fields that we do not have are left out, the date alone may be null."""
    values = event_values(event, setting)
    first = event.evidence[0] if event.evidence else None
    document = setting.documents.get(first.document) if first else None
    record: dict[str, Any] = {
        "id": event.id,
        "has_event": True,
        "date": values.get("date"),
        "enddate": event.end if event.end != event.start else None,
        "actor": [_entity(actor) for actor in event.source],
        "recipient": [_entity(actor) for actor in event.target],
        "event": [event.type],
        "event_loc": _location(event, values),
        "event_text": [first.quote] if first else None,
        "quad_code": QUADS[event.quad],
        "event_scale": values["plover_score"],
        "mode": [event.mode] if event.mode else None,
        "link": document.url if document else None,
        "text": first.quote if first else None,
        "text_info": [
            {"sequence": n, "start": one.start, "end": one.end, "text_story": one.document}
            for n, one in enumerate(event.evidence, start=1)
        ],
        "size": _size(event),
        "cite_info": _kept(
            {
                "corpus": document.id if document else None,
                "url": document.url if document else None,
                "title": document.title if document else None,
                "language": "en",
                "publication": document.publisher if document else None,
                "coder": event.coder,
                "codebook": CODEBOOK,
                "version": setting.software,
            }
        ),
        "coder": event.coder,
        **_extras(event, setting),
    }
    required = {name: record[name] for name in ("id", "date", "actor", "event")}
    return {**required, **_kept(record)}


def _extras(event: Event, setting: Setting) -> dict[str, Any]:
    attribution = None
    if event.attribution is not None:
        speaker = event.attribution.speaker
        attribution = _kept(
            {
                "speaker": _entity(speaker) if speaker else None,
                "verb": event.attribution.verb,
                "direct": event.attribution.direct,
            }
        )
    return {
        "status": event.status,
        "auxiliary": setting.codes.auxiliary.get(event.status),
        "cameo": event.cameo,
        "attribution": attribution,
        "issues": list(event.issues),
        "condition": event.condition,
        "due": event.due,
        "confidence": event.confidence,
    }


def _entity(actor: Actor) -> dict[str, Any]:
    code = _BODIES.get(actor.id or "") or _CODES.get(actor.country or "", actor.country)
    if code is None:
        code = next((sector for sector in actor.sectors if sector in _STATELESS), None)
    return _kept(
        {
            "code": code,
            "sector": actor.sectors[0] if actor.sectors else None,
            "other_sector_codes": list(actor.sectors[1:]),
            "identifier_text": actor.name,
            "person": actor.person,
        }
    )


def _location(event: Event, values: Mapping[str, Any]) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    exact = place.precision in EXACT
    return _kept(
        {
            "resolved_place": place.name,
            "geonameid": place.geonames_id,
            "lat": place.latitude if exact else None,
            "lon": place.longitude if exact else None,
            "city": values.get("place.city"),
            "province": values.get("place.province"),
            "country": values.get("place.country_name"),
            "country_code": _CODES.get(place.country or "", place.country),
            "resolution": _RESOLUTION.get(place.precision or ""),
        }
    )


def _size(event: Event) -> dict[str, int] | None:
    if event.quantities is None:
        return None
    said = event.quantities
    counts: dict[str, Count | None] = {
        "dead": said.killed,
        "injured": said.wounded,
        "arrested": said.captured,
    }
    return {k: c.min for k, c in counts.items() if c is not None and c.min is not None} or None


def _kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value not in ([], {})}
