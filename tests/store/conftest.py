"""One archive for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres import binaries, server

from dragoman.store.store import Store, open_store


class Clock:
    """A clock that goes on by a second at each look, so that orders are told apart."""

    def __init__(self, start: datetime = datetime(2025, 8, 1, 12, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server; DRAGOMAN_TEST_POSTGRES names one that runs already."""
    given = os.environ.get("DRAGOMAN_TEST_POSTGRES")
    if given:
        yield given.rstrip("/")
        return
    pytest.importorskip("psycopg", reason="PostgreSQL's driver: pip install '.[postgres]'")
    folder = binaries()
    if folder is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    with server(folder) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty archive may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.sqlite")
    address = f"{request.getfixturevalue('postgres')}/postgres"
    driver = sa.make_url(address).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(driver, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return address


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: str, clock: Callable[[], datetime]) -> Iterator[Store]:
    opened = open_store(place, clock=clock)
    yield opened
    opened.close()
