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
    return (found.item.data if found.item else None, found.url, found.title, found.published, found.problem)


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
        assert one.published == dt.date(2025, 7, 21)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no table at all", b"PAR1" + b"\x00" * 64 + b"PAR1"])
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    (one,) = read(tmp_path / "a.parquet")
    assert one.item is None and one.problem is not None and "expected a Parquet file" in one.problem
