"""Values read as an editor would write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.delivery.phrases import (
    Namer,
    bounds,
    clean,
    distance,
    listed,
    ordinal,
    say_count,
    say_day,
    say_office,
    say_period,
    say_place,
)
from dragoman.records.values import Actor, Count, PlaceValue


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-07-23", "Wed 23 July 2025"),
        ("2025-07", "July 2025"),
        ("2025", "2025"),
        ("2025-07-23T18:40", "Wed 23 July 2025"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_days(day: str | None, said: str) -> None:
    assert say_day(day) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2023-04-14", "2023-04-16", "Fri 14 to Sun 16 April 2023"),
        ("2023-04-30", "2023-05-01", "Sun 30 April 2023 to Mon 1 May 2023"),
        ("2023-04-14", "2023-04-14", "Fri 14 April 2023"),
        ("2023-04-14", None, "Fri 14 April 2023"),
        (None, "2025-12", "by December 2025"),
        (None, None, ""),
    ],
)
def test_periods(start: str | None, end: str | None, said: str) -> None:
    assert say_period(start, end) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-07-21", "today"),
        ("2025-07-22", "tomorrow"),
        ("2025-07-30", "in 9 days"),
        ("2025-07-01", ""),
        ("2025-08", ""),
        (None, ""),
    ],
)
def test_how_far_ahead(day: str | None, said: str) -> None:
    assert distance(day, date(2025, 7, 21)) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (Count(min=4), "at least 4"),
        (Count(max=9), "at most 9"),
        (Count(min=77, max=77), "77"),
        (Count(min=20, max=30, civilians=12), "20 to 30 (12 civilians)"),
        (Count(min=3, civilians=3), "at least 3 civilians"),
        (Count(min=1, max=1, civilians=1), "1 civilian"),
        (Count(civilians=2), "2 civilians"),
        (Count(min=1100000, max=1100000), "1,100,000"),
        (Count(), ""),
        (None, ""),
    ],
)
def test_counts(count: Count | None, said: str) -> None:
    assert say_count(count) == said


def test_actors_without_knowledge() -> None:
    namer = Namer()
    assert namer.name(Actor(name="United States", country="USA")) == "the United States"
    assert namer.name(Actor(name="Hamas", sectors=("REB",))) == "Hamas"
    speaker = Actor(name="Russia", country="RUS", person="Dmitry Peskov")
    assert namer.name(speaker) == "Russia (Dmitry Peskov)"
    assert namer.bodies([speaker]) == "Russia"
    assert namer.name(Actor(name="Jo Doe", person="Jo Doe")) == "Jo Doe"


def test_offices_stand_before_names() -> None:
    assert say_office("spokesman of the Kremlin") == "Kremlin spokesman"
    assert say_office("foreign minister") == "Foreign Minister"
    assert say_office("secretary of state") == "Secretary of State"


def test_lists_and_ordinals() -> None:
    assert [listed(list(names)) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert [ordinal(n) for n in (1, 10, 11, 12, 21, 22, 111)] == [
        *("First", "Tenth", "11th", "12th", "21st", "22nd", "111th")
    ]


def test_places_without_knowledge_are_names() -> None:
    assert say_place(PlaceValue(name="Doha", country="QAT")) == "Doha"
    assert say_place(None) == ""


def test_text_cannot_steer_a_terminal() -> None:
    assert clean("a\x1b[31mb\u202ec\nd\te") == "a [31mb c d e"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_odd_days_never_raise(day: str) -> None:
    bounds(day)
    say_day(day)
