"""Owns the words around a name that tell places from people and bodies, and the learned weights.

Does not read texts: see `coding.place_mentions` and `coding.places`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.errors import KnowledgeError
from dragoman.knowledge.gazetteer_build import read_table

WEIGHTS = "data/places/weights.tsv"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words of context and weights.

    Attributes:
        classes: lower-case word to the names of its classes.
        weights: model (`mention` or `choice`) to feature to weight.
    """

    classes: Mapping[str, frozenset[str]]
    weights: Mapping[str, Mapping[str, float]]


def _read_weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {"mention": {}, "again": {}, "choice": {}}
    faults = []
    text = (files("dragoman.knowledge") / WEIGHTS).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith(("#", "model\t")):
            continue
        try:
            model, feature, weight = line.split("\t")
            weights[model][feature] = float(weight)
        except (KeyError, ValueError):
            faults.append(f"{WEIGHTS}:{number}: expected model, feature and weight, not {line!r}")
    if faults:
        raise KnowledgeError(faults)
    return weights


def read_classes() -> dict[str, frozenset[str]]:
    """Lower-case word to the names of its classes."""
    classes: dict[str, set[str]] = {}
    for row in read_table("words"):
        classes.setdefault(row["word"], set()).add(row["class"])
    return {word: frozenset(names) for word, names in classes.items()}


@cache
def load_place_words() -> PlaceWords:
    """The words and the weights, read once.

    Raises:
        KnowledgeError: a file has faults; all of them are listed.
    """
    return PlaceWords(read_classes(), _read_weights())
