"""Owns scoring briefs of articles against gold entries: entry F1, field accuracy, breaches of the contract.

A folder holds NAME.txt with NAME.gold.json beside it; aliases.json lies there or one folder up.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dragoman.errors import FormatError, SourceError
from dragoman.evaluation.brief_match import (
    DAYS,
    FIELDS,
    comparable,
    fold,
    listed,
    pair_up,
    period,
    rightness,
)
from dragoman.evaluation.report import Report, Table
from dragoman.process.dossier import Dossier

GOLD = ".gold.json"
MOST_SENTENCES = 4

Brief = Mapping[str, Any]
Maker = Callable[[Path, str], Brief]


@dataclass(frozen=True, slots=True)
class ListScore:
    """What one list of one article came to.

    Attributes:
        gold: number of required gold entries.
        found: number of predicted entries, less those that an optional gold entry took up.
        matched: number of required gold entries that were found.
        fields: (field, rightness from 0 to 1) of the matched entries.
        mistakes: one line for each entry missed or made up, and each wrong field.
    """

    gold: int
    found: int
    matched: int
    fields: Sequence[tuple[str, float]]
    mistakes: Sequence[str]


def evaluate(path: Path, *, maker: Maker, details: bool = False) -> Report:
    """Scores the briefs of a folder of articles.

    Figures: `entry_f1` over the entries of all lists (required gold entries against what was found; what an
    optional gold entry takes up counts neither way), `field_accuracy` over the fields that gold states in the
    matched entries, `conformance_errors` the breaches of the contract, `n` the articles.

    Args:
        path: folder of NAME.txt with NAME.gold.json.
        maker: makes the brief of (article, day of publication); `stored` reads ready ones. The caller
            brings it because this layer knows nothing of the whole way.
        details: adds a table of every mistake.

    Raises:
        SourceError: the folder has no gold, or a file cannot be read.
        FormatError: a file is no JSON, or gold lacks its day of publication.
    """
    gold_files = sorted(path.glob(f"*{GOLD}"))
    if not gold_files:
        raise SourceError(str(path), f"holds no *{GOLD}", "name a folder of articles with gold entries")
    aliases = read_aliases(path)
    scores: dict[str, dict[str, ListScore]] = {}
    breaches: dict[str, list[str]] = {}
    for file in gold_files:
        name, gold = file.name.removesuffix(GOLD), _json(file)
        if period(gold.get("published")) is None:
            raise FormatError(str(file), "has no day of publication", "'published': 'year-month-day'")
        article = file.with_name(f"{name}.txt")
        brief = maker(article, gold["published"])
        breaches[name] = list(conformance(brief, article.read_bytes().decode("utf-8")))
        scores[name] = {of: score_list(of, listed(gold.get(of)), listed(brief.get(of)), aliases) for of in FIELDS}
    return _report(scores, breaches, details=details)


def stored(folder: Path) -> Maker:
    """Reads the brief of NAME.txt from NAME.json in a folder."""
    return lambda article, _published: _json(folder / f"{article.stem}.json")


def _json(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError.unreadable(file, error) from error
    except ValueError as error:
        raise FormatError(str(file), "is no JSON", "a JSON object") from error
    if not isinstance(value, dict):
        raise FormatError(str(file), "is no JSON object", "a JSON object")
    return value


def read_aliases(folder: Path) -> dict[str, str]:
    """Other names of actors and places, folded; empty where neither the folder nor its parent has any."""
    for place in (folder, folder.parent):
        if (place / "aliases.json").is_file():
            return {fold(name): fold(right) for name, right in _json(place / "aliases.json").items()}
    return {}


def score_list(name: str, gold: Sequence[Brief], found: Sequence[Any], aliases: Mapping[str, str]) -> ListScore:
    """Scores one list of one article; entries that are marked uncertain are left out."""
    entries = [one for one in found if isinstance(one, Mapping) and not one.get("uncertain")]
    want = [comparable(name, one, aliases) for one in gold]
    have = [comparable(name, one, aliases) for one in entries]
    everything = pair_up(name, want, have)
    pairs = [(g, f) for g, f in everything if not want[g].optional]
    required = [g for g, one in enumerate(want) if not one.optional]
    made_up = sorted(set(range(len(have))) - {f for _, f in everything})
    fields: list[tuple[str, float]] = []
    mistakes: list[str] = []
    for g, f in pairs:
        for field in want[g].values:
            fields.append((field, rightness(field, want[g], have[f])))
            if fields[-1][1] < 1:
                got = entries[f].get(field)
                mistakes.append(f"wrong {field}: expected {_short(gold[g][field])}, found {_short(got)}")
    mistakes += [f"missed {_short(gold[g])}" for g in sorted(set(required) - {g for g, _ in pairs})]
    mistakes += [f"made up {_short(entries[f])}" for f in made_up]
    return ListScore(len(required), len(pairs) + len(made_up), len(pairs), fields, mistakes)


def _short(value: Any) -> str:
    shown = value
    if isinstance(value, Mapping):
        shown = {key: one for key, one in value.items() if key not in ("evidence", "events")}
    return json.dumps(shown, ensure_ascii=False, default=str)[:300]


def conformance(brief: Brief, text: str) -> Iterator[str]:
    """Every breach of the contract, in words: shape, vocabulary, dates, quotes that are not in the text."""
    try:
        Dossier.model_validate(brief)
    except ValidationError as error:
        for fault in error.errors():
            yield f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    if period(brief.get("as_of")) is None:
        yield f"as_of: {brief.get('as_of')!r} is no date"
    documents = {
        str(one.get("id")): one.get("text") for one in listed(brief.get("documents")) if isinstance(one, Mapping)
    }
    if not documents:
        yield "documents: none"
    if len(listed(brief.get("summary"))) > MOST_SENTENCES:
        yield f"summary: more than {MOST_SENTENCES} sentences"
    for name in ("summary", *FIELDS, "events"):
        for number, entry in enumerate(listed(brief.get(name))):
            if isinstance(entry, Mapping):
                where = f"{name}[{number}]"
                yield from _unsupported(entry, where, documents, text)
                if name in FIELDS:
                    yield from _bad_days(entry, where)


def _unsupported(entry: Brief, where: str, documents: Mapping[str, Any], text: str) -> Iterator[str]:
    evidence = [one for one in listed(entry.get("evidence")) if isinstance(one, Mapping)]
    if not evidence:
        yield f"{where}: no evidence"
    for one in evidence:
        known, start, end, quote = (one.get(key) for key in ("document", "start", "end", "quote"))
        if str(known) not in documents:
            yield f"{where}: evidence of an unknown document {known!r}"
        sources = [source for source in (documents.get(str(known)), text) if isinstance(source, str)]
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
            yield f"{where}: evidence from {start!r} to {end!r}"
        elif quote not in [source[start:end] for source in sources]:
            yield f"{where}: {quote!r} is not what stands at {start} to {end}"


def _bad_days(entry: Brief, where: str) -> Iterator[str]:
    for field in sorted(DAYS & entry.keys()):
        if entry[field] is not None and period(entry[field]) is None:
            yield f"{where}.{field}: {entry[field]!r} is no date"


def f1(gold: int, found: int, matched: int) -> tuple[float, float, float]:
    """Precision, recall and F1; where nothing is expected, finding nothing is perfect."""
    precision = matched / found if found else float(gold == 0)
    recall = matched / gold if gold else float(found == 0)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _report(
    scores: Mapping[str, Mapping[str, ListScore]], breaches: Mapping[str, Sequence[str]], *, details: bool
) -> Report:
    rows, field_rows = [], []
    total, right = [0, 0, 0], list[float]()
    for name in FIELDS:
        parts = [article[name] for article in scores.values()]
        counts = [sum(p.gold for p in parts), sum(p.found for p in parts), sum(p.matched for p in parts)]
        fields: defaultdict[str, list[float]] = defaultdict(list)
        for field, value in (pair for part in parts for pair in part.fields):
            fields[field].append(value)
            right.append(value)
        total = [one + other for one, other in zip(total, counts, strict=True)]
        mine = [value for values in fields.values() for value in values]
        rates = [f"{value:.3f}" for value in (*f1(*counts), _mean(mine))]
        rows.append([name, *map(str, counts), *rates])
        field_rows += [[name, field, f"{_mean(values):.3f}", str(len(values))] for field, values in fields.items()]
    tables = [
        Table("by list", ["list", "gold", "found", "matched", "precision", "recall", "F1", "fields"], rows),
        Table("by field", ["list", "field", "accuracy", "n"], field_rows),
    ]
    broken = [[name, line] for name, lines in breaches.items() for line in lines]
    if broken:
        tables.append(Table("breaches of the contract", ["article", "breach"], broken))
    if details:
        lines = [
            [article, name, line]
            for article, lists in scores.items()
            for name, score in lists.items()
            for line in score.mistakes
        ]
        tables.append(Table("mistakes", ["article", "list", "mistake"], lines))
    figures: dict[str, float | int] = {
        "entry_f1": f1(*total)[2],
        "field_accuracy": _mean(right),
        "conformance_errors": len(broken),
        "n": len(scores),
    }
    return Report("brief", figures, tables)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
