"""Owns the limits and calibrations of a trained reader, fitted on one half of dev and checked on the other.

python training/reader/calibrate.py --run FOLDER --base FOLDER --dev FILE --out FILE.json

Limits are chosen for the best F1 of each kind and role. The probabilities of triggers and roles go through a
logistic line (Platt 1999), those of attributes through one temperature each (Guo et al. 2017).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from corpus import KINDS, REFERENCE, ROLE_NAMES, VALUES, Example, example_of, read  # noqa: E402
from decode import ROLE_MASK, VALUE_MASK, figures_of  # noqa: E402
from fit import new_reader  # noqa: E402
from network import Reader  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from dragoman.language.network_reader import runs  # noqa: E402

GRID = np.round(np.arange(0.2, 0.76, 0.05), 2)
LOW = 0.15  # what is less likely is never shown, and not calibrated on


class Figures:
    """The network's raw figures for one passage with annotated triggers asked."""

    def __init__(self, model: Reader, e: Example) -> None:
        self.e = e
        words, real, sentence, self.tags = figures_of(model, e)
        self.queries = e.queries
        if not e.queries:
            return
        inside = torch.zeros(len(e.queries), len(e.first))
        for i, query in enumerate(e.queries):
            inside[i, query.words[0] : query.words[1]] = 1.0
        at = torch.zeros(len(e.queries), dtype=torch.long)
        kinds = torch.tensor([q.kind for q in e.queries])
        with torch.no_grad():
            roles, summary, happening = model.ask(words, real, sentence, at, kinds, inside)
            self.roles = torch.sigmoid(roles).numpy()
            self.values = {name: model.attribute["of_" + name](summary).numpy() for name in VALUES}
            self.issues = torch.sigmoid(model.issue(summary)).numpy()
            n = len(happening)
            one, two = happening.unsqueeze(1).expand(-1, n, -1), happening.unsqueeze(0).expand(n, -1, -1)
            logits = model.pairs(one, two)
            self.same = ((logits + logits.T) / 2).numpy()


def matched(found: Sequence[tuple[int, int, float]], gold: Sequence[tuple[int, int]]) -> list[bool]:
    """Which found spans overlap a gold span that no earlier one took."""
    taken: set[int] = set()
    out = []
    for a, z, _ in found:
        hit = next((i for i, (b, y) in enumerate(gold) if i not in taken and a < y and b < z), None)
        out.append(hit is not None)
        if hit is not None:
            taken.add(hit)
    return out


def best_limit(
    rows: Iterable[tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]], fallback: float
) -> tuple[float, float]:
    """The limit with the best F1 over (inside, begins, gold spans), and that F1."""
    kept = list(rows)
    gold = sum(len(spans) for _, _, spans in kept)
    if gold < 8:
        return fallback, 0.0
    scored = []
    for limit in GRID:
        found = hit = 0
        for inside, begins, spans in kept:
            got = list(runs(inside, begins, float(limit)))
            found += len(got)
            hit += sum(matched(got, spans))
        scored.append((2 * hit / max(1, found + gold), float(limit)))
    smooth = [np.mean([s for s, _ in scored[max(0, i - 1) : i + 2]]) for i in range(len(scored))]
    best = int(np.argmax(smooth))
    return scored[best][1], scored[best][0]


