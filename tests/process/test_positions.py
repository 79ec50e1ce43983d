"""Positions: what each actor says of each issue, the last word first, the earlier ones kept."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import CIVILIANS, PESKOV, RUSSIA, UKRAINE, a_document, an_event

from dragoman.process.positions import positions_of
from dragoman.records.event import Event
from dragoman.records.values import Actor

WORDS = ("One word.", "Two words.")
FIRST, SECOND = a_document(" ".join(WORDS), "2025-07-21"), a_document(" ".join(WORDS) + " ", "2025-07-25")


def said(document: Any = FIRST, number: int = 0, **fields: Any) -> Event:
    plain = {"frame": "position", "stance": "supports", "source": (RUSSIA,), "issues": ("ceasefire",)}
    return an_event(document, WORDS[number], **{**plain, **fields})


@pytest.mark.parametrize(
    ("fields", "stance"),
    [
        ({}, "supports"),
        ({"status": "negated"}, "opposes"),
        ({"status": "negated", "stance": "opposes"}, "supports"),
        ({"status": "negated", "stance": "refuses"}, "refuses"),
        ({"condition": "if they leave"}, "conditional"),
        ({"condition": "if they leave", "stance": "demands"}, "demands"),
    ],
)
def test_a_stance_is_turned_by_its_negation_and_its_condition(fields: dict[str, Any], stance: str) -> None:
    (entry,) = positions_of([said(**fields)])
    assert entry.stance == stance


@pytest.mark.parametrize("fields", [{"status": "denied"}, {"stance": None}, {"issues": ()}, {"frame": "other"}])
def test_what_is_denied_or_of_no_issue_is_no_position(fields: dict[str, Any]) -> None:
    assert positions_of([said(**fields)]) == ()


def test_doubt_without_an_issue_is_doubt_about_the_settlement() -> None:
    (entry,) = positions_of([said(stance="sceptical", issues=())])
    assert entry.issue == "settlement"


def test_a_particular_issue_goes_before_the_settlement_as_a_whole() -> None:
    (entry,) = positions_of([said(issues=("settlement", "hostages"))])
    assert entry.issue == "hostages"


def test_issues_named_together_get_a_position_each() -> None:
    found = positions_of([said(issues=("hostages",), agenda=("hostages", "sanctions"))])
    assert [p.issue for p in found] == ["hostages", "sanctions"]


def test_the_last_word_counts_and_the_earlier_one_is_kept_with_its_day() -> None:
    (entry,) = positions_of([said(), said(SECOND, stance="refuses")])
    assert (entry.stance, entry.date) == ("refuses", "2025-07-25")
    assert entry.earlier == ("2025-07-21 supports",)
    assert len(entry.evidence) == len(entry.events) == 2


def test_the_same_word_again_is_no_change() -> None:
    (entry,) = positions_of([said(), said(SECOND)])
    assert entry.earlier == ()


def test_a_spokesman_speaks_for_his_state() -> None:
    (entry,) = positions_of([said(source=(PESKOV,)), said(SECOND, stance="refuses")])
    assert entry.earlier == ("2025-07-21 supports",)


def test_each_actor_has_a_position_of_his_own() -> None:
    assert len(positions_of([said(source=(RUSSIA, UKRAINE))])) == 2


@pytest.mark.parametrize("speaker", [CIVILIANS, Actor(name="The Daily", country="RUS", sectors=("MED",))])
def test_civilians_and_newspapers_hold_no_position_at_the_table(speaker: Actor) -> None:
    assert positions_of([said(source=(speaker,))]) == ()


@pytest.mark.parametrize(
    ("fields", "stance"),
    [
        ({"kind": "pledge", "condition": "only if they leave"}, "conditional"),
        ({"kind": "pledge", "condition": "when they leave"}, None),
        ({"kind": "threat", "condition": "unless they leave"}, "demands"),
        ({"kind": "threat", "condition": "if they leave"}, None),
        ({"kind": "pledge", "action": "SANCTION", "condition": "until they leave"}, "demands"),
        ({"kind": "deadline", "action": "RETREAT"}, "demands"),
        ({"kind": "deadline", "action": "RETREAT", "act": "expired"}, None),
        ({"kind": "threat", "condition": "unless they leave", "status": "denied"}, None),
    ],
)
def test_a_commitment_implies_what_its_author_wants(fields: dict[str, Any], stance: str | None) -> None:
    found = positions_of([said(frame="commitment", stance=None, **fields)])
    assert [p.stance for p in found] == ([stance] if stance else [])
