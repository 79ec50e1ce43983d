"""Owns the small values that events and dossier entries share: actors, evidence, places, counts.

They are the contract's objects, frozen; nothing here codes or merges anything.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "RETREAT",
    "ACCUSE",
    "REQUEST",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]

STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD"})


class Value(BaseModel):
    """Base of all values of the contract: frozen, and no field that the contract does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Value):
    """The characters of a document that support an entry; `quote` equals `text[start:end]`."""

    document: str = Field(description="id of the document")
    start: int = Field(ge=0, description="first character, in Unicode code points")
    end: int = Field(gt=0, description="one past the last character")
    quote: str = Field(min_length=1, description="the characters themselves")


class Actor(Value):
    """Who acts: a state, a body, an armed group, an organisation, or a person acting for one."""

    name: str = Field(min_length=1, description="the body or state")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 3166-1 alpha-3")
    sectors: tuple[str, ...] = Field(default=(), description="PLOVER sectors")
    person: str | None = Field(default=None, description="canonical name of the person who acts for it")
    id: str | None = Field(default=None, description="id of the knowledge base's entry")

    @property
    def key(self) -> str:
        """What makes two actors the same party: the state for its bodies, else the name."""
        if self.country and (not self.sectors or not STATE_SECTORS.isdisjoint(self.sectors)):
            return self.country
        if self.name == "civilians":
            return f"civilians/{self.country or ''}"
        return self.name

    @property
    def is_state(self) -> bool:
        """Whether the actor is a state or a body of one."""
        return bool(self.country) and (not self.sectors or not STATE_SECTORS.isdisjoint(self.sectors))

    def without_person(self) -> Actor:
        """The body alone."""
        return self if self.person is None else self.model_copy(update={"person": None})


class PlaceValue(Value):
    """A place; coordinates are null where the place cannot be told."""

    name: str
    country: str | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    longitude: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    geonames_id: int | None = None
    precision: str | None = Field(default=None, description="point, city, region or country")
    country_name: str | None = Field(default=None, description="the country's short English name")


class Count(Value):
    """A number of persons: the lowest and highest said; null where the text does not say."""

    min: int | None = None
    max: int | None = None
    civilians: int | None = None


class Speaker(Value):
    """Who says so, with the verb, and whether in direct speech."""

    speaker: Actor | None
    verb: str | None
    direct: bool
