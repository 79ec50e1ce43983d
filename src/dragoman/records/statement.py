"""Owns `Statement` (one sourced claim about an event) and `Judgement` (what a reviewer says of it).

Neither is ever changed: events are merged anew from them. Does not merge: see `records.merge`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, Literal

from pydantic import Field, JsonValue

from dragoman.records.event import Event, Reason
from dragoman.records.values import Actor, Evidence, Value

# The fields of which reports may say different things, in the order in which they are told.
FIELDS = ("status", "type", "source", "target", "start", "end", "place")
NUMBERS = ("killed", "wounded", "captured", "missing", "displaced", "persons")

Verdict = Literal["same", "different", "wrong", "right"]


class Statement(Value):
    """One claim about one event: what a field is, who says so, and the characters that say it."""

    id: str
    event: str = Field(description="id of the event as coded in its document")
    field: str
    value: JsonValue
    speaker: Actor | None = Field(description="who says so; null for the article's own voice")
    evidence: Evidence
    because: str | None = Field(default=None, description="the rule, cue or entry that gave the value")
    coder: str
    learned: dt.date | None = None


class Judgement(Value):
    """What a reviewer says: two events are the same or not, or one is wrong or right."""

    verdict: Verdict
    one: str = Field(description="id of an event")
    other: str | None = Field(default=None, description="id of the other event, for same and different")
    by: str
    note: str | None = None
    made: dt.datetime | None = None


def statements_of(event: Event) -> tuple[Statement, ...]:
    """The claims that an event makes, one for each field that its text states."""
    values: list[tuple[str, Any]] = [
        ("status", event.status),
        ("type", event.type),
        ("source", [actor.model_dump(mode="json") for actor in event.source]),
        ("target", [actor.model_dump(mode="json") for actor in event.target]),
        ("start", event.start),
        ("end", event.end),
        ("place", event.place.model_dump(mode="json") if event.place else None),
    ]
    if event.quantities is not None:
        for name in NUMBERS:
            count = getattr(event.quantities, name)
            values.append((name, count.model_dump(mode="json") if count is not None else None))
    reasons = {reason.field: reason for reason in reversed(event.reasons)}
    speaker = event.attribution.speaker if event.attribution else None
    return tuple(
        Statement(
            id=_id(event.id, name, value),
            event=event.id,
            field=name,
            value=value,
            speaker=speaker,
            evidence=event.evidence[0],
            because=_because(reasons.get("quantities" if name in NUMBERS else name)),
            coder=event.coder,
            learned=event.learned,
        )
        for name, value in values
        if value not in (None, [])
    )


def _because(reason: Reason | None) -> str | None:
    return reason.because if reason is not None else None


def _id(event: str, name: str, value: Any) -> str:
    text = json.dumps([event, name, value], sort_keys=True, ensure_ascii=True)
    return "s" + hashlib.sha256(text.encode()).hexdigest()[:19]
