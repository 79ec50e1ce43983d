"""Owns the values of calendar expressions: dates, months, years, seasons, quarters, clocks.

Does not match words and does not handle expressions counted from an anchor.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date

from dragoman.coding.date_scene import Reading, Scene
from dragoman.coding.date_words import Groups, clock_value, modifier_of, time_of_day
from dragoman.knowledge.time_words import TimeKnowledge

_MONTH_LIKE = ("may", "march", "mar", "sun", "sat", "mon", "dec", "jan", "fri", "sep", "jun")
# Month names that are also everyday words or given names stand alone only after these words.
_SOON_DAYS = 45
_LONG_AGO_DAYS = 300


def related_year(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> int | None:
    """The year that `this year`, `that year`, `the following year` names in a longer phrase."""
    token = groups.get("yrel")
    if token is None:
        return None
    relation = knowledge.value(token.key, "REL")
    said = scene.published
    told = scene.focus_first
    base = said if relation in ("this", "last", "next", "latest") else None
    base = base or told or said
    if base is None:
        return None
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(str(relation), 0)
    return base.year + step


def guess_year(month: int, day: int | None, scene: Scene, weekday: int | None = None) -> int | None:
    """The year of a month or day that is given without one.

    News: the latest before the document's date for what is told, the next one for what is
    announced, else the nearest. A narrative goes on from the last date it gave.
    """
    if scene.year is not None:
        return scene.year
    if scene.published is None:
        return _narrative_year(month, scene)
    said = scene.published
    if looks_back(scene):
        return _narrative_year(month, scene)  # "On 3 May 2014 …; in June …": a look back
    if day is None:
        distance = {y: ((y - said.year) * 12 + month - said.month) * 30 for y in _years(said)}
    else:
        distance = {y: (y - said.year) * 365 + (month - said.month) * 30 + day - said.day for y in _years(said)}
    if weekday is not None and day is not None:
        fitting = [y for y in distance if _falls_on(y, month, day, weekday)]
        if fitting:
            return min(fitting, key=lambda y: abs(distance[y]))
    past = max(y for y in distance if distance[y] <= 0)
    future = min(y for y in distance if distance[y] >= 0)
    if scene.tense == "future":
        return future
    # A day or month that comes again within weeks is seldom meant of almost a year ago.
    soon = distance[future] <= (_SOON_DAYS if day is not None else 31)
    if scene.tense == "past" or day is None:
        return future if soon and distance[past] <= -_LONG_AGO_DAYS else past
    told = scene.focus_first
    if told is not None and scene.near and distance.get(told.year, 1) <= 0 and (month, day) >= (told.month, told.day):
        return told.year  # a chronology goes on
    return min(distance, key=lambda y: (abs(distance[y]), y))


def _falls_on(year_number: int, month_number: int, day: int, weekday: int) -> bool:
    try:
        return date(year_number, month_number, day).isoweekday() == weekday
    except ValueError:
        return False


def looks_back(scene: Scene) -> bool:
    """Whether a news text has just told of an earlier year and goes on from there."""
    told, said = scene.focus_first, scene.published
    if told is None or said is None or scene.tense == "future":
        return False
    return scene.near and told.year < said.year


def _years(said: date) -> tuple[int, int, int]:
    return said.year - 1, said.year, said.year + 1


def _narrative_year(month: int, scene: Scene) -> int | None:
    told = scene.focus_first
    if told is None:
        return None
    # A story that stood in the last months of a year goes on into the next one.
    if scene.focus_month is not None and scene.focus_month - month >= 8:
        return told.year + 1
    return told.year


def _anchored(scene: Scene, *, explicit: bool) -> tuple[str, date | None]:
    if explicit:
        return "none", None
    if scene.published is not None and not looks_back(scene):
        return "document", scene.published
    return ("text", scene.focus_first) if scene.focus else ("none", None)


def calendar(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A day or month of the calendar, with or without its year."""
    year = int(groups["y"].value) if "y" in groups else related_year(groups, scene, knowledge)
    explicit = "y" in groups
    month = int(knowledge.value(groups["m"].key, "MONTH") or 0) if "m" in groups else None
    if "m" in groups and not groups["m"].capital and groups["m"].key in ("may", "march", "mar"):
        return None
    day = None
    if "d" in groups:
        token = groups["d"]
        day = int(knowledge.value(token.key, "ORD") or (token.value if token.value else "0"))
        if not 1 <= day <= 31:
            return None
    if month is None:
        return None if day is None else _day_of_focus(day, scene)
    if year is None:
        weekday = knowledge.value(groups["w"].key, "WDAY") if "w" in groups else None
        year = guess_year(month, day, scene, int(weekday) if weekday else None)
        if year is not None and (month, day) == (2, 29):
            year += min((0, -1, 1, -2, 2), key=lambda s: (not isleap(year + s), abs(s)))
    time = time_of_day(groups, knowledge) if day is not None else ""
    kind = "time" if time else "date"
    modifier = modifier_of(groups, knowledge)
    if year is None:
        value = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "") + time
        return Reading(kind, value, modifier, refocus=False)
    if day is not None:
        try:
            date(year, month, day)
        except ValueError:
            return Reading(kind, None, modifier, refocus=False)  # "31 February"
    value = f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "") + time
    anchor, anchor_date = _anchored(scene, explicit=explicit)
    return Reading(kind, value, modifier, anchor, anchor_date)


