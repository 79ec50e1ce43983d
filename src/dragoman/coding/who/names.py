"""Owns reading a span as a name: state, body, group or person, with what stands beside it in the text.

Does not know what the rest of the document has said: see `cast`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dragoman.coding.who.words import Word, sector_of, words_of
from dragoman.contract.reading import Span
from dragoman.knowledge.actors import ActorMention, actor_at, find_actors
from dragoman.knowledge.entries import ActorReading
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.phrases import read_noun_phrase
from dragoman.knowledge.word_sets import word_set
from dragoman.records.values import STATE_SECTORS, Actor

# What stands in apposition behind a name: ", a senior Hamas official,".
_APPOSITION = re.compile(r"(?:\s*\([^()\n]{1,24}\))?,\s+([^,.;:()—–\n]{3,90})(?=[,.;:]|\s[—–]|$)")
# What stands before a name that belongs to it: "the Greek [prime minister …]", "Israel's army chief, [General …]".
_LED_IN = re.compile(r"['’]?s?(?:\s[a-z][a-z-]*){0,6},?\s")
_REACH = 70  # characters before a name in which the one it belongs to may stand
_SHARED = re.compile(r"\s*(?:,|,? and|,? or|/|-|–|&)\s*(?:the\s+)?")


class Names:
    """Reads spans of one text; remembers what it has read."""

    def __init__(
        self, text: str, *, knowledge: Knowledge, on: date | None, extra: Sequence[tuple[str, Actor]] = ()
    ) -> None:
        self._text, self._knowledge, self._on = text, knowledge, on
        self._extra = sorted(extra, key=lambda pair: -len(pair[0]))
        self._read: dict[str, ActorReading | None] = {}
        self.mentions: Sequence[ActorMention] = find_actors(text, on=on, knowledge=knowledge)
        self._starts = [one.start for one in self.mentions]
        self.offices: dict[str, str] = {}
        words = knowledge.words
        self._apart = words["preposition"] | words["and"] | words["clause"] | word_set("definite_words")

    def within(self, span: Span) -> Sequence[ActorMention]:
        """The names that lie inside a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [one for one in self.mentions[first:last] if one.end <= span.end]

    def actor(self, span: Span) -> Actor | None:
        """The actor that the phrase names by itself, helped by what stands right beside it."""
        span = self._whole(span)
        words = self._text[span.start : span.end]
        added = self._added(words)
        if added is not None:
            return added
        for phrase in self._phrases(span, words):
            reading = self._noun_phrase(phrase)
            if reading is not None and not self._is_piece(reading, span) and not self._is_thing(reading, span):
                if reading.person and reading.office:
                    self.offices.setdefault(reading.person, reading.office)
                return to_actor(reading)
        return None

    def _whole(self, span: Span) -> Span:
        """The span to the end of a longer name that it breaks off: "the Communist Party of Nepal (Maoist)"."""
        place = bisect_right(self._starts, span.end - 1) - 1
        last = self.mentions[place] if place >= 0 else None
        broken = last is not None and span.start <= last.start < span.end < last.end
        return Span(span.start, last.end) if broken and last is not None else span

    def several(self, span: Span) -> tuple[Span, ...]:
        """The spans of names that stand side by side in one phrase: "Egypt and Qatar", "ministers of X, Y and Z"."""
        names = [one for one in self.within(span) if one.reading is not None]
        runs: list[list[ActorMention]] = []
        for one in names:
            joined = runs and _SHARED.fullmatch(self._text[runs[-1][-1].end : one.start])
            runs[-1].append(one) if joined else runs.append([one])
        return next((tuple(Span(one.start, one.end) for one in run) for run in runs if len(run) > 1), ())

    def _added(self, words: str) -> Actor | None:
        for name, actor in self._extra:
            if re.search(rf"\b{re.escape(name)}(?:i|n|ian|an|ese|ish|s)?\b", words):
                noun = words.split()[-1].lower()
                sector = None if name.casefold().endswith(noun) else sector_of(noun, self._knowledge)
                return actor.model_copy(update={"sectors": (*actor.sectors, sector)}) if sector else actor
        return None

    def _noun_phrase(self, phrase: str) -> ActorReading | None:
        if phrase not in self._read:
            self._read[phrase] = read_noun_phrase(phrase, on=self._on, knowledge=self._knowledge)
        return self._read[phrase]

    def _phrases(self, span: Span, words: str) -> Iterator[str]:
        """The phrase with what stands before and behind it, then alone."""
        before, behind = self._before(span), self._behind(span)
        if behind:
            yield f"{before}{words}, {behind}"
        if before:
            yield f"{before}{words}"
        yield words

    def _before(self, span: Span) -> str:
        """The name right before a phrase that opens with a title or noun, or behind whose title the phrase stands."""
        place = bisect_right(self._starts, span.start - 1) - 1
        own = self.within(span)
        first = next(iter(words_of(self._text, span)), None)
        if first is None or first.lower in self._apart | word_set("one_marks"):
            return ""  # an article opens a phrase of its own
        if place < 0 or self.mentions[place].kind == "person" or (own and own[0].kind != "person"):
            return ""
        mention = self.mentions[place]
        gap = self._text[mention.end : span.start]
        if mention.end > span.start or len(gap) > _REACH or not _LED_IN.fullmatch(gap):
            return ""
        if any(word.lower in self._apart for word in words_of(gap, Span(0, len(gap)))):
            return ""
        named = not first.is_name or first.lower in self._knowledge.titles
        titled = self._is_title(gap) or ("," not in gap and named)
        return self._text[mention.start : span.start] if titled else ""

    def _behind(self, span: Span) -> str:
        """The apposition behind a name that says whose he is."""
        found = _APPOSITION.match(self._text, span.end)
        if found is None or not any(word.is_name for word in words_of(self._text, span)):
            return ""
        return found.group(1) if self._is_title(found.group(1)) else ""

    def _is_title(self, words: str) -> bool:
        """Whether words hold a title or noun in lower case ("a senior Hamas official")."""
        return any(
            word.raw[0].islower() and (word.lower in self._knowledge.titles or self._knowledge.nouns.get(word.lower))
            for word in words_of(words, Span(0, len(words)))
        )

    def _is_thing(self, reading: ActorReading, span: Span) -> bool:
        """Whether what was read is a thing under a people's name ("Thai F-16s"), not a body of its own."""
        own = self.within(span)
        return reading.id is None and not reading.sectors and bool(own) and own[0].kind == "demonym"

    def _is_piece(self, reading: ActorReading, span: Span) -> bool:
        """Whether what was read is a town's name inside a longer unknown one ("the Abu Sofia gang")."""
        if not reading.reason.startswith("capital"):
            return False
        for mention in self.within(span):
            before = [w for w in words_of(self._text, Span(span.start, mention.start)) if w.lower != "the"]
            if mention.kind == "capital" and before and before[-1].is_name and before[-1].end + 1 == mention.start:
                return before[-1].lower not in self._knowledge.titles
        return False


