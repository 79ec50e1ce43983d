"""Days that cannot be are unknown, and said to be left out; days asked for lie within reach."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from archive_world import RUS, document, event
from dragoman.errors import DateError
from dragoman.records.believed import asked_day, believed, with_believed_days

NOW = datetime(2025, 7, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2025, 7, 26), date(9999, 12, 31)])
def test_an_article_cannot_appear_on_a_day_that_has_not_come(day: date) -> None:
    read = believed(document("Envoys met.", day), NOW)
    assert (read.published, read.published_from) == (None, None)
    assert read.warnings == (f"the day of publication {day.isoformat()} cannot be, so none is known",)


@pytest.mark.parametrize(
    ("day", "now"),
    [
        (None, NOW),
        (date(1900, 1, 1), NOW),
        (date(2025, 7, 25), NOW),
        (date(2025, 7, 26), NOW.replace(hour=10)),  # the day has begun on Kiritimati
        (date(2026, 7, 26), datetime(1970, 1, 1, tzinfo=UTC)),  # a clock that was never set tells nothing
    ],
)
def test_any_other_day_stays(day: date | None, now: datetime) -> None:
    read = document("Envoys met.", day)
    assert believed(read, now) is read


def test_days_of_events_that_cannot_be_are_left_out() -> None:
    text = document("Envoys met. Envoys left.")
    sound = event(text, "Envoys left", source=(RUS,), start="1648", due="2100-01")
    odd = event(text, "Envoys met", start="9999-12-31", date="0001-01-01", end="2025-07-21")
    assert with_believed_days([sound]) == ([sound], ())
    (kept, left), warnings = with_believed_days([sound, odd])
    assert kept is sound
    assert (left.start, left.date, left.end) == (None, None, "2025-07-21")
    assert [one.split("'")[1] for one in warnings] == ["0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "2025-02-30", "soon"])
def test_a_day_out_of_reach_is_not_asked_for(text: str) -> None:
    with pytest.raises(DateError, match=text):
        asked_day(text)
    assert asked_day("2025-07-21") == date(2025, 7, 21)
