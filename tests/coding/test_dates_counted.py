"""Parts counted within a month, and days counted from a named day, are the days that the words mean, or none."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.coding.dates import find_times

SAID = date(2024, 10, 9)  # a Wednesday


def span(words: str, *, said: date = SAID) -> tuple[str | None, str | None]:
    found = [one for one in find_times(f"The panel will sit {words}, it said.", published=said) if one.start > 10]
    assert len(found) == 1, found
    return tuple(day.isoformat() if day else None for day in (found[0].first, found[0].last))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in the last week of this month", "2024-10-25", "2024-10-31"),
        ("in the first week of November", "2024-11-01", "2024-11-10"),
        ("in the second week of next month", "2024-11-08", "2024-11-14"),
        ("in the final week of November", "2024-11-24", "2024-11-30"),
        ("in the last week of March 2025", "2025-03-24", "2025-03-31"),
        ("on the first Monday of next month", "2024-11-04", "2024-11-04"),
        ("on the third Thursday in January", "2025-01-16", "2025-01-16"),
        ("on the last Friday of the month", "2024-10-25", "2024-10-25"),
        ("on the last day of November", "2024-11-30", "2024-11-30"),
        ("on the 5th of next month", "2024-11-05", "2024-11-05"),
        ("on the first of next month", "2024-11-01", "2024-11-01"),
        ("in the last two weeks of November", "2024-11-17", "2024-11-30"),
        ("in the first three days of December", "2024-12-01", "2024-12-03"),
        ("two weeks from Friday", "2024-10-25", "2024-10-25"),
        ("a week from Wednesday", "2024-10-23", "2024-10-23"),
        ("ten days from tomorrow", "2024-10-20", "2024-10-20"),
        ("three weeks from now", "2024-10-30", "2024-10-30"),
        ("two months from today", "2024-12-01", "2024-12-31"),
        ("the week after next", "2024-10-21", "2024-10-27"),
        ("in the week of 21 October", "2024-10-21", "2024-10-27"),
    ],
)
def test_what_is_counted(words: str, first: str, last: str) -> None:
    assert span(words) == (first, last)


@pytest.mark.parametrize("words", ["in the last week of the siege", "on the last weekend of the tour"])
def test_the_last_week_of_something_is_not_the_week_before(words: str) -> None:
    assert span(words) == (None, None)


def test_a_month_has_no_sixth_monday() -> None:
    assert all(one.reason != "nth of a month" for one in find_times("On the sixth Monday of May.", published=SAID))


def test_a_stretch_that_begins_on_a_day_does_not_end_there() -> None:
    found = find_times("The truce will hold for two weeks from Friday.", published=SAID)
    assert [(one.text, one.value) for one in found] == [("two weeks", "P2W"), ("Friday", "2024-10-11")]


@pytest.mark.parametrize("head", ["NAIROBI, Monday – ", "NAIROBI, Monday (Desk) – ", "NAIROBI, Monday\n\n"])
def test_a_datelines_weekday_is_the_day_of_writing(head: str) -> None:
    found = find_times(f"{head}The panel will sit again soon, its chair said.", published=SAID)
    assert found[0].value == "2024-10-07"


def test_without_a_day_of_publication_nothing_is_counted_from_it() -> None:
    found = find_times("They will sit two weeks from Friday and in the last week of this month.", published=None)
    assert all(one.first is None for one in found)
