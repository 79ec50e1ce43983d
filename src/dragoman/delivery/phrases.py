"""Owns the words in which a brief speaks of actors, days, counts, places and the contract's codes.

Pure functions from values to phrases; does not know documents, layouts or output formats.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.knowledge.actors import actor_at, prose_name
from dragoman.knowledge.load import Knowledge
from dragoman.records.values import Actor, Count, PlaceValue

ACTIONS = {
    "AGREE": "an agreement",
    "CONSULT": "talks",
    "SUPPORT": "support",
    "COOPERATE": "cooperation",
    "AID": "aid",
    "CONCEDE": "a concession",
    "RETREAT": "a withdrawal",
    "ACCUSE": "accusations",
    "REQUEST": "a demand",
    "REJECT": "a refusal",
    "THREATEN": "threats",
    "PROTEST": "protests",
    "SANCTION": "sanctions",
    "MOBILIZE": "a mobilisation of forces",
    "COERCE": "coercion",
    "ASSAULT": "the use of force",
}
_ISSUES = {
    "remains_return": "return of remains",
    "children_return": "return of children",
    "refugees_return": "return of refugees",
    "leaders_meeting": "meeting of leaders",
    "prisoner_exchange": "prisoner exchange",
    "nuclear": "nuclear programme",
    "maritime": "maritime access",
    "other": "other matters",
}
_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+|\s+")
# Not from `calendar`, whose names follow the locale.
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SPEAKER = re.compile(r"(spokes\w+) (?:of|for) (?:the )?(.+)")
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "to", "in", "on", "at"})


@dataclass(frozen=True, slots=True)
class Namer:
    """Names actors in prose; with knowledge it adds the office that a person held on the day."""

    knowledge: Knowledge | None = None
    on: date | None = None

    def name(self, actor: Actor) -> str:
        """The actor inside a sentence: `Russia (Kremlin spokesman Dmitry Peskov)`."""
        body = prose_name(clean(actor.name), kind="state" if actor.is_state else "body")
        if actor.name == "civilians" and actor.country and self.knowledge is not None:
            state = self.knowledge.numbers.get(f"state:{actor.country}")
            if state is not None:
                return f"civilians in {prose_name(str(self.knowledge.entries[state][1]))}"
        if actor.person is None or actor.person == actor.name:
            return body
        office = self._office(actor.person)
        return f"{body} ({office + ' ' if office else ''}{clean(actor.person)})"

    def names(self, actors: Sequence[Actor]) -> str:
        """Several actors: `Ukraine, Russia and the United States`."""
        return listed([self.name(actor) for actor in actors])

    def bodies(self, actors: Sequence[Actor]) -> str:
        """Several actors without the persons who speak for them."""
        return listed([self.name(actor.without_person()) for actor in actors])

    def _office(self, person: str) -> str | None:
        if self.knowledge is None:
            return None
        reading = actor_at(person, self.on, knowledge=self.knowledge)
        if reading is None or reading.person != person or not reading.office:
            return None
        return say_office(reading.office)


def clean(text: str) -> str:
    """Text on one line, without characters that would steer a terminal."""
    return _CONTROL.sub(" ", text).strip()


def say_office(office: str) -> str:
    """An office as it stands before a name: `Kremlin spokesman`, `Foreign Minister`."""
    speaker = _SPEAKER.fullmatch(office)
    if speaker:
        return f"{speaker[2]} {speaker[1]}"
    return " ".join(word if word in _SMALL_WORDS else capital(word) for word in office.split(" "))


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def code_words(code: str) -> str:
    """A code of the contract in words: `no_comment` is `no comment`."""
    return _ISSUES.get(code, code.replace("_", " "))


def ordinal(number: int) -> str:
    """`Fourth`, from eleven on `11th`."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def bounds(day: str | None) -> tuple[date, date] | None:
    """First and last day of a date, a month or a year; None if it is none of them."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", day or "")
    if match is None:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 1, month or 1, number or 1)
        last_month = month or 12
        return first, date(first.year, last_month, number or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def say_day(day: str | None) -> str:
    """`Wed 23 July 2025`, `July 2025`, `2025`; what is no date stays as it is."""
    limits = bounds(day)
    if limits is None or day is None:
        return day or ""
    first, last = limits
    if first == last:
        return f"{_WEEKDAYS[first.weekday()]} {first.day} {_MONTHS[first.month - 1]} {first.year}"
    if first.month == last.month:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return str(first.year)


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
    number = knowledge.numbers.get(f"state:{place.country}") if knowledge is not None else None
    if number is None or knowledge is None:
        return name
    state = str(knowledge.entries[number][1])
    return name if state == name else f"{name}, {state}"


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