def line(p: Sequence[float], y: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of the logistic line over logits; Newton's steps with a little ridge."""
    x = np.log(np.clip(p, 1e-6, 1 - 1e-6) / (1 - np.clip(p, 1e-6, 1 - 1e-6)))
    design, target, w = np.stack([x, np.ones_like(x)], 1), np.array(y, float), np.array([1.0, 0.0])
    for _ in range(30):
        q = 1 / (1 + np.exp(-design @ w))
        gradient = design.T @ (q - target) + 0.1 * (w - [1.0, 0.0])
        hessian = (design * (q * (1 - q))[:, None]).T @ design + 0.1 * np.eye(2)
        w = w - np.linalg.solve(hessian, gradient)
    return float(w[0]), float(w[1])


def calibration_error(p: np.ndarray, y: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of like size."""
    order = np.argsort(p)
    return float(
        sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in np.array_split(order, bins) if len(part))
        / max(1, len(p))
    )


def triggers(all_figures: Sequence[Figures]) -> dict[str, list[tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]]]:
    k = len(KINDS)
    return {
        name: [(f.tags[:, i], f.tags[:, k + i], [q.words for q in f.queries if q.kind == i]) for f in all_figures]
        for i, name in enumerate(KINDS)
    }


def roles(all_figures: Sequence[Figures]) -> dict[str, list[tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]]]:
    out: dict[str, list[tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]]] = {name: [] for name in ROLE_NAMES}
    r = len(ROLE_NAMES)
    for f in all_figures:
        for i, q in enumerate(f.queries):
            for role in np.flatnonzero(ROLE_MASK[q.kind]):
                spans = [(a, z) for x, a, z in q.roles if x == role]
                out[ROLE_NAMES[role]].append((f.roles[i, :, role], f.roles[i, :, r + role], spans))
    return out


def pool(rows: Iterable[tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]]) -> tuple[list[float], list[bool]]:
    p: list[float] = []
    y: list[bool] = []
    for inside, begins, spans in rows:
        got = list(runs(inside, begins, LOW))
        p += [q for _, _, q in got]
        y += matched(got, spans)
    return p, y


def attribute_rows(all_figures: Sequence[Figures], name: str) -> list[tuple[np.ndarray, int]]:
    out = []
    for f in all_figures:
        for i, q in enumerate(f.queries):
            if name in q.attributes:
                mask = VALUE_MASK[name][q.kind]
                out.append((f.values[name][i] + (mask - 1) * 1e4, q.attributes[name]))
    return out


def temperature(rows: Sequence[tuple[np.ndarray, int]]) -> float:
    if not rows:
        return 1.0
    logits, gold = np.stack([x for x, _ in rows]), np.array([g for _, g in rows])

    def loss(t: float) -> float:
        z = logits / t
        z = z - z.max(1, keepdims=True)
        return float((np.log(np.exp(z).sum(1)) - z[np.arange(len(gold)), gold]).mean())

    return float(min(np.arange(0.6, 3.01, 0.05), key=loss))


def same_limit(all_figures: Sequence[Figures]) -> tuple[float, float]:
    """Limit over the logit of sameness with the best F1 over pairs of frames of one kind."""
    p, y = [], []
    for f in all_figures:
        for i, a in enumerate(f.queries):
            for j in range(i):
                b = f.queries[j]
                if a.kind == b.kind and a.kind != REFERENCE:
                    p.append(f.same[i, j])
                    y.append(a.happening == b.happening)
    p_, y_ = np.array(p), np.array(y)
    scores = [
        (2 * (y_ & (p_ > t)).sum() / max(1, y_.sum() + (p_ > t).sum()), float(t)) for t in np.arange(-1.5, 1.6, 0.25)
    ]
    return max(scores)[1], float(max(scores)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--lean",
        type=float,
        default=0.75,
        help="factor of the limits: an entry gains more by one frame more than it loses, for doubt is kept and marked",
    )
    given = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = new_reader(given.base)
    model.load_state_dict(torch.load(given.run / "average.pt")["model"])
    model.eval()
    every = [Figures(model, e) for e in (example_of(p, tokenizer) for p in read([given.dev])) if e.first]
    halves = every[::2], every[1::2]

    # The limits that are shipped come from all of dev; the errors are those of a fit on one half, on the other.
    def lean(rows: Iterable[tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]]) -> float:
        return round(max(0.1, best_limit(rows, 0.4)[0] * given.lean), 3)

    limits: dict[str, object] = {
        "trigger": {name: lean(rows) for name, rows in triggers(every).items()},
        "role": {name: lean(rows) for name, rows in roles(every).items() if name != "antecedent"},
        "antecedent": best_limit(roles(every)["antecedent"], 0.4)[0],
        "same": same_limit(every)[0],
        "issue": 0.4,
    }
    heat: dict[str, object] = {}
    report: dict[str, object] = {
        "same_f1": round(same_limit(every)[1], 3),
        "antecedent_f1": round(best_limit(roles(every)["antecedent"], 0.4)[1], 3),
        "trigger_limits_f1": {n: round(best_limit(r, 0.4)[1], 3) for n, r in triggers(every).items()},
        "role_f1_given_triggers": {n: round(best_limit(r, 0.4)[1], 3) for n, r in roles(every).items()},
    }
    for what, rows in (("trigger", triggers), ("role", roles)):
        pools = [
            pool(row for name, part in rows(half).items() if name != "antecedent" for row in part)
            for half in (*halves, every)
        ]
        slope, offset = line(*pools[0])
        p, y = np.array(pools[1][0]), np.array(pools[1][1], float)
        x = np.log(np.clip(p, 1e-6, 1 - 1e-6) / (1 - np.clip(p, 1e-6, 1 - 1e-6)))
        report[f"{what}_ece"] = round(calibration_error(1 / (1 + np.exp(-(slope * x + offset))), y), 4)
        report[f"{what}_ece_raw"] = round(calibration_error(p, y), 4)
        heat[f"{what}_line"] = [round(v, 4) for v in line(*pools[2])]
    heat["antecedent_line"] = [round(v, 4) for v in line(*pool(roles(every)["antecedent"]))]
    for name in VALUES:
        heat[name] = round(temperature(attribute_rows(every, name)), 3)
        t = temperature(attribute_rows(halves[0], name))
        rows = attribute_rows(halves[1], name)
        z = np.stack([x for x, _ in rows]) / t
        share = np.exp(z - z.max(1, keepdims=True))
        share /= share.sum(1, keepdims=True)
        right = (share.argmax(1) == np.array([g for _, g in rows])).astype(float)
        report[f"{name}_ece"] = round(calibration_error(share.max(1), right), 4)
        report[f"{name}_accuracy"] = round(float(right.mean()), 3)
    given.out.write_text(json.dumps({"limits": limits, "temperature": heat, "report": report}, indent=1) + "\n")
    print(json.dumps(report, indent=1))
    print(json.dumps(limits))


if __name__ == "__main__":
    main()
