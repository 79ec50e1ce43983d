"""A field's day is read in every notation that means one day, in the outlet's own zone; anything else says why not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents.stated_days import first_of, stated_day

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-05", "20241105", "2024/11/05", "2024.11.5", "2024-11-5 8:00", "2024-11-05T23:50:00-05:00",
        "2024-11-05T00:10:00+09:00", "20241105T101500Z", "20241105101500", "Tue, 5 Nov 2024 23:10:00 EST",
        "Tue, 05 Nov 2024 00:30:00 MEST", "Tue, 5 Nov 24 12:00:00 GMT", "5 November 2024", "November 5, 2024",
        "Nov. 5, 2024 4:30 p.m.", "Tuesday, November 5th, 2024", "5/Nov/2024", "2024-Nov-05", "2024 November 5",
        "Tue Nov  5 10:00:00 UTC 2024", "Tue Nov 5 10:00:00 2024", "05.11.2024", "1730808000", "1730808000000",
    ],
)  # fmt: skip
def test_every_notation_of_one_day(text: str) -> None:
    assert stated_day(text, today=TODAY).day == date(2024, 11, 5)


@pytest.mark.parametrize(("text", "day"), [("09/30/2024", date(2024, 9, 30)), ("30-09-2024", date(2024, 9, 30))])
def test_figures_are_read_where_only_one_order_is_possible(text: str, day: date) -> None:
    assert stated_day(text, today=TODAY).day == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("05/11/2024", "may mean two days"),
        ("05-11-2024 10:00", "may mean two days"),
        ("2024-02-30", "no day that can be read"),
        ("last Tuesday", "no day that can be read"),
        ("November 2024", "no day that can be read"),
        ("5 Nov 2024 to 7 Nov 2024", "several days"),
        ("2026-03-04", "lies in the future"),
        ("9999-12-31T00:00:00Z", "lies in the future"),
        ("0001-01-01", "none on which news was published"),
        ("1970-01-01T00:00:00Z", "none on which news was published"),
    ],
)
def test_what_is_not_read_says_why(text: str, why: str) -> None:
    found = stated_day(text, today=TODAY)
    assert found.day is None
    assert found.problem is not None and why in found.problem and text[:10] in found.problem


def test_tomorrow_may_have_begun_where_the_outlet_is() -> None:
    assert stated_day("2026-03-03", today=TODAY).day == date(2026, 3, 3)


def test_the_first_field_that_can_be_read_counts() -> None:
    assert first_of(["05/11/2024", "2024-11-05"], today=TODAY).day == date(2024, 11, 5)
    assert "05/11/2024" in str(first_of(["05/11/2024", "soon"], today=TODAY).problem)
    assert first_of([]).problem is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_day_or_a_reason(text: str) -> None:
    found = stated_day(text, today=TODAY)
    assert (found.day is None) == (found.problem is not None)
