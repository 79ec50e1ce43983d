"""Noun phrases are read as the contract's actors; what the tables cannot tell is None."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.phrases import read_noun_phrase

DAY = date(2025, 7, 21)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Ukrainian President Volodymyr Zelensky", ("Ukraine", "UKR", ("GOV",), "Volodymyr Zelensky")),
        ("Russian officials", ("Russia", "RUS", ("GOV",), None)),
        ("the Turkish government", ("Türkiye", "TUR", ("GOV",), None)),
        ("Sudan's army", ("Sudan", "SDN", ("MIL",), None)),
        ("the army of Sudan", ("Sudan", "SDN", ("MIL",), None)),
        ("Israeli troops", ("Israel", "ISR", ("MIL",), None)),
        ("Kremlin spokesman Dmitry Peskov", ("Russia", "RUS", ("GOV",), "Dmitry Peskov")),
        ("a senior Ukrainian official", ("Ukraine", "UKR", ("GOV",), None)),
        ("the Israeli parliament", ("Israel", "ISR", ("LEG",), None)),
        ("Egypt's foreign ministry", ("Egypt", "EGY", ("GOV",), None)),
        ("Houthi fighters", ("Houthis", "YEM", ("REB",), None)),
        ("M23 rebels", ("M23", "COD", ("REB",), None)),
        ("the rebel movement M23", ("M23", "COD", ("REB",), None)),
        ("a senior Hamas leader", ("Hamas", "PSE", ("REB",), None)),
        ("Congolese civilians", ("civilians", "COD", ("CVL",), None)),
        ("66 civilians", ("civilians", None, ("CVL",), None)),
        ("Putin's spokesman", ("Russia", "RUS", ("GOV",), None)),
        ("the office of Prime Minister Benjamin Netanyahu", ("Israel", "ISR", ("GOV",), None)),
        ("the German Foreign Office", ("Germany", "DEU", ("GOV",), None)),
        ("Iranian Revolutionary Guards", ("Iran", "IRN", ("MIL",), None)),
        ("the Government of the Democratic Republic of the Congo",
         ("Democratic Republic of the Congo", "COD", ("GOV",), None)),
        ("rebels in Syria", ("rebels", "SYR", ("REB",), None)),
        ("Syrian rebels", ("Syrian rebels", "SYR", ("REB",), None)),
    ],
)  # fmt: skip
def test_phrase_is_read(knowledge: Knowledge, phrase: str, expected: tuple[object, ...]) -> None:
    reading = read_noun_phrase(phrase, on=DAY, knowledge=knowledge)
    assert reading is not None
    assert (reading.name, reading.country, reading.sectors, reading.person) == expected


@pytest.mark.parametrize(
    ("phrase", "name", "person"),
    [
        ("Qatar's prime minister, Sheikh Mohammed bin Abdulrahman Al Thani", "Qatar",
         "Mohammed bin Abdulrahman Al Thani"),
        ("the United Nations' relief chief, Tom Fletcher", "UN", "Tom Fletcher"),
        ("Serbia's president, Aleksandar Vucic", "Serbia", "Aleksandar Vucic"),
        ("President Abdel Fattah el-Sisi of Egypt", "Egypt", "Abdel Fattah al-Sisi"),
        ("Steve Witkoff, the US special envoy", "United States", "Steve Witkoff"),
        ("the Secretary-General, António Guterres", "UN", "António Guterres"),
    ],
)  # fmt: skip
def test_apposition_gives_person_and_body(knowledge: Knowledge, phrase: str, name: str, person: str) -> None:
    reading = read_noun_phrase(phrase, on=DAY, knowledge=knowledge)
    assert reading is not None and (reading.name, reading.person) == (name, person)


def test_unknown_person_gets_the_state_of_his_title(knowledge: Knowledge) -> None:
    reading = read_noun_phrase("Norwegian Foreign Minister Jo Novak", on=DAY, knowledge=knowledge)
    assert reading is not None
    assert (reading.name, reading.country, reading.person, reading.office) == (
        "Norway",
        "NOR",
        "Jo Novak",
        "foreign minister",
    )
    assert reading.reason == "demonym of NOR + 'foreign minister'"


def test_unknown_person_of_a_group_belongs_to_it(knowledge: Knowledge) -> None:
    reading = read_noun_phrase("Jo Novak, the Houthis' chief negotiator", on=DAY, knowledge=knowledge)
    assert reading is not None
    assert (reading.name, reading.sectors, reading.person) == ("Houthis", ("REB",), "Jo Novak")


def test_unknown_state_keeps_the_name_and_invents_no_country(knowledge: Knowledge) -> None:
    reading = read_noun_phrase("Ruritanian Foreign Minister Jan Novak", on=DAY, knowledge=knowledge)
    assert reading is not None
    assert (reading.name, reading.country, reading.person, reading.id) == (
        "Jan Novak",
        None,
        "Jan Novak",
        None,
    )


def test_title_in_the_text_counts_where_the_tables_know_no_office(knowledge: Knowledge) -> None:
    late = date(2025, 7, 21)
    current = read_noun_phrase("Josep Borrell, the EU's foreign policy chief", on=late, knowledge=knowledge)
    former = read_noun_phrase("former EU foreign policy chief Josep Borrell", on=late, knowledge=knowledge)
    assert current is not None and current.name == "EU"
    assert former is not None and (former.name, former.sectors) == ("Josep Borrell", ("ELI",))


@pytest.mark.parametrize(
    "phrase",
    ["Army aircraft", "the army", "officials", "the opposition", "Russian attacks",
     "Iran-backed militias", "a table", "", "   ", ",,,", "of", "the"],
)  # fmt: skip
def test_phrase_without_an_actor_of_the_tables_is_nobody(knowledge: Knowledge, phrase: str) -> None:
    assert read_noun_phrase(phrase, on=DAY, knowledge=knowledge) is None


def test_qualifying_name_is_not_the_owner(knowledge: Knowledge) -> None:
    reading = read_noun_phrase("pro-Russian separatists in Ukraine", on=DAY, knowledge=knowledge)
    assert reading is not None and reading.country == "UKR"


@settings(deadline=None, max_examples=60)
@given(text=st.text(alphabet="the US of army's Putin,-.—()Kim president ", max_size=120))
def test_any_phrase_is_read_without_error(knowledge: Knowledge, text: str) -> None:
    read_noun_phrase(text, on=DAY, knowledge=knowledge)
