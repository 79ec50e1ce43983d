"""Owns reading a brief back from its JSON."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from dragoman.errors import FormatError, SourceError
from dragoman.process.dossier import Dossier

_EXPECTED = "a brief printed with 'dragoman brief --format json'"


def read_dossier(path: Path) -> Dossier:
    """The dossier in a file.

    Raises:
        SourceError: the file cannot be read.
        FormatError: it holds no brief; names the first field at fault.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise SourceError(str(path), reason, "check the path") from error
    try:
        return Dossier.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise FormatError(str(path), f"{where}: {first['msg']}", _EXPECTED) from error
