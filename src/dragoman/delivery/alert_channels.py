"""Owns sending one alert: to an Atom feed, a signed webhook, a mailbox, or a line of text."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from typing import Any

from dragoman.delivery.alert_rules import Rule
from dragoman.delivery.atom import FeedEntry, atom_feed
from dragoman.delivery.outbox import Message
from dragoman.delivery.phrases import clean
from dragoman.errors import SettingsError
from dragoman.version import __version__

CHANNELS = ("print", "feed", "webhook", "mail")
FEED_LENGTH = 200
_SECONDS = 15.0
# Mail to a server of this machine, without a password, crosses no network.
_THIS_MACHINE = ("localhost", "127.0.0.1")
_INSECURE = "give another server, or insecure = true to do without"


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
    entries = [
        FeedEntry(
            id=f"urn:dragoman:change:{one.id}",
            title=str(one.body["text"]),
            updated=one.made,
            lines=tuple(_lines(one.body)),
            links=tuple(dict.fromkeys(e["url"] for e in one.body["evidence"] if e.get("url"))),
        )
        for one in messages
    ]
    identity = f"urn:dragoman:feed:{hashlib.sha256(rule.name.encode()).hexdigest()[:16]}"
    data = atom_feed(identity, rule.name, entries)
    try:
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise NotTaken(f"{str(path)!r}: {error.strerror}") from error
    except ValueError as error:  # a NUL character in the path
        raise NotTaken(f"{str(path)!r}: {error}") from error


def _lines(body: Mapping[str, Any]) -> list[str]:
    quotes = [f"“{clean(one['quote'])}” ({clean(one['source'])})" for one in body["evidence"]]
    return [clean(str(body["text"])), *quotes]


def _post(message: Message, rule: Rule) -> None:
    told = {"id": message.id, "made": message.made, **message.body}
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    request = urllib.request.Request(str(rule.webhook), data=body, method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header("User-Agent", f"dragoman/{__version__}")
    request.add_header("X-Dragoman-Id", message.id)
    request.add_header("X-Dragoman-Signature", sign(body, _secret(rule.key_from).encode()))
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS):
            return
    # Every answer but 2xx is an error of urllib's, which is an OSError.
    except (OSError, ValueError, HTTPException) as error:
        raise NotTaken(f"{rule.webhook}: {error}") from error


def _mail(message: Message, rule: Rule) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = rule.mail_from, str(rule.mail)
    mail["Subject"] = clean(f"{rule.name}: {message.body['text']}")[:180]
    mail["Message-ID"] = f"<{message.id}@dragoman>"
    mail.set_content("\n\n".join(_lines(message.body)) + "\n")
    password = _secret(rule.smtp_password_from) if rule.smtp_user else ""
    try:
        with _mail_server(rule) as server:
            if rule.smtp_user:
                server.login(rule.smtp_user, password)
            server.send_message(mail)
    except ssl.SSLCertVerificationError as error:
        problem = f"its certificate is not trusted ({error.verify_message})"
        raise NotTaken(f"{rule.smtp}: {problem}; {_INSECURE}") from error
    except (OSError, ValueError, OverflowError, smtplib.SMTPException) as error:
        raise NotTaken(f"{rule.smtp}: {error}") from error


def _mail_server(rule: Rule) -> smtplib.SMTP:
    """A connection that is encrypted, to a server whose certificate is its own, unless the rule does without.

    Raises:
        NotTaken: the server offers no encryption, and the rule asks for it.
    """
    host, _, port = rule.smtp.partition(":")
    context = ssl.create_default_context()
    if rule.insecure:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if int(port) == smtplib.SMTP_SSL_PORT:
        return smtplib.SMTP_SSL(host, int(port), timeout=_SECONDS, context=context)
    server = smtplib.SMTP(host, int(port), timeout=_SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not (rule.insecure or (host in _THIS_MACHINE and not rule.smtp_user)):
            raise NotTaken(f"{rule.smtp}: the server offers no TLS; {_INSECURE}")
    except BaseException:
        server.close()
        raise
    return server


def _secret(name: str | None) -> str:
    value = os.environ.get(name or "", "")
    if not value:
        raise SettingsError(name or "key", "is not in the environment", "the key or password that the rule names")
    return value
