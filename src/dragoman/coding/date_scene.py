"""Owns what the resolving of one expression may look at: anchors, tense and neighbouring words.

Does not know the grammar's rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dragoman.coding.date_intervals import bounds, month_days


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the value of an expression may depend on.

    Attributes:
        published: the document's date, or None where it is unknown or no use.
        focus: value of the last date that the text itself gave, such as `1939-09-17`.
        tense: `past`, `future` or None where nothing tells.
        before, after: the nearest words on each side, nearest first.
        year: a year that a coordinated date to the right supplies ("May and June 1950").
        month: a month that a coordinated date to the right supplies ("3 and 4 May").
        near: the focus has a month or day and stands in the same paragraph, a few dozen words back.
        quarter: the last quarter that the text named, such as `1989-Q3`.
        same_sentence: the focus was given in the same sentence.
    """

    published: date | None
    focus: str | None
    tense: str | None
    before: Sequence[str]
    after: Sequence[str]
    year: int | None = None
    same_sentence: bool = False
    quarter: str | None = None
    near: bool = False

    @property
    def narrative(self) -> bool:
        """Whether the text has only itself to be anchored to."""
        return self.published is None

    @property
    def focus_first(self) -> date | None:
        """First day of the focus."""
        found = bounds(self.focus)
        return found[0] if found else None

    @property
    def focus_month(self) -> int | None:
        """Month of the focus, if it is a month or a day."""
        first = self.focus_first
        return first.month if first and self.focus and len(self.focus) > 4 else None

    @property
    def focus_day(self) -> date | None:
        """The focus, if it is a day."""
        found = bounds(self.focus)
        return found[0] if found and found[0] == found[1] else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a builder read.

    Attributes:
        kind: date, time, duration or set.
        value: TIMEX3-style value, or None.
        modifier: TIMEX3 `mod`, or None.
        anchor: document, text, event or none.
        anchor_date: the day it was resolved against.
        first, last: for a span beside an anchor ("the next 50 days"), its days.
        direction: the preposition that follows ("two days after …"), instead of one before.
        refocus: whether later expressions may be anchored to this one.
    """

    kind: str
    value: str | None
    modifier: str | None = None
    anchor: str = "none"
    anchor_date: date | None = None
    first: date | None = None
    last: date | None = None
    refocus: bool = field(default=True)
    direction: str | None = None


def iso_week(day: date, *, weekend: bool = False) -> str:
    """The ISO week of a day as a TIMEX3 value."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}" + ("-WE" if weekend else "")


def add_months(day: date, months: int) -> date:
    """A day so many months on, cut to the length of that month.

    Raises:
        ValueError: beyond the years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    return date(year, month + 1, min(day.day, month_days(year, month + 1)))


def add_units(day: date, unit: str, count: int) -> date:
    """A day so many units on; `unit` is D, W, 2W, M, Q, Y, DE or CE.

    Raises:
        ValueError: beyond the calendar, or an unknown unit.
    """
    try:
        if unit in ("D", "W", "2W"):
            return day + timedelta(days=count * {"D": 1, "W": 7, "2W": 14}[unit])
        return add_months(day, count * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit])
    except (OverflowError, KeyError) as error:
        raise ValueError(f"no such day: {count} {unit}") from error


def unit_value(day: date, unit: str) -> str:
    """The unit of the calendar that holds a day: its week, month, quarter, year, decade, century."""
    year = f"{day.year:04d}"
    if unit in ("W", "2W"):
        return iso_week(day)
    return {
        "D": day.isoformat(),
        "M": f"{year}-{day.month:02d}",
        "Q": f"{year}-Q{(day.month + 2) // 3}",
        "Y": year,
        "DE": year[:3] + "X",
        "CE": year[:2] + "XX",
    }[unit]
