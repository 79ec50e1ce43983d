"""A desk over a small archive made by hand, and browsers without a window that ask it."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fastapi", reason="the desk's libraries: pip install '.[web]'")

from desk_world import PASSWORD, Clock, fill, form_token, knowledge
from dragoman.archive.memory import Memory
from dragoman.store.store import Store, open_store
from dragoman.web.app import make_app
from dragoman.web.desk import Desk, open_desk
from dragoman.web.fresh import Fresh
from dragoman.web.security import add_token, add_user

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real hashes that cost little, for there are many."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=32)
    monkeypatch.setattr("dragoman.web.passwords._hasher", lambda: quick)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive to copy."""
    place = tmp_path_factory.mktemp("desk") / "archive.sqlite"
    opened = open_store(place, clock=Clock())
    fill(opened)
    opened.close()
    return place


@pytest.fixture
def store(filled: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    place = tmp_path / "archive.sqlite"
    shutil.copy(filled, place)
    opened = open_store(place, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """Waits for every state, however slow the machine; see test_fresh for one that does not."""
    patient = Fresh(Memory(store, knowledge=knowledge()), knowledge=knowledge(), slow=math.inf)
    return replace(open_desk(store, knowledge=knowledge()), states=patient)


@pytest.fixture
def browser(desk: Desk) -> Callable[[], TestClient]:
    """Makes a new browser each time."""
    from starlette.testclient import TestClient

    app = make_app(desk)
    return lambda: TestClient(app, base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def client(browser: Callable[[], TestClient]) -> TestClient:
    return browser()


@pytest.fixture
def signed_in(store: Store, browser: Callable[[], TestClient]) -> Callable[..., TestClient]:
    """Makes a browser in which a user, added where there is none, is signed in."""

    def make(name: str = "anna") -> TestClient:
        add_user(store, name, PASSWORD)
        opened = browser()
        form = {"csrf": form_token(opened, "/signin"), "name": name, "password": PASSWORD}
        assert opened.post("/signin", data=form).status_code == 303
        return opened

    return make


@pytest.fixture
def bearer(store: Store) -> Callable[..., dict[str, str]]:
    """The header of a user's program."""

    def make(name: str = "anna") -> dict[str, str]:
        add_user(store, name, PASSWORD)
        return {"Authorization": f"Bearer {add_token(store, name, 'test')}"}

    return make
