"""Owns the way from the network's figures to frames, and the quick measure that training prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from corpus import KINDS, ROLE_NAMES, VALUES, Example, character_span, valid_roles, valid_values
from network import Reader

from dragoman.language.network_reader import runs

ROLE_MASK = valid_roles()
VALUE_MASK = {name: valid_values(name) for name in VALUES}
LIMITS = {"trigger": 0.4, "role": 0.4}


@torch.no_grad()
def figures_of(model: Reader, e: Example) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, np.ndarray]:
    pieces, first = torch.tensor([e.pieces]), torch.tensor([e.first])
    words = model.encode(pieces, torch.ones_like(pieces), first)
    real, sentence = torch.ones(1, len(e.first)), torch.tensor([e.sentence])
    return words, real, sentence, torch.sigmoid(model.tags(words))[0].numpy()


@torch.no_grad()
def reading_of(model: Reader, e: Example, limits: dict[str, float] = LIMITS) -> list[dict[str, Any]]:
    """The frames of a passage: kind, characters, attributes and roles, each role with its probability."""
    if not e.first:
        return []
    words, real, sentence, tags = figures_of(model, e)
    k = len(KINDS)
    found = [(kind, *run) for kind in range(k) for run in runs(tags[:, kind], tags[:, k + kind], limits["trigger"])]
    if not found:
        return []
    inside = torch.zeros(len(found), len(e.first))
    for i, (_, a, z, _) in enumerate(found):
        inside[i, a:z] = 1.0
    kinds = torch.tensor([f[0] for f in found])
    roles, summary, _ = model.ask(words, real, sentence, torch.zeros(len(found), dtype=torch.long), kinds, inside)
    roles = torch.sigmoid(roles).numpy()
    values = {name: model.attribute["of_" + name](summary).numpy() for name in VALUES}
    issues = model.issue(summary).numpy()
    r = len(ROLE_NAMES)
    chars = lambda a, z: (e.spans[a][0], e.spans[z - 1][1])  # noqa: E731
    from dragoman.contract.issues import ISSUES

    out = []
    for i, (kind, a, z, p) in enumerate(found):
        frame: dict[str, Any] = {"f": KINDS[kind], "t": chars(a, z), "p": p, "roles": []}
        for name in VALUES:
            mask = VALUE_MASK[name][kind]
            frame[name] = VALUES[name][int((values[name][i] + (mask - 1) * 1e4).argmax())] if mask.any() else None
        frame["issue"] = ISSUES[int(issues[i].argmax())]
        for role in np.flatnonzero(ROLE_MASK[kind]):
            for start, end, q in runs(roles[i, :, role], roles[i, :, r + role], limits["role"]):
                frame["roles"].append((ROLE_NAMES[role], *chars(start, end), q))
        out.append(frame)
    return out


def gold_of(e: Example) -> list[dict[str, Any]]:
    """The annotated frames in the form of `reading_of`."""
    sentences, out = e.passage["sentences"], []
    for f in e.passage["frames"]:
        issues = f.get("issue") if isinstance(f.get("issue"), list) else [f["issue"]] if f.get("issue") else []
        out.append(
            {
                "f": f["f"],
                "t": character_span(sentences, e.starts, f["t"]),
                **{name: f.get(name) for name in VALUES},
                "issues": issues,
                "roles": [
                    (role, *character_span(sentences, e.starts, x))
                    for role, xs in (f.get("roles") or {}).items()
                    for x in xs
                ],
            }
        )
    return out


def score(examples: Sequence[Example], readings: Sequence[list[dict[str, Any]]]) -> dict[str, Any]:
    """The trial's measures: kind and overlapping words; roles under a matched frame; attributes of matched frames."""
    c: Counter[str] = Counter()
    right = {name: [0, 0] for name in (*VALUES, "issue")}
    for e, found in zip(examples, readings, strict=True):
        gold = gold_of(e)
        used: set[int] = set()
        for g in gold:
            c["gold"] += 1
            c["role gold"] += len(g["roles"])
            match = next(
                (i for i, f in enumerate(found) if i not in used and f["f"] == g["f"] and _meet(f["t"], g["t"])), None
            )
            if match is None:
                continue
            used.add(match)
            c["hit"] += 1
            f = found[match]
            for name in VALUES:
                if g[name]:
                    right[name][1] += 1
                    right[name][0] += f[name] == g[name]
            if g["issues"]:
                right["issue"][1] += 1
                right["issue"][0] += f["issue"] in g["issues"]
            taken: set[int] = set()
            for role, *at in g["roles"]:
                hit = next(
                    (i for i, x in enumerate(f["roles"]) if i not in taken and x[0] == role and _meet(x[1:3], at)), None
                )
                if hit is not None:
                    taken.add(hit)
                    c["role hit"] += 1
        c["found"] += len(found)
        c["role found"] += sum(len(f["roles"]) for f in found)
        kinds = [
            {(max(i for i, s in enumerate(e.starts) if s <= f["t"][0]), f["f"]) for f in frames}
            for frames in (gold, found)
        ]
        c["sentence gold"] += len(kinds[0])
        c["sentence found"] += len(kinds[1])
        c["sentence hit"] += len(kinds[0] & kinds[1])

    def f1(name: str) -> float:
        return round(2 * c[name + "hit"] / max(1, c[name + "found"] + c[name + "gold"]), 4)

    return {
        "trigger_f1": f1(""),
        "role_f1": f1("role "),
        "sentence_kind_f1": f1("sentence "),
        "found": round(c["found"] / max(1, c["gold"]), 2),
        "role_found": round(c["role found"] / max(1, c["role gold"]), 2),
        **{name: round(a / max(1, n), 3) for name, (a, n) in right.items()},
    }


def _meet(a: Sequence[int], b: Sequence[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
