"""Owns the figures of a trained network and the temperatures that calibrate it.

Does not train; the definitions match `dragoman evaluate relation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch
from corpus import PLV_ROOTS, Row
from fit import MODE_INDEX, STATUS_INDEX, TYPE_INDEX, TYPES
from torch import Tensor
from torch.nn import functional

BINS = 15


def temperature(logits: Tensor, gold: Sequence[Sequence[int]]) -> float:
    """The temperature that makes the gold labels most probable; a grid from 0.3 to 3."""
    best, least = 1.0, float("inf")
    for n in range(109):
        value = 0.3 * 1.0216**n
        logs = functional.log_softmax(logits / value, dim=-1)
        loss = -sum(float(torch.logsumexp(logs[row, list(labels)], 0)) for row, labels in enumerate(gold))
        if loss < least:
            best, least = value, loss
    return best


def temperatures(out: tuple[Tensor, Tensor, Tensor], rows: Sequence[Row]) -> dict[str, float]:
    """One temperature a head, from rows that were not trained on."""
    modes = [(n, MODE_INDEX[f"{r.types[0]}/{r.mode}"]) for n, r in enumerate(rows) if r.mode]
    status = [(n, STATUS_INDEX[r.status]) for n, r in enumerate(rows) if r.status]
    return {
        "types": temperature(out[0], [[TYPE_INDEX[t] for t in row.types] for row in rows]),
        "modes": temperature(out[1][[n for n, _ in modes]], [[g] for _, g in modes]),
        "status": temperature(out[2][[n for n, _ in status]], [[g] for _, g in status]),
    }


def shares(logits: Tensor, labels: Sequence[str], heat: float) -> Tensor:
    """Probabilities over the labels of a gold file, which may each stand for several types."""
    whole = torch.softmax(logits / heat, dim=-1)
    columns = [[TYPE_INDEX[t] for t in PLV_ROOTS.get(label, (label,))] for label in labels]
    kept = torch.stack([whole[:, own].sum(1) for own in columns], dim=1)
    return kept / kept.sum(1, keepdim=True)


def figures(logits: Tensor, rows: Sequence[Row], heat: float) -> dict[str, object]:
    """Macro-F1, accuracy, expected calibration error, F1 by class and the worst confusions."""
    labels = sorted({row.gold for row in rows})
    probability = shares(logits, labels, heat)
    top, index = probability.max(dim=1)
    found = [labels[n] for n in index.tolist()]
    gold = [row.gold for row in rows]
    scores = {}
    for label in labels:
        both = sum(g == p == label for g, p in zip(gold, found, strict=True))
        either = gold.count(label) + found.count(label)
        scores[label] = 2 * both / either if either else 0.0
    hits = [float(g == p) for g, p in zip(gold, found, strict=True)]
    wrong = Counter((g, p) for g, p in zip(gold, found, strict=True) if g != p)
    return {
        "macro_f1": sum(scores.values()) / len(scores),
        "accuracy": sum(hits) / len(hits),
        "ece": calibration_error(top.tolist(), hits),
        "n": len(rows),
        "f1": {label: round(score, 3) for label, score in scores.items()},
        "confused": [f"{g} as {p}: {n}" for (g, p), n in wrong.most_common(12)],
    }


def calibration_error(confidence: Sequence[float], hits: Sequence[float]) -> float:
    """Expected calibration error over equal-width bins (Naeini et al. 2015)."""
    error = 0.0
    for n in range(BINS):
        inside = [k for k, c in enumerate(confidence) if n / BINS < c <= (n + 1) / BINS]
        if inside:
            sure = sum(confidence[k] for k in inside) / len(inside)
            right = sum(hits[k] for k in inside) / len(inside)
            error += abs(sure - right) * len(inside) / len(confidence)
    return error


def label_accuracy(logits: Tensor, rows: Sequence[Row], which: str) -> float | None:
    """Share of right modes (among the type's own) or statuses, over the rows that state one."""
    index = MODE_INDEX if which == "mode" else STATUS_INDEX
    right = total = 0
    for n, row in enumerate(rows):
        value = row.mode if which == "mode" else row.status
        if not value:
            continue
        gold = f"{row.types[0]}/{value}" if which == "mode" else value
        start = f"{row.types[0]}/" if which == "mode" else ""
        own = [label for label in index if label.startswith(start)]
        best = max(own, key=lambda label: float(logits[n, index[label]]))
        right += best == gold
        total += 1
    return right / total if total else None


__all__ = ["TYPES", "figures", "label_accuracy", "temperatures"]
