"""Owns two readers of one text put together: where they agree it is surer, where they differ both are kept.

Probabilities: what both find is as sure as that not both err; what one alone finds, or what they differ on, is half
as sure as the surer of them says, for the other one speaks against it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.contract.frames import ATTRIBUTES, ISSUED, FrameKind, Role
from dragoman.contract.reading import Difference, Filler, Frame, Reading, Reads, Reference, Span

if TYPE_CHECKING:
    from datetime import date

Meets = Callable[[Span, Span], bool]
# Annotations' name of an attribute, where a frame's own is another.
_FIELDS = {"kind": "subkind"}
PRECISE = 4  # decimals of a probability


@dataclass(frozen=True, slots=True)
class TwoReaders:
    """Two readers as one."""

    first: Reads
    second: Reads

    @property
    def name(self) -> str:
        """Names and versions of both."""
        return f"{self.first.name} + {self.second.name}"

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """The readings of both put together; see `Reads`."""
        one, other = (
            reader.read(text, title_end=title_end, published=published) for reader in (self.first, self.second)
        )
        return together(one, other, text)


def together(one: Reading, other: Reading, text: str) -> Reading:
    """Two readings of a text as one, with both of them beside it."""
    pairs = paired(one.frames, other.frames, Span.meets)
    crossed = _crossed(one.frames, other.frames, pairs)
    frames: list[Frame] = []
    numbers: dict[int, int] = {}  # of the second reading's happenings, those of the first
    for i, frame in enumerate(one.frames):
        j = pairs.get(i, crossed.get(i))
        if j is None:
            frames.append(_alone(frame, one.reader, other.reader))
            continue
        mate = other.frames[j]
        numbers.setdefault(mate.happening, frame.happening)
        both = _agreed if i in pairs else _of_two_kinds
        frames.append(both(frame, mate, (one.reader, other.reader), text))
    used = {*pairs.values(), *crossed.values()}
    free = max((frame.happening for frame in one.frames), default=0)
    for j, frame in enumerate(other.frames):
        if j not in used:
            if frame.happening not in numbers:
                free += 1
                numbers[frame.happening] = free
            alone = _alone(frame, other.reader, one.reader)
            frames.append(replace(alone, happening=numbers[frame.happening]))
    return Reading(
        reader=f"{one.reader} + {other.reader}",
        sentences=one.sentences,
        frames=tuple(sorted((_within(one.sentences, frame) for frame in frames), key=_in_text)),
        references=_references(one.references, other.references),
        beside=(one, other),
    )


def paired(one: Sequence[Frame], other: Sequence[Frame], meets: Meets) -> dict[int, int]:
    """For frames of one reading the number of the frame of the same kind in the other whose trigger meets theirs."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for i, frame in enumerate(one):
        for j, found in enumerate(other):
            if j not in taken and found.kind is frame.kind and meets(frame.trigger, found.trigger):
                pairs[i] = j
                taken.add(j)
                break
    return pairs


def _crossed(one: Sequence[Frame], other: Sequence[Frame], pairs: Mapping[int, int]) -> dict[int, int]:
    """Frames that are left and stand at the same words, of different kinds."""
    found: dict[int, int] = {}
    for i, frame in enumerate(one):
        left = (j for j in range(len(other)) if j not in pairs.values() and j not in found.values())
        mate = next((j for j in left if other[j].trigger.meets(frame.trigger)), None)
        if i not in pairs and mate is not None:
            found[i] = mate
    return found


def _agreed(one: Frame, other: Frame, readers: tuple[str, str], text: str) -> Frame:
    """A frame that both tell of: their attributes and fillers side by side."""
    values: dict[str, Any] = {}
    sure: dict[str, float] = {}
    differences: list[Difference] = []
    for name, table in ATTRIBUTES.items():
        if one.kind not in table:
            continue
        field = _FIELDS.get(name, name)
        first, second = getattr(one, field), getattr(other, field)
        p, q = _sure(one, name), _sure(other, name)
        values[field] = first if p >= q or second is None else second
        sure[name] = _both(p, q) if first == second else _half(p, q)
        if first != second:
            differences.append(Difference(name, ((readers[0], first), (readers[1], second))))
    issues, apart = _issues(one, other)
    if one.kind in ISSUED:
        p, q = _sure(one, "issue"), _sure(other, "issue")
        sure["issue"] = _half(p, q) if apart else _both(p, q)
        if apart:
            said = ((readers[0], ", ".join(one.issues)), (readers[1], ", ".join(other.issues)))
            differences.append(Difference("issue", said))
    differences += _roles_apart(one, other, readers, text)
    surer = one if one.confidence >= other.confidence else other
    return replace(
        one,
        trigger=surer.trigger,
        issues=issues,
        fillers=_fillers(one.fillers, other.fillers),
        confidence=_both(one.confidence, other.confidence),
        sure=sure,
        differences=tuple(differences),
        **values,
    )


