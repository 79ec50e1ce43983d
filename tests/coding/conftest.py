"""Knowledge and the coder for all tests of coding: loading them costs seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder
    from dragoman.knowledge.load import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The bundled tables."""
    from dragoman.knowledge.load import load_knowledge

    return load_knowledge()


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The coder with the shipped reader."""
    from dragoman.pipeline import load_coder

    return load_coder()
