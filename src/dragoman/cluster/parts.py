"""Owns what is handed out: inputs are found, and cut into parts that any worker can read by itself.

A part names a file and a range of it. Which parts there are depends on the files and the part's
size only, never on the number of workers.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from dragoman.errors import SourceError
from dragoman.sources.columns import open_table, rows
from dragoman.sources.files import LARGEST
from dragoman.sources.found import Found, missing
from dragoman.sources.records import line_article, records
from dragoman.sources.unpacking import Limited, most_unpacked
from dragoman.sources.warc import pages

PART_BYTES = 4 << 20  # about two minutes of one core
LOCAL = "file://"
_FORMS = {
    "lines": (".jsonl", ".ndjson", ".jsonlines"),
    "packed": (".jsonl.gz", ".ndjson.gz", ".jsonlines.gz"),
    "warc": (".warc", ".warc.gz"),
    "table": (".parquet",),
}
_EXPECTED = "expected Parquet, JSON lines or WARC"


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file of articles: its address (`file:///…`, `s3://…`) and its size in bytes."""

    address: str
    size: int

    @property
    def place(self) -> str:
        """How the user knows it: a path, or an address."""
        return self.address.removeprefix(LOCAL)

    @property
    def form(self) -> str | None:
        """How it is read; None where its name's ending tells no form."""
        lower = self.address.lower()
        return next((form for form, endings in _FORMS.items() if lower.endswith(endings)), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A range of a file, end exclusive.

    Attributes:
        start: the first byte of JSON lines, the first row group of a table; 0 of what is read as a whole.
        end: likewise; None for the end of the file.
    """

    file: File
    start: int = 0
    end: int | None = None

    @property
    def name(self) -> str:
        """A name for the part's outputs: parts sort by file name, then by place in the file."""
        stem = "".join(c if c.isalnum() or c in "-_." else "_" for c in self.file.address.rpartition("/")[2])
        mark = hashlib.sha256(self.file.address.encode("utf-8", "backslashreplace")).hexdigest()[:8]
        return f"{stem[:100]}.{mark}.{self.start:014d}"


def is_remote(source: str) -> bool:
    """Whether an input or output is named by an address other than a file's."""
    return "://" in source and not source.startswith(LOCAL)


def local_files(source: str) -> list[File]:
    """The files that a path, a folder or a pattern such as `news/*.jsonl` names, in order of their paths.

    Raises:
        SourceError: there is none, or a named file is of another form.
    """
    path = source.removeprefix(LOCAL)
    if Path(path).is_dir():
        found = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
        shown = [one for one in sorted(found) if not any(x.startswith(".") for x in one.relative_to(path).parts)]
        files = [_local(one) for one in shown if one.is_file()]
        return _read_only(source, [one for one in files if one.form])
    if Path(path).is_file():
        return _read_only(source, [_local(Path(path))])
    return _read_only(
        source,
        [
            _local(Path(one))
            for one in sorted(glob.glob(path, recursive=True))  # noqa: PTH207  a pattern may begin at the root
            if Path(one).is_file()
        ],
    )


def remote_files(source: str) -> list[File]:
    """The files that an address or a pattern such as `s3://bucket/news/*.jsonl` names, by Daft.

    Raises:
        SourceError: there is none, the storage does not let us read, or a file is of another form.
    """
    import daft

    pattern = source if File(source, 0).form or "*" in source else f"{source.rstrip('/')}/**"
    try:
        listed = daft.from_glob_path(pattern).to_pydict()
    except (ValueError, OSError, RuntimeError) as error:  # Daft's errors are of these
        told = " ".join(str(error).split())
        if "MicroPartition" in told or "not found" in told.lower():
            raise SourceError(source, "names no file", "check the address") from error
        raise SourceError(source, f"cannot be listed ({told[:160]})", "check the address and its keys") from error
    files = [File(address, size or 0) for address, size in zip(listed["path"], listed["size"], strict=True)]
    return _read_only(source, sorted(one for one in files if one.form or File(source, 0).form))


def _local(path: Path) -> File:
    return File(LOCAL + str(path.resolve()), path.stat().st_size)


def _read_only(source: str, files: list[File]) -> list[File]:
    if not files:
        raise SourceError(source, f"names no file, {_EXPECTED}", "check the path")
    for file in files:
        if file.form is None:
            raise SourceError(file.place, f"has another ending, {_EXPECTED}", "code single articles without --engine")
    return files


def parts_of(files: Iterable[File], *, size: int = PART_BYTES) -> Iterator[Part]:
    """The parts of files: JSON lines by bytes, tables by row groups, what is packed as a whole.

    Raises:
        OSError: the storage fails.
    """
    for file in dict.fromkeys(files):
        if file.form == "lines":
            for start in range(0, max(file.size, 1), size):
                yield Part(file, start, min(start + size, file.size))
        elif file.form == "table":
            yield from _table_parts(file, size)
        else:
            yield Part(file)


def _table_parts(file: File, size: int) -> Iterator[Part]:
    with opened(file) as stream:
        try:
            meta = open_table(file.place, stream)[0].metadata
        except SourceError:  # the worker that gets it says so
            yield Part(file, 0, 1)
            return
        first, held = 0, 0
        for group in range(meta.num_row_groups):
            held += meta.row_group(group).total_byte_size
            if held >= size:
                yield Part(file, first, group + 1)
                first, held = group + 1, 0
        if first < meta.num_row_groups or not meta.num_row_groups:
            yield Part(file, first, meta.num_row_groups)


class _Storage(io.RawIOBase):
    """A file in storage that remembers whether reading it failed: a reader above may take that for damage."""

    def __init__(self, file: File) -> None:
        from daft.file import open_file

        super().__init__()
        self.fault: OSError | None = None
        self._inner: Any = self._asked(lambda: open_file(file.address, "rb", buffering=0))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = self._asked(lambda: self._inner.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def _asked(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except (ValueError, OSError, RuntimeError) as error:  # Daft's errors are of these
            self.fault = OSError(" ".join(str(error).split())[:160])
            raise self.fault from error


def opened(file: File) -> IO[bytes]:
    """The bytes of a file from wherever it lies, by Daft.

    Raises:
        OSError: it cannot be read.
    """
    return io.BufferedReader(_Storage(file), 1 << 20)


def articles(part: Part) -> Iterator[Found]:
    """The articles of a part, in their order; where the file is damaged, that is told in their stead.

    Raises:
        OSError: the storage fails.
    """
    place = part.file.place
    with opened(part.file) as stream:
        try:
            if part.file.form == "lines":
                yield from _lines(part, stream)
            elif part.file.form == "packed":
                yield from _packed(place, stream, part.file.size)
            elif part.file.form == "warc":
                yield from pages(place, stream)
            else:
                yield from rows(place, stream, groups=range(part.start, part.end or 0))
        except SourceError as error:
            fault = stream.raw.fault  # type: ignore[attr-defined]
            if fault is not None:
                raise fault from error
            yield missing(place, str(error).removeprefix(f"{error.source!r}: "))


def _lines(part: Part, stream: IO[bytes]) -> Iterator[Found]:
    """The lines that begin in the part; a line is named by its first byte, for no part knows its number."""
    name, at = part.file.place, part.start
    end = part.file.size if part.end is None else part.end
    if at:
        stream.seek(at - 1)
        at += _skip_line(stream) - 1
    while at < end:
        line = stream.readline(LARGEST + 1)
        if not line:
            return
        place = f"{name}#byte={at}"
        at += len(line)
        if len(line) > LARGEST:
            at += _skip_line(stream) if not line.endswith(b"\n") else 0
            yield missing(place, f"is longer than {LARGEST // (1 << 20)} MB")
        elif line.strip():
            yield line_article(name, place, line)


def _skip_line(stream: IO[bytes]) -> int:
    """Passes over the rest of a line; returns its length."""
    passed = 0
    while True:
        piece = stream.readline(1 << 20)
        passed += len(piece)
        if not piece or piece.endswith(b"\n"):
            return passed


def _packed(place: str, stream: IO[bytes], size: int) -> Iterator[Found]:
    unpacked: Any = gzip.GzipFile(fileobj=stream)
    limited = io.BufferedReader(Limited(unpacked, place, most_unpacked(size)))
    try:
        yield from records(place, cast(IO[bytes], limited))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(place, "is damaged, expected packed JSON lines", "fetch or save it again") from error
