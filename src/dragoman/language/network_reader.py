"""Owns the shipped reader: a document's text to a `Reading`, from the network's probabilities.

What counts as a trigger or filler, and how sure that is, stands in the model's labels: limits and
calibrations fitted on texts kept apart from training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.contract.frames import ATTRIBUTES, ISSUED, ROLES, FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Reading, Reference, Span
from dragoman.language.network import Network, Question, Seen, shipped_network
from dragoman.language.sentences import sentences as cut
from dragoman.language.windows import windows, words_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

KINDS = tuple(FrameKind)
REFERENCE = len(KINDS)
# Only these roles are filled by somebody for whom a pronoun or description may stand.
ACTORS = frozenset(
    {Role.PARTY, Role.MEDIATOR, Role.HOST, Role.SOURCE, Role.ACTOR, Role.TARGET, Role.BY, Role.TO, Role.AGAINST}
)
# Triggers in one window: a guard against texts made to fill memory.
MOST = 120
# How many frames of its family before it a frame may be joined with.
NEAR = 200
# A word at the edge of a run may be this much below the limit.
EDGE = 0.5
PRECISE = 4  # decimals of a probability


@dataclass(frozen=True, slots=True)
class _Asked:
    """One frame as found, before happenings are told apart."""

    kind: FrameKind
    trigger: Span
    sentence: int
    attributes: Mapping[str, tuple[str, float]]
    issues: tuple[tuple[str, float], ...]
    fillers: tuple[Filler, ...]
    confidence: float
    happening: Floats


@dataclass(frozen=True)
class NetworkReader:
    """The shipped network as a reader.

    Attributes:
        network: opened model; the package's own where None.
    """

    network: Network = field(default_factory=shipped_network)

    @property
    def name(self) -> str:
        """Name and version of the weights."""
        return str(self.network.labels["name"])

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """The reading of a document's text; see `Reads`."""
        spans = cut(text)
        words = words_of(text, spans, self.network.tokenizer)
        title = sum(1 for one in words if spans[one.sentence].end <= title_end)
        start, end = (self.network.tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]"))
        found: list[_Asked] = []
        references: list[Reference] = []
        for seen in self.network.see(windows(words, title=title, start=start, end=end)):
            asked, referred = self._of_window(text, seen)
            found.extend(asked)
            references.extend(referred)
        found.sort(key=lambda one: (one.trigger.start, one.trigger.end, one.kind))
        numbers = self._happenings(found)
        frames = tuple(_frame(one, number, spans) for one, number in zip(found, numbers, strict=True))
        return Reading(self.name, spans, frames, tuple(sorted(references, key=lambda one: one.span)))

    def _of_window(self, text: str, seen: Seen) -> tuple[list[_Asked], list[Reference]]:
        triggers = sorted(self._triggers(seen), key=lambda one: -one[3])[:MOST]
        if not triggers:
            return [], []
        triggers.sort(key=lambda one: (one[1], one[0]))
        answers = self.network.ask(seen, [Question(kind, (a, z)) for kind, a, z, _ in triggers])
        found = [
            _Asked(
                kind=KINDS[kind],
                trigger=_characters(seen, a, z),
                sentence=seen.window.origin[a],
                attributes=self._attributes(KINDS[kind], answers.attributes[row]),
                issues=self._issues(KINDS[kind], answers.issues[row]),
                fillers=tuple(
                    sorted(self._fillers(kind, answers.roles[row], seen), key=lambda one: (one.span, one.role))
                ),
                confidence=self._calibrated("trigger", p),
                happening=answers.happening[row],
            )
            for row, (kind, a, z, p) in enumerate(triggers)
        ]
        return found, self._references(text, seen, found)

    def _triggers(self, seen: Seen) -> Iterator[tuple[int, int, int, float]]:
        """Kind, first word, one past the last, probability of each trigger among the new words."""
        count = len(KINDS)
        for kind in range(count):
            limit = self._limit("trigger", KINDS[kind])
            for a, z, p in runs(seen.tags[:, kind], seen.tags[:, count + kind], limit):
                if a >= seen.window.new:
                    yield kind, a, z, p

    def _fillers(self, kind: int, roles: Floats, seen: Seen) -> Iterator[Filler]:
        names: Sequence[str] = self.network.labels["roles"]
        for role in ROLES[KINDS[kind]]:
            column = names.index(role.value)
            limit = self._limit("role", role)
            for a, z, p in runs(roles[:, column], roles[:, len(names) + column], limit):
                yield Filler(role, _characters(seen, a, z), self._calibrated("role", p))

    def _attributes(self, kind: FrameKind, logits: Floats) -> dict[str, tuple[str, float]]:
        """The likeliest value of each attribute that the kind has, with its probability."""
        out = {}
        for name, (begin, values) in self._columns.items():
            allowed = ATTRIBUTES[name].get(kind, ())
            if not allowed:
                continue
            heat = float(self.network.labels["temperature"].get(name, 1.0))
            own = np.array([logits[begin + values.index(value)] for value in allowed]) / heat
            share = np.exp(own - own.max())
            share /= share.sum()
            best = int(share.argmax())
            out[name] = (allowed[best], round(float(share[best]), PRECISE))
        return out

    def _issues(self, kind: FrameKind, logits: Floats) -> tuple[tuple[str, float], ...]:
        """The issues above the limit, likeliest first; for a position the likeliest in any case."""
        if kind not in ISSUED:
            return ()
        codes: Sequence[str] = self.network.labels["issues"]
        p = 1.0 / (1.0 + np.exp(-logits / float(self.network.labels["temperature"].get("issue", 1.0))))
        order = [int(i) for i in np.argsort(-p, kind="stable")[:3]]
        limit = self._limit("issue", kind)
        kept = [i for n, i in enumerate(order) if p[i] > limit or (n == 0 and kind is FrameKind.POSITION)]
        return tuple((codes[i], round(float(p[i]), PRECISE)) for i in kept)

    def _references(self, text: str, seen: Seen, found: Sequence[_Asked]) -> list[Reference]:
        """Whom each filler that is a pronoun or a description stands for, where the window tells."""
        wanted = sorted(
            {f.span for one in found for f in one.fillers if f.role in ACTORS and _describes(f.span.within(text))}
        )
        starts = {span.start: i for i, span in enumerate(seen.window.spans)}
        asked = [(span, starts[span.start], _last(seen, span)) for span in wanted if span.start in starts][:MOST]
        if not asked:
            return []
        answers = self.network.ask(seen, [Question(REFERENCE, (a, z)) for _, a, z in asked])
        names: Sequence[str] = self.network.labels["roles"]
        column = names.index("antecedent")
        out = []
        for row, (span, a, z) in enumerate(asked):
            inside = answers.roles[row, :, column]
            parts = [
                (_characters(seen, b, e), p)
                for b, e, p in runs(inside, answers.roles[row, :, len(names) + column], self._limit("antecedent"))
                if e <= a or b >= z
            ]
            if parts:
                sure = self._calibrated("antecedent", min(p for _, p in parts))
                out.append(Reference(span, tuple(part for part, _ in parts), sure))
        return out

    def _happenings(self, found: Sequence[_Asked]) -> list[int]:
        """For each frame the number of its happening, from 1 in the order of the text."""
        if not found:
            return []
        vectors = np.stack([one.happening for one in found])
        limit = self._limit("same")
        return grouped(
            [_family(one.kind) for one in found],
            lambda number, others: self.network.same(vectors, number, others) - limit,
        )

    @cached_property
    def _columns(self) -> dict[str, tuple[int, list[str]]]:
        """Where the logits of each attribute begin, and its values in order."""
        out, begin = {}, 0
        for name, values in self.network.labels["attributes"].items():
            out[name] = (begin, list(values))
            begin += len(values)
        return out

    def _limit(self, what: str, of: str | None = None) -> float:
        given: Any = self.network.labels["limits"].get(what, 0.0 if what == "same" else 0.4)
        if isinstance(given, Mapping):
            return float(given.get(of, 0.4) if of is not None else 0.4)
        return float(given)

    def _calibrated(self, what: str, p: float) -> float:
        """Platt's line over the logit, fitted on texts kept apart from training."""
        a, b = self.network.labels["temperature"].get(f"{what}_line", (1.0, 0.0))
        p = min(max(p, 1e-6), 1 - 1e-6)
        return round(float(1.0 / (1.0 + np.exp(-(a * np.log(p / (1 - p)) + b)))), PRECISE)


