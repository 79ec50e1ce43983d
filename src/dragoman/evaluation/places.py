"""Owns scoring places on texts with marked toponyms, such as TR-News and LGL."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.coding.places import ALL_USES, PlaceMention, find_places
from dragoman.errors import FormatError
from dragoman.evaluation.report import Report, Table, precision_recall_f1, read_jsonl
from dragoman.knowledge.gazetteer import Gazetteer, open_gazetteer
from dragoman.language.parse import parse_many

# 100 miles, the usual limit of the field.
NEAR_KM = 161.0
EARTH_KM = 6371.0
EXPECTED = "text and toponyms, each with start, end, lat and lon"
Entities = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A marked place name; coordinates are None where the annotators could not tell the place."""

    start: int
    end: int
    text: str
    latitude: float | None
    longitude: float | None


@dataclass(slots=True)
class _Counts:
    gold: int = 0
    found: int = 0
    matched: int = 0
    exact: int = 0
    located: int = 0
    near: int = 0
    errors: list[float] = field(default_factory=list)
    far: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Distance over a sphere (haversine), in kilometres."""
    a, b, c, d = map(math.radians, (latitude, longitude, other_latitude, other_longitude))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _toponyms(record: Mapping[str, Any], path: Path) -> list[Toponym]:
    """The marked toponyms of one record.

    Raises:
        FormatError: a field is missing or of the wrong type.
    """
    text, rows = record["text"], record["toponyms"]
    if not isinstance(text, str) or not isinstance(rows, list):
        raise FormatError(str(path), "text is no string or toponyms is no list", EXPECTED)
    toponyms = []
    for row in rows:
        try:
            start, end, latitude, longitude = row["start"], row["end"], row["lat"], row["lon"]
            known = latitude is not None and longitude is not None
            if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
                raise ValueError
            toponyms.append(
                Toponym(
                    start, end, text[start:end],
                    float(latitude) if known else None, float(longitude) if known else None,
                )
            )  # fmt: skip
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError(str(path), f"the toponym {str(row)[:80]!r} cannot be read", EXPECTED) from error
    return toponyms


def _count(toponyms: Sequence[Toponym], mentions: Sequence[PlaceMention], counts: _Counts) -> None:
    """Pair marked and found names that share a character, each once, same spans first."""
    counts.gold += len(toponyms)
    counts.found += len(mentions)
    pairs = sorted(
        (abs(t.start - m.start) + abs(t.end - m.end), i, j)
        for i, t in enumerate(toponyms)
        for j, m in enumerate(mentions)
        if t.start < m.end and m.start < t.end
    )
    gold_taken: set[int] = set()
    found_taken: set[int] = set()
    for difference, i, j in pairs:
        if i in gold_taken or j in found_taken:
            continue
        gold_taken.add(i)
        found_taken.add(j)
        counts.exact += difference == 0
        _count_distance(toponyms[i], mentions[j], counts)
    counts.matched += len(gold_taken)
    counts.missed.update(t.text for i, t in enumerate(toponyms) if i not in gold_taken)
    counts.extra.update(m.text for j, m in enumerate(mentions) if j not in found_taken)


def _count_distance(toponym: Toponym, mention: PlaceMention, counts: _Counts) -> None:
    if toponym.latitude is None or toponym.longitude is None:
        return
    counts.located += 1
    place = mention.place
    if place is None or place.latitude is None or place.longitude is None:
        counts.far[f"{toponym.text} (no coordinates)"] += 1
        return
    error = great_circle_km(toponym.latitude, toponym.longitude, place.latitude, place.longitude)
    counts.errors.append(error)
    if error <= NEAR_KM:
        counts.near += 1
    else:
        counts.far[f"{toponym.text} → {place.name}, {place.country} ({error:.0f} km)"] += 1


def evaluate(
    path: Path,
    *,
    gazetteer: Gazetteer | None = None,
    entities: Callable[[Sequence[str]], Sequence[Entities]] | None = None,
) -> Report:
    """Score places on a file of JSON lines with `text` and `toponyms`.

    `recognition_f1` is over all marked toponyms, also those without coordinates, and all names found,
    demonyms and names inside names included, because such sets mark them: a found name counts if it
    shares a character with a marked one, each paired at most once. `accuracy_161km` is the share of
    the marked toponyms with coordinates that were recognised whose place is within 161 km (great
    circle); one recognised but left without coordinates counts as wrong. `n` counts all toponyms.

    Args:
        path: the file; `url` is used where a record has it.
        gazetteer: places by name; the user's own index if None.
        entities: named entities of texts; the installed parser's if None.

    Raises:
        SourceError: the file cannot be read.
        FormatError: the file has another format.
        ModelMissing: the parser is not installed, and no `entities` are given.
    """
    gazetteer = gazetteer or open_gazetteer()
    records = list(read_jsonl(path, required=("text", "toponyms")))
    marked = [_toponyms(record, path) for record in records]
    texts = [record["text"] for record in records]
    spans = entities(texts) if entities else _parsed(texts)
    counts = _Counts()
    for record, toponyms, named in zip(records, marked, spans, strict=True):
        url = record.get("url") or record.get("domain")
        mentions = find_places(
            record["text"], entities=named, gazetteer=gazetteer,
            url=url if isinstance(url, str) else None, uses=ALL_USES,
        )  # fmt: skip
        _count(toponyms, mentions, counts)
    return _report(counts, len(texts))


def _parsed(texts: Sequence[str]) -> list[Entities]:
    return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in parse_many(texts)]


def _report(counts: _Counts, texts: int) -> Report:
    precision, recall, f1 = precision_recall_f1(counts.matched, counts.found, counts.gold)
    accuracy = counts.near / counts.located if counts.located else 0.0
    errors = sorted(counts.errors)
    median = errors[len(errors) // 2] if errors else 0.0
    details = [
        ("texts", str(texts)),
        ("marked toponyms", str(counts.gold)),
        ("recognition precision", f"{precision:.3f}"),
        ("recognition recall", f"{recall:.3f}"),
        ("with the very same span", str(counts.exact)),
        ("recognised, with marked coordinates", str(counts.located)),
        ("median distance, km", f"{median:.1f}"),
    ]
    tables = [Table("Places", ("what", "value"), details)]
    for title, counter in (
        ("Most frequent wrong places", counts.far),
        ("Most frequently missed", counts.missed),
        ("Most frequently found in excess", counts.extra),
    ):
        tables.append(Table(title, ("name", "times"), [(n, str(c)) for n, c in counter.most_common(15)]))
    return Report(
        task="place",
        figures={"accuracy_161km": accuracy, "recognition_f1": f1, "n": counts.gold},
        tables=tables,
    )
