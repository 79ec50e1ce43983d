"""Owns writing rows of named values as delimited text, in the order of a layout; no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.delivery.phrases import clean
from dragoman.knowledge.layouts import Column

# A table program takes a cell that begins so for a formula and runs it.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def delimited(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[Column],
    *,
    separator: str = "\t",
    header: bool = True,
    missing: str = "",
) -> str:
    """The rows as text, one line each; a value that a row lacks is an empty cell.

    Tab-separated tables of this field are not quoted: line ends and tabs in a value become spaces. Text that begins
    like a formula gets an apostrophe before it.

    Args:
        rows: values by name.
        columns: the layout.
        separator: a comma quotes where it must (RFC 4180); a tab never does.
        header: whether the first line names the columns.
        missing: what stands in an empty cell.
    """
    out = io.StringIO(newline="")
    if separator == "\t":
        if header:
            out.write("\t".join(column.name for column in columns) + "\n")
        for row in rows:
            out.write("\t".join(cell_text(row.get(c.value), missing) for c in columns) + "\n")
        return out.getvalue()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    if header:
        writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([cell_text(row.get(c.value), missing) for c in columns])
    return out.getvalue()


def cell_text(value: object, missing: str = "") -> str:
    """A value on one line: numbers without needless zeros, truth as `true` and `false`."""
    if value is None or value == "":
        return missing
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    return no_formula(clean(str(value)))


def no_formula(text: str) -> str:
    """Text that no table program runs: what begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