def runs(inside: Floats, begins: Floats, limit: float) -> Iterator[tuple[int, int, float]]:
    """Runs of words that rise above a limit: first word, one past the last, highest probability.

    A run goes on over neighbours above half the limit, and is cut where one begins.
    """
    begin: int | None = None
    for i in range(len(inside) + 1):
        on = i < len(inside) and inside[i] > limit * EDGE
        if begin is not None and (not on or begins[i] > 0.5):
            peak = float(inside[begin:i].max())
            if peak > limit:
                yield begin, i, peak
            begin = None
        if on and begin is None:
            begin = i


def grouped(families: Sequence[str], score: Callable[[int, Sequence[int]], Floats]) -> list[int]:
    """Numbers of groups from 1 in order of appearance: each goes to the group before it with the best mean, if above 0.

    Args:
        families: those of different families are never joined.
        score: how far one tells of the same happening as each of some before it; above 0 where more likely than not.
    """
    numbers: list[int] = []
    before: dict[str, list[int]] = {}
    for i, family in enumerate(families):
        near = before.setdefault(family, [])
        number = max(numbers, default=0) + 1
        if near:
            sums: dict[int, list[float]] = {}
            for j, value in zip(near, score(i, near), strict=True):
                sums.setdefault(numbers[j], []).append(float(value))
            best = max(sums, key=lambda one: (sum(sums[one]) / len(sums[one]), -one))
            if sum(sums[best]) > 0:
                number = best
        numbers.append(number)
        near.append(i)
        del near[:-NEAR]
    return numbers


