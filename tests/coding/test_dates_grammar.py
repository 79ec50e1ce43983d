"""The grammar's own examples, and hostile text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding.date_grammar import load_grammar, matches_whole
from dragoman.coding.dates import due_date, find_times
from dragoman.knowledge.time_words import TimeRule, load_time_knowledge

RULES = load_time_knowledge().rules
WORDS = (
    "the next last this end of early mid - may March Monday Tues. Sept. 2025 1999 99999 31 7th "
    "two hundred and a half 10:30 p.m. GMT , . ( ) ' ’s “ ” \u200b \u00ad \n\n year years day days "
    "weeks ago later after before BC AD quarter first 1/2 12/11/2024 2025-02-30 1990s '90s every "
    "yesterday today weekend summer fall since until by within from to each per now у 三 ٣ ½ ²"
)
PIECES = WORDS.split(" ")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_matches_its_examples(rule: TimeRule) -> None:
    for example in rule.examples:
        assert matches_whole(example, rule.name), example


def test_every_rule_compiles() -> None:
    assert len(load_grammar().rules) == len(RULES)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.sampled_from([None, date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)]),
)
def test_any_mix_of_time_words_is_read_in_order(text: str, published: date | None) -> None:
    end = 0
    for found in find_times(text, published=published):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert found.first is None or found.last is None or found.first <= found.last
        due_date(found, said_on=published)
        end = found.end


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(find_times(text, published=date(2025, 7, 23)), list)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 500,
        "in " + "9" * 500 + " days",
        "“" * 1000 + "on Monday" + "”" * 1000,
        "year 99999",
        "9999 years later, on December 31, 9999, tomorrow",
        "the 999th century and the next 999999999 days",
        "одна неделя, 三天, ثلاثة أيام, July ٣",
    ],
)
def test_hostile_text_is_read(text: str) -> None:
    for published in (None, date(1, 1, 1), date(9999, 12, 31)):
        find_times(text, published=published)


def test_invisible_characters_do_not_hide_a_word() -> None:
    found = find_times("They met on Wed\u200bnes\u00adday.", published=date(2025, 7, 24))
    assert [x.value for x in found] == ["2025-07-23"]
