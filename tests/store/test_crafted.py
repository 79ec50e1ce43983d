"""Archives that somebody else wrote, to break the program, are told in one line; new ones are the owner's alone."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive_world import FILLER, RUS, document, event
from dragoman.archive.memory import Memory
from dragoman.archive.state import record
from dragoman.delivery.outbox import Outbox
from dragoman.errors import StoreError
from dragoman.knowledge.load import load_knowledge
from dragoman.records.statement import Judgement
from dragoman.store.rows import Reading
from dragoman.store.store import Store, open_store

NOW = datetime(2025, 9, 1, tzinfo=UTC)
Craft = Callable[[str, str, Any], Path]


def opened(place: Path, *, create: bool = False) -> Store:
    return open_store(place, create=create, clock=lambda: NOW)


@pytest.fixture
def craft(tmp_path: Path) -> Craft:
    """Puts a value into every row of a column of a small archive, whatever the column asks for."""
    place = tmp_path / "archive.sqlite"
    store = opened(place, create=True)
    text = document(f"Envoys left Moscow. {FILLER}", title="Gone", publisher="Post", url="https://a.example/1")
    left = event(text, "Envoys left Moscow", source=(RUS,))
    store.keep(Reading("https://a.example/1", text, (left,), "test 0"))
    store.judge(Judgement(verdict="right", one=left.id, by="anna"))
    store.close()

    def put(table: str, column: str, value: Any) -> Path:
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = ?", (table,))
            connection.commit()
        with closing(sqlite3.connect(place)) as connection:
            connection.execute(f'UPDATE {table} SET "{column}" = ?', (value,))
            connection.commit()
        return place

    return put


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("documents", "text"), ("documents", "title"), ("documents", "published"), ("documents", "warnings"),
        ("documents", "recorded"), ("versions", "document"), ("versions", "learned"), ("versions", "publisher"),
        ("events", "body"), ("judgements", "verdict"), ("judgements", "value"), ("judgements", "made"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", [b"\xff\xfe\x00", 2**63 - 1, 1.5, "[" * 2000, '{"a": 1}'])
def test_a_value_that_no_archive_holds_is_told_in_one_line(table: str, column: str, value: Any, craft: Craft) -> None:
    place = craft(table, column, value)
    knowledge = load_knowledge()
    told = []
    for state in (
        lambda store: record(store, None, knowledge=knowledge),
        lambda store: Memory(store, knowledge=knowledge).record(None),
    ):
        try:
            store = opened(place)
            state(store).model_dump_json()
            store.close()
        except StoreError as error:
            told.append(str(error))
    assert len(told) in {0, 2}
    assert all(str(place) in line and "\n" not in line for line in told)


def test_an_event_that_rests_on_nothing_is_told_in_one_line(craft: Craft) -> None:
    place = craft("events", "document", "d0")
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE events SET body = json_set(body, '$.evidence', json('[]')), document = "
                           "(SELECT id FROM documents)")  # fmt: skip
        connection.commit()
    store = opened(place)
    with pytest.raises(StoreError, match="does not rest on its document"):
        store.known()
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="looks at rights of POSIX")
def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = opened(tmp_path / "archive.sqlite", create=True)
        Outbox(tmp_path / "outbox.sqlite")
        files = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert {"archive.sqlite", "archive.sqlite-wal", "outbox.sqlite"} <= files.keys()
    assert set(files.values()) == {0o600}


def test_a_place_with_a_nul_is_told_in_one_line() -> None:
    for make in (open_store, lambda place: Outbox(Path(place))):
        with pytest.raises(StoreError):
            make("fol\x00der/a.sqlite")
