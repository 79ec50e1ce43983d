"""Which date, place and speaker of a text belong to a predicate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.coding.dates import TimeExpression
from dragoman.coding.surroundings import first_day, last_day, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.coding.surroundings import Surroundings

parser = pytest.mark.parser
Around = Callable[..., "Surroundings"]


def token(here: Surroundings, word: str) -> Token:
    return next(t for t in here.doc if t.text == word)


def day(here: Surroundings, word: str, theme: str | None = None) -> str | None:
    return first_day(here.time_of(token(here, word), token(here, theme) if theme else None))


def place(here: Surroundings, word: str, theme: str | None = None, used: tuple[str, ...] = ()) -> str | None:
    found = here.place_of(token(here, word), token(here, theme) if theme else None, [token(here, u) for u in used])
    return found.text if found else None


@parser
def test_each_clause_has_its_own_date_and_place(around: Around) -> None:
    here = around("Russia shelled Kharkiv on 3 May after Ukraine bombed Belgorod on 2 May.")
    assert (day(here, "shelled"), day(here, "bombed")) == ("2031-05-03", "2031-05-02")
    assert (place(here, "shelled"), place(here, "bombed")) == ("Kharkiv", "Belgorod")


@parser
def test_the_date_on_the_theme_comes_first(around: Around) -> None:
    here = around("On 3 May Kenya recalled the talks of 12 April in Nairobi.")
    assert day(here, "recalled", "talks") == "2031-04-12"
    assert day(here, "recalled") == "2031-05-03"


@parser
def test_a_day_at_the_head_of_a_line_dates_what_follows(around: Around) -> None:
    here = around("27 April. Rebels shelled a camp.\nSoldiers bombed a bridge.")
    assert (day(here, "shelled"), day(here, "bombed")) == ("2031-04-27", None)


@parser
def test_a_question_dates_and_places_the_paragraph_that_answers_it(around: Around) -> None:
    here = around("What happened in Goma on Sunday?\nRebels shelled the camp and left.")
    assert day(here, "shelled") == "2031-05-11"
    asked = here.asked_place(token(here, "shelled"))
    assert asked is not None and asked.text == "Goma"


@parser
def test_a_plain_heading_answers_nothing(around: Around) -> None:
    here = around("The attack in Goma on Sunday\nRebels shelled the camp and left.")
    assert day(here, "shelled") is None
    assert here.asked_place(token(here, "shelled")) is None


@parser
def test_the_day_last_named_in_the_paragraph_is_told_apart(around: Around) -> None:
    here = around("There was no lull on Sunday. Shells fell again.\nMen fled.")
    told = here.told_date(token(here, "fell"))
    assert told is not None and told.value == "2031-05-11"
    assert here.told_date(token(here, "fled")) is None


@parser
def test_words_that_stand_for_an_actor_are_no_place(around: Around) -> None:
    here = around("Planes of Israel bombed a camp near Tyre.")
    assert place(here, "bombed") == "Tyre"
    assert place(here, "bombed", used=("Tyre",)) is None


@parser
@pytest.mark.parametrize(("word", "found"), [("in", "Mali"), ("about", None), ("with", None)])
def test_a_state_is_a_place_only_where_something_happens_inside_it(
    around: Around, word: str, found: str | None
) -> None:
    assert place(around(f"Kenya spoke {word} Mali."), "spoke") == found


@parser
def test_where_a_town_is_whose_is_no_place_of_what_is_done(around: Around) -> None:
    assert place(around("Kenya thanked Nairobi's mayor."), "thanked") is None


@parser
def test_the_speaker_is_the_innermost_who_says_it(around: Around) -> None:
    here = around("Kenya said that Uganda had claimed that rebels shelled a camp.")
    inner, outer = here.speaker_of(token(here, "shelled")), here.speaker_of(token(here, "claimed"))
    assert inner is not None and outer is not None
    assert (inner.verb, outer.verb) == ("claim", "say")
    assert here.speaker_of(token(here, "said")) is None


@parser
def test_numbers_bind_to_their_own_verb(around: Around) -> None:
    here = around("Rebels killed 12 soldiers and wounded 30 guards.")
    assert [here.doc[q.head].text for q in here.quantities_of(token(here, "wounded"), None)] != [
        here.doc[q.head].text for q in here.quantities_of(token(here, "killed"), None)
    ]


@parser
def test_a_quote_has_no_white_space_around_it(around: Around) -> None:
    here = around("  Kenya left.  \n Uganda stayed. ")
    quotes = [here.document.text[slice(*here.quote(sent))] for sent in sentences(here.doc)]
    assert quotes == ["Kenya left.", "Uganda stayed."]


def test_sentences_without_words_are_left_out(sentence: Callable[..., Doc]) -> None:
    doc = sentence(["Kenya", "left", "***"], [1, 1, 2], ["nsubj", "ROOT", "ROOT"])
    assert [s.text for s in sentences(doc)] == ["Kenya left"]


def a_time(value: str, first: date, last: date) -> TimeExpression:
    return TimeExpression(0, 1, "t", "date", value, value, first, last, "document", None, None, None, "test")


@pytest.mark.parametrize(
    ("time", "first", "last"),
    [
        (None, None, None),
        (a_time("2031-05-03", date(2031, 5, 3), date(2031, 5, 3)), "2031-05-03", None),
        (a_time("2031-05-03/2031-05-06", date(2031, 5, 3), date(2031, 5, 6)), "2031-05-03", "2031-05-06"),
        (a_time("2031-05", date(2031, 5, 1), date(2031, 5, 31)), "2031-05", None),
        (a_time("2031", date(2031, 1, 1), date(2031, 12, 31)), "2031", None),
    ],
)
def test_a_date_is_as_exact_as_the_words(time: TimeExpression | None, first: str | None, last: str | None) -> None:
    assert (first_day(time), last_day(time)) == (first, last)
