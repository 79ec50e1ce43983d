"""Owns putting Python's search for cycles off while many values are made at once.

Records hold no cycles, but the search looks at all of them again and again as they grow in number: with
50,000 events it takes a quarter of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """A block in which no cycles are looked for; nested blocks and threads do no harm."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
