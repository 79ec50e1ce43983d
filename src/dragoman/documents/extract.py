"""Owns making a `Document` of an item: its text, its title, and the day it was published.

Does not read files (`sources.files`), decode bytes (`decoding`) or read pages (`pages`).
"""

from __future__ import annotations

import re
from datetime import date

from dragoman.documents.datelines import dateline
from dragoman.documents.decoding import is_page, page_of, text_of
from dragoman.documents.document import Document, content_id
from dragoman.documents.pages import Page, article_of
from dragoman.sources.files import Item

_HALVES = re.compile(r"[\ud800-\udfff]")
_LONGEST_TITLE = 200
_TITLE_WORDS = 30
NO_DATE = "no date of publication is known, so relative dates stay null: give one with --date"


def document_of(item: Item, *, published: date | None = None) -> Document:
    """The document that an item holds.

    A plain text is kept character by character, so that offsets hold for the file; of a page the
    article is kept. The day is the given one, else the page's, else the dateline's, else unknown.

    Raises:
        SourceError: the item holds no text that can be read.
    """
    if is_page(item):
        page = article_of(page_of(item), source=item.source)
    else:
        text = text_of(item)
        page = Page(text=text, title=title_of(text), url=None, publisher=None, published=None)
    return _document(page, item.source, published)


def document_of_text(text: str, *, published: date | None = None, source: str | None = None) -> Document:
    """The document of a text at hand, such as one sentence; half characters (lone surrogates) are replaced."""
    text = _HALVES.sub("\ufffd", text)
    page = Page(text=text, title=title_of(text), url=None, publisher=None, published=None)
    return _document(page, source, published)


def title_of(text: str) -> str | None:
    """The headline: the first or second line that is short, no sentence, and followed by more."""
    lines = [line.strip() for line in text[:20_000].splitlines() if line.strip()]
    for line in lines[:2] if len(lines) > 2 else lines[: len(lines) - 1]:
        if _is_headline(line):
            return line
    return None


def _is_headline(line: str) -> bool:
    words = line.split()
    return (
        len(line) <= _LONGEST_TITLE
        and 2 <= len(words) <= _TITLE_WORDS
        and not line.endswith((".", ",", ";", ":"))
        and any(c.isalpha() for c in line)
    )


def _document(page: Page, source: str | None, given: date | None) -> Document:
    warnings: list[str] = []
    published, said_by = given, "given"
    if published is None:
        published, said_by = page.published, "page"
    if published is None:
        stated = dateline(page.text)
        if stated is not None:
            published, said_by = stated[0], "dateline"
            if not stated[1]:
                warnings.append(f"the dateline's weekday is not that of {published.isoformat()}")
    if published is None:
        warnings.append(NO_DATE)
    return Document(
        id=content_id(page.text),
        text=page.text,
        title=page.title,
        url=page.url,
        publisher=page.publisher,
        published=published,
        published_from=said_by if published else None,
        source=source,
        warnings=tuple(warnings),
    )
