"""Owns how well reviewers agree: Krippendorff's alpha over what two or more of them judged.

Klaus Krippendorff, Content Analysis, 4th ed. 2018, chapter 12; nominal. Its library is under the GPL: not used here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.records.statement import Judgement

_SINGLE = ("right", "wrong", "corrected")
# Alpha of fewer says nothing.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Alpha:
    """How well reviewers agree.

    Attributes:
        alpha: 1 is perfect, 0 is what chance would give, below it is worse; None where it cannot be told.
        units: how many were judged by two or more reviewers.
        reviewers: how many reviewers judged these.
        reason: why there is no alpha.
    """

    alpha: float | None
    units: int
    reviewers: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Reviewers' agreement on single claims (right, wrong, corrected) and on pairs (same, different)."""

    claims: Alpha
    pairs: Alpha


def agreement(judgements: Iterable[Judgement]) -> Agreement:
    """The agreement over all judgements; of one reviewer the last on a unit counts."""
    claims: dict[Hashable, dict[str, str]] = {}
    pairs: dict[Hashable, dict[str, str]] = {}
    for one in judgements:
        if one.verdict in _SINGLE:
            claims.setdefault(one.one, {})[one.by] = one.verdict
        elif one.other is not None:
            pairs.setdefault(frozenset({one.one, one.other}), {})[one.by] = one.verdict
    return Agreement(_alpha(claims), _alpha(pairs))


def _alpha(units: Mapping[Hashable, Mapping[str, str]]) -> Alpha:
    twice = [told for told in units.values() if len(told) > 1]
    reviewers = len({name for told in twice for name in told})
    if len(twice) < FEWEST:
        return Alpha(None, len(twice), reviewers, "fewer than two were judged by two reviewers")
    used = {verdict for told in twice for verdict in told.values()}
    if len(used) < 2:
        return Alpha(None, len(twice), reviewers, f"all of them were judged {used.pop()!r}")
    return Alpha(round(_nominal([list(told.values()) for told in twice]), 4), len(twice), reviewers, None)


def _nominal(units: Sequence[Sequence[str]]) -> float:
    """Alpha of units with two or more values each: one less the disagreement seen over the one expected by chance."""
    totals: Counter[str] = Counter()
    seen = 0.0
    for values in units:
        counts = Counter(values)
        totals += counts
        seen += sum(count * (len(values) - count) for count in counts.values()) / (len(values) - 1)
    every = totals.total()
    expected = sum(count * (every - count) for count in totals.values()) / (every - 1)
    return 1 - seen / expected
