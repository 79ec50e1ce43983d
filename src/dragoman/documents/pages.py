"""Owns the article of an HTML page: its text with the headline, and what the page says of itself.

`trafilatura` finds the text and `htmldate` the day; nothing here downloads anything.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.errors import SourceError

# `extensive_search` guesses days from anywhere in the page, copyright lines included: never a guess.
# A fixed latest day keeps the result the same whatever day it is run.
_DAY_OPTIONS = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds; every field but the text may be unknown."""

    text: str
    title: str | None
    url: str | None
    publisher: str | None
    published: date | None


def article_of(html: str, *, source: str) -> Page:
    """The article of a page.

    Raises:
        SourceError: the page holds no article text.
    """
    try:
        found = _trafilatura().bare_extraction(
            html, with_metadata=True, include_comments=False, date_extraction_params=dict(_DAY_OPTIONS)
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _no_text(source) from error
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not text:
        raise _no_text(source)
    title = _one_line(found.title)
    return Page(
        text=_with_headline(text, title),
        title=title,
        url=found.url or None,
        publisher=_one_line(found.sitename) or found.hostname or None,
        published=_day(found.date),
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


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _no_text(source: str) -> SourceError:
    return SourceError(source, "holds no article text, expected an HTML page with one", "save its text as a .txt file")
