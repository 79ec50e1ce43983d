"""Talks and deadlines become calendar entries that a subscribed program can bring up to date."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from dragoman.delivery.calendar import calendar_of
from dragoman.errors import FormatError
from dragoman.process.dossier import Dossier

icalendar = pytest.importorskip("icalendar", reason="the calendar is optional: needs icalendar")


def entries(data: bytes) -> dict[str, Any]:
    """Entries of a calendar by their summary."""
    read = icalendar.Calendar.from_ical(data)
    assert [part.errors for part in read.walk() if part.errors] == []
    return {str(event["SUMMARY"]): event for event in read.walk("VEVENT")}


def with_meeting(dossier: Dossier, **changes: Any) -> Dossier:
    """A dossier with one meeting, the coming one, changed."""
    return dossier.model_copy(update={"meetings": (dossier.meetings[1].model_copy(update=changes),)})


def only(dossier: Dossier, earlier: bytes | None = None, **changes: Any) -> Any:
    data = calendar_of(with_meeting(dossier, **changes), earlier=earlier).data
    return next(e for s, e in entries(data).items() if str(e["CATEGORIES"].to_ical(), "utf-8") == "Talks")


def test_it_reads_in_two_parsers(dossier: Dossier) -> None:
    vobject = pytest.importorskip("vobject", reason="a second parser of calendars, for tests")
    made = calendar_of(dossier)
    assert (made.entries, made.undated) == (3, 0)
    assert len(entries(made.data)) == 3
    read = vobject.readOne(made.data.decode())
    days = sorted(str(event.dtstart.value) for event in read.vevent_list)
    assert days == ["2025-06-02", "2025-07-23", "2025-09-09"]
    for event in read.vevent_list:
        assert event.validate(raiseException=True)


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier) -> None:
    first = calendar_of(dossier).data
    assert calendar_of(dossier).data == first
    assert calendar_of(dossier, earlier=first).data == first


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("proposed", "TENTATIVE"),
        ("announced", "TENTATIVE"),
        ("postponed", "CANCELLED"),
        ("confirmed", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_the_status_says_how_sure_a_meeting_is(dossier: Dossier, status: str, expected: str) -> None:
    assert str(only(dossier, status=status)["STATUS"]) == expected


def test_an_uncertain_meeting_is_in_no_calendar(dossier: Dossier) -> None:
    data = calendar_of(with_meeting(dossier, uncertain=True)).data
    assert "Talks" not in {str(e["CATEGORIES"].to_ical(), "utf-8") for e in entries(data).values()}


def test_a_change_keeps_the_identifier_and_raises_the_number(dossier: Dossier) -> None:
    first = calendar_of(with_meeting(dossier)).data
    before = only(dossier)
    moved = only(dossier, first, start="2025-07-24", end="2025-07-24")
    assert moved["UID"] == before["UID"]
    assert (before["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)
    off = only(dossier, first, status="cancelled")
    assert (off["UID"], off["SEQUENCE"], off["STATUS"]) == (before["UID"], 1, "CANCELLED")


def test_an_earlier_report_found_later_keeps_the_identifier(dossier: Dossier) -> None:
    first = calendar_of(with_meeting(dossier, events=("e5",))).data
    (before,) = [e for e in entries(first).values() if "e5" in str(e["X-DRAGOMAN-EVENTS"])]
    assert only(dossier, first, events=("e2", "e5"))["UID"] == before["UID"]


def test_deadlines_are_whole_days_with_an_alarm(dossier: Dossier) -> None:
    found = entries(calendar_of(dossier).data)
    (deadline,) = [e for s, e in found.items() if s.startswith("Ultimatum")]
    assert str(deadline.decoded("DTSTART")) == "2025-09-09"
    assert str(deadline.decoded("DTEND")) == "2025-09-10"
    (alarm,) = deadline.walk("VALARM")
    assert alarm.decoded("TRIGGER").days == -1
    assert "unless a truce is reached" in str(deadline["DESCRIPTION"])


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2025-07-23", "2025-07-25", ("2025-07-23", "2025-07-26")),
        ("2025-07", None, ("2025-07-01", "2025-08-01")),
        (None, "2025-12-31", ("2025-12-31", "2026-01-01")),
        ("2025-07-23", "2025", ("2025-07-23", "2025-07-24")),
    ],
)
def test_days_are_as_exact_as_the_text(
    dossier: Dossier, start: str | None, end: str | None, days: tuple[str, str]
) -> None:
    made = only(dossier, start=start, end=end)
    assert (str(made.decoded("DTSTART")), str(made.decoded("DTEND"))) == days


@pytest.mark.parametrize("start", [None, "2025", "soon"])
def test_what_has_no_day_is_left_out_and_counted(dossier: Dossier, start: str | None) -> None:
    made = calendar_of(with_meeting(dossier, start=start, end=None))
    assert made.undated == 1


def test_what_is_no_calendar_is_refused(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormatError, match="earlier one cannot be read"):
        calendar_of(dossier, earlier=b"BEGIN:VEVENT\nno calendar")
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(FormatError, match=r"dragoman\[export\]"):
        calendar_of(dossier)
