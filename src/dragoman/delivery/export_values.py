"""Owns the one mapping from events to the values that event tables are made of, by name.

A layout (`knowledge.layouts`) says which value stands in which column; a value that we do not
have is absent here and its cell stays empty. Does not write files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dragoman.delivery.phrases import bounds, clean
from dragoman.knowledge.layouts import Country, Crosswalks, load_crosswalks
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.ontology import goldstein_of
from dragoman.process.dossier import BriefDocument, Dossier
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue
from dragoman.version import __version__

Cell = str | int | float | bool | None
Values = dict[str, Cell]

QUADS = {"verbal_cooperation": 1, "material_cooperation": 2, "verbal_conflict": 3, "material_conflict": 4}
EXACT = frozenset({"point", "city"})
_GEO_TYPES = {"country": 1, "region": 5, "city": 4, "point": 4}
_GEO_TYPES_USA = {"country": 1, "region": 2, "city": 3, "point": 3}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the values are made with: the documents, the ontology and the crosswalks of codes."""

    documents: Mapping[str, BriefDocument]
    knowledge: Knowledge
    codes: Crosswalks

    @property
    def software(self) -> str:
        """Program and knowledge, with their versions."""
        return f"dragoman {__version__}, knowledge {self.knowledge.version}"


def setting_of(dossier: Dossier, knowledge: Knowledge) -> Setting:
    """The setting in which a dossier's events are written."""
    return Setting({one.id: one for one in dossier.documents}, knowledge, load_crosswalks())


def is_told(event: Event, codes: Crosswalks) -> bool:
    """Whether a table that knows only what happened may hold the event.

    What was denied, planned or feared did not happen; but a threat made is an event, whatever becomes of it.
    """
    types = codes.told.get(event.status, frozenset())
    return "*" in types or event.type in types


def number_of(*parts: object) -> int:
    """A stable positive number of 60 bits for formats whose identifiers are integers."""
    text = "|".join(str(part) for part in parts)
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15], 16)


def event_values(event: Event, setting: Setting) -> Values:
    """The values of an event as one row, its actors joined by `;`."""
    first = event.evidence[0] if event.evidence else None
    sources, targets = event.source[:1], event.target[:1]
    return {
        **_coded(event, setting),
        **date_values(event.date),
        **_joined("sources", event.source, setting),
        **_joined("targets", event.target, setting),
        **actor_values("source", sources[0] if sources else None, setting),
        **actor_values("target", targets[0] if targets else None, setting),
        **place_values(event.place, setting.codes),
        **document_values(setting.documents.get(first.document) if first else None),
        "number": number_of(event.id),
        "offset": first.start if first else None,
        "quote": clean(first.quote) if first else None,
        "in_raw_text": 1 if first else None,
        "document.number": number_of(first.document) if first else None,
        "document.sentence": f"{first.document}_{first.start}" if first else None,
        "mentions": len(event.evidence),
        "reports": len({one.document for one in event.evidence}),
        "software": setting.software,
        "language": "English",
    }


def pair_values(event: Event, setting: Setting) -> Iterator[Values]:
    """The values of an event as one row for each pair of a source and a target; a side may be nobody."""
    whole = event_values(event, setting)
    pairs = [(s, t) for s in event.source or (None,) for t in event.target or (None,)]
    for number, (source, target) in enumerate(pairs, start=1):
        yield {
            **whole,
            **actor_values("source", source, setting),
            **actor_values("target", target, setting),
            "pair_id": f"{event.id}_{number}",
            "pair_number": number_of(event.id, number),
        }


def _coded(event: Event, setting: Setting) -> Values:
    kind = setting.knowledge.types[event.type]
    mode = kind.modes.get(event.mode or "")
    cameo = (event.cameo + "0" if len(event.cameo) == 2 else event.cameo) if event.cameo else None
    label = setting.knowledge.cameo.get(event.cameo or "") or setting.knowledge.cameo.get(cameo or "")
    quad = QUADS[event.quad]
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "plover_score": mode.score if mode else kind.score,
        "quad": quad,
        "quad_name": event.quad.replace("_", " ").upper(),
        "penta": 0 if cameo and cameo[:2] in {"01", "02"} else quad,
        "cameo": cameo,
        "cameo_base": cameo[:3] if cameo else None,
        "cameo_root": cameo[:2] if cameo else None,
        "cameo_label": label.label if label else None,
        "goldstein": goldstein_of(cameo, knowledge=setting.knowledge) if cameo else None,
        "issue_counts": ";".join(f"{code},1" for code in event.issues) or None,
        "confidence_percent": round(100 * event.confidence),
    }


