"""Owns `Told`: the value of one field of an event with why, how sure, and which characters say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from dragoman.contract.reading import Span
from dragoman.records.event import Reason

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Told(Generic[V]):
    """A field's value.

    Attributes:
        value: the value; None or empty where the text gives none.
        reasons: why it has it; their `field` is set when the event is made.
        sure: probability that it is right, 0 to 1; None where there is nothing to be sure of.
        spans: the characters that say so.
    """

    value: V
    reasons: tuple[Reason, ...] = ()
    sure: float | None = None
    spans: tuple[Span, ...] = ()


def reason(because: str, span: Span) -> Reason:
    """A reason for a field that is named when the event is made."""
    return Reason(field="", because=because, start=span.start, end=span.end)
