"""Owns events and entries as tables in Arrow's memory, shown by polars or pandas; the columns of the data package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

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
    import pyarrow

Library = Literal["polars", "pandas", "arrow"]
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


@overload
def to_frame(
    values: Dossier | Iterable[Event | Entry], table: str | None = None, *, library: Literal["arrow"]
) -> pyarrow.Table: ...


def to_frame(
    values: Dossier | Iterable[Event | Entry], table: str | None = None, *, library: Library = "polars"
) -> Any:
    """Events or entries as a table: one row each, one column a value, lists joined by `; `.

    The table is made once, in Arrow's memory; polars and pandas show that memory and copy nothing. In pandas the
    columns are Arrow's own, so that a missing number stays missing and a whole number whole.

    Args:
        values: a dossier; or events; or entries of one kind, such as `dossier.violence`.
        table: which table of a dossier, such as `violence` or `evidence`; its events where None.
            For values that are no dossier it is told from the first, and needed only where there are none.
        library: `polars`, `pandas` or `arrow`.

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
    if library not in get_args(Library):
        raise FormatError(library, "is no library of frames", f"one of {', '.join(get_args(Library))}")
    return shown(arrow_table(rows, name), library)


def _told(values: list[Event | Entry]) -> str:
    kinds = {"events" if isinstance(one, Event) else _KINDS.get(type(one), "") for one in values}
    if len(kinds) > 1:
        raise FormatError("to_frame", "got values of several kinds", "events, or one list of a dossier")
    return kinds.pop() if kinds else "events"


def arrow_table(rows: list[dict[str, Any]], table: str) -> pyarrow.Table:
    """Rows as Arrow's table, with the columns of the layout.

    Raises:
        FormatError: pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise _missing("pyarrow") from error
    kinds = {
        "string": pyarrow.large_string(),
        "date": pyarrow.large_string(),  # a month or a year where no day is told
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(column.name, kinds[column.type]) for column in load_layout(f"own_{table}")])
    return pyarrow.Table.from_pylist(rows, schema=schema)


def shown(table: pyarrow.Table, library: Library) -> Any:
    """The table as a library has it, in the same memory.

    Raises:
        FormatError: the library is not installed.
    """
    if library == "polars":
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        return polars.from_arrow(table, rechunk=False)
    if library == "pandas":
        try:
            import pandas
        except ImportError as error:
            raise FormatError("to_frame", "it needs pandas", "it installed: pip install pandas") from error
        return table.to_pandas(types_mapper=pandas.ArrowDtype)
    return table


def _missing(name: str) -> FormatError:
    return FormatError("to_frame", f"it needs {name}", "it installed: pip install 'dragoman[export]'")
