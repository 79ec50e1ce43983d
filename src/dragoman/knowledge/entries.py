"""Owns the values that a look-up of actors returns, and what one entry stands for on a date.

Does not find names in texts: see `actors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.tables import FIRST_DAY, LAST_DAY

FORMER = ("ELI",)  # PLOVER's sector of notable people who hold no office


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One thing of the knowledge base.

    Attributes:
        id: stable id, such as `state:UKR` or `person:volodymyr-zelensky`.
        name: canonical name.
        kind: state, body, group, organisation or person.
        country: ISO 3166 alpha-3, or None.
        sectors: PLOVER sectors; empty for states and people.
        person: the canonical name again where the entry is a person.
    """

    id: str
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    person: str | None


@dataclass(frozen=True, slots=True)
class ActorReading:
    """What a name stands for on a date; the fields are those of the contract's actor.

    Attributes:
        name: the state or body; of a person the state or body that he acts for.
        country: ISO 3166 alpha-3, or None.
        sectors: PLOVER sectors.
        person: canonical name of the person, or None.
        id: id of the entry that `name` is, or None for what the tables do not know.
        office: office or title of the person, or None.
        reason: one line that says why.
    """

    name: str
    country: str | None
    sectors: tuple[str, ...]
    person: str | None
    id: str | None
    office: str | None
    reason: str


def entry_of(number: int, knowledge: Knowledge) -> ActorEntry:
    """The entry with a number of the index."""
    entry_id, name, kind, country, sectors, _, _ = knowledge.entries[number]
    person = name if kind == "person" else None
    return ActorEntry(entry_id, name, kind, country or None, tuple(sectors), person)


def is_active(number: int, day: int | None, knowledge: Knowledge) -> bool:
    """Whether the entry exists on a day; without a day, whether it has not come to an end."""
    _, _, _, _, _, since, until = knowledge.entries[number]
    if day is None:
        return bool(until == LAST_DAY)
    return bool(since <= day < until)


def read_entry(
    number: int,
    how: str,
    sectors: tuple[str, ...],
    on: date | None,
    knowledge: Knowledge,
) -> ActorReading:
    """What an entry stands for on a date, reached by its name, demonym, capital, seat and so on."""
    entry = entry_of(number, knowledge)
    if entry.kind == "person":
        return _read_person(number, entry, on, knowledge)
    if entry.kind == "body":
        state = state_name(entry.country or "", knowledge=knowledge) or entry.name
        reason = f"body of {entry.country}"
        # The contract names the state for each of its bodies, so the id is the state's too.
        found_id = f"state:{entry.country}"
        return ActorReading(state, entry.country, entry.sectors, None, found_id, None, reason)
    if entry.kind == "state":
        reason = f"{how} of {entry.id.removeprefix('state:')}"
        return ActorReading(entry.name, entry.country, sectors, None, entry.id, None, reason)
    reason = f"{entry.kind} {entry.id}"
    return ActorReading(entry.name, entry.country, entry.sectors, None, entry.id, None, reason)


def _read_person(number: int, entry: ActorEntry, on: date | None, knowledge: Knowledge) -> ActorReading:
    term, holds = term_on(number, on, knowledge)
    office, _, country, _, _, _, _, since, until = term
    if not holds:
        when = f"until {until}" if until else f"from {since}"
        reason = f"{entry.id}, in no known office on that date; {office} {when}"
        past = FORMER if until else ()
        return ActorReading(entry.name, country or None, past, entry.name, None, None, reason)
    return _held_reading(term, entry, knowledge)


def _held_reading(term: tuple[Any, ...], entry: ActorEntry, knowledge: Knowledge) -> ActorReading:
    office, body_id, country, sectors, _, _, _, since, _ = term
    name, body_country, body_sectors, found_id = _acts_for(body_id, country, entry, knowledge)
    terms = f" since {since}" if since else ""
    return ActorReading(
        name,
        country or body_country,
        tuple(sectors) or body_sectors,
        entry.name,
        found_id,
        office,
        f"{entry.id}, {office} of {body_id or country}{terms}",
    )


