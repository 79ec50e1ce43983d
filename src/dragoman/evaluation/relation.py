"""Owns the score of the relation task: the event type of a given pair in a sentence.

The pair is given, so NONE is not offered unless the file uses it. Does not extract events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError
from dragoman.evaluation.report import Report, Table, precision_recall_f1, read_jsonl
from dragoman.language.pair_judge import Judged, Pair, PairJudge, Span, shipped_judge

REQUIRED = ("sentence", "gold_root", "source_start", "target_start")
CALIBRATION_BINS = 15
WORST = 20

# What gold files call a root, and the PLOVER types that it stands for. The first set is PLV's,
# which keeps CAMEO's YIELD; the others are the older names of PLOVER 0.5 gold records.
PLV_ROOTS: Mapping[str, tuple[str, ...]] = {
    "AGREE": ("AGREE",),
    "CONSULT": ("CONSULT",),
    "SUPPORT": ("SUPPORT",),
    "COOPERATE": ("COOPERATE",),
    "AID": ("AID",),
    "YIELD": ("CONCEDE", "RETREAT"),
    "REQUEST": ("REQUEST",),
    "ACCUSE": ("ACCUSE",),
    "REJECT": ("REJECT",),
    "THREATEN": ("THREATEN",),
    "PROTEST": ("PROTEST",),
    "SANCTION": ("SANCTION",),
    "MOBILIZE": ("MOBILIZE",),
    "COERCE": ("COERCE",),
    "ASSAULT": ("ASSAULT",),
}
OTHER_ROOTS: Mapping[str, tuple[str, ...]] = {
    "CONCEDE": ("CONCEDE",),
    "RETREAT": ("RETREAT",),
    "DEMAND": ("REQUEST",),
    "DISAPPROVE": ("ACCUSE",),
    "INVESTIGATE": ("ACCUSE",),
    "FIGHT": ("ASSAULT",),
    "NONE": ("NONE",),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of a gold file with its pair and root."""

    sentence: str
    pair: Pair
    root: str


def evaluate(path: Path, *, judge: PairJudge | None = None) -> Report:
    """Score the shipped network on a file in the format of PLV.

    Figures: macro-F1 over the roots in the file, accuracy, n, and the expected calibration
    error of the probability of the answer (15 equal bins).

    Raises:
        FormatError: the file is not of the format, or has an unknown root.
        ModelMissing: the network is not installed.
    """
    items = [_item(record, path) for record in read_jsonl(path, required=REQUIRED)]
    judged = (judge or shipped_judge()).classify([item.sentence for item in items], [[item.pair] for item in items])
    space = label_space([item.root for item in items])
    shares = [root_shares(own[0], space) for own in judged]
    found = [max(share, key=lambda root: share[root]) for share in shares]
    gold = [item.root for item in items]
    rows = _class_rows(gold, found)
    hits = [g == f for g, f in zip(gold, found, strict=True)]
    sure = [share[root] for share, root in zip(shares, found, strict=True)]
    figures: dict[str, float | int] = {
        "macro_f1": sum(row[3] for row in rows) / len(rows),
        "accuracy": sum(hits) / len(hits),
        "n": len(items),
        "ece": calibration_error(sure, hits),
    }
    return Report(
        task="relation",
        figures=figures,
        tables=(_class_table(rows), _confusion_table(gold, found)),
        notes=("The pair is given; the answer is the most probable root of the file's label space.",),
    )


def label_space(roots: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The roots to choose from: PLV's fifteen, or also others where the file uses them.

    A file with CONCEDE or RETREAT has no YIELD, and the other way round.
    """
    used = set(roots)
    space = {root: types for root, types in PLV_ROOTS.items() if root in used}
    if not used <= set(PLV_ROOTS):
        space |= {root: types for root, types in OTHER_ROOTS.items() if root in used}
    taken = {kind for types in space.values() for kind in types}
    free = {root: types for root, types in PLV_ROOTS.items() if not taken & set(types)}
    return {**space, **free}


def root_shares(judged: Judged, space: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """Probability of each root of a label space, which sum to 1."""
    raw = {root: sum(judged.types[kind] for kind in types) for root, types in space.items()}
    total = sum(raw.values())
    return {root: value / total if total else 1 / len(raw) for root, value in raw.items()}


def calibration_error(confidence: Sequence[float], hits: Sequence[bool]) -> float:
    """Expected calibration error over equal-width bins (Naeini et al. 2015); 0 is best."""
    bins: dict[int, list[int]] = {}
    for number, value in enumerate(confidence):
        bins.setdefault(min(int(value * CALIBRATION_BINS), CALIBRATION_BINS - 1), []).append(number)
    error = 0.0
    for members in bins.values():
        gap = sum(confidence[n] - hits[n] for n in members)
        error += abs(gap) / len(confidence)
    return error


def _item(record: Mapping[str, Any], path: Path) -> Item:
    sentence, root = record["sentence"], record["gold_root"]
    known = set(PLV_ROOTS) | set(OTHER_ROOTS)
    if not isinstance(sentence, str) or root not in known:
        what = f"unknown gold_root {root!r}" if isinstance(sentence, str) else "sentence is no text"
        raise FormatError(str(path), what, f"gold_root to be one of {', '.join(sorted(known))}")
    sides = [_span(record, side, len(sentence), path) for side in ("source", "target")]
    return Item(sentence, (sides[0], sides[1]), root)


def _span(record: Mapping[str, Any], side: str, length: int, path: Path) -> Span | None:
    """The span of a side; None where the file gives no complete span."""
    start, end = record.get(f"{side}_start"), record.get(f"{side}_end")
    if start is None or end is None:
        return None
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in (start, end))
    if not whole or not 0 <= start < end <= length:
        problem = f"{side} span {start!r} to {end!r} is not inside the sentence"
        raise FormatError(str(path), problem, "character offsets, end exclusive")
    return start, end


def _class_rows(gold: Sequence[str], found: Sequence[str]) -> list[tuple[str, float, float, float, int]]:
    right = Counter(g for g, f in zip(gold, found, strict=True) if g == f)
    in_gold, in_found = Counter(gold), Counter(found)
    return [
        (root, *precision_recall_f1(right[root], in_found[root], in_gold[root]), in_gold[root])
        for root in sorted(in_gold)
    ]


def _class_table(rows: Sequence[tuple[str, float, float, float, int]]) -> Table:
    cells = [(root, f"{p:.3f}", f"{r:.3f}", f"{f:.3f}", str(n)) for root, p, r, f, n in rows]
    return Table("By root", ("root", "precision", "recall", "F1", "n"), cells)


def _confusion_table(gold: Sequence[str], found: Sequence[str]) -> Table:
    wrong = Counter((g, f) for g, f in zip(gold, found, strict=True) if g != f)
    cells = [(g, f, str(n)) for (g, f), n in sorted(wrong.items(), key=lambda x: (-x[1], x[0]))]
    return Table("Worst confusions", ("gold", "found", "n"), cells[:WORST])
