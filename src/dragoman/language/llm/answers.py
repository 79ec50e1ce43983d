"""Owns what a language model answers: found in its text, checked span by span, and what fails taken out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.contract.frames import ROLES, FrameKind
from dragoman.contract.issues import ISSUES
from dragoman.language.annotation_form import MOST_ISSUES, frame_faults, issues_of, reference_faults, span_faults

# What no window of text can hold.
_MOST_FRAMES = 150
_MOST_TRIES = 40
_THOUGHT = "</think>"


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer about some sentences.

    Attributes:
        frames: of triggers in the sentences that were to be read, faulty ones among them.
        references: likewise.
        faults: everything that is wrong with its form, one line each.
        found: whether the text held an object with frames at all.
    """

    frames: tuple[object, ...] = ()
    references: tuple[object, ...] = ()
    faults: tuple[str, ...] = ()
    found: bool = True


@dataclass(frozen=True, slots=True)
class Mended:
    """What is left of an answer without its faults.

    Attributes:
        frames, references: sound in form.
        dropped: frames that were left out.
        cut: fillers, references and issues that were left out of what stays.
    """

    frames: tuple[Mapping[str, Any], ...] = ()
    references: tuple[object, ...] = ()
    dropped: int = 0
    cut: int = 0


def answer_of(text: str, sentences: Sequence[str], *, first: int = 1) -> Answer:
    """The answer that a model's text holds; words around its object are passed over.

    Args:
        text: all that the model wrote.
        sentences: what it was given.
        first: number of the first sentence that it was to read; frames before are no fault and left out.
    """
    given = next(_objects(text), None)
    if given is None:
        return Answer(faults=("the answer is no JSON object with 'frames'",), found=False)
    frames = [one for one in given["frames"] if not _before(one, first)]
    references = given.get("refs") or []
    faults: list[str] = []
    if not isinstance(references, list):
        faults.append("refs: expected a list")
        references = []
    if len(frames) > _MOST_FRAMES:
        faults.append(f"has {len(frames)} frames; expected at most {_MOST_FRAMES}")
    frames, references = frames[:_MOST_FRAMES], references[:_MOST_FRAMES]
    for frame in frames:
        faults += frame_faults(frame, sentences)
    for reference in references:
        faults += reference_faults(reference, sentences)
    return Answer(tuple(frames), tuple(references), tuple(faults))


def mended(answer: Answer, sentences: Sequence[str]) -> Mended:
    """The answer without what is faulty: as little as can be is taken out."""
    frames: list[Mapping[str, Any]] = []
    cut = 0
    for frame in answer.frames:
        sound, lost = _mended_frame(frame, sentences)
        if sound is not None:
            frames.append(sound)
            cut += lost
    references = [one for one in answer.references if not reference_faults(one, sentences)]
    cut += len(answer.references) - len(references)
    return Mended(tuple(frames), tuple(references), dropped=len(answer.frames) - len(frames), cut=cut)


def _mended_frame(frame: object, sentences: Sequence[str]) -> tuple[Mapping[str, Any] | None, int]:
    """The frame with its sound fillers and issues, None if it has other faults; and how many were not."""
    if not isinstance(frame, Mapping) or frame.get("f") not in tuple(FrameKind):
        return None, 0
    allowed = ROLES[FrameKind(frame["f"])]
    given = frame.get("roles")
    roles: dict[str, list[object]] = {}
    lost = 0
    for role, spans in given.items() if isinstance(given, Mapping) else ():
        listed = spans if isinstance(spans, list) else [spans]
        sound = [one for one in listed if role in allowed and not span_faults(one, sentences)]
        lost += len(listed) - len(sound)
        if sound:
            roles[role] = sound
    issues = issues_of(frame)
    known = [one for one in issues if one in ISSUES][:MOST_ISSUES]
    lost += len(issues) - len(known)
    left = {**frame, "roles": roles, "issue": known}
    return (None, 0) if frame_faults(left, sentences) else (left, lost)


def _before(frame: object, first: int) -> bool:
    trigger = frame.get("t") if isinstance(frame, Mapping) else None
    number = trigger[1] if isinstance(trigger, list) and len(trigger) > 1 else None
    return isinstance(number, int) and 1 <= number < first


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Objects with a list of frames that stand in a text, after what the model thought aloud."""
    _, thought, rest = text.rpartition(_THOUGHT)
    if thought:  # the text itself may hold the mark, inside a span
        yield from _objects_in(rest)
    yield from _objects_in(text)


def _objects_in(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    at = text.find("{")
    for _ in range(_MOST_TRIES):
        if at < 0:
            return
        try:
            found, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and isinstance(found.get("frames"), list):
            yield found
        at = text.find("{", at + 1)
