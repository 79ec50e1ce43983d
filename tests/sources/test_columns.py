"""Parquet tables of articles are read as JSON lines with the same fields are."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.sources.found import Found
from dragoman.sources.reader import Reader

pa = pytest.importorskip("pyarrow", reason="reading Parquet: pip install '.[export]'")
ROWS: list[dict[str, Any]] = [
    {"text": "Delegations met in Geneva.", "date": "2025-07-21", "title": "Talks", "url": "https://a.example/1"},
    {"text": "Fighting went on in Kherson.", "date": None, "title": None, "url": None},
    {"text": None, "date": "2025-07-22", "title": "Nothing more", "url": None},
    {"text": "Envoys left Doha.", "date": "2025-07-23", "title": "Doha", "url": "https://a.example/2"},
]


def write(path: Path, rows: list[dict[str, Any]], *, group: int = 3) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)


def told(found: Found) -> tuple[object, ...]:
    return (found.item.data if found.item else None, found.url, found.title, found.stated, found.problem)


def read(path: Path) -> list[Found]:
    return list(Reader().read(str(path)))


def test_rows_are_the_articles_of_lines_with_the_same_fields(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    write(tmp_path / "a.parquet", ROWS)
    lines, rows = read(tmp_path / "a.jsonl"), read(tmp_path / "a.parquet")
    assert [told(one) for one in rows] == [told(one) for one in lines]
    assert [one.place.rpartition(":")[2] for one in rows] == ["1", "2", "3", "4"]
    assert rows[2].problem == "has no 'text'"
    assert read(tmp_path)[-1].place == f"{tmp_path / 'a.parquet'}:4"


def test_days_may_be_days_or_moments_and_other_columns_are_left_alone(tmp_path: Path) -> None:
    for day in (dt.date(2025, 7, 21), dt.datetime(2025, 7, 21, 9, 30, tzinfo=dt.UTC)):
        write(tmp_path / "a.parquet", [{"text": "Envoys left Doha.", "pub_date": day, "words": [1, 2]}])
        (one,) = read(tmp_path / "a.parquet")
        assert one.stated[0].startswith("2025-07-21")


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no table at all", b"PAR1" + b"\x00" * 64 + b"PAR1"])
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    (one,) = read(tmp_path / "a.parquet")
    assert one.item is None and one.problem is not None and "expected a Parquet file" in one.problem


def test_a_small_table_cannot_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    once = pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), pa.array(["word " * 100_000]))
    pq.write_table(pa.table({"text": once}), tmp_path / "a.parquet", compression="zstd", store_schema=False)
    monkeypatch.setattr("dragoman.sources.unpacking._SMALL", 20_000_000)
    before = pa.total_allocated_bytes()
    most, problems = 0, []
    for one in Reader().read(str(tmp_path / "a.parquet")):
        most = max(most, pa.total_allocated_bytes() - before)
        problems.append(one.problem)
    assert most < 5_000_000
    assert problems[0] is None
    assert "too large when unpacked" in str(problems[-1])
    assert len(problems) < 60


def test_a_column_that_packs_better_than_any_text_is_refused(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pa.table({"text": ["word " * 200_000] * 100})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd", use_dictionary=False)
    (one,) = read(tmp_path / "a.parquet")
    assert "too large when unpacked" in str(one.problem)


def test_columns_of_lists_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", [{"text": "Envoys left Doha.", "title": ["a", "b"]}])
    (one,) = read(tmp_path / "a.parquet")
    assert (one.title, one.problem) == (None, None)
