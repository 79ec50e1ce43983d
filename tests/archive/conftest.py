"""An archive on SQLite, and a way to take in texts without parser and network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive_world import Article, code_strikes, found
from dragoman.archive.ingest import Summary, ingest
from dragoman.store.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "archive.sqlite", clock=lambda: datetime(2025, 9, 1, tzinfo=UTC))
    yield opened
    opened.close()


@pytest.fixture
def take(store: Store) -> Callable[[list[Article]], Summary]:
    def take_in(articles: list[Article]) -> Summary:
        return ingest(found(articles), store=store, code=code_strikes, coder="test 0")

    return take_in