def date_values(day: str | None) -> Values:
    """The forms of a date; a month or a year fills only what it tells."""
    limits = bounds(day)
    if limits is None or day is None:
        return {}
    first, last = limits
    found: Values = {"date_year": f"{first.year:04}"}
    if (first.year, first.month) == (last.year, last.month):
        found |= {"date_month": f"{first:%Y%m}", "date_month_number": f"{first.month:02}"}
    if first == last:
        # GDELT counts 30 days for every month gone by: 18 February 2014 is 2014.1315 in its files.
        part = ((first.month - 1) * 30 + first.day) / 365
        found |= {
            "date": first.isoformat(),
            "date_compact": f"{first:%Y%m%d}",
            "date_day": f"{first.day:02}",
            "date_fraction": f"{first.year + part:.4f}",
        }
    return found


def cameo_parts(actor: Actor, codes: Crosswalks) -> tuple[str, tuple[str, ...]]:
    """CAMEO code of an actor's state (or of the organisation) and its roles."""
    known = codes.organisations.get(actor.id or "")
    if known:
        return known[0], ()
    country = codes.countries.get(actor.country or "")
    roles = tuple(dict.fromkeys(codes.roles[s] for s in actor.sectors if s in codes.roles))
    return (country.cameo if country else actor.country or ""), roles[:3]


def actor_values(prefix: str, actor: Actor | None, setting: Setting) -> Values:
    """The forms of one actor, under a prefix such as `source`."""
    if actor is None:
        return dict.fromkeys(f"{prefix}.{name}" for name in _ACTOR_NAMES)
    codes = setting.codes
    head, roles = cameo_parts(actor, codes)
    known = codes.organisations.get(actor.id or "")
    country = codes.countries.get(actor.country or "")
    padded = (*roles, None, None, None)
    found = {
        "name": clean(actor.name),
        "upper": clean(actor.name).upper(),
        "cameo": head + "".join(roles) or None,
        "entity": (head or (roles[0] if roles else ""))[:3] or None,
        "cameo_country": None if known else head or None,
        "known_group": known[1] if known else None,
        "role1": head[:3] if known else padded[0],
        "role2": padded[1],
        "role3": padded[2],
        "sector": actor.sectors[0] if actor.sectors else None,
        "sector_words": ",".join(codes.sector_words[s] for s in actor.sectors if s in codes.sector_words) or None,
        "country_name": country.name if country else None,
    }
    return {f"{prefix}.{name}": value for name, value in found.items()}


_ACTOR_NAMES = (
    *("name", "upper", "cameo", "entity", "cameo_country", "known_group", "role1", "role2", "role3"),
    *("sector", "sector_words", "country_name"),
)


def _joined(prefix: str, actors: Sequence[Actor], setting: Setting) -> Values:
    def states(name: str) -> list[str]:
        found = (setting.codes.countries.get(a.country or "") for a in actors)
        return [str(getattr(one, name)) if one else "" for one in found]

    columns = {
        "name": [clean(a.name) for a in actors],
        "country": [a.country or "" for a in actors],
        "cow": states("cow"),
        "sectors": [",".join(a.sectors) for a in actors],
        "person": [clean(a.person or "") for a in actors],
    }
    return {f"{prefix}.{name}": ";".join(cells) if any(cells) else None for name, cells in columns.items()}


def place_values(place: PlaceValue | None, codes: Crosswalks) -> Values:
    """The forms of a place; an area has a centre but no point of its own."""
    if place is None:
        return {"place.geo_type": 0}
    country: Country | None = codes.countries.get(place.country or "")
    name = clean(place.name)
    state = place.country_name or (country.name if country else None)
    exact = place.precision in EXACT
    types = _GEO_TYPES_USA if place.country == "USA" else _GEO_TYPES
    return {
        "place.name": name,
        "place.full_name": name if not state or state == name else f"{name}, {state}",
        "place.city": name if exact else None,
        "place.province": name if place.precision == "region" else None,
        "place.country": place.country,
        "place.country_name": state,
        "place.fips": country.fips[0] if country and country.fips else None,
        "place.gw": (country.gw if country else None) or None,
        "place.region": (country.region if country else None) or None,
        "place.latitude": place.latitude,
        "place.longitude": place.longitude,
        "place.point_latitude": place.latitude if exact else None,
        "place.point_longitude": place.longitude if exact else None,
        "place.geonames": place.geonames_id,
        "place.geo_type": types.get(place.precision or "", 0),
    }


def document_values(document: BriefDocument | None) -> Values:
    """The forms of the article that says so."""
    if document is None:
        return {}
    day = _day(document.published)
    said = (document.publisher, document.title, document.published)
    host = urlsplit(document.url).hostname if document.url and _is_address(document.url) else None
    return {
        "document.url": document.url,
        "document.publisher": clean(document.publisher or "") or None,
        "document.published": day.isoformat() if day else None,
        "document.published_time": f"{day:%Y%m%d}000000" if day else None,
        "document.mention_type": 1 if document.url else 2,
        "document.source_name": host or clean(document.publisher or "") or None,
        "document.citation": document.url or clean(", ".join(part for part in said if part)) or document.id,
        "document.length": len(document.text),
    }


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _day(text: str | None) -> date | None:
    limits = bounds(text)
    return limits[0] if limits and limits[0] == limits[1] else None
