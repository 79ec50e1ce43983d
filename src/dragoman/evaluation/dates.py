"""Owns the scoring of time expressions against TIMEX2 and TIMEX3 gold (task `time`).

Does not find expressions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.coding.dates import TimeExpression, find_times
from dragoman.errors import FormatError
from dragoman.evaluation.report import Report, Table, precision_recall_f1, read_jsonl

Finder = Callable[[str, date | None], Sequence[TimeExpression]]
_EXPECTED = "JSON lines with text and timexes[] of start, end and value"


@dataclass(frozen=True, slots=True)
class GoldTime:
    """One annotated expression: its characters and its value, None where it has none."""

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class _Counts:
    found: int = 0
    gold: int = 0
    strict: int = 0
    overlapping: int = 0
    valued_found: int = 0
    valued_gold: int = 0
    right: int = 0
    right_exact: int = 0

    def __add__(self, other: _Counts) -> _Counts:
        return _Counts(*(getattr(self, n) + getattr(other, n) for n in self.__dataclass_fields__))


def evaluate(path: Path, *, finder: Finder | None = None, **_: object) -> Report:
    """Score the grammar of time on a file of texts with annotated time expressions.

    Two kinds of record are read. With `dct_tid` (TimeML news) the creation time `dct` is annotated
    and is the document's date. Without it, `dct` says only when a page was fetched: the text is
    read as a narrative with no document date.

    Figures, each micro-averaged over the file, as in TempEval-3 (UzZaman et al. 2013):
        value_f1: an expression counts if it overlaps a gold one, each paired once and the
            longest overlap first, and both have the same value. Expressions that overlap only
            gold without a value are left out. Values are compared in one notation: `192` of
            TIMEX2 is `192X` of TIMEX3, `XXXX-XX-XX` of a set is `P1D`, `W8` is `W08`,
            `T17` is `T17:00`, `1989-XX` is `1989`; seconds and zones are dropped.
        extent_f1: both ends are the same characters; nested gold is left out.
        overlap_f1: some characters are shared.
        value_exact_f1: as value_f1, with values compared letter by letter.

    Raises:
        FormatError: the file has another format; the message names the line.
    """
    finder = finder or (lambda text, published: find_times(text, published=published))
    total = _Counts()
    wrong: Counter[tuple[str, str]] = Counter()
    documents = 0
    for record in read_jsonl(path, required=["text", "timexes"]):
        documents += 1
        gold = _gold(record, path, documents)
        published = _published(record, path, documents)
        total += score(gold, finder(record["text"], published), wrong)
    return _report(total, documents, wrong)


def _report(total: _Counts, documents: int, wrong: Counter[tuple[str, str]]) -> Report:
    value = precision_recall_f1(total.right, total.valued_found, total.valued_gold)
    extent = precision_recall_f1(total.strict, total.found, total.gold)
    overlap = precision_recall_f1(total.overlapping, total.found, total.gold)
    exact = precision_recall_f1(total.right_exact, total.valued_found, total.valued_gold)
    figures: dict[str, float | int] = {
        "value_f1": value[2],
        "extent_f1": extent[2],
        "n": total.gold,
        "documents": documents,
        "value_precision": value[0],
        "value_recall": value[1],
        "extent_precision": extent[0],
        "extent_recall": extent[1],
        "overlap_f1": overlap[2],
        "value_exact_f1": exact[2],
    }
    rows = [(g, s, str(n)) for (g, s), n in wrong.most_common(20)]
    table = Table("Most frequent wrong values", ("gold", "found", "times"), rows)
    return Report("time", figures, [table])


def _gold(record: Mapping[str, Any], path: Path, number: int) -> list[GoldTime]:
    text, timexes = record["text"], record["timexes"]
    if not isinstance(text, str) or not isinstance(timexes, list):
        raise FormatError(str(path), f"record {number} has no text or no list of timexes", _EXPECTED)
    gold: list[GoldTime] = []
    for timex in timexes:
        if not isinstance(timex, dict):
            raise FormatError(str(path), f"record {number} has a timex that is no object", _EXPECTED)
        start, end, value = timex.get("start"), timex.get("end"), timex.get("value")
        if not isinstance(start, int) or not isinstance(end, int) or not (0 <= start < end <= len(text)):
            raise FormatError(str(path), f"record {number} has a timex outside its text", _EXPECTED)
        if not timex.get("nested"):
            gold.append(GoldTime(start, end, str(value) if value else None))
    return sorted(gold, key=lambda g: (g.start, g.end))


def _published(record: Mapping[str, Any], path: Path, number: int) -> date | None:
    if not record.get("dct_tid"):
        return None
    try:
        return date.fromisoformat(str(record.get("dct") or "")[:10])
    except ValueError as error:
        raise FormatError(
            str(path), f"record {number} has the creation time {record.get('dct')!r}", _EXPECTED
        ) from error


def score(
    gold: Sequence[GoldTime],
    found: Sequence[TimeExpression],
    wrong: Counter[tuple[str, str]] | None = None,
) -> _Counts:
    """Counts of one document; wrong values are added to `wrong`."""
    pairs = _pairs(gold, found)
    spans = {(g.start, g.end) for g in gold}
    right = exact = unvalued = 0
    for g, s in pairs:
        if g.value is None:
            unvalued += 1
            continue
        exact += g.value == s.value
        same = s.value is not None and one_notation(g.value) == one_notation(s.value)
        right += same
        if not same and wrong is not None:
            wrong[(g.value, str(s.value))] += 1
    return _Counts(
        found=len(found),
        gold=len(gold),
        strict=sum((s.start, s.end) in spans for s in found),
        overlapping=len(pairs),
        valued_found=len(found) - unvalued,
        valued_gold=sum(g.value is not None for g in gold),
        right=right,
        right_exact=exact,
    )


def _pairs(gold: Sequence[GoldTime], found: Sequence[TimeExpression]) -> list[tuple[GoldTime, TimeExpression]]:
    """Each gold expression with at most one found one, the longest overlap first."""
    overlaps = []
    lower = 0
    for place, g in enumerate(gold):
        while lower < len(found) and found[lower].end <= g.start:
            lower += 1
        for index in range(lower, len(found)):
            s = found[index]
            if s.start >= g.end:
                break
            length = min(g.end, s.end) - max(g.start, s.start)
            if length > 0:
                overlaps.append((-length, place, index))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, place, index in sorted(overlaps):
        if place not in taken_gold and index not in taken_found:
            taken_gold.add(place)
            taken_found.add(index)
            pairs.append((gold[place], found[index]))
    return pairs


_NOTATIONS: Iterable[tuple[re.Pattern[str], str]] = (
    (re.compile(r"^((?:BC)?[0-9]{3})$"), r"\1X"),
    (re.compile(r"^((?:BC)?[0-9]{2})$"), r"\1XX"),
    (re.compile(r"^(X{4}|)-?XX-XX$"), "P1D"),
    (re.compile(r"^XXXX-WXX$"), "P1W"),
    (re.compile(r"^XXXX-XX$"), "P1M"),
    (re.compile(r"^([0-9]{4})(?:-XX){1,2}$"), r"\1"),
    (re.compile(r"^([0-9]{4}-[0-9]{2})-XX$"), r"\1"),
    (re.compile(r"-W([0-9])$"), r"-W0\1"),
    (re.compile(r"^P1(?:DE|E)$"), "P10Y"),
    (re.compile(r"^P([0-9]{1,6})DE$"), r"P\g<1>0Y"),
    (re.compile(r"^P1CE$"), "P100Y"),
    (re.compile(r"T([0-9]{2})$"), r"T\1:00"),
    (re.compile(r"(T[0-9]{2}:[0-9]{2}):[0-9]{2}"), r"\1"),
    (re.compile(r"(T[0-9]{2}:[0-9]{2})(?:Z|[+-][0-9]{2}:?(?:[0-9]{2})?)$"), r"\1"),
)


def one_notation(value: str) -> str:
    """A value in TIMEX3 notation where TIMEX2 or an older guideline writes it differently."""
    for pattern, form in _NOTATIONS:
        value = pattern.sub(form, value)
    return value
