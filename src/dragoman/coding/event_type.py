"""Owns the type of an event: what the rule says, what the encoder says, and how sure both are.

A narrow rule stands unless the encoder is nearly certain of another type; without a rule the encoder
decides, and a pair to which it sees no event gives none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.candidates import Candidate
from dragoman.coding.surroundings import Surroundings
from dragoman.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.language.encoder import Encoder, Judged

# Weight of a rule's type in log odds against the encoder, by frame; process frames are narrow rules.
RULE_WEIGHT = {"other": 3.0}
NARROW_WEIGHT = 4.0
NONE = "NONE"
# A pair without a rule is an event only where the encoder gives a type at least this probability.
ENCODER_ALONE = 0.75


@dataclass(frozen=True, slots=True)
class TypeJudgement:
    """The type of a candidate with its confidence (a probability) and the reason."""

    type: str
    mode: str | None
    confidence: float
    because: str


class TypeJudge:
    """Judges candidates; without an encoder the rules decide alone."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder

    def judge(self, found: Sequence[Candidate], around: Surroundings) -> list[tuple[Candidate, TypeJudgement]]:
        """Candidates that are events, with their types, in the order given."""
        scores = self._scores(found)
        judged = []
        for candidate, score in zip(found, scores, strict=True):
            judgement = self._one(candidate, score)
            if judgement is not None:
                judged.append((candidate, judgement))
        return judged

    def _scores(self, found: Sequence[Candidate]) -> list[Judged | None]:
        if self._encoder is None or not found:
            return [None] * len(found)
        order: dict[int, list[int]] = {}
        for number, candidate in enumerate(found):
            order.setdefault(candidate.token.sent.start, []).append(number)
        sentences, pairs = [], []
        for numbers in order.values():
            sent = found[numbers[0]].token.sent
            sentences.append(sent.text)
            pairs.append([_spans(found[n], sent.start_char) for n in numbers])
        results: list[Judged | None] = [None] * len(found)
        for numbers, judged in zip(order.values(), self._encoder.classify(sentences, pairs), strict=True):
            for number, one in zip(numbers, judged, strict=True):
                results[number] = one
        return results

    def _one(self, candidate: Candidate, score: Judged | None) -> TypeJudgement | None:
        match = candidate.match
        if match is None:
            return _encoder_alone(score)
        rule = match.rule
        if score is None:
            return TypeJudgement(rule.type, rule.mode, 0.75, f"rule {rule.id}")
        weight = RULE_WEIGHT.get(rule.frame, NARROW_WEIGHT)
        types = dict(score.types)
        types[rule.type] = types.get(rule.type, 0.0) * 2.718281828**weight + 0.05 * weight
        total = sum(types.values())
        best = max((t for t in types if t != NONE), key=lambda t: types[t])
        chosen = best if rule.frame == "other" and not _modal(best, candidate) else rule.type
        confidence = types[chosen] / total
        told = f"rule {rule.id}; encoder {score.types.get(chosen, 0.0):.2f} for {chosen}"
        mode = (rule.mode if chosen == rule.type else None) or _mode_of(chosen, score)
        return TypeJudgement(chosen, mode, min(confidence, 0.99), told)


def _modal(judged: str, candidate: Candidate) -> bool:
    """Whether the encoder's type only repeats the modality: an act announced is no agreement by itself.

    The record keeps the act as type and the future or threat as status.
    """
    return judged in {"AGREE", "THREATEN"} and candidate.modality.status not in {"happened", "ongoing"}


def _encoder_alone(score: Judged | None) -> TypeJudgement | None:
    if score is None:
        return None
    best = max(score.types, key=lambda t: score.types[t])
    if best == NONE or score.types[best] < ENCODER_ALONE:
        return None
    return TypeJudgement(best, _mode_of(best, score), score.types[best], f"encoder {score.types[best]:.2f}")


def _mode_of(kind: str, score: Judged) -> str | None:
    """The likeliest mode of a type, if more likely than all its others; the encoder names it "TYPE/mode"."""
    prefix = f"{kind}/"
    own = {label.removeprefix(prefix): share for label, share in score.modes.items() if label.startswith(prefix)}
    best = max(own, key=lambda mode: own[mode], default=None)
    return best if best is not None and own[best] >= 0.5 else None


def _spans(candidate: Candidate, shift: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Characters of source and target phrases in the sentence."""
    tokens = [t for t in candidate.roles.tokens if t.sent.start == candidate.token.sent.start]
    if not tokens:
        return None, None
    first = _chars(tokens[:1], shift)
    last = _chars(tokens[-1:], shift) if len(tokens) > 1 else None
    return first, last


def _chars(tokens: Iterable[Token], shift: int) -> tuple[int, int] | None:
    for token in tokens:
        span = tree.core_phrase(token)
        return span.start_char - shift, span.end_char - shift
    return None
