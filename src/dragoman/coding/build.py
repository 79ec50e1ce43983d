"""Owns making one event of one frame: the maker's fields, codes and status by the tables, reasons and certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dragoman.coding.field import Told
from dragoman.coding.frames import MAKERS
from dragoman.coding.frames.fields import Fields, Maker
from dragoman.coding.own_words import refers_back
from dragoman.coding.reporting_verbs import is_direct, verb_of
from dragoman.coding.scene import Scene
from dragoman.contract import reading as read
from dragoman.contract.frames import Role
from dragoman.contract.reading import Frame, Span
from dragoman.knowledge.ontology import FrameCode, code_of_frame, goldstein_of, quad_of, status_of_frame
from dragoman.records.event import Certainty, Difference, Event, ReaderSays, Reason, event_id
from dragoman.records.values import Evidence, Speaker
from dragoman.version import __version__

REVIEW_BELOW = 0.5
# Attributes of a frame with the field of the event that they become.
_ATTRIBUTES = {
    "status": "state",
    "kind": "kind",
    "stance": "stance",
    "action": "action",
    "type": "kind",
    "issue": "issues",
}
# The day of an event is told by the reasons of its start.
_SHOWN = {"start": "date"}
# Fields that quote characters of the text beyond the event's own sentence.
_QUOTED = ("start", "place", "due", "source", "target")


def build(frame: Frame, scene: Scene) -> Event | None:
    """The event of a frame; None where the frame has no type in the tables or nobody does what it tells."""
    maker = MAKERS[frame.kind]
    kind = frame.subkind or frame.stance or frame.type
    code = code_of_frame(frame.kind, kind, frame.status, knowledge=scene.knowledge)
    if code is None or not frame.sentence.within(scene.text).strip():
        return None
    told = maker.fields(frame, scene)
    if maker.somebody and not told["source"].value:
        return None
    sure = _certainty(frame, told)
    quoted = evidence(scene.document.id, scene.text, frame, (told[name] for name in _QUOTED if name in told))
    fixed, settled = _fixed(frame, scene, code), _settled(frame, told)
    return Event(**(fixed | settled | _weighed(frame, told, maker, sure, code)), evidence=quoted)


def _fixed(frame: Frame, scene: Scene, code: FrameCode) -> dict[str, Any]:
    """What the frame and the tables give by themselves."""
    kind = frame.subkind or frame.stance or frame.type
    knowledge, document = scene.knowledge, scene.document
    score = goldstein_of(code.cameo, knowledge=knowledge)
    definite, distinct = refers_back(frame, scene)
    start = frame.sentence.start
    return {
        "id": event_id(document.id, frame.trigger.start, frame.trigger.end, frame.kind, code.type, kind or ""),
        "type": code.type,
        "mode": code.mode,
        "cameo": code.cameo,
        "quad": quad_of(code.type, knowledge=knowledge),
        "intensity": knowledge.types[code.type].score if score is None else score,
        "status": status_of_frame(frame.kind, kind, frame.status, knowledge=knowledge),
        "attribution": _speaker(frame, scene),
        "coder": f"dragoman {__version__} {scene.reading.reader}",
        "frame": str(frame.kind),
        "state": frame.status,
        "stance": frame.stance,
        "issues": frame.issues,
        "happening": f"{document.id}:{frame.happening}",
        "definite": definite,
        "distinct": distinct,
        "theme": frame.trigger.within(scene.text),
        "paragraph": scene.line(start),
        "learned": document.published,
    }


def _settled(frame: Frame, told: Fields) -> dict[str, Any]:
    """The values of the maker's fields, under the event's names."""
    values = {name: one.value for name, one in told.items()}
    values.setdefault("target", ())
    values.setdefault("kind", frame.subkind or frame.type)
    values["date"] = values.get("start") or values.get("end")
    values.setdefault("quantities", None)
    return values


def _weighed(frame: Frame, told: Fields, maker: Maker, sure: Mapping[str, float], code: FrameCode) -> dict[str, Any]:
    weakest = min([frame.confidence, *(sure[name] for name in ("state", "stance", *maker.needed) if name in sure)])
    kind = frame.subkind or frame.stance or frame.type
    row = Reason(field="type", because=f"{frame.kind} of kind {kind}, told as {frame.status}: {code.type} {code.cameo}",
                 start=frame.trigger.start, end=frame.trigger.end)  # fmt: skip
    status = row.model_copy(update={"field": "status", "because": f"told as {frame.status or frame.stance}"})
    said = [Reason(field="attribution", because="who says so", start=f.span.start, end=f.span.end)
            for f in frame.of(Role.SOURCE)]  # fmt: skip
    patterns = [
        Reason(field="frame", because=f"pattern {name}", start=frame.trigger.start, end=frame.trigger.end)
        for name in frame.patterns
    ]
    named = ((_SHOWN.get(name, name), one) for name, field in told.items() for one in field.reasons)
    reasons = [row, status, *patterns, *(one.model_copy(update={"field": name}) for name, one in named), *said]
    return {
        "confidence": round(weakest, 3),
        "review": weakest < REVIEW_BELOW or bool(frame.differences),
        "differences": tuple(_difference(one) for one in frame.differences),
        "reasons": tuple(reasons),
        "certainty": tuple(Certainty(field=name, probability=round(value, 3)) for name, value in sure.items()),
    }


def _difference(one: read.Difference) -> Difference:
    said = tuple(ReaderSays(reader=reader, value=value) for reader, value in one.said)
    return Difference(field=_ATTRIBUTES.get(one.what, one.what), said=said)


def _certainty(frame: Frame, told: Fields) -> dict[str, float]:
    """How sure the reader and the resolving are of each field."""
    sure = {"frame": frame.confidence}
    for attribute, field in _ATTRIBUTES.items():
        if attribute in frame.sure:
            sure[field] = frame.sure[attribute]
    sure |= {name: one.sure for name, one in told.items() if one.sure is not None}
    return {name: min(1.0, max(0.0, value)) for name, value in sure.items()}


def _speaker(frame: Frame, scene: Scene) -> Speaker | None:
    """Who says so, where the text says it from somebody."""
    fillers = frame.of(Role.SOURCE)
    if not fillers:
        return None
    actors = scene.actors(frame, Role.SOURCE).value
    return Speaker(
        speaker=actors[0] if actors else None,
        verb=verb_of(scene.text, frame.sentence, fillers[0].span),
        direct=is_direct(scene.text, frame.trigger, scene.line(frame.trigger.start)),
    )


def evidence(document: str, text: str, frame: Frame, told: Iterable[Told[Any]]) -> tuple[Evidence, ...]:
    """The sentence, and the words elsewhere that give a field."""
    own = trimmed(text, frame.sentence)
    spans = [own]
    for one in told:
        for span in one.spans:
            inside = own.start <= span.start and span.end <= own.end
            if not inside and span not in spans and span.end > span.start:
                spans.append(span)
    return tuple(Evidence(document=document, start=s.start, end=s.end, quote=s.within(text)) for s in spans)


def trimmed(text: str, span: Span) -> Span:
    """A span without white space around it."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(span, start=start, end=end)
