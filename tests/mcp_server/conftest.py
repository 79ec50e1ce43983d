"""An archive made by hand, its server, and the SDK's own client that asks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the server's library: pip install '.[mcp]'")

from assistant import Assistant

from desk_world import Clock, fill, knowledge
from dragoman.mcp_server.server import make_server
from dragoman.mcp_server.writing import Writers
from dragoman.store.store import Store, open_store
from dragoman.web.desk import Desk, open_desk


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive to copy."""
    place = tmp_path_factory.mktemp("mcp") / "archive.sqlite"
    opened = open_store(place, clock=Clock())
    fill(opened)
    opened.close()
    return place


@pytest.fixture(scope="session")
def desk(filled: Path) -> Iterator[Desk]:
    """What is only read."""
    opened = open_store(filled, clock=Clock())
    yield open_desk(opened, knowledge=knowledge())
    opened.close()


@pytest.fixture(scope="session")
def assistant(desk: Desk) -> Assistant:
    """Reads only."""
    return Assistant(make_server(desk))


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Path:
    """An archive of the test's own."""
    return Path(shutil.copy(filled, tmp_path / "archive.sqlite"))


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    opened = open_store(place, clock=Clock())
    yield opened
    opened.close()


@pytest.fixture
def own_desk(store: Store) -> Desk:
    return open_desk(store, knowledge=knowledge())


@pytest.fixture
def judging(own_desk: Desk) -> Callable[[str | None], Assistant]:
    """Makes an assistant whose server was given a token, or none."""
    return lambda secret: Assistant(make_server(own_desk, Writers(own_desk.store, secret)))
