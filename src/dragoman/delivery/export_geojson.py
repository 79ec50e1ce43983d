"""Owns the dossier as GeoJSON (RFC 7946): what happened or will happen where.

A town or spot is a point. An area has no geometry here, because its outline is not known and its
centre would be a false pin: its name and codes stand in the properties, to be joined to outlines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dragoman.delivery.entry_ids import identified
from dragoman.delivery.export_values import EXACT, Setting
from dragoman.delivery.flat import flat_entry, flat_event
from dragoman.process.dossier import Dossier
from dragoman.records.values import PlaceValue

_PLACE = (
    "place",
    "place_country",
    "place_latitude",
    "place_longitude",
    "place_geonames_id",
    "place_precision",
)


def geojson_text(dossier: Dossier, setting: Setting) -> str:
    """A FeatureCollection: the dossier's entries that have a place; its events where it has no entries."""
    features = list(_features(dossier))
    collection = {
        "type": "FeatureCollection",
        "software": setting.software,
        "as_of": dossier.as_of,
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _features(dossier: Dossier) -> Iterator[dict[str, Any]]:
    found = False
    for name, entry_id, entry in identified(dossier):
        found = True
        place = getattr(entry, "place", None)
        if place is not None:
            yield _feature(entry_id, place, {"list": name, **flat_entry(name, entry_id, entry)})
    if not found:
        for event in dossier.events:
            if event.place is not None:
                yield _feature(event.id, event.place, {"list": "events", **flat_event(event)})


def _feature(identity: str, place: PlaceValue, properties: dict[str, Any]) -> dict[str, Any]:
    exact = place.precision in EXACT and place.latitude is not None and place.longitude is not None
    told = {key: value for key, value in properties.items() if key not in _PLACE and value is not None}
    told |= {
        "place": place.name,
        "country": place.country,
        "geonames_id": place.geonames_id,
        "precision": place.precision,
    }
    if not exact and place.latitude is not None and place.longitude is not None:
        told["centre"] = [place.longitude, place.latitude]
    geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]} if exact else None
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": told}
