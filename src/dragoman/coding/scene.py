"""Owns `Scene`: a document with its reading, and the questions asked once of the whole text.

Answers for one filler or one frame; builds no events.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dragoman.coding.dates import TimeExpression
from dragoman.coding.field import Told, reason
from dragoman.coding.issue_words import IssueWords
from dragoman.coding.places import PLACE, PlaceMention
from dragoman.coding.when import HEADING, Days, after_event, days_of, due_of, first_day, times_of, within
from dragoman.coding.where import Located, capital_place, place_of, places_of, state_place
from dragoman.coding.who.cast import survey
from dragoman.coding.who.names import Names, on_day
from dragoman.coding.who.resolver import Resolver
from dragoman.coding.who.words import in_set, words_of
from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Span
from dragoman.documents.document import Document
from dragoman.knowledge.actors import actor_at
from dragoman.knowledge.word_sets import verb_of_past
from dragoman.records.values import Actor, PlaceValue

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.load import Knowledge

# A question over a paragraph is at most so many characters long.
QUESTION_LENGTH = 120
# Roles in which people without a body count: those to whom something is done.
_SUFFERING = frozenset({Role.AGAINST, Role.TARGET, Role.TO})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SIGNED = re.compile(r"\s*(?:of|after|from|following)\s+([^,.;]{1,40})")
# Roles of those who do what a frame tells.
DOERS = (Role.PARTY, Role.BY)
SURE_TODAY = 0.7
# How sure a day is that stands in no filler of the frame but at the head of its line or paragraph.
SURE_LINE, SURE_QUESTION, SURE_PARAGRAPH = 0.9, 0.8, 0.7


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with what was read in it and what its names, days and places stand for."""

    document: Document
    reading: Reading
    knowledge: Knowledge
    resolver: Resolver
    times: tuple[TimeExpression, ...]
    places: tuple[PlaceMention, ...]
    issues: IssueWords
    gazetteer: Gazetteer | None = None

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    # --- who ------------------------------------------------------------------------------------------

    def actors(self, frame: Frame, *roles: Role, owners: bool = False) -> Told[tuple[Actor, ...]]:
        """The actors of some roles of a frame, in order, each party once.

        Args:
            frame: the frame.
            roles: its roles.
            owners: whether a thing stands for whose it is ("RSF positions").
        """
        found: dict[str, Actor] = {}
        sure, reasons, spans = 1.0, [], []
        day = self._day_of(frame)
        for filler in frame.of(*roles):
            resolve = self.resolver.owner if owners else self.resolver.resolve
            for one in resolve(filler.span):
                if one.actor.name == "civilians" and not self._may_be_people(frame, filler):
                    continue
                actor = (
                    one.body if one.body is not None and filler.role is Role.ACTOR else one.actor
                )  # it speaks as one
                actor = on_day(actor, day, self.knowledge) if day is not None else actor
                known = found.get(actor.key)
                if known is None or (known.person is None and actor.person):
                    found[actor.key] = actor
                sure = min(sure, one.sure * filler.confidence)
                reasons.append(reason(one.because, filler.span))
                spans.append(filler.span)
        return Told(tuple(found.values()), tuple(reasons), sure if found else None, tuple(spans))

    def _day_of(self, frame: Frame) -> date | None:
        """The first day of a frame's own time; None where it names no day that is past."""
        times = [t for f in frame.of(Role.TIME) for t in within(self.times, f.span) if t.first is not None]
        published = self.document.published
        past = [t.first for t in times if t.first is not None and published is not None and t.first < published]
        return past[0] if past else None

    def _may_be_people(self, frame: Frame, filler: Filler) -> bool:
        """Whether people without a body count: those to whom something is done, anybody at all only under attack."""
        moved = frame.kind is FrameKind.HUMANITARIAN and filler.role is Role.PARTY
        anybody = all(in_set(w.lower, "any_people") for w in words_of(self.text, filler.span)[-1:])
        struck = frame.kind is FrameKind.VIOLENCE and filler.role is Role.AGAINST and frame.subkind != "clash"
        return struck or ((moved or filler.role in _SUFFERING) and not anybody)

    # --- when -----------------------------------------------------------------------------------------

    def days(self, frame: Frame) -> Told[Days | None]:
        """The days of a frame: those of its time fillers; of what has happened, also those at the head of its line."""
        fillers = frame.of(Role.TIME)
        found = days_of(self.times, [f.span for f in fillers], frame.status, self.document.published)
        if found is not None:
            sure = min((f.confidence for f in fillers if f.span.meets(found.span)), default=1.0)
            return Told(found, (reason(f"time: {found.reason}", found.span),), sure, (found.span,))
        return Told(None, (), None)

    def told_day(self, frame: Frame, *, paragraph: bool = False) -> Told[Days | None]:
        """The day under which the text sets a frame that names none.

        Args:
            frame: the frame.
            paragraph: whether the day named last before it in its paragraph counts, beside that at the head of
                its line and that of the question over it.
        """
        if frame.of(Role.TIME):
            return Told(None)
        asked = self.question(frame.trigger.start)
        for because, time, sure in (
            ("the day at the head of the line", self._line_day(frame), SURE_LINE),
            ("the day of the question over it", self._first_day_in(asked), SURE_QUESTION),
            ("the day named last in the paragraph", self._paragraph_day(frame) if paragraph else None, SURE_PARAGRAPH),
        ):
            if time is not None and time.first is not None and not self._is_ahead(time):
                span = Span(time.start, time.end)
                days = Days(first_day(time), None, span, because)
                return Told(days, (reason(because, span),), sure, (span,))
        return Told(None, (), None)

    def today(self, frame: Frame) -> Told[Days | None]:
        """The day of publication, for what a text tells in the present tense as today's news: "X and Y meet in Z".

        Only where the text dates no other frame of the kind: a headline leaves the day to what follows.
        """
        published = self.document.published
        first = next(iter(words_of(self.text, frame.trigger)), None)
        dated = any(f.of(Role.TIME) for f in self.reading.frames if f.kind is frame.kind)
        if published is None or dated or first is None or first.is_name or is_past(first.lower):
            return Told(None)
        ends = {f.span.end for f in frame.of(*DOERS)}
        if frame.trigger.start - 1 not in ends:
            return Told(None)
        day = published.isoformat()
        days = Days(day, None, frame.trigger, "told in the present tense on the day of publication")
        return Told(days, (reason(days.reason, frame.trigger),), SURE_TODAY, (frame.trigger,))

    def _is_ahead(self, time: TimeExpression) -> bool:
        published = self.document.published
        return published is not None and time.first is not None and time.first > published

    def _line_day(self, frame: Frame) -> TimeExpression | None:
        start = self.line(frame.trigger.start)
        for time in self.times:
            if time.start >= frame.trigger.start:
                break
            if time.start >= start and time.anchor == HEADING and time.first is not None:
                return time
        return None

    def _first_day_in(self, span: Span | None) -> TimeExpression | None:
        found = within(self.times, span) if span is not None else []
        return next((t for t in found if t.first is not None and t.kind == "date"), None)

    def _paragraph_day(self, frame: Frame) -> TimeExpression | None:
        start = self.line(frame.trigger.start)
        found = [
            t
            for t in within(self.times, Span(start, max(start, frame.sentence.start)))
            if t.kind == "date" and _DAY.fullmatch(t.value or "")
        ]
        return found[-1] if found else None

    def due(self, frame: Frame, *, past: bool) -> Told[Days | None]:
        """The day by which a commitment is due."""
        fillers = frame.of(Role.DUE)
        said = days_of(self.times, [f.span for f in frame.of(Role.TIME)], None, self.document.published)
        day = self._day(said.start) if said is not None else None
        said_on = day or self.document.published
        spans = [f.span for f in fillers]
        found = self._counted(spans) or due_of(self.times, spans, said_on, past=past)
        if found is None:
            return Told(None, (), None)
        sure = min((f.confidence for f in fillers), default=1.0)
        return Told(found, (reason(f"due: {found.reason}", found.span),), sure, (found.span,))

    def _day(self, value: str | None) -> date | None:
        return date.fromisoformat(value) if value and _DAY.fullmatch(value) else None

    def _counted(self, spans: Sequence[Span]) -> Days | None:
        """A limit counted from an event that the text dates: "within 30 days of the signing"."""
        for span in spans:
            for time in within(self.times, span):
                event = _SIGNED.match(self.text, time.end)
                if time.kind != "duration" or event is None:
                    continue
                day = self._event_day(event.group(1), Span(time.start, event.end()))
                told = after_event(time, day) if day is not None else None
                if told is not None and told.last is not None:
                    return Days(None, told.last.isoformat(), Span(time.start, event.end()), "counted from an event")
        return None

    def _event_day(self, words: str, limit: Span) -> date | None:
        """The day of the frame whose trigger says what the words say ("the signing")."""
        named = {w.lower[:4] for w in words_of(words, Span(0, len(words))) if len(w.lower) > 3}
        for frame in self.reading.frames:
            said = {w.lower[:4] for w in words_of(self.text, frame.trigger)}
            if frame.trigger.meets(limit) or not (said & named or (frame.status == "signed" and "sign" in named)):
                continue
            days = days_of(self.times, [f.span for f in frame.of(Role.TIME)], frame.status, self.document.published)
            day = self._day(days.start) if days is not None else None
            if day is not None:
                return day
        return None

    # --- where ----------------------------------------------------------------------------------------

    def place(self, frame: Frame) -> Told[PlaceValue | None]:
        """The place of a frame by its place fillers; of a description by what it refers to."""
        fillers = frame.of(Role.PLACE)
        found = place_of([f.span for f in fillers], self.text, self.places, self.knowledge)
        described = next((at for f in fillers if (at := self._described(f.span)) is not None), None)
        if found is None or (described is not None and found.place.precision == "country"):
            found = described or found
        if found is not None and found.place.precision in {"city", "point"}:
            found = self._state_named(found) or found
        if found is not None:
            found = self._settled(found)
        if found is None:
            return Told(None, (), None)
        sure = found.sure * min((f.confidence for f in fillers if f.span.meets(found.span)), default=1.0)
        return Told(found.place, (reason(found.because, found.span),), sure, (found.span,))

    def _settled(self, found: Located) -> Located | None:
        """The capital for a government's seat; no place for a person's name that the gazetteer lacks."""
        country = self.resolver.seat(found.span)
        if country is not None:
            return capital_place(country, found.span, self.gazetteer, self.knowledge) or found
        return None if found.place.latitude is None and self.resolver.is_somebody(found.span) else found

    def _state_named(self, found: Located) -> Located | None:
        """The state whose whole name the words are, where the gazetteer has taken a town of that name."""
        reading = actor_at(found.span.within(self.text), self.document.published, knowledge=self.knowledge)
        if (
            reading is None
            or not reading.reason.startswith("name of")
            or reading.country in {None, found.place.country}
        ):
            return None
        return state_place(reading.country or "", found.span, self.gazetteer, self.knowledge)

    def _described(self, span: Span) -> Located | None:
        """ "The capital", "there": the place that the reader refers to, the capital of the state named with it."""
        for one in self.reading.references:
            if one.span.meets(span) and one.span.end <= span.end:
                found = place_of(one.antecedents, self.text, self.places, self.knowledge)
                if found is not None:
                    return found
        words = words_of(self.text, span)
        if not any(w.lower == "capital" for w in words):
            return None
        states = [one.actor for one in self.resolver.owner(span) if one.actor.country]
        country = states[0].country if states else self.resolver.cast.centre
        return capital_place(country, span, self.gazetteer, self.knowledge) if country else None

    def asked_place(self, frame: Frame) -> Told[PlaceValue | None]:
        """The place named in the question that the paragraph answers."""
        asked = self.question(frame.trigger.start)
        found = place_of([asked], self.text, self.places, self.knowledge) if asked is not None else None
        if found is None or found.place.precision == "country" or found.place.latitude is None:
            return Told(None, (), None)
        return Told(found.place, (reason("the place of the question over it", found.span),), 0.7, (found.span,))

    # --- words ----------------------------------------------------------------------------------------

    def words(self, fillers: Iterable[Filler]) -> Told[str | None]:
        """The words of the first filler, as they stand."""
        first = next(iter(fillers), None)
        if first is None:
            return Told(None, (), None)
        return Told(
            first.span.within(self.text), (reason("the text's own words", first.span),), first.confidence, (first.span,)
        )

    def line(self, at: int) -> int:
        """First character of the line that holds a character."""
        return self.text.rfind("\n", 0, at) + 1

    def question(self, at: int) -> Span | None:
        """The question that a paragraph answers ("What happened in Havana on Thursday?")."""
        start = self.line(at)
        above = self.text[:start].rstrip()
        if not above.endswith("?"):
            return None
        first = next((one for one in self.reading.sentences if one.end > start), None)
        begin = above.rfind("\n") + 1
        if first is not None and not first.start <= at < first.end:
            return None
        return Span(begin, len(above)) if len(above) - begin <= QUESTION_LENGTH else None

    def sentence(self, at: int) -> Span:
        """The sentence that holds a character."""
        starts = [one.start for one in self.reading.sentences]
        place = bisect_right(starts, at) - 1
        return self.reading.sentences[place] if place >= 0 else Span(0, len(self.text))


