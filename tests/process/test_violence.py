"""Violence: one entry for one attack, with all tolls that are told and who tells them."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import ISTANBUL, RUSSIA, SUDAN, UKRAINE, attack, happenings, told

from dragoman.process.dossier import Violence
from dragoman.process.violence import violence_of
from dragoman.records.event import Quantities
from dragoman.records.values import Actor, Count, PlaceValue, Speaker

KHARKIV = PlaceValue(name="Kharkiv", country="UKR", precision="city", country_name="Ukraine")
STRIKE: dict[str, Any] = {"source": (RUSSIA,), "target": (UKRAINE,), "place": KHARKIV, "start": "2025-07-20"}


def killed(low: int, high: int | None = None) -> Quantities:
    return Quantities(killed=Count(min=low, max=high))


def by(actor: Actor) -> Speaker:
    return Speaker(speaker=actor, verb="said", direct=False)


def of(*reports: Any) -> tuple[Violence, ...]:
    return violence_of(happenings(*reports))


def one(*reports: Any) -> Violence:
    (found,) = of(*reports)
    return found


def test_a_title_and_a_body_tell_of_one_attack() -> None:
    text = "Strike on Kharkiv kills 12. Twelve people died when a strike hit Kharkiv on Sunday."
    title, body = text.split(". ", 1)
    found = one(
        told(
            "2025-07-21",
            text,
            attack(place=KHARKIV, quantities=killed(12, 12), words=title),
            attack(**STRIKE, quantities=killed(12, 12), words=body),
        )
    )
    assert (found.killed, len(found.evidence)) == (Count(min=12, max=12), 2)


def test_rival_tolls_of_one_attack_stand_side_by_side() -> None:
    found = one(
        told("2025-07-21", "12 died, Kyiv said.", attack(**STRIKE, quantities=killed(12, 12), attribution=by(UKRAINE))),
        told(
            "2025-07-21", "19 died, Moscow said.", attack(**STRIKE, quantities=killed(19, 19), attribution=by(RUSSIA))
        ),
    )
    assert found.killed == Count(min=12, max=19)
    assert [actor.key for actor in found.reported_by] == ["UKR", "RUS"]


def test_the_toll_of_a_war_is_not_put_on_an_attack() -> None:
    war = attack(kind="other", source=(RUSSIA,), target=(UKRAINE,), start="2022", end="2025", quantities=killed(9000))
    assert (
        len(
            of(
                told("2025-07-21", "A strike.", attack(**STRIKE, quantities=killed(12, 12))),
                told("2025-07-21", "A war.", war),
            )
        )
        == 2
    )


@pytest.mark.parametrize(
    "other", [{"place": ISTANBUL}, {"start": "2025-07-10"}, {"source": (SUDAN,)}, {"kind": "abduction", "start": None}]
)
def test_another_place_day_author_or_kind_is_another_attack(other: dict[str, Any]) -> None:
    assert (
        len(
            of(
                told("2025-07-21", "A strike.", attack(**STRIKE)),
                told("2025-07-22", "It.", attack(**{**STRIKE, **other})),
            )
        )
        == 2
    )


def test_an_accusation_is_told_as_one_until_somebody_reports_it_as_fact() -> None:
    charge = told("2025-07-21", "Kyiv says so.", attack("alleged", **STRIKE, alleged_by=(UKRAINE,)))
    fact = told("2025-07-22", "It was so.", attack(**STRIKE))
    assert one(charge).alleged_by == (UKRAINE,)
    assert one(charge, fact).alleged_by == ()


@pytest.mark.parametrize("state", ["denied", "scheduled", "hypothetical"])
def test_what_nobody_tells_as_done_is_no_attack(state: str) -> None:
    assert of(told("2025-07-21", "Words.", attack(state, **STRIKE))) == ()


@pytest.mark.parametrize("told_of", [{}, {"target": (UKRAINE,)}, {"kind": "other", "source": (RUSSIA,)}])
def test_an_attack_of_which_too_little_is_told_is_none(told_of: dict[str, Any]) -> None:
    assert of(told("2025-07-21", "Fighting.", attack(**told_of))) == ()


def test_civilian_counts_that_differ_are_left_open_and_a_toll_without_number_is_none() -> None:
    first = attack(**STRIKE, quantities=Quantities(killed=Count(min=12, max=12, civilians=4), wounded=Count()))
    second = attack(**STRIKE, quantities=Quantities(killed=Count(min=12, max=12, civilians=9)))
    found = one(told("2025-07-21", "One.", first), told("2025-07-21", "Two.", second))
    assert (found.killed, found.wounded) == (Count(min=12, max=12), None)
