"""Owns writing coded events as JSON lines and as Parquet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from dragoman.errors import FormatError
from dragoman.records.event import Event


def event_lines(events: Iterable[Event]) -> Iterator[str]:
    """One line of JSON an event, fields in the contract's order."""
    for event in events:
        yield event.model_dump_json()


def event_record(event: Event) -> dict[str, Any]:
    """An event as JSON values, fields in the contract's order."""
    return event.model_dump(mode="json")


def parquet_bytes(events: Sequence[Event], *, marks: Mapping[str, str] | None = None, name: str = "parquet") -> bytes:
    """The events as a Parquet file.

    Args:
        events: in the order of the rows.
        marks: what the file says of itself, such as versions.
        name: the file's name for errors.

    Raises:
        FormatError: `pyarrow` is not installed, or a number has over 64 bits.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise FormatError(
            name,
            "writing Parquet needs pyarrow",
            "it installed: pip install pyarrow (or 'dragoman[export]'), or a .jsonl file",
        ) from error
    schema = pa.schema(event_columns(), metadata=dict(marks or {}))
    try:
        table = pa.Table.from_pylist([event_record(event) for event in events], schema=schema)
    except OverflowError as error:
        raise FormatError(name, "an event holds a number of over 64 bits", "events as dragoman codes them") from error
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def event_columns() -> list[tuple[str, Any]]:
    """Name and Arrow's type of each column of a table of events; needs `pyarrow`."""
    import pyarrow as pa

    return [(key, _arrow(field.annotation, pa)) for key, field in Event.model_fields.items()]


def _arrow(kind: Any, pa: Any) -> Any:
    """Arrow's type of a field; stated in full, so that a file without events has its columns too."""
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.string()}
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return pa.struct([(key, _arrow(field.annotation, pa)) for key, field in kind.model_fields.items()])
    parts = [part for part in get_args(kind) if part not in (type(None), ...)]
    if get_origin(kind) is tuple:
        return pa.list_(_arrow(parts[0], pa))
    return pa.string() if get_origin(kind) is Literal else _arrow(parts[0], pa)
