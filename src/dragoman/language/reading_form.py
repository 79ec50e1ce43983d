"""Owns a reading as JSON, as the archive keeps it: spans are offsets of the document's text.

What is written now is read by every later program: a field may be added, none given another meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Difference, Filler, Frame, Reading, Reference, Span

# Attributes of a frame, left out where they have no value.
_VALUES = ("status", "subkind", "stance", "action", "type")


def reading_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON values."""
    return {
        "reader": reading.reader,
        "sentences": [_span(one) for one in reading.sentences],
        "frames": [_frame_json(one) for one in reading.frames],
        "refs": [
            [_span(one.span), [_span(name) for name in one.antecedents], one.confidence] for one in reading.references
        ],
        **({"beside": [reading_json(one) for one in reading.beside]} if reading.beside else {}),
    }


def reading_of(given: Mapping[str, Any]) -> Reading:
    """The reading of JSON values; see `reading_json`."""
    return Reading(
        reader=given["reader"],
        sentences=tuple(Span(*one) for one in given["sentences"]),
        frames=tuple(_frame(one) for one in given["frames"]),
        references=tuple(
            Reference(Span(*span), tuple(Span(*name) for name in names), sure) for span, names, sure in given["refs"]
        ),
        beside=tuple(reading_of(one) for one in given.get("beside", ())),
    )


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _frame_json(frame: Frame) -> dict[str, Any]:
    return {
        "kind": str(frame.kind),
        "trigger": _span(frame.trigger),
        "sentence": _span(frame.sentence),
        "happening": frame.happening,
        **{name: value for name in _VALUES if (value := getattr(frame, name)) is not None},
        "issues": list(frame.issues),
        "fillers": [[str(one.role), *_span(one.span), one.confidence] for one in frame.fillers],
        "confidence": frame.confidence,
        "sure": dict(frame.sure),
        **({"patterns": list(frame.patterns)} if frame.patterns else {}),
        **({"differences": [[one.what, one.said] for one in frame.differences]} if frame.differences else {}),
    }


def _frame(given: Mapping[str, Any]) -> Frame:
    return Frame(
        kind=FrameKind(given["kind"]),
        trigger=Span(*given["trigger"]),
        sentence=Span(*given["sentence"]),
        happening=given["happening"],
        **{name: given[name] for name in _VALUES if name in given},
        issues=tuple(given["issues"]),
        fillers=tuple(Filler(Role(role), Span(start, end), sure) for role, start, end, sure in given["fillers"]),
        confidence=given["confidence"],
        sure=dict(given["sure"]),
        patterns=tuple(given.get("patterns", ())),
        differences=tuple(
            Difference(what, tuple((reader, value) for reader, value in said))
            for what, said in given.get("differences", ())
        ),
    )
