"""Owns what a name itself and the gazetteer's bearers of it say about its being a place.

Does not know the text: see `coding.place_mentions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log10

from dragoman.knowledge.gazetteer import ABBREVIATION, ALONE, DEMONYM, SHORT, Entry

# How the gazetteer marks the places of our own tables, which are all well known.
OUR_FAME = 255


def name_features(text: str, entries: tuple[Entry, ...]) -> dict[str, float]:
    features = {
        "several words": float(len(text.split()) > 1),
        "capitals": float(text.isupper() and len(text) > 3),
    }
    if not entries:
        return features | {"not in gazetteer": 1.0}
    best = min(entries, key=lambda e: (e.how not in (0, ALONE, ABBREVIATION), -e.population))
    kinds = {entry.kind for entry in entries if entry.how != SHORT}
    features[f"how {best.how}"] = 1.0
    for kind in ("country", "region", "capital", "county"):
        if kind in kinds:
            features[f"may be {kind}"] = 1.0
    if entries[0].population == 0:
        features[f"is {best.kind}"] = 1.0
    features["people"] = log10(1 + max(e.population if e.how == best.how else 0 for e in entries)) / 7
    features["bearers"] = log10(len(entries))
    features["fame"] = log10(1 + max((e.fame for e in entries if e.how == best.how), default=0)) / 2.4
    if best.how == DEMONYM and text.endswith("s"):
        features["people by name"] = 1.0
    if len(entries) == 1:
        features["one bearer"] = 1.0
    for limit in (10_000, 100_000, 1_000_000):
        if best.population >= limit:
            features[f"over {limit}"] = 1.0
    return features


def sort_of(entries: tuple[Entry, ...]) -> str:
    """One word for how well-known the best bearer of a name is."""
    if not entries:
        return "unknown"
    if all(entry.how == DEMONYM for entry in entries):
        return "people of a country" if entries[0].kind == "country" else "people"
    kinds = {entry.kind for entry in entries if entry.how not in (SHORT, DEMONYM)}
    if "country" in kinds:
        return "country"
    if any(e.geonames_id is None and e.fame == OUR_FAME and e.how != SHORT for e in entries):
        return "ours"
    most = max(entry.population for entry in entries)
    fame = max(entry.fame for entry in entries)
    if most >= 300_000 or fame >= 60:
        return "well known"
    return "known" if most >= 20_000 or fame >= 15 else "small"


def joint_features(features: Mapping[str, float], sort: str) -> dict[str, float]:
    """The parser's label and the words around, each together with how well known the name is."""
    openings = ("whole ", "first of ", "middle of ", "last of ", "no entity", "after ", "before ")
    joint = {
        f"{sort}, {name}": 1.0
        for name, value in features.items()
        if value == 1.0 and name.startswith(openings) and not name.startswith("before that")
    }
    return joint | {sort: 1.0}
