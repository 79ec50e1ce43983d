"""An explanation shows each field's value, why it has it, and the characters used."""

from __future__ import annotations

import io
from datetime import date

from rich.console import Console

from dragoman.delivery.explanation import explanation_text
from dragoman.documents.document import Document
from dragoman.records.event import Difference, Event, ReaderSays, Reason
from dragoman.records.explanation import Explanation


def _text_of(event: Event | None) -> str:
    """A text in which the event's quote stands where its evidence says."""
    if event is None:
        return "Nothing happened."
    evidence = event.evidence[0]
    return " " * evidence.start + evidence.quote


def shown(event: Event | None, *, published: date | None = date(2025, 7, 21)) -> str:
    console = Console(file=io.StringIO(), width=100, color_system=None)
    document = Document(id="d1", text=_text_of(event), published=published)
    console.print(explanation_text(Explanation(document, (event,) if event else ())))
    return " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]


def test_the_characters_that_a_field_used_are_marked(event: Event) -> None:
    text = shown(event)
    assert "[Ukraine = source] announced [talks = type] with Russia in Doha on [Wednesday = date]." in text


def test_each_field_has_its_value_and_its_reason(event: Event) -> None:
    text = shown(event)
    assert "1. CONSULT Ukraine → Russia (scheduled)" in text
    assert "rule meeting.talks “talks”" in text
    assert "date 2025-07-23 (Wed 23 July 2025) weekday, after the document “Wednesday”" in text
    assert "attribution Ukraine, announce, indirect" in text


def test_what_two_readers_say_differently_is_shown(event: Event) -> None:
    said = (ReaderSays(reader="one 1", value="held"), ReaderSays(reader="two 2", value=None))
    text = shown(event.model_copy(update={"differences": (Difference(field="state", said=said),)}))
    assert "readers state: held (one 1); nothing (two 2) the readers differ" in text
    assert "readers" not in shown(event)


def test_a_null_field_with_a_reason_is_shown(event: Event) -> None:
    reason = Reason(field="due", because="no day is stated")
    text = shown(event.model_copy(update={"reasons": (reason,)}))
    assert "due null no day is stated" in text


def test_reasons_outside_the_passage_or_overlapping_do_no_harm(event: Event) -> None:
    at = event.evidence[0].start
    reasons = (
        Reason(field="status", because="a", start=0, end=5),
        Reason(field="type", because="b", start=at, end=at + 30),
        Reason(field="date", because="c", start=at + 18, end=at + 23),
        Reason(field="place", because="d", start=10**6, end=10**6 + 5),
    )
    assert "[talks = date]" in shown(event.model_copy(update={"reasons": reasons}))


def test_no_event_and_no_date_are_said(event: Event) -> None:
    assert "No event" in shown(None)
    assert "no date is given" in shown(event, published=None)
