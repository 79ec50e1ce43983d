"""Owns files of events that are written while events still come: JSON lines or Parquet.

Takes the lines of `delivery.events.event_lines`; a file has its name once it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dragoman.delivery.events import event_columns
from dragoman.errors import FormatError, SourceError

Write = Callable[[Iterable[str]], None]
# Events of a row group: some ten megabytes while they are held.
_GROUP = 5_000


@contextmanager
def event_file(path: Path) -> Iterator[Write]:
    """A function that writes lines of events to a file; the file is there when the block ends well.

    Raises:
        FormatError: the ending is neither `.jsonl` nor `.parquet`, or Parquet needs `pyarrow`.
        SourceError: the file cannot be written.
    """
    if path.suffix not in {".jsonl", ".parquet"}:
        raise FormatError(str(path), f"unknown ending {path.suffix!r}", "'.jsonl' or '.parquet'")
    part = path.with_name(f".{path.name}.part")
    opened = _json_lines if path.suffix == ".jsonl" else _parquet
    try:
        with opened(part, path) as write:
            yield write
        part.replace(path)
    except OSError as error:
        raise SourceError.unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _json_lines(part: Path, _: Path) -> Iterator[Write]:
    with part.open("w", encoding="utf-8", newline="\n") as stream:
        yield lambda lines: stream.writelines(f"{line}\n" for line in lines)


@contextmanager
def _parquet(part: Path, path: Path) -> Iterator[Write]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise FormatError(
            str(path),
            "writing Parquet needs pyarrow",
            "it installed: pip install pyarrow (or 'dragoman[export]'), or a .jsonl file",
        ) from error
    schema = pa.schema(event_columns())
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(part, schema) as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            rows.clear()

        def write(lines: Iterable[str]) -> None:
            for line in lines:
                rows.append(json.loads(line))
                if len(rows) >= _GROUP:
                    flush()

        yield write
        flush()
