"""Owns the quoted passages of a text: where quotation marks open and close.

Does not know who speaks: see `coding.attribution`. One pass over the characters, no recursion.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.documents.document import Passage

OPENING = frozenset("“„«‟")
CLOSING = frozenset("”»")
STRAIGHT = '"'
SINGLE_OPENING = frozenset("‘'")
# A single mark that opens without closing soon is an apostrophe.
LONGEST_SINGLE = 400
# Marks without a partner that are passed over in one paragraph; after that its marks mean nothing.
MOST_STRAYS = 20


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted passage, its marks included.

    Attributes:
        passage: from the opening mark to the closing one, or to the paragraph's end.
        paragraph: number of the paragraph.
        closed: whether the closing mark was found; speech that goes on in the next paragraph has none
            (an opening mark without partner that is not followed by such a paragraph is passed over).
        single: whether the marks are single ones.
    """

    passage: Passage
    paragraph: int
    closed: bool
    single: bool = False


def paragraphs(text: str) -> list[Passage]:
    """The paragraphs of a text: runs between line ends (between empty lines where the text has such)."""
    separator = "\n\n" if "\n\n" in text else "\n"
    found: list[Passage] = []
    start = 0
    for piece in text.split(separator):
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        if body:
            found.append(Passage(start + lead, start + lead + len(body)))
        start += len(piece) + len(separator)
    return found


def quotes(text: str) -> list[Quote]:
    """All outermost quoted passages, in order; marks inside a quoted passage belong to it."""
    plain = _one_mark(text)
    found: list[Quote] = []
    parts = paragraphs(text)
    for number, paragraph in enumerate(parts):
        follower = plain[parts[number + 1].start] if number + 1 < len(parts) else " "
        continued = follower in OPENING or follower == STRAIGHT
        found.extend(_paragraph_quotes(plain, paragraph, number, continued))
    return found


def _one_mark(text: str) -> str:
    """The text with two single marks in a row written as one double mark; same length."""
    if "''" not in text and "``" not in text:
        return text
    pieces: list[str] = []
    position = 0
    while position < len(text):
        if text[position : position + 2] in {"''", "``"}:
            before = text[position - 1] if position else " "
            opens = before.isspace() or before in "(—–-"
            pieces.append("“\u2060" if opens else "\u2060”")
            position += 2
        else:
            pieces.append(text[position])
            position += 1
    return "".join(pieces)


def _paragraph_quotes(text: str, paragraph: Passage, number: int, continued: bool) -> Iterator[Quote]:
    """The quoted passages of a paragraph; `continued`: the next paragraph opens with a mark."""
    position = paragraph.start
    strays = 0
    while position < paragraph.end and strays <= MOST_STRAYS:
        mark = text[position]
        if mark in OPENING or (mark == STRAIGHT and _may_open(text, position, paragraph)):
            end, closed = _close(text, position, paragraph)
            if closed or continued:
                yield Quote(Passage(position, end), number, closed)
                position = end
            else:
                strays += 1
                position += 1
        elif mark in SINGLE_OPENING and _may_open(text, position, paragraph):
            single_end = _close_single(text, position, paragraph)
            if single_end is None:
                position += 1
            else:
                yield Quote(Passage(position, single_end), number, True, True)
                position = single_end
        else:
            position += 1


def _may_open(text: str, position: int, paragraph: Passage) -> bool:
    """Whether a mark that can open and close opens here: nothing before it, something after it."""
    before = text[position - 1] if position > paragraph.start else " "
    after = text[position + 1] if position + 1 < paragraph.end else " "
    return not before.isalnum() and before not in ".,!?%" and not after.isspace()


def _close(text: str, start: int, paragraph: Passage) -> tuple[int, bool]:
    """End of the quoted passage that opens at `start`, and whether a mark closes it."""
    depth = 1
    straight = text[start] == STRAIGHT
    for position in range(start + 1, paragraph.end):
        mark = text[position]
        if straight:
            if mark == STRAIGHT:
                return position + 1, True
        elif mark in OPENING:
            depth += 1
        elif mark in CLOSING or (mark == STRAIGHT and not _may_open(text, position, paragraph)):
            depth -= 1
            if depth == 0:
                return position + 1, True
    return paragraph.end, False


def _close_single(text: str, start: int, paragraph: Passage) -> int | None:
    """End of a passage in single marks, None where the mark is an apostrophe."""
    closing = "’" if text[start] == "‘" else "'"
    for position in range(start + 1, min(paragraph.end, start + LONGEST_SINGLE)):
        if text[position] in OPENING or text[position] == STRAIGHT:
            return None
        if text[position] == closing:
            after = text[position + 1] if position + 1 < paragraph.end else " "
            if not after.isalnum() and not text[position - 1].isspace():
                return position + 1
    return None


@dataclass(frozen=True, slots=True)
class QuoteIndex:
    """Answers which quoted passage holds a character."""

    quotes: tuple[Quote, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> QuoteIndex:
        """The index of a text."""
        found = tuple(quotes(text))
        return cls(found, tuple(q.passage.start for q in found))

    def at(self, position: int) -> int | None:
        """Number of the quoted passage around a character, None outside."""
        number = bisect_right(self.starts, position) - 1
        if number >= 0 and position < self.quotes[number].passage.end:
            return number
        return None
