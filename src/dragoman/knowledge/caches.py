"""Owns files that can be made anew: read only if nobody else could have written them and they are whole.

Disposable: a file that is damaged, not the user's own, or cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

_DIGEST = 32


def read_cache(place: Path) -> bytes | None:
    """What is kept in a file; None where there is none, it is damaged, or another user may have written it."""
    try:
        with place.open("rb") as file:
            if not is_own(file):
                return None
            data = file.read()
    except OSError:
        return None
    payload = data[_DIGEST:]
    return payload if hashlib.blake2b(payload, digest_size=_DIGEST).digest() == data[:_DIGEST] else None


def write_cache(place: Path, payload: bytes) -> bool:
    """Writes beside and renames, so that another process sees the old or the new, never half; says whether it did."""
    import tempfile  # slow to import, and only the first start writes

    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.stem, suffix=".part")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.blake2b(payload, digest_size=_DIGEST).digest() + payload)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        return False
    return True


def drop_older(folder: Path, pattern: str, *, most: int) -> None:
    """Removes the files of a pattern that were used longest ago, but for so many."""
    try:
        for old in sorted(folder.glob(pattern), key=lambda one: one.stat().st_mtime)[:-most]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def is_own(file: BinaryIO) -> bool:
    """Whether an open file is the user's or the administrator's, and nobody else may write it."""
    if os.name != "posix":  # where the user's own folder is closed to others
        return True
    state = os.fstat(file.fileno())
    return state.st_uid in {0, os.geteuid()} and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
