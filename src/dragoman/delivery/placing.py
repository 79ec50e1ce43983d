"""Owns putting a finished file in its place: whole, or what stood there before stays."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dragoman.errors import SourceError


def put(path: Path, data: bytes) -> None:
    """Writes a file beside its place and renames it, so that a full disk or a stop costs nothing.

    A link stays a link, and a pipe or a device is written to as it is.

    Raises:
        SourceError: it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        place = path.resolve()
        beside = place.with_name(f".dragoman-{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            if place.exists():
                shutil.copymode(place, beside)
            beside.replace(place)
        except PermissionError:  # of the folder; the file itself may be open to us
            place.write_bytes(data)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SourceError.unwritable(path, error) from error
    except RuntimeError as error:  # up to Python 3.12 that is what a loop of links raises
        raise SourceError(str(path), "is a link that leads back to itself", "give another path") from error
