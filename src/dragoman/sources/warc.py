"""Owns WARC archives: the pages in them, one after the other, within limits.

The libraries for WARC end at the first damage and take what was cut off for whole. Here each record's
length is checked, what is lost is named, and reading goes on at the next record.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from dragoman.errors import SourceError
from dragoman.sources.addresses import canonical, is_web
from dragoman.sources.files import LARGEST, Item, charset_in
from dragoman.sources.found import Found, missing
from dragoman.sources.unpacking import GZIP, Members, inflate

_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
_HEAD = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n")
_NEXT = re.compile(rb"\n(WARC/\d\.\d+\r?\n(?:[A-Za-z-]{3,40}:|\r?\n))")
_STATUS = re.compile(r"HTTP/\d(?:\.\d)? +(\d{3})\b")
_LONGEST_LINE = 1 << 16
_MOST_LINES = 1000  # of one head
# A file with more damaged places than this is no archive any more.
_MOST_FAULTS = 1000
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class _Record:
    """A record; `problem` says what is wrong with it, and its block may then be incomplete."""

    headers: Mapping[str, str]
    block: bytes
    problem: str | None = None


def pages(name: str, stream: IO[bytes]) -> Iterator[Found]:
    """The pages of a WARC file, packed or not; other records are passed over, damaged ones are named.

    Raises:
        SourceError: it is no WARC file, or is damaged throughout; pages before that have been yielded.
    """
    start = stream.read(len(GZIP))
    packed = Members(stream, start) if start == GZIP else None
    source = _Source(io.BufferedReader(packed, _BLOCK), b"") if packed else _Source(stream, start)
    faults = records = 0
    while faults <= _MOST_FAULTS:
        lost = _to_next(source)
        record = _record(source)
        if record is None and not records:
            raise SourceError(name, "holds no record, expected a WARC file", "check what it is")
        if lost is not None:
            faults += 1
            yield missing(f"{name}#byte={lost}", "is damaged here; reading went on at the next record")
        if record is None:
            break
        records += 1
        faults += record.problem is not None
        found = _found(name, record)
        if found is not None:
            yield found
    else:
        raise SourceError(name, "is damaged throughout", "fetch or save it again")
    if packed and packed.damages > faults:
        yield missing(name, f"is damaged in {packed.damages} places; what stood there is lost")


class _Source:
    """A stream read forwards, into which bytes can be put back; `at` is the place in it."""

    def __init__(self, stream: IO[bytes], held: bytes) -> None:
        self._stream, self._held, self.at = stream, held, 0

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        parts = [self._held[:size]]
        self._held = self._held[size:]
        missed = size - len(parts[0])
        while missed > 0:
            part = self._stream.read(min(missed, _BLOCK))
            if not part:
                break
            parts.append(part)
            missed -= len(part)
        data = b"".join(parts)
        self.at += len(data)
        return data

    def line(self) -> bytes:
        """A line with its end, or the first part of a very long one."""
        end = self._held.find(b"\n", 0, _LONGEST_LINE)
        if end >= 0 or len(self._held) >= _LONGEST_LINE:
            return self.read(end + 1 if end >= 0 else _LONGEST_LINE)
        rest = self._stream.readline(_LONGEST_LINE - len(self._held))
        data, self._held = self._held + rest, b""
        self.at += len(data)
        return data

    def put_back(self, data: bytes) -> None:
        """Makes bytes the next ones to be read."""
        self._held = data + self._held
        self.at -= len(data)


def _to_next(source: _Source) -> int | None:
    """Goes to the next record's first line; the place of what was passed over on the way, None for blank lines."""
    lost, fresh = None, True
    while True:
        at, line = source.at, source.line()
        if not line or (fresh and _HEAD.fullmatch(line)):
            source.put_back(line)
            return lost
        if line.strip() and lost is None:
            lost = at
        fresh = line.endswith(b"\n")


