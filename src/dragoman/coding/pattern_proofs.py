"""Owns the trial of patterns over frames: each must do what its examples say, and leave its counter-examples alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.coding.mentions import mentions_of
from dragoman.coding.patterns import patterned
from dragoman.contract.reading import Frame, Reading
from dragoman.knowledge.check import check_report
from dragoman.knowledge.frame_patterns import FramePattern
from dragoman.knowledge.load import folders_of, load_knowledge
from dragoman.knowledge.pattern_schema import Example, NotExample, Pattern
from dragoman.knowledge.reading import Checked, read_folders
from dragoman.language.annotation_form import checked
from dragoman.language.annotations import passage_of

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.knowledge.load import Knowledge

# Attributes of a frame but its issues.
_VALUES = ("status", "subkind", "stance", "action", "type")


def whole_report(overlay: Path | None = None, *, gazetteer: Gazetteer | None = None) -> list[str]:
    """Every fault of the knowledge files; where the files have none, also what patterns' examples show.

    Args:
        overlay: folder laid over the bundled knowledge.
        gazetteer: places by name, for examples; the user's own index if None.
    """
    faults = check_report(overlay)
    if faults:
        return faults
    rows = read_folders(folders_of(overlay), faults).kind("frame_patterns")
    return proof_faults(rows, load_knowledge(overlay), gazetteer=gazetteer)


def proof_faults(rows: Mapping[str, Checked], knowledge: Knowledge, *, gazetteer: Gazetteer | None = None) -> list[str]:
    """What the examples of patterns show to be wrong, one line each with the pattern's place.

    Args:
        rows: the checked patterns by id.
        knowledge: with the same patterns.
        gazetteer: places by name, for patterns that fill a role with places.
    """
    patterns = knowledge.frame_patterns
    faults: list[str] = []
    for place, own in enumerate(patterns):
        trial = _Trial(own, patterns[:place], knowledge, gazetteer)
        faults += (f"{rows[own.id].where} {fault}" for fault in trial.faults(rows[own.id].value))
    return faults


@dataclass(frozen=True, slots=True)
class _Trial:
    """A pattern with those that are asked before it, tried on its own examples."""

    own: FramePattern
    earlier: tuple[FramePattern, ...]
    knowledge: Knowledge
    gazetteer: Gazetteer | None

    def faults(self, pattern: Pattern) -> Iterator[str]:
        """What its examples show to be wrong with the pattern."""
        sound: list[Example] = []
        for number, example in enumerate(pattern.examples, start=1):
            found = [
                *_form(example, example.frames),
                *(f"becomes: {fault}" for fault in _form(example, example.becomes)),
            ]
            sound += [] if found else [example]
            yield from (f"examples {number}: {fault}" for fault in found or self._example(example))
        for number, counter in enumerate(pattern.not_examples, start=1):
            wrong = _form(counter, counter.frames) or self._counter(counter)
            yield from (f"not_examples {number}: {fault}" for fault in wrong)
        if sound and not any(self._reached(example) for example in sound):
            yield "applies to none of its examples after the patterns before it; narrow those, or replace one by its id"

    def _example(self, example: Example) -> Iterator[str]:
        before = _reading(example, example.frames)
        after = self._after(before, example, self.own)
        if after is before:
            yield f"does not apply to {example.sentence!r}"
            return
        wanted = _told(_reading(example, example.becomes), example)
        found = _told(after, example)
        yield from (f"leaves {one}, which is not expected" for one in found if one not in wanted)
        yield from (f"does not leave {one}" for one in wanted if one not in found)

    def _counter(self, counter: NotExample) -> tuple[str, ...]:
        before = _reading(counter, counter.frames)
        applies = self._after(before, counter, self.own) is not before
        return (f"applies to {counter.sentence!r}; expected that it leaves it alone",) if applies else ()

    def _reached(self, example: Example) -> bool:
        """Whether the pattern still applies after all that come before it."""
        before = self._after(_reading(example, example.frames), example, *self.earlier)
        return self._after(before, example, self.own) is not before

    def _after(self, before: Reading, example: NotExample, *patterns: FramePattern) -> Reading:
        mentions = mentions_of(example.sentence, knowledge=self.knowledge, published=None, gazetteer=self.gazetteer)
        return patterned(before, example.sentence, patterns, mentions=mentions)


def _form(example: NotExample, frames: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Faults of form of an example's frames."""
    return checked(_line(example, frames))


def _reading(example: NotExample, frames: Sequence[Mapping[str, Any]]) -> Reading:
    return passage_of(_line(example, frames)).reading


def _line(example: NotExample, frames: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The example as a passage of one sentence, in which a text alone is a span."""
    return {"sentences": [example.sentence], "frames": [_frame(one, number) for number, one in enumerate(frames, 1)]}


def _frame(given: Mapping[str, Any], number: int) -> dict[str, Any]:
    roles = given.get("roles") or {}
    if isinstance(roles, Mapping):
        roles = {
            role: [_span(one) for one in found] if isinstance(found, list) else found for role, found in roles.items()
        }
    return {"e": number, **given, "t": _span(given.get("t")), "roles": roles}


def _span(given: Any) -> Any:
    return [given, 1] if isinstance(given, str) else given


def _told(reading: Reading, example: NotExample) -> list[str]:
    """Each frame in one line: kind, trigger, attributes, fillers."""
    return [_line_of(frame, example.sentence) for frame in reading.frames]


def _line_of(frame: Frame, text: str) -> str:
    values = [f"{name} {value}" for name in _VALUES if (value := getattr(frame, name))]
    issues = [f"issue {', '.join(frame.issues)}"] if frame.issues else []
    fillers = [f"{one.role} {one.span.within(text)!r} at {one.span.start}" for one in frame.fillers]
    return f"{frame.kind} {frame.trigger.within(text)!r} ({'; '.join((*values, *issues, *sorted(fillers)))})"
