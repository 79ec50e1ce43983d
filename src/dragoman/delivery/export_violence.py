"""Owns the values of a UCDP-GED-like row: one attack with its sides, place, days and tolls.

What only UCDP can judge (its identifiers, clarity, activity) has no value here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.delivery.entry_ids import identified
from dragoman.delivery.export_values import Setting, Values, number_of, place_values
from dragoman.delivery.phrases import bounds, clean
from dragoman.process.dossier import Dossier, Violence
from dragoman.records.values import Actor, PlaceValue

_PRECISION = {"point": 1, "city": 1, "region": 4, "country": 6}


def violence_values(dossier: Dossier, setting: Setting) -> Iterator[Values]:
    """A row for each attack of which some source states how many were killed."""
    for name, entry_id, entry in identified(dossier):
        if name == "violence" and isinstance(entry, Violence) and entry.killed and _is_deadly(entry):
            yield {
                "id": entry_id,
                "number": number_of(entry_id),
                **_days(entry),
                **_sides(entry, setting),
                **_sources(entry, setting),
                **_place(entry.place, setting),
                **_deaths(entry),
            }


def _is_deadly(entry: Violence) -> bool:
    killed = entry.killed
    return killed is not None and (killed.min or 0, killed.max or 0, killed.civilians or 0) != (0, 0, 0)


def _deaths(entry: Violence) -> Values:
    killed = entry.killed
    if killed is None:
        return {}
    best = killed.min if killed.min is not None else killed.civilians
    civilians = killed.civilians
    return {
        "best": best,
        "low": best,
        "high": killed.max,
        "deaths_civilians": civilians,
        "deaths_unknown": max(best - (civilians or 0), 0) if best is not None else None,
    }


def _sides(entry: Violence, setting: Setting) -> Values:
    """Side a is the state if there is one; the second of two who fight each other is the other side."""
    by = list(entry.by or ())
    against = list(entry.against)
    one = by[:1] or []
    other = against[:1] or by[1:2]
    civilian = bool(other) and all("CVL" in actor.sectors for actor in other)
    if one and other and not civilian and other[0].is_state and not one[0].is_state:
        one, other = other, one
    kind = None
    if one and other:
        kind = 3 if civilian else 1 if one[0].is_state else 2
    a, b = _side(one, setting), _side(other, setting)
    return {
        "type_of_violence": kind,
        "side_a": a,
        "side_b": b,
        "dyad_name": f"{a} - {b}" if a and b else None,
        "gwnoa": _number(one, setting),
        "gwnob": None if civilian else _number(other, setting),
    }


def _side(side: Sequence[Actor], setting: Setting) -> str | None:
    if not side:
        return None
    actor = side[0]
    if "CVL" in actor.sectors:
        return "Civilians"
    country = setting.codes.countries.get(actor.country or "")
    return f"Government of {country.name}" if actor.is_state and country else clean(actor.name)


def _number(side: Sequence[Actor], setting: Setting) -> str | None:
    if not side or not side[0].is_state:
        return None
    country = setting.codes.countries.get(side[0].country or "")
    return (country.gw if country else None) or None


def _days(entry: Violence) -> Values:
    start, end = bounds(entry.start), bounds(entry.end) or bounds(entry.start)
    if start is None or end is None or end[1] < start[0]:
        return {}
    first, last = start[0], end[1]
    return {
        "date_start": first.isoformat(),
        "date_end": last.isoformat(),
        "year": last.year,
        "date_prec": _day_precision(first, last),
    }


def _day_precision(first: date, last: date) -> int:
    days = (last - first).days + 1
    limits = ((1, 1), (6, 2), (7, 3), (31, 4))
    return next((code for most, code in limits if days <= most), 5)


def _place(place: PlaceValue | None, setting: Setting) -> Values:
    found = place_values(place, setting.codes)
    if place is None or place.latitude is None or place.longitude is None:
        return found
    return {
        **found,
        "where_prec": _PRECISION.get(place.precision or ""),
        "geom_wkt": f"POINT ({place.longitude:.10g} {place.latitude:.10g})",
        "priogrid": priogrid(place.latitude, place.longitude),
    }


def priogrid(latitude: float, longitude: float) -> int:
    """PRIO-GRID cell: half a degree wide, counted from the south-west corner of the world, row by row."""
    row = min(math.floor((latitude + 90) * 2), 359)
    column = min(math.floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1


def _sources(entry: Violence, setting: Setting) -> Values:
    ids = dict.fromkeys(one.document for one in entry.evidence)
    documents = [setting.documents[one] for one in ids if one in setting.documents]
    articles = [", ".join(part for part in (d.publisher, d.published, d.title) if part) for d in documents]

    def joined(cells: Sequence[str | None]) -> str | None:
        return "; ".join(clean(cell or "") for cell in cells) if any(cells) else None

    return {
        "reports": len(ids),
        "source_article": joined([a or d.url or d.id for a, d in zip(articles, documents, strict=True)]),
        "source_office": joined([d.publisher for d in documents]),
        "source_date": joined([d.published for d in documents]),
        "source_headline": joined([d.title for d in documents]),
        "source_original": joined([actor.person or actor.name for actor in entry.reported_by]),
    }
