"""Owns the table of what kinds of article can be read: how each is told, and the function that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dragoman.documents.article import Article
from dragoman.documents.decoding import page_of, text_of
from dragoman.documents.headlines import title_of
from dragoman.documents.mail import mail_article
from dragoman.documents.office import word_article
from dragoman.documents.pages import article_of
from dragoman.documents.pdf import pdf_article
from dragoman.sources.files import MAIL, PAGES, PLAIN, Item

_HEAD = 4096


def read_text(item: Item) -> Article:
    """A plain text, kept character by character, so that offsets hold for the file."""
    found = text_of(item)
    return Article(text=found.text, title=title_of(found.text), warnings=found.warnings)


def read_page(item: Item) -> Article:
    """An HTML page."""
    found = page_of(item)
    return article_of(found.text, source=item.source, warnings=found.warnings)


def read_mail(item: Item) -> Article:
    """An e-mail."""
    return mail_article(item, read_text=read_text, read_page=read_page)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of article.

    Attributes:
        name: for people.
        suffixes: endings of file names.
        magic: what the first bytes match, whatever the name; None where they do not tell.
        read: from the bytes to the article; raises `SourceError`.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: re.Pattern[bytes] | None
    read: Callable[[Item], Article]


# In the order in which they are tried.
FORMS = (
    Form("a PDF", (".pdf",), re.compile(rb"\A[\s\x00]{0,64}(?:\xef\xbb\xbf)?%PDF-"), pdf_article),
    Form("a Word document", (".docx",), re.compile(rb"\APK\x03\x04(?s:.){0,4000}word/"), word_article),
    Form("an e-mail", MAIL, re.compile(rb"\A(?:Return-Path|Received|Delivered-To|MIME-Version): ", re.I), read_mail),
    Form("a page", PAGES, re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE), read_page),
    Form("a text", PLAIN, None, read_text),
)


def form_of(item: Item) -> Form:
    """The kind of an article: the first in the table that its bytes or its name tell, else a text."""
    head = item.data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")  # so that UTF-16 hides no tags
    for form in FORMS:
        if item.suffix in form.suffixes or (form.magic is not None and form.magic.search(head)):
            return form
    return FORMS[-1]


def article_in(item: Item) -> Article:
    """The article that an item holds.

    Raises:
        SourceError: the item holds no text that can be read.
    """
    return form_of(item).read(item)