def state_sectors(*sectors: str) -> tuple[str, ...]:
    """The sectors of a body of a state: one that by itself might be nobody's is a government's too."""
    return sectors if not sectors or STATE_SECTORS & set(sectors) else ("GOV", *sectors)


def on_day(actor: Actor, day: date, knowledge: Knowledge) -> Actor:
    """A person in the office that he held on a day, where he holds none today."""
    reading = actor_at(actor.person or "", day, knowledge=knowledge) if "ELI" in actor.sectors else None
    return to_actor(reading) if reading is not None and reading.office else actor


def to_actor(reading: ActorReading) -> Actor:
    """The contract's actor of a reading of the knowledge base; a state's police and spies are its government's too."""
    sectors = tuple(reading.sectors)
    if reading.id is not None and reading.id.startswith("state:"):
        sectors = state_sectors(*sectors)
    return Actor(
        name=reading.name,
        country=reading.country,
        sectors=sectors,
        person=reading.person,
        id=reading.id,
    )


def unknown_name(words: Sequence[Word], text: str, knowledge: Knowledge) -> str | None:
    """The longest run of capitalised words of a phrase that no table knows; None where it has none.

    A single capitalised word at the head of a sentence counts only where the text writes it so elsewhere.
    """
    links = word_set("name_links")
    runs: list[list[Word]] = [[]]
    for word in words:
        if word.is_name and not (word.lower in links or word.lower in knowledge.words["no_name"]):
            runs[-1].append(word)
        elif not (word.lower in links and runs[-1]):
            runs.append([])
    best = max(runs, key=len)
    while best and _is_common(best[0], knowledge) and len(best) == 1:
        best = best[1:]
    if not best or (len(best) == 1 and _opens(best[0], text) and not _again(best[0], text)):
        return None
    return text[best[0].start : best[-1].end].removesuffix("'s").removesuffix("’s")


def _is_common(word: Word, knowledge: Knowledge) -> bool:
    return word.lower in knowledge.titles or sector_of(word.lower, knowledge) is not None


def _opens(word: Word, text: str) -> bool:
    before = text[: word.start].rstrip(" \"'“”‘’(")
    return not before or before[-1] in ".!?:\n" or text[max(0, word.start - 1)] == "\n"


def _again(word: Word, text: str) -> bool:
    return any(
        not _opens(replace(word, start=m.start()), text) for m in re.finditer(rf"\b{re.escape(word.raw)}\b", text)
    )
