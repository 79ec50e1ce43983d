"""For whom a filler stands: names, offices on a day, surnames, pronouns, pairs, descriptions, nobody."""

from __future__ import annotations

import pytest
from reading_world import events, frame, only, people, who

from dragoman.records.values import Actor


def parties(text: str, *words: object, day: str = "2025-03-05", trigger: str = "met", refs: object = None) -> list[str]:
    return who(only(text, day, frame("meeting", trigger, status="held", party=list(words)), refs=refs).source)  # type: ignore[arg-type]


def test_a_title_and_a_demonym_name_a_state_and_its_official() -> None:
    text = "Foreign Minister Jane Roe of Kenya met Chadian officials."
    event = only(
        text,
        "2025-03-05",
        frame("meeting", "met", status="held", party=["Foreign Minister Jane Roe of Kenya", "Chadian officials"]),
    )
    assert who(event.source) == ["KEN", "TCD"]
    assert people(event.source) == ["Jane Roe", None]


@pytest.mark.parametrize(("day", "person"), [("2011-05-02", "Dmitry Medvedev"), ("2013-05-02", "Vladimir Putin")])
def test_an_office_is_read_on_the_day_of_the_text(day: str, person: str) -> None:
    text = f"{person} spoke to the Serbian president by telephone."
    event = only(
        text, day, frame("meeting", "spoke", kind_="call", status="held", party=[person, "the Serbian president"])
    )
    assert [(a.country, a.sectors) for a in event.source] == [("RUS", ("GOV",)), ("SRB", ("GOV",))]


def test_who_has_left_office_acts_for_the_body_of_the_day_told_of() -> None:
    text = "Kofi Annan brought both to one table on 14 April 2004."
    event = only(
        text,
        "2015-06-01",
        frame("meeting", "one table", status="held", mediator=["Kofi Annan"], time=["on 14 April 2004"]),
    )
    assert event.mediators[0].name == "UN"


def test_what_stands_before_or_behind_a_filler_says_whose_it_is() -> None:
    text = "The Malian defence minister, Amadou Tall, met Jan Bos, a Dutch envoy, in Bamako."
    assert parties(text, "Amadou Tall", "Jan Bos") == ["MLI", "NLD"]


def test_a_phrase_with_an_article_takes_no_name_from_before_it() -> None:
    text = "JNIM says that Mali attacked the gunmen."
    event = only(
        text, "2025-03-05", frame("violence", "attacked", status="happened", by=["Mali"], against=["the gunmen"])
    )
    assert who(event.target) == ["JNIM"]


def test_an_and_parts_two_actors() -> None:
    text = "Sudan's army and the Rapid Support Forces met."
    assert parties(text, "Sudan's army", "the Rapid Support Forces") == ["SDN", "RSF"]


def test_a_family_name_is_the_person_named_in_full_elsewhere() -> None:
    text = "Chilean President Ana Calvo was in Lima. Calvo met the Peruvian government."
    event = only(
        text,
        "2025-03-05",
        frame(
            "meeting",
            "met",
            status="held",
            party=["Calvo", "the Peruvian government"],
            host=["Chilean President Ana Calvo"],
        ),
    )
    assert people(event.source)[0] == "Ana Calvo"
    assert who(event.source) == ["CHL", "PER"]


def test_a_pronoun_is_whom_the_reader_says() -> None:
    text = "Salva Kiir flew in. He met Riek Machar."
    assert parties(text, "He", "Riek Machar", refs={"He": ["Salva Kiir"]}, day="2016-05-02") == ["SSD", "SSD"][:1]


def test_a_pair_is_the_two_whom_the_reader_says_else_those_named_together() -> None:
    text = "Armenia and Azerbaijan signed. Georgia watched. The two sides met again."
    signing = frame("agreement", "signed", status="signed", party=["Armenia", "Azerbaijan"])
    meeting = frame("meeting", "met again", status="held", party=["The two sides"])
    told = events(text, "2025-03-05", signing, meeting)
    assert who(told[1].source) == ["ARM", "AZE"]
    pointed = events(text, "2025-03-05", signing, meeting, refs={"The two sides": ["Georgia", "Armenia"]})
    assert sorted(who(pointed[1].source)) == ["ARM", "GEO"]


