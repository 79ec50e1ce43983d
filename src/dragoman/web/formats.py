"""Owns a page's values in other formats: JSON, CSV, iCalendar and Atom."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Request, Response
from pydantic import TypeAdapter

from dragoman.delivery.calendar import calendar_of
from dragoman.delivery.export_tables import no_formula

if TYPE_CHECKING:
    from dragoman.archive.state import Record

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


def answer(
    form: str,
    view: Any,
    *,
    rows: Callable[[], Iterable[Mapping[str, Any]]] | None = None,
    calendar: Callable[[], bytes] | None = None,
    feed: Callable[[], bytes] | None = None,
) -> Response:
    """The values of a page in a format.

    Raises:
        HTTPException: 404, the page does not come in that format.
    """
    if form == "json":
        data = json_bytes(view)
    elif form == "csv" and rows is not None:
        data = csv_bytes(rows())
    elif form == "ics" and calendar is not None:
        data = calendar()
    elif form == "atom" and feed is not None:
        data = feed()
    else:
        raise HTTPException(404, f"this page does not come as .{form}")
    return Response(data, media_type=TYPES[form])


def json_bytes(view: Any) -> bytes:
    """A frozen value as JSON."""
    kind: Any = type(view)
    return _adapter(kind).dump_json(view, warnings="none")


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind if dataclasses.is_dataclass(kind) or hasattr(kind, "model_fields") else Any)


def calendar_bytes(request: Request, record: Record) -> bytes:
    """The meetings and deadlines of a process as a calendar to subscribe to."""
    desk = request.state.desk
    made: bytes = desk.derived.of(
        record, f"calendar {record.process}", lambda: calendar_of(record, knowledge=desk.knowledge).data
    )
    return made


def csv_bytes(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as CSV, with the names of the first row's columns; no cell can be taken for a formula."""
    listed = list(rows)
    text = io.StringIO(newline="")
    if listed:
        writer = csv.writer(text)
        names = list(listed[0])
        writer.writerow(names)
        writer.writerows([[safe_cell(row.get(name)) for name in names] for row in listed])
    return text.getvalue().encode("utf-8")


def safe_cell(value: Any) -> Any:
    """A cell that no table program runs: text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    return no_formula(str(value))
