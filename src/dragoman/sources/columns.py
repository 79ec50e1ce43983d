"""Owns Parquet tables of articles: one article a row, with the columns that JSON lines have as fields.

See `sources.records` for the columns. Reads a few rows at a time, so that a table may be of any size;
what repeats is kept once, as it is in the file, so that a small file cannot fill the memory.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import IO, Any

from dragoman.errors import SourceError
from dragoman.sources.files import LARGEST
from dragoman.sources.found import Found, missing
from dragoman.sources.records import FIELDS, record_article
from dragoman.sources.unpacking import most_unpacked

_ROWS, _BYTES = 256, 16 << 20  # read together: bounds memory, not results
# No honest column of text packs better than this; a small one may unpack to this many bytes in any case.
_RATIO, _SMALL = 50, 64 << 20
_LEAST_ROW = 1024  # bytes that any row counts as


def rows(
    name: str, stream: IO[bytes], *, place: str | None = None, groups: Sequence[int] | None = None
) -> Iterator[Found]:
    """The articles of a table.

    Args:
        name: of the file, for the keys of records without a web address.
        stream: the file; must be able to seek.
        place: how the user knows the file; None for `name`.
        groups: the row groups to read; None for all. Rows are numbered over the whole table in any case.

    Raises:
        SourceError: it is no Parquet file, is damaged, or `pyarrow` is not installed; rows before
            the damage have been yielded.
    """
    shown = place or name
    table, faults = open_table(shown, stream)
    try:
        columns = _columns(table)
        sizes = [table.metadata.row_group(one).num_rows for one in range(table.num_row_groups)]
        left = most_unpacked(stream.seek(0, io.SEEK_END))
        for group in range(len(sizes)) if groups is None else groups:
            number = sum(sizes[:group])
            at_once = _at_once(shown, table.metadata.row_group(group), columns)
            for batch in table.iter_batches(batch_size=at_once, row_groups=[group], columns=columns):
                for row in range(batch.num_rows):
                    number += 1
                    # One row at a time: a text that the file holds once may stand in every row.
                    record = {name: _plain(batch.column(at)[row].as_py()) for at, name in enumerate(columns)}
                    size = sum(len(value) for value in record.values() if isinstance(value, str))
                    left -= size + _LEAST_ROW
                    if left < 0:
                        raise SourceError(shown, "is too large when unpacked", "leave it out, or split it")
                    place = f"{shown}:{number}"
                    large = size > LARGEST
                    yield _too_large(place) if large else record_article(name, place, record)
    except faults as error:
        raise SourceError(shown, "is damaged, expected a Parquet file", "fetch or save it again") from error


def _columns(table: Any) -> list[str]:
    """The columns that are read: those of articles, each with one value a row."""
    import pyarrow as pa

    schema = table.schema_arrow
    return [one.name for one in schema if one.name in FIELDS and not pa.types.is_nested(one.type)]


def _at_once(shown: str, group: Any, columns: Sequence[str]) -> int:
    """How many rows of a group are read together.

    Raises:
        SourceError: a column packs better than any text does.
    """
    chunks = [group.column(at) for at in range(group.num_columns)]
    used = [one for one in chunks if one.path_in_schema in columns]
    for one in used:
        if one.total_uncompressed_size > max(_SMALL, _RATIO * one.total_compressed_size):
            raise SourceError(shown, "is too large when unpacked", "leave it out, or split it")
    size = int(sum(one.total_uncompressed_size for one in used))
    return max(1, min(_ROWS, _BYTES * int(group.num_rows) // max(size, 1)))


def _too_large(place: str) -> Found:
    return missing(place, f"is larger than {LARGEST // (1 << 20)} MB")


def open_table(name: str, stream: IO[bytes]) -> tuple[Any, tuple[type[Exception], ...]]:
    """The opened file of `pyarrow`, and what reading it may raise.

    Raises:
        SourceError: it is no Parquet file, or `pyarrow` is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise SourceError(name, "reading Parquet needs pyarrow", "pip install 'dragoman[export]'") from error
    faults = (pa.ArrowException, OSError, ValueError)
    try:
        table = pq.ParquetFile(stream)
        texts = [one.name for one in table.schema_arrow if pa.types.is_string(one.type) and one.name in FIELDS]
        return pq.ParquetFile(stream, metadata=table.metadata, read_dictionary=texts), faults
    except faults as error:
        raise SourceError(name, "is damaged, expected a Parquet file", "fetch or save it again") from error


def _plain(value: Any) -> Any:
    """A day or a moment as JSON lines have it."""
    return value.isoformat() if isinstance(value, dt.date) else value
