"""Dragoman reads the news of a conflict and keeps the sourced record of its peace process.

    import dragoman
    dossier = dragoman.brief("article.txt")

The names in `__all__` are the public interface; each loads its part of the program on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dragoman.version import __version__

if TYPE_CHECKING:
    from dragoman.archive.opened import Archive, open_archive
    from dragoman.delivery.frames import to_frame
    from dragoman.documents.document import Document, Passage
    from dragoman.errors import DragomanError
    from dragoman.language.annotations import AnnotatedReader
    from dragoman.language.pair_judge import relate
    from dragoman.pipeline import brief, code, explain, read
    from dragoman.process.dossier import Dossier
    from dragoman.records.event import Event
    from dragoman.records.values import Actor, Evidence

_HOME = {
    "Actor": "dragoman.records.values",
    "AnnotatedReader": "dragoman.language.annotations",
    "Archive": "dragoman.archive.opened",
    "Document": "dragoman.documents.document",
    "Dossier": "dragoman.process.dossier",
    "DragomanError": "dragoman.errors",
    "Event": "dragoman.records.event",
    "Evidence": "dragoman.records.values",
    "Passage": "dragoman.documents.document",
    "brief": "dragoman.pipeline",
    "code": "dragoman.pipeline",
    "explain": "dragoman.pipeline",
    "open_archive": "dragoman.archive.opened",
    "read": "dragoman.pipeline",
    "relate": "dragoman.language.pair_judge",
    "to_frame": "dragoman.delivery.frames",
}

__all__ = [
    "Actor",
    "AnnotatedReader",
    "Archive",
    "Document",
    "Dossier",
    "DragomanError",
    "Event",
    "Evidence",
    "Passage",
    "__version__",
    "brief",
    "code",
    "explain",
    "open_archive",
    "read",
    "relate",
    "to_frame",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
