"""Owns when: from the characters of a time filler to days, months or years.

The expressions are found by the grammar of time (`dates`); this module chooses among them and writes
what they stand for as the contract has it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.coding.dates import TimeExpression, due_date, find_times, resolve_from_event
from dragoman.contract.frames import Role
from dragoman.contract.reading import Filler, Frame, Reading, Span
from dragoman.knowledge.time_words import load_time_knowledge

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_YEAR = re.compile(r"\d{4}")
_HEAD = re.compile(r"\s?[.:\n–—]|\s-\s")
HEADING = "heading"  # the anchor of a day at the head of a line
HEAD = 2  # characters of a line before its day, such as a bullet
_HOURS = re.compile(r"PT(\d{1,4})H")
_AHEAD = frozenset({"scheduled", "proposed", "pending", "extended"})
_DONE = frozenset({"held", "failed", "happened", "signed", "done", "in_force", "ended", "violated"})
_BACK = _DONE | {"alleged", "alleged_violated", "fulfilled", "under_way", "ongoing"}
_OVER = frozenset({"expired", "violated", "fulfilled"})
_LIMITS = frozenset({"by", "before", "until", "within"})
# A period longer than so many days is told by its year, as is a season of two years.
LONG_DAYS = 45
# A date without a year that lies farther on the wrong side than this belongs to the next or last year.
WRONG_SIDE_AHEAD, WRONG_SIDE_BACK = 60, 7


@dataclass(frozen=True, slots=True)
class Days:
    """From when to when, as the contract writes it: a day, a month or a year; `end` alone is a limit."""

    start: str | None
    end: str | None
    span: Span
    reason: str


def times_of(text: str, reading: Reading, published: date | None) -> tuple[TimeExpression, ...]:
    """All time expressions of a text; of what is still to come the reading says that it lies ahead."""
    fillers = sorted(
        (filler.span, _direction(frame, filler, text))
        for frame in reading.frames
        for filler in frame.of(Role.TIME, Role.DUE)
    )

    def tense(start: int, end: int) -> str | None:
        here = Span(start, end)
        found = {told for span, told in fillers if span.meets(here) and told}
        return next(iter(found)) if len(found) == 1 else None

    past = [span for span, told in fillers if told == "past"]
    return _in_their_years(find_times(text, published=published, tense=tense), text, past, published)


def _in_their_years(
    found: Sequence[TimeExpression], text: str, past: Sequence[Span], published: date | None
) -> tuple[TimeExpression, ...]:
    """Past days without a year get that of the dated past that the paragraph tells just before them.

    "Talks failed in March 1999. Bombs fell from 24 March": of 1999.
    """
    told: list[TimeExpression] = []
    last: TimeExpression | None = None
    for time in found:
        if last is not None and "\n" in text[last.end : time.start]:
            last = None
        behind = any(span.start < time.end and time.start < span.end for span in past)
        if behind and last is not None and last.first is not None and _is_yearless(time) and time.anchor == "document":
            time = _after(time, last.first)
        dated = bool(_YEAR.search(time.text)) and len(time.value or "") > len("1999")
        if behind and time.first is not None and (dated or time.anchor == "text"):
            last = time if published is None or time.first.year < published.year else None
        if heads_line(text, Span(time.start, time.end)) and time.kind == "date":
            time = replace(on_its_side(time, "held", published), anchor=HEADING)
        told.append(time)
    return tuple(told)


def _after(time: TimeExpression, day: date) -> TimeExpression:
    """A date without a year, on its first day from another day on."""
    assert time.first is not None
    moved = _moved(time, day.year - time.first.year)
    if moved.first is not None and moved.first < day:
        moved = _moved(moved, 1)
    return replace(moved, anchor="text")


def _is_yearless(time: TimeExpression) -> bool:
    """Whether an expression is a day or month of a calendar without its year, and no weekday."""
    months = load_time_knowledge().classes["MONTH"]
    words = time.text.lower().replace(".", "").split()
    return time.kind == "date" and not _YEAR.search(time.text) and any(word in months for word in words)


def _direction(frame: Frame, filler: Filler, text: str) -> str:
    role, first = filler.role, filler.span.within(text).lower().split()
    if heads_line(text, filler.span):
        return "past"
    if first and load_time_knowledge().value(first[0], "DIRECTION") == "since":
        return "past"
    if role is Role.DUE and frame.status in _OVER:
        return "past"
    if role is Role.DUE or (frame.status in _AHEAD and frame.kind != "commitment"):
        return "future"
    return "past" if frame.status in _DONE else ""


def heads_line(text: str, span: Span) -> bool:
    """Whether words stand at the head of their line as its day: "24 March: …", "March 25 – …"."""
    start = text.rfind("\n", 0, span.start) + 1
    return span.start - start <= HEAD and _HEAD.match(text, span.end) is not None


def within(times: Sequence[TimeExpression], span: Span) -> list[TimeExpression]:
    """The expressions that share a character with a span."""
    first = max(0, bisect_left(times, span.start, key=lambda t: t.start) - 1)
    last = bisect_left(times, span.end, key=lambda t: t.start)
    return [t for t in times[first:last] if t.start < span.end and span.start < t.end]


def days_of(
    times: Sequence[TimeExpression], spans: Sequence[Span], status: str | None, said_on: date | None
) -> Days | None:
    """The days that time fillers give; None where they give none.

    Args:
        times: the expressions of the text.
        spans: the fillers, in order.
        status: how far the frame's thing has come, as told.
        said_on: the document's day.
    """
    found = [t for span in spans for t in within(times, span) if t.first is not None and t.kind in {"date", "time"}]
    found = [on_its_side(t, status, said_on) if t.anchor != HEADING else t for t in found]
    if not found:
        return None
    exact = _aligned([t for t in found if _DAY.match(t.value or "")] or found)
    first, last = exact[0], exact[-1]
    span = Span(first.start, last.end)
    ahead = status in _AHEAD
    if first is last and first.direction in (_LIMITS if ahead else {"by", "until"}):
        return Days(None, _limit(first, said_on), span, first.reason)
    start, end = first_day(first), last_day(first)
    if last is not first and _follows(first, last):
        end = last_day(last) or first_day(last)
    return Days(start, end, span, first.reason)


def _aligned(found: Sequence[TimeExpression]) -> Sequence[TimeExpression]:
    """The ends of a stretch in one year: "between 3 and 5 May"."""
    first, last = found[0], found[-1]
    if first.first is None or last.first is None or first.first <= last.first or _YEAR.search(first.text):
        return found
    return [_moved(first, last.first.year - first.first.year), *found[1:]]


def _follows(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether two expressions are the ends of a stretch and not two tellings of one day."""
    return one.first is not None and other.first is not None and one.first < other.first


