"""Parsing: lines end sentences unless a text was wrapped by hand; offsets are those of the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ModelMissing
from dragoman.language import parse as parsing
from dragoman.language.parse import LONGEST_BLOCK, _blocks, is_wrapped, load_parser, parse, parse_many

WRAPPED = """The envoys of the two countries spent the whole of the
afternoon in a villa above the lake, where they are
reported to have spoken of nothing but the border and
the price of grain, and left without a word for those
who had waited for them at the gate since the morning."""


def sentences(text: str) -> list[str]:
    return [sent.text.strip() for sent in parse(text).sents]


@pytest.mark.parser
def test_a_line_s_end_ends_a_sentence() -> None:
    assert sentences("Chad and Mali sign pact\nThe two states had fought for years.") == [
        "Chad and Mali sign pact",
        "The two states had fought for years.",
    ]


@pytest.mark.parser
def test_the_lines_of_a_text_wrapped_by_hand_end_nothing() -> None:
    assert len(sentences(WRAPPED)) == 1


@pytest.mark.parser
def test_a_blank_line_ends_a_sentence_even_in_wrapped_text() -> None:
    assert len(sentences(WRAPPED.removesuffix(".") + "\n\n" + WRAPPED)) == 2


def test_a_text_is_wrapped_where_most_lines_have_a_typewriter_s_width() -> None:
    assert is_wrapped(WRAPPED)
    assert not is_wrapped(WRAPPED.replace("\n", " "))
    assert not is_wrapped("\n".join(["A short line."] * 9))
    assert not is_wrapped("\n".join(WRAPPED.split("\n")[:4]))  # too few lines to tell


@pytest.mark.parser
@pytest.mark.parametrize("dateline", ["JEDDAH, Sunday -", "ADEN –", "PORT SUDAN —"])
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str) -> None:
    body = "Rebels left the town on Friday."
    assert sentences(f"{dateline} {body}")[-1] == body


@pytest.mark.parser
@pytest.mark.parametrize("text", ["Aden - a port - lay quiet.", "UN - it is said - left.", "He left Aden - at last."])
def test_a_dash_after_plain_words_is_no_dateline(text: str) -> None:
    assert sentences(text)[-1] != text.split(" - ", 1)[1]


@pytest.mark.parser
def test_offsets_of_tokens_are_offsets_into_the_text() -> None:
    text = "  Chad\u00a0met “Mali”.\n\n\u2022 Été 🙂 passed \n"
    doc = parse(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@pytest.mark.parser
def test_a_text_longer_than_a_block_keeps_its_offsets_and_its_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LONGEST_BLOCK", 120)
    text = "".join(f"Envoy {number} of Chad met the envoy of Mali in Niamey.\n" for number in range(12))
    doc = parse(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    assert len(list(doc.sents)) == 12


@pytest.mark.parser
def test_several_texts_come_back_whole_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LONGEST_BLOCK", 30)
    texts = ["Chad met Mali.\nMali met Niger.\nNiger met Chad.", "One line only.", "Kenya left.\nUganda stayed behind."]
    assert [doc.text for doc in parse_many(texts)] == texts


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab \n", max_size=60), st.integers(min_value=5, max_value=20))
def test_blocks_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "LONGEST_BLOCK", longest)
        blocks = list(_blocks(text))
    assert "".join(blocks) == text
    assert all(len(block) <= longest for block in blocks)


def test_blocks_end_at_a_line_else_at_a_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LONGEST_BLOCK", 10)
    assert list(_blocks("aaa bbb\nccc ddd eee")) == ["aaa bbb\n", "ccc ddd ", "eee"]
    assert LONGEST_BLOCK <= 1_000_000


def test_a_parser_that_is_not_installed_is_named_with_the_next_step() -> None:
    with pytest.raises(ModelMissing, match=re.escape("pip install 'dragoman[parser]'")):
        load_parser("no_such_parser")
