"""Attacks and humanitarian steps: which reports are of one, whose tolls they carry, what was denied or failed."""

from __future__ import annotations

from typing import Any

from process_world import RUSSIA, SUDAN, UKRAINE, UN, a_document, an_event

from dragoman.process.humanitarian import humanitarian_of
from dragoman.process.violence import violence_of
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Actor, Count, PlaceValue, Speaker

TEXT = "Troops attack camps. The army counts 37 dead. The rebels count one. A blast follows."
DOCUMENT = a_document(TEXT, "2025-07-21")
REBELS = Actor(name="RSF", country="SDN", sectors=("REB",), id="group:rsf")
KHARKIV = PlaceValue(name="Kharkiv", country="UKR", precision="city", country_name="Ukraine")


def an_attack(words: str, **fields: Any) -> Event:
    plain = {"frame": "violence", "type": "ASSAULT", "kind": "ground_assault", "quad": "material_conflict"}
    return an_event(DOCUMENT, words, **{**plain, **fields})


def killed(low: int | None, high: int | None) -> Quantities:
    return Quantities(killed=Count(min=low, max=high))


def said_by(actor: Actor | None, verb: str = "say") -> Speaker:
    return Speaker(speaker=actor, verb=verb, direct=False)


def test_rival_tolls_of_one_attack_are_one_entry() -> None:
    attack = an_attack("Troops attack camps.", source=(SUDAN,), target=(REBELS,))
    one = an_attack("The army counts 37 dead.", kind="other", quantities=killed(37, 37), attribution=said_by(SUDAN))
    other = an_attack(
        "The rebels count one.", kind="other", source=(REBELS,), quantities=killed(1, 1), coder="test x.losses"
    )
    (entry,) = violence_of([attack, one, other])
    assert entry.killed == Count(min=1, max=37)
    assert {a.name for a in entry.reported_by} == {"Sudan", "RSF"}
    assert [a.name for a in entry.by or ()] == ["Sudan"]


def test_two_tolls_in_one_voice_are_two_attacks() -> None:
    one = an_attack("Troops attack camps.", source=(RUSSIA,), place=KHARKIV, quantities=killed(3, 3))
    other = an_attack("A blast follows.", source=(RUSSIA,), place=KHARKIV, quantities=killed(5, 5))
    assert len(violence_of([one, other])) == 2


def test_what_one_side_denies_stays_told_by_the_other() -> None:
    told = an_attack(
        "Troops attack camps.",
        status="denied",
        source=(RUSSIA,),
        target=(UKRAINE,),
        quantities=killed(12, 12),
        attribution=said_by(UKRAINE),
    )
    denied = told.model_copy(update={"attribution": said_by(RUSSIA, "deny")})
    assert len(violence_of([told])) == 1
    assert violence_of([denied]) == ()


def test_dozens_give_no_number() -> None:
    (entry,) = violence_of([an_attack("Troops attack camps.", source=(RUSSIA,), quantities=killed(None, None))])
    assert entry.killed is None


def a_step(words: str, **fields: Any) -> Event:
    plain = {"frame": "humanitarian", "type": "COOPERATE", "kind": "evacuation", "quad": "material_cooperation"}
    return an_event(DOCUMENT, words, **{**plain, **fields})


def test_a_step_called_off_has_failed() -> None:
    event = a_step("A blast follows.", act="failed", source=(UN,), type="REJECT")
    (entry,) = humanitarian_of([event])
    assert entry.status == "failed"


def test_a_condition_without_a_number_is_no_step() -> None:
    assert humanitarian_of([a_step("A blast follows.", status="conditional", source=(UN,))]) == ()
