"""Meetings: which mentions speak of one meeting, whom it brings together, how far it has come."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import (
    ISTANBUL,
    PESKOV,
    QATAR,
    RSF,
    RUSSIA,
    STATES,
    SUDAN,
    TURKIYE,
    UKRAINE,
    UN,
    a_document,
    an_event,
)

from dragoman.process.meetings import meetings_of
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue, Speaker

WORDS = ("One word.", "Two words.", "Three words.")
DOCUMENT = a_document(" ".join(WORDS), "2025-07-21")
BOTH: dict[str, Any] = {"source": (UKRAINE, RUSSIA), "target": (UKRAINE, RUSSIA)}
TURKEY_AS_PLACE = PlaceValue(name="Türkiye", country="TUR", precision="country", country_name="Türkiye")
DOHA = PlaceValue(name="Doha", country="QAT", precision="city", country_name="Qatar")


def said(number: int = 0, **fields: Any) -> Event:
    return an_event(DOCUMENT, WORDS[number], **{"frame": "meeting", "kind": "talks", **BOTH, **fields})


def told_by(actor: Actor, verb: str) -> Speaker:
    return Speaker(speaker=actor, verb=verb, direct=False)


def test_two_mentions_that_nothing_speaks_against_are_one_meeting_with_both_passages() -> None:
    first = said(0, start="2025-07-20", place=TURKEY_AS_PLACE)
    (meeting,) = meetings_of([first, said(1, start="2025-07", place=ISTANBUL, definite=True)])
    assert (meeting.start, meeting.place) == ("2025-07-20", ISTANBUL)  # the more exact of each
    assert len(meeting.events) == len(meeting.evidence) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"place": DOHA},
        {"start": "2025-07-02"},
        {"round": 2},
        {"kind": "call"},
        {"source": (SUDAN, RSF), "target": (SUDAN, RSF)},
    ],
)
def test_another_place_day_round_form_or_pair_is_another_meeting(other: dict[str, Any]) -> None:
    first = said(0, start="2025-07-20", place=ISTANBUL, round=3)
    assert len(meetings_of([first, said(1, **other)])) == 2
    assert len(meetings_of([first, said(1)])) == 1


def test_an_earlier_round_that_the_text_tells_apart_stays_a_meeting_of_its_own() -> None:
    first = said(0, start="2025-07-20", place=ISTANBUL)
    assert len(meetings_of([first, said(1, distinct=True, start="2025-06-02", place=ISTANBUL)])) == 2


@pytest.mark.parametrize(
    ("status", "told"),
    [("happened", "held"), ("ongoing", "under_way"), ("scheduled", "announced"), ("demanded", "proposed")],
)
def test_the_status_of_the_event_tells_how_far_it_has_come(status: str, told: str) -> None:
    (meeting,) = meetings_of([said(status=status, place=ISTANBUL)])
    assert meeting.status == told


@pytest.mark.parametrize("act", ["failed", "cancelled", "postponed"])
def test_what_became_of_it_goes_before_what_was_planned(act: str) -> None:
    plan = said(0, status="scheduled", start="2025-07-23")
    over = said(1, act=act, start="2025-07-23", definite=True)
    for order in ([plan, over], [over, plan]):
        (meeting,) = meetings_of(order)
        assert meeting.status == act


def test_a_meeting_that_may_fail_has_not_failed() -> None:
    (meeting,) = meetings_of([said(0, status="scheduled"), said(1, act="failed", status="conditional")])
    assert meeting.status == "announced"


def test_a_meeting_that_did_not_take_place_is_none() -> None:
    assert meetings_of([said(status="negated", place=ISTANBUL, start="2025-07-20")]) == ()


@pytest.mark.parametrize(("start", "told"), [("2025-07-25", "announced"), ("2025-07-20", "held"), ("2025-07", "held")])
def test_a_meeting_whose_day_is_after_the_news_of_it_has_not_been_held(start: str, told: str) -> None:
    (meeting,) = meetings_of([said(status="happened", place=ISTANBUL, start=start)])
    assert meeting.status == told


def test_a_meeting_of_one_is_none() -> None:
    assert meetings_of([said(source=(UKRAINE,), target=(), place=ISTANBUL)]) == ()
    assert meetings_of([said(source=(UKRAINE,), target=(UKRAINE,), place=ISTANBUL)]) == ()


def test_some_of_one_state_who_meet_each_other_somewhere_on_a_day_are_a_meeting() -> None:
    (meeting,) = meetings_of([said(source=(SUDAN,), target=(SUDAN,), place=DOHA, start="2025-07-20")])
    assert [p.name for p in meeting.parties] == ["Sudan"]


def test_mediators_are_no_parties() -> None:
    (meeting,) = meetings_of([said(source=(UKRAINE, RUSSIA, QATAR), mediators=(QATAR,))])
    assert [p.name for p in meeting.parties] == ["Ukraine", "Russia"]
    assert [p.name for p in meeting.mediators] == ["Qatar"]


def test_a_body_of_no_state_beside_two_parties_mediates() -> None:
    (meeting,) = meetings_of([said(source=(UKRAINE, RUSSIA, UN), target=(UKRAINE, RUSSIA, UN))])
    assert [p.name for p in meeting.parties] == ["Ukraine", "Russia"]
    assert [p.name for p in meeting.mediators] == ["UN"]
    (two,) = meetings_of([said(source=(UKRAINE, UN), target=(UKRAINE, UN))])
    assert [p.name for p in two.parties] == ["Ukraine", "UN"]


def test_the_state_of_the_place_is_host_unless_another_hosts() -> None:
    (plain,) = meetings_of([said(place=ISTANBUL)])
    assert plain.host is not None and plain.host.country == "TUR"
    (hosted,) = meetings_of([said(act="hosted", source=(QATAR,), target=(UKRAINE, RUSSIA), place=ISTANBUL)])
    assert hosted.host == QATAR
    assert [p.name for p in hosted.parties] == ["Ukraine", "Russia"]
    (nowhere,) = meetings_of([said()])
    assert nowhere.host is None


def test_who_declines_an_offer_of_talks_is_a_party_with_that_stance() -> None:
    ahead = said(0, status="proposed")
    (meeting,) = meetings_of([ahead, said(1, act="declined", source=(RUSSIA,), target=(UKRAINE,))])
    assert [(s.actor.name, s.stance) for s in meeting.stances] == [("Russia", "declined")]
    assert meeting.status == "proposed"


def test_a_meeting_is_confirmed_once_both_parties_say_so() -> None:
    first = said(0, act="announced", status="scheduled", source=(UKRAINE,), target=(RUSSIA,), start="2025-07-23")
    (announced,) = meetings_of([first])
    second = said(1, act="confirmed", status="scheduled", source=(PESKOV,), target=(UKRAINE,), start="2025-07-23")
    (confirmed,) = meetings_of([first, second])
    assert (announced.status, confirmed.status) == ("announced", "confirmed")
    assert {s.actor.person for s in confirmed.stances} == {None}


def test_the_host_and_one_party_confirm_it_too() -> None:
    first = said(0, status="scheduled", start="2025-07-23", place=ISTANBUL, attribution=told_by(UKRAINE, "say"))
    second = said(1, status="scheduled", start="2025-07-23", place=ISTANBUL, attribution=told_by(TURKIYE, "confirm"))
    (meeting,) = meetings_of([first, second])
    assert meeting.status == "confirmed"


def test_a_stranger_s_word_is_no_stance() -> None:
    event = said(status="scheduled", start="2025-07-23", place=ISTANBUL, attribution=told_by(STATES, "say"))
    (meeting,) = meetings_of([event])
    assert meeting.stances == ()


def test_doubt_is_noted_on_the_meeting_ahead_and_never_on_one_that_is_over() -> None:
    doubt = an_event(DOCUMENT, WORDS[1], frame="position", stance="sceptical", source=(PESKOV,))
    (ahead,) = meetings_of([said(0, status="scheduled", start="2025-07-23"), doubt])
    assert [(s.actor.name, s.stance) for s in ahead.stances] == [("Russia", "sceptical")]
    (over,) = meetings_of([said(0, start="2025-07-20"), doubt])
    assert over.stances == ()


def signed(number: int = 1, **fields: Any) -> Event:
    plain = {"frame": "agreement", "kind": "ceasefire", "act": "signed", "start": "2025-07-20", "place": ISTANBUL}
    return said(number, **{**plain, **fields})


def test_a_signature_somewhere_on_a_day_is_a_meeting() -> None:
    (meeting,) = meetings_of([signed(issues=("ceasefire", "settlement"))])
    assert (meeting.status, meeting.start, meeting.place) == ("held", "2025-07-20", ISTANBUL)
    assert meeting.agenda == ("ceasefire",)


@pytest.mark.parametrize(
    "lacking",
    [
        {"place": None},
        {"start": None},
        {"place": TURKEY_AS_PLACE},
        {"source": (RUSSIA,), "target": ()},
        {"act": "ended"},
    ],
)
def test_a_signature_that_is_not_said_to_be_somewhere_on_a_day_is_none(lacking: dict[str, Any]) -> None:
    assert meetings_of([signed(**lacking)]) == ()


def test_a_signature_closes_the_talks_before_it_at_the_same_place() -> None:
    (meeting,) = meetings_of([said(0, start="2025-07-14", place=ISTANBUL), signed(start="2025-07-20")])
    assert (meeting.start, meeting.end) == ("2025-07-14", "2025-07-20")


def test_the_limit_of_talks_without_a_day_is_their_end() -> None:
    (meeting,) = meetings_of([said(status="scheduled", due="2025-08-01")])
    assert (meeting.start, meeting.end) == (None, "2025-08-01")
