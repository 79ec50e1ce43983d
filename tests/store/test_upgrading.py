"""An upgrade is done whole or not at all, however it is cut off, and once, however many begin it."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from first_version import back_to_version_1

from archive_world import FILLER, code_strikes, document
from dragoman.errors import StoreError
from dragoman.store.rows import Reading
from dragoman.store.searching import search
from dragoman.store.store import Store, open_store
from dragoman.store.upgrade import NEWEST, version_of

# Opens an archive, but waits where the tables are changed and the index is still empty.
_HALF = """
import sys, time
from pathlib import Path
from dragoman.store import searching, store
def stay(connection):
    Path(sys.argv[2]).touch()
    time.sleep(300)
searching.complete = stay
store.open_store(sys.argv[1])
"""
_WHOLE = "import sys; from dragoman.store.store import open_store; open_store(sys.argv[1]).close()"


@pytest.fixture
def old(store: Store) -> Store:
    """An archive as the first version of the program would have left it."""
    for number in range(3):
        text = document(f"A strike on Kharkiv killed {number + 2} people. {FILLER} Number {number}.", date(2025, 7, 21))
        store.keep(Reading(f"https://a.example/{number}", text, code_strikes(text).events, "test 0"))
    back_to_version_1(store)
    store.close()
    return store


def state(store: Store) -> tuple[str | None, set[str]]:
    with store.engine.connect() as connection:
        return version_of(connection), set(sa.inspect(connection).get_table_names())


def test_an_upgrade_that_is_killed_leaves_the_archive_as_it_was(old: Store, place: str, tmp_path: Path) -> None:
    before = state(old)
    there = tmp_path / "half"
    begun = subprocess.Popen([sys.executable, "-c", _HALF, place, str(there)])
    last = time.monotonic() + 60
    while not there.exists():
        assert begun.poll() is None and time.monotonic() < last
        time.sleep(0.05)
    begun.kill()
    begun.wait()
    assert before == state(old)
    assert before[0] == "0001"
    again = open_store(place)
    assert state(again)[0] == NEWEST
    assert len(again.known().documents) == 3
    assert search(again, "Kharkiv", kind="articles", limit=10).total == 3
    again.close()


def test_two_that_upgrade_at_once_do_it_once(old: Store, place: str) -> None:
    begun = [
        subprocess.Popen([sys.executable, "-c", _WHOLE, place], stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    told = [one.communicate()[1] for one in begun]
    assert [one.returncode for one in begun] == [0, 0, 0], told
    again = open_store(place)
    assert search(again, "Kharkiv", kind="articles", limit=10).total == 3
    again.close()


def test_an_archive_whose_tables_are_not_those_of_its_version_is_told_in_one_line(old: Store, place: str) -> None:
    with old.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{NEWEST}'"))
    half = open_store(place)
    with pytest.raises(StoreError):
        search(half, "Kharkiv", kind="articles", limit=10)
    half.close()
