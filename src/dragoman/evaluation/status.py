"""Owns measuring how sure the coder says events are, against two kinds of gold files.

Factuality: lines with `text` (words parted by spaces) and `targets` (`token_start`, `token_end`,
`factuality` from -3 to +3). Status: lines with `text`, `start`, `end` and `status`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.coding.modality import modality
from dragoman.errors import FormatError
from dragoman.evaluation.report import Report, Table, read_jsonl
from dragoman.language.parse import load_parser

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# Words that stand against the word before them, or after them, in ordinary print.
CLOSING = frozenset({".", ",", ";", ":", "?", "!", ")", "]", "%", "'s", "n't", "'", "''", "-"})
OPENING = frozenset({"(", "[", "$", "``", "-"})


def evaluate(path: Path, *, split: str | None = None) -> Report:
    """Scores statuses or expected factuality, whichever the file holds.

    Figures: for statuses `accuracy` is the share of exact matches. For factuality `pearson_r` and
    `mae` compare the expected factuality, and `accuracy` is the share of targets put into the same
    of three classes: it happened (at least +1), it did not (at most -1), open (between). Figures
    that do not apply are null.

    Args:
        path: a JSON-lines file.
        split: count only records whose `split` has this value.

    Raises:
        FormatError: the lines have neither `targets` nor `status`.
        ModelMissing: the parser is not installed.
    """
    records = list(read_jsonl(path, required=["text"]))
    if split is not None:
        records = [one for one in records if one.get("split") == split]
    if records and "targets" in records[0]:
        return _factuality(records)
    if records and all("status" in one for one in records):
        return _status(records)
    raise FormatError(str(path), "no usable records", "lines with 'targets' or with 'status'")


def _status(records: Sequence[dict[str, Any]]) -> Report:
    parser = load_parser()
    docs = parser.pipe((one["text"] for one in records), batch_size=64)
    pairs: Counter[tuple[str, str]] = Counter()
    for record, doc in zip(records, docs, strict=True):
        pairs[record["status"], _root_status(doc, record)] += 1
    right = sum(count for (gold, found), count in pairs.items() if gold == found)
    total = sum(pairs.values())
    rows = [
        [status, *(f"{value:.3f}" for value in _scores(pairs, status)), str(_gold(pairs, status))]
        for status in sorted({gold for gold, _ in pairs})
    ]
    figures: dict[str, Any] = {"accuracy": right / total, "pearson_r": None, "mae": None, "n": total}
    wrong = [[*pair, str(count)] for pair, count in pairs.most_common() if pair[0] != pair[1]]
    return Report(
        "status",
        figures,
        [
            Table("by status", ["status", "precision", "recall", "n"], rows),
            Table("most frequent confusions", ["gold", "found", "n"], wrong[:20]),
        ],
    )


def _root_status(doc: Doc, record: dict[str, Any]) -> str:
    span = doc.char_span(record["start"], record["end"], alignment_mode="expand")
    return modality(span.root).status if span is not None and len(span) else ""


def _gold(pairs: Counter[tuple[str, str]], status: str) -> int:
    return sum(count for (gold, _), count in pairs.items() if gold == status)


def _scores(pairs: Counter[tuple[str, str]], status: str) -> tuple[float, float]:
    found = sum(count for (_, one), count in pairs.items() if one == status)
    right = pairs[status, status]
    gold = _gold(pairs, status)
    return (right / found if found else 0.0, right / gold if gold else 0.0)


def _factuality(records: Sequence[dict[str, Any]]) -> Report:
    parser = load_parser()
    gold: list[float] = []
    found: list[float] = []
    statuses: list[str] = []
    for token, target in factuality_targets(records, parser):
        answer = modality(token)
        gold.append(float(target["factuality"]))
        found.append(answer.factuality)
        statuses.append(answer.status)
    total = len(gold)
    if not total:
        raise FormatError("factuality", "no targets", "at least one target in 'targets'")
    same = sum(_band(a) == _band(b) for a, b in zip(gold, found, strict=True))
    figures = {
        "accuracy": same / total,
        "pearson_r": pearson(gold, found),
        "mae": sum(abs(a - b) for a, b in zip(gold, found, strict=True)) / total,
        "n": total,
    }
    always = sum(abs(value - 3.0) for value in gold) / total
    return Report(
        "status",
        figures,
        [Table("by status found", ["status", "mean gold", "mae", "n"], _by_status(statuses, gold, found))],
        [f"saying of every event that it certainly happened has a mean absolute error of {always:.3f}"],
    )


def _by_status(statuses: Sequence[str], gold: Sequence[float], found: Sequence[float]) -> list[list[str]]:
    rows = []
    for status, count in Counter(statuses).most_common():
        own = [(a, b) for s, a, b in zip(statuses, gold, found, strict=True) if s == status]
        mean = sum(a for a, _ in own) / count
        error = sum(abs(a - b) for a, b in own) / count
        rows.append([status, f"{mean:.2f}", f"{error:.2f}", str(count)])
    return rows


def _band(value: float) -> int:
    return 1 if value >= 1 else -1 if value <= -1 else 0


def pearson(first: Sequence[float], second: Sequence[float]) -> float:
    """Pearson's correlation; 0 where one side does not vary."""
    n = len(first)
    mean_a, mean_b = sum(first) / n, sum(second) / n
    cross = sum((a - mean_a) * (b - mean_b) for a, b in zip(first, second, strict=True))
    spread = math.sqrt(sum((a - mean_a) ** 2 for a in first) * sum((b - mean_b) ** 2 for b in second))
    return cross / spread if spread else 0.0


def factuality_targets(records: Iterable[dict[str, Any]], parser: Language) -> Iterator[tuple[Token, dict[str, Any]]]:
    """Each target's head word in the parsed sentence, with the target."""
    records = list(records)
    prepared = [_words(one["text"]) for one in records]
    docs = parser.pipe((spaced_doc(words, parser) for words, _ in prepared), batch_size=64)
    for record, (_, places), doc in zip(records, prepared, docs, strict=True):
        for target in record["targets"]:
            first, last = target["token_start"], target["token_end"]
            if not 0 <= first < last <= len(places):
                raise FormatError(record.get("id", "?"), "target outside the text", "token offsets")
            yield doc[places[first] : places[last - 1] + 1].root, target


def _words(text: str) -> tuple[list[str], list[int]]:
    """The words, with two single quotes in a row joined to one; and each given word's new place."""
    words: list[str] = []
    places: list[int] = []
    given = text.split(" ")
    index = 0
    while index < len(given):
        pair = given[index] == "'" and index + 1 < len(given) and given[index + 1] == "'"
        places.append(len(words))
        if pair:
            places.append(len(words))
        word = '"' if pair else given[index] or " "
        # "haven't" in one piece hides its negation from the parser.
        if word.lower().endswith("n't") and len(word) > 3:
            words.append(word[:-3])
            word = word[-3:]
        words.append(word)
        index += 2 if pair else 1
    return words, places


def spaced_doc(words: Sequence[str], parser: Language) -> Doc:
    """An unparsed document of given words, spaced as in print (the parser looks at spaces)."""
    from spacy.tokens import Doc

    spaces = []
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        spaces.append(not (word in OPENING or after in CLOSING or index + 1 == len(words)))
    return Doc(parser.vocab, words=list(words), spaces=spaces)
