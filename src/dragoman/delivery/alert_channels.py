"""Owns sending one alert: to an Atom feed, a signed webhook, a mailbox, or a line of text."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import smtplib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dragoman.delivery.alert_rules import Rule
from dragoman.delivery.outbox import Message
from dragoman.delivery.phrases import clean
from dragoman.errors import SettingsError
from dragoman.version import __version__

CHANNELS = ("print", "feed", "webhook", "mail")
FEED_LENGTH = 200
_ATOM = "http://www.w3.org/2005/Atom"
_SECONDS = 15.0
# Characters that XML has no place for, as a reference either.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotTaken(Exception):
    """The receiver did not take the message; it may be tried again."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A signed body goes to the address that was given, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def channels_of(rule: Rule) -> list[str]:
    """The channels that a rule names."""
    return [name for name in CHANNELS if getattr(rule, name)]


def send(message: Message, rule: Rule, *, show: Callable[[str], None]) -> None:
    """Sends one message by its channel; a feed is written as a whole by `write_feed`.

    Raises:
        NotTaken: the receiver is down or refused it.
        SettingsError: a key or password is not in the environment.
    """
    if message.channel == "print":
        show(f"{rule.name}: {clean(str(message.body['text']))}")
    elif message.channel == "webhook":
        _post(message, rule)
    elif message.channel == "mail":
        _mail(message, rule)


def sign(body: bytes, key: bytes) -> str:
    """The signature of a webhook's body: HMAC with SHA-256, as `sha256=` and hexadecimal digits."""
    return f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"


def write_feed(path: Path, rule: Rule, messages: Iterable[Message]) -> None:
    """Writes the feed of a rule, in place of the one before, in one step.

    Raises:
        NotTaken: the file cannot be written.
    """
    listed = list(messages)
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", f"urn:dragoman:feed:{hashlib.sha256(rule.name.encode()).hexdigest()[:16]}")
    _add(feed, "title", rule.name)
    _add(feed, "updated", listed[0].made if listed else "1970-01-01T00:00:00+00:00")
    _add(_add(feed, "author"), "name", f"dragoman {__version__}")
    for one in listed:
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:dragoman:change:{one.id}")
        _add(entry, "title", str(one.body["text"]))
        _add(entry, "updated", one.made)
        _add(entry, "content", "\n".join(_lines(one.body)))
        for address in dict.fromkeys(e["url"] for e in one.body["evidence"] if e.get("url")):
            _add(entry, "link", href=address, rel="related")
    data = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    try:
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise NotTaken(f"{str(path)!r}: {error.strerror}") from error


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = "\n".join(clean(_NO_XML.sub("", line)) for line in text.split("\n")) if text is not None else None
    return made


def _lines(body: Mapping[str, Any]) -> list[str]:
    quotes = [f"“{clean(one['quote'])}” ({clean(one['source'])})" for one in body["evidence"]]
    return [clean(str(body["text"])), *quotes]


def _post(message: Message, rule: Rule) -> None:
    body = json.dumps({"id": message.id, "made": message.made, **message.body}, ensure_ascii=False).encode()
    request = urllib.request.Request(str(rule.webhook), data=body, method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header("User-Agent", f"dragoman/{__version__}")
    request.add_header("X-Dragoman-Id", message.id)
    request.add_header("X-Dragoman-Signature", sign(body, _secret(rule.key_from).encode()))
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS):
            return
    except (OSError, ValueError) as error:  # every answer but 2xx is an error of urllib's, which is an OSError
        raise NotTaken(f"{rule.webhook}: {error}") from error


def _mail(message: Message, rule: Rule) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = rule.mail_from, str(rule.mail)
    mail["Subject"] = clean(f"{rule.name}: {message.body['text']}")[:180]
    mail["Message-ID"] = f"<{message.id}@dragoman>"
    mail.set_content("\n\n".join(_lines(message.body)) + "\n")
    host, _, port = rule.smtp.partition(":")
    try:
        with smtplib.SMTP(host, int(port), timeout=_SECONDS) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls()
                server.ehlo()
            if rule.smtp_user:
                server.login(rule.smtp_user, _secret(rule.smtp_password_from))
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"{rule.smtp}: {error}") from error


def _secret(name: str | None) -> str:
    value = os.environ.get(name or "", "")
    if not value:
        raise SettingsError(name or "key", "is not in the environment", "the key or password that the rule names")
    return value
