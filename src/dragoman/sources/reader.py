"""Owns telling what a source is and reading it: files, folders, lists, archives, feeds, pages.

Yields every article, and for what cannot be read why not; one bad file never ends the rest.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, cast

from dragoman.errors import SourceError
from dragoman.sources.addresses import canonical, checked, is_web, key
from dragoman.sources.columns import rows
from dragoman.sources.feeds import Link, kind_of, links, outlines
from dragoman.sources.fetch import Answer
from dragoman.sources.files import LARGEST, MAIL, OFFICE, PAGES, PLAIN, STDIN, Item, read_item
from dragoman.sources.found import Found, missing
from dragoman.sources.records import records
from dragoman.sources.unpacking import GZIP, ZIP, Limited, inflate, members, most_unpacked
from dragoman.sources.warc import pages

_ARTICLES = (*PAGES, *PLAIN, *OFFICE, *MAIL)
_LINES = (".jsonl", ".ndjson", ".jsonlines")
_LISTS = (".xml", ".rss", ".atom", ".rdf", ".opml")
_WARCS = (".warc", ".warc.gz")
_TABLE = ".parquet"
# What a packed file of records or pages may hold altogether when unpacked.
_UNPACKED = 1 << 40
_ZIPPED = 1 << 33
# A list of feeds may name another list, but not for ever.
_LISTS_DEEP = 3
# A feed's own text of an article is worth reading from about three sentences on.
_ENOUGH = 300


_SUFFIXES = {
    "text/plain": ".txt",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
}
_NO_LISTS = frozenset({*PLAIN, *OFFICE, *MAIL})
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sources.

    Attributes:
        get: fetches an address; None reads no web, so that of a feed only its own texts are taken.
        known: says whether an address has been taken already, so that it need not be fetched again.
        lists: how many OPML lists led here, each named by the last.
    """

    get: Callable[[str], Answer] | None = None
    known: Callable[[str], bool] = lambda _: False
    lists: int = 0

    def read(self, source: str) -> Iterator[Found]:
        """The articles of a source, in its own order.

        Args:
            source: a path, `-`, or an http or https address.
        """
        try:
            if is_web(source):
                yield from self._address(source)
            elif source == STDIN:
                item = read_item(STDIN)
                name = key("text", hashlib.sha256(item.data).hexdigest())
                yield from self._item("standard input", item, name)
            else:
                yield from self._path(Path(source))
        except SourceError as error:
            yield missing(error.source, _problem(error))
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "cannot be read").lower()
            yield missing(source, reason)

    def _path(self, path: Path) -> Iterator[Found]:
        if not path.is_dir():
            yield from self._file(path)
            return
        faults: list[OSError] = []
        walked = os.walk(path, onerror=faults.append)  # does not follow links to folders
        files = sorted(Path(folder, name) for folder, _, names in walked for name in names)
        for error in faults:
            place = Path(str(error.filename))
            if not _is_hidden(place, path):
                yield missing(str(place), (error.strerror or "cannot be read").lower())
        shown = [inner for inner in files if not _is_hidden(inner, path)]
        unread = [str(inner.relative_to(path)) for inner in shown if not _readable(inner.name)]
        for inner in shown:
            if not _readable(inner.name):
                continue
            try:
                regular = stat.S_ISREG(inner.stat().st_mode)
            except OSError as error:  # a link that leads nowhere, or a file that has just gone
                yield missing(str(inner), (error.strerror or "cannot be read").lower())
                continue
            if regular:
                yield from self.read(str(inner))
        if unread or not (shown or faults):
            yield missing(str(path), _unread(unread))

    def _file(self, path: Path) -> Iterator[Found]:
        name, lower = str(path), path.name.lower()
        try:
            full = str(path.resolve())
        except RuntimeError as error:  # up to Python 3.12 that is what a loop raises
            raise SourceError(name, "is a link that leads back to itself", "check the path") from error
        if lower.endswith(_LINES):
            with path.open("rb") as stream:
                yield from _named(records(full, stream), full, name)
        elif lower.endswith(_WARCS):
            with path.open("rb") as stream:
                yield from pages(name, stream)
        elif lower.endswith(_TABLE):
            with path.open("rb") as stream:
                yield from rows(full, stream, place=name)
        elif lower.endswith(".gz"):
            with path.open("rb") as packed:
                yield from self._packed(name, full, lower.removesuffix(".gz"), packed)
        elif lower.endswith(".zip"):
            with path.open("rb") as packed:
                yield from self._zipped(name, full, packed)
        else:
            item = read_item(path)
            yield from self._item(name, item, key("file", full))

    def _packed(self, name: str, full: str, inner: str, packed: IO[bytes]) -> Iterator[Found]:
        size = os.fstat(packed.fileno()).st_size  # 0 of a pipe
        largest = most_unpacked(size) if size else _UNPACKED
        stream = io.BufferedReader(Limited(cast(IO[bytes], gzip.GzipFile(fileobj=packed)), name, largest))
        try:
            if inner.endswith(_LINES):
                yield from _named(records(full, stream), full, name)
                return
            data = stream.read(LARGEST + 1)
        except (EOFError, gzip.BadGzipFile, ValueError, zlib.error) as error:
            raise SourceError(name, "is damaged, expected packed bytes", "fetch or save it again") from error
        if len(data) > LARGEST:
            raise SourceError(name, f"is larger than {LARGEST // (1 << 20)} MB when unpacked", "split it")
        yield from self._item(name, Item(name, data, PurePosixPath(inner).suffix), key("file", full))

    def _zipped(self, name: str, full: str, packed: IO[bytes]) -> Iterator[Found]:
        unread, held = [], False
        for member in members(name, packed, total=_ZIPPED):
            # The member's name is shown and used as a key, never as a path.
            shown, lower, held = f"{name}#{member.name}", member.name.lower(), True
            if not lower.endswith((*_ARTICLES, *_LINES, *_LISTS)):
                unread.append(member.name)
            elif member.problem is not None:
                yield missing(shown, member.problem)
            elif lower.endswith(_LINES):
                yield from _named(records(f"{full}#{member.name}", io.BytesIO(member.data)), full, name)
            else:
                item = Item(shown, member.data, PurePosixPath(lower).suffix)
                yield from self._item(shown, item, key("file", f"{full}#{member.name}"))
        if unread or not held:
            yield missing(name, _unread(unread))

    def _item(self, place: str, item: Item, address: str, *, url: str | None = None) -> Iterator[Found]:
        """The articles of one file or page: it may itself be a list of others."""
        kind = None if item.suffix in _NO_LISTS else kind_of(item.data)
        if kind == "opml":
            if self.lists >= _LISTS_DEEP:
                raise SourceError(place, "is a list of lists of lists", "give the feeds themselves")
            for feed in outlines(place, item.data):
                yield from replace(self, lists=self.lists + 1).read(feed)
        elif kind == "feed":
            for link in links(place, item.data):
                yield from self._linked(link, place, base=link.base or url)
        else:
            yield replace(_file_found(place, item, address), url=url)

    def _address(self, url: str) -> Iterator[Found]:
        if self.get is None:
            raise SourceError(url, "is on the web, which is not read now", "leave out --offline")
        answer = self.get(checked(url))
        yield from self.answered(url, answer)

    def answered(self, url: str, answer: Answer) -> Iterator[Found]:
        """The articles of an answer: a feed's, a list's, or the page itself."""
        item = _item_of(answer)
        if not item.data.strip() or (item.data.startswith(ZIP) and item.suffix not in OFFICE):
            raise SourceError(url, "is no page and no feed", "give an article's or a feed's address")
        yield from self._item(url, item, canonical(url), url=answer.url)

    def _linked(self, link: Link, feed: str, *, base: str | None) -> Iterator[Found]:
        if link.url is None:
            yield _told_only(link, feed)
            return
        try:
            url = checked(link.url, base=base)
        except SourceError as error:
            yield missing(link.url[:200] or "entry of a feed", _problem(error))
            return
        address = canonical(url)
        if self.known(address):
            return
        asked = self.get is not None
        said = Found(url, address, None, url, link.title, link.publisher, _stated(link), fetched=asked)
        problem = "not fetched: the feed holds too little of it"
        if self.get is not None:
            try:
                answer = self.get(url)
                item = _item_of(answer)
                if kind_of(item.data) is None and item.data.strip():
                    yield replace(said, item=item)
                    return
                problem = "is no page"
            except SourceError as error:
                problem = _problem(error)
        yield _with_own_text(said, link, problem)


