"""Owns turning an article's bytes into characters, and telling text from what is neither text nor page.

Does not change a character of a plain text: offsets into it must hold for the file as decoded. An encoding
that was declared is followed only where the bytes bear it out; where they do not, that is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

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
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.I)
# Encodings in which the press of the last decades was stored.
_USUAL = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "gb18030", "big5", "shift_jis", "euc_kr")
# Of Python's codecs these hold no page: they undo an escaping, and take forever over a long one.
_NO_PAGES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
# Names under which Windows' own encodings are met: they have letters where these have controls.
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
}
# Their words can be UTF-8 by chance.
_MANY_BYTES = frozenset({"gb18030", "gbk", "gb2312", "big5", "big5hkscs", "euc_jp", "euc_kr", "cp949", "shift_jis"})
_C1 = re.compile(r"[\x80-\x9f]")
_BEYOND = re.compile(r"[^\x00-\x7f]")
# UTF-8 read as Windows-1252, and Cyrillic, Greek or Arabic read so: no language puts such letters together.
_TWICE = re.compile(r"[ÂÃÄÅÐÑØÙ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\x9f™œ“”˜¦¢]")
_ODD = re.compile(r"(?<![^\W\d_])[À-ÖØ-Þ][à-öø-ÿ]{4,}|[À-ÖØ-Þ]{5,}|[à-öø-ÿ]{5,}")
_HEAD = 4096
_LONGEST_LINE = 1_000_000
# Characters that no text has: controls other than tab, line feed, form feed, return, NEL.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of an item; `warnings` say where they may not be the right ones."""

    text: str
    warnings: tuple[str, ...] = ()


def text_of(item: Item) -> Decoded:
    """The characters of a plain text, nothing changed; only a byte-order mark is left out.

    Raises:
        SourceError: the bytes are no text, not in an encoding that can be told, or one endless line.
    """
    _refuse_formats(item)
    found = _marked(item)
    if found is None:
        _refuse_controls(item)
        found = _declared(item.data, [item.charset] if item.charset else [])
        if found is None:
            raise _not_utf8(item)
    text = found.text
    if not text.strip().strip("\x00\ufeff"):
        raise SourceError(item.source, "is empty, expected the text of an article", "check how it was saved")
    if len(text) > _LONGEST_LINE and max(map(len, text.split("\n"))) > _LONGEST_LINE:
        raise SourceError(
            item.source,
            f"has a line of over {_LONGEST_LINE:,} characters, expected an article",
            "check that it is the text and not data",
        )
    return _noticed(found)


def page_of(item: Item) -> Decoded:
    """The source of an HTML page as characters: its mark, the encodings declared, UTF-8, Windows-1252.

    Raises:
        SourceError: the bytes are no page.
    """
    _refuse_formats(item)
    found = _marked(item)
    if found is not None:
        return found
    _refuse_controls(item)
    inner = _CHARSET.search(item.data[:_HEAD])
    names = [item.charset, inner.group(1).decode("ascii", "replace") if inner else None]
    stated = [name for name in names if name]
    found = _declared(item.data, stated) or _mostly_utf8(item.data)
    if found is None:
        # What browsers do with an undeclared page that is not UTF-8.
        said = f"is not in the encoding it declares ({stated[0]})" if stated else "declares no encoding"
        warning = f"{said} and was read as Windows-1252: letters beyond ASCII may be wrong"
        found = Decoded(item.data.decode("windows-1252", "replace"), (warning,))
    return _noticed(_undone(found))


def _declared(data: bytes, names: Sequence[str]) -> Decoded | None:
    """The text in the first declared encoding that the bytes bear out, else in UTF-8; None where it is in neither."""
    utf8 = _decoded(data, "utf-8")
    beyond = utf8 is not None and not utf8.isascii()
    warnings: list[str] = []
    for stated in names:
        name = _encoding_of(stated)
        if name is None:
            warnings.append(f"declares the encoding {stated[:40]!r}, which is not known")
        elif name != "utf-8" and beyond and name not in _MANY_BYTES:
            # Bytes that are UTF-8 throughout are in no other encoding, whatever was declared.
            warnings.append(f"declares the encoding {stated[:40]} but is UTF-8, and was read so")
        else:
            text = _decoded(data, name)
            if text is not None and _C1.search(text) and name in _WINDOWS:
                text = _decoded(data, _WINDOWS[name]) or text
            if text is not None:
                return Decoded(text, tuple(warnings))
            warnings.append(f"is not in the encoding that it declares ({stated[:40]})")
    return Decoded(utf8, tuple(warnings)) if utf8 is not None else None


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except ValueError:
        return None


def _mostly_utf8(data: bytes) -> Decoded | None:
    """The text of bytes that are UTF-8 but for a few damaged ones."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = len(_BEYOND.findall(text)) - damaged
    if whole < 3 * damaged:
        return None
    return Decoded(text, (f"has {damaged} damaged characters, each shown as \ufffd",))


def _undone(found: Decoded) -> Decoded:
    """A page whose UTF-8 was taken for Windows-1252 and written anew as UTF-8, put right."""
    if not _TWICE.search(found.text):
        return found
    raw = bytearray()
    for character in found.text:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return found
            raw.append(ord(character))
    text = _decoded(bytes(raw), "utf-8")
    return found if text is None else Decoded(text, (*found.warnings, "was encoded twice; this was undone"))


def _noticed(found: Decoded) -> Decoded:
    """With a warning where letters stand together as they do in a text read in a wrong encoding."""
    odd = _TWICE.search(found.text) or _ODD.search(found.text)
    if odd is None:
        return found
    near = found.text[max(odd.start() - 10, 0) : odd.end() + 10].split()
    shown = next((word for word in near if odd.group()[:2] in word), odd.group())
    return Decoded(found.text, (*found.warnings, f"holds letters such as {shown!r}: it may be in another encoding"))


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


def _marked(item: Item) -> Decoded | None:
    """The text where a byte-order mark says how it is encoded."""
    for mark, name in _MARKS:
        if item.data.startswith(mark):
            try:
                return Decoded(item.data[len(mark) :].decode(name))
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


def _not_utf8(item: Item) -> SourceError:
    from charset_normalizer import from_bytes

    at = _first_odd(item.data)
    # Named only as a hint: a wrong guess would put wrong characters into quotes.
    best = from_bytes(item.data[max(0, at - 2048) : at + 2048], cp_isolation=list(_USUAL)).best()
    guess = (best.encoding if best is not None else "cp1252").replace("_", "-")
    return SourceError(
        item.source,
        f"is not UTF-8 (byte {at}; it may be {guess})",
        f"convert it: iconv -f {guess} -t utf-8",
    )


def _first_odd(data: bytes) -> int:
    """The first byte that is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0
