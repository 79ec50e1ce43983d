"""Owns `Statement` (one sourced claim about an event) and `Judgement` (what a reviewer says of it).

Neither is ever changed: events are merged anew from them. Does not merge: see `records.merge`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from pydantic import Field, JsonValue

from dragoman.records.event import Event
from dragoman.records.values import Actor, Count, Evidence, PlaceValue, Value

# The fields of which reports may say different things, in the order in which they are told.
FIELDS = ("status", "type", "source", "target", "start", "end", "place")
NUMBERS = ("killed", "wounded", "captured", "missing", "displaced", "persons")

# A word as JSON writes it.
_QUOTED = json.encoder.encode_basestring_ascii

Verdict = Literal["same", "different", "wrong", "right", "corrected"]


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
    """What a reviewer says: two events are the same or not, or one is wrong, right, or right but for a field."""

    verdict: Verdict
    one: str = Field(description="id of an event")
    other: str | None = Field(default=None, description="id of the other event, for same and different")
    field: str | None = Field(default=None, description="what was corrected; see `records.corrections`")
    value: JsonValue = Field(default=None, description="what it is to be, for corrected; null is unknown")
    by: str
    note: str | None = None
    made: dt.datetime | None = None


class Claim(NamedTuple):
    """What an event says of one of its fields; with the event it makes a statement."""

    id: str
    field: str
    value: Any
    because: str | None


def statements_of(event: Event) -> tuple[Statement, ...]:
    """The claims that an event makes, one for each field that its text states."""
    speaker = event.attribution.speaker if event.attribution else None
    return tuple(
        Statement(
            id=claim.id,
            event=event.id,
            field=claim.field,
            value=claim.value,
            speaker=speaker,
            evidence=event.evidence[0],
            because=claim.because,
            coder=event.coder,
            learned=event.learned,
        )
        for claim in claims_of(event)
    )


def claims_of(event: Event) -> Iterator[Claim]:
    """What an event says of its fields, one for each that its text states."""
    reasons = {reason.field: reason.because for reason in reversed(event.reasons)}

    def claim(name: str, value: Any, text: str) -> Claim:
        because = reasons.get("quantities" if name in NUMBERS else name)
        return Claim(_id(event.id, name, text), name, value, because)

    for name in FIELDS:
        value = getattr(event, name)
        if isinstance(value, str):
            yield claim(name, value, _QUOTED(value))
        elif isinstance(value, tuple) and value:
            yield claim(name, [_plain(actor) for actor in value], f"[{', '.join(map(_text, value))}]")
        elif isinstance(value, PlaceValue):
            yield claim(name, _plain(value), _text(value))
    for name in NUMBERS if event.quantities is not None else ():
        count = getattr(event.quantities, name)
        if count is not None:
            yield claim(name, _plain(count), _text(count))


def _plain(value: Actor | PlaceValue | Count) -> dict[str, Any]:
    """A value as JSON has it; its fields are words, numbers and lists of words."""
    return {name: list(one) if isinstance(one, tuple) else one for name, one in vars(value).items()}


@lru_cache(maxsize=8192)
def _text(value: Actor | PlaceValue | Count) -> str:
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=True)


def _id(event: str, name: str, text: str) -> str:
    """Identifier of a claim: a hash of its event, field and value as JSON writes them, which must never change."""
    told = f"[{_QUOTED(event)}, {_QUOTED(name)}, {text}]"
    return "s" + hashlib.sha256(told.encode()).hexdigest()[:19]
