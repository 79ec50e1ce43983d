"""Owns what is computed from a state once and kept as long as that state holds; thread-safe, bounded, disposable."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 64


class Derived:
    """What was computed, by name and by the very object from which it was computed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[object, Any]] = OrderedDict()

    def of(self, source: object, name: str, make: Callable[[], T]) -> T:
        """The value of a name for a source; made anew where the source is another object, or another text."""
        with self._lock:
            known = self._kept.get(name)
            if known is not None and (known[0] is source or (isinstance(source, str) and known[0] == source)):
                self._kept.move_to_end(name)
                return known[1]  # type: ignore[no-any-return]
        made = make()  # twice at worst, rather than that all wait
        with self._lock:
            self._kept[name] = (source, made)
            self._kept.move_to_end(name)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made
