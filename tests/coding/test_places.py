"""Where: names of places are found, told apart and never pinned falsely."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.places import ALL_USES, PlaceMention, find_places
from dragoman.knowledge.gazetteer import Gazetteer


@dataclass(frozen=True)
class Reader:
    """Finds places with entities given as (words, label)."""

    gazetteer: Gazetteer

    def __call__(self, text: str, *named: tuple[str, str], **options: object) -> list[PlaceMention]:
        spans = [(text.index(words), text.index(words) + len(words), label) for words, label in named]
        return find_places(text, entities=spans, gazetteer=self.gazetteer, **options)  # type: ignore[arg-type]


@pytest.fixture
def read(small_gazetteer: Gazetteer) -> Reader:
    return Reader(small_gazetteer)


def only(mentions: list[PlaceMention], text: str) -> PlaceMention:
    (one,) = [m for m in mentions if m.text == text]
    return one


def test_a_town_is_found_where_it_stands(read: Reader) -> None:
    text = "The delegations will meet in Istanbul on Wednesday."
    found = only(read(text, ("Istanbul", "GPE")), "Istanbul")
    assert text[found.start : found.end] == "Istanbul"
    assert found.place is not None
    assert (found.place.country, found.place.precision, found.place.geonames_id) == ("TUR", "city", 1)


def test_a_larger_place_after_a_comma_decides(read: Reader) -> None:
    found = read("He was born in Paris, Texas, and lives in Dallas.", ("Paris", "GPE"), ("Texas", "GPE"))
    place = only(found, "Paris").place
    assert place is not None and place.country == "USA"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Militias clashed in Tripoli, Libya, and in Benghazi.", "LBY"),
        ("Two were hurt in Tripoli, Lebanon, police in Beirut said.", "LBN"),
    ],
)
def test_other_places_of_the_text_decide(read: Reader, text: str, country: str) -> None:
    place = only(read(text, ("Tripoli", "GPE")), "Tripoli").place
    assert place is not None and place.country == country


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Shelling went on in Marib province for a week.", "Marib", "region"),
        ("Shelling went on in the Gaza Strip for a week.", "Gaza Strip", "region"),
        ("Ships were fired at in the Black Sea for a week.", "Black Sea", "region"),
        ("Talks went on at Camp David for a week.", "Camp David", "point"),
        ("Rain fell in Turkey for a week.", "Turkey", "country"),
    ],
)
def test_each_place_has_its_precision(read: Reader, text: str, name: str, precision: str) -> None:
    place = only(read(text, (name, "GPE")), name).place
    assert place is not None and place.precision == precision and place.latitude is not None


def test_a_shared_word_is_read_for_both_regions(read: Reader) -> None:
    found = read("Families fled from villages in North and South Kivu.", ("South Kivu", "GPE"))
    assert {m.place.name for m in found if m.place} == {"North Kivu", "South Kivu"}


def test_a_people_is_no_place_unless_asked_for(read: Reader) -> None:
    text, named = "The Turkish government confirmed the meeting.", ("Turkish", "NORP")
    assert read(text, named) == []
    assert only(read(text, named, uses=ALL_USES), "Turkish").demonym


def test_a_people_is_not_a_town_of_that_name(read: Reader) -> None:
    mentions = read("The Spanish foreign minister travelled.", ("Spanish", "NORP"), uses=ALL_USES)
    assert all(m.demonym for m in mentions)


def test_a_person_named_after_a_place_is_none(read: Reader) -> None:
    text = "The actress Paris Miller thanked her fans, and Ms Miller left."
    assert read(text, ("Paris Miller", "PERSON")) == []


def test_a_place_inside_the_name_of_a_body_is_told_apart(read: Reader) -> None:
    text, named = "Dallas Mavericks won again.", ("Dallas Mavericks", "ORG")
    assert read(text, named) == []
    assert all(m.use == "name" for m in read(text, named, uses=ALL_USES))


def test_a_place_that_is_not_known_stays_a_name(read: Reader) -> None:
    text = "Drones hit a depot in Qwzrtown, and rain fell in Ankara."
    found = read(text, ("Qwzrtown", "GPE"), ("Ankara", "GPE"))
    unknown = only(found, "Qwzrtown").place
    assert unknown is not None and unknown.name == "Qwzrtown"
    assert unknown.latitude is unknown.longitude is unknown.geonames_id is None
    assert only(found, "Ankara").place is not None


def test_the_spelling_of_the_text_is_kept_without_accents_and_capitals(read: Reader) -> None:
    found = read("ADEN - The exchange of prisoners began on Friday.", ("ADEN", "GPE"))
    place = only(found, "ADEN").place
    assert place is not None and place.name == "Aden"


@pytest.mark.parametrize("text", ["", "9" * 5000, '"' * 1000 + "Paris", "A." * 3000, "\u200bPar\u200bis", "\ud800"])
def test_odd_texts_do_no_harm(small_gazetteer: Gazetteer, text: str) -> None:
    assert isinstance(find_places(text, gazetteer=small_gazetteer), list)


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=120))
def test_mentions_quote_the_text_in_order(small_gazetteer: Gazetteer, text: str) -> None:
    end = 0
    for mention in find_places(text, gazetteer=small_gazetteer, uses=ALL_USES):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= mention.confidence <= 1
        end = mention.end


@pytest.mark.parser
@pytest.mark.parametrize(
    "name",
    ["Georgia", "Jordan", "Niger", "Chad", "Lebanon", "Mali", "Cuba", "Peru", "Panama", "Djibouti", "Luxembourg",
     "Mexico", "Israel", "Armenia", "Guinea", "Oman"],
)  # fmt: skip
def test_a_states_name_is_the_state(name: str) -> None:
    from dragoman.language.parse import load_parser

    text = f"Soldiers shelled {name} on Monday and seven men died, the mission in {name} said."
    doc = load_parser()(text)
    entities = [(one.start_char, one.end_char, one.label_) for one in doc.ents]
    found = [one.place for one in find_places(text, entities=entities) if one.text == name]
    assert found and all(place is not None and place.precision == "country" for place in found)


@pytest.mark.parser
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police in Atlanta, Georgia, held two men on Monday.", "Georgia"),
        ("Voters in Georgia and Arizona went to the polls.", "Georgia"),
        ("The U.S. state of Georgia passed a law on lotteries.", "Georgia"),
        ("Georgia Gov. Ann Miller signed the bill.", "Georgia"),
        ("A farmer from Jordan, Minnesota, won the prize.", "Jordan"),
        ("Scouts from Lebanon, Ohio, and from Peru, Indiana, met.", "Lebanon"),
    ],
)
def test_unless_the_text_says_otherwise(text: str, name: str) -> None:
    from dragoman.language.parse import load_parser

    doc = load_parser()(text)
    entities = [(one.start_char, one.end_char, one.label_) for one in doc.ents]
    found = [one.place for one in find_places(text, entities=entities) if one.text == name]
    assert found and all(place is not None and place.country == "USA" for place in found)
