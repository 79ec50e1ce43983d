"""Triage: texts on other matters that use the words of conflict are left unread, conflict and diplomacy never."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.triage import may_hold_event, relevance

WANTED = [
    "Rebels shelled an army post near the border on Sunday, killing six soldiers, the defence ministry said.",
    "The foreign ministers of the two countries met in Oslo for a third round of peace talks.",
    "The United States imposed sanctions on three Iranian banks, and their shares fell by 4 percent.",
    "Beijing answered the new tariffs on its steel with duties of its own; the trade war unsettled markets.",
    "A suicide bomber killed eleven people outside a mosque in Peshawar.",
    "The two armies exchanged 95 prisoners of war each under a deal mediated by Qatar.",
    "M23 has asked for another meeting.",
    "Dhlakama will see the bishops again on Sunday.",
    "IGAD said that the two men would come to Djibouti in spring.",
    "Chad and Niger put off their meeting to May.",
]
OTHER = [
    "The striker fired a late winner as the visitors survived a siege of their goal in the cup final.",
    "The retailer's hostile bid collapsed after its rival's shareholders won a truce over the merger terms.",
    "The jury rejected the company's claim that its patent had been attacked by a competitor.",
    "The film's heroine leads an army of critics to war; the director calls the novel a bomb.",
    "The hurricane killed 12 people and forced the evacuation of the coast, forecasters said.",
    "The new browser fends off attacks by hackers, the software company's researchers said.",
    "Mali and Niger meet in the second semi-final in Doha; both coaches have a striker out.",
    "The board put off the meeting of shareholders to January, and its chairman is to meet the bank's creditors.",
]


@pytest.mark.parametrize("text", WANTED)
def test_conflict_and_diplomacy_are_read(text: str) -> None:
    assert relevance(text).relevant
    assert may_hold_event(text)


@pytest.mark.parametrize("text", OTHER)
def test_other_matters_are_left(text: str) -> None:
    assert not relevance(text).relevant


def test_reasons_name_words_and_topics() -> None:
    found = relevance(OTHER[0])
    assert found.topic == "sport"
    assert any(reason.startswith("sport: ") for reason in found.reasons)
    assert 0 <= found.score <= 1


def test_a_plain_sentence_keeps_a_text_on_something_else() -> None:
    match = "The midfielder scored twice in the second half and the goalkeeper saved a penalty. " * 3
    match += "The striker's header won the cup final for the club, whose coach praised the league's best defender. "
    visit = "Their foreign ministers signed a treaty on the border at the embassy."
    found = relevance(match + visit)
    assert found.relevant
    assert found.mixed
    assert may_hold_event(visit, mixed=True)
    assert not may_hold_event("The striker killed the game with a late goal.", mixed=True)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert 0 <= relevance(text).score <= 1
    may_hold_event(text, mixed=True)


def test_hostile_lengths_end() -> None:
    assert relevance("a-" * 20_000).score == 0.5
    assert relevance("war " * 20_000).relevant
