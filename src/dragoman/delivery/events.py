"""Owns writing coded events as JSON lines and as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError, SourceError
from dragoman.records.event import Event


def event_lines(events: Iterable[Event]) -> Iterator[str]:
    """One line of JSON an event, fields in the contract's order."""
    for event in events:
        yield event.model_dump_json()


def write_events(events: Sequence[Event], path: Path) -> None:
    """Writes events to a file; its ending says how.

    Raises:
        FormatError: the ending is neither `.jsonl` nor `.parquet`, or Parquet needs `pyarrow`.
        SourceError: the file cannot be written.
    """
    try:
        if path.suffix == ".jsonl":
            path.write_text("".join(f"{line}\n" for line in event_lines(events)), encoding="utf-8")
        elif path.suffix == ".parquet":
            _write_parquet(events, path)
        else:
            raise FormatError(str(path), f"unknown ending {path.suffix!r}", "'.jsonl' or '.parquet'")
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise SourceError(str(path), reason, "check the folder and its permissions") from error


def _write_parquet(events: Sequence[Event], path: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise FormatError(
            str(path), "writing Parquet needs pyarrow", "it installed: pip install pyarrow, or a .jsonl file"
        ) from error
    rows = [event.model_dump(mode="json") for event in events]
    pq.write_table(pa.Table.from_pylist(rows, schema=_schema(pa)), path)


def _schema(pa: Any) -> Any:
    """The columns; stated in full, so that a file without events has them too."""
    text, number, whole, flag = pa.string(), pa.float64(), pa.int64(), pa.bool_()
    actor = pa.struct(
        [("name", text), ("country", text), ("sectors", pa.list_(text)), ("person", text), ("id", text)]
    )
    place = pa.struct(
        [
            ("name", text),
            ("country", text),
            ("latitude", number),
            ("longitude", number),
            ("geonames_id", whole),
            ("precision", text),
        ]
    )
    count = pa.struct([("min", whole), ("max", whole), ("civilians", whole)])
    counts = ("killed", "wounded", "captured", "missing", "displaced", "persons")
    evidence = pa.struct([("document", text), ("start", whole), ("end", whole), ("quote", text)])
    reason = pa.struct([("field", text), ("because", text), ("start", whole), ("end", whole)])
    kinds = {
        "source": pa.list_(actor),
        "target": pa.list_(actor),
        "mediators": pa.list_(actor),
        "host": actor,
        "intensity": number,
        "confidence": number,
        "place": place,
        "quantities": pa.struct([(name, count) for name in counts]),
        "attribution": pa.struct([("speaker", actor), ("verb", text), ("direct", flag)]),
        "evidence": pa.list_(evidence),
        "reasons": pa.list_(reason),
        "issues": pa.list_(text),
        "agenda": pa.list_(text),
        "round": whole,
        "review": flag,
        "definite": flag,
        "distinct": flag,
    }
    return pa.schema([(name, kinds.get(name, text)) for name in Event.model_fields])
