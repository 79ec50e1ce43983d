"""Meetings over time: one entry for one meeting, and how far it has come by all that is reported."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import (
    ISTANBUL,
    QATAR,
    RSF,
    RUSSIA,
    STATES,
    SUDAN,
    TURKIYE,
    UKRAINE,
    UN,
    happenings,
    meeting,
    told,
    word,
)

from dragoman.process.dossier import Meeting
from dragoman.process.meetings import meetings_of
from dragoman.records.event import Certainty
from dragoman.records.values import PlaceValue, Speaker

DOHA = PlaceValue(name="Doha", country="QAT", precision="city", country_name="Qatar")
QATAR_AS_PLACE = PlaceValue(name="Qatar", country="QAT", precision="country", country_name="Qatar")
PAIR = (UKRAINE, RUSSIA)


def of(*reports: Any) -> tuple[Meeting, ...]:
    return meetings_of(happenings(*reports))


def one(*reports: Any) -> Meeting:
    (found,) = of(*reports)
    return found


def test_what_the_reader_holds_for_one_is_one_meeting_with_what_each_passage_adds() -> None:
    found = one(
        told(
            "2025-07-21",
            "They meet on Wednesday. The talks will be in Istanbul. It is about prisoners.",
            meeting("scheduled", *PAIR, start="2025-07-23", happening="a", words="They meet on Wednesday."),
            meeting("scheduled", place=ISTANBUL, happening="a", words="The talks will be in Istanbul."),
            meeting("scheduled", agenda=("prisoner_exchange",), happening="a", words="It is about prisoners."),
        )
    )
    assert (found.start, found.place, found.agenda) == ("2025-07-23", ISTANBUL, ("prisoner_exchange",))
    assert len(found.events) == len(found.evidence) == 3


@pytest.mark.parametrize(
    "other",
    [{"start": "2025-07-02"}, {"round": 2}, {"kind": "call"}, {"source": (SUDAN, RSF), "target": (SUDAN, RSF)}],
)
def test_another_day_round_form_or_pair_is_another_meeting_even_against_the_reader(other: dict[str, Any]) -> None:
    first = meeting("held", *PAIR, start="2025-07-20", place=ISTANBUL, round=3, happening="a", words="First words.")
    second = meeting("held", *PAIR, happening="a", words="Second words.")
    text = "First words. Second words."
    assert len(of(told("2025-07-21", text, first, {**second, **other}))) == 2
    assert len(of(told("2025-07-21", text, first, second))) == 1


def test_a_meeting_goes_through_its_life_as_reports_come_in() -> None:
    reports = [
        told("2025-07-01", "Ukraine proposed talks.", meeting("proposed", *PAIR)),
        told("2025-07-05", "They will meet in Doha.", meeting("scheduled", *PAIR, start="2025-07-20", place=DOHA)),
        told("2025-07-20", "They are meeting.", meeting("under_way", *PAIR, place=DOHA)),
        told("2025-07-22", "The talks ended.", meeting("held", *PAIR, definite=True)),
    ]
    lives = [one(*reports[: n + 1]) for n in range(4)]
    assert [life.status for life in lives] == ["proposed", "announced", "under_way", "held"]
    assert [life.start for life in lives] == [None, "2025-07-20", "2025-07-20", "2025-07-20"]


def test_talks_told_as_going_on_and_later_as_over_are_one_with_both_days() -> None:
    found = one(
        told(
            "2024-03-05", "Envoys have met since Saturday.", meeting("under_way", *PAIR, start="2024-03-02", place=DOHA)
        ),
        told("2024-03-20", "It ended without a deal.", meeting("failed", *PAIR, start="2024-03-19", place=DOHA)),
    )
    assert (found.start, found.end, found.status) == ("2024-03-02", "2024-03-19", "failed")


def test_a_meeting_put_off_is_postponed_and_held_on_its_new_day_it_is_the_same() -> None:
    reports = [
        told("2025-07-01", "They meet on the 10th.", meeting("scheduled", *PAIR, start="2025-07-10", place=DOHA)),
        told("2025-07-09", "The meeting is put off.", meeting("postponed", *PAIR, start="2025-07-10", definite=True)),
        told("2025-07-13", "They met on Saturday.", meeting("held", *PAIR, start="2025-07-12", place=DOHA)),
    ]
    assert one(*reports[:2]).status == "postponed"
    held = one(*reports)
    assert (held.status, held.start, held.end) == ("held", "2025-07-12", None)


def test_a_moved_venue_is_the_same_meeting_at_its_new_place() -> None:
    found = one(
        told("2025-07-01", "They meet in Doha.", meeting("scheduled", *PAIR, start="2025-07-10", place=DOHA)),
        told(
            "2025-07-05", "They will meet in Istanbul.", meeting("scheduled", *PAIR, start="2025-07-10", place=ISTANBUL)
        ),
    )
    assert found.place == ISTANBUL


def test_a_cancelled_meeting_stays_cancelled_until_it_is_told_as_held() -> None:
    reports = [
        told("2025-07-01", "They meet in Doha.", meeting("scheduled", *PAIR, start="2025-07-10", place=DOHA)),
        told("2025-07-05", "It is off.", meeting("cancelled", *PAIR, start="2025-07-10", definite=True)),
        told("2025-07-06", "The plan was to meet.", meeting("proposed", *PAIR, definite=True)),
        told("2025-07-11", "They met after all.", meeting("held", *PAIR, start="2025-07-10", place=DOHA)),
    ]
    assert one(*reports[:2]).status == one(*reports[:3]).status == "cancelled"
    assert one(*reports).status == "held"


def test_a_second_round_told_as_ahead_is_not_the_one_that_was_held() -> None:
    first, second = of(
        told(
            "2024-05-16",
            "They met on Thursday. They agreed to resume.",
            meeting("held", *PAIR, start="2024-05-16", place=DOHA, words="They met on Thursday."),
            meeting("scheduled", *PAIR, words="They agreed to resume."),
        ),
        told(
            "2024-05-28",
            "A second round was proposed for June 3.",
            meeting("proposed", *PAIR, start="2024-06-03", place=DOHA, round=2, distinct=True),
        ),
    )
    assert (first.status, first.start) == ("held", "2024-05-16")
    assert (second.status, second.start, second.round) == ("proposed", "2024-06-03", 2)


def test_an_undated_mention_joins_the_meeting_that_it_can_mean() -> None:
    found = of(
        told("2025-07-01", "They met in June.", meeting("held", *PAIR, start="2025-06-02", place=DOHA)),
        told("2025-07-05", "They will meet.", meeting("scheduled", *PAIR, start="2025-07-20", place=ISTANBUL)),
        told("2025-07-07", "Both prepare for the talks.", meeting("scheduled", *PAIR, definite=True)),
        told("2025-07-21", "They met.", meeting("held", *PAIR)),
    )
    assert [(life.start, life.status, len(life.events)) for life in found] == [
        ("2025-06-02", "held", 1),
        ("2025-07-20", "held", 3),
    ]


def test_held_before_its_day_is_a_plan() -> None:
    assert one(told("2025-07-01", "They meet.", meeting("held", *PAIR, start="2025-07-10"))).status == "announced"


def test_an_end_never_lies_before_the_start() -> None:
    found = one(told("2025-07-01", "They met.", meeting("held", *PAIR, start="2025-06-10", end="2025-06-02")))
    assert (found.start, found.end) == ("2025-06-10", None)


def test_a_limit_of_talks_without_a_day_is_their_end() -> None:
    found = one(told("2025-07-01", "They will meet before long.", meeting("scheduled", *PAIR, end="2025-12-31")))
    assert (found.start, found.end) == (None, "2025-12-31")


@pytest.mark.parametrize("state", ["denied", "hypothetical"])
def test_what_is_only_denied_or_supposed_is_no_meeting(state: str) -> None:
    assert of(told("2025-07-01", "Perhaps.", meeting(state, *PAIR))) == ()


def test_one_party_alone_meets_nobody() -> None:
    assert of(told("2025-07-01", "It held talks.", meeting("held", UKRAINE))) == ()
    assert of(told("2025-07-01", "It held talks.", meeting("held", UKRAINE, place=DOHA))) == ()
    assert of(told("2025-07-01", "There were talks.", meeting("held"))) == ()


def test_a_meeting_whose_parties_are_not_named_is_known_by_its_setting() -> None:
    found = one(told("2025-07-01", "Talks will be held in Doha.", meeting("scheduled", place=DOHA)))
    assert (found.parties, found.status, found.place) == ((), "announced", DOHA)


def test_who_only_mediates_is_no_party() -> None:
    found = one(told("2025-07-01", "They met.", meeting("held", *PAIR, QATAR, mediators=(QATAR,))))
    assert ([a.key for a in found.parties], [a.key for a in found.mediators]) == (["UKR", "RUS"], ["QAT"])


def test_the_state_of_the_place_is_host_unless_another_hosts() -> None:
    bare = one(told("2025-07-01", "They met.", meeting("held", *PAIR, place=ISTANBUL)))
    hosted = one(told("2025-07-01", "They met.", meeting("held", *PAIR, place=ISTANBUL, host=UN)))
    assert bare.host is not None
    assert (bare.host.key, hosted.host) == ("TUR", UN)


def planned(*words: dict[str, Any]) -> Meeting:
    talks = meeting("scheduled", *PAIR, place=ISTANBUL, happening="a")
    return one(told("2025-07-01", "They say they meet.", talks, *({**said, "happening": "a"} for said in words)))


def test_a_meeting_is_confirmed_once_all_parties_or_the_host_and_one_say_so() -> None:
    assert planned(word("announced", UKRAINE)).status == "announced"
    assert planned(word("announced", UKRAINE), word("confirmed", RUSSIA)).status == "confirmed"
    assert planned(word("announced", UKRAINE), word("confirmed", TURKIYE)).status == "confirmed"
    assert planned(word("announced", UKRAINE), word("confirmed", QATAR)).status == "announced"


def test_who_declines_stays_a_party_until_it_was_held_without_him() -> None:
    three = (*PAIR, STATES)
    plan = told(
        "2025-07-01",
        "Three are to meet, one will not come.",
        meeting("scheduled", *three, start="2025-07-10", happening="a"),
        word("declined", STATES, happening="a"),
    )
    after = told("2025-07-11", "They met.", meeting("held", *PAIR, start="2025-07-10"))
    assert [actor.key for actor in one(plan).parties] == ["UKR", "RUS", "USA"]
    assert [actor.key for actor in one(plan, after).parties] == ["UKR", "RUS"]


def test_a_denial_stands_beside_what_it_denies_and_changes_no_status() -> None:
    kremlin = Speaker(speaker=RUSSIA, verb="deny", direct=False)
    found = one(
        told("2025-07-01", "They met, Kyiv said.", meeting("held", *PAIR, start="2025-06-30")),
        told("2025-07-02", "No talks took place.", meeting("denied", *PAIR, start="2025-06-30", attribution=kremlin)),
    )
    assert found.status == "held"
    assert [(one.actor.key, one.stance) for one in found.stances] == [("RUS", "denied")]


def test_what_the_reader_is_not_sure_of_moves_no_status_and_marks_an_entry_that_rests_on_it() -> None:
    plan = told("2025-07-01", "They will meet.", meeting("scheduled", *PAIR, start="2025-07-10"))
    doubt = (Certainty(field="state", probability=0.3),)
    vague = told(
        "2025-07-11",
        "Held or not held; they will meet.",
        meeting("held", *PAIR, start="2025-07-10", certainty=doubt, happening="a", words="Held or not held;"),
        meeting("scheduled", *PAIR, start="2025-07-10", happening="a", words="they will meet."),
    )
    assert one(plan, vague).status == "announced"
    unsure = one(told("2025-07-01", "They met.", meeting("held", *PAIR, confidence=0.2)))
    assert (unsure.confidence, unsure.uncertain) == (0.2, True)


def test_a_wide_place_gives_way_to_the_city_in_it() -> None:
    found = one(
        told("2025-07-01", "They met.", meeting("held", *PAIR, start="2025-06-30", place=QATAR_AS_PLACE)),
        told("2025-07-02", "They met.", meeting("held", *PAIR, start="2025-06-30", place=DOHA)),
    )
    assert found.place == DOHA


def test_talks_of_which_nothing_was_heard_for_long_are_not_told_as_going_on() -> None:
    reports = happenings(told("2025-07-01", "They are meeting.", meeting("under_way", *PAIR, place=DOHA)))
    states = [meetings_of(reports, as_of=day)[0].status for day in ("2025-07-20", "2025-12-01")]
    assert states == ["under_way", "held"]
