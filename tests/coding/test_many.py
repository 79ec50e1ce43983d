"""How many: numbers, bounds, ranges, parts, shares, several conjuncts, and words that are no count."""

from __future__ import annotations

import pytest
from reading_world import frame, only, span_in, who

from dragoman.coding.many import count_of


def count(text: str, *words: str) -> tuple[int | None, int | None, int | None] | None:
    found = count_of(text, [span_in(text, one) for one in words])
    return (found[0].min, found[0].max, found[0].civilians) if found else None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("at least 12 people died", ["at least 12"], (12, None, None)),
        ("no fewer than three fell", ["no fewer than three"], (3, None, None)),
        ("up to 50 died", ["up to 50"], (None, 50, None)),
        ("some 20 died", ["some 20"], (20, 20, None)),
        ("19 people or more died", ["19"], (19, None, None)),
        ("between 3,200 and 5,000 fell", ["between 3,200 and 5,000"], (3200, 5000, None)),
        ("six or seven fell", ["six or seven"], (6, 7, None)),
        ("two hundred and fifty fell", ["two hundred and fifty"], (250, 250, None)),
        ("five thousand three hundred fell", ["five thousand three hundred"], (5300, 5300, None)),
        ("1.1 million fled", ["1.1 million"], (1_100_000, 1_100_000, None)),
        ("half of the 40 men", ["half of the 40 men"], (20, 20, None)),
        ("a quarter of a million fled", ["a quarter of a million"], (250_000, 250_000, None)),
        ("two of the four hostages", ["two of the four hostages"], (2, 2, None)),
        ("a soldier was killed", ["a soldier"], (1, 1, None)),
        ("both were killed", ["both"], (2, 2, None)),
        ("Nobody was hurt", ["Nobody"], (0, 0, None)),
    ],
)
def test_a_number_filler_is_a_count(text: str, words: list[str], expected: tuple[int | None, ...]) -> None:
    assert count(text, *words) == expected


@pytest.mark.parametrize("words", ["dozens", "several", "many", "Some 72 per cent", "soldiers"])
def test_words_without_a_number_are_no_count(words: str) -> None:
    assert count(f"{words} of them fled", words) is None


def test_a_share_of_ten_is_no_count() -> None:
    assert count("one in eight, 575,000 people, fled", "one in eight", "575,000") == (575_000, 575_000, None)


def test_a_most_number_and_another_have_no_least() -> None:
    assert count("up to 5,000 and 1,000 others", "up to 5,000", "1,000") == (None, 6000, None)


@pytest.mark.parametrize("words", [["Two soldiers and a civilian"], ["Two soldiers", "a civilian"]])
def test_conjuncts_are_added_and_civilians_told_apart(words: list[str]) -> None:
    assert count("Two soldiers and a civilian were killed", *words) == (3, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["killed 30, among them 12 civilians", "killed 30, including 12 civilians", "killed 30, of whom 12 civilians"],
)
def test_a_part_is_not_added_to_the_whole(text: str) -> None:
    assert count(text, "30", "12") == (30, 30, 12)


def test_the_dead_of_both_sides_are_no_victims_of_one() -> None:
    text = "Twelve rebels and five soldiers were killed as Taliban fighters attacked an Afghan army base."
    told = frame(
        "violence", "were killed", status="happened", kind_="ground_assault",
        by=["Taliban fighters"], against=["an Afghan army base"], killed=["Twelve", "five"],
    )  # fmt: skip
    event = only(text, "2015-03-02", told)
    assert event.kind == "clash"
    assert sorted(who(event.source)) == ["AFG", "Taliban"]
    assert event.target == ()
    assert event.quantities is not None
    assert event.quantities.killed is not None
    assert event.quantities.killed.min == 17


def test_lorries_of_aid_are_counted_as_they_stand() -> None:
    text = "Some 600 lorries a day are to enter Gaza."
    event = only(
        text,
        "2025-01-16",
        frame("humanitarian", "are to enter", status="agreed", kind_="aid_delivery", count=["Some 600"]),
    )
    assert event.quantities is not None
    assert event.quantities.persons is not None
    assert event.quantities.persons.max == 600