def _record(source: _Source) -> _Record | None:
    """The record that begins here; None at the end."""
    if not source.line():
        return None
    headers = _headers(source)
    length = headers.get("content-length", "")
    if headers.get("", "") or not re.fullmatch(r"\d{1,15}", length):
        return _Record(headers, b"", "its head is damaged or cut off")
    wanted = int(length)
    block = source.read(min(wanted, LARGEST + 1))
    if wanted > LARGEST and len(block) > LARGEST:
        return _Record(headers, b"", _passed_over(source, block, wanted - len(block)))
    if len(block) < wanted or not _ends_here(source):
        swallowed = _NEXT.search(block)
        if swallowed:
            source.put_back(block[swallowed.start(1) :])
        short = len(block) < wanted and not swallowed
        return _Record(headers, block, "is cut off" if short else "is damaged: its length is not as stated")
    if headers.get("warc-truncated"):
        return _Record(headers, block, f"was cut off when it was fetched ({headers['warc-truncated'][:40]})")
    return _Record(headers, block)


def _passed_over(source: _Source, block: bytes, rest: int) -> str:
    """Goes past a block that is too large; where it holds the next record, its length is wrong."""
    swallowed = _NEXT.search(block)
    if swallowed:
        source.put_back(block[swallowed.start(1) :])
        return "is damaged: its length is not as stated"
    while rest > 0:
        part = source.read(min(rest, _BLOCK))
        if not part:
            return "is cut off"
        rest -= len(part)
    return f"is larger than {LARGEST // (1 << 20)} MB"


def _ends_here(source: _Source) -> bool:
    """Whether a block ends with its length: a line's end, another record or the end of the file follows."""
    following = source.read(8)
    source.put_back(following)
    return not following or following.startswith((b"\r\n", b"\n", b"WARC/"))


def _headers(source: _Source) -> dict[str, str]:
    """The fields of a head by their names in lower case; under "" where it does not end as it should."""
    fields: dict[str, str] = {}
    name = ""
    for _ in range(_MOST_LINES):
        line = source.line()
        if not line.strip():
            return fields if line else {**fields, "": "cut off"}
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and name:
            fields[name] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if not colon or not line.endswith(b"\n"):
            return {**fields, "": "damaged"}
        fields.setdefault(name, value.strip())
    return {**fields, "": "endless"}


def _found(name: str, record: _Record) -> Found | None:
    headers, url = record.headers, record.headers.get("warc-target-uri", "").strip("<> ")
    kind = headers.get("warc-type", "")
    if kind != "response" and (kind or record.problem is None):
        return None
    if record.problem and not url:
        return missing(name, f"a record {record.problem}")
    if not is_web(url):
        return None
    place = f"{name}#{url}"
    answer = _answer(record.block)
    if answer is None:
        return missing(place, record.problem or "holds no whole answer of a server")
    status, http, body = answer
    said = http.get("content-type", "")
    suffix = _SUFFIXES.get(said.partition(";")[0].strip().lower())
    if status != 200 or suffix is None:
        return None
    if record.problem:
        return missing(place, record.problem)
    stated = http.get("content-length", "")
    plain = not http.keys() & {"content-encoding", "transfer-encoding"}
    if plain and re.fullmatch(r"\d{1,15}", stated) and len(body) < int(stated):
        return missing(place, "was cut off when it was fetched")
    try:
        data = _unpacked(place, body, http)
    except SourceError as error:
        return missing(place, str(error).partition(": ")[2])
    item = Item(place, data, suffix, charset_in(said))
    return Found(place=place, address=canonical(url), item=item, url=url)


def _answer(block: bytes) -> tuple[int, Mapping[str, str], bytes] | None:
    """Status, fields and body of a server's answer."""
    source = _Source(io.BytesIO(), block)
    status = _STATUS.match(source.line().decode("latin-1"))
    fields = _headers(source)
    if status is None or "" in fields:
        return None
    return int(status[1]), fields, block[source.at :]


def _unpacked(place: str, data: bytes, headers: Mapping[str, str]) -> bytes:
    """The body as it was before it was sent."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _joined(data)
    packed = headers.get("content-encoding", "").strip().lower().removeprefix("x-")
    # Crawlers often store the body unpacked and the header as it was.
    if packed == "gzip" and data.startswith(GZIP):
        return inflate(place, data)
    if packed == "deflate" and not data.lstrip().startswith(b"<"):
        return inflate(place, data, encoding="deflate")
    return data


def _joined(data: bytes) -> bytes:
    """The chunks of a body joined (RFC 9112); a body that has none is left as it is."""
    out, place = bytearray(), 0
    while True:
        end = data.find(b"\r\n", place, place + 1000)
        try:
            size = int(data[place:end].split(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return bytes(out) if out else data
        if size == 0:
            return bytes(out)
        out += data[end + 2 : end + 2 + size]
        place = end + 2 + size + 2
