"""Owns turning an article's bytes into characters, and telling text from pages and from neither.

Does not change a character: offsets into the text must hold for the file as decoded.
"""

from __future__ import annotations

import codecs
import re

from dragoman.errors import SourceError
from dragoman.sources.files import Item

_MARKS = (
    # UTF-32 first: its little-endian mark begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x7fELF", "a program"),
)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
# Encodings in which the press of the last decades was stored.
_USUAL = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "gb18030", "big5", "shift_jis", "euc_kr")
# Of Python's codecs these hold no page: they undo an escaping, and take forever over a long one.
_NO_PAGES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
_HEAD = 4096
_LONGEST_LINE = 1_000_000
# Characters that no text has: controls other than tab, line feed, form feed, return, NEL.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def is_page(item: Item) -> bool:
    """Whether the item is an HTML page, by its name or by how it begins."""
    return item.suffix in _SUFFIXES or bool(_PAGE.search(item.data[:_HEAD].replace(b"\x00", b"")))


def text_of(item: Item) -> str:
    """The characters of a plain text, nothing changed; only a byte-order mark is left out.

    Raises:
        SourceError: the bytes are no text, not in an encoding that can be told, or one endless line.
    """
    _refuse_formats(item)
    text = _marked(item)
    if text is None:
        _refuse_controls(item)
        try:
            text = item.data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _not_utf8(item, error.start) from error
    if not text.strip().strip("\x00\ufeff"):
        raise SourceError(item.source, "is empty, expected the text of an article", "check how it was saved")
    if len(text) > _LONGEST_LINE and max(map(len, text.split("\n"))) > _LONGEST_LINE:
        raise SourceError(
            item.source,
            f"has a line of over {_LONGEST_LINE:,} characters, expected an article",
            "check that it is the text and not data",
        )
    return text


def page_of(item: Item) -> str:
    """The source of an HTML page as characters: its mark, its declared encoding, UTF-8, Windows-1252.

    Raises:
        SourceError: the bytes are no page.
    """
    _refuse_formats(item)
    text = _marked(item)
    if text is not None:
        return text
    _refuse_controls(item)
    declared = _CHARSET.search(item.data[:_HEAD])
    name = _encoding_of(declared.group(1).decode("ascii", "replace")) if declared else None
    for one in (name, "utf-8") if name else ("utf-8",):
        try:
            return item.data.decode(one)
        except ValueError:
            continue
    # What browsers do with an undeclared page that is not UTF-8.
    return item.data.decode("windows-1252", "replace")


def _encoding_of(declared: str) -> str | None:
    """The codec that browsers take for a declared encoding; None where none is meant."""
    try:
        name = codecs.lookup(declared).name
        b" ".decode(name)  # a codec of bytes, such as hex, is refused here
    except (LookupError, ValueError):
        return None
    if name in _NO_PAGES or name.startswith(("utf-16", "utf-32")):
        return None  # the declaration itself could not have been read in it
    return "cp1252" if name in {"ascii", "iso8859-1"} else name


def _marked(item: Item) -> str | None:
    """The text where a byte-order mark says how it is encoded."""
    for mark, name in _MARKS:
        if item.data.startswith(mark):
            try:
                return item.data[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise SourceError(
                    item.source,
                    f"is marked as {name.upper()} but is damaged at byte {error.start + len(mark)}",
                    "save it again as UTF-8",
                ) from error
    return None


def _refuse_formats(item: Item) -> None:
    for magic, name in _FORMATS:
        if item.data.startswith(magic):
            raise SourceError(item.source, f"is {name}, expected text or HTML", "save its text as a .txt or .html file")


def _refuse_controls(item: Item) -> None:
    head = item.data[:_HEAD].decode("latin-1")
    if "\x00" in head or len(_CONTROL.findall(head)) > len(head) // 20:
        raise SourceError(
            item.source, "is binary, expected text or HTML", "save its text as a UTF-8 .txt or .html file"
        )


def _not_utf8(item: Item, at: int) -> SourceError:
    from charset_normalizer import from_bytes

    # Named only as a hint: a wrong guess would put wrong characters into quotes.
    best = from_bytes(item.data[max(0, at - 2048) : at + 2048], cp_isolation=list(_USUAL)).best()
    guess = (best.encoding if best is not None else "cp1252").replace("_", "-")
    return SourceError(
        item.source,
        f"is not UTF-8 (byte {at}; it may be {guess})",
        f"convert it: iconv -f {guess} -t utf-8",
    )
