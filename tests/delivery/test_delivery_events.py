"""Coded events are written as lines of JSON, and as Parquet with the same fields."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dragoman.delivery.event_files import event_file
from dragoman.delivery.events import event_lines
from dragoman.delivery.stored import read_dossier
from dragoman.errors import FormatError, SourceError
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event


def write_events(events: list[Event], path: Path) -> None:
    with event_file(path) as write:
        for event in events:
            write(event_lines([event]))


def test_lines_hold_the_fields_in_the_contracts_order(event: Event) -> None:
    record = json.loads(next(event_lines([event])))
    assert list(record)[:6] == ["id", "date", "start", "end", "source", "target"]
    assert Event.model_validate(record) == event


def test_lines_are_written_to_a_file(event: Event, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    write_events([event, event], path)
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_a_file_appears_only_when_it_is_whole(event: Event, tmp_path: Path) -> None:
    for name in ("events.jsonl", "events.parquet"):
        with pytest.raises(KeyError), event_file(tmp_path / name) as write:
            write(event_lines([event]))
            raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [0, 1, 5001])
def test_parquet_has_the_same_records(event: Event, tmp_path: Path, count: int) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is optional: needs pyarrow")
    path = tmp_path / "events.parquet"
    write_events([event] * count, path)
    table = parquet.read_table(path)
    assert table.column_names == list(Event.model_fields)
    assert [Event.model_validate(row) for row in table.to_pylist()] == [event] * count


def test_without_pyarrow_parquet_says_what_to_do(event: Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormatError, match="pip install pyarrow"):
        write_events([event], tmp_path / "events.parquet")


def test_an_unknown_ending_or_folder_is_an_error(event: Event, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="unknown ending"):
        write_events([event], tmp_path / "events.xlsx")
    with pytest.raises(SourceError, match="no such file"):
        write_events([event], tmp_path / "absent" / "events.jsonl")


def test_a_brief_is_read_back_from_its_json(dossier: Dossier, tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_text(dossier.model_dump_json(), encoding="utf-8")
    assert read_dossier(path) == dossier


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff", b'{"as_of": 3}'])
def test_what_is_no_brief_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(data)
    with pytest.raises(FormatError, match="expected a brief printed with"):
        read_dossier(path)
    with pytest.raises(SourceError):
        read_dossier(tmp_path / "absent.json")
