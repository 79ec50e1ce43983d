"""Owns reading PDF files: paragraphs in reading order, without what repeats on every page.

A PDF can unpack to any size, and its layout can take any time, so another process reads it, within limits;
run as a program, this module is that process.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from dragoman.documents.article import Article, paragraphs
from dragoman.documents.headlines import title_of
from dragoman.errors import SourceError
from dragoman.sources.files import Item

_SECONDS, _MEMORY = 120, 1 << 30
_MOST_PAGES = 500
_NOT_INSTALLED, _LOCKED = 3, 4
_NEXT_STEP = "save its text as a .txt file"
# A line that stands at the same edge of most pages, figures apart, is a running head or foot.
_FIGURES = re.compile(r"\d+")
_GUTTER, _MOST_BOXES = 6.0, 400  # points between columns; more boxes than this are no page of text
_REPEATS, _EDGE = 0.5, 3
_SAME_SIZE = 0.6  # points by which two lines of one paragraph may differ
_ENDS = (".", "!", "?", ":", ";", "”", '"', ")")

Line = tuple[str, float]  # its words, and the size of its letters


def pdf_article(item: Item) -> Article:
    """The paragraphs of a PDF file.

    Raises:
        SourceError: it is damaged, locked, too large, holds no text, or `pdfminer.six` is not installed.
    """
    command = [sys.executable, "-m", "dragoman.documents.pdf"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    try:
        done = subprocess.run(
            command, input=item.data, capture_output=True, timeout=_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(item.source, f"could not be read within {_SECONDS} seconds", _NEXT_STEP) from error
    except OSError as error:
        raise SourceError(item.source, "could not be read (no process could be started)", _NEXT_STEP) from error
    if done.returncode == _NOT_INSTALLED:
        raise SourceError(item.source, "reading PDF needs pdfminer.six", "pip install 'dragoman[documents-in]'")
    if done.returncode == _LOCKED:
        raise SourceError(item.source, "is locked with a password", _NEXT_STEP)
    if done.returncode:
        raise SourceError(item.source, "is a PDF that is damaged or too large when unpacked", _NEXT_STEP)
    lines = json.loads(done.stdout)
    if not any(lines):
        raise SourceError(item.source, "is a PDF without text, perhaps a scan", _NEXT_STEP)
    text = paragraphs(lines)
    return Article(text=text, title=title_of(text))


def joined(pages: Sequence[Sequence[Sequence[Line]]]) -> list[str]:
    """The paragraphs of pages of blocks of lines.

    A block's lines are one paragraph unless the size of the letters changes; a paragraph that a page ends
    in the middle of goes on with the next page's.
    """
    repeated = _repeated(pages)
    out: list[str] = []
    for page in pages:
        first = True
        for lines in (run for block in page for run in _runs(block, repeated)):
            text = _words(line for line, _ in lines)
            if first and out and text[:1].islower() and not out[-1].endswith(_ENDS):
                out[-1] = _words([out[-1], text])
            else:
                out.append(text)
            first = False
    return out


def _runs(block: Sequence[Line], repeated: frozenset[str]) -> Iterator[list[Line]]:
    """The lines of a block in runs of one size of letters, without those that stand on every page."""
    run: list[Line] = []
    for line in block:
        left_out = _mask(line[0]) in repeated
        if run and (left_out or abs(line[1] - run[-1][1]) > _SAME_SIZE):
            yield run
            run = []
        if line[0].strip() and not left_out:
            run.append(line)
    if run:
        yield run


def _words(lines: Iterable[str]) -> str:
    """Lines as one; a word that a hyphen parts at a line's end is put together."""
    text = ""
    for line in (" ".join(one.split()) for one in lines):
        if text.endswith("\u00ad") or (re.search(r"[a-z]-$", text) and re.match(r"[a-z]", line)):
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _repeated(pages: Sequence[Sequence[Sequence[Line]]]) -> frozenset[str]:
    """The heads and feet that most pages have, figures masked; none where there are fewer than three pages."""
    if len(pages) < 3:
        return frozenset()
    counted: Counter[str] = Counter()
    for page in pages:
        lines = [_mask(line) for block in page for line, _ in block if line.strip()]
        counted.update({one for one in (*lines[:_EDGE], *lines[-_EDGE:]) if one})
    return frozenset(one for one, times in counted.items() if times > len(pages) * _REPEATS)


