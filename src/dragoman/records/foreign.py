"""Owns turning rows of foreign event tables into events: claims of that data set, quoted with their row.

Nothing is added to what a row says. Rows whose CAMEO code has no PLOVER type (bare statements) are no events.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.documents.document import Document, content_id
from dragoman.knowledge.layouts import Crosswalks, load_crosswalks
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.ontology import goldstein_of, plover_of
from dragoman.records.event import Event, Quantities, event_id
from dragoman.records.values import Actor, Count, Evidence, PlaceValue, Speaker
from dragoman.sources.tables import ForeignRow, ForeignTable

NAMES = {"gdelt": "GDELT 2.0", "icews": "ICEWS", "ucdp": "UCDP GED"}
_GDELT_PLACES = {"1": "country", "2": "region", "5": "region", "3": "city", "4": "city"}
# UCDP's 2 to 5 are areas around, or lines near, the coordinates that it gives.
_GED_PLACES = {"1": "city", "2": "region", "3": "region", "4": "region", "5": "region", "6": "country"}
_GOVERNMENT = re.compile(r"Government of ([^(]+)")


@dataclass(frozen=True, slots=True)
class _Codes:
    """The crosswalks from the side of the foreign codes."""

    knowledge: Knowledge
    walks: Crosswalks
    by_cameo: dict[str, str]
    by_fips: dict[str, str]
    by_number: dict[str, str]
    by_name: dict[str, str]
    by_role: dict[str, str]
    by_words: dict[str, str]


def document_of_table(table: ForeignTable) -> Document:
    """The table as a document, so that each event's evidence is its row."""
    return Document(id=content_id(table.text), text=table.text, title=table.name, publisher=NAMES[table.form])


def events_of_table(table: ForeignTable, *, knowledge: Knowledge) -> Iterator[Event]:
    """The events of a table's rows, in its order.

    Every event is attributed to the data set; its evidence is the row, offsets into the table's text.
    """
    codes = _codes(knowledge)
    document = content_id(table.text)
    makers: dict[str, Callable[[ForeignRow, _Codes], dict[str, Any] | None]] = {
        "gdelt": _gdelt,
        "icews": _icews,
        "ucdp": _ged,
    }
    said_by = Speaker(speaker=Actor(name=NAMES[table.form]), verb=None, direct=False)
    for row in table.rows:
        fields = makers[table.form](row, codes)
        if fields is None:
            continue
        quote = table.text[row.start : row.end]
        yield Event(
            id=event_id(document, row.start, row.end, table.form),
            attribution=said_by,
            coder=NAMES[table.form],
            confidence=1.0,  # that the data set says so
            evidence=(Evidence(document=document, start=row.start, end=row.end, quote=quote),),
            status="happened",
            **fields,
        )


def _codes(knowledge: Knowledge) -> _Codes:
    walks = load_crosswalks()
    countries = [c for c in walks.countries.values() if c.region or c.fips]
    return _Codes(
        knowledge=knowledge,
        walks=walks,
        by_cameo={c.cameo: c.iso3 for c in countries},
        by_fips={code: c.iso3 for c in countries for code in c.fips},
        by_number={c.gw: c.iso3 for c in countries if c.gw},
        by_name={name.casefold(): iso3 for name, iso3 in walks.names.items()},
        by_role={role: sector for sector, role in walks.roles.items()},
        by_words={words: sector for sector, words in walks.sector_words.items()},
    )


def _typed(code: str, score: str, codes: _Codes) -> dict[str, Any] | None:
    found = plover_of(code, knowledge=codes.knowledge)
    if found is None:
        return None
    kind, mode = found
    intensity = _number(score)
    if intensity is None:
        intensity = goldstein_of(code, knowledge=codes.knowledge) or 0.0
    quad = codes.knowledge.types[kind].quad
    return {
        "type": kind,
        "mode": mode,
        "cameo": code,
        "quad": quad,
        "intensity": max(-10.0, min(10.0, intensity)),
    }


def _days(first: str, last: str = "") -> dict[str, Any]:
    start = _day(first)
    return {"date": start, "start": start, "end": _day(last) or start}


def _gdelt(row: ForeignRow, codes: _Codes) -> dict[str, Any] | None:
    typed = _typed(row["EventCode"], row["GoldsteinScale"], codes)
    if typed is None:
        return None
    return {
        **typed,
        **_days(row["SQLDATE"]),
        "source": _gdelt_actor(row, "Actor1", codes),
        "target": _gdelt_actor(row, "Actor2", codes),
        "place": _gdelt_place(row, codes),
        "quantities": None,
    }


