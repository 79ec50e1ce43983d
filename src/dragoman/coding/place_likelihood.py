"""Owns how likely each candidate of a text names a place: a logistic model that looks twice.

Does not find the candidates: see `coding.place_mentions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from dragoman.coding.place_mentions import Candidate
from dragoman.knowledge.gazetteer import fold
from dragoman.knowledge.place_words import PlaceWords


def _sum(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


def _country_shares(candidates: Sequence[Candidate], first: Sequence[float]) -> dict[str | None, float]:
    """How much of what the first look took for places lies in each country."""
    mass: dict[str | None, float] = defaultdict(float)
    for candidate, value in zip(candidates, first, strict=True):
        if candidate.entries:
            mass[candidate.entries[0].country] += _logistic(4 * value)
    total = sum(mass.values()) + 1.0
    return {country: value / total for country, value in mass.items()}


def again_features(candidates: Sequence[Candidate], first: Sequence[float]) -> list[dict[str, float]]:
    """Features of the second look: the first one's result, here and where the name occurs again."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        by_name[fold(candidate.text)].append(number)
    shares = _country_shares(candidates, first)
    result = []
    for number, candidate in enumerate(candidates):
        others = [first[n] for n in by_name[fold(candidate.text)] if n != number]
        share = max((shares.get(e.country, 0.0) for e in candidate.entries[:20]), default=0.0)
        features = {"first": first[number], "country share": share}
        if others:
            features |= {"best other": max(others), "worst other": min(others), "occurs again": 1.0}
        result.append(features)
    return result


def likelihoods(candidates: Sequence[Candidate], words: PlaceWords) -> list[float]:
    """How likely each candidate names a place (0 to 1), with a second look at recurring names."""
    first = [_sum(words.weights["mention"], c.features) / 4 for c in candidates]
    second = again_features(candidates, first)
    return [
        max(_logistic(_sum(words.weights["again"], {**f, **c.features})), _least_likelihood(c))
        for f, c in zip(second, candidates, strict=True)
    ]


def _least_likelihood(candidate: Candidate) -> float:
    """A floor for the places of our own tables, which the texts learned from rarely name."""
    features = candidate.features
    if "shared region" in features:
        return 0.6
    if "ours" not in features or "is common" in features or "surname in text" in features:
        return 0.0
    if candidate.inside and candidate.label == "PERSON":
        return 0.0
    placed = {"after locative", "after strong_locative", "before region_word", "after of"} & features.keys()
    site = all(entry.kind == "site" for entry in candidate.entries)
    several = candidate.last > candidate.first and not site
    return 0.6 if placed or several else 0.0
