"""Owns the values of expressions counted from an anchor: weekdays, last week, two days later.

Does not match words. The anchor is the document's date for `ago`, `last` and `next`, the last
date of the text for `later`, `the following` and `the same`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dragoman.coding.date_intervals import bounds, bounds_first
from dragoman.coding.date_scene import Reading, Scene, add_units, iso_week, unit_value
from dragoman.coding.date_values import guess_year
from dragoman.coding.date_words import (
    Groups,
    approximation,
    count_of,
    duration_value,
    modifier_of,
    time_of_day,
    unit_of,
)
from dragoman.knowledge.time_words import TimeKnowledge

_WHOLE_AFTER = (("for",), ("of",), ("during",), ("in",))
_OPENINGS = ((), (".",), ("#break",))
_FROM_DOCUMENT = ("this", "last", "next", "latest")
_DATELINE_ENDS = ("-", "(", "#break")
_STEP = {"this": 0, "same": 0, "latest": 0, "last": -1, "previous": -1, "next": 1, "following": 1}


def base_of(relation: str | None, scene: Scene) -> tuple[date | None, str]:
    """The day to count from and the name of that anchor."""
    if relation in _FROM_DOCUMENT and scene.published is not None:
        return scene.published, "document"
    if scene.focus_first is not None:
        return scene.focus_first, "text"
    return scene.published, "document" if scene.published else "none"


def _relation(groups: Groups, name: str, knowledge: TimeKnowledge) -> str | None:
    token = groups.get(name)
    return knowledge.value(token.key, "REL") if token is not None else None


def weekday(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A named weekday: the coming one where the text looks ahead, else the last one."""
    token = groups["w"]
    short = len(token.key) < 6
    if not token.capital or (short and token.end - token.start == len(token.key)):
        return None
    wanted = int(knowledge.value(token.key, "WDAY") or 1)
    time = time_of_day(groups, knowledge)
    modifier = modifier_of(groups, knowledge)
    relation = _relation(groups, "r", knowledge)
    base, anchor = scene.published, "document"
    if scene.before[:1] == (",",) and scene.after[:1] and scene.after[0] in _DATELINE_ENDS and relation is None:
        scene = replace(scene, tense="past")  # a dateline's weekday is that of writing
    if "wrel" in groups:
        relation = _relation(groups, "wrel", knowledge)
        base, anchor = base_of(relation, scene)
        day = None
        if base is not None:
            monday = base - timedelta(days=base.weekday()) + timedelta(weeks=_STEP.get(str(relation), 0))
            day = monday + timedelta(days=wanted - 1)
    elif base is not None:
        day = _weekday_near(wanted, base, relation, scene)
    else:
        base, anchor = scene.focus_day, "text"
        day = _weekday_beside(wanted, base) if base else None
    kind = "time" if time else "date"
    if day is None:
        return Reading(kind, f"XXXX-WXX-{wanted}{time}", modifier, refocus=False)
    return Reading(kind, day.isoformat() + time, modifier, anchor, base)


def _weekday_near(wanted: int, said: date, relation: str | None, scene: Scene) -> date:
    back = (said.isoweekday() - wanted) % 7
    ahead = (wanted - said.isoweekday()) % 7
    if relation in ("last", "previous"):
        return said - timedelta(days=back or 7)
    if relation in ("next", "following"):
        # Said early in a week, "next Friday" is that of the next week; late in it, the coming one.
        extra = 7 if relation == "next" and said.isoweekday() < wanted and ahead < 4 else 0
        return said + timedelta(days=(ahead or 7) + extra)
    if scene.tense == "future" or (relation == "this" and scene.tense != "past"):
        return said + timedelta(days=ahead)
    return said - timedelta(days=back)


def _weekday_beside(wanted: int, told: date) -> date:
    ahead = (wanted - told.isoweekday()) % 7
    return told + timedelta(days=ahead if ahead < 6 else ahead - 7)


