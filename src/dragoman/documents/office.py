"""Owns reading Word documents (.docx): their paragraphs in order, within limits of size.

The libraries for it leave out what stands in content controls, text boxes and tracked insertions, and unpack
whatever they are given; the format is a zip archive of XML, and only the paragraphs are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.documents.article import Article, paragraphs
from dragoman.documents.headlines import title_of
from dragoman.errors import SourceError
from dragoman.sources.files import Item
from dragoman.sources.unpacking import members

_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_LARGEST, _TOTAL = 32 << 20, 256 << 20
_MOST_TAGS = 1_000_000
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback"})


def word_article(item: Item) -> Article:
    """The paragraphs of a Word document; deleted text and field codes are left out, a table's cells are joined.

    Raises:
        SourceError: it is none, is damaged, locked, too large, or holds no text.
    """
    parts = {one.name: one for one in members(item.source, item.data, largest=_LARGEST, total=_TOTAL)}
    main = parts.get(_MAIN)
    if main is None:
        raise SourceError(item.source, "is no Word document, expected one", "save its text as a .txt file")
    if main.problem is not None:
        raise SourceError(item.source, main.problem, "save its text as a .txt file")
    lines = list(_paragraphs(item.source, main.data))
    for name in _NOTES:
        if name in parts and parts[name].problem is None:
            lines.extend(_paragraphs(item.source, parts[name].data))
    text = paragraphs(lines)
    if not text.strip():
        raise SourceError(item.source, "holds no text, expected an article", "save its text as a .txt file")
    return Article(text=text, title=title_of(text))


def _paragraphs(source: str, data: bytes) -> Iterator[str]:
    from lxml import etree

    if data.count(b"<") > _MOST_TAGS:
        raise SourceError(source, "holds too many elements, expected one article", "save its text as a .txt file")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(source, "is a damaged Word document", "save its text as a .txt file") from error
    yield from _lines(root)


def _lines(root: Any) -> Iterator[str]:
    """The paragraphs below an element in the order of the text; a table's row is one line."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        name = _name(one)
        if name in _LEFT_OUT:
            continue
        if name == "tr":
            yield " | ".join(filter(None, (" ".join(_words(cell).split()) for cell in one if _name(cell) == "tc")))
        elif name == "p":
            yield from _words(one).split("\n")
            # A text box hangs in a paragraph and has its own.
            waiting.extend(reversed([box for box in one.iter() if _name(box) == "txbxContent" and not _is_copy(box)]))
        else:
            waiting.extend(reversed(list(one)))


def _words(root: Any) -> str:
    """The characters below an element, without those of its text boxes."""
    out: list[str] = []
    waiting = [root]
    while waiting:
        one = waiting.pop()
        name = _name(one)
        if name in _LEFT_OUT or name == "txbxContent":
            continue
        if name == "t":
            out.append(one.text or "")
        elif name in _SPACES and one is not root:
            out.append(_SPACES[name])
        else:
            if name == "p" and out:
                out.append(" ")
            waiting.extend(reversed(list(one)))
    return "".join(out)


def _is_copy(box: Any) -> bool:
    """Whether a text box is the copy that is kept for older programs."""
    return any(_name(above) == "Fallback" for above in box.iterancestors())


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
