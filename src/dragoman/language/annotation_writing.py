"""Owns a reading as a line of annotations, to be looked through, corrected and trained on.

The form is `annotation_form`'s; the way back is `annotations.passage_of`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dragoman.contract.frames import ATTRIBUTES
from dragoman.contract.reading import Frame, Reading, Span
from dragoman.language.annotation_form import occurrences

# A frame's own name of an attribute, where annotations have another.
_FIELDS = {"kind": "subkind"}


def line_of(reading: Reading, text: str, *, name: str, day: date | None = None, source: str = "") -> dict[str, Any]:
    """The line of a reading: its sentences, frames and references.

    A span that no sentence holds whole has no place in the form and is left out, and so is a frame without its trigger.

    Args:
        reading: what was read in the text.
        text: the text.
        name: names the passage in its file.
        day: the text's day.
        source: where the text is from.
    """
    sentences = _Sentences(reading.sentences, text)
    frames = [line for frame in reading.frames if (line := _frame(frame, sentences)) is not None]
    references = [
        [span, sentences.spans(one.antecedents)]
        for one in reading.references
        if (span := sentences.span(one.span)) is not None and sentences.spans(one.antecedents)
    ]
    line = {"id": name, "date": day.isoformat() if day else None, "src": source or None}
    told = {"sentences": sentences.texts, "frames": frames, "refs": references}
    return {**{key: value for key, value in line.items() if value is not None}, **told}


class _Sentences:
    """The sentences of a text that are not blank, and spans as places in them."""

    def __init__(self, spans: Iterable[Span], text: str) -> None:
        self._text = text
        bare = [_bare(span, text) for span in spans]
        self._bounds = [span for span in bare if span.start < span.end]
        self.texts = [span.within(text) for span in self._bounds]

    def span(self, span: Span) -> list[Any] | None:
        """`[text, n]`, with `k` where the text stands in the sentence more than once; None where it has no place."""
        bare = _bare(span, self._text)
        for number, (bounds, sentence) in enumerate(zip(self._bounds, self.texts, strict=True), start=1):
            if bounds.start <= bare.start < bare.end <= bounds.end:
                words = bare.within(self._text)
                found = occurrences(words, sentence)
                if bare.start - bounds.start not in found:
                    return None
                k = found.index(bare.start - bounds.start) + 1
                return [words, number, k] if len(found) > 1 else [words, number]
        return None

    def spans(self, spans: Iterable[Span]) -> list[list[Any]]:
        """Those of the spans that have a place."""
        return [placed for one in spans if (placed := self.span(one)) is not None]


def _frame(frame: Frame, sentences: _Sentences) -> dict[str, Any] | None:
    trigger = sentences.span(frame.trigger)
    if trigger is None:
        return None
    values = {name: getattr(frame, _FIELDS.get(name, name)) for name in ATTRIBUTES}
    roles: dict[str, list[list[Any]]] = {}
    for filler in frame.fillers:
        span = sentences.span(filler.span)
        if span is not None:
            roles.setdefault(str(filler.role), []).append(span)
    told = {"f": str(frame.kind), "t": trigger, "e": frame.happening}
    issues = {"issue": list(frame.issues)} if frame.issues else {}
    return {**told, **{name: one for name, one in values.items() if one is not None}, **issues, "roles": roles}


def _bare(span: Span, text: str) -> Span:
    """A span without white space at its ends."""
    words = span.within(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, start + len(words.strip())))