def _limit(time: TimeExpression, said_on: date | None) -> str | None:
    day = due_date(time, said_on=said_on)
    return day.isoformat() if day is not None else last_day(time) or first_day(time)


def on_its_side(time: TimeExpression, status: str | None, said_on: date | None) -> TimeExpression:
    """A date without a year lies ahead for what is to come, behind for what has happened."""
    if time.first is None or time.last is None or said_on is None or not _is_yearless(time) or time.anchor == "text":
        return time
    years = 0
    if status in _AHEAD and (said_on - time.last).days > WRONG_SIDE_AHEAD:
        years = 1
    elif status in _BACK and (time.first - said_on).days > WRONG_SIDE_BACK:
        years = -1
    return _moved(time, years) if years else time


def _moved(time: TimeExpression, years: int) -> TimeExpression:
    assert time.first is not None
    assert time.last is not None
    try:
        first, last = (day.replace(year=day.year + years) for day in (time.first, time.last))
    except ValueError:
        return time
    value = f"{first.year:04d}{(time.value or '')[4:]}" if time.value else None
    return replace(time, first=first, last=last, value=value, edtf=value or time.edtf)


def due_of(times: Sequence[TimeExpression], spans: Sequence[Span], said_on: date | None, *, past: bool) -> Days | None:
    """The day (month, year) by which something is due; None where the fillers set none.

    Args:
        times: the expressions of the text.
        spans: the `due` fillers.
        said_on: the day on which it was said.
        past: whether the day may lie behind (a deadline told as missed or kept).
    """
    for time in (t for span in spans for t in within(times, span)):
        day, told = _last_day(time, said_on)
        if day is None:
            continue
        if said_on is not None and day < said_on and not past:
            day = _next(told, day)
        if day is not None:
            return Days(None, _as_written(told, day), Span(time.start, time.end), time.reason)
    return None


def _last_day(time: TimeExpression, said_on: date | None) -> tuple[date | None, TimeExpression]:
    hours = _HOURS.fullmatch(time.value or "")
    if time.anchor == "event":
        return None, time
    if hours is not None and said_on is not None:
        return said_on + timedelta(days=-(-int(hours.group(1)) // 24)), time
    return due_date(replace(time, direction=None) if time.direction in {"from", "since", "after"} else time,
                    said_on=said_on), time  # fmt: skip


def _next(time: TimeExpression, day: date) -> date | None:
    """A limit that has passed is that of the next week or year, where the text names neither."""
    if _YEAR.search(time.text) or time.anchor != "document":
        return day
    if time.value and not _MONTH.fullmatch(time.value) and not any(c.isdigit() for c in time.text):
        return day + timedelta(days=7)
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return None


def after_event(time: TimeExpression, day: date) -> TimeExpression:
    """An expression counted from an event ("within 30 days of the signing"), once its day is known."""
    hours = _HOURS.fullmatch(time.value or "")
    value = f"P{-(-int(hours.group(1)) // 24)}D" if hours is not None else time.value
    return resolve_from_event(replace(time, anchor="event", value=value), day)


def _as_written(time: TimeExpression, day: date) -> str:
    value = time.value or ""
    if time.modifier == "END":
        return day.isoformat()
    if (_MONTH.fullmatch(value) or _YEAR.fullmatch(value)) and day.isoformat().startswith(value[:4]):
        return value
    return day.isoformat()


def first_day(time: TimeExpression) -> str | None:
    """The beginning of an expression: a day, month or year."""
    if time.first is None:
        return None
    value = time.value or ""
    long = time.last is not None and (time.last - time.first).days > LONG_DAYS
    if _YEAR.fullmatch(value) or long:
        return f"{time.first.year:04d}"
    return value if _MONTH.fullmatch(value) else time.first.isoformat()


def last_day(time: TimeExpression) -> str | None:
    """The end of an expression; None where it is a single day, month or year."""
    start = first_day(time)
    if time.first is None or time.last is None or time.first == time.last or len(start or "") < 10:
        return None
    return time.last.isoformat()
