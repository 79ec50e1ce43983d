"""When: the days of time fillers, of limits, of what lies ahead and behind, and of texts that date by their form."""

from __future__ import annotations

import pytest
from reading_world import events, frame, only


@pytest.mark.parametrize(
    ("status", "words", "start", "end"),
    [
        ("held", "on Monday", "2025-07-21", None),
        ("scheduled", "on Monday", "2025-07-28", None),
        ("held", "from 3 to 5 July", "2025-07-03", "2025-07-05"),
        ("scheduled", "in September", "2025-09", None),
        ("held", "in 2019", "2019", None),
        ("proposed", "before the end of the year", None, "2025-12-31"),
        ("held", "before dawn on Saturday", "2025-07-19", None),
        ("scheduled", "on 3 March", "2026-03-03", None),
        ("held", "on 3 November", "2024-11-03", None),
        ("under_way", "since Saturday", "2025-07-19", None),
        ("scheduled", "two weeks from Friday", "2025-08-08", None),
        ("held", "between 3 and 5 May", "2025-05-03", "2025-05-05"),
        ("held", "on the twenty-eighth of June", "2025-06-28", None),
    ],
)
def test_a_time_filler_gives_the_days_on_its_side_of_today(
    status: str, words: str, start: str | None, end: str | None
) -> None:
    text = f"Peru and Chile: talks {words}."
    event = only(text, "2025-07-23", frame("meeting", "talks", status=status, party=["Peru", "Chile"], time=[words]))
    assert (event.start, event.end) == (start, end)


def test_the_day_of_speaking_is_no_due_day() -> None:
    text = "Peru said on Monday that it would send food."
    event = only(
        text,
        "2025-07-23",
        frame("commitment", "would send", kind_="pledge", status="pending", by=["Peru"], time=["on Monday"]),
    )
    assert event.due is None


@pytest.mark.parametrize(
    ("words", "status", "due"),
    [
        ("by noon on Friday, July 25", "pending", "2025-07-25"),
        ("within 50 days", "pending", "2025-09-11"),
        ("by Friday", "pending", "2025-07-25"),
        ("by the end of the month", "pending", "2025-07-31"),
        ("in June 2026", "pending", "2026-06"),
        ("within 72 hours", "pending", "2025-07-26"),
        ("on Tuesday at midnight", "expired", "2025-07-22"),
        ("until 1 March", "pending", "2026-03-01"),
    ],
)
def test_a_due_filler_gives_the_last_day(words: str, status: str, due: str) -> None:
    text = f"Peru has to leave {words}."
    event = only(
        text,
        "2025-07-23",
        frame("commitment", "has to leave", kind_="deadline", status=status, by=["Peru"], due=[words]),
    )
    assert event.due == due


def test_days_are_counted_from_an_event_that_the_text_dates() -> None:
    text = "Peru and Chile signed on 17 August. Peru will leave within 30 days of the signing."
    found = events(
        text,
        "2025-08-18",
        frame("agreement", "signed", status="signed", party=["Peru", "Chile"], time=["on 17 August"]),
        frame("commitment", "will leave", kind_="pledge", status="pending", by=["Peru"], due=["within 30 days"]),
    )
    assert found[1].due == "2025-09-16"


def test_a_chronology_dates_what_its_line_tells() -> None:
    text = "Chronology\n\n6 June 2024. The ELN attacked a post.\n7 June 2024. Nothing happened."
    event = only(text, "2024-07-01", frame("violence", "attacked", status="happened", by=["The ELN"]))
    assert event.start == "2024-06-06"


def test_a_day_named_before_in_the_paragraph_dates_what_has_happened() -> None:
    text = "There was no lull on Sunday. Shells fell on a market."
    event = only(text, "2023-05-23", frame("violence", "Shells fell", status="happened", kind_="shelling"))
    assert event.start == "2023-05-21"


def test_a_day_to_come_dates_nothing_that_has_happened() -> None:
    text = "Peru and Chile will meet on Monday. Shells fell on a market."
    found = events(
        text,
        "2023-05-21",
        frame("meeting", "will meet", status="scheduled", party=["Peru", "Chile"], time=["on Monday"]),
        frame("violence", "Shells fell", status="happened", kind_="shelling"),
    )
    assert found[1].start is None


def test_today_s_news_in_the_present_tense_is_of_today() -> None:
    event = only(
        "Peru and Chile meet in Lima.", "2025-07-23", frame("meeting", "meet", status="held", party=["Peru", "Chile"])
    )
    assert event.start == "2025-07-23"
    assert min(c.probability for c in event.certainty if c.field == "start") < 0.8


def test_the_past_tense_leaves_the_day_open() -> None:
    event = only(
        "Peru and Chile met in Lima.", "2025-07-23", frame("meeting", "met", status="held", party=["Peru", "Chile"])
    )
    assert event.start is None


def test_without_a_day_of_publication_a_weekday_is_no_day() -> None:
    event = only(
        "Peru and Chile met on Monday.",
        None,
        frame("meeting", "met", status="held", party=["Peru", "Chile"], time=["on Monday"]),
    )
    assert event.start is None


def test_a_past_day_is_of_the_year_that_its_paragraph_tells_of() -> None:
    text = "Talks failed in March 1999. NATO struck from 24 March. Serbia signed on 9 June."
    found = events(
        text,
        "2013-04-22",
        frame("meeting", "Talks failed", status="failed", time=["in March 1999"]),
        frame("violence", "struck", status="happened", by=["NATO"], time=["from 24 March"]),
        frame("agreement", "signed", status="signed", party=["Serbia"], time=["on 9 June"]),
    )
    assert [e.start for e in found] == ["1999-03", "1999-03-24", "1999-06-09"]


def test_a_day_of_this_year_is_not_moved_to_that_of_an_older_year_alone() -> None:
    text = "The accord of 2015 is dead. On 3 May the army attacked."
    found = events(
        text,
        "2025-06-01",
        frame("agreement", "accord", status="ended", time=["2015"]),
        frame("violence", "attacked", status="happened", time=["On 3 May"]),
    )
    assert found[1].start == "2025-05-03"


@pytest.mark.parametrize("mark", [":", ".", " –", " -"])
def test_the_day_at_the_head_of_a_line_lies_behind_also_for_what_is_to_come(mark: str) -> None:
    text = f"24 March{mark} Peru proposes talks with Chile."
    told = frame("meeting", "talks", status="proposed", party=["Peru", "Chile"], time=["24 March"])
    assert only(text, "2026-05-01", told).start == "2026-03-24"
