"""How many: numbers bound to what they count and to their own predicate."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.quantities import Quantity, find_quantities
from dragoman.coding.quantity_words import read_number

if TYPE_CHECKING:
    from spacy.tokens import Doc

Build = Callable[..., "Doc"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("80", 80),
        ("11,000", 11_000),
        ("1.2 million", 1_200_000),
        ("two hundred and fifty", 250),
        ("twenty-three", 23),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("three thousand four hundred", 3_400),
        ("2.5bn", 2_500_000_000),
        ("four", 4),
    ],
)
def test_numbers_in_digits_and_words(words: str, value: int) -> None:
    number = read_number(words.split())
    assert number is not None
    assert (number.low, number.high) == (value, value)


@pytest.mark.parametrize("words", ["dozens", "several hundred", "hundreds of thousands", "scores"])
def test_counts_without_a_number_stay_open(words: str) -> None:
    number = read_number(words.split())
    assert number is not None
    assert number.open
    assert number.low is None
    assert number.high is None


@pytest.mark.parametrize("words", ["9" * 500, "1" * 16, "1.5", "", "people", "12:30", "٣" * 40])
def test_what_is_no_whole_number_is_none(words: str) -> None:
    assert read_number([words]) is None


@given(st.integers(0, 10**14))
def test_grouped_digits_read_as_their_value(value: int) -> None:
    for form in (str(value), f"{value:,}"):
        number = read_number([form])
        assert number is not None
        assert number.low == value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_words_hang_or_raise(words: list[str]) -> None:
    number = read_number(words)
    assert number is None or number.low is None or number.low >= 0


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_tree_of_numbers_hangs_or_raises(sentence: Build, data: st.DataObject) -> None:
    pool = [
        "5",
        "9" * 500,
        "99999",
        "two",
        "hundred",
        "of",
        "and",
        "-",
        "people",
        "killed",
        "at",
        "least",
        "$",
    ]
    size = data.draw(st.integers(1, 12))
    words = data.draw(st.lists(st.sampled_from(pool), min_size=size, max_size=size))
    heads = [0] + [data.draw(st.integers(0, i - 1)) for i in range(1, size)]
    labels = ["nummod", "dobj", "conj", "pobj", "prep", "nsubj", "quantmod", "appos", "acl"]
    deps = ["ROOT"] + [data.draw(st.sampled_from(labels)) for _ in range(1, size)]
    pos = [data.draw(st.sampled_from(["NUM", "NOUN", "VERB", "ADP", "ADJ"])) for _ in range(size)]
    doc = sentence(words, heads, deps, pos=pos, tags=["NN"] * size, lemmas=words)
    for quantity in find_quantities(doc):
        assert quantity.passage.covers(quantity.number)
        assert quantity.passage.end <= len(doc.text)
        assert 0 <= quantity.head < len(doc)


def test_a_toll_is_bound_to_its_verb_and_keeps_its_bound(sentence: Build) -> None:
    doc = sentence(
        ["Shells", "killed", "at", "least", "four", "people", "and", "wounded", "17"],
        [1, 1, 3, 4, 5, 1, 1, 1, 7],
        ["nsubj", "ROOT", "advmod", "advmod", "nummod", "dobj", "cc", "conj", "dobj"],
        pos=["NOUN", "VERB", "ADV", "ADV", "NUM", "NOUN", "CCONJ", "VERB", "NUM"],
        tags=["NNS", "VBD", "RB", "RBS", "CD", "NNS", "CC", "VBD", "CD"],
        lemmas=["shell", "kill", "at", "least", "four", "people", "and", "wound", "17"],
    )
    dead, hurt = find_quantities(doc)
    assert (dead.kind, dead.low, dead.high, dead.head, dead.who) == ("killed", 4, None, 1, "people")
    assert dead.passage.quote(doc.text) == "killed at least four people"
    assert (hurt.kind, hurt.low, hurt.high, hurt.head) == ("wounded", 17, 17, 7)


CASES = [
    ("Air raids killed at least 54 people and wounded 110.", ["killed 54-", "wounded 110-110"]),
    ("The blast left a crater, leaving 12 dead and dozens injured.", ["killed 12-12", "wounded -"]),
    ("There was an ambush in which four died.", ["killed 4-4"]),
    ("The death toll rose to 19, including 3 children.", ["killed 19-19", "killed 3-3"]),
    ("They condemned the killing of 66 civilians by the rebels.", ["killed 66-66"]),
    (
        "The mission puts the number of people driven from home at 1.3 million.",
        ["displaced 1300000-1300000"],
    ),
    ("1.7 million people were newly displaced.", ["displaced 1700000-1700000"]),
    ("About 6,500 people have fled.", ["displaced 6500-6500"]),
    ("Helicopters flew 45 people out of the valley.", ["evacuated 45-45"]),
    ("They agreed to exchange 887 prisoners.", ["exchanged 887-887"]),
    ("The group will free 33 hostages.", ["released 33-33"]),
    ("Gunmen shot dead three farmers.", ["killed 3-3"]),
    ("The rebels dragged at least 32 people from their homes.", ["captured 32-"]),
    ("The North set free three American detainees.", ["released 3-3"]),
    ("600 lorries of aid a day are to enter the strip.", ["aid 600-600"]),
    ("It promised 20 tonnes of food.", ["aid 20-20"]),
    ("They will swap 50 prisoners for 60.", ["exchanged 50-50", "exchanged 60-60"]),
    ("Between 10 and 12 civilians died.", ["killed 10-12"]),
    ("Up to 40 militants were killed.", ["killed -40"]),
    ("More than a dozen fighters were captured.", ["captured 12-"]),
    ("They fired 120 drones and 40 missiles.", ["drones 120-120", "missiles 40-40"]),
    ("The bloc will give $50 million.", ["money 50000000-50000000"]),
    (
        "Hospital officials said 14 people died, while the army said 9 were killed.",
        ["killed 14-14", "killed 9-9"],
    ),
    ("The talks lasted 12 hours on 16 January 2025.", []),
    ("A 12-year-old boy spoke of Resolution 242.", []),
    ("No one was hurt.", []),
]


def _line(quantity: Quantity) -> str:
    low = "" if quantity.low is None else quantity.low
    high = "" if quantity.high is None else quantity.high
    return f"{quantity.kind} {low}-{high}"


@pytest.mark.parser
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_counts_of_real_sentences(text: str, expected: list[str]) -> None:
    from dragoman.language.parse import parse

    assert [_line(one) for one in find_quantities(parse(text))] == expected


@pytest.mark.parser
def test_civilians_and_children_are_told_apart() -> None:
    from dragoman.language.parse import parse

    found = find_quantities(parse("The raid killed 15 people, including nine civilians and four children."))
    assert [(one.who, one.low) for one in found] == [("people", 15), ("civilian", 9), ("child", 4)]


@pytest.mark.parser
@pytest.mark.parametrize("text", ["9" * 500 + " people were killed.", "In 99999 people met.", "1,1,1,1,1 2-3-4-5"])
def test_hostile_numbers_are_survived(text: str) -> None:
    from dragoman.language.parse import parse

    for one in find_quantities(parse(text)):
        assert one.low is None or one.low < 10**15


@pytest.mark.parser
@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Raiders killed three of the 25 guards at a mine on Monday.", [("killed", 3)]),
        ("Half of the 26 guards were killed.", []),
        ("Most of the 26 hostages were freed.", []),
        ("None of the 26 guards was killed.", []),
        ("All 26 guards were killed.", [("killed", 26)]),
        ("Three and a half thousand people fled the town.", [("displaced", 3500)]),
        ("One-and-a-half million people were displaced.", [("displaced", 1_500_000)]),
        ("A half-dozen guards were killed.", [("killed", 6)]),
        ("A half dozen of the 30 guards were wounded.", [("wounded", 6)]),
        ("Raiders burned 30 homes near the river.", [("other", 30)]),
        ("The raid killed 70 cows and two herders.", [("other", 70), ("killed", 2)]),
    ],
)
def test_parts_of_a_whole_halves_and_things_that_are_no_people(text: str, counts: list[tuple[str, int]]) -> None:
    from dragoman.language.parse import load_parser

    found = find_quantities(load_parser()(text))
    assert [(one.kind, one.low) for one in found] == counts