def _of_two_kinds(one: Frame, other: Frame, readers: tuple[str, str], text: str) -> Frame:
    """What both tell of at the same words, but as different things: as the surer has it."""
    surer = one if one.confidence >= other.confidence else other
    said = ((readers[0], str(one.kind)), (readers[1], str(other.kind)))
    return replace(
        surer,
        happening=one.happening,
        confidence=_half(one.confidence, other.confidence),
        differences=(Difference("frame", said),),
    )


def _alone(frame: Frame, reader: str, silent: str) -> Frame:
    """A frame that one reader alone tells of."""
    said = ((reader, str(frame.kind)), (silent, None))
    return replace(frame, confidence=_half(frame.confidence, 0.0), differences=(Difference("frame", said),))


def _issues(one: Frame, other: Frame) -> tuple[tuple[str, ...], bool]:
    """The issues of both, those of both first, and whether none is of both although each has some."""
    if not one.issues or not other.issues:
        return one.issues or other.issues, False
    shared = [code for code in one.issues if code in other.issues]
    if not shared:
        return (one if _sure(one, "issue") >= _sure(other, "issue") else other).issues, True
    return tuple(dict.fromkeys((*shared, *one.issues, *other.issues))), False


def _roles_apart(one: Frame, other: Frame, readers: tuple[str, str], text: str) -> Iterator[Difference]:
    """The roles that both fill, with other words."""
    for role in Role:
        first, second = one.of(role), other.of(role)
        if first and second and not any(a.span.meets(b.span) for a in first for b in second):
            names = (", ".join(filler.span.within(text) for filler in told) for told in (first, second))
            yield Difference(str(role), tuple(zip(readers, names, strict=True)))


def _fillers(one: Sequence[Filler], other: Sequence[Filler]) -> tuple[Filler, ...]:
    left = list(other)
    found: list[Filler] = []
    for filler in one:
        mate = next((b for b in left if b.role is filler.role and b.span.meets(filler.span)), None)
        if mate is None:
            found.append(replace(filler, confidence=_half(filler.confidence, 0.0)))
            continue
        left.remove(mate)
        surer = filler if filler.confidence >= mate.confidence else mate
        found.append(replace(surer, confidence=_both(filler.confidence, mate.confidence)))
    found += (replace(filler, confidence=_half(filler.confidence, 0.0)) for filler in left)
    return tuple(sorted(found, key=lambda filler: (filler.span, filler.role)))


def _references(one: Sequence[Reference], other: Sequence[Reference]) -> tuple[Reference, ...]:
    left = list(other)
    found: list[Reference] = []
    for reference in one:
        mate = next((b for b in left if b.span.meets(reference.span)), None)
        if mate is None:
            found.append(replace(reference, confidence=_half(reference.confidence, 0.0)))
            continue
        left.remove(mate)
        alike = any(a.meets(b) for a in reference.antecedents for b in mate.antecedents)
        surer = reference if reference.confidence >= mate.confidence else mate
        sure = (_both if alike else _half)(reference.confidence, mate.confidence)
        found.append(replace(surer, confidence=sure))
    found += (replace(reference, confidence=_half(reference.confidence, 0.0)) for reference in left)
    return tuple(sorted(found, key=lambda reference: (reference.span, reference.antecedents)))


def _within(sentences: Sequence[Span], frame: Frame) -> Frame:
    """A frame in the sentences of the whole."""
    number = bisect_right([span.start for span in sentences], frame.trigger.start) - 1
    return replace(frame, sentence=sentences[number]) if number >= 0 else frame


def _in_text(frame: Frame) -> tuple[Span, FrameKind]:
    return frame.trigger, frame.kind


def _sure(frame: Frame, name: str) -> float:
    return frame.sure.get(name, frame.confidence)


def _both(p: float, q: float) -> float:
    return round(1 - (1 - p) * (1 - q), PRECISE)


def _half(p: float, q: float) -> float:
    return round(max(p, q) / 2, PRECISE)


def readers_in(reader: Reads) -> Iterable[Reads]:
    """A reader, or the two of which it is made."""
    return (reader.first, reader.second) if isinstance(reader, TwoReaders) else (reader,)
