"""Events and entries become data frames with the documented columns."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from dragoman.delivery.flat import TABLES, flat_entry, flat_event
from dragoman.delivery.frames import shown, to_frame
from dragoman.errors import FormatError
from dragoman.knowledge.layouts import load_layout
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event

polars = pytest.importorskip("polars", reason="frames are optional: need polars")


@pytest.mark.parametrize("table", TABLES)
def test_each_table_of_a_dossier_has_its_documented_columns(dossier: Dossier, table: str) -> None:
    frame = to_frame(dossier, table)
    assert frame.columns == [column.name for column in load_layout(f"own_{table}")]
    assert frame.height > 0


def test_every_documented_column_is_made(dossier: Dossier, event: Event) -> None:
    assert {c.value for c in load_layout("own_events")} <= set(flat_event(event))
    for table in TABLES[2:-1]:
        made = flat_entry(table, "x", getattr(dossier, table)[0])
        assert {c.value for c in load_layout(f"own_{table}")} <= set(made)


def test_the_killed_can_be_summed(dossier: Dossier) -> None:
    frame = to_frame(dossier.violence)
    assert frame["killed_min"].sum() == 3
    assert frame["wounded_max"].to_list() == [20]
    assert frame["by"].to_list() == [None]


def test_events_have_a_quote_with_its_place(event: Event) -> None:
    row = to_frame([event]).row(0, named=True)
    assert (row["source"], row["target_countries"], row["place"]) == ("Ukraine", "RUS", "Doha")
    assert row["quote_end"] - row["quote_start"] == len(row["quote"])


def test_a_frame_of_nothing_keeps_its_columns_and_types() -> None:
    frame = to_frame([], "violence")
    assert frame.height == 0
    assert frame.schema["killed_min"] == polars.Int64
    assert to_frame([]).columns[0] == "id"


def test_pandas_on_request(dossier: Dossier) -> None:
    pytest.importorskip("pandas", reason="pandas is optional")
    frame = to_frame(dossier, "violence", library="pandas")
    assert frame["killed_min"].sum() == 3
    assert frame["by"].isna().all()


def test_arrow_on_request(dossier: Dossier) -> None:
    table = to_frame(dossier, "violence", library="arrow")
    assert table.column("killed_min").to_pylist() == [3]
    assert table.column_names == [column.name for column in load_layout("own_violence")]


def address(array: Any) -> int:
    """Where the values of an Arrow array lie in memory."""
    return int(array.buffers()[1].address)


def test_polars_shows_the_tables_own_memory(dossier: Dossier) -> None:
    table = to_frame(dossier, "violence", library="arrow")
    made = table.column("killed_min").chunk(0)
    assert address(shown(table, "polars")["killed_min"].to_arrow()) == address(made)


def test_pandas_shows_the_tables_own_memory(dossier: Dossier) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is optional")
    table = to_frame(dossier, "violence", library="arrow")
    column = shown(table, "pandas")["killed_min"]
    assert isinstance(column.dtype, pandas.ArrowDtype)
    assert address(column.array.__arrow_array__().chunk(0)) == address(table.column("killed_min").chunk(0))


def test_what_cannot_be_a_frame_is_refused(dossier: Dossier, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormatError, match="is no table"):
        to_frame(dossier, "people")
    with pytest.raises(FormatError, match="several kinds"):
        to_frame([event, dossier.violence[0]])
    with pytest.raises(FormatError, match="no library of frames"):
        to_frame([event], library="numpy")  # type: ignore[call-overload]
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(FormatError, match=r"dragoman\[export\]"):
        to_frame([event])
