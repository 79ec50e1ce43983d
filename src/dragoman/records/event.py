"""Owns `Event`, the record from which everything else is computed.

The contract's fields come first; the fields after `confidence` carry what the coder knows
beyond the contract (theme, act, issues, condition…), so that a dossier needs events only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from dragoman.contract.issues import IssueCode
from dragoman.records.values import Actor, Count, EventType, Evidence, PlaceValue, Speaker, Value

Status = Literal[
    "happened",
    "ongoing",
    "scheduled",
    "proposed",
    "promised",
    "threatened",
    "demanded",
    "conditional",
    "denied",
    "negated",
    "hypothetical",
]
Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
Frame = Literal["meeting", "word", "agreement", "commitment", "position", "violence", "humanitarian", "act", "other"]


class Reason(Value):
    """Why one field has its value: the rule, cue, actor entry or score, and the characters used."""

    field: str
    because: str
    start: int | None = None
    end: int | None = None


class Certainty(Value):
    """How sure the reader is of one field of an event."""

    field: str
    probability: float = Field(ge=0, le=1)


class ReaderSays(Value):
    """What one reader says of a field; null where it says nothing."""

    reader: str
    value: str | None


class Difference(Value):
    """A field of which two readers of one text say different things."""

    field: str = Field(description="a field, a role, or frame where only one reader tells of it or the kinds differ")
    said: tuple[ReaderSays, ...]


class Quantities(Value):
    """The numbers bound to an event; null where none is stated."""

    killed: Count | None = None
    wounded: Count | None = None
    captured: Count | None = None
    missing: Count | None = None
    displaced: Count | None = None
    persons: Count | None = Field(default=None, description="exchanged, freed, evacuated, or lorries of aid")


class Event(Value):
    """Who did or said what to whom, when and where, with the characters that say so."""

    id: str
    date: str | None = Field(description="day of the event, else of its first day, ISO 8601")
    start: str | None
    end: str | None
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    type: EventType
    mode: str | None
    cameo: str | None
    quad: Quad
    intensity: float = Field(ge=-10, le=10)
    status: Status
    place: PlaceValue | None
    quantities: Quantities | None
    attribution: Speaker | None
    coder: str = Field(description="program, version and rule that coded the event")
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[Evidence, ...]

    review: bool = Field(default=False, description="confidence is below the stated limit")
    frame: Frame = Field(default="other", description="what part of a peace process the event speaks of")
    kind: str | None = Field(default=None, description="kind within the frame, such as airstrike")
    state: str | None = Field(default=None, description="how far the frame's thing has come, such as postponed")
    happening: str | None = Field(default=None, description="events of one document with one value tell of one thing")
    alleged_by: tuple[Actor, ...] = Field(default=(), description="whose claim it is, as long as only that")
    certainty: tuple[Certainty, ...] = Field(default=(), description="how sure the reader is of each field")
    differences: tuple[Difference, ...] = Field(default=(), description="what two readers say differently")
    act: str | None = Field(default=None, description="what happens to the frame's thing, such as postponed")
    issues: tuple[IssueCode, ...] = ()
    agenda: tuple[IssueCode, ...] = ()
    mediators: tuple[Actor, ...] = ()
    host: Actor | None = None
    condition: str | None = None
    due: str | None = None
    round: int | None = None
    stance: str | None = None
    action: EventType | None = Field(default=None, description="the act promised, threatened or demanded")
    definite: bool = Field(default=False, description="the text refers back to something known")
    distinct: bool = Field(default=False, description="the text says that it is another, earlier or new one")
    theme: str | None = Field(default=None, description="the words that name the thing")
    outcome: str | None = None
    paragraph: int = Field(default=0, description="character at which the event's paragraph begins")
    learned: dt.date | None = Field(default=None, description="day on which we learned it: publication")
    reasons: tuple[Reason, ...] = ()

    def __repr__(self) -> str:
        sides = (side_words(self.source), side_words(self.target))
        facts = (self.type, self.status, self.date, self.place.name if self.place else None)
        said = " ".join(part for part in (*facts, " → ".join(filter(None, sides))) if part)
        return f"<{type(self).__name__} {self.id}: {said}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from html import escape

        sides = [side_words(side) for side in (self.source, self.target)]
        who = " → ".join(escape(side) for side in sides if side)
        facts = (self.status, self.date, self.place.name if self.place else None)
        said = escape(" · ".join(fact for fact in facts if fact))
        quotes = "".join(f"<blockquote>{escape(one.quote)}</blockquote>" for one in self.evidence[:1])
        return f"<div><b>{self.type}</b> {who} <small>{said}</small>{quotes}</div>"


def side_words(side: Iterable[Actor]) -> str:
    """Who stands on one side, in a line."""
    return ", ".join(one.person or one.name for one in side)


def event_id(document: str, start: int, end: int, *parts: str) -> str:
    """Stable id of an event: a hash of where it is said and what it says."""
    text = "|".join((document, str(start), str(end), *parts))
    return "e" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15]


def difference_text(one: Difference) -> str:
    """A difference of readers in a few words."""
    said = "; ".join(f"{told.value or 'nothing'} ({told.reader})" for told in one.said)
    return f"{one.field.replace('_', ' ')}: {said}"