def week_on(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`a week on Thursday`: seven days after the coming one."""
    token = groups.get("w") or groups["w2"]
    wanted = int(knowledge.value(token.key, "WDAY") or 1)
    if scene.published is None or not token.capital:
        return None
    ahead = (wanted - scene.published.isoweekday()) % 7 or 7
    day = scene.published + timedelta(days=ahead + 7)
    return Reading("date", day.isoformat(), None, "document", scene.published)


def weeks_from(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`two weeks from Friday`, `a week from today`: so many weeks after that day, the coming one of a weekday."""
    count = count_of(groups)
    if scene.published is None or count is None or not count.isdigit():
        return None
    if "w" in groups:
        wanted = int(knowledge.value(groups["w"].key, "WDAY") or 1)
        ahead = (wanted - scene.published.isoweekday()) % 7 or 7
    else:
        step = str(knowledge.value(groups["x"].key, "DEICTIC")).removesuffix("NI")
        ahead = int(step)
    day = scene.published + timedelta(days=ahead + 7 * int(count))
    return Reading("date", day.isoformat(), None, "document", scene.published)


def deictic(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`today`, `yesterday evening`, `the day after tomorrow`."""
    if groups["x"].capital and scene.before[:1] and scene.before[0][:1].isalpha():
        return None  # part of a name: "USA Today"
    word = str(knowledge.value(groups["x"].key, "DEICTIC"))
    part = "TNI" if word.endswith("NI") else ""
    step = int(word.removesuffix("NI"))
    if "side" in groups:
        step += -1 if groups["side"].key == "before" else 1
    time = time_of_day(groups, knowledge) or part
    kind = "time" if time else "date"
    if scene.published is None:
        if groups["x"].key == "today":
            return Reading("date", "PRESENT_REF", refocus=False)
        return Reading(kind, None, refocus=False)
    day = scene.published + timedelta(days=step)
    return Reading(kind, day.isoformat() + time, modifier_of(groups, knowledge), "document", scene.published)


def part(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`this morning`, `last night`, `the next morning`."""
    relation = _relation(groups, "r", knowledge)
    name = knowledge.value(groups["part"].key, "PART")
    base, anchor = base_of(relation, scene)
    told = relation in ("same", "previous", "following")
    if scene.narrative or told or (relation == "next" and scene.focus_day is not None):
        base, anchor = scene.focus_day, "text"
    if base is None:
        return Reading("time", None, refocus=False)
    step = _STEP.get(str(relation), 0)
    day = base + timedelta(days=step)
    return Reading("time", f"{day.isoformat()}T{name}", modifier_of(groups, knowledge), anchor, base)


def weekend(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A Saturday and Sunday, as the weekend of an ISO week."""
    relation = _relation(groups, "r", knowledge)
    base, anchor = base_of(relation or "this", scene)
    if base is None or (scene.narrative and scene.focus_day is None):
        return Reading("date", "XXXX-WXX-WE", refocus=False)
    if scene.after[:1] == ("of",) and relation == "last":
        return Reading("date", None, refocus=False)  # "the last weekend of the tour"
    step = 0
    inside = base.isoweekday() >= 6
    if relation in ("last", "previous"):
        step = -1
    elif relation in ("next", "following"):
        step = 1
    elif relation == "this":
        step = -1 if scene.tense == "past" and base.isoweekday() <= 3 else 0
    elif not inside and scene.tense != "future":
        step = -1
    return Reading("date", iso_week(base + timedelta(weeks=step), weekend=True), None, anchor, base)


def relative(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`last week`, `this year`, `the following month`, `the same day`."""
    relation = _relation(groups, "r", knowledge)
    unit = str(knowledge.value(groups["u"].key, "UNIT"))
    modifier = modifier_of(groups, knowledge)
    if groups["u"].capital and groups["r"].capital and scene.before[:1] not in _OPENINGS:
        return None  # the name of a programme: "This Week"
    if groups["r"].key == "present" and unit == "D":
        return Reading("date", "PRESENT_REF", refocus=False)
    if groups["r"].key == "past":
        return span_beside(1, unit, "last", scene)
    if scene.after[:1] == ("of",) and groups["r"].key == "last" and unit in ("D", "W", "M"):
        return Reading("date", None, modifier, refocus=False)  # "the last week of the siege"
    if unit in ("DE", "CE") and relation in ("next", "following", "last"):
        return span_beside(1, unit, str(relation), scene)
    if unit == "D" and relation == "next":
        relation = "following"  # "the next day" is told of the day before it
    base, anchor = base_of(relation, scene)
    if base is None:
        return Reading("date", None, modifier, refocus=False)
    step = _STEP.get(str(relation), 0)
    if relation == "latest" and unit == "Q":
        step = -1
    coarse = scene.focus_day is None and anchor == "text"
    if coarse and unit in ("D", "W"):
        return Reading("date", None, modifier, "event", refocus=False)
    if unit == "2W":
        return span_beside(1, "2W", str(relation), scene)
    day = add_units(base, unit, step)
    value = unit_value(day, unit)
    if "half" in groups and unit == "Y":
        order = knowledge.value(groups["half"].key, "ORD")
        value = f"{value}-H{order}" if order in ("1", "2") else value
    first, last = _up_to_anchor(groups, value, base) if step == 0 else (None, None)
    return Reading("date", value, modifier, anchor, base, first, last)


def _up_to_anchor(groups: Groups, value: str, base: date) -> tuple[date | None, date | None]:
    """`earlier this year` ends at the anchor, `later this year` begins there."""
    days = bounds(value)
    token = groups.get("mod2") or groups.get("mod")
    if days is None or token is None or not days[0] <= base <= days[1]:
        return None, None
    if token.key == "earlier":
        return days[0], base
    return (base, days[1]) if token.key == "later" else (None, None)


def span_beside(count: int | None, unit: str, relation: str, scene: Scene) -> Reading:
    """A stretch of so many units that touches the anchor: `the next 50 days`."""
    size = "X" if count is None else str(count)
    value = duration_value(size, unit)
    base, anchor = base_of("last" if relation in _FROM_DOCUMENT else relation, scene)
    if scene.narrative and scene.focus_day is None:
        base, anchor = None, "none"
    if base is None or count is None or unit.startswith("T"):
        return Reading("duration", value, None, anchor if base else "none", base, refocus=False)
    if relation in ("next", "following"):
        first, last = base, add_units(base, unit, count)
    else:
        first, last = add_units(base, unit, -count), base
    return Reading("duration", value, None, anchor, base, first, last, refocus=False)


def modified(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the end of the month`, `later in the year`."""
    modifier = modifier_of(groups, knowledge)
    if "y" in groups:
        return Reading("date", f"{int(groups['y'].value):04d}", modifier)
    if "m" in groups:
        number = int(knowledge.value(groups["m"].key, "MONTH") or 0)
        found = guess_year(number, None, scene)
        return Reading("date", f"{found:04d}-{number:02d}", modifier) if found else None
    token = groups.get("u") or groups["u2"]
    unit = str(knowledge.value(token.key, "UNIT"))
    base, anchor = base_of("this", scene)
    if unit == "D" and (scene.narrative or base is None):
        base = scene.focus_day
    if base is None or unit == "2W":
        return Reading("date", None, modifier, refocus=False)
    value = unit_value(base, unit)
    first, last = _up_to_anchor(groups, value, base)
    return Reading("date", value, modifier, anchor, base, first, last)


def week_of(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the week of March 6`."""
    month, told = groups.get("m") or groups["m2"], groups.get("d") or groups["d2"]
    number, day = int(knowledge.value(month.key, "MONTH") or 0), int(told.value)
    found = guess_year(number, day, replace(scene, tense=None))
    if found is None:
        return None
    try:
        return Reading("date", iso_week(date(found, number, day)), None, "document", scene.published)
    except ValueError:
        return None


def shifted(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`two years ago`, `six weeks later`; `two days after the signing` waits for its event."""
    unit = unit_of(groups, knowledge)
    token = groups.get("shift") or groups["shift2"]
    way = str(knowledge.value(token.key, "SHIFT"))
    if unit is None:
        return None
    if token.key in ("before", "after") and scene.after[:1] and (scene.after[0] not in (".", ",", ";", ")", "#break")):
        return None  # "two days after the signing" is an offset from an event
    backward = way in ("ago", "earlier")
    size = count_of(groups)
    modifier = approximation(groups, knowledge)
    vague = "PAST_REF" if backward else "FUTURE_REF"
    if size is None:
        return Reading("date", vague, modifier, refocus=False)
    said = way in ("ago", "hence")
    base = scene.published if said and scene.published else scene.focus_first
    anchor = "document" if said and scene.published else "text"
    fine = unit in ("D", "W", "2W") or unit.startswith("T")
    if (
        base is None
        or unit.startswith("T")
        or not float(size).is_integer()
        or (fine and anchor == "text" and scene.focus_day is None)
    ):
        return Reading("duration", duration_value(size, unit), modifier, "event", refocus=False)
    if unit == "M" and anchor == "text" and scene.focus_month is None:
        return Reading("date", None, modifier, "event", refocus=False)
    count = int(float(size)) * (-1 if backward else 1)
    day = add_units(base, unit, count)
    value = unit_value(day, "Y" if unit in ("DE", "CE") else unit)
    return Reading("date", value, modifier, anchor, base)


def year_ago(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`a year earlier`: the same quarter, month or year, one year back."""
    base = scene.published or scene.focus_first
    if base is None:
        return None
    number = int(groups["y"].value) if "y" in groups else base.year - 1
    anchor = "document" if scene.published else "text"
    if scene.quarter is not None:
        if "y" not in groups:
            number = int(scene.quarter[:4]) - 1
        value = f"{number:04d}{scene.quarter[4:]}"
        return Reading("date", value, None, "text", bounds_first(scene.quarter), refocus=False)
    if scene.narrative and scene.focus is not None:
        return Reading("date", f"{number:04d}", None, anchor, base)
    return Reading("date", f"{number:04d}", None, anchor, base, refocus=False)


def the_unit(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the year ended June 30`, `the latest quarter`: the stretch that a report is about."""
    if "q" in groups:
        if scene.narrative or scene.quarter is None or scene.published is None:
            return None
        return Reading("date", scene.quarter, None, "text", scene.published, refocus=False)
    if "whole" in groups:
        stands_alone = not scene.after or not scene.after[0][:1].isalpha()
        if scene.published is None or scene.before[:1] not in _WHOLE_AFTER or not stands_alone:
            return None
        value = unit_value(scene.published, str(knowledge.value(groups["whole"].key, "UNIT")))
        return Reading("date", value, None, "document", scene.published, refocus=False)
    unit = str(knowledge.value(groups["u"].key, "UNIT"))
    if unit == "Q" and scene.published is not None:
        value = unit_value(add_units(scene.published, "Q", -1), "Q")
        return Reading("date", value, None, "document", scene.published, refocus=False)
    if unit not in ("Y", "Q", "M", "W"):
        return None
    return Reading("duration", duration_value("1", unit), refocus=False)


def beside_event(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the day after`: of the last day told, where nothing else follows; else of its event."""
    step = -1 if groups["side2"].key == "before" else 1
    if scene.after[:1] and scene.after[0] not in (".", ",", ";", "#break"):
        return None
    if scene.focus_day is None:
        return Reading("date", None, None, "event", refocus=False)
    day = scene.focus_day + timedelta(days=step)
    return Reading("date", day.isoformat(), None, "text", scene.focus_day)
