"""A quote bears out the numbers that it states and those that it adds up itself, and no other sum."""

from __future__ import annotations

import pytest

from dragoman.process.sums import adds_up, stated_numbers


def stated(text: str) -> set[int]:
    return {value for one in stated_numbers(text) for value in one.values}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("killed eight civilians and five soldiers", 13),
        ("a man and two children died", 3),
        ("killed two men, three women and four children", 9),
        ("killed 12 people in Arua and wounded nobody, and 30 in Gulu", 42),
    ],
)
def test_an_enumeration_adds_up(text: str, value: int) -> None:
    assert adds_up(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("killed six of the 40 soldiers at a post", 46),
        ("killed 12 people, including five children", 17),
        ("killed 12 people, five of them children, police said", 17),
        ("Six soldiers were killed. Forty homes and a school burned.", 46),
        ("released 200 prisoners in exchange for 40", 240),
        ("887 prisoners and a guard", 888),
    ],
)
def test_a_part_and_its_whole_do_not(text: str, value: int) -> None:
    assert not adds_up(text, value)
    assert value not in stated(text)


def test_the_whole_of_which_a_part_is_told_is_no_count() -> None:
    assert 40 not in stated("Half of the 40 soldiers were killed")
    assert 40 in stated("All of the 40 soldiers were killed")
    assert {6} <= stated("six of those 40 soldiers") and 40 not in stated("six of those 40 soldiers")


def test_numbers_in_words_are_read_whole() -> None:
    assert 2500 in stated("two and a half thousand people")
    assert 6 in stated("a half-dozen soldiers")
