"""The sides of a document: who is named most, which two face each other, of whom a text speaks."""

from __future__ import annotations

import pytest

from dragoman.coding.sides import NEAR_TOKENS, Seen, Sides
from dragoman.knowledge.load import Knowledge
from dragoman.records.values import Actor


def state(name: str, country: str, person: str | None = None) -> Actor:
    return Actor(name=name, country=country, sectors=("GOV",), person=person, id=f"state:{country}")


SUDAN, EGYPT, CHAD = state("Sudan", "SDN"), state("Egypt", "EGY"), state("Chad", "TCD")
RSF = Actor(name="RSF", country="SDN", sectors=("REB",), id="group:rsf")
SLM = Actor(name="SLM", country="SDN", sectors=("REB",), id="group:slm")
UN = Actor(name="UN", sectors=("IGO",), id="org:un")
CIVILIANS = Actor(name="civilians", country="SDN", sectors=("CVL",))


@pytest.fixture
def sides(knowledge: Knowledge) -> Sides:
    return Sides(knowledge)


def note(sides: Sides, *actors: Actor) -> None:
    for index, actor in enumerate(actors):
        sides.note(Seen(index, actor, subject=False))


def names(actors: tuple[Actor, ...]) -> list[str]:
    return [a.name for a in actors]


def test_rebels_face_their_state_and_the_state_the_rebels_named_most(sides: Sides) -> None:
    note(sides, RSF, SLM, SUDAN, SLM)
    facing = sides.counterpart(RSF)
    assert facing is not None and (facing.country, facing.sectors) == ("SDN", ("GOV",))
    assert sides.counterpart(SUDAN) == SLM


def test_a_state_without_rebels_of_its_own_has_no_counterpart(sides: Sides) -> None:
    note(sides, RSF, EGYPT)
    assert sides.counterpart(EGYPT) is None


def test_a_pair_told_twice_comes_before_the_rebels_and_their_state(sides: Sides) -> None:
    note(sides, RSF, RSF, SUDAN)
    sides.note_pair(3, [EGYPT, CHAD])
    assert names(sides.main_pair()) == ["Sudan", "RSF"]
    sides.note_pair(9, [CHAD, EGYPT])
    assert set(names(sides.main_pair())) == {"Egypt", "Chad"}


def test_without_rebels_the_first_pair_is_the_main_one_else_the_two_states_named_most(sides: Sides) -> None:
    note(sides, CHAD, EGYPT, SUDAN, SUDAN, EGYPT)
    assert set(names(sides.main_pair())) == {"Sudan", "Egypt"}
    sides.note_pair(7, [CHAD, SUDAN])
    assert names(sides.main_pair()) == ["Chad", "Sudan"]


def test_one_state_makes_no_pair(sides: Sides) -> None:
    note(sides, SUDAN, SUDAN)
    assert sides.main_pair() == ()


@pytest.mark.parametrize(
    "parties", [[SUDAN], [SUDAN, UN], [SUDAN, CIVILIANS], [SUDAN, EGYPT, CHAD], [SUDAN, EGYPT, UN]]
)
def test_bodies_of_no_state_and_three_parties_are_no_pair(sides: Sides, parties: list[Actor]) -> None:
    sides.note_pair(4, parties)
    assert sides.pairs_between(0, 100) == []


def test_pairs_are_found_from_one_token_up_to_another(sides: Sides) -> None:
    sides.note_pair(4, [SUDAN, EGYPT])
    assert sides.pairs_between(4, 5) == [(SUDAN, EGYPT)]
    assert sides.pairs_between(0, 4) == sides.pairs_between(5, 9) == []


def test_the_centre_is_a_state_named_twice_with_a_share_of_four_tenths(sides: Sides) -> None:
    sides.find_centre([SUDAN, RSF, EGYPT, CHAD, state("Kenya", "KEN")])
    assert sides.centre == "SDN"


@pytest.mark.parametrize(
    "named", [[SUDAN], [SUDAN, SUDAN, EGYPT, CHAD, state("Kenya", "KEN"), state("Mali", "MLI")], [UN, UN]]
)
def test_a_state_named_once_or_among_many_is_no_centre(sides: Sides, named: list[Actor]) -> None:
    sides.find_centre(named)
    assert sides.centre is None


def test_the_government_is_that_of_the_rebels_else_of_the_state_named_last_before(sides: Sides) -> None:
    note(sides, EGYPT, CHAD)
    last, first = sides.main_state(2), sides.main_state(1)
    assert (last and last.country, first and first.country) == ("TCD", "EGY")
    assert sides.main_state(0) is None
    note(sides, RSF)
    of_rebels = sides.main_state(2)
    assert of_rebels is not None and of_rebels.country == "SDN"


def test_a_mention_by_description_is_salient_but_does_not_count(sides: Sides) -> None:
    note(sides, RSF, SLM, SLM)
    sides.note_described([Seen(5, RSF, subject=False), Seen(4, RSF, subject=False), Seen(6, RSF, subject=False)])
    assert sides.counterpart(SUDAN) == SLM
    assert sides.last(9, lambda a: True) == RSF


def test_who_is_noted_is_remembered_without_the_person(sides: Sides) -> None:
    note(sides, state("Egypt", "EGY", "Nadia Samir"))
    assert sides.by_key["EGY"].person is None
    assert sides.countries() == {"EGY"}


def test_the_last_wanted_actor_before_a_token(sides: Sides) -> None:
    note(sides, SUDAN, RSF, EGYPT)
    assert sides.last(2, lambda a: a.is_state) == SUDAN
    assert sides.last(0, lambda a: True) is None


def salient(sides: Sides, *seen: tuple[int, Actor, bool], before: int, sentence: int) -> Actor | None:
    for index, actor, subject in seen:
        sides.note(Seen(index, actor, subject))
    return sides.salient(before, sentence, lambda a: a.is_state)


def test_a_pronoun_means_the_subject_of_its_sentence_first(sides: Sides) -> None:
    assert salient(sides, (2, CHAD, True), (11, EGYPT, True), (13, SUDAN, False), before=15, sentence=10) == EGYPT


def test_a_pronoun_means_an_earlier_subject_before_an_object_of_its_own_sentence(sides: Sides) -> None:
    assert salient(sides, (2, CHAD, True), (4, SUDAN, False), (13, EGYPT, False), before=15, sentence=10) == CHAD


def test_a_subject_too_far_back_is_forgotten(sides: Sides) -> None:
    far = NEAR_TOKENS + 10
    assert salient(sides, (2, CHAD, True), (far + 1, EGYPT, False), before=far + 4, sentence=far) == EGYPT


def test_without_a_subject_a_pronoun_means_the_last_one_named(sides: Sides) -> None:
    assert salient(sides, (2, CHAD, False), (4, EGYPT, False), (5, RSF, True), before=12, sentence=10) == EGYPT


def test_nobody_wanted_is_nobody_meant(sides: Sides) -> None:
    assert salient(sides, (2, RSF, True), before=12, sentence=10) is None
