"""Learns the weights of the place models from texts with marked toponyms.

    python training/train_places.py TR-NEWS.jsonl LGL.jsonl --out WEIGHTS.tsv

The files have the format of `dragoman evaluate place`. `--half` learns from every second document
only, so that the other half can be used to check. Needs scikit-learn and scipy.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from dragoman.coding import place_choice as choice
from dragoman.coding.place_likelihood import again_features, likelihoods
from dragoman.coding.place_mentions import Candidate, Finder
from dragoman.coding.places import _country_of_host, _host, group
from dragoman.knowledge.gazetteer import open_gazetteer
from dragoman.knowledge.place_words import PlaceWords, read_classes
from dragoman.language.parse import parse

NEAR_KM = 60.0
FAR_KM = 161.0
# Inverse of the ridge; 0.1 was best of 0.05, 0.1 and 0.3 on the half that was not learned from.
STRENGTH = 0.1


@dataclass
class Text:
    """One marked text with its candidates."""

    record: dict[str, Any]
    finder: Finder
    candidates: list[Candidate]
    gold: list[dict[str, Any] | None]
    weight: float


def km(a: float, b: float, c: float, d: float) -> float:
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def in_first_half(record: dict[str, Any]) -> bool:
    """Whether a document belongs to the half that is learned from with `--half`."""
    key = f"{record.get('domain')}|{record['text'][:80]}".encode()
    return blake2b(key, digest_size=1).digest()[0] % 2 == 0


def load(paths: list[Path], half: bool, words: PlaceWords) -> list[Text]:
    gazetteer = open_gazetteer()
    texts = []
    # The sets count alike in the choice of places, whatever their size, up to a factor of three.
    sizes = {path: sum(1 for _ in path.open(encoding="utf-8", newline="\n")) for path in paths}
    for path in paths:
        weight = min(3.0, max(sizes.values()) / sizes[path])
        for line in path.open(encoding="utf-8", newline="\n"):
            record = json.loads(line)
            if half and not in_first_half(record):
                continue
            entities = entities_of(record)
            finder = Finder(record["text"], entities, gazetteer, words)
            candidates = finder.candidates()
            gold = []
            for one in candidates:
                over = [t for t in record["toponyms"] if t["start"] < one.end and one.start < t["end"]]
                gold.append(over[0] if over else None)
            texts.append(Text(record, finder, candidates, gold, weight))
    return texts


def entities_of(record: dict[str, Any]) -> list[tuple[int, int, str]]:
    return [(e.start_char, e.end_char, e.label_) for e in parse(record["text"]).ents]


def fit(rows: list[dict[str, float]], truth: list[bool], strength: float) -> dict[str, float]:
    vectoriser = DictVectorizer()
    x = vectoriser.fit_transform(rows)
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(x, np.array(truth))
    weights = dict(zip(vectoriser.get_feature_names_out(), model.coef_[0], strict=True))
    counts = np.asarray((x != 0).sum(axis=0)).ravel()
    kept = {n: float(w) for (n, w), c in zip(weights.items(), counts, strict=True) if c >= 4}
    return {"bias": float(model.intercept_[0]), **kept}


def learn_mentions(texts: list[Text], words: PlaceWords) -> PlaceWords:
    rows = [dict(c.features) for t in texts for c in t.candidates]
    truth = [g is not None for t in texts for g in t.gold]
    words = replace(words, weights={**words.weights, "mention": fit(rows, truth, STRENGTH)})
    rows = []
    for text in texts:
        weights = words.weights["mention"]
        first = [
            (weights["bias"] + sum(weights.get(n, 0) * v for n, v in c.features.items())) / 4 for c in text.candidates
        ]
        again = again_features(text.candidates, first)
        rows += [f | dict(c.features) for f, c in zip(again, text.candidates, strict=True)]
    return replace(words, weights={**words.weights, "again": fit(rows, truth, STRENGTH)})


@dataclass
class Problem:
    """The names of one text as a table, with the right rows of every name that is marked."""

    names: list[choice.Name]
    table: choice._Table
    right: list[tuple[slice, np.ndarray, float]]


def problems(texts: list[Text], words: PlaceWords) -> list[Problem]:
    found = []
    for text in texts:
        likely = likelihoods(text.candidates, words)
        url = text.record.get("url")
        host = _host(url)
        groups = group(text.finder, text.candidates, likely, host=host)
        names = [name for _, name in groups]
        address = _country_of_host(host, text.finder.gazetteer)
        table = choice._table(names, (), address)
        if not table.entries:
            continue
        right = []
        for (members, _), part in zip(groups, table.slices, strict=True):
            gold = [text.gold[n] for n in members if text.gold[n] and text.gold[n]["lat"] is not None]
            if not gold or part.start == part.stop:
                continue
            place = gold[0]
            distance = np.array([km(e.latitude, e.longitude, place["lat"], place["lon"]) for e in table.entries[part]])
            ok = distance < max(NEAR_KM, distance.min() + 1)
            if distance.min() < FAR_KM and not ok.all():
                right.append((part, ok, text.weight * math.sqrt(len(gold))))
        found.append(Problem(names, table, right))
    return found


def loss(
    vector: np.ndarray, blocks: list[tuple[np.ndarray, np.ndarray, float]], ridge: float
) -> tuple[float, np.ndarray]:
    total, slope = ridge * float(vector @ vector), 2 * ridge * vector
    for features, ok, weight in blocks:
        scores = features @ vector
        p = np.exp(scores - scores.max())
        p /= p.sum()
        mass = p[ok].sum() + 1e-12
        total -= weight * math.log(mass)
        target = np.where(ok, p / mass, 0.0)
        slope -= weight * (features.T @ (target - p))
    return total, slope


def learn_choice(found: list[Problem], ridge: float = 0.6, turns: int = 6) -> dict[str, float]:
    vector = np.zeros(len(choice.FEATURES))
    vector[choice._AT["people"]] = 3.0
    for turn in range(turns):
        blocks = []
        for problem in found:
            table = problem.table
            beliefs = choice._beliefs(table, table.base @ vector)
            features = table.base
            for _ in range(choice.ROUNDS if turn else 1):
                features = choice._context(table, beliefs, problem.names)
                beliefs = choice._beliefs(table, features @ vector)
            blocks += [(features[part], ok, weight) for part, ok, weight in problem.right]
        result = minimize(loss, vector, args=(blocks, ridge), jac=True, method="L-BFGS-B")
        print(f"turn {turn}: loss {result.fun:.1f} over {len(blocks)} names")
        vector = 0.5 * vector + 0.5 * result.x if turn else result.x
    return dict(zip(choice.FEATURES, map(float, vector), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", action="store_true")
    options = parser.parse_args()
    empty: dict[str, dict[str, float]] = {"mention": {}, "again": {}, "choice": {}}
    words = PlaceWords(read_classes(), empty)
    texts = load(options.paths, options.half, words)
    words = learn_mentions(texts, words)
    weights = {**words.weights, "choice": learn_choice(problems(texts, words))}
    lines = ["# Learned by training/train_places.py; a feature without a line weighs nothing."]
    lines.append("model\tfeature\tweight")
    for model, table in weights.items():
        lines += [f"{model}\t{f}\t{w:.4f}" for f, w in sorted(table.items()) if abs(w) >= 0.0005]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
