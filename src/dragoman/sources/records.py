"""Owns JSON lines: one article a line, as news archives and other coders keep them.

Fields: `text` (or `event_text`), `date` (or `pub_date`), `id`, `title`, `url`, `publisher`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from dragoman.sources.addresses import canonical, is_web, key
from dragoman.sources.files import LARGEST, Item
from dragoman.sources.found import Found, missing

_TEXTS = ("text", "event_text")
_DAYS = ("date", "pub_date", "published")
_LARGEST_MOMENT = 10**14  # milliseconds since 1970, with room
FIELDS = frozenset({*_TEXTS, *_DAYS, "id", "title", "url", "publisher"})


def records(name: str, lines: IO[bytes]) -> Iterator[Found]:
    """The articles of a stream of JSON lines; a line that is none says so.

    Args:
        name: of the file, for messages and for the keys of records without a web address.
        lines: the stream; a line longer than an article may be ends the reading.
    """
    number = held = 0
    while True:
        line = lines.readline(LARGEST + 1)
        if not line:
            if not held:
                yield missing(name, "holds no record")
            return
        number += 1
        place = f"{name}:{number}"
        if len(line) > LARGEST:
            yield missing(place, f"is longer than {LARGEST // (1 << 20)} MB; the rest of the file was not read")
            return
        if line.strip():
            held += 1
            yield line_article(name, place, line)


def line_article(name: str, place: str, line: bytes) -> Found:
    """The article of one line; `name` and `place` as in `records`."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return missing(place, "is no JSON")
    if not isinstance(record, dict):
        return missing(place, "is no JSON object")
    return record_article(name, place, record)


def record_article(name: str, place: str, record: Mapping[str, Any]) -> Found:
    """The article of a record's fields, such as a table's row; `name` and `place` as in `records`."""
    text = next((t for t in (_text(record.get(field)) for field in _TEXTS) if t), None)
    if text is None:
        return missing(place, "has no 'text'")
    title, url = _text(record.get("title")), _text(record.get("url"))
    if title and title.casefold() not in (line.strip().casefold() for line in text.split("\n")[:5]):
        text = f"{title}\n\n{text}"
    web = url is not None and is_web(url)
    stated = record.get("id")
    if web and url:
        address = canonical(url)
    elif isinstance(stated, str | int) and str(stated).strip():
        address = key("record", f"{name}#{stated}")
    else:
        address = key("text", hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())
    return Found(
        place=place,
        address=address,
        item=Item(place, text.encode("utf-8", "replace"), ".txt"),
        url=url if web else None,
        title=title,
        publisher=_text(record.get("publisher")),
        stated=tuple(day for day in (_day(record.get(field)) for field in _DAYS) if day),
    )


def _day(value: Any) -> str | None:
    """A day as the record writes it; numbers are such as 20250721 or seconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST_MOMENT:
        return str(int(value))
    return _text(value)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
