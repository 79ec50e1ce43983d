"""Owns whether quoted characters bear out a value: an actor, a day, a number, a place.

Does not know entries and their fields: see `verify`. Reads with tables and the grammar of time, no parser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from dragoman.coding.dates import TimeExpression, due_date, find_times
from dragoman.documents.document import Document
from dragoman.knowledge.actors import ActorMention, find_actors
from dragoman.knowledge.folding import plain
from dragoman.knowledge.gazetteer import open_gazetteer
from dragoman.knowledge.load import Knowledge
from dragoman.process.comparing import days_of
from dragoman.process.sums import adds_up, stated_numbers
from dragoman.records.values import Actor, Evidence, PlaceValue

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: (?:of|de|el|al|the|[^\W\d_a-z][\w'’.-]*)){0,3}")
# Kinds of entries that stand for their state.
_OF_STATES = frozenset({"state", "body", "person"})


@dataclass(frozen=True)
class DocumentReading:
    """One document with its names and time expressions, each found once, when first asked for."""

    document: Document
    knowledge: Knowledge

    @cached_property
    def mentions(self) -> Sequence[ActorMention]:
        """All names of actors."""
        return find_actors(self.document.text, on=self.document.published, knowledge=self.knowledge)

    @cached_property
    def times(self) -> Sequence[TimeExpression]:
        """All expressions of time, read as past and as future: without a parser the tense is not known."""
        text, published = self.document.text, self.document.published
        return [
            *find_times(text, published=published, tense=lambda start, end: "past"),
            *find_times(text, published=published, tense=lambda start, end: "future"),
        ]

    def names(self, mention: ActorMention, actor: Actor) -> bool:
        """Whether a name in the text names the actor: the body, or for a person the person."""
        if actor.person is not None:
            return any(entry.person == actor.person for entry in mention.candidates)
        if actor.id is not None and mention.reading is not None and mention.reading.id == actor.id:
            return True
        return any(
            (actor.id is not None and entry.id == actor.id)
            or (actor.is_state and entry.country == actor.country and entry.kind in _OF_STATES)
            for entry in mention.candidates
        )


@dataclass(frozen=True)
class Passages:
    """Passages of documents, asked together."""

    readings: Sequence[tuple[DocumentReading, int, int]]

    def text(self) -> str:
        """Their characters, one passage a line."""
        return self._text

    @cached_property
    def _text(self) -> str:
        return "\n".join(reading.document.text[start:end] for reading, start, end in self.readings)

    def actor(self, actor: Actor) -> str | None:
        """Why they do not name the actor; None where they do."""
        if actor.person is not None and not self._names_person(actor.person):
            return "nobody of that name is quoted"
        if actor.name == "civilians":
            return None if self.has_stem(evidence_words()[0]) else "the quotes speak of no civilians"
        if actor.person is not None or self._names(actor):
            return None
        return "no name of it is quoted"

    @cached_property
    def _words(self) -> set[str]:
        return _folded_words(self._text)

    @cached_property
    def _plain(self) -> str:
        return plain(self._text)

    def _names_person(self, person: str) -> bool:
        last = _folded(person).split()[-1:]
        if last and last[0] in self._words:
            return True
        return any(entry.person == person for _, m in self._mentions() for entry in m.candidates)

    def _names(self, actor: Actor) -> bool:
        if _folded(actor.name) in self._plain:
            return True
        return any(reading.names(mention, actor) for reading, mention in self._mentions())

    def _mentions(self) -> Iterable[tuple[DocumentReading, ActorMention]]:
        for reading, start, end in self.readings:
            yield from ((reading, m) for m in reading.mentions if m.start < end and start < m.end)

    def day(self, value: str) -> bool:
        """Whether an expression of time in them resolves to the day, month or year."""
        wanted = days_of(value)
        if wanted is None:
            return False
        quoted = [
            (reading, time)
            for reading, start, end in self.readings
            for time in reading.times
            if time.start < end and start < time.end
        ]
        if any(_means(time, value, wanted, reading.document) for reading, time in quoted):
            return True
        # "Threatened last week … within 50 days": counted from the day on which it was said.
        said = {time.first for _, time in quoted if time.first is not None}
        counted = (due_date(time, said_on=day) for _, time in quoted if time.kind == "duration" for day in said)
        return any(day is not None and wanted[0] <= day <= wanted[1] for day in counted)

    def number(self, value: int) -> bool:
        """Whether they state the number, or numbers that add up to it ("a man and two children")."""
        quotes = [reading.document.text[start:end] for reading, start, end in self.readings]
        return any(
            any(value in one.values for one in stated_numbers(quote)) or adds_up(quote, value) for quote in quotes
        )

    def ordinal(self, value: int) -> bool:
        """Whether they state the number of a round: `fourth`, `12th`, `round 4`."""
        words = _folded_words(self.text())
        name = _ORDINALS[value - 1] if 1 <= value <= len(_ORDINALS) else ""
        return name in words or self.number(value) or bool(re.search(rf"\b{value}(?:st|nd|rd|th)\b", self.text()))

    def place(self, place: PlaceValue) -> bool:
        """Whether they name the place by this or another name of it."""
        text = self.text()
        if plain(place.name) in plain(text) or set(plain(place.name).split()) <= _folded_words(text):
            return True  # all its words, for "North and South Kivu"
        if place.country is not None and self._names(Actor.model_construct(name=place.name, country=place.country)):
            country = place.precision in {None, "country"} or place.name == place.country_name
            if country:
                return True
        gazetteer = open_gazetteer()
        for name in dict.fromkeys(_names_in(text)):
            for entry in gazetteer.find(name):
                if entry.geonames_id == place.geonames_id and place.geonames_id is not None:
                    return True
                if entry.name == place.name and entry.country == place.country:
                    return True
        return False

    def words(self, quote: str) -> bool:
        """Whether they hold these words as they stand, line breaks aside."""
        return " ".join(quote.split()) in " ".join(self.text().split())

    def has_stem(self, stems: Iterable[str]) -> bool:
        """Whether a word of theirs begins with one of the stems."""
        words = _folded_words(self.text())
        return any(word.startswith(tuple(stems)) for word in words)


def passages_of(evidence: Iterable[Evidence], readings: Mapping[str, DocumentReading]) -> Passages:
    """The passages that some evidence cites, as far as their documents are at hand."""
    return Passages([(readings[one.document], one.start, one.end) for one in evidence if one.document in readings])


@cache
def evidence_words() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Stems that show civilians, and stems that show each kind of violence."""
    path = files("dragoman.knowledge") / "data" / "wording" / "evidence.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(table["civilians"]), {kind: frozenset(words) for kind, words in table["violence"].items()}


@lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    return plain(name)


def _folded_words(text: str) -> set[str]:
    return set(re.findall(r"\w+", plain(text)))


def _names_in(text: str) -> Iterable[str]:
    """Every run of words of the text that may be a name of a place, with its shorter beginnings and ends."""
    for found in _NAME.finditer(text):
        words = found.group().removesuffix("'s").removesuffix("’s").split(" ")
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                if words[first][:1].isupper():
                    yield " ".join(words[first:last]).rstrip(".")


def _means(time: TimeExpression, value: str, wanted: tuple[date, date], document: Document) -> bool:
    """Whether a time expression stands for a day: resolves to it, begins or ends there, or counts to it."""
    first, last = time.first, time.last
    if time.value is not None and time.value.startswith(value):
        return True
    if first is not None and wanted[0] <= first and (last or first) <= wanted[1]:
        return True
    if wanted[0] in {first, last} or wanted[1] in {first, last}:
        return True
    size = _length(time.value)
    if size is None:
        return False
    return any(
        day is not None and wanted[0] in {day + size, day - size} for day in (document.published, time.anchor_date)
    )


def _length(value: str | None) -> timedelta | None:
    """The days of a duration of days or weeks."""
    found = re.fullmatch(r"P(\d{1,4})([DW])", value or "")
    return timedelta(days=int(found[1]) * (7 if found[2] == "W" else 1)) if found else None