def _acts_for(
    body_id: str, country: str, entry: ActorEntry, knowledge: Knowledge
) -> tuple[str, str | None, tuple[str, ...], str | None]:
    """Name, country, sectors and id of the body of an office, else of its state."""
    wanted = body_id or f"state:{country}"
    number = knowledge.numbers.get(wanted)
    if number is None:
        return entry.name, country or None, (), None
    body = entry_of(number, knowledge)
    return body.name, body.country, body.sectors, body.id


def term_on(number: int, on: date | None, knowledge: Knowledge) -> tuple[tuple[Any, ...], bool]:
    """The office of a person that counts on a date, and whether he holds it then.

    Of several at once the highest counts; of equal ones that of the body he joined first, then
    the latest in it. Without a date it is the office without an end, else the last one. A person
    between offices has the last one, not held.
    """
    terms = knowledge.offices[number]
    if on is None:
        current = [term for term in terms if term[5] == LAST_DAY]
        return (_weightiest(current) if current else max(terms, key=lambda t: t[5])), True
    held = terms_held(number, on, knowledge)
    if held:
        return _weightiest(held), True
    day = on.toordinal()
    past = [term for term in terms if term[5] < day]
    if past:
        return max(past, key=lambda term: term[5]), False
    return min(terms, key=lambda term: term[4]), False


def terms_held(number: int, on: date, knowledge: Knowledge) -> list[tuple[Any, ...]]:
    """The offices that a person holds on a day; the last day counts if he takes no other on it."""
    day = on.toordinal()
    terms = knowledge.offices[number]
    held = [term for term in terms if term[4] <= day < term[5]]
    return held or [term for term in terms if term[5] == day]


def _weightiest(terms: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    # An office with neither date known never outweighs one whose dates are known.
    dated = [term for term in terms if term[4] != FIRST_DAY or term[5] != LAST_DAY] or terms
    rank = min(term[6] for term in dated)
    equal = [term for term in dated if term[6] == rank]
    first = min(equal, key=lambda term: term[4])
    return max((t for t in equal if t[1:3] == first[1:3]), key=lambda term: term[4])


def read_person_for(number: int, body: str, on: date | None, knowledge: Knowledge) -> ActorReading | None:
    """The reading of a person in the office that he holds in a certain body or state, if any."""
    if on is None:
        return None
    entry = entry_of(number, knowledge)
    held = terms_held(number, on, knowledge)
    there = [term for term in held if (term[1] or f"state:{term[2]}") == body]
    return _held_reading(_weightiest(there), entry, knowledge) if there else None


def state_name(iso3: str, *, knowledge: Knowledge) -> str | None:
    """Canonical short name of a state or territory by its ISO 3166 alpha-3 code, else None."""
    number = knowledge.numbers.get(f"state:{iso3}")
    return None if number is None else str(knowledge.entries[number][1])


_ARTICLE = ("United ", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Comoros",
            "Democratic Republic", "Central African Republic", "Czech Republic", "Soviet Union",
            "Republic of", "Dominican Republic", "Marshall Islands", "Solomon Islands",
            "Seychelles", "Holy See")  # fmt: skip


def prose_name(name: str, *, kind: str = "state", acronym_article: bool = True) -> str:
    """A name as it stands inside a sentence: `the United States`, `the RSF`, `Ukraine`, `Hamas`.

    Acronyms that are spoken as words (`NATO`, `ISIS`) are told by their vowels and take none.
    """
    if name.startswith("the "):
        return name
    if name.startswith(_ARTICLE):
        return f"the {name}"
    spoken = len(name) > 3 and any(c in "AEIOU" for c in name)
    digits = any(c.isdigit() for c in name)
    if kind != "state" and acronym_article and name.isupper() and not spoken and not digits:
        return f"the {name}"
    return name
