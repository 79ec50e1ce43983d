"""Owns the words that a reviewer may choose from when he corrects a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from dragoman.records.corrections import CORRECTABLE
from dragoman.records.event import Frame, Status
from dragoman.records.values import EventType
from dragoman.web.words import act_words, field_words, words

_HINTS = {
    "source": "names, separated by ;",
    "target": "names, separated by ;",
    "start": "2025-07-21, 2025-07 or 2025",
    "end": "2025-07-21, 2025-07 or 2025",
    "place": "a name",
}
_NUMBER = "12, 12-19 or 12+"


@dataclass(frozen=True, slots=True)
class Choice:
    """A field with the values that it may have; none where it is free text, of which `hint` is the form."""

    field: str
    label: str
    values: tuple[tuple[str, str], ...]
    hint: str


def vocabulary() -> tuple[Choice, ...]:
    """What can be corrected, in the order in which a form offers it."""
    fixed = {"status": get_args(Status), "type": get_args(EventType), "frame": get_args(Frame)}
    return tuple(
        Choice(
            field=name,
            label="part of the process" if name == "frame" else field_words(name),
            values=tuple((value, _said(name, value)) for value in fixed.get(name, ())),
            hint="" if name in fixed else _HINTS.get(name, _NUMBER),
        )
        for name in CORRECTABLE
    )


def _said(field: str, value: str) -> str:
    return act_words(None, value) if field == "type" else words(value)
