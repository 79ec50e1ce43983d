"""Learns the weights of expected factuality from sentences with graded judgements.

    python training/fit_factuality.py FACTUALITY.jsonl [--out WEIGHTS.tsv]

The file has the format of `dragoman evaluate status` with `targets`. Prints figures by cross-validation over
stretches of the file, so that sentences of one text stay on one side; the weights are of the whole file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from dragoman.coding.factuality import factuality_features
from dragoman.coding.modality import assessed
from dragoman.evaluation.report import read_jsonl
from dragoman.evaluation.status import factuality_targets
from dragoman.knowledge.status_cues import status_cues
from dragoman.language.parse import load_parser

RARE = 8  # a feature seen less often gets no weight
RIDGE = 5.0
FOLDS = 5
SMALLEST = 0.02  # weights nearer to nothing are left out of the table
ROUNDS = 12  # of reweighting towards absolute error
BLUNT = 0.5  # errors below this count alike, else single targets would get all the weight
WEIGHTS = Path(__file__).parents[1] / "src/dragoman/knowledge/data/cues/factuality.tsv"

Numbers = npt.NDArray[np.float64]


def read(path: Path) -> tuple[list[tuple[str, ...]], Numbers]:
    """Features and judgements of every target."""
    cues = status_cues()
    features: list[tuple[str, ...]] = []
    gold: list[float] = []
    for token, target in factuality_targets(list(read_jsonl(path, required=["text"])), load_parser()):
        features.append(factuality_features(token, assessed(token, cues)))
        gold.append(float(target["factuality"]))
    return features, np.array(gold)


def matrix(features: Sequence[tuple[str, ...]], names: Sequence[str]) -> csr_matrix:
    """One row a target, one column a feature."""
    columns = {name: number for number, name in enumerate(names)}
    places = [(row, columns[name]) for row, found in enumerate(features) for name in found if name in columns]
    rows, cols = zip(*places, strict=True)
    return csr_matrix((np.ones(len(places)), (rows, cols)), shape=(len(features), len(names)))


def fit(design: csr_matrix, gold: Numbers, bias: int) -> Numbers:
    """Ridge regression, reweighted so that it comes near to the least absolute error."""
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[bias, bias] = 0.01
    importance = np.ones(len(gold))
    weights = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        normal = (design.T @ design.multiply(importance[:, None]).tocsr()).toarray() + ridge
        weights = np.linalg.solve(normal, design.T @ (importance * gold))
        importance = 1 / np.maximum(np.abs(gold - design @ weights), BLUNT)
    return weights


def crossed(design: csr_matrix, gold: Numbers, bias: int) -> tuple[float, float]:
    """Pearson r and mean absolute error, each fifth of the file measured with weights of the others."""
    fold = np.arange(len(gold)) * FOLDS // len(gold)
    found = np.zeros(len(gold))
    for number in range(FOLDS):
        rest = fold != number
        found[~rest] = design[~rest] @ fit(design[rest], gold[rest], bias)
    found = np.clip(found, -3.0, 3.0)
    return float(np.corrcoef(found, gold)[0, 1]), float(np.abs(found - gold).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    features, gold = read(options.file)
    counts = Counter(name for found in features for name in found)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    design = matrix(features, names)
    r, error = crossed(design, gold, names.index("bias"))
    print(f"{len(gold)} targets, {len(names)} features; five folds: r {r:.3f}, mean absolute error {error:.3f}")
    weights = fit(design, gold, names.index("bias"))
    lines = [f"{name}\t{weight:.2f}" for name, weight in zip(names, weights, strict=True) if abs(weight) >= SMALLEST]
    options.out.write_text("\n".join(["feature\tweight", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
