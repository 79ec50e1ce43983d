"""Owns the value that every scorer returns, and nothing about any task."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError, SourceError


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report: a title, column heads and rows of ready cells."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one task over one file.

    Attributes:
        task: name of the task as on the command line.
        figures: the main figures, in the order of the last line's JSON; `n` counts the items; a mapping
            holds those of parts by name; None does not apply.
        tables: details for a reader.
        notes: sentences that say how the figures were reached.
    """

    task: str
    figures: Mapping[str, Any]
    tables: Sequence[Table] = ()
    notes: Sequence[str] = field(default=())

    def to_json(self) -> str:
        """The main figures as one line of JSON."""
        return json.dumps(_rounded(self.figures), ensure_ascii=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def read_jsonl(path: Path, *, required: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Records of a JSON-lines file that all have the required keys.

    Raises:
        SourceError: the file cannot be read.
        FormatError: a line is no JSON object or lacks a required key; names the line.
    """
    expected = "JSON lines with " + ", ".join(required)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise SourceError.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise FormatError(str(path), "is not UTF-8 text", expected) from error
    if not any(line.strip() for line in lines):
        raise FormatError(str(path), "is empty", expected)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise FormatError(str(path), f"line {number} is no JSON", expected) from error
        if not isinstance(record, dict):
            raise FormatError(str(path), f"line {number} is no JSON object", expected)
        missing = [key for key in required if key not in record]
        if missing:
            raise FormatError(str(path), f"line {number} lacks {', '.join(missing)}", expected)
        yield record


def precision_recall_f1(matched: int, found: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1 from counts; all are 0 where nothing can be counted."""
    precision = matched / found if found else 0.0
    recall = matched / gold if gold else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0
