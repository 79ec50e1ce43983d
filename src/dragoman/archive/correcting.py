"""Owns the frame that says what a reviewer says: corrected fields become attributes and fillers of its annotation.

What is made is tried by coding it: a frame that does not give the corrected values is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from dragoman.coding.coder import Coder
from dragoman.coding.many import count_of
from dragoman.coding.when import times_of
from dragoman.contract.frames import ACT_TYPES, ACTIONS, ISSUED, ROLES, STANCES, STATUSES, SUBKINDS, FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Span
from dragoman.documents.document import Document
from dragoman.knowledge.ontology import code_of_frame, status_of_frame
from dragoman.records.event import Event
from dragoman.records.statement import NUMBERS
from dragoman.records.values import Actor, Count

# Whose filler gives the doer and whom it is done to; of meetings and agreements both are the parties.
_DOERS = {FrameKind.MEETING: Role.PARTY, FrameKind.AGREEMENT: Role.PARTY, FrameKind.WORD: Role.ACTOR,
          FrameKind.POSITION: Role.ACTOR}  # fmt: skip
_MEANT = {FrameKind.VIOLENCE: Role.AGAINST, FrameKind.COMMITMENT: Role.TO, FrameKind.ACT: Role.TO,
          FrameKind.POSITION: Role.TARGET, FrameKind.HUMANITARIAN: Role.PARTY}  # fmt: skip
_COUNTED = {"killed": Role.KILLED, "wounded": Role.WOUNDED, "captured": Role.CAPTURED}
_OTHERWISE = "OTHER"
_WORD = re.compile(r"[\w,.’'-]*\w")
_LONGEST_NUMBER = 4  # words


@dataclass(frozen=True, slots=True)
class Correcting:
    """A frame of a document to be corrected.

    Attributes:
        coder: codes what is tried.
        reading: as the archive keeps it.
    """

    coder: Coder
    document: Document
    reading: Reading

    def frame_of(self, event: Event) -> Frame | None:
        """The frame of which an event, as coded, was made."""
        return next((one for one in self.reading.frames if _tells(event, one)), None)

    def corrected(self, original: Frame, event: Event, fields: Sequence[str]) -> Frame | None:
        """The frame that gives an event as it stands after a reviewer's corrections; None where none does.

        Args:
            original: the reading's own frame.
            event: as it stands.
            fields: what was corrected.
        """
        if not fields:
            return original
        for frame in self._of_attributes(original, event, fields):
            tried = frame
            for name in fields:
                tried = self._filled(tried, original, event, name)
            coded = self.coded(tried, original)
            if coded is not None and all(_agree(coded, event, name) for name in fields):
                return tried
        return None

    def coded(self, frame: Frame, original: Frame) -> Event | None:
        """The event of a frame that stands in place of another."""
        frames = tuple(frame if one is original else one for one in self.reading.frames)
        events = self.coder.events(self.document, replace(self.reading, frames=frames))
        return next((one for one in events if _tells(one, frame)), None)

    def _of_attributes(self, frame: Frame, event: Event, fields: Sequence[str]) -> Iterator[Frame]:
        """The frame with attributes that give type and status, those with the fewest changes first."""
        if not {"frame", "type", "status"} & set(fields):
            yield frame
            return
        kinds = [FrameKind(event.frame)] if event.frame in tuple(FrameKind) else list(FrameKind)
        found = (one for kind in kinds for one in _kinds_of(frame, kind) if self._fits(one, event))
        yield from sorted(found, key=lambda one: _changes(frame, one))

    def _fits(self, frame: Frame, event: Event) -> bool:
        knowledge, kind = self.coder.knowledge, frame.subkind or frame.stance or frame.type
        code = code_of_frame(frame.kind, kind, frame.status, knowledge=knowledge)
        status = status_of_frame(frame.kind, kind, frame.status, knowledge=knowledge)
        return code is not None and (code.type, status) == (event.type, event.status)

    def _filled(self, frame: Frame, original: Frame, event: Event, name: str) -> Frame:
        """The frame with fillers that give a corrected field, as far as its words stand in the text."""
        if name == "source":
            return self._with_actors(frame, original, _DOERS.get(frame.kind, Role.BY), event.source, "source")
        if name == "target" and frame.kind in _MEANT:
            return self._with_actors(frame, original, _MEANT[frame.kind], event.target, "target")
        tries = self._tries(frame, event, name)
        if tries is None or tries[0] not in ROLES[frame.kind]:
            return frame
        role, spans = tries
        for fillers in ((), *((Filler(role, span),) for span in spans)):
            tried = _with(frame, role, fillers)
            coded = self.coded(tried, original)
            if coded is not None and _agree(coded, event, name):
                return tried
        return _with(frame, role, ())

    def _tries(self, frame: Frame, event: Event, name: str) -> tuple[Role, Iterable[Span]] | None:
        """The role that gives a field, and words that may fill it so; None where it is no matter of a filler."""
        if name == "place":
            return Role.PLACE, self._named([event.place.name] if event.place else [])
        if name in {"start", "end"}:
            return Role.TIME, self._times(frame)
        if name in NUMBERS:
            role = Role.COUNT if frame.kind is FrameKind.HUMANITARIAN else _COUNTED.get(name, Role.COUNT)
            count = getattr(event.quantities, name, None) if event.quantities else None
            return role, self._numbers(frame, count) if count else ()
        return None

    def _with_actors(self, frame: Frame, original: Frame, role: Role, actors: Sequence[Actor], name: str) -> Frame:
        """The frame with those fillers of a role that mean the actors, and names of those that are missing."""
        wanted = {one.key: one for one in actors}

        def meant(filler: Filler) -> set[str]:
            coded = self.coded(_with(frame, role, (filler,)), original)
            return {one.key for one in getattr(coded, name)} if coded else set()

        kept, found = [], set()
        for filler in frame.of(role):
            keys = meant(filler)
            if keys and keys <= wanted.keys():
                kept.append(filler)
                found |= keys
        for key in wanted.keys() - found:
            names = [one for one in (wanted[key].person, wanted[key].name) if one]
            named = (Filler(role, span) for span in self._named(names))
            kept += [one for one in [next((one for one in named if meant(one) == {key}), None)] if one]
        return _with(frame, role, tuple(kept))

    def _named(self, names: Iterable[str]) -> Iterator[Span]:
        """Where names stand in the text as words of their own."""
        for name in names:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.document.text):
                yield Span(*match.span())

    def _times(self, frame: Frame) -> Iterator[Span]:
        for time in times_of(self.document.text, self.reading, self.document.published):
            span = Span(time.start, time.end)
            if span.meets(frame.sentence):
                yield span

    def _numbers(self, frame: Frame, wanted: Count) -> Iterator[Span]:
        """Runs of words of the sentence that say a number."""
        text = self.document.text
        words = [m.span() for m in _WORD.finditer(text, frame.sentence.start, frame.sentence.end)]
        for size, first in product(range(1, _LONGEST_NUMBER + 1), range(len(words))):
            if first + size <= len(words):
                span = Span(words[first][0], words[first + size - 1][1])
                counted = count_of(text, [span])
                if counted and (counted[0].min, counted[0].max) == (wanted.min, wanted.max):
                    yield span


def _kinds_of(frame: Frame, kind: FrameKind) -> Iterator[Frame]:
    """A frame as one of a kind, with every status and kind within it."""
    within = SUBKINDS.get(kind) or STANCES.get(kind) or ACT_TYPES[kind]
    name = "subkind" if kind in SUBKINDS else "stance" if kind in STANCES else "type"
    roles = {
        _DOERS.get(frame.kind, Role.BY): _DOERS.get(kind, Role.BY),
        **({_MEANT[frame.kind]: _MEANT[kind]} if frame.kind in _MEANT and kind in _MEANT else {}),
    }
    if kind is frame.kind:
        roles = {}
    turned = (replace(one, role=roles.get(one.role, one.role)) for one in frame.fillers)
    fillers = tuple(one for one in turned if one.role in ROLES[kind])
    empty: dict[str, Any] = {"subkind": None, "stance": None, "type": None}
    for status, value in product(STATUSES.get(kind, (None,)), within):
        yield replace(
            frame,
            kind=kind,
            status=status,
            action=(frame.action or _OTHERWISE) if kind in ACTIONS else None,
            issues=frame.issues if kind in ISSUED else (),
            fillers=fillers,
            **(empty | {name: value}),
        )


def _changes(one: Frame, other: Frame) -> tuple[int, int]:
    attributes: tuple[Callable[[Frame], Any], ...] = (
        lambda f: f.status, lambda f: f.subkind, lambda f: f.stance, lambda f: f.type,
    )  # fmt: skip
    return one.kind is not other.kind, sum(of(one) != of(other) for of in attributes)


def _with(frame: Frame, role: Role, fillers: Sequence[Filler]) -> Frame:
    others = [one for one in frame.fillers if one.role is not role]
    return replace(frame, fillers=tuple(sorted((*others, *fillers), key=lambda one: (one.span, one.role))))


def _tells(event: Event, frame: Frame) -> bool:
    """Whether an event was made of a frame: of its kind, and its type rests on the frame's trigger."""
    at = next(((one.start, one.end) for one in event.reasons if one.field == "type" and one.start is not None), None)
    return event.frame == frame.kind and at == (frame.trigger.start, frame.trigger.end)


def _agree(coded: Event, event: Event, name: str) -> bool:
    if name in {"source", "target"}:
        return {one.key for one in getattr(coded, name)} == {one.key for one in getattr(event, name)}
    if name == "place":
        return (coded.place and coded.place.name) == (event.place and event.place.name)
    if name in {"status", "type", "start", "end"}:
        return bool(getattr(coded, name) == getattr(event, name))
    if name == "frame":
        return coded.frame == event.frame
    counts = (getattr(one.quantities, name, None) if one.quantities else None for one in (coded, event))
    first, second = ((one.min, one.max) if one else None for one in counts)
    return first == second
