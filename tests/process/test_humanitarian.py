"""Humanitarian steps: one entry for one exchange, release, delivery or displacement."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import CIVILIANS, HOUTHIS, RUSSIA, UKRAINE, happenings, told

from dragoman.process.dossier import Humanitarian
from dragoman.process.humanitarian import humanitarian_of
from dragoman.records.event import Quantities
from dragoman.records.values import Actor, Count


def step(state: str, *parties: Actor, count: int | None = None, **fields: Any) -> dict[str, Any]:
    numbers = Quantities(persons=Count(min=count, max=count)) if count is not None else None
    return {
        "frame": "humanitarian", "kind": "prisoner_exchange", "state": state, "source": parties[:1],
        "target": parties[1:], "quantities": numbers, **fields,
    }  # fmt: skip


def of(*reports: Any) -> tuple[Humanitarian, ...]:
    return humanitarian_of(happenings(*reports))


def test_a_step_goes_on_as_reports_come_in() -> None:
    reports = [
        told("2025-07-01", "They agreed.", step("agreed", UKRAINE, RUSSIA)),
        told("2025-07-03", "It began.", step("under_way", UKRAINE, RUSSIA, count=300, start="2025-07-03")),
        told("2025-07-04", "It is done.", step("done", UKRAINE, RUSSIA, count=300, start="2025-07-03")),
    ]
    (found,) = of(*reports)
    assert (found.status, found.count, found.date) == ("done", 300, "2025-07-03")
    assert [actor.key for actor in found.parties] == ["UKR", "RUS"]


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "displacement"},
        {"quantities": Quantities(persons=Count(min=90, max=90))},
        {"start": "2025-06-01"},
        {"source": (HOUTHIS,)},
    ],
)
def test_another_kind_number_day_or_party_is_another_step(other: dict[str, Any]) -> None:
    first = step("done", RUSSIA, count=300, start="2025-07-03")
    assert len(of(told("2025-07-04", "One.", first), told("2025-07-04", "Two.", {**first, **other}))) == 2


def test_what_is_denied_is_no_step() -> None:
    assert of(told("2025-07-04", "No.", step("denied", UKRAINE, RUSSIA))) == ()


def test_displacement_needs_a_number_a_corridor_needs_nobody_and_civilians_are_no_party() -> None:
    assert of(told("2025-07-04", "They fled.", step("done", CIVILIANS, kind="displacement"))) == ()
    (moved,) = of(told("2025-07-04", "They fled.", step("done", CIVILIANS, kind="displacement", count=9000)))
    assert (moved.parties, moved.count) == ((), 9000)
    assert len(of(told("2025-07-04", "A corridor.", step("agreed", kind="corridor")))) == 1
