"""Owns values counted within a month or from a named day: `the last week of June`, `two weeks from Friday`.

Does not match words.
"""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.coding.date_intervals import month_days
from dragoman.coding.date_scene import Reading, Scene, add_months, add_units, unit_value
from dragoman.coding.date_values import guess_year
from dragoman.coding.date_words import Groups, count_of, unit_of
from dragoman.knowledge.time_words import TimeKnowledge

_STEP = {"this": 0, "same": 0, "last": -1, "previous": -1, "next": 1, "following": 1}
_OF_TEXT = ("same", "previous", "following")
_LASTING = ("for", "lasting", "lasts", "lasted", "of")
_FEW_DAYS = 4  # a week of fewer days at a month's edge is counted with its neighbour


def nth_of_month(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the first Monday of next month`, `the last week of June`, `the 15th of next month`."""
    first = _month(groups, scene, knowledge)
    if first is None:
        return Reading("date", None, refocus=False)
    last = first.replace(day=month_days(first.year, first.month))
    if "d" in groups:
        nth = int(knowledge.value(groups["d"].key, "ORD") or groups["d"].value)
        return _one_day(first + timedelta(days=nth - 1), last, scene)
    number = _number(groups, knowledge)
    if number is None:
        return None
    if "w" in groups:
        weekday = int(knowledge.value(groups["w"].key, "WDAY") or 1)
        return _one_day(_nth_weekday(first, last, number, weekday), last, scene)
    unit = str(knowledge.value(groups["u"].key, "UNIT"))
    if unit == "D":
        day = last if number < 0 else first + timedelta(days=number - 1)
        return _one_day(day, last, scene)
    if unit != "W" or number > 5:
        return None
    begin, end = _nth_week(first, last, number)
    return Reading("date", unit_value(first, "M"), None, *_anchor(scene), begin, end)


def days_of_month(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the last two weeks of the month`, `the first three days of August`."""
    first, size, unit = _month(groups, scene, knowledge), count_of(groups), unit_of(groups, knowledge)
    if first is None or size is None or unit not in ("D", "W") or not float(size).is_integer():
        return Reading("date", None, refocus=False)
    last = first.replace(day=month_days(first.year, first.month))
    length = int(float(size)) * (7 if unit == "W" else 1)
    if length > last.day:
        return None
    number = _number(groups, knowledge)
    if number == 1:
        return Reading("date", unit_value(first, "M"), None, *_anchor(scene), first, first + timedelta(days=length - 1))
    return Reading("date", unit_value(first, "M"), None, *_anchor(scene), last - timedelta(days=length - 1), last)


def from_day(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`two weeks from Friday`, `a month from today`, `the week after next`; a stretch that begins there is none."""
    said = scene.published
    if "after" in groups:
        named = str(knowledge.value(groups["after"].key, "UNIT"))
        return Reading("date", unit_value(add_units(said, named, 2), named), None, "document", said) if said else None
    unit, size = unit_of(groups, knowledge), count_of(groups)
    if scene.before[:1] and scene.before[0] in _LASTING:
        return None
    if said is None or unit is None or unit.startswith("T") or size is None or not float(size).is_integer():
        return Reading("date", None, refocus=False)
    base = said
    if "w" in groups:
        weekday = int(knowledge.value(groups["w"].key, "WDAY") or 1)
        base += timedelta(days=(weekday - said.isoweekday()) % 7 or 7)
    elif "x" in groups:
        base += timedelta(days=int(str(knowledge.value(groups["x"].key, "DEICTIC")).removesuffix("NI")))
    day = add_units(base, unit, int(float(size)))
    return Reading(
        "date", day.isoformat() if unit in ("D", "W", "2W") else unit_value(day, unit), None, "document", said
    )


def _month(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> date | None:
    """First day of the month of which a part is named."""
    if "m" in groups:
        number = int(knowledge.value(groups["m"].key, "MONTH") or 0)
        year = int(groups["y"].value) if "y" in groups else guess_year(number, None, scene)
        return date(year, number, 1) if year else None
    relation = str(knowledge.value(groups["r"].key, "REL")) if "r" in groups else "this"
    told = relation in _OF_TEXT or scene.published is None
    base = scene.focus_first if told and scene.focus_month is not None else scene.published
    return add_months(base.replace(day=1), _STEP.get(relation, 0)) if base else None


def _number(groups: Groups, knowledge: TimeKnowledge) -> int | None:
    """Which one is meant: 1 for the first, -1 for the last."""
    token = groups["nth"]
    if token.key in ("last", "final", "closing"):
        return -1
    if token.key == "opening":
        return 1
    return int(knowledge.value(token.key, "ORD") or 0) or None


def _nth_weekday(first: date, last: date, number: int, weekday: int) -> date:
    if number < 0:
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (number - 1))


def _nth_week(first: date, last: date, number: int) -> tuple[date, date]:
    """The days that a week of a month may mean: seven, and a whole week beside a short piece of one."""
    if number < 0:
        begin = last - timedelta(days=6)
        short = last.isoweekday() < _FEW_DAYS
        return (begin - timedelta(days=begin.weekday()), last) if short else (begin, last)
    if number == 1:
        end = first + timedelta(days=6)
        short = 7 - first.weekday() < _FEW_DAYS
        return first, (end + timedelta(days=6 - end.weekday()) if short else end)
    begin = first + timedelta(days=7 * (number - 1))
    return begin, min(begin + timedelta(days=6), last)


def _one_day(day: date, last: date, scene: Scene) -> Reading | None:
    if day > last:
        return None  # "the fifth Monday" of a month that has four
    return Reading("date", day.isoformat(), None, *_anchor(scene))


def _anchor(scene: Scene) -> tuple[str, date | None]:
    return ("document", scene.published) if scene.published else ("text", scene.focus_first)
