"""An archive on SQLite, and a way to take in texts without parser and network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from archive_world import code_strikes
from dragoman.archive.ingest import Summary, ingest
from dragoman.sources.addresses import canonical
from dragoman.sources.files import Item
from dragoman.sources.found import Found
from dragoman.store.store import Store, open_store

Article = tuple[str, str, date | None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "archive.sqlite", clock=lambda: datetime(2025, 9, 1, tzinfo=UTC))
    yield opened
    opened.close()


def found(articles: list[Article]) -> list[Found]:
    """Articles as a reader yields them."""
    return [
        Found(url, canonical(url), Item(url, text.encode(), ".txt"), url, publisher=url.split("/")[2], published=day)
        for url, text, day in articles
    ]


@pytest.fixture
def take(store: Store) -> Callable[[list[Article]], Summary]:
    def take_in(articles: list[Article]) -> Summary:
        return ingest(found(articles), store=store, code=code_strikes, coder="test 0")

    return take_in
