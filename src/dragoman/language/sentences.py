"""Owns cutting a text into sentences, by its lines, its marks and a table of abbreviations; no model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from dragoman.contract.reading import Span

_TABLE = "data/abbreviations.tsv"
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# Marks that may end a sentence, with what closes after them, and what opens the next.
_END = re.compile(r"""(?P<marks>[.!?…]+)[\]"'”’»)]*(?P<gap>\s+)(?=[\["'“‘«(]*(?P<next>[^\W_][\w'’]*))""")
_BEFORE = re.compile(r"[^\s(\[\"“‘«]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ITEM = re.compile(r"\s*(?:[-–—•*·▪●]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_CLOSED = re.compile(r"""[.!?…:;]["'”’»)\]]*\s*$""")
# Longer ones are no abbreviations.
_LONGEST_WORD = 24
# A line this much shorter than the longest is not broken off by its width.
_SHORT = 0.6


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, without white space at their ends.

    Blank lines, items of a list and lines that are no part of a wrapped paragraph (headlines, captions)
    stand for themselves. Marks end a sentence if what follows can begin one.
    """
    return tuple(span for block in _blocks(text) for span in _cut(text, block))


def _blocks(text: str) -> Iterator[Span]:
    """Runs of lines that belong together."""
    lines = [Span(*found.span()) for found in _LINE.finditer(text)]
    longest = max((line.end - line.start for line in lines), default=0)
    begin: int | None = None
    last = Span(0, 0)
    for line in lines:
        words = line.within(text)
        if not words.strip():
            continue
        if begin is not None and not _goes_on(text, last, line, longest):
            yield Span(begin, last.end)
            begin = None
        begin = line.start if begin is None else begin
        last = line
    if begin is not None:
        yield Span(begin, last.end)


def _goes_on(text: str, last: Span, line: Span, longest: int) -> bool:
    """Whether a line is the next of a wrapped paragraph."""
    between = text[last.end : line.start]
    if between not in {"\n", "\r\n", "\r"} or _ITEM.match(line.within(text)):
        return False
    if _CLOSED.search(last.within(text)):
        return False
    return line.within(text).lstrip()[0].islower() or last.end - last.start >= _SHORT * longest


def _cut(text: str, block: Span) -> Iterator[Span]:
    begin = block.start
    for found in _END.finditer(text, block.start, block.end):
        if _ends(text, begin, found):
            yield from _trimmed(text, begin, found.start("gap"))
            begin = found.end("gap")
    yield from _trimmed(text, begin, block.end)


def _ends(text: str, begin: int, found: re.Match[str]) -> bool:
    following = found["next"]
    if following[0].islower():
        return False
    if found["marks"] != "." or found.end("marks") != found.start("gap"):
        return True
    end = found.start("marks")
    if text[begin:end].isdigit():  # the number of an item
        return False
    before = _BEFORE.search(text[max(begin, end - _LONGEST_WORD) : end])
    word = before[0] if before else ""
    kind = _kinds().get(word.lower())
    if kind == "never":
        return False
    if kind == "number":
        return not following[0].isdigit()
    if kind == "open" or (_INITIALS.fullmatch(word) and word != "I"):
        return following in _starters()
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    if words.strip():
        yield Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {word.lower(): kind for word, kind in _rows() if kind != "starter"}


@lru_cache(maxsize=1)
def _starters() -> frozenset[str]:
    return frozenset(word for word, kind in _rows() if kind == "starter")


def _rows() -> Iterator[tuple[str, str]]:
    table = files("dragoman.language").joinpath(_TABLE).read_text(encoding="utf-8")
    for line in table.splitlines():
        word, _, kind = line.partition("\t")
        if kind and kind != "kind" and not line.startswith("#"):
            yield word, kind
