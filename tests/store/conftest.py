"""One archive for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dragoman.store.store import Store, open_store


class Clock:
    """A clock that goes on by a second at each look, so that orders are told apart."""

    def __init__(self, start: datetime = datetime(2025, 8, 1, 12, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty archive may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.sqlite")
    return str(request.getfixturevalue("empty_postgres"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: str, clock: Callable[[], datetime]) -> Iterator[Store]:
    opened = open_store(place, clock=clock)
    yield opened
    opened.close()