def test_a_pair_is_not_the_one_who_tells_of_it() -> None:
    text = "The two sides will resume talks on Friday, Kenya said."
    meeting = frame("meeting", "resume talks", status="scheduled", party=["The two sides"], source=["Kenya"])
    told = events(text, "2025-03-05", meeting, refs={"The two sides": ["Kenya"]})
    assert who(told[0].source) == []


def test_the_sides_of_one_state_are_its_own() -> None:
    text = (
        "Saudi Arabia met the Houthis. Yemen's government fought the Houthi movement. "
        "Yemen's warring sides met in Oslo."
    )
    found = events(
        text,
        "2023-04-14",
        frame("meeting", "met", status="held", party=["Saudi Arabia", "the Houthis"]),
        frame("violence", "fought", status="happened", by=["Yemen's government"], against=["the Houthi movement"]),
        frame("meeting", ("met", 2), status="held", party=["Yemen's warring sides"]),
    )
    assert sorted(who(found[-1].source)) == ["Houthis", "YEM"]


def test_two_men_of_whom_the_text_speaks_are_no_civilians() -> None:
    text = "Serzh Sargsyan received Abdullah Gül. The two men talked."
    refs = {"The two men": ["Serzh Sargsyan", "Abdullah Gül"]}
    assert sorted(parties(text, "The two men", trigger="talked", day="2008-09-07", refs=refs)) == ["ARM", "TUR"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the army", ["COL"]),
        ("government forces", ["COL"]),
        ("the interior ministry", ["COL"]),
        ("the rebels", ["ELN"]),
    ],
)
def test_a_body_without_a_name_is_that_of_the_conflict_of_the_text(words: str, expected: list[str]) -> None:
    text = f"The ELN attacked a road in Colombia. Later {words} called for a truce."
    found = events(
        text,
        "2024-05-02",
        frame("violence", "attacked", status="happened", by=["The ELN"]),
        frame("position", "called for", stance="demands", issues=["ceasefire"], actor=[words]),
    )
    assert who(found[1].source) == expected


def test_the_army_of_two_states_at_odds_is_nobody() -> None:
    text = "Thailand and Cambodia clashed. The army shelled a village."
    found = events(
        text,
        "2025-07-28",
        frame("violence", "clashed", status="happened", kind_="clash", by=["Thailand", "Cambodia"]),
        frame("violence", "shelled", status="happened", kind_="shelling", by=["The army"]),
    )
    assert found[1].source == ()


@pytest.mark.parametrize("words", ["officials", "two diplomats", "witnesses", "analysts", "few people", "residents"])
def test_nobody_in_particular_is_nobody(words: str) -> None:
    text = f"Peru and Chile met in Lima, and {words} want a truce."
    found = events(
        text,
        "2025-03-05",
        frame("meeting", "met", status="held", party=["Peru", "Chile"]),
        frame("position", "want", stance="supports", issues=["ceasefire"], actor=[words]),
    )
    assert [e.frame for e in found] == ["meeting"]


def test_mediators_without_names_are_those_whom_the_text_names() -> None:
    text = "Qatar and Egypt mediated in Doha. The mediators announced a new round."
    found = events(
        text,
        "2025-03-05",
        frame("meeting", "mediated", e=1, status="held", mediator=["Qatar", "Egypt"]),
        frame("word", "announced", e=1, stance="announced", actor=["The mediators"]),
    )
    assert who(found[1].source) == ["QAT", "EGY"]


@pytest.mark.parametrize("words", ["Omani mediators", "the Omani side", "the Omani delegation"])
def test_a_nation_before_a_noun_names_its_men(words: str) -> None:
    event = only(
        f"Talks led by {words} began.", "2025-03-05", frame("meeting", "Talks", status="under_way", mediator=[words])
    )
    assert who(event.mediators) == ["OMN"]


def test_a_body_named_for_its_members_is_its_members() -> None:
    assert parties("Iran met the E3.", "Iran", "the E3") == ["IRN", "GBR", "FRA", "DEU"]


def test_a_body_named_for_its_members_speaks_as_one() -> None:
    told = frame("position", "demands", stance="demands", issues=["nuclear"], actor=["The E3"])
    assert [a.name for a in only("The E3 demands inspections.", "2025-03-05", told).source] == ["E3"]


