"""Knowledge for all tests of coding: loading it costs seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dragoman.knowledge.load import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The bundled tables."""
    from dragoman.knowledge.load import load_knowledge

    return load_knowledge()
