"""A dateline is found where it stands by itself, and no day of the story is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents.datelines import dateline
from dragoman.documents.days import full_days, parse_day
from dragoman.errors import DateError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A headline\n\nNew York, 20 July 2025\n\nThe council met.", "2025-07-20"),
        (
            "A headline\n\nRolling coverage, Thursday 16 January 2025. Local times.",
            "2025-01-16",
        ),
        ("A headline\n\nJEDDAH, 21 May 2023 - Envoys of both sides signed.", "2023-05-21"),
        ("A report\n\nReporting period 4 to 9 March 2025. Compiled by aid workers.", "2025-03-09"),
        ("A report\n\nReporting period: 28 December 2024 to 3 January 2025", "2025-01-03"),
        ("A headline\n(Reuters) - 3 May 2024", "2024-05-03"),
        ("LONDON (Reuters) - May 3, 2024 - The talks resumed.", "2024-05-03"),
        ("Published: 2024-05-03", "2024-05-03"),
        ("Published 3 May 2024, 18:40 GMT", "2024-05-03"),
        ("Wednesday, 3 May 2023 | 18:40\nThe talks resumed.", "2023-05-03"),
        ("Flash update #3 (as of 5 May 2024)\nThe talks resumed.", "2024-05-05"),
        ("Statement by the Secretary-General, 3 May 2024", "2024-05-03"),
        ("A headline\nBy A. Reporter, 3rd May 2024", "2024-05-03"),
        ("A headline\n15/07/2025", "2025-07-15"),
        ("Updated 4 May 2024\nPublished 3 May 2024", "2024-05-03"),
        ("A headline\nUpdated 4 May 2024", "2024-05-04"),
    ],
)
def test_the_day_that_the_first_lines_state(text: str, day: str) -> None:
    found = dateline(text)
    assert found is not None
    assert found[0].isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        "A headline\nOn 20 July 2025 the two sides met.",
        "A headline\nThey met in Doha on 3 May 2024.",
        "Truce of 3 May 2024 holds\n\nIt was signed in Doha.",
        "A chronology\n3 May 2024: the talks resume",
        "JEDDAH, Sunday - Envoys of both sides signed.",
        "GENEVA, May 3 (Reuters) - Envoys of both sides signed.",
        "Published: 2024-02-31",
        "A headline\n03/05/2024",
        "\n".join(["A line of the story."] * 30 + ["Published: 2024-05-03"]),
        "",
    ],
)
def test_no_day_is_better_than_a_wrong_one(text: str) -> None:
    assert dateline(text) is None


def test_a_weekday_that_does_not_fit_is_noticed() -> None:
    assert dateline("Doha, Monday 3 May 2024") == (date(2024, 5, 3), False)
    assert dateline("Doha, Friday 3 May 2024") == (date(2024, 5, 3), True)


@pytest.mark.parametrize("text", ["2025-02-30", "yesterday", "", "2025-7-1", "20250721", "٢٠٢٥-٠٧-٢١"])
def test_an_impossible_day_of_the_user_is_an_error(text: str) -> None:
    with pytest.raises(DateError, match="expected year-month-day"):
        parse_day(text)


def test_a_day_of_the_user_is_a_day() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_in_every_notation(day: date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%A %d %B %Y", "%Y-%m-%d", "%d.%m.%Y", "%b. %d, %Y"):
        written = day.strftime(form)
        found = list(full_days(f"Geneva, {written} - text"))
        assert [one.day for one in found] == [day], written
        assert found[0].weekday_fits


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789 .,-/:()\nMayPublished", max_size=400))
def test_odd_lines_never_raise(text: str) -> None:
    dateline(text)
