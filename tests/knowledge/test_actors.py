"""Names stand for the right actor on the right day, in any usual spelling, and only for that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_folder import FILES, Write

from dragoman.knowledge.actors import (
    actor_at,
    entries_named,
    find,
    find_actors,
    people_by_surname,
    prose_name,
    state_name,
)
from dragoman.knowledge.load import Knowledge, load_folders

DAY = date(2025, 7, 21)


def test_sizes_are_those_promised(knowledge: Knowledge) -> None:
    kinds = [entry[2] for entry in knowledge.entries]
    assert kinds.count("group") >= 400
    assert kinds.count("organisation") >= 150
    assert kinds.count("person") >= 1200
    for country in pycountry.countries:
        assert f"state:{country.alpha_3}" in knowledge.numbers, country.alpha_3
    assert "state:XKX" in knowledge.numbers


def test_every_row_names_its_source(knowledge: Knowledge) -> None:
    folder = Path(__file__).parents[2] / "src/dragoman/knowledge/data/actors"
    for path in folder.glob("*.tsv"):
        lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
        columns = lines[0].split("\t")
        if "source" in columns:
            place = columns.index("source")
            assert all(line.split("\t")[place] for line in lines[1:] if line.strip()), path.name


@pytest.mark.parametrize(
    ("name", "on", "office", "country"),
    [
        ("Vladimir Putin", date(2005, 1, 1), "president", "RUS"),
        ("Vladimir Putin", date(2010, 1, 1), "prime minister", "RUS"),
        ("Vladimir Putin", date(2025, 1, 1), "president", "RUS"),
        ("Volodymyr Zelensky", date(2022, 3, 1), "president", "UKR"),
        ("Joe Biden", date(2012, 1, 1), "vice president", "USA"),
        ("Joe Biden", date(2022, 1, 1), "president", "USA"),
        ("Abdel Fattah al-Sisi", date(2020, 1, 1), "president", "EGY"),
    ],
)
def test_one_person_has_the_office_of_the_day(
    knowledge: Knowledge, name: str, on: date, office: str, country: str
) -> None:
    reading = actor_at(name, on, knowledge=knowledge)
    assert reading is not None
    assert (reading.office, reading.country, reading.person) == (office, country, name)
    assert reading.name == state_name(country, knowledge=knowledge)
    assert reading.id == f"state:{country}"


def test_person_after_his_last_office_acts_for_himself(knowledge: Knowledge) -> None:
    reading = actor_at("Boris Yeltsin", date(2003, 1, 1), knowledge=knowledge)
    assert reading is not None
    assert (reading.name, reading.sectors, reading.id) == ("Boris Yeltsin", ("ELI",), None)
    assert "no known office" in reading.reason


def test_last_day_in_office_counts_only_where_nothing_follows(small: Write, tmp_path: Path) -> None:
    small_base = load_folders([small()], cache=tmp_path / "cache")
    leaving = actor_at("Rudolf Rassendyll", date(2005, 1, 1), knowledge=small_base)
    following = actor_at("Flavia Elphberg", date(2005, 1, 1), knowledge=small_base)
    before = actor_at("Flavia Elphberg", date(2004, 12, 31), knowledge=small_base)
    assert leaving is not None and leaving.office == "president"
    assert following is not None and following.office == "president"
    assert before is not None and before.office is None and before.id is None


@pytest.mark.parametrize(
    "spelling",
    ["Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy",
     "Volodymyr Zelens'kyy", "VOLODYMYR ZELENSKY", "Volodímir Zelenskí"],
)  # fmt: skip
def test_spellings_of_one_name_meet(knowledge: Knowledge, spelling: str) -> None:
    reading = actor_at(spelling, DAY, knowledge=knowledge)
    assert reading is not None and reading.person == "Volodymyr Zelensky"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kyiv", "Kiev"),
        ("Sanaa", "Sana'a"),
        ("Houthis", "Huthis"),
        ("Türkiye", "Turkey"),
        ("Türkiye", "Turkiye"),
        ("U.S.", "US"),
        ("the United States", "United States of America"),
        ("Abdel Fattah al-Sisi", "Abd al-Fattah el-Sisi"),
        ("Abdel Fattah al-Sisi", "Abdelfattah Al Sisi"),
        ("Mohammed bin Salman", "Mohamed Bin Salman"),
        ("Mohammed bin Salman", "Muhammad ibn Salman"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
    ],
)
def test_two_spellings_stand_for_the_same(knowledge: Knowledge, one: str, other: str) -> None:
    first = actor_at(one, DAY, knowledge=knowledge)
    second = actor_at(other, DAY, knowledge=knowledge)
    assert first is not None and second is not None
    assert (first.id, first.person) == (second.id, second.person)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Kremlin", ("Russia", "RUS", ("GOV",))),
        ("Downing Street", ("United Kingdom", "GBR", ("GOV",))),
        ("the Pentagon", ("United States", "USA", ("MIL",))),
        ("Ankara", ("Türkiye", "TUR", ("GOV",))),
        ("Ukraine", ("Ukraine", "UKR", ())),
        ("Knesset", ("Israel", "ISR", ("LEG",))),
        ("IDF", ("Israel", "ISR", ("MIL",))),
        ("SAF", ("Sudan", "SDN", ("MIL",))),
        ("M23", ("M23", "COD", ("REB",))),
        ("Rapid Support Forces", ("RSF", "SDN", ("REB",))),
        ("Hamas", ("Hamas", "PSE", ("REB",))),
        ("Kosovo", ("Kosovo", "XKX", ())),
        ("Congo", ("Democratic Republic of the Congo", "COD", ())),
        ("Republic of the Congo", ("Republic of the Congo", "COG", ())),
        ("Congo-Brazzaville", ("Republic of the Congo", "COG", ())),
        ("North Korea", ("North Korea", "PRK", ())),
    ],
)
def test_names_have_the_contract_s_reading(knowledge: Knowledge, name: str, expected: tuple[object, ...]) -> None:
    reading = actor_at(name, DAY, knowledge=knowledge)
    assert reading is not None
    assert (reading.name, reading.country, reading.sectors) == expected


def test_movement_that_governs_later_is_its_state_from_then_on(knowledge: Knowledge) -> None:
    before = actor_at("Taliban", date(2020, 2, 29), knowledge=knowledge)
    after = actor_at("Taliban", date(2023, 1, 1), knowledge=knowledge)
    assert before is not None and (before.name, before.sectors) == ("Taliban", ("REB",))
    assert after is not None and (after.name, after.sectors) == ("Afghanistan", ("GOV",))


def test_city_of_three_states_stands_for_the_one_of_the_day(knowledge: Knowledge) -> None:
    names = {
        on: reading.name
        for on in (date(1999, 4, 1), date(2004, 1, 1), date(2023, 1, 1))
        if (reading := actor_at("Yugoslavia", on, knowledge=knowledge))
    }
    assert names[date(1999, 4, 1)] == "Yugoslavia"


@pytest.mark.parametrize("name", ["us", "it", "who", "Nobody Ofthisname", "", "   ", "\u200b", "."])
def test_unknown_names_and_small_letter_acronyms_are_nobody(knowledge: Knowledge, name: str) -> None:
    assert actor_at(name, DAY, knowledge=knowledge) is None


def texts(found: list[object]) -> list[tuple[str, str]]:
    return [(m.text, m.kind) for m in found]  # type: ignore[attr-defined]


def test_mentions_are_the_longest_and_never_overlap(knowledge: Knowledge) -> None:
    text = "Ukrainian President Volodymyr Zelensky met U.S. envoys; North Korea's army watched."
    found = find_actors(text, on=DAY, knowledge=knowledge)
    assert texts(found) == [
        ("Ukrainian", "demonym"),
        ("Volodymyr Zelensky", "person"),
        ("U.S.", "name"),
        ("North Korea", "name"),
    ]
    assert all(text[m.start : m.end] == m.text for m in found)


def test_article_of_an_arabic_name_belongs_to_the_mention(knowledge: Knowledge) -> None:
    found = find_actors("He met al-Sisi and El Salvador's team.", on=DAY, knowledge=knowledge)
    assert [m.text for m in found] == ["al-Sisi", "El Salvador"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lets us know who it is.", []),
        ("the turkey and the polish on china plates", []),
        ("Michael Jordan scored.", []),
        ("Talks in Jordan went on.", ["Jordan"]),
        ("A storm hit Atlanta, Georgia on Monday.", []),
        ("Georgia and Russia talked.", ["Georgia", "Russia"]),
        ("He wrote in the Washington Post.", []),
        ("Washington warned Tehran.", ["Washington", "Tehran"]),
        ("Fighters crossed the Niger Delta.", []),
        ("In fact, a model was shown.", []),
        ("The Philippine Senate voted.", ["Philippine"]),
        ("Equatorial Guinea protested.", ["Equatorial Guinea"]),
        ("Papua New Guinea protested.", ["Papua New Guinea"]),
    ],
)
def test_words_that_are_something_else_are_no_mention(knowledge: Knowledge, text: str, expected: list[str]) -> None:
    assert [m.text for m in find_actors(text, on=DAY, knowledge=knowledge)] == expected


def test_tie_between_two_people_is_left_open(small: Write, tmp_path: Path) -> None:
    people = (
        FILES["actors/people.tsv"]
        + "person:x|Xaver Tarl|Tarl|spokesman||RUR|GOV|2001||test\n"
        + "person:y|Ygor Tarl|Tarl|spokesman||GRA|GOV|2001||test\n"
    )
    base = load_folders([small({"actors/people.tsv": people})], cache=tmp_path / "cache")
    assert actor_at("Tarl", DAY, knowledge=base) is None
    assert {r.person for r in entries_named("Tarl", DAY, knowledge=base)} == {
        "Xaver Tarl",
        "Ygor Tarl",
    }
    (mention,) = find_actors("Tarl spoke.", on=DAY, knowledge=base)
    assert mention.reading is None and len(mention.candidates) == 2


def test_family_name_lists_those_in_office_first(knowledge: Knowledge) -> None:
    found = people_by_surname("Zelenskyy", DAY, knowledge=knowledge)
    assert [entry.name for entry in found][:1] == ["Volodymyr Zelensky"]
    assert people_by_surname("Nosuchname", DAY, knowledge=knowledge) == []


def test_find_tells_all_that_a_family_name_may_stand_for(knowledge: Knowledge) -> None:
    found = find("Kim", DAY, knowledge=knowledge)
    assert "Kim Jong-un" in [reading.person for reading in found]
    assert len({reading.person for reading in found}) == len(found) > 1
    assert find("Ukraine", DAY, knowledge=knowledge)[0].id == "state:UKR"


def test_state_and_prose_names(knowledge: Knowledge) -> None:
    assert state_name("UKR", knowledge=knowledge) == "Ukraine"
    assert state_name("QQQ", knowledge=knowledge) is None
    assert prose_name("United States") == "the United States"
    assert prose_name("Ukraine") == "Ukraine"
    assert prose_name("RSF", kind="group") == "the RSF"
    assert prose_name("M23", kind="group") == "M23"
    assert prose_name("Hamas", kind="group") == "Hamas"
    assert prose_name("NATO", kind="organisation") == "NATO"


class Counting(dict):  # type: ignore[type-arg]
    """A dictionary that counts how often it is asked."""

    asked = 0

    def get(self, key: object, default: object = None) -> object:
        type(self).asked += 1
        return super().get(key, default)


def test_work_of_ten_thousand_look_ups_is_a_few_probes_each(knowledge: Knowledge) -> None:
    from dataclasses import replace

    Counting.asked = 0
    counted = replace(knowledge, terms=Counting(knowledge.terms))
    sentence = "Ukrainian President Volodymyr Zelensky met Russian officials in Istanbul on Monday"
    text = ". ".join([sentence] * 1000)
    found = find_actors(text, on=DAY, knowledge=counted)
    words = 1000 * len(sentence.split())
    assert len(found) == 3000
    assert words >= 10_000
    # a name is looked up by at most a dozen spans; most words start no name and cost nothing
    assert Counting.asked < 8 * words


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=200))
def test_any_text_is_read_without_error(knowledge: Knowledge, text: str) -> None:
    for mention in find_actors(text, on=DAY, knowledge=knowledge):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "text",
    ["9" * 50_000, "al-" * 10_000, "U.S." * 5_000, "'s " * 10_000, "A" * 50_000, "Kim " * 10_000,
     "\u200b" * 10_000, "Ukraine-" * 5_000],
)  # fmt: skip
def test_hostile_text_ends(knowledge: Knowledge, text: str) -> None:
    find_actors(text, on=DAY, knowledge=knowledge)
