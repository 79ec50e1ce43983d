"""Owns comparing readings with gold readings of the same texts: what is counted, and the measures made of it.

Gold and found frames are paired if their kinds are one and their triggers share a character, each at
most once, in the order of the text; fillers within paired frames likewise by role. The measures whose
names hold `exact` ask for the very same characters instead.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import eq

from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.language.two_readers import Meets, paired

# The attributes of a paired frame, by their names in annotations.
VALUES: Mapping[str, Callable[[Frame], str | None]] = {
    "status": lambda frame: frame.status,
    "kind": lambda frame: frame.subkind,
    "stance": lambda frame: frame.stance,
    "issue": lambda frame: frame.issues[0] if frame.issues else None,
    "action": lambda frame: frame.action,
    "type": lambda frame: frame.type,
}
F1S = ("trigger", "trigger_exact", "role", "role_exact", "sentence_kind")


@dataclass(slots=True)
class Counts:
    """What has been counted; adding two counts is counting both.

    Attributes:
        of: by kind of frame (None for what belongs to no frame), measure, and one of `gold`, `found`, `hit`.
        roles: the same for each role, of fillers in pairs that share a character.
        confused: by attribute, gold value and value found.
        passages: texts compared.
    """

    of: Counter[tuple[FrameKind | None, str, str]] = field(default_factory=Counter)
    roles: Counter[tuple[Role, str]] = field(default_factory=Counter)
    confused: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    passages: int = 0

    def add(self, other: Counts) -> None:
        """Takes in what was counted elsewhere."""
        self.of.update(other.of)
        self.roles.update(other.roles)
        self.confused.update(other.confused)
        self.passages += other.passages

    def total(self, measure: str, what: str, kind: FrameKind | None = None) -> int:
        """How often; for all kinds where none is named."""
        return sum(n for (own, m, w), n in self.of.items() if (m, w) == (measure, what) and kind in {None, own})

    def f1(self, measure: str, kind: FrameKind | None = None) -> float | None:
        """Harmonic mean of precision and recall; None where there is nothing on either side."""
        whole = self.total(measure, "gold", kind) + self.total(measure, "found", kind)
        return 2 * self.total(measure, "hit", kind) / whole if whole else None

    def share(self, measure: str, kind: FrameKind | None = None) -> float | None:
        """Hits among what was asked; 0 where nothing could be asked, None where gold has nothing to ask."""
        if not self.total(measure, "gold", kind):
            return None
        return self.total(measure, "hit", kind) / max(1, self.total(measure, "asked", kind))

    def measures(self, kind: FrameKind | None = None) -> dict[str, float | None]:
        """Every measure by name, of one kind of frame or of all.

        `…_f1` are F1 scores: `trigger` counts frames, `role` their fillers, `sentence_kind` the kinds that
        a sentence tells of, `same` the pairs of frames of one kind in a text that tell of one happening.
        `status`, `kind`, `stance`, `issue` (the likeliest is among the gold ones), `action` and `type` are
        shares of the paired frames whose gold has a value. `antecedent` is the share of the gold references
        that are found with one of their antecedents, `antecedent_exact` with the very same ones.
        """
        figures = {f"{name}_f1": self.f1(name, kind) for name in F1S}
        figures |= {name: self.share(name, kind) for name in VALUES}
        figures["same_f1"] = self.f1("same", kind)
        if kind is None:
            figures |= {name: self.share(name) for name in ("antecedent", "antecedent_exact")}
        return figures


def score(gold: Sequence[Reading], found: Sequence[Reading]) -> dict[str, float | None]:
    """The measures of readings against gold readings of the same texts; see `Counts.measures`.

    Args:
        gold: one reading a text.
        found: the readings to score, of the same texts in the same order.
    """
    return counted(zip(gold, found, strict=True)).measures()


def counted(pairs: Iterable[tuple[Reading, Reading]]) -> Counts:
    """What is counted over pairs of a gold reading and a reading found."""
    counts = Counts()
    for gold, found in pairs:
        counts.add(compared(gold, found))
    return counts


def compared(gold: Reading, found: Reading) -> Counts:
    """What is counted in one text."""
    counts = Counts(passages=1)
    pairs = paired(gold.frames, found.frames, Span.meets)
    for measure, meets in (("trigger", Span.meets), ("trigger_exact", eq)):
        _count(counts, measure, _kinds(gold.frames), _kinds(found.frames))
        hits = paired(gold.frames, found.frames, meets)
        counts.of.update((gold.frames[i].kind, measure, "hit") for i in hits)
    _count_roles(counts, gold, found, pairs)
    _count_sentences(counts, gold, found)
    _count_values(counts, gold, found, pairs)
    _count_same(counts, gold, found, pairs)
    _count_references(counts, gold.references, found.references)
    return counts


def _filled(gold: Sequence[Filler], found: Sequence[Filler], meets: Meets) -> Iterator[Filler]:
    """The gold fillers that were found, each found one standing for one only."""
    left = list(found)
    for filler in gold:
        match = next((one for one in left if one.role is filler.role and meets(one.span, filler.span)), None)
        if match is not None:
            left.remove(match)
            yield filler


def _kinds(frames: Iterable[Frame]) -> list[FrameKind]:
    return [frame.kind for frame in frames]


def _count(counts: Counts, measure: str, gold: Iterable[FrameKind], found: Iterable[FrameKind]) -> None:
    counts.of.update((kind, measure, "gold") for kind in gold)
    counts.of.update((kind, measure, "found") for kind in found)


def _count_roles(counts: Counts, gold: Reading, found: Reading, paired: Mapping[int, int]) -> None:
    for measure, meets in (("role", Span.meets), ("role_exact", eq)):
        _count(
            counts,
            measure,
            (frame.kind for frame in gold.frames for _ in frame.fillers),
            (frame.kind for frame in found.frames for _ in frame.fillers),
        )
        for i, j in paired.items():
            hits = list(_filled(gold.frames[i].fillers, found.frames[j].fillers, meets))
            counts.of[gold.frames[i].kind, measure, "hit"] += len(hits)
            if measure == "role":
                counts.roles.update((one.role, "hit") for one in hits)
    for what, reading in (("gold", gold), ("found", found)):
        counts.roles.update((one.role, what) for frame in reading.frames for one in frame.fillers)


def _count_sentences(counts: Counts, gold: Reading, found: Reading) -> None:
    starts = [span.start for span in gold.sentences]

    def told(frames: Iterable[Frame]) -> set[tuple[int, FrameKind]]:
        return {(max(0, bisect_right(starts, frame.trigger.start) - 1), frame.kind) for frame in frames}

    own, other = told(gold.frames), told(found.frames)
    _count(counts, "sentence_kind", (kind for _, kind in own), (kind for _, kind in other))
    counts.of.update((kind, "sentence_kind", "hit") for _, kind in own & other)


def _count_values(counts: Counts, gold: Reading, found: Reading, paired: Mapping[int, int]) -> None:
    for i, frame in enumerate(gold.frames):
        for name, value_of in VALUES.items():
            value = value_of(frame)
            if value is None:
                continue
            counts.of[frame.kind, name, "gold"] += 1
            if i not in paired:
                continue
            counts.of[frame.kind, name, "asked"] += 1
            answer = value_of(found.frames[paired[i]])
            if answer in (frame.issues if name == "issue" else (value,)):
                counts.of[frame.kind, name, "hit"] += 1
            else:
                counts.confused[name, value, answer or "nothing"] += 1


def _count_same(counts: Counts, gold: Reading, found: Reading, paired: Mapping[int, int]) -> None:
    own, other = _same(gold.frames), _same(found.frames)
    _count(counts, "same", (gold.frames[i].kind for i, _ in own), (found.frames[i].kind for i, _ in other))
    for i, j in own:
        if i in paired and j in paired and tuple(sorted((paired[i], paired[j]))) in other:
            counts.of[gold.frames[i].kind, "same", "hit"] += 1


def _same(frames: Sequence[Frame]) -> set[tuple[int, ...]]:
    """Pairs of frames of one kind that tell of one happening."""
    return {
        pair
        for pair in combinations(range(len(frames)), 2)
        if len({(frames[i].kind, frames[i].happening) for i in pair}) == 1
    }


def _count_references(counts: Counts, gold: Sequence[Reference], found: Sequence[Reference]) -> None:
    for one in gold:
        for measure in ("antecedent", "antecedent_exact"):
            counts.of[None, measure, "gold"] += 1
            counts.of[None, measure, "asked"] += 1
        answers = [other for other in found if other.span.meets(one.span)]
        named = [span for other in answers for span in other.antecedents]
        counts.of[None, "antecedent", "hit"] += any(span.meets(name) for span in named for name in one.antecedents)
        counts.of[None, "antecedent_exact", "hit"] += any(
            other.span == one.span and set(other.antecedents) == set(one.antecedents) for other in answers
        )
