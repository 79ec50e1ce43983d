"""Owns the phrases of prose: actors, days, numbers, tolls and places as an editor would write them.

Pure functions from values to words. Sentences are made of them in `sentences`; layouts use them too.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.knowledge.actors import actor_at, prose_name
from dragoman.knowledge.entries import state_name
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.wording import load_wording
from dragoman.records.values import Actor, Count, PlaceValue

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+|\s+")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
# Not from `calendar`, whose names follow the locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
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

    def body(self, actor: Actor) -> str:
        """The body alone: `Ukraine`, `the United States`, `the RSF`, `civilians in Sudan`."""
        name = clean(actor.name)
        if name == "civilians":
            state = state_name(actor.country or "", knowledge=self.knowledge) if self.knowledge else None
            return f"civilians in {prose_name(state)}" if state else "civilians"
        if actor.is_state and not actor.id and not actor.country:
            return name
        plain = prose_name(name, kind="state" if actor.is_state else "body")
        last = name.rsplit(" ", 1)[-1]
        words = load_wording()
        takes = (capital(last) in words.takes_the and (" " in name or last in words.plural)) or name in words.the
        return f"the {plain}" if takes and not plain.startswith("the ") and "'s " not in name else plain

    def name(self, actor: Actor) -> str:
        """The body with the person who acts for it: `Russia (Kremlin spokesman Dmitry Peskov)`."""
        body = self.body(actor)
        if actor.person is None or actor.person == actor.name:
            return body
        office = self.office(actor.person)
        return f"{body} ({office + ' ' if office else ''}{clean(actor.person)})"

    def speaker(self, actor: Actor) -> str:
        """Who says so, the person first: `President Donald Trump of the United States`."""
        if actor.person is None or actor.person == actor.name:
            return self.body(actor)
        office = self.office(actor.person)
        if office is not None and " of " in office:
            return f"{clean(actor.person)}, {office[0].lower()}{office[1:]},"
        person = f"{office} {clean(actor.person)}" if office else clean(actor.person)
        named = office is not None and (actor.name in office or "Kremlin" in office or "White House" in office)
        return person if named else f"{person} of {self.body(actor)}"

    def names(self, actors: Sequence[Actor]) -> str:
        """Several actors: `Ukraine, Russia and the United States`."""
        return listed([self.name(actor) for actor in actors])

    def bodies(self, actors: Sequence[Actor]) -> str:
        """Several actors without the persons who speak for them."""
        return listed([self.body(actor) for actor in actors])

    def office(self, person: str) -> str | None:
        """The office that a person held on the day, as it stands before a name."""
        if self.knowledge is None:
            return None
        reading = actor_at(person, self.on, knowledge=self.knowledge)
        if reading is None or reading.person != person or not reading.office:
            return None
        return say_office(reading.office)


def is_many(actors: Sequence[Actor]) -> bool:
    """Whether a verb after these actors is in the plural."""
    if len(actors) != 1:
        return True
    return capital(clean(actors[0].name).rsplit(" ", 1)[-1]) in load_wording().plural


def verb(actors: Sequence[Actor], one: str, many: str) -> str:
    """The form of a verb that agrees with its subject."""
    return many if is_many(actors) else one


def clean(text: str) -> str:
    """Text on one line, without characters that would steer a terminal."""
    return _CONTROL.sub(" ", text).strip()


def say_office(office: str) -> str:
    """An office as it stands before a name: `Kremlin spokesman`, `Foreign Minister`."""
    speaker = _SPEAKER.fullmatch(office)
    if speaker:
        return f"{speaker[2]} {speaker[1]}"
    words = (word if word in _SMALL_WORDS else _capitals(word) for word in office.split(" "))
    return " ".join(words)


def _capitals(word: str) -> str:
    return "-".join(part if part in _SMALL_WORDS else capital(part) for part in word.split("-"))


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """The text's own words between quotation marks, without a stop or comma at their end."""
    return f"“{clean(text).strip('“”').rstrip('.,;: ')}”"


