"""Owns printed answers kept beside the archive: the same question to an unchanged archive is not worked out again.

Disposable: a file that is damaged, too large or cannot be written is done without. What an answer says
is `state`'s and the printer's business; nothing in a file is run or trusted without its digest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.knowledge.caches import drop_older, read_cache, write_cache
from dragoman.store.lookups import fingerprint

if TYPE_CHECKING:
    from dragoman.knowledge.processes import Process
    from dragoman.store.store import Store

# So many answers are kept; the one that was asked for longest ago goes first.
MOST = 64
# Characters of an answer: a larger one, such as all events as JSON, is not kept.
LARGEST = 16 << 20
_DIGEST = 32
_SUFFIX = ".answer"
# What lays answers out and reads records; another version of one of them may print another thing.
_LIBRARIES = ("pydantic", "rich")


@dataclass(frozen=True, slots=True)
class Question:
    """All that an answer depends on, but for what the archive holds.

    Attributes:
        process: None for all.
        asked: the rest of the question, such as days, the form and the width of the page.
        knowledge: the user's own folder of knowledge.
    """

    process: Process | None
    asked: Mapping[str, str | int | bool | None]
    knowledge: Path | None = None


def answer(store: Store, question: Question, make: Callable[[], str], *, folder: Path | None = None) -> str:
    """The answer to a question: the kept one where nothing has changed, else a new one.

    Args:
        store: the archive.
        question: what is asked.
        make: works the answer out.
        folder: where answers are kept; None for the user's cache folder.

    Raises:
        StoreError: the archive cannot be read.
    """
    held = fingerprint(store)
    place = _folder(folder) / f"{_key(store, held, question)}{_SUFFIX}"
    kept = _read(place)
    if kept is not None:
        return kept
    made = make()
    # What another program wrote meanwhile may be in the answer or not: then it belongs to no state.
    lasts = len(made) <= LARGEST and fingerprint(store) == held
    if lasts and write_cache(place, made.encode("utf-8", "surrogatepass")):
        drop_older(place.parent, f"*{_SUFFIX}", most=MOST)
    return made


def _folder(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    import platformdirs

    return platformdirs.user_cache_path("dragoman", appauthor=False) / "answers"


def _key(store: Store, held: str, question: Question) -> str:
    process = question.process
    told = {
        "archive": [store.name, held],
        "program": _program(question.knowledge),
        "process": process and [process.id, process.name, [sorted(side) for side in process.sides]],
        "asked": dict(question.asked),
    }
    return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=_DIGEST).hexdigest()


def _program(overlay: Path | None) -> list[Any]:
    """What differs between programs, their knowledge and their libraries: also a changed file of a source tree."""
    from importlib.metadata import version

    from dragoman.knowledge.load import fingerprint as of_files
    from dragoman.knowledge.load import folders_of
    from dragoman.version import __version__

    root = Path(__file__).parent.parent
    code = []
    for path in sorted(root.rglob("*.py")):
        state = path.stat()
        code.append((path.relative_to(root).as_posix(), state.st_size, state.st_mtime_ns))
    digest = hashlib.blake2b(json.dumps(code).encode(), digest_size=_DIGEST).hexdigest()
    return [__version__, digest, of_files(folders_of(overlay)), [version(name) for name in _LIBRARIES]]


def _read(place: Path) -> str | None:
    """What is kept in a file; None where there is none or it is damaged."""
    payload = read_cache(place)
    if payload is None:
        return None
    try:
        os.utime(place)
        return payload.decode("utf-8", "surrogatepass")
    except (OSError, UnicodeDecodeError):
        return None
