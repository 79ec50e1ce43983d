"""Owns the geometry of the line of time: where a day stands, which days are named, which lane a label takes.

Plain arithmetic in the units of the drawing; what is drawn is `views.timeline`' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.process.phrases import MONTHS

_MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from left to right.

    Attributes:
        first: first day drawn.
        last: last day drawn.
        left: where the first day begins.
        width: of all days together.
    """

    first: date
    last: date
    left: float
    width: float

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def day_width(self) -> float:
        """How wide a day is."""
        return self.width / self.days

    def at(self, day: date) -> float:
        """The middle of a day."""
        return round(self.left + ((day - self.first).days + 0.5) * self.day_width, 1)

    def begin(self, day: date) -> float:
        """The left edge of a day, within the drawing."""
        return round(self.left + max((day - self.first).days, 0) * self.day_width, 1)

    def end(self, day: date) -> float:
        """The right edge of a day, within the drawing."""
        return round(self.left + min((day - self.first).days + 1, self.days) * self.day_width, 1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A named day."""

    x: float
    label: str


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """The days that are named: so many days apart, else months, else years."""
    for step in (1, 2, 7, 14):
        if axis.days / step <= _MOST_TICKS:
            return tuple(Tick(axis.at(day), f"{day.day} {MONTHS[day.month - 1][:3]}") for day in _days(axis, step))
    for months in (1, 2, 3, 6, 12, 24, 60, 120):
        found = list(_months(axis, months))
        if len(found) <= _MOST_TICKS:
            return tuple(Tick(axis.at(day), _month_label(day, months, not number)) for number, day in enumerate(found))
    return (Tick(axis.at(axis.first), str(axis.first.year)), Tick(axis.at(axis.last), str(axis.last.year)))


def _days(axis: Axis, step: int) -> Iterator[date]:
    # Weeks begin on Mondays, other steps count from the first day.
    ahead = (-axis.first.weekday()) % 7 if step % 7 == 0 else 0
    day = axis.first + timedelta(days=ahead)
    while day <= axis.last:
        yield day
        day += timedelta(days=step)


def _months(axis: Axis, step: int) -> Iterator[date]:
    number = axis.first.year * 12 + axis.first.month - 1
    number += axis.first.day > 1
    number += -number % step
    while number // 12 <= axis.last.year and date(number // 12, number % 12 + 1, 1) <= axis.last:
        yield date(number // 12, number % 12 + 1, 1)
        number += step


def _month_label(day: date, step: int, first: bool) -> str:
    if step >= 12:
        return str(day.year)
    name = MONTHS[day.month - 1][:3]
    return f"{name} {day.year}" if first or day.month == 1 else name


class Lanes:
    """Rows in which labels stand, each in the lowest one where it meets no other."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: list[list[tuple[float, float]]] = []

    @property
    def count(self) -> int:
        """How many rows are used."""
        return len(self._taken)

    def place(self, start: float, end: float) -> int | None:
        """The row of a label; None where no row has room."""
        for number, lane in enumerate(self._taken):
            if all(end <= a or b <= start for a, b in lane):
                lane.append((start, end))
                return number
        if len(self._taken) == self._most:
            return None
        self._taken.append([(start, end)])
        return len(self._taken) - 1
