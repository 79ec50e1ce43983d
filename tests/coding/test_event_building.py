"""One event made of its parts: status in a chronology, weekdays, dates without a year, evidence, reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from dragoman.records.event import Event

pytestmark = pytest.mark.parser
Coded = Callable[..., Sequence[Event]]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("26 April. Russia and Ukraine meet in Geneva.", "happened"),
        ("Russia and Ukraine will meet in Geneva on Friday.", "scheduled"),
    ],
)
def test_the_present_of_a_chronology_tells_of_the_past(coded: Coded, text: str, status: str) -> None:
    assert [e.status for e in coded(text, "meeting")] == [status]


def test_the_present_of_a_chronology_keeps_its_status_where_its_day_is_still_to_come(coded: Coded) -> None:
    told = "26 April 2031. Russia and Ukraine are meeting in Geneva."
    (later,) = coded(told, "meeting", published=date(2031, 5, 14))
    (before,) = coded(told, "meeting", published=date(2031, 4, 20))
    assert later.status == "happened"
    assert before.status != "happened"


@pytest.mark.parametrize(
    ("weekday", "day"),
    [("Thursday", "2031-05-15"), ("Saturday", "2031-05-17"), ("Monday", "2031-05-12"), ("Sunday", "2031-05-11")],
)
def test_the_weekday_of_a_noun_is_the_nearest_one(coded: Coded, weekday: str, day: str) -> None:
    (event,) = coded(f"Kenya prepares for {weekday}'s talks with Uganda in Nairobi.", "meeting")
    assert event.start == day


def test_the_weekday_of_a_noun_under_a_past_verb_is_the_last_one(coded: Coded) -> None:
    (event,) = coded("Kenya recalled Thursday's talks with Uganda in Nairobi.", "meeting")
    assert event.start == "2031-05-08"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Kenya and Uganda will sign a treaty in March.", "2032-03"),
        ("Kenya and Uganda signed a treaty in August.", "2030-08"),
        ("Kenya and Uganda signed a treaty in March.", "2031-03"),
        ("Kenya and Uganda signed a treaty in March 2029.", "2029-03"),
    ],
)
def test_a_month_without_a_year_lies_ahead_for_what_is_scheduled_and_behind_for_what_happened(
    coded: Coded, text: str, start: str
) -> None:
    (event,) = coded(text, "agreement")
    assert event.start == start


def test_the_day_of_a_cancelled_meeting_may_lie_ahead_though_the_cancelling_has_happened(coded: Coded) -> None:
    days = {e.act: e.start for e in coded("Kenya cancelled the talks with Uganda planned for 12 June.", "meeting")}
    assert days["cancelled"] == "2031-06-12"


def test_a_step_begun_is_under_way_and_not_done(coded: Coded) -> None:
    (begun,) = coded("Russia and Ukraine began to exchange 90 prisoners on Monday.", "humanitarian")
    (done,) = coded("Russia and Ukraine exchanged 90 prisoners on Monday.", "humanitarian")
    assert (begun.status, done.status) == ("ongoing", "happened")


def test_what_is_struck_without_a_name_are_civilians(coded: Coded) -> None:
    (event,) = coded("Russia shelled a market and killed 12 women near Kharkiv.", "violence")[-1:]
    assert [a.name for a in event.target] == ["civilians"]


def test_the_evidence_is_the_sentence_and_the_words_elsewhere_that_date_it(coded: Coded) -> None:
    text = "27 April. Rebels shelled a camp near Goma."
    (event,) = coded(text, "violence")
    assert [e.quote for e in event.evidence] == ["Rebels shelled a camp near Goma.", "27 April"]
    assert all(text[e.start : e.end] == e.quote for e in event.evidence)


def test_every_event_says_why_it_has_its_type_and_status_and_on_which_words(coded: Coded) -> None:
    text = "Kenya accused Uganda on Monday."
    (event,) = coded(text)
    reasons = {r.field: r for r in event.reasons}
    assert {"type", "status", "source", "target", "date"} <= set(reasons)
    assert text[reasons["type"].start : reasons["type"].end] == "accused"
    assert text[reasons["date"].start : reasons["date"].end].endswith("Monday")


@pytest.mark.parametrize(("who", "speaker"), [("Kenya", "Kenya"), ("Witnesses", "civilians")])
def test_who_says_so_is_told_with_the_verb(coded: Coded, who: str, speaker: str) -> None:
    (event,) = coded(f"{who} said that Uganda had shelled a camp.", "violence")
    assert event.attribution is not None and event.attribution.speaker is not None
    assert (event.attribution.speaker.name, event.attribution.verb) == (speaker, "say")
    (plain,) = coded("Uganda shelled a camp.", "violence")
    assert plain.attribution is None


def test_a_name_is_shown_as_the_text_has_it(coded: Coded) -> None:
    (event,) = coded("Kenya and Uganda met in Kyiv on Monday.", "meeting")
    assert event.place is not None and event.place.name == "Kyiv"


def test_several_of_one_state_who_meet_with_no_one_else_named_meet_each_other(coded: Coded) -> None:
    (event,) = coded("Seventy Libyans are to meet in Tunis on Monday.", "meeting")
    assert [a.name for a in event.source] == [a.name for a in event.target] == ["Libya"]
