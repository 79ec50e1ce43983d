"""Owns reading one article's bytes from a file or from standard input, within a size limit.

Does not decode or interpret them: see `documents`.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import SourceError

STDIN = "-"
# Endings of files that hold one article; `documents.readers` has how each kind is read.
PAGES = (".html", ".htm", ".xhtml")
PLAIN = (".txt", ".text")
OFFICE = (".pdf", ".docx")
MAIL = (".eml",)
# A long-read of 20,000 words is about 130 kB; a page with its scripts seldom passes 5 MB.
LARGEST = 16 * 1024 * 1024
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_ADDRESS = ("http://", "https://", "ftp://")


@dataclass(frozen=True, slots=True)
class Item:
    """The bytes of one article.

    Attributes:
        source: the path as the user gave it, or `-`.
        data: the bytes as stored.
        suffix: the file name's ending in lower case, such as `.html`; empty for standard input.
        charset: the encoding that whoever sent the bytes declared beside them, such as a server.
    """

    source: str
    data: bytes
    suffix: str = ""
    charset: str | None = None


def charset_in(content_type: str) -> str | None:
    """The encoding that a Content-Type names, such as `windows-1250` of `text/html; charset=windows-1250`."""
    found = _CHARSET.search(content_type)
    return found.group(1).lower() if found else None


def read_item(place: str | Path) -> Item:
    """The bytes of a file, or of standard input where the place is `-`.

    Raises:
        SourceError: there is no such file, it is a folder, may not be read, is empty or too large.
    """
    source = str(place)
    if source == STDIN:
        return Item(source, _checked(source, sys.stdin.buffer.read(LARGEST + 1)))
    if source.startswith(_ADDRESS):
        raise SourceError(source, "is an address, expected a file", "save the page and give the saved file's path")
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceError(
                source, "is a folder, expected a file", f"name its files, such as {source.rstrip('/')}/*.txt"
            )
        with path.open("rb") as stream:
            # A pipe has no size; a file is refused before it fills the memory.
            if os.fstat(stream.fileno()).st_size > LARGEST:
                raise _too_large(source)
            data = stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise SourceError(source, "no such file", "check the path") from error
    except PermissionError as error:
        raise SourceError(source, "may not be read", "give yourself permission to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        reason = getattr(error, "strerror", None) or "cannot be read"
        raise SourceError(source, reason.lower(), "check the path and the disk") from error
    return Item(source, _checked(source, data), path.suffix.lower())


def _checked(source: str, data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise _too_large(source)
    if not data.strip():
        raise SourceError(source, "is empty, expected the text of an article", "check how it was saved")
    return data


def _too_large(source: str) -> SourceError:
    limit = LARGEST // (1024 * 1024)
    return SourceError(
        source,
        f"is larger than {limit} MB, expected one article",
        "split it into one file per article",
    )
