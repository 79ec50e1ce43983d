"""Owns reading rows of foreign event tables: GDELT 2.0 events, ICEWS, UCDP GED, with where each row stands.

Does not know what a row means: see `records.foreign`.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path

from dragoman.errors import FormatError, SourceError
from dragoman.knowledge.layouts import load_layout

LAYOUTS = {"gdelt": "gdelt_events", "icews": "icews", "ucdp": "ucdp_ged"}
LARGEST = 2 << 30  # bytes of an unpacked table
_NOTHING = frozenset({"", "NA", "NULL", "null", "None", "---"})
_EXPECTED = "a table of GDELT 2.0 events, ICEWS or UCDP GED"


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One row: its cells by the layout's column names, empty cells left out, and its characters in the table."""

    cells: Mapping[str, str]
    start: int
    end: int

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table as read.

    Attributes:
        form: `gdelt`, `icews` or `ucdp`.
        name: the file's name.
        text: the whole table, to which the rows' offsets refer.
        rows: in the file's order.
    """

    form: str
    name: str
    text: str
    rows: tuple[ForeignRow, ...]


def read_table(path: Path, *, form: str | None = None) -> ForeignTable:
    """The rows of a table, plain or in a zip archive of one file.

    Args:
        path: the file.
        form: `gdelt`, `icews` or `ucdp`; None tells it from the first line.

    Raises:
        SourceError: the file cannot be read.
        FormatError: it is none of these tables, or a row has another number of cells.
    """
    text = _text(path)
    told = form or _form_of(text)
    if told not in LAYOUTS:
        raise FormatError(str(path), "is no known table", _EXPECTED)
    names = [column.name for column in load_layout(LAYOUTS[told])]
    found = list(_rows(text, names, separator="," if told == "ucdp" else "\t", path=path))
    return ForeignTable(told, path.name, text, tuple(found))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if not zipfile.is_zipfile(path) else _unpacked(path)
    except OSError as error:
        raise SourceError.unreadable(path, error) from error
    except (zipfile.BadZipFile, RuntimeError, EOFError, UnicodeDecodeError, zlib.error, LZMAError) as error:
        raise SourceError(str(path), "the archive is damaged or locked", "unpack it first") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")  # as some releases of these tables are


def _unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if not one.filename.endswith("/")]
        if len(members) != 1:
            raise FormatError(str(path), f"holds {len(members)} files", "an archive of one table")
        with archive.open(members[0]) as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise SourceError(str(path), "is too large when unpacked", "split the table")
    return data


def _form_of(text: str) -> str | None:
    line = text.partition("\n")[0].rstrip("\r")
    tabs = line.split("\t")
    if len(tabs) == len(load_layout("gdelt_events")):
        return "gdelt"
    if "CAMEO Code" in tabs:
        return "icews"
    try:
        first = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return None
    return "ucdp" if len(first) == len(load_layout("ucdp_ged")) else None


def _rows(text: str, names: Sequence[str], *, separator: str, path: Path) -> Iterator[ForeignRow]:
    """The records with their offsets; a record of a comma-separated table may take several lines."""
    ends = [0]

    def lines() -> Iterator[str]:
        # Only these end a line in a table; splitlines() knows more.
        for line in io.StringIO(text, newline=""):
            ends.append(ends[-1] + len(line))
            yield line

    if separator == ",":
        reader = csv.reader(lines())
    else:
        reader = csv.reader(lines(), delimiter=separator, quoting=csv.QUOTE_NONE)
    start, columns = 0, list(names)
    try:
        for number, cells in enumerate(reader, start=1):
            end = ends[-1]
            if number == 1 and _is_header(cells, names):
                # Releases differ in the order of columns, so a header is followed where there is one.
                columns = _header(cells, names)
            elif any(cells):
                if len(cells) != len(columns):
                    raise FormatError(
                        str(path), f"row {number} has {len(cells)} cells", f"{len(columns)} as in the first line"
                    )
                held = {k: v.strip() for k, v in zip(columns, cells, strict=True) if v.strip() not in _NOTHING}
                yield ForeignRow(held, start, start + len(text[start:end].rstrip("\r\n")))
            start = end
    except csv.Error as error:
        raise FormatError(str(path), f"cannot be read as a table ({error})", _EXPECTED) from error


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    known = {name.casefold() for name in names}
    return sum(cell.strip().casefold() in known for cell in cells) > len(names) // 2


def _header(cells: Sequence[str], names: Sequence[str]) -> list[str]:
    ours = {name.casefold(): name for name in names}
    return [ours.get(cell.strip().casefold(), cell.strip()) for cell in cells]
