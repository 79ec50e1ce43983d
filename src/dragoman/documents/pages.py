"""Owns the article of an HTML page: its text with the headline, and what the page says of itself.

`trafilatura` finds the text, `page_days` the day; nothing here downloads anything.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

from dragoman.documents.article import Article
from dragoman.documents.page_days import page_day
from dragoman.documents.stated_days import StatedDay
from dragoman.errors import SourceError

# A page of more tags than this takes the library minutes; a long live page has a third of them.
_MOST_TAGS = 100_000


def article_of(html: str, *, source: str, warnings: tuple[str, ...] = ()) -> Article:
    """The article of a page.

    Args:
        html: the page as characters.
        source: for messages.
        warnings: what decoding it gave; kept with the article.

    Raises:
        SourceError: the page holds no article text, or too many tags.
    """
    if html.count("<") > _MOST_TAGS:
        raise SourceError(source, f"holds more than {_MOST_TAGS:,} tags, expected one article", "save its text alone")
    library = _trafilatura()
    try:
        tree = library.load_html(html)
        day = page_day(tree) if tree is not None else StatedDay()
        # The library's own search for a day takes any that stands in the page.
        found = library.bare_extraction(tree, with_metadata=True, include_comments=False) if tree is not None else None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _no_text(source) from error
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not text:
        raise _no_text(source)
    title = _one_line(found.title)
    return Article(
        text=_with_headline(text, title),
        title=title,
        url=found.url or None,
        publisher=_one_line(found.sitename) or found.hostname or None,
        day=day,
        warnings=warnings,
    )


def _trafilatura() -> Any:
    with warnings.catch_warnings():
        # Its downloader, which is not used here, complains that it could not go through a SOCKS proxy.
        warnings.simplefilter("ignore")
        import trafilatura
    return trafilatura


def _with_headline(text: str, title: str | None) -> str:
    """The paragraphs with a blank line between them, the headline first and once."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    if title and not any(_same(title, line) for line in paragraphs[:3]):
        paragraphs.insert(0, title)
    return "\n\n".join(paragraphs) + "\n"


def _same(title: str, line: str) -> bool:
    return re.sub(r"\W+", "", title).casefold() == re.sub(r"\W+", "", line).casefold()


def _one_line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _no_text(source: str) -> SourceError:
    return SourceError(source, "holds no article text, expected an HTML page with one", "save its text as a .txt file")
