"""Owns WARC archives: the pages in them, one after the other, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from dragoman.errors import SourceError
from dragoman.sources.addresses import canonical, is_web
from dragoman.sources.files import LARGEST, Item
from dragoman.sources.found import Found, missing
from dragoman.sources.unpacking import GZIP, inflate

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


def pages(name: str, stream: IO[bytes]) -> Iterator[Found]:
    """The pages of a WARC file, packed or not; other records are passed over.

    Raises:
        SourceError: it is no WARC file, or is damaged; pages before the damage have been yielded.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    seen = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            seen += 1
            found = _found(name, record)
            if found is not None:
                yield found
    except (OSError, ValueError, EOFError, RuntimeError, UnicodeError) as error:
        raise SourceError(name, "is damaged, expected a WARC file", "fetch or save it again") from error
    if not seen and not _is_warc(stream):
        raise SourceError(name, "holds no page, expected a WARC file", "check what it is")


def _found(name: str, record: Any) -> Found | None:
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
    headers = record.http_headers
    if headers is None or not is_web(url):
        return None
    kind = str(record.http_content_type or "").lower()
    if headers.status_code != 200 or kind not in _PAGES:
        return None
    place = f"{name}#{url}"
    try:
        data = record.reader.read(LARGEST + 1)
    except (OSError, ValueError, EOFError) as error:
        return missing(place, f"is damaged ({str(error)[:120]})")
    if len(data) > LARGEST:
        return missing(place, f"is larger than {LARGEST // (1 << 20)} MB")
    try:
        data = _unpacked(place, data, headers)
    except SourceError as error:
        return missing(place, str(error).partition(": ")[2])
    suffix = ".txt" if kind == "text/plain" else ".html"
    return Found(place=place, address=canonical(url), item=Item(place, data, suffix), url=url)


def _unpacked(place: str, data: bytes, headers: Any) -> bytes:
    """The body as it was before it was sent; the library's own unpacking loses its way in the file."""
    if "chunked" in str(headers.get("Transfer-Encoding") or "").lower():
        data = _joined(data)
    packed = str(headers.get("Content-Encoding") or "").strip().lower().removeprefix("x-")
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


def _is_warc(stream: IO[bytes]) -> bool:
    stream.seek(0)
    head = stream.read(8)
    return head.startswith((b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
