"""Owns the scores of a clustering against another: MUC, B-cubed, entity CEAF and their mean.

Formulas: Vilain et al. (1995), Bagga and Baldwin (1998), Luo (2005); the mean is CoNLL 2012's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

Clusters = Sequence[frozenset[Hashable]]


def clusters_of(labels: Mapping[Hashable, Hashable]) -> list[frozenset[Hashable]]:
    """The clusters of items by their labels."""
    found: dict[Hashable, set[Hashable]] = {}
    for item, label in labels.items():
        found.setdefault(label, set()).add(item)
    return [frozenset(cluster) for cluster in found.values()]


def b_cubed(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """Precision, recall and F1, each item counted once."""
    return _f1(_b_cubed(found, gold), _b_cubed(gold, found))


def muc(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """Precision, recall and F1 of links."""
    return _f1(_links(found, gold), _links(gold, found))


def ceaf(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """Precision, recall and F1 of clusters under their best one-to-one alignment."""
    total = 0.0
    for one, other in _components(gold, found):
        gains = [[2 * len(a & b) / (len(a) + len(b)) for b in other] for a in one]
        total += best_alignment(gains)
    return _f1(total / len(found) if found else 0.0, total / len(gold) if gold else 0.0)


def conll(gold: Clusters, found: Clusters) -> float:
    """The mean F1 of the three."""
    return (muc(gold, found)[2] + b_cubed(gold, found)[2] + ceaf(gold, found)[2]) / 3


def best_alignment(gains: Sequence[Sequence[float]]) -> float:
    """The greatest sum of a one-to-one alignment of rows to columns (Kuhn and Munkres)."""
    if not gains or not gains[0]:
        return 0.0
    rows = [list(row) for row in gains]
    if len(rows) > len(rows[0]):
        rows = [list(column) for column in zip(*rows, strict=True)]
    n, m = len(rows), len(rows[0])
    u, v, match = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        match[0], column = i, 0
        least, way, used = [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while True:
            used[column] = True
            row, step, following = match[column], float("inf"), 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                cost = -rows[row - 1][j - 1] - u[row] - v[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[match[j]] += step
                    v[j] -= step
                else:
                    least[j] -= step
            column = following
            if match[column] == 0:
                break
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return sum(rows[match[j] - 1][j - 1] for j in range(1, m + 1) if match[j])


def _components(
    gold: Clusters, found: Clusters
) -> Iterable[tuple[list[frozenset[Hashable]], list[frozenset[Hashable]]]]:
    """Clusters that share items, directly or through others: the alignment falls apart along them."""
    home = {item: n for n, cluster in enumerate(found) for item in cluster}
    parent = list(range(len(found)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for cluster in gold:
        met = [home[item] for item in cluster if item in home]
        for other in met[1:]:
            parent[root(other)] = root(met[0])
    groups: dict[int, tuple[list[frozenset[Hashable]], list[frozenset[Hashable]]]] = {}
    for n, cluster in enumerate(found):
        groups.setdefault(root(n), ([], []))[1].append(cluster)
    for cluster in gold:
        met = [home[item] for item in cluster if item in home]
        if met:
            groups[root(met[0])][0].append(cluster)
    return groups.values()


def _b_cubed(one: Clusters, other: Clusters) -> float:
    home = {item: cluster for cluster in other for item in cluster}
    shares = [len(c & home.get(i, frozenset())) / len(c) for c in one for i in c]
    return sum(shares) / len(shares) if shares else 0.0


def _links(one: Clusters, other: Clusters) -> float:
    home = {item: n for n, cluster in enumerate(other) for item in cluster}
    kept = possible = 0
    for cluster in one:
        parts = {home[item] for item in cluster if item in home}
        alone = sum(1 for item in cluster if item not in home)
        kept += len(cluster) - len(parts) - alone
        possible += len(cluster) - 1
    return kept / possible if possible else 0.0


def _f1(precision: float, recall: float) -> tuple[float, float, float]:
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0
