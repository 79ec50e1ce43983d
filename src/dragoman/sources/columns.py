"""Owns Parquet tables of articles: one article a row, with the columns that JSON lines have as fields.

See `sources.records` for the columns. Reads a few rows at a time, so that a table may be of any size.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import IO, Any

from dragoman.errors import SourceError
from dragoman.sources.found import Found
from dragoman.sources.records import FIELDS, record_article

_ROWS = 256  # read together: bounds memory, not results


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
        columns = [column for column in table.schema_arrow.names if column in FIELDS]
        sizes = [table.metadata.row_group(one).num_rows for one in range(table.num_row_groups)]
        for group in range(len(sizes)) if groups is None else groups:
            number = sum(sizes[:group])
            for batch in table.iter_batches(batch_size=_ROWS, row_groups=[group], columns=columns):
                for record in batch.to_pylist():
                    number += 1
                    yield record_article(name, f"{shown}:{number}", {key: _plain(v) for key, v in record.items()})
    except faults as error:
        raise SourceError(shown, "is damaged, expected a Parquet file", "fetch or save it again") from error


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
        return pq.ParquetFile(stream), faults
    except faults as error:
        raise SourceError(name, "is damaged, expected a Parquet file", "fetch or save it again") from error


def _plain(value: Any) -> Any:
    """A day or a moment as JSON lines have it."""
    return value.isoformat() if isinstance(value, dt.date) else value
