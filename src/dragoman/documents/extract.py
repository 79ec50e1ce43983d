"""Owns making a `Document` of an item: its text, its title, and the day it was published.

Does not read files (`sources.files`) and does not know their kinds (`readers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.documents.article import Article
from dragoman.documents.datelines import dateline
from dragoman.documents.document import Document, content_id
from dragoman.documents.headlines import title_of
from dragoman.documents.readers import article_in
from dragoman.documents.stated_days import StatedDay, first_of, sensible
from dragoman.sources.files import Item

_HALVES = re.compile(r"[\ud800-\udfff]")
NO_DATE = "no date of publication is known, so relative dates stay null: give one with --date"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an article's day beside the article itself.

    Attributes:
        given: the user's day; wins over all.
        stated: what the source states of the article, such as a feed or a field of a record.
        otherwise: the user's day for articles that name none.
    """

    given: date | None = None
    stated: Sequence[str] = ()
    otherwise: date | None = None


def document_of(item: Item, *, published: date | None = None, told: Told | None = None) -> Document:
    """The document that an item holds.

    A plain text is kept character by character, so that offsets hold for the file; of a page the
    article is kept. The day is the given one, else the article's own metadata's, else what its source
    states of it, else the dateline's, else unknown.

    Args:
        item: the bytes.
        published: the day that the user gives.
        told: more that is known of the day; None for `published` alone.

    Raises:
        SourceError: the item holds no text that can be read.
    """
    return _document(article_in(item), item.source, told or Told(published))


def document_of_text(text: str, *, published: date | None = None, source: str | None = None) -> Document:
    """The document of a text at hand, such as one sentence; half characters (lone surrogates) are replaced."""
    text = _HALVES.sub("\ufffd", text)
    return _document(Article(text=text, title=title_of(text)), source, Told(published))


def _document(article: Article, source: str | None, told: Told) -> Document:
    published, said_by, problems = _day(article, told)
    return Document(
        id=content_id(article.text),
        text=article.text,
        title=article.title,
        url=article.url,
        publisher=article.publisher,
        published=published,
        published_from=said_by,
        source=source,
        warnings=(*article.warnings, *problems, *(() if published else (NO_DATE,))),
    )


def _day(article: Article, told: Told) -> tuple[date | None, str | None, tuple[str, ...]]:
    """The day, where it was found, and why other days were not taken."""
    if told.given is not None:
        return told.given, "given", ()
    stated = first_of(told.stated)
    unread = tuple(one.problem for one in (article.day, stated) if one.problem)
    if article.day.day is not None:
        return article.day.day, "page", ()
    if stated.day is not None:
        return stated.day, "source", ()
    found, problems = _from_dateline(article.text)
    if found.day is not None:
        return found.day, "dateline", (*unread, *problems)
    return told.otherwise, "given" if told.otherwise else None, (*unread, *problems)


def _from_dateline(text: str) -> tuple[StatedDay, tuple[str, ...]]:
    line = dateline(text)
    if line is None:
        return StatedDay(), ()
    found = sensible(line[0])
    if found.day is None:
        return found, (found.problem or "",)
    return found, () if line[1] else (f"the dateline's weekday is not that of {found.day.isoformat()}",)
