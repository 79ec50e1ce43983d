"""Owns what reviewers teach: reviewed entries of the archive as annotated passages, to train on or to score a reader.

What was accepted becomes a frame, corrected fields and all; what was called wrong leaves its sentence without
one. Pairs of the same and of different events teach nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.archive.correcting import Correcting
from dragoman.contract.reading import Reading, Span
from dragoman.language.annotation_form import MOST_ISSUES, checked
from dragoman.language.annotation_writing import line_of
from dragoman.records.corrections import standing
from dragoman.records.statement import Judgement
from dragoman.store.lookups import events as coded_events

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder
    from dragoman.contract.reading import Frame, Reference
    from dragoman.records.event import Event
    from dragoman.store.reading import Kept
    from dragoman.store.rereading import KeptReading
    from dragoman.store.store import Store

_PAIRS = frozenset({"same", "different"})


@dataclass(frozen=True, slots=True)
class Taught:
    """The passage of one document.

    Attributes:
        line: in the corpus form; `whole` says whether every event told in its sentences was reviewed.
        left_out: reviewed events of which no annotation can be made, each with why.
    """

    line: Mapping[str, Any] | None
    left_out: tuple[tuple[str, str], ...]


def taught(store: Store, coder: Coder, documents: Iterable[str] | None = None) -> Iterator[Taught]:
    """The passages of all documents of which something was reviewed, in the order of their ids.

    Args:
        store: the archive.
        coder: tries corrected frames; its reader is not asked.
        documents: only these; None for all.
    """
    said: dict[str, list[Judgement]] = {}
    for one in store.judgements():
        if one.verdict not in _PAIRS:
            said.setdefault(one.one, []).append(one)
    homes: dict[str, list[Event]] = {}
    for event in coded_events(store, said).values():
        homes.setdefault(event.evidence[0].document, []).append(event)
    wanted = None if documents is None else set(documents)
    for name in sorted(homes):
        if wanted is None or name in wanted:
            kept = store.texts([name])[name]
            yield _Document(kept, store.readings(name), coder).taught(homes[name], said)


@dataclass(frozen=True, slots=True)
class _Document:
    kept: Kept
    readings: Sequence[KeptReading]
    coder: Coder

    def taught(self, events: Sequence[Event], said: Mapping[str, Sequence[Judgement]]) -> Taught:
        """The passage of a document's reviewed events."""
        frames: list[Frame] = []
        references: dict[Span, Reference] = {}
        left: list[tuple[str, str]] = []
        spans: list[Span] = []
        numbers: dict[tuple[int, int], int] = {}
        for event in sorted(events, key=lambda one: (one.evidence[0].start, one.id)):
            found = self._found(event)
            if found is None:
                left.append((event.id, "its reading was not kept"))
                continue
            number, correcting, original = found
            if said[event.id][-1].verdict == "wrong":
                spans.append(original.trigger)
                continue
            frame = self._frame(correcting, original, event, said[event.id])
            if frame is None:
                left.append((event.id, "no words of its text give what was corrected"))
                continue
            happening = numbers.setdefault((number, frame.happening), len(numbers) + 1)
            frames.append(replace(frame, happening=happening))
            references |= {one.span: one for one in correcting.reading.references}
        return Taught(self._line(frames, references.values(), spans, set(said)), tuple(left))

    def _found(self, event: Event) -> tuple[int, Correcting, Frame] | None:
        """The newest reading that tells of an event, with its number and frame."""
        for number in range(len(self.readings) - 1, -1, -1):
            reading = self.readings[number].found
            if reading is not None:
                document = self.kept.document
                correcting = Correcting(self.coder, document, self.coder.patterned(document, reading))
                frame = correcting.frame_of(event)
                if frame is not None:
                    return number, correcting, frame
        return None

    def _frame(self, correcting: Correcting, original: Frame, event: Event, said: Sequence[Judgement]) -> Frame | None:
        stands = standing(event, said, self.coder.knowledge)
        fields = tuple(dict.fromkeys(one.field for one in said if one.verdict == "corrected" and one.field))
        return correcting.corrected(original, stands, fields)

    def _line(
        self, frames: Sequence[Frame], references: Iterable[Reference], empty: Sequence[Span], judged: set[str]
    ) -> Mapping[str, Any] | None:
        document = self.kept.document
        sentences = next((one.found.sentences for one in reversed(self.readings) if one.found), ())
        fillers = [filler.span for frame in frames for filler in frame.fillers]
        mine = tuple(one for one in references if any(one.span.meets(span) for span in fillers))
        needed = [*empty, *fillers, *(frame.trigger for frame in frames)]
        needed += [span for one in mine for span in (one.span, *one.antecedents)]
        chosen = tuple(one for one in sentences if any(span.meets(one) for span in needed))
        frames = [replace(frame, issues=frame.issues[:MOST_ISSUES]) for frame in frames]
        passage = Reading("reviewed", chosen, tuple(frames), mine)
        day, source = document.published, document.publisher or ""
        line = line_of(passage, document.text, name=document.id, day=day, source=source)
        if not chosen or checked(line):
            return None
        others = [_trigger(event) for event in self.kept.tellings[-1].events if event.id not in judged]
        whole = not any(span.meets(one) for one in chosen for span in others)
        return {**line, "whole": whole}


def _trigger(event: Event) -> Span:
    """The words that tell an event, else its passage."""
    for one in event.reasons:
        if one.field == "type" and one.start is not None and one.end is not None:
            return Span(one.start, one.end)
    return Span(event.evidence[0].start, event.evidence[0].end)
