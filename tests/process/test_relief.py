"""Humanitarian steps and attacks beyond their tolls: which mentions are one, what is too little to tell."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import CIVILIANS, ISTANBUL, RUSSIA, UKRAINE, UN, a_document, an_event

from dragoman.process.humanitarian import humanitarian_of
from dragoman.process.violence import violence_of
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Count, PlaceValue

WORDS = ("One word.", "Two words.", "Three words.")
DOCUMENT = a_document(" ".join(WORDS), "2025-07-21")
KHARKIV = PlaceValue(name="Kharkiv", country="UKR", precision="city", country_name="Ukraine")


def persons(number: int) -> Quantities:
    return Quantities(persons=Count(min=number, max=number))


def a_step(number: int = 0, **fields: Any) -> Event:
    plain = {
        "frame": "humanitarian", "kind": "prisoner_exchange", "type": "COOPERATE", "source": (RUSSIA, UKRAINE),
        "target": (RUSSIA, UKRAINE), "quad": "material_cooperation",
    }  # fmt: skip
    return an_event(DOCUMENT, WORDS[number], **{**plain, **fields})


@pytest.mark.parametrize(
    ("status", "told"),
    [("happened", "done"), ("ongoing", "under_way"), ("scheduled", "agreed"), ("promised", "agreed"),
     ("demanded", "proposed"), ("hypothetical", "proposed")],
)  # fmt: skip
def test_how_far_a_step_has_come(status: str, told: str) -> None:
    (entry,) = humanitarian_of([a_step(status=status)])
    assert entry.status == told


@pytest.mark.parametrize("fields", [{"status": "negated"}, {"status": "denied"}, {"kind": None}, {"frame": "other"}])
def test_what_did_not_happen_is_no_step(fields: dict[str, Any]) -> None:
    assert humanitarian_of([a_step(**fields)]) == ()


def test_a_step_told_twice_is_one_that_has_come_as_far_as_either_tells() -> None:
    plan, deed = a_step(0, status="scheduled", start="2025-07"), a_step(1, start="2025-07-20", quantities=persons(90))
    for order in ([plan, deed], [deed, plan]):
        (entry,) = humanitarian_of(order)
        assert (entry.status, entry.count, entry.date) == ("done", 90, "2025-07-20")
        assert len(entry.evidence) == 2


@pytest.mark.parametrize("other", [{"kind": "release"}, {"quantities": persons(12)}, {"start": "2025-05-01"}])
def test_another_kind_number_or_day_is_another_step(other: dict[str, Any]) -> None:
    first = a_step(0, start="2025-07-20", quantities=persons(90))
    assert len(humanitarian_of([first, a_step(1, **other)])) == 2


def test_civilians_are_no_party_to_a_step() -> None:
    (entry,) = humanitarian_of([a_step(kind="evacuation", source=(UN,), target=(CIVILIANS,))])
    assert [p.name for p in entry.parties] == ["UN"]


def test_a_mere_mention_is_no_step() -> None:
    assert humanitarian_of([a_step(coder="test humanitarian.exchange.noun")]) == ()
    assert len(humanitarian_of([a_step(coder="test humanitarian.exchange.noun", quantities=persons(9))])) == 1


def test_displacement_needs_a_number_and_a_corridor_needs_nobody() -> None:
    nobody: dict[str, Any] = {"source": (), "target": ()}
    assert humanitarian_of([a_step(kind="displacement")]) == ()
    fled = Quantities(displaced=Count(min=4000, max=4000), persons=Count(min=3, max=3))
    (entry,) = humanitarian_of([a_step(kind="displacement", quantities=fled)])
    assert entry.count == 4000
    assert len(humanitarian_of([a_step(kind="corridor", **nobody)])) == 1
    assert humanitarian_of([a_step(kind="release", **nobody)]) == ()


def an_attack(number: int = 0, **fields: Any) -> Event:
    plain = {
        "frame": "violence", "type": "ASSAULT", "kind": "airstrike", "quad": "material_conflict", "source": (RUSSIA,),
        "place": KHARKIV, "start": "2025-07-20",
    }  # fmt: skip
    return an_event(DOCUMENT, WORDS[number], **{**plain, **fields})


def test_an_attack_told_twice_is_one() -> None:
    (entry,) = violence_of([an_attack(0), an_attack(1, target=(CIVILIANS,))])
    assert len(entry.evidence) == 2
    assert [a.name for a in entry.against] == ["civilians"]


@pytest.mark.parametrize(
    "other", [{"place": ISTANBUL}, {"start": "2025-07-10"}, {"source": (UKRAINE,)}, {"kind": "abduction"}]
)
def test_another_place_day_author_or_kind_is_another_attack(other: dict[str, Any]) -> None:
    assert len(violence_of([an_attack(0), an_attack(1, **other)])) == 2


@pytest.mark.parametrize("status", ["scheduled", "threatened", "hypothetical", "negated", "conditional"])
def test_an_attack_that_has_not_happened_is_none(status: str) -> None:
    assert violence_of([an_attack(status=status)]) == ()


def test_an_attack_by_nobody_on_nobody_nowhere_is_none() -> None:
    assert violence_of([an_attack(source=(), place=None)]) == ()
    assert len(violence_of([an_attack(source=())])) == 1


def test_a_siege_needs_a_place_or_an_author() -> None:
    siege: dict[str, Any] = {"kind": "siege", "source": (), "target": (CIVILIANS,)}
    assert violence_of([an_attack(**siege, place=None)]) == ()
    assert len(violence_of([an_attack(**siege)])) == 1


def test_only_those_taken_are_captured() -> None:
    taken = Quantities(captured=Count(min=4, max=4))
    (abduction,) = violence_of([an_attack(kind="abduction", quantities=taken)])
    (strike,) = violence_of([an_attack(quantities=taken)])
    assert abduction.captured == Count(min=4, max=4)
    assert strike.captured is None
