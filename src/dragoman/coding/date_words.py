"""Owns the reading of the words that a rule named: modifiers, clocks, counts and units.

Does not anchor anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.coding.date_tokens import Token
from dragoman.knowledge.time_words import TimeKnowledge

Groups = Mapping[str, Token]
_TIME_SIDES = (
    ("clock", "mer", "hour", "mer2", "noon", "zone", "part"),
    ("clock3", "mer3", "hour4", "mer4", "noon3", "zone3", "part2"),
)
_UNIT_CLASSES = ("UNIT", "UNITS", "HUNIT", "HUNITS")


def modifier_of(groups: Groups, knowledge: TimeKnowledge) -> str | None:
    """The TIMEX3 modifier that the wrappers or the rule itself named, if any."""
    for name in ("mod", "mod2", "mod3", "mod4", "mod5", "mod6", "hmod"):
        token = groups.get(name)
        if token is not None:
            return knowledge.value(token.key, "MODNOUN") or knowledge.value(token.key, "MODADJ")
    return None


def clock_value(text: str, meridiem: str | None) -> str | None:
    """`HH:MM` of a clock or an hour in figures, or None if there is no such time."""
    hours, _, rest = text.partition(":")
    hour, minute = int(hours), rest[:2] or "00"
    if meridiem == "p" and hour < 12:
        hour += 12
    elif meridiem == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute}" if hour <= 24 else None


def time_of_day(groups: Groups, knowledge: TimeKnowledge) -> str:
    """The part of a value from `T` on, or nothing."""
    for clock, mer, hour, mer2, noon, zone, part in _TIME_SIDES:
        offset = ""
        if zone in groups:
            offset = knowledge.value(groups[zone].key, "ZONE") or ""
        if clock in groups:
            half = groups[mer].value[:1].lower() if mer in groups else None
            value = clock_value(groups[clock].value, half)
            return f"T{value}{offset}" if value else ""
        if hour in groups:
            half = groups[mer2].value[:1].lower() if mer2 in groups else None
            value = clock_value(groups[hour].value, half)
            return f"T{value}{offset}" if value else ""
        if noon in groups:
            return f"T{knowledge.value(groups[noon].key, 'NOON')}{offset}"
        if part in groups:
            return f"T{knowledge.value(groups[part].key, 'PART')}"
    return ""


def unit_of(groups: Groups, knowledge: TimeKnowledge) -> str | None:
    """The code of the unit word: D, W, 2W, M, Q, Y, DE, CE, TH, TM or TS."""
    token = groups.get("u")
    if token is None:
        return None
    for name in _UNIT_CLASSES:
        value = knowledge.value(token.key, name)
        if value is not None:
            return value
    return None


def count_of(groups: Groups) -> str | None:
    """The number of units, or None where it is vague ("a few")."""
    token = groups.get("n")
    if token is None:
        return None
    return "1" if token.key in ("a", "an", "one") else token.value


def approximation(groups: Groups, knowledge: TimeKnowledge) -> str | None:
    """The TIMEX3 modifier of words such as `about`, `more than`, `at least`."""
    for name in ("approx", "approx2"):
        token = groups.get(name)
        if token is not None:
            return knowledge.value(token.key, "APPROX")
    for name, value in (
        ("more", "MORE_THAN"),
        ("less", "LESS_THAN"),
        ("most", "EQUAL_OR_LESS"),
        ("least", "EQUAL_OR_MORE"),
        ("most2", "EQUAL_OR_LESS"),
        ("least2", "EQUAL_OR_MORE"),
        ("most3", "EQUAL_OR_LESS"),
        ("close", "LESS_THAN"),
    ):
        if name in groups:
            return value
    return None


def duration_value(size: str, unit: str) -> str:
    """`P3D`, `PT2H`, `PXM`; decades and centuries count in years, fortnights in weeks."""
    if unit.startswith("T"):
        return f"PT{size}{unit[1:]}"
    factor = {"DE": 10, "CE": 100, "2W": 2}.get(unit, 1)
    letter = {"DE": "Y", "CE": "Y", "2W": "W"}.get(unit, unit)
    if size == "X":
        return f"PX{'DE' if unit == 'DE' else letter}"
    number = float(size) * factor
    if letter == "Y" and number % 1 == 0.5:
        return f"P{int(number)}Y6M"
    return f"P{int(number) if number.is_integer() else number}{letter}"
