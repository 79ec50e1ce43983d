"""Owns the values of durations, sets and references to the present, past and future.

Does not match words.
"""

from __future__ import annotations

from dragoman.coding.date_relative import span_beside
from dragoman.coding.date_scene import Reading, Scene, add_units, unit_value
from dragoman.coding.date_words import Groups, approximation, count_of, duration_value, unit_of
from dragoman.knowledge.time_words import TimeKnowledge

_MODALS = ("will", "would", "may", "might", "can", "could", "should", "to", "enough", "very")
_SENTENCE_SIGNS = (".", ",", ";", ":", ")", "#break")
_BARE_AFTER = (
    "for",
    "within",
    "after",
    "over",
    "in",
    "lasted",
    "take",
    "takes",
    "took",
    "spent",
    "lasting",
    "last",
    "until",
    "and",
)
_RATE_AFTER = ("once", "twice", "times", "%", "percent", "million", "billion", "thousand")


def duration(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`three days`, `a few months`, `24-year`; `$1 billion a year` is a set instead."""
    unit = unit_of(groups, knowledge)
    if unit is None:
        return None
    size = count_of(groups)
    token = groups.get("n")
    modifier = approximation(groups, knowledge)
    if token is not None and token.key == "one" and unit == "D" and scene.before[:1] and (scene.before[0] in _MODALS):
        return Reading("date", "FUTURE_REF", refocus=False)  # "will one day"
    if unit == "TS" and token is not None and token.key in ("a", "an", "#year"):
        return None  # "a second" is more often an ordinal
    if "old" in groups and not any(knowledge.value(w, "LASTING") for w in scene.after[:2]):
        return None  # the age of a person
    if "old" not in groups and "old" in scene.after[:2] and scene.after[0] in ("old", "-"):
        return None
    if token is not None and token.key in ("a", "an") and modifier is None and _is_rate(scene):
        return Reading("set", duration_value("1", unit), None, refocus=False)
    if unit == "Q" and token is not None and (token.key in ("a", "an", "one") or size == "3"):
        return None  # "a quarter", "three quarters": fractions
    if unit == "CE" and token is not None and token.key == "#day":
        return None
    return Reading("duration", duration_value(size or "X", unit), modifier, refocus=False)


def event_offset(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`two days after the signing`: a duration that waits for the day of its event."""
    unit = unit_of(groups, knowledge)
    if unit is None or (scene.after[1:2] and scene.after[1] in _SENTENCE_SIGNS):
        return None
    way = "before" if groups["offset"].key == "before" else "after"
    size = count_of(groups)
    day = scene.focus_day if scene.narrative else None
    if day is not None and size is not None and size.isdigit() and unit in ("D", "W", "M", "Y"):
        # A story counts from what it has just told.
        count = -int(size) if way == "before" else int(size)
        value = unit_value(add_units(day, unit, count), unit)
        return Reading("date", value, approximation(groups, knowledge), "text", day)
    return Reading(
        "duration",
        duration_value(size or "X", unit),
        approximation(groups, knowledge),
        "event",
        direction=way,
        refocus=False,
    )


def _is_rate(scene: Scene) -> bool:
    """Whether an amount stands before `a year`: a number or a plural within three words."""
    near = scene.before[:3]
    if not near:
        return False
    if near[0] in _RATE_AFTER or near[0].startswith("#"):
        return True
    return any(word.startswith("#") or word in _RATE_AFTER for word in near[1:]) and near[0].endswith("s")


def duration_half(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`a minute and a half`, `half an hour`."""
    unit = unit_of(groups, knowledge)
    size = count_of(groups) or "0"
    halves = {
        "TM": ("TM", "TS", 30),
        "TH": ("TH", "TM", 30),
        "D": ("D", "TH", 12),
        "Y": ("Y", "M", 6),
        "W": ("W", "D", 3),
        "DE": ("DE", "Y", 5),
        "M": ("M", "W", 2),
    }
    if unit not in halves or not float(size).is_integer():
        return None
    count = int(float(size))
    large, small, half = halves[unit]
    if count == 0:
        return Reading("duration", duration_value(str(half), small), refocus=False)
    if unit == "Y":
        return Reading("duration", f"P{count * 12 + 6}M", refocus=False)
    if unit == "DE":
        return Reading("duration", f"P{count * 10 + 5}Y", refocus=False)
    head = duration_value(str(count), large)
    tail = f"{half}{small[-1]}"
    joined = head + ("T" if large[0] != "T" and small[0] == "T" else "") + tail
    return Reading("duration", joined, approximation(groups, knowledge), refocus=False)


def bare_units(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`for years`, `within days`: a plural unit without a number, after a word of time."""
    unit = unit_of(groups, knowledge)
    if unit is None or not scene.before or scene.before[0] not in _BARE_AFTER:
        return None
    if scene.before[0] == "and" and not (len(scene.before) > 1 and knowledge.value(scene.before[1], "UNITS")):
        return None
    return Reading("duration", duration_value("X", unit), refocus=False)


def long(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`year-long`, `decades-long`."""
    unit = unit_of(groups, knowledge)
    if unit is None:
        return None
    plural = groups["u"].key.endswith("s")
    return Reading("duration", duration_value("X" if plural else "1", unit), refocus=False)


def span(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`the last two years`, `the next few months`, `recent weeks`."""
    unit = unit_of(groups, knowledge)
    token = groups.get("r") or groups["rv"]
    relation = knowledge.value(token.key, "REL") or "last"
    if unit is None:
        return None
    if "rv" in groups and (relation in ("this", "same", "latest") or token.key == "future"):
        return None
    size = count_of(groups)
    if size is None or not float(size).is_integer() or float(size) > 99999:
        return span_beside(None, unit, relation, scene)
    return span_beside(int(float(size)), unit, relation, scene)


def every(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`each year`, `every two weeks`."""
    unit = unit_of(groups, knowledge)
    if unit is None:
        return None
    return Reading("set", duration_value(count_of(groups) or "1", unit), refocus=False)


def every_weekday(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`every Monday`, `Sundays`."""
    token = groups.get("w") or groups["w2"]
    number = knowledge.value(token.key, "WDAY") or knowledge.value(token.key, "WDAYS")
    part = f"T{knowledge.value(groups['part'].key, 'PART')}" if "part" in groups else ""
    return Reading("set", f"XXXX-WXX-{number}{part}", refocus=False)


def per(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`per day`."""
    unit = unit_of(groups, knowledge)
    if unit is None or groups["per"].key != "per":
        return None
    return Reading("set", duration_value("1", unit), refocus=False)


def frequency(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`daily`, `monthly`."""
    unit = str(knowledge.value(groups["f"].key, "FREQ"))
    if not scene.narrative and scene.after[:1] != ("basis",):
        return None  # in news mostly a fixed adjective: "daily newspaper", "quarterly dividend"
    if groups["f"].capital and scene.before[:1] not in ((), (".",), ("#break",)):
        return None  # part of a name: "the Daily Telegraph"
    return Reading("set", duration_value("1", unit), refocus=False)


def reference(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`now`, `recently`, `the future`, `former`: before, at or after the time of speaking."""
    anchor = "document" if scene.published else "none"
    if "now" in groups:
        value: str | None = "PRESENT_REF"
    elif "past" in groups:
        value = "PAST_REF"
    elif "future" in groups:
        value = "FUTURE_REF"
    elif "old" in groups:
        # News calls people "former" by habit; in a narrative it is relative to the story's time.
        value = "PAST_REF" if scene.narrative else None
        if value is None:
            return None
    else:
        word = groups["ref"].key
        value = knowledge.value(word, "REF") or knowledge.value(word, "REFADJ")
        ahead = scene.before[:1] and scene.before[0] in _MODALS
        if (word == "soon" and (scene.narrative or not ahead)) or (
            word in ("future", "recent") and not scene.narrative
        ):
            return None  # "soon became" is no more than "then"; "future plans" are plans
    return Reading("date", value, None, anchor, scene.published, refocus=False)


def that_time(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`at that time`: the time just told, which has no value of its own."""
    before = scene.before[0] if scene.before else ""
    if scene.after[:1] == ("of",) or (
        "whole" in groups and groups["whole"].key in ("the", "same") and not scene.narrative
    ):
        return None
    if groups["whole"].key == "this" and not scene.narrative:
        return None
    if scene.narrative and before in ("at", "by", "during", "throughout", "since", "until", "by"):
        return Reading("date", "PRESENT_REF", None, "text", refocus=False)
    if before not in ("at", "by", "during", "since", "until", "from", "of"):
        return None
    if groups["same"].key != "time" or (groups["whole"].key != "that" and before != "at"):
        return None
    return Reading("date", "PAST_REF", None, "text", refocus=False)


def bare_part(groups: Groups, scene: Scene, knowledge: TimeKnowledge) -> Reading | None:
    """`at night`, `by day`: of no certain date."""
    if scene.before[:1] != ("at",):
        return None
    part = knowledge.value(groups["bare"].key, "PART")
    return Reading("time", f"XXXX-XX-XXT{part}", refocus=False)
