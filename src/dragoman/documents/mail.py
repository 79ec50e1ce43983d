"""Owns reading e-mails (.eml): subject, sender, the day on which they were sent, and the text of the body.

Attachments are other articles and are not read; that there are some is told.
"""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TYPE_CHECKING

from dragoman.documents.article import Article
from dragoman.documents.stated_days import StatedDay, stated_day
from dragoman.errors import SourceError
from dragoman.sources.files import Item

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_PARTS = 1000


def mail_article(item: Item, *, read_text: Callable[[Item], Article], read_page: Callable[[Item], Article]) -> Article:
    """The body of an e-mail with its subject as the headline; its plain text, else its HTML.

    Args:
        item: the message as it is sent (RFC 5322).
        read_text: reads the plain body.
        read_page: reads the HTML body.

    Raises:
        SourceError: it is no e-mail, or holds no text.
    """
    if item.data.count(b"\n--") > _MOST_PARTS * 10:
        raise SourceError(item.source, "has too many parts, expected one e-mail", "save its text as a .txt file")
    try:
        message = BytesParser(policy=policy.default).parsebytes(item.data)
        subject, sender, sent = (_header(message, name) for name in ("Subject", "From", "Date"))
        plain, page = _body(message, "plain"), _body(message, "html")
        attached = [name for name in (part.get_filename() for part in message.iter_attachments()) if name]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(item.source, "is a damaged e-mail", "save its text as a .txt file") from error
    if not (subject or sender or sent):
        raise SourceError(item.source, "is no e-mail, expected one with its head", "save its text as a .txt file")
    if plain is not None and plain.data.strip():
        body = read_text(_as_item(item, plain, ".txt"))
    elif page is not None:
        body = read_page(_as_item(item, page, ".html"))
    else:
        raise SourceError(item.source, "holds no text, expected an e-mail with one", "save its text as a .txt file")
    text = body.text if not subject or subject in body.text[:500] else f"{subject}\n\n{body.text}"
    unread = f"its attachments are not read: {', '.join(attached[:5])}"
    return Article(
        text=text,
        title=subject or body.title,
        publisher=sender,
        day=stated_day(sent) if sent else StatedDay(),
        warnings=(*body.warnings, *((unread,) if attached else ())),
    )


def _header(message: EmailMessage, name: str) -> str | None:
    value = " ".join(str(message.get(name) or "").split())
    if name == "From":
        value = value.partition("<")[0].strip(' "') or value
    return value[:500] or None


def _body(message: EmailMessage, kind: str) -> Item | None:
    """A body's bytes with the encoding that it declares."""
    part = message.get_body(preferencelist=(kind,))
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        return None
    return Item("", data, "", part.get_content_charset())


def _as_item(item: Item, body: Item, suffix: str) -> Item:
    return Item(item.source, body.data.replace(b"\r\n", b"\n"), suffix, body.charset)