def _mask(text: str) -> str:
    return _FIGURES.sub("#", " ".join(text.split()))


def in_order(boxes: list[Any]) -> list[Any]:
    """Blocks in reading order: columns from left to right where a gap parts them from top to bottom.

    Args:
        boxes: with `x0`, `x1`, `y0`, `y1` (upwards) in points, in the order from top to bottom.
    """
    if len(boxes) < 2 or len(boxes) > _MOST_BOXES:
        return boxes
    columns = _columns(boxes)
    if len(columns) > 1:
        return [one for column in columns for one in in_order(column)]
    rows = _parted(boxes, lambda one: -one.y1, lambda one: -one.y0, 0.0)
    if len(rows) < 2:
        return boxes
    # What spans the columns stands above or below them: it is cut off where that lets the rest be parted.
    cuts = range(1, len(rows))
    cut = next((at for at in cuts if len(_columns(_all(rows[at:]))) > 1), None)
    if cut is None:
        cut = next((at for at in reversed(cuts) if len(_columns(_all(rows[:at]))) > 1), None)
    if cut is None:
        return _all(rows)
    return in_order(_all(rows[:cut])) + in_order(_all(rows[cut:]))


def _columns(boxes: list[Any]) -> list[list[Any]]:
    return _parted(boxes, lambda one: one.x0, lambda one: one.x1, _GUTTER)


def _all(rows: list[list[Any]]) -> list[Any]:
    return [one for row in rows for one in row]


def _parted(
    boxes: list[Any], start: Callable[[Any], float], end: Callable[[Any], float], gap: float
) -> list[list[Any]]:
    """Boxes in groups between which a gap goes all the way through; in a group they keep their order."""
    groups: list[list[Any]] = []
    last = float("-inf")
    for one in sorted(boxes, key=start):
        if not groups or start(one) > last + gap:
            groups.append([])
        groups[-1].append(one)
        last = max(last, end(one))
    places = {id(one): at for at, one in enumerate(boxes)}
    return [sorted(group, key=lambda one: places[id(one)]) for group in groups]


def _pages(data: bytes) -> Iterator[list[list[Line]]]:
    """The blocks of lines of each page, as the library lays them out."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox, LTTextLine

    # Its own order of blocks (`boxes_flow`) takes cubic time and mixes columns of short paragraphs.
    for page in extract_pages(io.BytesIO(data), maxpages=_MOST_PAGES, laparams=LAParams(boxes_flow=None)):
        boxes = in_order([one for one in page if isinstance(one, LTTextBox)])
        yield [[(line.get_text(), _size(line)) for line in box if isinstance(line, LTTextLine)] for box in boxes]


def _size(line: Any) -> float:
    from pdfminer.layout import LTChar

    sizes = Counter(round(one.size, 1) for one in line if isinstance(one, LTChar))
    return float(sizes.most_common(1)[0][0]) if sizes else 0.0


def _limit() -> None:
    """Ends the process where it takes too much memory or time, as far as the system lets it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main() -> int:
    """Reads a PDF from standard input and writes its paragraphs as JSON; the status says what went wrong."""
    import logging

    logging.disable(logging.CRITICAL)
    try:
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        return _NOT_INSTALLED
    _limit()
    try:
        found = joined(list(_pages(sys.stdin.buffer.read())))
    except PDFPasswordIncorrect:
        return _LOCKED
    except Exception:  # noqa: BLE001  whatever the library raises, the file cannot be read
        return 1
    sys.stdout.buffer.write(json.dumps(found).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