def test_the_west_is_those_members_whom_the_text_names_else_itself() -> None:
    text = "The West wants a truce."
    alone = only(
        text, "2025-03-05", frame("position", "wants", stance="demands", issues=["ceasefire"], actor=["The West"])
    )
    assert who(alone.source) == ["the West"]
    meeting = "France and Germany spoke. The West met Iran."
    both = only(meeting, "2025-03-05", frame("meeting", "met", status="held", party=["The West", "Iran"]))
    assert who(both.source) == ["FRA", "DEU", "IRN"]


def test_an_unknown_body_keeps_its_name_and_the_short_form_that_the_text_gives() -> None:
    text = "The Free Valley Front (FVF) met Norway. Later the FVF left."
    found = events(
        text,
        "2025-03-05",
        frame("meeting", "met", status="held", party=["The Free Valley Front", "Norway"]),
        frame("word", "left", stance="declined", actor=["the FVF"]),
    )
    assert who(found[0].source) == ["FVF", "NOR"]
    assert who(found[1].source) == ["FVF"]


def test_a_town_inside_an_unknown_name_names_no_state() -> None:
    event = only(
        "Troops fought the Abu Lima gang.",
        "2025-03-05",
        frame("violence", "fought", status="happened", against=["the Abu Lima gang"]),
    )
    assert [(a.name, a.country) for a in event.target] == [("Abu Lima", None)]


def test_names_that_a_caller_adds_are_known() -> None:
    text = "Gondorian soldiers met Rohan."
    extra = (("Gondor", Actor(name="Gondor", country="ZZA")), ("Rohan", Actor(name="Rohan", country="ZZB")))
    found = events(
        text, None, frame("meeting", "met", status="held", party=["Gondorian soldiers", "Rohan"]), extra=extra
    )
    assert [a.country for a in found[0].source] == ["ZZA", "ZZB"]


def test_what_belongs_to_an_actor_is_struck_for_him() -> None:
    text = "Jets bombed RSF positions near Khartoum."
    event = only(
        text, "2023-05-21", frame("violence", "bombed", status="happened", kind_="airstrike", against=["RSF positions"])
    )
    assert who(event.target) == ["RSF"]


def test_a_backer_in_an_adjective_is_not_the_doer() -> None:
    text = "Iran-backed gunmen fired at a base."
    event = only(text, "2025-03-05", frame("violence", "fired", status="happened", by=["Iran-backed gunmen"]))
    assert "IRN" not in who(event.source)


def test_the_secretary_general_is_the_chief_of_the_body_of_the_text() -> None:
    text = "The Security Council met. The Secretary-General wants a truce."
    found = events(
        text,
        "2020-11-16",
        frame("meeting", "met", status="held", party=["The Security Council"]),
        frame("position", "wants", stance="demands", issues=["ceasefire"], actor=["The Secretary-General"]),
    )
    assert who(found[1].source) == ["UN"]


def test_a_reference_in_a_circle_is_nobody() -> None:
    text = "He met him in Lima."
    event = only(
        text,
        "2025-03-05",
        frame("meeting", "met", status="held", party=["He", "him"]),
        refs={"He": ["him"], "him": ["He"]},
    )
    assert event.source == ()


def test_the_six_powers_are_those_of_a_body_that_the_text_names() -> None:
    text = "The P5+1 sent envoys. Iran met the six powers."
    body = frame("word", "sent", stance="accepted", actor=["The P5+1"])
    found = events(text, "2015-07-01", body, frame("meeting", "met", status="held", party=["Iran", "the six powers"]))
    assert who(found[1].source) == ["IRN", "USA", "GBR", "FRA", "DEU", "RUS", "CHN"]


def test_the_police_of_a_state_is_the_state() -> None:
    text = "Kenya fought the Blue Band. Gunmen of the Blue Band raided a police post."
    told = frame("violence", "raided", status="happened", by=["Gunmen of the Blue Band"], against=["a police post"])
    found = events(text, "2025-03-05", frame("violence", "fought", status="happened", by=["Kenya"]), told)
    assert who(found[1].target) == ["KEN"]


def test_a_word_of_a_group_s_name_in_a_phrase_is_the_group() -> None:
    text = "The Tamil Tigers are at sea. The navy sank one of the Tigers' ships."
    event = only(text, "2003-04-25", frame("violence", "sank", status="happened", against=["one of the Tigers' ships"]))
    assert who(event.target) == ["LTTE"]
