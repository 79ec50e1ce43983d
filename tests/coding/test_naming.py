"""The small steps from a name to an actor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dragoman.coding.naming import in_role, is_setting, reads_as_place, sector_of, surnames_of, to_actor
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.phrases import read_noun_phrase
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc

Build = Callable[..., "Doc"]


@pytest.mark.parametrize(("word", "setting"), [("in", True), ("near", True), ("with", False), ("on", False)])
def test_a_name_under_a_word_of_place_only_says_where(sentence: Build, word: str, setting: bool) -> None:
    doc = sentence(
        ["They", "spoke", word, "Chad", "and", "Mali"],
        [1, 1, 1, 2, 3, 3],
        ["nsubj", "ROOT", "prep", "pobj", "cc", "conj"],
    )
    assert is_setting(doc[3]) is setting
    assert is_setting(doc[5]) is setting  # what is coordinated stands in the same place
    assert not is_setting(doc[0])


@pytest.mark.parametrize(
    ("noun", "sector"),
    [("army", "MIL"), ("government", "GOV"), ("parliament", "LEG"), ("police", "COP"), ("cow", None)],
)
def test_a_bare_noun_names_a_sector_of_the_state(noun: str, sector: str | None) -> None:
    assert sector_of(noun) == sector


def test_a_person_is_named_again_by_the_last_word_of_the_name() -> None:
    assert surnames_of(Actor(name="Kenya", country="KEN", person="Ruth Achieng Moi")) == {"Ruth Achieng Moi", "Moi"}


def test_where_the_family_name_comes_first_the_first_word_names_the_person_too() -> None:
    found = surnames_of(Actor(name="China", country="CHN", person="Tan Weiling"))
    assert found == {"Tan Weiling", "Tan", "Weiling"}


def test_a_body_alone_has_no_surname() -> None:
    assert surnames_of(Actor(name="Kenya", country="KEN")) == set()


@pytest.mark.parametrize(
    ("entity", "dep", "place"),
    [("GPE", "pobj", True), ("NORP", "pobj", True), ("PERSON", "pobj", False), ("GPE", "nsubj", False)],
)
def test_a_surname_that_is_also_a_town_is_the_town_unless_it_acts(
    sentence: Build, entity: str, dep: str, place: bool
) -> None:
    doc = sentence(["spoke", "Lincoln"], [0, 0], ["ROOT", dep], ents=["O", f"B-{entity}"])
    assert reads_as_place(doc[1]) is place


def test_an_added_actor_takes_the_sector_of_the_noun_beside_its_name(sentence: Build, knowledge: Knowledge) -> None:
    given = Actor(name="CAL", id="given:CAL")
    doc = sentence(
        ["Calenardhon", "soldiers", "marched"],
        [1, 2, 2],
        ["compound", "nsubj", "ROOT"],
        lemmas=["Calenardhon", "soldier", "march"],
    )
    assert in_role(given, doc[1], "Calenardhon", knowledge).sectors == ("MIL",)
    assert in_role(given, doc[0], "Calenardhon", knowledge) == given
    assert in_role(given, doc[2], "Calenardhon", knowledge) == given


def test_a_reading_of_the_knowledge_base_becomes_the_contract_s_actor(knowledge: Knowledge) -> None:
    reading = read_noun_phrase("the Kenyan army", on=None, knowledge=knowledge)
    assert reading is not None
    actor = to_actor(reading)
    assert (actor.country, actor.sectors, actor.person, actor.id) == ("KEN", ("MIL",), None, reading.id)