def _day_of_focus(day: int, scene: Scene) -> Reading | None:
    told = scene.focus_first if scene.focus_month is not None else None
    base = told or scene.published
    if base is None:
        return None
    try:
        return Reading("date", base.replace(day=day).isoformat(), None, "text" if told else "document", base)
    except ValueError:
        return None


def day_of_month(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the 28th of that month`, `on the 5th`."""
    if scene.before[:1] not in (("on",), ("by",), ("until",), ("since",)) or (
        scene.after[:1] and scene.after[0][:1].isalpha() and knowledge.value(scene.after[0], "FUNCTION") is None
    ):
        return None  # "the 5th battalion"
    if scene.focus_month is None and scene.published is None:
        return None
    return _day_of_focus(int(groups["d"].value), scene)


def month(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A month without a year: `in April`, `last November`."""
    token = groups["m"]
    if not token.capital:
        return None
    short = len(token.key) < 5 and token.key not in ("may", "june", "july")
    if short and token.end - token.start == len(token.key):
        return None  # an abbreviation alone has its full stop: "Jan Kavan" is a person
    has_modifier = modifier_of(groups, knowledge) is not None or "r" in groups
    if (
        token.key in _MONTH_LIKE
        and not has_modifier
        and (not scene.before or scene.before[0] not in knowledge.classes["BAREBEFORE"])
    ):
        return None
    number = int(knowledge.value(token.key, "MONTH") or 0)
    year = None
    if "r" in groups and scene.year is None:
        year = _year_of_named_month(groups["r"].key, number, scene, knowledge)
    year = year or guess_year(number, None, scene)
    value = f"{year:04d}-{number:02d}" if year else f"XXXX-{number:02d}"
    anchor, anchor_date = _anchored(scene, explicit=False)
    return Reading("date", value, modifier_of(groups, knowledge), anchor, anchor_date, refocus=bool(year))


def _year_of_named_month(word: str, month_number: int, scene: Scene, knowledge: TimeKnowledge) -> int | None:
    relation = knowledge.value(word, "REL")
    base = scene.published or scene.focus_first
    if base is None:
        return None
    if relation in ("last", "previous"):
        # Said in March, "last February" is not the month just over: that is "last month".
        return base.year if month_number < base.month - 1 else base.year - 1
    if relation in ("next", "following"):
        return base.year if month_number > base.month else base.year + 1
    return base.year


def year(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A year in figures, where its neighbours do not make it a count of things."""
    token = groups["y"]
    number = int(token.value)
    modifier = modifier_of(groups, knowledge)
    before = scene.before[0] if scene.before else ""
    after = scene.after[0] if scene.after else ""
    if before in ("$", "£", "€", "no", "#", "no.") or after in ("%", "°"):
        return None
    if knowledge.value(after, "COUNTED") or after in knowledge.classes["NUMWORD"]:
        return None
    if knowledge.value(before, "NUMBERED") is not None:
        return None
    in_time = before in knowledge.classes["BAREBEFORE"] or modifier is not None
    told = token.end - token.start > 4 or number < 1000 or number >= 4000  # with its era
    if not told and (number > 2100 or not (in_time or number >= 1400)):
        return None
    if "circa" in groups:
        modifier = "APPROX"
    half = groups.get("half")
    if half is not None:
        order = knowledge.value(half.key, "ORD")
        return Reading("date", f"{number:04d}-H{order}") if order in ("1", "2") else None
    same = scene.focus_first is not None and scene.focus_first.year == number
    return Reading("date", f"{number:04d}", modifier, refocus=not same)


def decade(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the 1920s`, `the '90s`."""
    digits = groups["decade"].value
    if "bc" in groups:
        return Reading("date", f"BC{digits.zfill(4)[:3]}X", modifier_of(groups, knowledge), refocus=False)
    if len(digits) == 2 and digits.endswith("0"):
        digits = "19" + digits
    if len(digits) != 4 or not digits.endswith("0") or not "1000" <= digits <= "2090":
        return None
    return Reading("date", digits[:3] + "X", modifier_of(groups, knowledge), refocus=False)


def century(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the 20th century`."""
    token = groups["ord"]
    number = int(knowledge.value(token.key, "ORD") or token.value or 0)
    if not 1 <= number <= 30:
        return None
    early = "BC" if "bc" in groups else ""
    return Reading("date", f"{early}{number - 1:02d}XX", modifier_of(groups, knowledge), refocus=False)


def season(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A season with its year, or of the year that the anchor gives."""
    token = groups["s"]
    name = str(knowledge.value(token.key, "SEASON"))
    number = int(groups["y"].value) if "y" in groups else related_year(groups, scene, knowledge)
    explicit = number is not None
    relation = knowledge.value(groups["r"].key, "REL") if "r" in groups else None
    before = scene.before[0] if scene.before else ""
    alone = not explicit and relation is None and not modifier_of(groups, knowledge)
    if token.key in ("fall", "spring") and alone and scene.after[:1] == ("of",):
        return None  # "the fall of Budapest"
    if token.key == "fall" and alone and before not in ("in", "during", "this", "by", "since"):
        return None
    if number is None:
        number = scene.year or _season_year(name, relation, scene)
    if number is None:
        return Reading("date", f"XXXX-{name}", modifier_of(groups, knowledge), refocus=False)
    anchor, anchor_date = _anchored(scene, explicit=explicit)
    return Reading("date", f"{number:04d}-{name}", modifier_of(groups, knowledge), anchor, anchor_date)


def _season_year(name: str, relation: str | None, scene: Scene) -> int | None:
    base = scene.published or scene.focus_first
    if base is None:
        return None
    if scene.narrative and relation not in ("last", "previous", "next", "following"):
        return base.year
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[name]
    if relation in ("last", "previous") or (relation is None and scene.tense == "past"):
        return base.year if start + 2 < base.month or start == base.month else base.year - 1
    if relation in ("next", "following") or (relation is None and scene.tense == "future"):
        return base.year if start > base.month else base.year + 1
    return base.year


def quarter(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the third quarter`, `Q3 2025`."""
    token = groups["q"]
    number = int(knowledge.value(token.key, "ORD") or token.value or 0)
    if not 1 <= number <= 4:
        return None
    given = groups.get("y") or groups.get("y2")
    explicit = given is not None
    found = int(given.value) if given is not None else related_year(groups, scene, knowledge)
    base = scene.published or scene.focus_first
    if found is None:
        if base is None:
            return Reading("date", f"XXXX-Q{number}", refocus=False)
        ahead = number - (base.month + 2) // 3
        found = base.year
        if ahead == 3 and scene.tense != "future":
            found -= 1  # in winter, "the fourth quarter" is the one just over
        elif ahead == -3 and scene.tense == "future":
            found += 1
    anchor, anchor_date = _anchored(scene, explicit=explicit)
    return Reading("date", f"{found:04d}-Q{number}", None, anchor, anchor_date)


def half(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the second half of 2008`."""
    if "h" in groups:
        order = int(knowledge.value(groups["h"].key, "ORD") or 0)
    else:
        order = 1 if modifier_of(groups, knowledge) == "START" else 2
    base = scene.published or scene.focus_first
    found = int(groups["y"].value) if "y" in groups else related_year(groups, scene, knowledge)
    found = found or (base.year if base else None)
    if order not in (1, 2) or found is None:
        return None
    return Reading("date", f"{found:04d}-H{order}")


def iso(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A date in ISO 8601, checked."""
    value = groups["iso"].value
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return None
    return Reading("time" if "T" in value else "date", value)


def slashed(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A date in figures, where the order of day and month can be told; else no value."""
    first, second, last = (int(part) for part in re.split(r"[/.]", groups["slash"].value))
    found = last if last > 99 else 2000 + last if last < 70 else 1900 + last
    if "." in groups["slash"].value or first > 12:
        day, number = first, second
    elif second > 12 or first == second:
        day, number = second, first
    else:
        return Reading("date", None, refocus=False)
    try:
        return Reading("date", date(found, number, day).isoformat())
    except ValueError:
        return None


def clock(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A time of day without its date: of the focus day, else of the document's day."""
    if "hour2" in groups:
        value = clock_value(groups["hour2"].value, None)
        time = f"T{value}" if value else ""
    else:
        time = time_of_day(groups, knowledge)
    if not time:
        return None
    day = scene.focus_day if scene.same_sentence or scene.narrative else None
    base = day or scene.published
    if base is None:
        return Reading("time", f"XXXX-XX-XX{time}", refocus=False)
    anchor = "text" if day else "document"
    return Reading("time", base.isoformat() + time, None, anchor, base, refocus=False)


def feast(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """A feast with a fixed day of the year."""
    month_day = str(knowledge.value(groups["feast"].key, "FEAST"))
    number, day = int(month_day[:2]), int(month_day[3:])
    if "eve" in groups and groups["eve"].key == "eve":
        day -= 1
    found = int(groups["y"].value) if "y" in groups else guess_year(number, day, scene)
    if found is None:
        return Reading("date", f"XXXX-{number:02d}-{day:02d}", refocus=False)
    anchor, anchor_date = _anchored(scene, explicit="y" in groups)
    return Reading("date", f"{found:04d}-{number:02d}-{day:02d}", None, anchor, anchor_date)
