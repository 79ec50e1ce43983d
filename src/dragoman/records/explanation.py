"""Owns `Explanation`: a text with the events coded from it, to be shown with all reasons."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.contract.reading import Refusal
from dragoman.documents.document import Document
from dragoman.records.event import Event


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was coded from a text, and why: each event carries its reasons.

    Attributes:
        refused: what the reader has found and a pattern of knowledge has taken out.
    """

    document: Document
    events: tuple[Event, ...]
    refused: tuple[Refusal, ...] = ()

    def _repr_html_(self) -> str:
        cards = "".join(event._repr_html_() for event in self.events)
        return self.document._repr_html_() + (cards or "<p>No event was coded.</p>")
