"""Sentences: marks end them, abbreviations do not, and lines that are no paragraph stand for themselves."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.sentences import sentences


def _cut(text: str) -> list[str]:
    return [span.within(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "They met. | It rained.",
        "Gen. Adeyo met Lt. Col. Brun in St. Anne on Jan. 5. | They talked.",
        "U.S. President J. Doe spoke. | He left.",
        "He left the U.S. | They stayed.",
        "It began at 5 p.m. Monday. | It cost $3.5 bn.",
        "It began at 5 p.m. | The hall was full.",
        "“We will not go,” he said. | “No.” | The deal (signed in 2012) failed.",
        '"Why?" he asked. | "Go!" | She went.',
        "Rebels, i.e. the Front, fired… | Nobody was hurt.",
        "What now? | Zell is quiet. | 30 people fled.",
        "Resolution no. 17 passed. | Does it matter?",
        "Dr. No. | It is a film.",
    ],
)
def test_marks_end_sentences_where_one_can_begin(text: str) -> None:
    assert _cut(text.replace(" | ", " ")) == text.split(" | ")


def test_headlines_and_items_stand_for_themselves() -> None:
    text = (
        "Talks to resume\nThe army and the Front are to meet in Zell on Friday, the mediator said late on Monday\n"
        "evening. Both have agreed.\n\n- Zell: shelling\n- Tora: two killed\n1. No change in the north\n"
    )
    assert _cut(text) == [
        "Talks to resume",
        "The army and the Front are to meet in Zell on Friday, the mediator said late on Monday\nevening.",
        "Both have agreed.",
        "- Zell: shelling",
        "- Tora: two killed",
        "1. No change in the north",
    ]


def test_no_text_has_no_sentence() -> None:
    assert sentences("") == sentences(" \n\n ") == ()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aB.!?\"' \n\t-1(“”…é\r", max_size=80))
def test_sentences_hold_every_character_once(text: str) -> None:
    found = sentences(text)
    assert all(one.within(text).strip() == one.within(text) != "" for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(one.within(text).split()) for one in found) == "".join(text.split())


@pytest.mark.parametrize("piece", ["a. ", "A.", '"', "\n", "A. A", "- \n", ". . ", "Mr. "])
def test_hostile_lengths_end(piece: str) -> None:
    begun = time.monotonic()
    sentences(piece * 60_000)
    assert time.monotonic() - begun < 5