def _gdelt_actor(row: ForeignRow, side: str, codes: _Codes) -> tuple[Actor, ...]:
    name = row[f"{side}Name"] or row[f"{side}Code"]
    if not name:
        return ()
    roles = [row[f"{side}Type{n}Code"] for n in (1, 2, 3)]
    sectors = tuple(dict.fromkeys(codes.by_role[role] for role in roles if role in codes.by_role))
    return (Actor(name=name, country=codes.by_cameo.get(row[f"{side}CountryCode"]), sectors=sectors),)


def _gdelt_place(row: ForeignRow, codes: _Codes) -> PlaceValue | None:
    name = row["ActionGeo_FullName"].partition(",")[0]
    if not name:
        return None
    country = codes.by_fips.get(row["ActionGeo_CountryCode"])
    precision = _GDELT_PLACES.get(row["ActionGeo_Type"])
    return _place(name, country, (row["ActionGeo_Lat"], row["ActionGeo_Long"]), precision, codes)


def _icews(row: ForeignRow, codes: _Codes) -> dict[str, Any] | None:
    typed = _typed(row["CAMEO Code"], row["Intensity"], codes)
    if typed is None:
        return None
    city, region, state = row["City"], row["Province"], row["Country"]
    precision = "city" if city else "region" if region else "country"
    name = city or region or state
    where = (row["Latitude"], row["Longitude"])
    country = _state(state, codes)
    return {
        **typed,
        **_days(row["Event Date"]),
        "source": _icews_actor(row, "Source", codes),
        "target": _icews_actor(row, "Target", codes),
        "place": _place(name, country, where, precision, codes) if name else None,
        "quantities": None,
    }


def _icews_actor(row: ForeignRow, side: str, codes: _Codes) -> tuple[Actor, ...]:
    name = row[f"{side} Name"]
    if not name or name == "Unspecified Actor":
        return ()
    words = [word.strip() for word in row[f"{side} Sectors"].split(",")]
    sectors = tuple(dict.fromkeys(codes.by_words[word] for word in words if word in codes.by_words))
    return (Actor(name=name, country=_state(row[f"{side} Country"], codes), sectors=sectors),)


def _state(name: str, codes: _Codes) -> str | None:
    """A state by its name, also as `Moldova, Republic of`."""
    return codes.by_name.get(name.casefold()) or codes.by_name.get(name.partition(",")[0].casefold())


def _ged(row: ForeignRow, codes: _Codes) -> dict[str, Any] | None:
    # A few rows of the data set have them the other way round.
    counts = sorted(count for count in (_whole(row["low"]), _whole(row["high"])) if count is not None)
    civilians = _whole(row["deaths_civilians"])
    place = row["where_coordinates"] or row["where_description"] or row["country"]
    country = codes.by_number.get(row["country_id"])
    precision = _GED_PLACES.get(row["where_prec"])
    where = (row["latitude"], row["longitude"])
    return {
        "type": "ASSAULT",
        "mode": None,
        "cameo": "190",
        "quad": codes.knowledge.types["ASSAULT"].quad,
        "intensity": goldstein_of("190", knowledge=codes.knowledge) or -10.0,
        **_days(row["date_start"], row["date_end"]),
        "source": _ged_side(row["side_a"], row["gwnoa"], country, codes),
        "target": _ged_side(row["side_b"], row["gwnob"], country, codes),
        "place": _place(place, country, where, precision, codes) if place else None,
        "quantities": Quantities(killed=Count(min=counts[0], max=counts[-1], civilians=civilians)) if counts else None,
        "frame": "violence",
        "kind": "other",
        "state": "happened",
    }


def _ged_side(name: str, number: str, country: str | None, codes: _Codes) -> tuple[Actor, ...]:
    if not name:
        return ()
    if name.casefold() == "civilians":
        return (Actor(name="civilians", country=country, sectors=("CVL",)),)
    state = codes.by_number.get(number)
    government = _GOVERNMENT.match(name)
    if government or state:
        known = codes.walks.countries.get(state or "")
        plain = government[1].strip() if government else name
        return (Actor(name=known.name if known else plain, country=state, sectors=("GOV",)),)
    return (Actor(name=name),)


def _place(name: str, country: str | None, where: Sequence[str], precision: str | None, codes: _Codes) -> PlaceValue:
    latitude, longitude = (_number(one) for one in where)
    known = codes.walks.countries.get(country or "")
    return PlaceValue(
        name=name,
        country=country,
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        country_name=known.name if known else None,
    )


def _day(text: str) -> str | None:
    """A day written 20250721 or 2025-07-21, a time after it left out; None where the calendar has no such day."""
    match = re.match(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) <= 180 else None


def _whole(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?", text)
    return int(match[1]) if match else None
