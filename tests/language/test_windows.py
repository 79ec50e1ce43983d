"""Windows: every word of a document is new in just one, and none is longer than the network may see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dragoman.language.network import FOLDER
from dragoman.language.sentences import sentences
from dragoman.language.windows import LONGEST_SENTENCE, PIECES, Window, windows, words_of

START, END = 101, 102


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def cut(text: str, tokenizer: Tokenizer, title: int = 0) -> list[Window]:
    return windows(words_of(text, sentences(text), tokenizer), title=title, start=START, end=END)


def test_a_short_text_is_one_window_without_context(tokenizer: Tokenizer) -> None:
    text = "Kesria and Varun met. They agreed on nothing."
    (window,) = cut(text, tokenizer)
    assert window.new == 0
    assert [span.within(text) for span in window.spans[:4]] == ["Kesria", "and", "Varun", "met"]
    assert window.pieces[0] == START
    assert window.pieces.count(END) == 2
    assert set(window.sentence) == {0, 1}


def test_later_windows_begin_with_the_headline_and_the_sentences_before(tokenizer: Tokenizer) -> None:
    body = [f"On day {n} the envoys of Kesria spoke with the governor about the river and its dams." for n in range(60)]
    text = "Talks on the river\n\n" + " ".join(body)
    found = cut(text, tokenizer, title=1)
    assert len(found) > 2
    for window in found[1:]:
        context = {window.origin[i] for i in range(window.new)}
        first = window.origin[window.new]
        assert context == {0, first - 2, first - 1}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab .\n“”’é-9", min_size=1, max_size=400), min_size=1, max_size=12))
def test_every_word_is_new_once_and_no_window_is_too_long(tokenizer: Tokenizer, parts: list[str]) -> None:
    text = "\n".join(parts)
    cuts = words_of(text, sentences(text), tokenizer)
    new = [span for window in cut(text, tokenizer) for span in window.spans[window.new :]]
    assert new == [span for one in cuts for span in one.spans]
    assert all(len(window.pieces) <= PIECES for window in cut(text, tokenizer))
    assert all(0 <= a.start < a.end <= len(text) for a in new)


def test_a_sentence_without_end_is_cut_into_parts(tokenizer: Tokenizer) -> None:
    text = "shells fell on the town and " * 300
    assert all(len(one.pieces) <= LONGEST_SENTENCE for one in words_of(text, sentences(text), tokenizer))
    assert len(cut(text, tokenizer)) > 3


def test_one_endless_word_is_cut_off(tokenizer: Tokenizer) -> None:
    assert all(len(window.pieces) <= PIECES for window in cut("x9q" * 4000, tokenizer))