def _told_only(link: Link, feed: str) -> Found:
    """An entry without an address: only the feed itself tells of it."""
    place = f"{feed}#{(link.name or link.title or 'entry').rpartition('#')[2]}"[:300]
    text = hashlib.sha256((link.text or "").encode("utf-8", "replace")).hexdigest()
    address = key("guid", link.name) if link.name else key("text", text)
    said = Found(place, address, None, None, link.title, link.publisher, _stated(link))
    return _with_own_text(said, link, "has no link, and the feed holds too little of it")


def _with_own_text(said: Found, link: Link, problem: str) -> Found:
    """An article with what the feed holds of it; where that is too little, with the reason why it is missing."""
    text = link.text or ""
    if len(text) < _ENOUGH:
        return replace(said, problem=problem)
    whole = f"{link.title}\n\n{text}\n" if link.title else text
    return replace(said, item=Item(said.place, whole.encode("utf-8", "replace"), ".txt"))


def _stated(link: Link) -> tuple[str, ...]:
    return (link.stated,) if link.stated else ()


def _item_of(answer: Answer) -> Item:
    data = inflate(answer.url, answer.data) if answer.data.startswith(GZIP) else answer.data
    suffix = _SUFFIXES.get(answer.kind) or (".xml" if "xml" in answer.kind else ".html")
    return Item(answer.url, data, suffix, answer.charset)


def _file_found(place: str, item: Item, address: str) -> Found:
    return Found(place=place, address=address, item=item)


def _named(found: Iterator[Found], full: str, name: str) -> Iterator[Found]:
    """The records under the file's name as the user gave it; their keys keep the full one."""
    for one in found:
        place = one.place.replace(full, name, 1)
        yield replace(one, place=place, item=replace(one.item, source=place) if one.item else None)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _readable(name: str) -> bool:
    lower = name.lower()
    plain = lower.removesuffix(".gz")
    return lower.endswith((*_WARCS, _TABLE, ".zip")) or plain.endswith((*_ARTICLES, *_LINES, *_LISTS))


def _unread(names: list[str]) -> str:
    """How many files are of a kind that is not read, with the first of them; that there is no file at all."""
    if not names:
        return "holds no file"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    counted = "1 file is" if len(names) == 1 else f"{len(names)} files are"
    return f"{counted} of a kind that is not read: {', '.join(names[:_NAMED])}{more}"


def _problem(error: SourceError) -> str:
    """The message without the source, which stands before it."""
    return str(error).removeprefix(f"{error.source!r}: ")