def is_past(word: str) -> bool:
    """Whether a word in lower case is no present tense: a past, a participle."""
    return word.endswith(("ed", "ing")) or verb_of_past(word) is not None


def make_scene(
    document: Document,
    reading: Reading,
    *,
    knowledge: Knowledge,
    issues: IssueWords,
    gazetteer: Gazetteer | None = None,
    extra: Sequence[tuple[str, Actor]] = (),
) -> Scene:
    """A document's scene.

    Args:
        document: the text with its day of publication.
        reading: what a reader found in it.
        knowledge: the tables.
        issues: the issues' words.
        gazetteer: places by name; the user's own index if None.
        extra: names with their actors that the caller adds.
    """
    text, on = document.text, document.published
    names = Names(text, knowledge=knowledge, on=on, extra=extra)
    cast = survey(text, reading, names, knowledge=knowledge, on=on)
    places = places_of(text, reading, countries=cast.countries(), gazetteer=gazetteer, url=document.url)
    lying = {m.place.country for m in places if m.place is not None and m.place.country and m.use == PLACE}
    cast = replace(cast, setting=next(iter(lying)) if len(lying) == 1 else None)
    return Scene(
        document=document,
        reading=reading,
        knowledge=knowledge,
        resolver=Resolver(text, reading, names, cast),
        times=times_of(text, reading, on),
        places=places,
        issues=issues,
        gazetteer=gazetteer,
    )