def _family(kind: FrameKind) -> str:
    """Frames of one family may tell of one thing: a word goes with its meeting."""
    return FrameKind.MEETING if kind is FrameKind.WORD else kind


def _frame(one: _Asked, number: int, spans: Sequence[Span]) -> Frame:
    value: Callable[[str], str | None] = lambda name: one.attributes[name][0] if name in one.attributes else None  # noqa: E731
    sure = {name: p for name, (_, p) in one.attributes.items()}
    if one.issues:
        sure["issue"] = one.issues[0][1]
    return Frame(
        kind=one.kind,
        trigger=one.trigger,
        sentence=spans[one.sentence],
        happening=number,
        status=value("status"),
        subkind=value("kind"),
        stance=value("stance"),
        action=value("action"),
        type=value("type"),
        issues=tuple(code for code, _ in one.issues),
        fillers=one.fillers,
        confidence=one.confidence,
        sure=sure,
    )


def _characters(seen: Seen, a: int, z: int) -> Span:
    return Span(seen.window.spans[a].start, seen.window.spans[z - 1].end)


def _last(seen: Seen, span: Span) -> int:
    """One past the last word of a span."""
    return max(i for i, word in enumerate(seen.window.spans) if word.start < span.end) + 1


def _describes(words: str) -> bool:
    """Whether a filler may be a pronoun or description: no name in it but at the beginning of a sentence."""
    return not any(word[:1].isupper() for word in words.split()[1:]) and (
        words[:1].islower() or " " in words or len(words) < 6
    )
