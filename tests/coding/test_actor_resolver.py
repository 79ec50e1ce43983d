"""For whom a phrase of a text stands: names, pronouns, descriptions, officials without a state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.coding.actors import ActorResolver
from dragoman.records.values import Actor

pytestmark = pytest.mark.parser
Build = Callable[[str], ActorResolver]


@pytest.fixture
def who(resolver: Build) -> Callable[..., list[str]]:
    """Whom the n-th occurrence of a word stands for (the last by default): keys, with the person after a slash."""

    def ask(text: str, word: str, number: int = -1) -> list[str]:
        asked = resolver(text)
        token = [t for t in asked._doc if t.text == word][number]
        return [f"{a.key}/{a.person}" if a.person else a.key for a in (r.actor for r in asked.resolve(token))]

    return ask


def test_a_name_is_read_from_the_knowledge_base(who: Callable[..., list[str]]) -> None:
    assert who("Kenya closed its border.", "Kenya") == ["KEN"]
    assert who("A cow crossed the border.", "cow") == []


def test_he_is_the_person_of_whom_the_text_spoke(who: Callable[..., list[str]]) -> None:
    text = "Recep Tayyip Erdogan flew to Kyiv. He met Volodymyr Zelensky."
    assert who(text, "He") == ["TUR/Recep Tayyip Erdogan"]


def test_it_is_a_body_and_never_a_person(who: Callable[..., list[str]]) -> None:
    text = "The RSF spoke to Recep Tayyip Erdogan. It accused Egypt of lying."
    assert who(text, "It") == ["RSF"]


def test_his_men_are_those_of_the_body_for_which_he_acts(who: Callable[..., list[str]]) -> None:
    text = "Volodymyr Zelensky spoke in Kyiv. His soldiers had left the town."
    assert who(text, "soldiers") == ["UKR"]


def test_its_men_are_those_of_the_group(who: Callable[..., list[str]]) -> None:
    assert who("The RSF left Omdurman on Tuesday. Its fighters crossed the river.", "fighters") == ["RSF"]


@pytest.mark.parametrize("thing", ["capital", "plan"])
def test_what_someone_owns_does_not_act_for_him(who: Callable[..., list[str]], thing: str) -> None:
    assert who(f"Volodymyr Zelensky spoke in Kyiv. His {thing} is safe.", thing) == []


@pytest.mark.parametrize("words", ["The two sides", "Both sides", "The warring parties"])
def test_the_two_sides_are_the_pair_named_before(who: Callable[..., list[str]], words: str) -> None:
    text = f"Sudan and the RSF met in Jeddah. {words} left early."
    assert sorted(who(text, words.split()[-1])) == ["RSF", "SDN"]


def test_whoever_urges_the_two_leaders_is_none_of_them(who: Callable[..., list[str]]) -> None:
    text = "Armenia and Azerbaijan fought again. Georgia urged the two countries to talk."
    assert sorted(who(text, "countries")) == ["ARM", "AZE"]


def test_whoever_urges_the_two_is_no_part_of_a_pair_that_names_him(who: Callable[..., list[str]]) -> None:
    text = "Armenia and Azerbaijan fought again. Georgia and Armenia spoke. Georgia urged the two countries to talk."
    assert sorted(who(text, "countries")) == ["ARM", "AZE"]


def test_they_are_both_of_a_pair_just_named(who: Callable[..., list[str]]) -> None:
    assert sorted(who("Kenya and Uganda opened the border. They signed a pact.", "They")) == ["KEN", "UGA"]


def test_they_are_one_where_no_pair_was_named(who: Callable[..., list[str]]) -> None:
    assert who("The Houthis seized a ship. They freed the crew.", "They") == ["Houthis"]


def test_the_north_is_one_of_two_states_that_share_a_name(who: Callable[..., list[str]]) -> None:
    assert who("South Korea and North Korea spoke. The North hung up.", "North") == ["PRK"]
    assert who("South Korea and North Korea spoke. The South hung up.", "South") == ["KOR"]


def test_the_north_of_another_country_is_no_state(who: Callable[..., list[str]]) -> None:
    assert who("Kenya and Uganda spoke. The North hung up.", "North") == []


def test_a_surname_after_the_full_name_is_the_same_person(who: Callable[..., list[str]]) -> None:
    text = "Recep Tayyip Erdogan flew to Kyiv on Monday. On Tuesday Erdogan flew home."
    assert who(text, "Erdogan", 1) == ["TUR/Recep Tayyip Erdogan"]


def test_an_official_named_without_a_state_acts_for_the_state_at_the_centre(who: Callable[..., list[str]]) -> None:
    text = "Kenya mourned. Kenya closed its schools. President Wanyonyi thanked the doctors."
    assert who(text, "Wanyonyi") == ["KEN/Wanyonyi"]


def test_an_official_without_a_state_at_the_centre_acts_for_none(who: Callable[..., list[str]]) -> None:
    (found,) = who("President Wanyonyi thanked the doctors.", "Wanyonyi")
    assert found.endswith("/Wanyonyi") and not found.startswith("KEN")


def test_the_government_is_that_of_the_state_the_rebels_fight(who: Callable[..., list[str]]) -> None:
    text = "The Houthis seized a ship. Oman spoke to the Houthis. The government thanked Oman."
    assert who(text, "government") == ["YEM"]


def test_the_rebels_are_the_last_group_named(who: Callable[..., list[str]]) -> None:
    assert who("The RSF left the town. On Monday the rebels returned.", "rebels") == ["RSF"]


def test_the_mediators_are_those_introduced_as_such(who: Callable[..., list[str]]) -> None:
    text = "The mediators, Qatar and Egypt, spoke in Doha. On Sunday the mediators left."
    assert who(text, "mediators") == ["QAT", "EGY"]


def test_envoys_of_two_states_are_both(who: Callable[..., list[str]]) -> None:
    assert who("Envoys of Sudan and of Egypt spoke in Cairo.", "Envoys") == ["SDN", "EGY"]


def test_negotiators_of_two_nations_are_both(who: Callable[..., list[str]]) -> None:
    assert who("Kenyan and Ugandan negotiators spoke in Cairo.", "negotiators") == ["KEN", "UGA"]
    assert who("Kenyan negotiators spoke in Cairo.", "negotiators") == ["KEN"]


def test_the_secretary_general_stands_for_the_body_named_before(who: Callable[..., list[str]]) -> None:
    named = who("The United Nations spoke of hunger. Later the Secretary-General left.", "General")
    assert named == who("The United Nations spoke of hunger.", "Nations")
    assert named != []


def test_who_leads_an_army_acts_for_it(who: Callable[..., list[str]]) -> None:
    text = "The army of Yemen, led by General Saleh Badr, took Aden. Later Badr spoke to reporters."
    (found,) = who(text, "Badr", 1)
    assert found.startswith("YEM/") and found.endswith("Badr")


def test_a_thing_belongs_to_the_side_named_before_or_behind_it(resolver: Build) -> None:
    asked = resolver("Planes hit Israeli towns. Shells hit positions of the RSF.")
    tokens = {t.text: t for t in asked._doc}
    assert [r.actor.key for r in asked.side_of(tokens["towns"])] == ["ISR"]
    assert [r.actor.key for r in asked.side_of(tokens["positions"])] == ["RSF"]
    assert asked.side_of(tokens["Planes"]) == ()


def test_each_party_once_and_the_mention_with_the_person_wins(resolver: Build) -> None:
    asked = resolver("Ukraine thanked Kenya, and Volodymyr Zelensky thanked Uganda.")
    tokens = {t.text: t for t in asked._doc}
    found = asked.actors([tokens["Ukraine"], tokens["Kenya"], tokens["Zelensky"]])
    assert [(a.key, a.person) for a in found] == [("UKR", "Volodymyr Zelensky"), ("KEN", None)]


def test_who_met_are_the_two_sides_further_on(resolver: Build) -> None:
    asked = resolver("Sudan and the RSF fought.\n\nLater Kenya saw Uganda. The two sides laughed.")
    tokens = {t.text: t for t in asked._doc}
    assert {r.actor.key for r in asked.resolve(tokens["sides"])} == {"SDN", "RSF"}
    again = resolver("Sudan and the RSF fought.\n\nLater Kenya saw Uganda. The two sides laughed.")
    kenya, uganda = (Actor(name=n, country=c, sectors=("GOV",)) for n, c in (("Kenya", "KEN"), ("Uganda", "UGA")))
    again.note_parties(tokens["saw"], [kenya], [uganda])
    assert {r.actor.key for r in again.resolve(tokens["sides"])} == {"KEN", "UGA"}


def test_every_answer_says_why(resolver: Build) -> None:
    asked = resolver("The RSF left Omdurman. Its fighters crossed the river.")
    (answer,) = asked.resolve(next(t for t in asked._doc if t.text == "fighters"))
    assert "fighters" in answer.because
