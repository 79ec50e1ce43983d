"""Agreements over time: one entry for one text or truce, and what has become of it."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import ISTANBUL, QATAR, RSF, RUSSIA, STATES, SUDAN, UKRAINE, deal, happenings, told

from dragoman.process.agreements import agreements_of
from dragoman.process.dossier import Agreement

PAIR = (SUDAN, RSF)
SIGNED = deal("signed", *PAIR, start="2025-05-20", place=ISTANBUL, issues=("humanitarian_access",))


def of(*reports: Any) -> tuple[Agreement, ...]:
    return agreements_of(happenings(*reports))


def one(*reports: Any) -> Agreement:
    (found,) = of(*reports)
    return found


def test_an_agreement_goes_through_its_life_as_reports_come_in() -> None:
    reports = [
        told("2025-05-10", "A truce is proposed.", deal("proposed", *PAIR)),
        told("2025-05-21", "They signed on Tuesday.", SIGNED),
        told("2025-05-23", "The truce holds.", deal("in_force", *PAIR, definite=True)),
        told("2025-05-30", "The truce was broken.", deal("violated", *PAIR, definite=True)),
    ]
    lives = [one(*reports[: n + 1]) for n in range(4)]
    assert [life.status for life in lives] == ["proposed", "signed", "in_force", "violated"]
    assert (lives[-1].date, lives[-1].place) == ("2025-05-20", ISTANBUL)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "roadmap", "start": None},
        {"start": "2025-03-01"},
        {"source": (UKRAINE, RUSSIA), "target": (UKRAINE, RUSSIA)},
    ],
)
def test_another_kind_day_or_pair_is_another_agreement(other: dict[str, Any]) -> None:
    assert (
        len(of(told("2025-05-21", "They signed.", SIGNED), told("2025-05-22", "News of it.", {**SIGNED, **other}))) == 2
    )


def test_a_pause_has_ended_when_its_term_is_over_unless_it_was_prolonged() -> None:
    week = told("2025-05-21", "A week's pause began.", deal("in_force", *PAIR, start="2025-05-21", end="2025-05-28"))
    longer = told("2025-05-27", "It was prolonged.", deal("agreed", *PAIR, kind="extension", end="2025-06-04"))
    states = [
        agreements_of(happenings(*reports), as_of=day)[0].status
        for reports, day in (((week,), "2025-05-28"), ((week,), "2025-05-29"), ((week, longer), "2025-05-29"))
    ]
    assert states == ["in_force", "ended", "in_force"]


def test_a_proposal_after_a_deal_is_another_one() -> None:
    again = told("2025-06-20", "A new truce is proposed.", deal("proposed", *PAIR, distinct=True))
    assert [found.status for found in of(told("2025-05-21", "They signed.", SIGNED), again)] == ["signed", "proposed"]


def test_a_charge_of_breach_changes_no_status_and_says_whose_it_is() -> None:
    charge = deal("alleged_violated", *PAIR, definite=True, alleged_by=(RSF,))
    both = one(told("2025-05-21", "They signed.", SIGNED), told("2025-05-25", "It was broken, one said.", charge))
    assert (both.status, both.alleged_by) == ("signed", ())
    alone = one(told("2025-05-25", "It was broken, one said.", charge))
    assert (alone.status, alone.alleged_by) == ("agreed", (RSF,))


@pytest.mark.parametrize("state", ["denied", "hypothetical"])
def test_what_is_only_denied_or_supposed_is_no_agreement(state: str) -> None:
    assert of(told("2025-05-21", "Words.", deal(state, *PAIR))) == ()


def test_a_proposal_needs_two_parties_and_a_truce_declared_needs_one() -> None:
    assert of(told("2025-05-21", "Words.", deal("proposed", SUDAN))) == ()
    assert [actor.key for actor in one(told("2025-05-21", "Words.", deal("in_force", SUDAN))).parties] == ["SDN"]


def test_a_pause_is_about_the_ceasefire_and_who_mediates_is_no_party() -> None:
    found = one(told("2025-05-21", "Words.", {**SIGNED, "mediators": (STATES, QATAR)}))
    assert found.issues == ("ceasefire", "humanitarian_access")
    assert [actor.key for actor in found.mediators] == ["USA", "QAT"]
