"""Positions: the last word of each actor on each issue, with what was said before."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import CIVILIANS, PESKOV, RUSSIA, UKRAINE, told

from dragoman.process.dossier import Position
from dragoman.process.positions import positions_of
from dragoman.records.values import Actor


def holds(
    stance: str, actor: Actor = RUSSIA, issues: tuple[str, ...] = ("ceasefire",), **fields: Any
) -> dict[str, Any]:
    return {"frame": "position", "stance": stance, "source": (actor,), "issues": issues, **fields}


def of(*reports: Any) -> tuple[Position, ...]:
    return positions_of([event for _, events in reports for event in events])


def test_the_last_word_counts_and_the_earlier_one_is_kept_with_its_day() -> None:
    (found,) = of(told("2025-07-01", "No.", holds("refuses")), told("2025-07-09", "Yes.", holds("supports")))
    assert (found.stance, found.date, found.earlier) == ("supports", "2025-07-09", ("2025-07-01 refuses",))


def test_the_same_word_again_is_no_change_and_has_the_newer_day() -> None:
    (found,) = of(told("2025-07-01", "No.", holds("refuses")), told("2025-07-09", "No, no.", holds("refuses")))
    assert (found.date, found.earlier, len(found.evidence)) == ("2025-07-09", (), 2)


@pytest.mark.parametrize("stance", ["refuses", "supports", "opposes", "offers"])
def test_a_word_under_a_condition_is_conditional(stance: str) -> None:
    (found,) = of(told("2025-07-01", "Only if.", holds(stance, condition="only if")))
    assert found.stance == "conditional"


def test_a_demand_keeps_its_stance_whatever_its_condition() -> None:
    (found,) = of(told("2025-07-01", "Now.", holds("demands", condition="before talks")))
    assert found.stance == "demands"


def test_each_issue_and_each_actor_has_a_position_of_its_own() -> None:
    two = told(
        "2025-07-01", "Both.", holds("demands", issues=("ceasefire", "withdrawal", "other")), holds("offers", UKRAINE)
    )
    assert [(p.actor.key, p.issue) for p in of(two)] == [
        ("RUS", "ceasefire"),
        ("RUS", "withdrawal"),
        ("UKR", "ceasefire"),
    ]


def test_a_spokesman_speaks_for_his_state_and_is_named() -> None:
    (found,) = of(
        told("2025-07-01", "No.", holds("refuses")), told("2025-07-09", "No, he said.", holds("refuses", PESKOV))
    )
    assert found.actor == PESKOV


@pytest.mark.parametrize("speaker", [CIVILIANS, Actor(name="The Daily", sectors=("MED",))])
def test_civilians_and_newspapers_hold_no_position_at_the_table(speaker: Actor) -> None:
    assert of(told("2025-07-01", "No.", holds("refuses", speaker))) == ()
