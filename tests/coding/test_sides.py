"""The sides of a document: who is named most, which two face each other, of whom a text speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dragoman.coding.sides import HEADLINE, NEAR_TOKENS, SAME_SAYING, Seen, Sides
from dragoman.knowledge.conflicts import Conflict
from dragoman.knowledge.load import Knowledge
from dragoman.records.values import Actor


def state(name: str, country: str, person: str | None = None) -> Actor:
    return Actor(name=name, country=country, sectors=("GOV",), person=person, id=f"state:{country}")


SUDAN, EGYPT, CHAD = state("Sudan", "SDN"), state("Egypt", "EGY"), state("Chad", "TCD")
# Two groups of our own, of which no known conflict speaks.
RED = Actor(name="Red Front", country="SDN", sectors=("REB",), id="group:red-front")
BLUE = Actor(name="Blue Front", country="SDN", sectors=("REB",), id="group:blue-front")
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
    note(sides, RED, BLUE, SUDAN, BLUE)
    facing = sides.counterpart(RED)
    assert facing is not None and (facing.country, facing.sectors) == ("SDN", ("GOV",))
    assert sides.counterpart(SUDAN) == BLUE


def test_a_state_without_rebels_of_its_own_has_no_counterpart(sides: Sides) -> None:
    note(sides, RED, EGYPT)
    assert sides.counterpart(EGYPT) is None


def pairs(sides: Sides, *indices: int) -> list[str]:
    """Who the main pair is once Egypt and Chad are named together at these tokens, after rebels and their state."""
    note(sides, RED, RED, SUDAN)
    for index in indices:
        sides.note_pair(index, [EGYPT, CHAD])
    return names(sides.main_pair())


def test_a_pair_told_once_comes_after_the_rebels_and_their_state_and_one_told_twice_before(sides: Sides) -> None:
    assert pairs(sides, HEADLINE) == ["Sudan", "Red Front"]
    assert pairs(sides, HEADLINE + SAME_SAYING) == ["Egypt", "Chad"]


def test_a_pair_named_twice_in_one_breath_is_told_once(sides: Sides) -> None:
    assert pairs(sides, HEADLINE, HEADLINE + SAME_SAYING - 1) == ["Sudan", "Red Front"]


def test_a_pair_in_the_headline_is_that_of_the_text(sides: Sides) -> None:
    assert pairs(sides, HEADLINE - 1) == ["Egypt", "Chad"]


def test_without_rebels_the_first_pair_is_the_main_one_else_the_two_states_named_most(sides: Sides) -> None:
    note(sides, CHAD, EGYPT, SUDAN, SUDAN, EGYPT)
    assert set(names(sides.main_pair())) == {"Sudan", "Egypt"}
    sides.note_pair(7, [CHAD, SUDAN])
    assert names(sides.main_pair()) == ["Chad", "Sudan"]


@pytest.fixture
def at_war(knowledge: Knowledge) -> Callable[[date], Sides]:
    """Sides of a text of a day, where Egypt fought the Red Front until 2020."""
    war = Conflict(
        id="process:x",
        name="War",
        sides=(frozenset({"group:red-front"}), frozenset({"state:EGY"})),
        mediators=frozenset(),
        names=(),
        first=date(2010, 1, 1).toordinal(),
        end=date(2020, 1, 1).toordinal(),
    )
    return lambda day: Sides(replace(knowledge, conflicts={war.id: war}), on=day)


def test_in_a_known_conflict_a_group_faces_who_stands_against_it(at_war: Callable[[date], Sides]) -> None:
    sides = at_war(date(2015, 1, 1))
    assert sides.foe(RED) is None  # the text does not name Egypt
    note(sides, RED, EGYPT)
    assert sides.counterpart(RED) == EGYPT
    assert sides.counterpart(EGYPT) == RED
    assert names(sides.main_pair()) == ["Egypt", "Red Front"]
    government = sides.main_state(0)
    assert government is not None and government.country == "EGY"


def test_a_conflict_that_is_over_makes_no_foes(at_war: Callable[[date], Sides]) -> None:
    sides = at_war(date(2021, 1, 1))
    note(sides, RED, EGYPT)
    assert sides.foe(RED) is None
    assert names(sides.main_pair()) == ["Sudan", "Red Front"]


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
    sides.find_centre([SUDAN, RED, EGYPT, CHAD, state("Kenya", "KEN")])
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
    note(sides, RED)
    of_rebels = sides.main_state(2)
    assert of_rebels is not None and of_rebels.country == "SDN"


def test_a_mention_by_description_is_salient_but_does_not_count(sides: Sides) -> None:
    note(sides, RED, BLUE, BLUE)
    sides.note_described([Seen(5, RED, subject=False), Seen(4, RED, subject=False), Seen(6, RED, subject=False)])
    assert sides.counterpart(SUDAN) == BLUE
    assert sides.last(9, lambda a: True) == RED


def test_who_is_noted_is_remembered_without_the_person(sides: Sides) -> None:
    note(sides, state("Egypt", "EGY", "Nadia Samir"))
    assert sides.by_key["EGY"].person is None
    assert sides.countries() == {"EGY"}


def test_the_last_wanted_actor_before_a_token(sides: Sides) -> None:
    note(sides, SUDAN, RED, EGYPT)
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
    assert salient(sides, (2, CHAD, False), (4, EGYPT, False), (5, RED, True), before=12, sentence=10) == EGYPT


def test_nobody_wanted_is_nobody_meant(sides: Sides) -> None:
    assert salient(sides, (2, RED, True), before=12, sentence=10) is None
