"""Owns writing annotations: frames of a document as a line of the corpus form, the inverse of `annotations`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.contract.frames import ATTRIBUTES, ISSUED
from dragoman.contract.reading import Frame, Reference, Span
from dragoman.language.annotation_form import MOST_ISSUES, occurrences

# Annotations' name of an attribute, where a frame's own is another.
_FIELDS = {"kind": "subkind"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes passages of a text.

    Attributes:
        text: the document's.
        sentences: in order, without white space at their ends.
    """

    text: str
    sentences: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, sentences: Iterable[Span]) -> Writer:
        """The writer of a text whose sentences may have white space around them."""
        return cls(text, tuple(one for one in (_trimmed(text, span) for span in sentences) if one.start < one.end))

    def sentence_of(self, span: Span) -> int | None:
        """The number, from 0, of the sentence in which a span stands whole; None where there is none."""
        number = bisect_right([one.start for one in self.sentences], span.start) - 1
        return number if number >= 0 and span.end <= self.sentences[number].end else None

    def needed(self, frame: Frame) -> set[int]:
        """The sentences in which a frame's trigger and fillers stand."""
        spans = (frame.trigger, *(one.span for one in frame.fillers))
        return {number for number in map(self.sentence_of, spans) if number is not None}

    def passage(
        self, frames: Sequence[Frame], references: Iterable[Reference], also: Iterable[int] = ()
    ) -> tuple[frozenset[int], dict[str, Any]]:
        """The numbers of the sentences that frames need, and these with frames and references as a line has them.

        Spans that no annotation can name, since they stand in no one sentence, are left out with what rests on
        them; so are references that no filler needs.

        Args:
            frames: in offsets of the text.
            references: likewise.
            also: sentences that belong to the passage whether a frame needs them or not.
        """
        told = [one for one in frames if self.sentence_of(one.trigger) is not None]
        fillers = [filler.span for frame in told for filler in frame.fillers]
        mine = [one for one in references if any(one.span.meets(span) for span in fillers)]
        chosen = {*also, *(number for frame in told for number in self.needed(frame))}
        for one in mine:
            chosen |= {n for n in map(self.sentence_of, (one.span, *one.antecedents)) if n is not None}
        order = {number: place for place, number in enumerate(sorted(chosen), start=1)}
        refs = [
            [words, names]
            for one in mine
            if (words := self._span(one.span, order)) is not None
            if (names := self._spans(one.antecedents, order))
        ]
        return frozenset(chosen), {
            "sentences": [self.sentences[number].within(self.text) for number in sorted(chosen)],
            "frames": [frame for one in told if (frame := self._frame(one, order)) is not None],
            "refs": refs,
        }

    def _frame(self, frame: Frame, order: dict[int, int]) -> dict[str, Any] | None:
        trigger = self._span(frame.trigger, order)
        if trigger is None:
            return None
        roles: dict[str, list[list[Any]]] = {}
        for filler in frame.fillers:
            span = self._span(filler.span, order)
            if span is not None and span not in roles.get(str(filler.role), ()):
                roles.setdefault(str(filler.role), []).append(span)
        values = {
            name: getattr(frame, _FIELDS.get(name, name)) for name, table in ATTRIBUTES.items() if frame.kind in table
        }
        issues = {"issue": list(frame.issues[:MOST_ISSUES])} if frame.kind in ISSUED and frame.issues else {}
        return {"f": str(frame.kind), "t": trigger, "e": frame.happening, **values, **issues, "roles": roles}

    def _spans(self, spans: Iterable[Span], order: dict[int, int]) -> list[list[Any]]:
        return [one for one in (self._span(span, order) for span in spans) if one is not None]

    def _span(self, span: Span, order: dict[int, int]) -> list[Any] | None:
        """A span as `[text, n]` or `[text, n, k]`."""
        own = _trimmed(self.text, span)
        number = self.sentence_of(own)
        if number not in order or own.start >= own.end:
            return None
        sentence = self.sentences[number]
        words = own.within(self.text)
        found = occurrences(words, sentence.within(self.text))
        at = own.start - sentence.start
        if at not in found:
            return None
        return [words, order[number]] if len(found) == 1 else [words, order[number], found.index(at) + 1]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
