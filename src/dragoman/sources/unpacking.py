"""Owns unpacking within limits: gzip, deflate and zip, so that a small file cannot fill the memory.

Nothing is ever written to the disk, and no name inside an archive is used as a path.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from typing import IO

from dragoman.errors import SourceError
from dragoman.sources.files import LARGEST

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
# A zip file may hold so many members and, unpacked, so many bytes altogether.
MOST_MEMBERS = 20_000
_BLOCK = 1 << 16
_MEMBER = b"\x1f\x8b\x08"
_GZIP_ONLY = 31  # what zlib calls it
_MOST_DAMAGES = 1000
# A packed file may be many small ones in a row: each is given little, so that what it leaves over is little.
_PIECE = 1 << 12


# No honest text packs better than this; a packed file may unpack to a gigabyte in any case.
_RATIO = 200
_SMALL = 1 << 30


def most_unpacked(size: int) -> int:
    """The bytes that a packed file of so many bytes may hold."""
    return max(_SMALL, _RATIO * size)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a zip archive; `problem` says why it was left out, `read` how many bytes were unpacked."""

    name: str
    data: bytes
    problem: str | None = None
    read: int = 0


def inflate(source: str, data: bytes, *, largest: int = LARGEST, encoding: str = "gzip") -> bytes:
    """The bytes that gzip or deflate packed.

    Raises:
        SourceError: they are damaged, or more than `largest`.
    """
    out, place = bytearray(), 0
    while place < len(data):
        # 47: gzip or zlib by the header; a "deflate" without header is met in the wild.
        raw = encoding == "deflate" and not out and (data[place] & 0x0F) != 8
        unpacker = zlib.decompressobj(-15 if raw else 47)
        while not unpacker.eof and place < len(data):
            try:
                out += unpacker.decompress(data[place : place + _PIECE], largest + 1 - len(out))
            except zlib.error as error:
                if out:  # bytes after the last member mean nothing
                    return bytes(out)
                raise SourceError(source, "is damaged, expected packed bytes", "fetch or save it again") from error
            if len(out) > largest:
                raise too_large(source, largest)
            place = min(place + _PIECE, len(data))
        place -= len(unpacker.unused_data)
        while place < len(data) and data[place] == 0:
            place += 1
    return bytes(out)


class Limited(io.RawIOBase):
    """A stream that fails after so many bytes; for readers that take a file."""

    def __init__(self, stream: IO[bytes], source: str, largest: int) -> None:
        super().__init__()
        self._stream, self._source, self._left, self._largest = stream, source, largest, largest

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Reads on.

        Raises:
            SourceError: the limit is reached.
        """
        data = self._stream.read(min(len(buffer), _BLOCK))
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._source, self._largest)
        buffer[: len(data)] = data
        return len(data)


class Members(io.RawIOBase):
    """The gzip members of a stream unpacked, one after the other; after a damaged one the next is sought.

    Attributes:
        damages: how many damaged places have been met; after very many the stream ends.
    """

    def __init__(self, stream: IO[bytes], begun: bytes = b"") -> None:
        super().__init__()
        self._stream, self._packed, self._out = stream, begun, b""
        self._unpacker = zlib.decompressobj(_GZIP_ONLY)
        self._inside = False  # whether a member has begun
        self.damages = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Reads on."""
        while not self._out and self.damages <= _MOST_DAMAGES and (self._packed or self._more()):
            if self._inside:
                self._unpack(max(len(buffer), 1))
            else:
                self._to_member()
        part = self._out[: len(buffer)]
        self._out = self._out[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def _more(self) -> bool:
        self._packed = self._stream.read(_BLOCK)
        if not self._packed and self._inside:
            self.damages, self._inside = self.damages + 1, False  # cut off
        return bool(self._packed)

    def _unpack(self, wanted: int) -> None:
        piece, rest = self._packed[:_PIECE], self._packed[_PIECE:]
        try:
            self._out = self._unpacker.decompress(piece, wanted)
        except zlib.error:
            self.damages, self._inside = self.damages + 1, False
            self._out = b"\r\n"  # what follows shall not be read as the same line
            self._packed = self._packed[1:]
            return
        self._inside = not self._unpacker.eof
        self._packed = (self._unpacker.unconsumed_tail if self._inside else self._unpacker.unused_data) + rest

    def _to_member(self) -> None:
        if len(self._packed) < len(_MEMBER):
            self._packed += self._stream.read(_BLOCK)
        at = self._packed.find(_MEMBER)
        passed = self._packed if at < 0 else self._packed[:at]
        self.damages += bool(passed.strip(b"\x00"))
        if at < 0:
            self._packed = self._packed[max(len(self._packed) - len(_MEMBER) + 1, 1) :]
            return
        self._packed = self._packed[at:]
        self._unpacker, self._inside = zlib.decompressobj(_GZIP_ONLY), True


def members(source: str, data: bytes | IO[bytes], *, largest: int = LARGEST, total: int) -> Iterator[Member]:
    """The files of a zip archive, one after the other.

    Args:
        source: for messages.
        data: the archive.
        largest: bytes that one file may have.
        total: bytes that all may have together.

    Raises:
        SourceError: it is no zip archive, holds too many files, or too much altogether.
    """
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    try:
        with zipfile.ZipFile(stream) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_MEMBERS:
                raise SourceError(source, f"holds more than {MOST_MEMBERS} files", "split it")
            left = total
            for one in listed:
                if one.filename.endswith("/"):  # is_dir() fails for a nameless one
                    continue
                found = _member(archive, one, largest)
                left -= found.read
                if left < 0:
                    raise too_large(source, total)
                yield found
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(source, "is damaged, expected a zip archive", "fetch or save it again") from error


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, largest: int) -> Member:
    if one.flag_bits & 1:
        return Member(one.filename, b"", "is locked with a password")
    try:
        with archive.open(one) as stream:
            data = stream.read(largest + 1)  # the size in the directory may lie
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error, LZMAError) as error:
        return Member(one.filename, b"", f"is damaged ({str(error)[:120]})")
    if len(data) > largest:
        return Member(one.filename, b"", f"is larger than {largest // (1 << 20)} MB", len(data))
    return Member(one.filename, data, None, len(data))


def too_large(source: str, largest: int) -> SourceError:
    """The error for more bytes than allowed."""
    size = f"{largest // (1 << 20)} MB" if largest >= 1 << 20 else f"{largest} bytes"
    return SourceError(source, f"is larger than {size}, also when unpacked", "leave it out, or split it")
