"""Owns taking the knowledge base's TSV and TOML texts apart, with line numbers for faults.

Does not know what any file means: `schema` says what a row may hold, `compiling` what it stands for.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_DAY = 1  # ordinal that stands for an open beginning
LAST_DAY = date.max.toordinal()  # ordinal that stands for an open end
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        file: path relative to its folder, for faults.
        line: line number, from 1.
        cells: column name to stripped text; every column is present.
    """

    file: str
    line: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        """The text of the first column."""
        return next(iter(self.cells.values()), "")

    def where(self) -> str:
        """File, line and key as they stand before a fault."""
        return f"{self.file}:{self.line} [{self.key}]"


def parse_tsv(text: str, name: str, faults: list[str]) -> list[Row]:
    """Rows of a tab-separated table with a header; lines that start with `#` are remarks.

    A row may leave out empty cells at its end; more cells than columns are a fault.
    """
    columns: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
            if len(set(columns)) != len(columns) or not all(columns):
                faults.append(f"{name}:{number}: a column is nameless or named twice")
            continue
        if len(cells) > len(columns):
            faults.append(f"{name}:{number} [{cells[0]}]: {len(cells)} cells, expected {len(columns)}")
            continue
        cells += [""] * (len(columns) - len(cells))
        rows.append(Row(name, number, dict(zip(columns, cells, strict=True))))
    return rows


def parse_toml(text: str, name: str, faults: list[str]) -> dict[str, Any]:
    """The table of a TOML file; a fault and an empty table where it is not TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.append(f"{name}: is not TOML: {error}")
        return {}


def line_of(text: str, needle: str) -> int:
    """Line of the first occurrence of a value in a TOML text, 1 where it is not found."""
    position = text.find(needle)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a cell, which `;` separates."""
    return tuple(part for part in (raw.strip() for raw in cell.split(";")) if part)


def is_partial_date(text: str) -> bool:
    """Whether the text is a possible year, month or day in ISO 8601."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def first_day(text: str) -> int:
    """Ordinal of the first day of a year, month or day; `FIRST_DAY` for an empty text.

    Raises:
        ValueError: the text is no such date.
    """
    if not text:
        return FIRST_DAY
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1).toordinal()


def end_day(text: str) -> int:
    """Ordinal of the day after the last day of a year or month, of the day itself if it is a day.

    Terms are half open: who leaves on a day is followed by the next on that day. A month or a
    year alone does not tell the day, so it counts to its end.

    Raises:
        ValueError: the text is no such date.
    """
    if not text:
        return LAST_DAY
    year, month, day = _parts(text)
    if day:
        return date(year, month, day).toordinal()
    month = month or 12
    return date(year, month, monthrange(year, month)[1]).toordinal() + 1


def _parts(text: str) -> tuple[int, int, int]:
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None or len(text) > 10:
        raise ValueError(f"{text!r} is no year, month or day")
    year, month, day = (int(group or 0) for group in match.groups())
    return year, month, day
