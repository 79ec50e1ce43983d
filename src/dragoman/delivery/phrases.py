"""Owns the short forms in which a brief's lines speak of days, counts and places.

What it shares with the sentences (names, lists, offices) is in `process.phrases` and offered here too.
"""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.knowledge.entries import state_name
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.wording import load_wording
from dragoman.process.phrases import Namer, bounds, capital, clean, listed, say_date, say_office
from dragoman.process.phrases import ordinal as _ordinal
from dragoman.records.values import Count, PlaceValue

__all__ = [
    "Namer",
    "action_words",
    "bounds",
    "capital",
    "clean",
    "code_words",
    "distance",
    "listed",
    "ordinal",
    "say_count",
    "say_day",
    "say_office",
    "say_period",
    "say_place",
]


def action_words(action: str, *, threatened: bool = False) -> str:
    """An event type as what is promised or threatened: `aid`, `sanctions`."""
    words = load_wording()
    return (words.threatened if threatened else words.promised).get(action, action.lower())


def code_words(code: str) -> str:
    """A code of the contract in words: `no_comment` is `no comment`."""
    issue = load_wording().issue.get(code)
    return issue.label if issue else code.replace("_", " ")


def ordinal(number: int) -> str:
    """`Fourth`, from eleven on `11th`."""
    return capital(_ordinal(number))


def say_day(day: str | None) -> str:
    """`Wed 23 July 2025`, `July 2025`, `2025`; what is no date stays as it is."""
    said = say_date(day)
    weekday, _, rest = said.partition(" ")
    return f"{weekday[:3]} {rest}" if rest[:1].isdigit() and weekday.endswith("day") else said or day or ""


def say_period(start: str | None, end: str | None) -> str:
    """`Fri 14 April 2023`, `Fri 14 to Sun 16 April 2023`, `until December 2025`, or nothing."""
    if start is None:
        return f"by {say_day(end)}" if end else ""
    if end is None or end == start:
        return say_day(start)
    first, last = say_day(start), say_day(end)
    if start[:7] == end[:7] and len(start) >= 10 and len(end) >= 10:
        first = " ".join(first.split(" ")[:2])
    return f"{first} to {last}"


def distance(day: str | None, today: date | None) -> str:
    """How far ahead a day lies: `today`, `tomorrow`, `in 9 days`; nothing for a month or a past day."""
    limits = bounds(day)
    if limits is None or today is None or limits[0] != limits[1]:
        return ""
    days = (limits[0] - today) // timedelta(days=1)
    if days < 0:
        return ""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def say_place(place: PlaceValue | None, knowledge: Knowledge | None = None) -> str:
    """`Istanbul, Türkiye`; the name alone where the country is unknown or is the place."""
    if place is None:
        return ""
    name = clean(place.name)
    state = state_name(place.country or "", knowledge=knowledge) if knowledge is not None else None
    return name if state is None or state == name else f"{name}, {state}"


def say_count(count: Count | None) -> str:
    """`at least 4`, `77`, `20 to 30 (12 civilians)`, or nothing."""
    if count is None:
        return ""
    low, high = count.min, count.max
    if low is not None and high is not None:
        text = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    elif low is not None:
        text = f"at least {low:,}"
    elif high is not None:
        text = f"at most {high:,}"
    else:
        text = ""
    if count.civilians is None:
        return text
    plural = "civilian" if count.civilians == 1 else "civilians"
    if text and count.civilians == low and high in {low, None}:
        return f"{text} {plural}"
    return f"{text} ({count.civilians:,} {plural})" if text else f"{count.civilians:,} {plural}"
