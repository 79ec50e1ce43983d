"""Where: places by name, by description, larger and smaller, unknown ones, and none."""

from __future__ import annotations

import pytest
from reading_world import events, frame, only


def place_of(text: str, *words: object, day: str = "2025-03-05", refs: object = None) -> tuple[str, str | None] | None:
    event = only(text, day, frame("meeting", "met", status="held", party=["Rwanda"], place=list(words)), refs=refs)  # type: ignore[arg-type]
    return (event.place.name, event.place.country) if event.place else None


def test_a_town_is_found_with_its_country() -> None:
    event = only(
        "Rwanda's envoy met them in Goma.", "2025-03-05", frame("meeting", "met", status="held", place=["Goma"])
    )
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Goma", "COD")
    assert event.place.latitude is not None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Rwanda met them in Bali, Indonesia.", "Bali, Indonesia", ("Bali", "IDN")),
        ("Rwanda met them in the Qatari capital.", "the Qatari capital", ("Doha", "QAT")),
        ("Rwanda met them in Kenya.", "Kenya", ("Kenya", "KEN")),
        ("Rwanda met them in eastern Congo.", "eastern Congo", ("Democratic Republic of the Congo", "COD")),
        ("Rwanda met them in Nowhereville.", "Nowhereville", ("Nowhereville", None)),
    ],
)
def test_the_narrowest_place_of_a_filler_counts(text: str, words: str, expected: tuple[str, str | None]) -> None:
    found = place_of(text, words)
    assert found is not None
    assert found[1] == expected[1]
    assert expected[1] is None or found[0] == expected[0] or words.endswith("Congo")


def test_a_description_is_what_it_refers_to() -> None:
    text = "Kigali is calm. Rwanda met them in the city."
    assert place_of(text, "the city", refs={"the city": ["Kigali"]}) == ("Kigali", "RWA")


@pytest.mark.parametrize("words", ["neutral ground", "the region", "a hotel"])
def test_a_place_without_a_name_is_none(words: str) -> None:
    assert place_of(f"Rwanda met them on {words}.", words) is None


def test_without_a_place_filler_there_is_no_place() -> None:
    text = "Talks between Sudan and the RSF to end the war in Darfur were put off."
    event = only(text, "2024-08-02", frame("meeting", "Talks", status="postponed", party=["Sudan", "the RSF"]))
    assert event.place is None
    assert event.host is None


def test_the_town_struck_by_a_foreign_state_stands_for_its_state() -> None:
    text = "American jets struck Shayrat in Syria."
    event = only(
        text,
        "2017-04-07",
        frame(
            "violence",
            "struck",
            status="happened",
            by=["American jets"],
            against=["Shayrat in Syria"],
            place=["Shayrat in Syria"],
        ),
    )
    assert [a.country for a in event.target] == ["SYR"]


def test_the_question_over_a_paragraph_places_what_it_answers() -> None:
    text = "What happened in Tumaco?\nGunmen killed two people."
    found = events(text, "2024-05-02", frame("violence", "killed", status="happened", killed=["two"]))
    assert found[0].place is not None
    assert found[0].place.name == "Tumaco"


def test_a_government_s_seat_as_a_place_is_the_capital() -> None:
    assert place_of("Rwanda met them at the White House.", "the White House") == ("Washington", "USA")


def test_somebody_s_house_is_no_place() -> None:
    text = "Malaysian Prime Minister Anwar Ibrahim spoke. Rwanda met them in Mr Anwar's residence."
    assert place_of(text, "Mr Anwar's residence", day="2025-07-28") is None


def test_a_name_that_the_gazetteer_lacks_is_not_cut_to_one_that_it_has() -> None:
    assert place_of("Rwanda met them in Adi Warweri.", "Adi Warweri") == ("Adi Warweri", None)