def ordinal(number: int) -> str:
    """`fourth`, from eleven on `11th`."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def article(word: str) -> str:
    """`a` or `an`, by the first letter or the number that the word is read as."""
    return "an" if word[:1] in "aeiou" or word.startswith(("8", "11th", "18th")) else "a"


def bounds(day: str | None) -> tuple[date, date] | None:
    """First and last day of a date, a month or a year; None if it is none of them."""
    match = _DAY.fullmatch(day or "")
    if match is None:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 1, month or 1, number or 1)
        last_month = month or 12
        return first, date(first.year, last_month, number or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def say_date(day: str | None, *, weekday: bool = True) -> str:
    """`Wednesday 23 July 2025`, `July 2025`, `2025`; nothing for what is no date."""
    limits = bounds(day)
    if limits is None or day is None:
        return ""
    first, last = limits
    if first == last:
        name = f"{WEEKDAYS[first.weekday()]} " if weekday else ""
        return f"{name}{first.day} {MONTHS[first.month - 1]} {first.year}"
    return f"{MONTHS[first.month - 1]} {first.year}" if first.month == last.month else str(first.year)


def on_date(day: str | None, *, weekday: bool = True) -> str:
    """With its preposition and a space before it: ` on Wednesday 23 July 2025`, ` in July 2025`."""
    said = say_date(day, weekday=weekday)
    if not said:
        return ""
    limits = bounds(day)
    return f" on {said}" if limits and limits[0] == limits[1] else f" in {said}"


def on_period(start: str | None, end: str | None, *, weekday: bool = True) -> str:
    """` on …`, ` from Friday 14 to Sunday 16 April 2023`, ` before the end of 2025`, or nothing."""
    if start is None:
        return before_date(end, weekday=weekday)
    if end is None or end == start or not say_date(end):
        return on_date(start, weekday=weekday)
    first, last = say_date(start, weekday=weekday), say_date(end, weekday=weekday)
    if start[:7] == end[:7] and len(start) >= 10 and len(end) >= 10:
        first = first.rsplit(" ", 2)[0]
    elif start[:4] == end[:4]:
        first = first.removesuffix(f" {start[:4]}")
    return f" from {first} to {last}"


def before_date(day: str | None, *, weekday: bool = True) -> str:
    """` by Tuesday 9 September 2025`, ` before the end of July 2025`, or nothing."""
    said = say_date(day, weekday=weekday)
    limits = bounds(day)
    if not said or limits is None:
        return ""
    return f" by {said}" if limits[0] == limits[1] else f" before the end of {said}"


def say_number(number: int) -> str:
    """`three`, from eleven on `1,100`, round millions as `1.2 million`."""
    if number >= 1_000_000 and number % 100_000 == 0:
        return f"{number / 1_000_000:g} million"
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def say_toll(count: Count | None, *, one: str = "person", many: str = "people") -> str:
    """`at least 77 people`, `between 20 and 30 people, 12 of them civilians`, or nothing."""
    if count is None:
        return ""
    low, high, civilians = count.min, count.max, count.civilians
    if civilians is not None and (low is None or (civilians == low and high in {low, None})):
        one, many, low, civilians = "civilian", "civilians", low if low is not None else civilians, None
    if low is None and high is None:
        return ""
    if low is None or (high is not None and low == 0):
        text = f"at most {say_number(high or 0)}"
    elif high is None:
        text = f"at least {say_number(low)}"
    else:
        text = say_number(low) if low == high else f"between {say_number(low)} and {say_number(high)}"
    noun = one if text.rsplit(" ", 1)[-1] == "one" else many
    if not civilians:
        return f"{text} {noun}"
    return f"{text} {noun}, {say_number(civilians)} of them {'a civilian' if civilians == 1 else 'civilians'}"


def in_place(place: PlaceValue | None) -> str:
    """With its preposition and a space before it: ` in Istanbul`, ` at the White House`, or nothing."""
    if place is None:
        return ""
    name = clean(place.name)
    words = load_wording()
    if name in words.at:
        return f" at {name if ' ' not in name or name == 'Camp David' else 'the ' + name}"
    return f" in {prose_name(name)}"
