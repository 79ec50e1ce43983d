"""Owns what each knowledge file may contain: one Pydantic model a file, unknown keys forbidden.

Does not compare files with each other; `check` does.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dragoman.knowledge.tables import end_day, first_day, is_partial_date, split_cell

_ISO3 = re.compile(r"[A-Z]{3}")
_ID = re.compile(r"[a-z]+:[A-Za-z0-9][A-Za-z0-9._:-]*")
# PLOVER's 16 types; a brief can hold no other.
TYPES = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "ACCUSE", "REQUEST", "REJECT",
     "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
)  # fmt: skip
SECTORS = frozenset(
    {
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
        "IGO",
        "NGO",
        "MNC",
        "ISM",
        "IMG",
    }
)  # PLOVER 0.8's sectors, and its non-state "countries" that the contract uses as sectors


def _cells(value: Any) -> Any:
    return split_cell(value) if isinstance(value, str) else value


def _date(value: Any) -> Any:
    if not isinstance(value, str) or (value and not is_partial_date(value)):
        raise ValueError(f"{value!r} is no date; expected year, year-month or year-month-day")
    return value


def _identifier(value: Any) -> Any:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is no id; expected kind:name such as 'group:m23'")
    return value


def _country(value: Any) -> Any:
    if not isinstance(value, str) or (value and not _ISO3.fullmatch(value)):
        raise ValueError(f"{value!r} is no ISO 3166 alpha-3 code")
    return value


def _countries(value: Any) -> Any:
    cells = _cells(value)
    for cell in cells:
        _country(cell)
    return cells


def _sectors(value: Any) -> Any:
    cells = _cells(value)
    unknown = [cell for cell in cells if cell not in SECTORS]
    if unknown:
        raise ValueError(f"unknown sector {', '.join(map(repr, unknown))}")
    return cells


Cells = Annotated[tuple[str, ...], BeforeValidator(_cells)]
Date = Annotated[str, BeforeValidator(_date)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Country = Annotated[str, BeforeValidator(_country)]
Countries = Annotated[tuple[str, ...], BeforeValidator(_countries)]
Sectors = Annotated[tuple[str, ...], BeforeValidator(_sectors)]
Named = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A row or table in which an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Strict):
    """A row that holds from one day to another, half open; an empty end is open."""

    since: Date = Field("", alias="from")
    until: Date = Field("", alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.since and self.until and end_day(self.until) < first_day(self.since):
            raise ValueError(f"ends ({self.until}) before it begins ({self.since})")
        return self


class StateRow(Dated):
    """A row of `actors/states.tsv`: a state, territory, de-facto or former state, or region."""

    id: Identifier
    name: Named
    iso3: Country
    iso2: str
    cow: str
    gw: str
    demonyms: Cells
    aliases: Cells
    capital: Cells
    kind: Literal["state", "territory", "de_facto", "historic", "region"]
    source: Named


class SeatRow(Strict):
    """A row of `actors/seats.tsv`: a place that stands for a body of a state or organisation."""

    name: Named
    country: Country
    body: str
    sectors: Sectors
    note: str


class TitleRow(Strict):
    """A row of `actors/titles.tsv`: a title, its sectors and its rank (1 is highest)."""

    title: Named
    sectors: Sectors
    rank: int = Field(ge=1, le=10)
    country: Country
    note: str


class AmbiguousRow(Strict):
    """A row of `actors/ambiguous.tsv`: a term of several meanings and how to tell them apart.

    `person` is `yes` for names that people bear too, `capitals` for acronyms that are words in
    small letters.
    """

    term: Named
    prefers: str
    not_after: Cells
    not_before: Cells
    person: Literal["yes", "no", "", "capitals"]
    note: str


WordKind = Literal[
    "preposition",
    "owner",
    "speaker",
    "place",
    "no_name",
    "tail",
    "stance",
    "called",
    "clause",
    "former",
    "and",
    "local",
]


class WordRow(Strict):
    """A row of `actors/phrase_words.tsv`: a word by which noun phrases are read."""

    kind: WordKind
    word: Named
    note: str


class GroupRow(Dated):
    """A row of `actors/groups*.tsv`: an armed group, movement or party to a peace process."""

    id: Identifier
    name: Named
    aliases: Cells
    country: Countries
    sectors: Sectors
    parent: str
    source: Named


class OrganisationRow(GroupRow):
    """A row of `actors/organisations*.tsv`: an organisation of states, aid or mediation."""

    kind: Named


class SectorNounRow(Strict):
    """A row of `actors/sector_nouns*.tsv`: a noun that tells the sector of whom it names."""

    noun: Named
    sector: Sectors
    number: str
    note: str


class PersonRow(Dated):
    """A row of `actors/people*.tsv`: one office of one person."""

    id: Identifier
    name: Named
    aliases: Cells
    office: Named
    body: str
    country: Country
    sectors: Sectors
    source: Named


class RivalRow(Strict):
    """A row of `actors/rivals.tsv`: two people who did hold one office at the same time."""

    office: Named
    one: Identifier
    other: Identifier
    note: Named


class BodyPattern(Strict):
    """Nouns that, with a state, stand for a body of it."""

    sector: str
    nouns: tuple[str, ...]


class NamedBody(Dated):
    """A body of a state that has a name of its own."""

    country: Country
    sectors: Sectors
    names: tuple[str, ...] = Field(min_length=1)


class StateBodies(Strict):
    """`actors/state_bodies.toml`."""

    pattern: tuple[BodyPattern, ...] = ()
    body: tuple[NamedBody, ...] = ()


Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]


class EventMode(Strict):
    """A mode of an event type."""

    name: Named
    score: float = Field(ge=-10, le=10)
    definition: Named


class EventType(Strict):
    """An event type of PLOVER: `definition` opens with what it is and what it is not."""

    name: Named
    quad: Quad
    score: float = Field(ge=-10, le=10)
    definition: Named
    recipient_required: bool = False
    cameo: Named
    mode: tuple[EventMode, ...] = ()


class Ontology(Strict):
    """`ontology/plover.toml`."""

    type: tuple[EventType, ...]


class CameoRow(Strict):
    """A row of `ontology/cameo.tsv`."""

    code: Annotated[str, Field(pattern=r"^\d{2,4}$")]
    label: Named
    goldstein: float = Field(ge=-10, le=10)
    type: str
    mode: str


class FrameCodeRow(Strict):
    """A row of `ontology/frame_codes.tsv`."""

    frame: Named
    kind: Cells
    status: Cells
    type: Named
    mode: str
    cameo: Named
    note: str


class FrameStatusRow(Strict):
    """A row of `ontology/frame_statuses.tsv`."""

    frame: Named
    kind: Cells
    status: Cells
    event: Named
    note: str


class MembersRow(Dated):
    """A row of `actors/members.tsv`: a body and those for whom the news names it."""

    body: Identifier
    members: Annotated[tuple[Identifier, ...], BeforeValidator(_cells)]
    named: Literal["", "yes"]
    called: Cells
    note: str


class CodeRow(Strict):
    """A row of `ontology/sectors.tsv` and `ontology/contexts.tsv`."""

    code: Named
    definition: Named


class Issue(Strict):
    """An issue of a peace process: what it is about, how the press names it, PA-X's groups."""

    code: Named
    definition: Named
    terms: tuple[str, ...] = ()
    pax: tuple[str, ...] = ()


class IssueTerms(Strict):
    """More terms of an issue, beside those that stand with it."""

    code: Named
    terms: tuple[Named, ...] = Field(min_length=1)


class Issues(Strict):
    """`ontology/issues.toml`, and a user's `ontology/issues-mine.toml`."""

    issue: tuple[Issue, ...] = ()
    more: tuple[IssueTerms, ...] = ()


class Process(Dated):
    """A conflict or peace process: its sides by ids of actors, mediators, names in the press."""

    id: Identifier
    name: Named
    sides: tuple[tuple[Identifier, ...], ...] = Field(min_length=2)
    mediators: tuple[Identifier, ...] = ()
    names: tuple[Named, ...] = ()


class Processes(Strict):
    """A file of `processes/`."""

    process: tuple[Process, ...]


class ManifestFile(Strict):
    """A file, or a pattern of files, with its licence and where it comes from."""

    path: Named
    licence: Named
    provenance: Named


class Manifest(Strict):
    """`manifest.toml`."""

    version: Named
    file: tuple[ManifestFile, ...] = ()
