"""Fixtures of the knowledge base: the bundled one, and a small folder in which faults are planted."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_folder import FILES, Write, tabbed

from dragoman.knowledge.load import Knowledge, load_knowledge


@pytest.fixture
def small(tmp_path: Path) -> Write:
    """Writes the small folder; a keyword replaces a file (`actors/x.tsv=...`), None leaves it out."""

    def write(changes: dict[str, str | None] | None = None) -> Path:
        folder = tmp_path / "small"
        for name, text in {**FILES, **(changes or {})}.items():
            if text is None:
                continue
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(tabbed(name, text), encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The bundled knowledge, compiled into a cache of the test's own."""
    return load_knowledge(cache=tmp_path_factory.mktemp("cache"))
