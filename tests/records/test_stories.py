"""Stories: documents of the same news are grouped, whatever else they say."""

from __future__ import annotations

from datetime import date

from dragoman.records.stories import stories

TALKS = "Delegations from both capitals met in Doha for ceasefire talks mediated by Qatar."
QUAKE = "A strong earthquake shook the Chilean coast at dawn and cut power to Valparaíso."
TEXTS = [
    TALKS,
    QUAKE,
    "Qatar said the ceasefire talks in Doha between the delegations made progress.",
    "Power was cut in Valparaíso after the earthquake on the Chilean coast.",
]


def test_documents_that_share_rare_words_are_one_story() -> None:
    assert stories(TEXTS) == [0, 1, 0, 1]


def test_the_same_words_weeks_apart_are_two_stories() -> None:
    days = [date(2025, 7, 1), date(2025, 7, 1), date(2025, 8, 1), None]
    assert stories(TEXTS, days=days) == [0, 1, 2, 1]


def test_nothing_and_empty_texts() -> None:
    assert stories([]) == []
    assert stories(["", "", TALKS]) == [0, 1, 2]
