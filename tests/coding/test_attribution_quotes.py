"""Quotation marks: which passages they enclose, whatever the text does with them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.attribution_quotes import QuoteIndex, paragraphs, quotes


def words(text: str) -> list[str]:
    return [quote.passage.quote(text) for quote in quotes(text)]


def test_straight_and_curly_marks_enclose_passages() -> None:
    assert words('He said "no" and “never”.') == ['"no"', "“never”"]


def test_two_single_marks_are_one_double_mark() -> None:
    assert words("He said ''not now'' and left.") == ["''not now''"]


def test_marks_inside_a_quotation_belong_to_it() -> None:
    assert words("“She told me ‘go’ and “stay””, he said.") == ["“She told me ‘go’ and “stay””"]


def test_apostrophes_are_not_marks() -> None:
    assert words("Russia's army didn't wait; the rebels' did.") == []


def test_speech_over_paragraphs_opens_each_and_closes_the_last() -> None:
    found = quotes("“We stay.\n\n“We will not go,” he said.")
    assert [quote.closed for quote in found] == [False, True]


def test_a_mark_without_partner_is_passed_over() -> None:
    assert words("“We stay. He left.\n\nThen “no” came.") == ["“no”"]


def test_paragraphs_are_lines_unless_empty_lines_divide_the_text() -> None:
    assert len(paragraphs("One\ntwo\nthree")) == 3
    assert len(paragraphs("One\ntwo\n\nthree")) == 2


MARKS = st.text(alphabet="“”\"'‘’«»`ab .,\n\u200b", max_size=300)


@settings(max_examples=80, deadline=None)
@given(MARKS)
def test_passages_are_in_order_and_inside_the_text(text: str) -> None:
    found = quotes(text)
    ends = 0
    for quote in found:
        assert ends <= quote.passage.start < quote.passage.end <= len(text)
        ends = quote.passage.end
    index = QuoteIndex.of(text)
    for position in range(len(text)):
        number = index.at(position)
        inside = any(q.passage.start <= position < q.passage.end for q in found)
        assert (number is not None) == inside


def test_thousands_of_open_and_nested_marks_end_quickly() -> None:
    for text in ("“" * 20_000, "“a" * 1_000 + "”" * 1_000, '"a ' * 20_000, "‘a" * 20_000, "'' " * 20_000):
        assert len(quotes(text)) <= len(text)
