"""Owns events and entries as data frames: polars, or pandas on request; the columns of the data package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, overload

from dragoman.delivery.entry_ids import LISTS
from dragoman.delivery.flat import TABLES, rows_of, tables_of
from dragoman.errors import FormatError
from dragoman.knowledge.layouts import load_layout
from dragoman.process.dossier import (
    Agreement,
    Commitment,
    Dossier,
    Entry,
    Humanitarian,
    Meeting,
    Position,
    Violence,
)
from dragoman.records.event import Event

if TYPE_CHECKING:
    import pandas
    import polars

_KINDS: dict[type[Any], str] = dict(
    zip((Meeting, Commitment, Position, Violence, Humanitarian, Agreement), LISTS, strict=True)
)


@overload
def to_frame(
    values: Dossier | Iterable[Event | Entry], table: str | None = None, *, library: Literal["polars"] = "polars"
) -> polars.DataFrame: ...


@overload
def to_frame(
    values: Dossier | Iterable[Event | Entry], table: str | None = None, *, library: Literal["pandas"]
) -> pandas.DataFrame: ...


def to_frame(
    values: Dossier | Iterable[Event | Entry],
    table: str | None = None,
    *,
    library: Literal["polars", "pandas"] = "polars",
) -> Any:
    """Events or entries as a data frame: one row each, one column a value, lists joined by `; `.

    Args:
        values: a dossier; or events; or entries of one kind, such as `dossier.violence`.
        table: which table of a dossier, such as `violence` or `evidence`; its events where None.
            For values that are no dossier it is told from the first, and needed only where there are none.
        library: `polars` or `pandas`.

    Raises:
        FormatError: the table or library is unknown, values of several kinds are mixed, or the
            library is not installed.
    """
    if isinstance(values, Dossier):
        name = table or "events"
        rows = tables_of(values).get(name)
    else:
        listed = list(values)
        name = table or _told(listed)
        rows = rows_of(listed, name) if name in TABLES else None
    if rows is None:
        raise FormatError(name, "is no table", f"one of {', '.join(TABLES)}")
    return _frame(rows, name, library)


def _told(values: list[Event | Entry]) -> str:
    kinds = {"events" if isinstance(one, Event) else _KINDS.get(type(one), "") for one in values}
    if len(kinds) > 1:
        raise FormatError("to_frame", "got values of several kinds", "events, or one list of a dossier")
    return kinds.pop() if kinds else "events"


def _frame(rows: list[dict[str, Any]], table: str, library: str) -> Any:
    columns = load_layout(f"own_{table}")
    if library == "polars":
        try:
            import polars
        except ImportError as error:
            raise _missing("polars", "pip install 'dragoman[export]'") from error
        kinds = {
            "string": polars.String,
            "date": polars.String,
            "integer": polars.Int64,
            "number": polars.Float64,
            "boolean": polars.Boolean,
        }
        return polars.DataFrame(rows, schema={c.name: kinds[c.type] for c in columns}, orient="row")
    if library == "pandas":
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas", "pip install pandas") from error
        names = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
        frame = pandas.DataFrame(rows, columns=[c.name for c in columns])
        return frame.astype({c.name: names.get(c.type, "string") for c in columns})
    raise FormatError(library, "is no library of frames", "'polars' or 'pandas'")


def _missing(name: str, step: str) -> FormatError:
    return FormatError("to_frame", f"it needs {name}", f"it installed: {step}")
