"""Owns the layouts of event tables and the crosswalks of codes they need, from `data/formats`.

Does not know events: a layout's column names a value, and `delivery.export_values` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge.folder import read_table
from dragoman.knowledge.load import DATA
from dragoman.knowledge.tables import parse_tsv, split_cell

FOLDER = DATA / "formats"
TYPES = ("string", "integer", "number", "boolean", "date")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout.

    Attributes:
        name: as the format has it.
        type: one of Frictionless' types.
        value: name of the value written into it; empty where Dragoman has none, and the column stays empty.
        description: what it holds.
    """

    name: str
    type: str
    value: str
    description: str


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory in the codes of event tables; empty where a scheme has none for it."""

    iso3: str
    name: str
    cow: str
    gw: str
    cameo: str
    fips: tuple[str, ...]
    region: str


@dataclass(frozen=True, slots=True)
class Crosswalks:
    """Codes of other schemes.

    Attributes:
        countries: ISO 3166-1 alpha-3 to codes.
        roles: PLOVER sector to CAMEO role, where CAMEO has one.
        sector_words: PLOVER sector to ICEWS' words for it.
        auxiliary: status of an event to PLOVER's auxiliary mode.
        told: status to the event types of which saying so is the event itself; `*` is every type.
        organisations: id of an organisation to its CAMEO code and GDELT's known group.
        names: name or other name of a state to its ISO 3166-1 alpha-3 code.
    """

    countries: Mapping[str, Country]
    roles: Mapping[str, str]
    sector_words: Mapping[str, str]
    auxiliary: Mapping[str, str]
    told: Mapping[str, frozenset[str]]
    organisations: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]


@cache
def load_layout(name: str) -> tuple[Column, ...]:
    """The columns of a table in their order.

    Raises:
        KnowledgeError: the layout is missing or has faults.
    """
    faults: list[str] = []
    columns = tuple(
        Column(row["column"], row["type"], row["value"], row["description"])
        for row in _rows(FOLDER / f"{name}.tsv", faults)
    )
    faults += [f"formats/{name}.tsv [{c.name}]: unknown type {c.type!r}" for c in columns if c.type not in TYPES]
    if len({c.name for c in columns}) != len(columns):
        faults.append(f"formats/{name}.tsv: a column is named twice")
    if faults or not columns:
        raise KnowledgeError(faults or [f"formats/{name}.tsv: has no columns"])
    return columns


@cache
def load_crosswalks() -> Crosswalks:
    """The crosswalks, read once.

    Raises:
        KnowledgeError: a table is missing or has faults.
    """
    faults: list[str] = []
    codes = {row["iso3"]: row for row in _rows(FOLDER / "countries.tsv", faults)}
    countries: dict[str, Country] = {}
    names: dict[str, str] = {}
    for row in _rows(DATA / "actors" / "states.tsv", faults):
        more = codes.get(row["iso3"], {})
        for name in (row["name"], *split_cell(row["aliases"])):
            names.setdefault(name, row["iso3"])
        countries.setdefault(
            row["iso3"],
            Country(
                iso3=row["iso3"],
                name=row["name"],
                cow=row["cow"],
                gw=row["gw"],
                cameo=more.get("cameo") or row["iso3"],
                fips=split_cell(more.get("fips", "")),
                region=more.get("region", ""),
            ),
        )
    sectors = _rows(FOLDER / "sectors.tsv", faults)
    statuses = _rows(FOLDER / "statuses.tsv", faults)
    organisations = _rows(FOLDER / "organisations.tsv", faults)
    if faults:
        raise KnowledgeError(faults)
    return Crosswalks(
        countries=countries,
        names=names,
        roles={row["sector"]: row["cameo"] for row in sectors if row["cameo"]},
        sector_words={row["sector"]: row["icews"] for row in sectors if row["icews"]},
        auxiliary={row["status"]: row["auxiliary"] for row in statuses if row["auxiliary"]},
        told={row["status"]: frozenset(row["told"].split(";")) - {""} for row in statuses},
        organisations={row["id"]: (row["cameo"], row["group"]) for row in organisations},
    )


def _rows(path: Path, faults: list[str]) -> list[Mapping[str, str]]:
    name = path.relative_to(DATA).as_posix()
    return [row.cells for row in parse_tsv(read_table(path, name, faults), name, faults)]
