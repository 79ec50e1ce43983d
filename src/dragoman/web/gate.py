"""Owns what every request passes before a route sees it, and every answer on its way back.

The host it is meant for, its size, who asks, in which format, whether another site sent it, and whether the
answer is known already; the headers that keep a browser to this desk; and an answer for every fault.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.version import __version__
from dragoman.web.problems import Problem, problem_answer, problem_of
from dragoman.web.security import Visitor, who_asks

if TYPE_CHECKING:
    from dragoman.web.desk import Desk

FORMS = ("json", "csv", "ics", "atom")
LARGEST = 256 * 1024  # bytes of a request; the longest form is a correction with a note
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAFE = ("GET", "HEAD", "OPTIONS")
# Depends on more than the archive and the address, or is of no use later.
_NEVER = ("/signin", "/signout", "/account", "/review", "/api/v1/health", "/static/")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Other hosts learn nothing. With "no-referrer" browsers would hide a form's origin from this desk as well.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[\w.-]+))(?::(?P<port>[0-9]{0,5}))?", re.ASCII)
_log = logging.getLogger("dragoman.web")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of a request before it is answered."""

    path: str
    form: str
    visitor: Visitor | None
    csrf: str
    etag: str | None


class Gate:
    """The middleware."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, head=scope["method"] == "HEAD")
        state = {"desk": self._desk, "user": None, "csrf": "", "form": "html"}
        scope = {**scope, "state": {**scope.get("state", {}), **state}}
        try:
            await self._answer(scope, receive, answer)
        except Exception as error:  # whatever it is, the browser gets no traceback
            told = problem_of(error)
            if told.status >= 500:
                _log.exception("%s %r failed", scope["method"], scope["path"])
            if answer.begun:
                raise
            await problem_answer(Request(scope), told)(scope, receive, answer)

    async def _answer(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        headers = Headers(scope=scope)
        _check_host(headers, self._desk)
        _check_address(scope)
        _check_length(headers)
        asked = await run_in_threadpool(_asked, scope, headers, self._desk)
        scope["path"] = asked.path
        scope["state"] |= {"user": asked.visitor, "csrf": asked.csrf, "form": asked.form}
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        if scope["method"] not in _SAFE:
            _check_origin(scope, headers, asked.visitor, self._desk)
            receive = await _read(receive)
        answer.etag = asked.etag
        if asked.etag is not None and asked.etag in _known(headers):
            await answer({"type": "http.response.start", "status": 304, "headers": []})
            await answer({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, answer)


class _Answer:
    """Sends the answer, with the desk's headers, and without a body where none was asked for."""

    def __init__(self, send: Send, *, head: bool) -> None:
        self._send = send
        self._head = head
        self.begun = False
        self.etag: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            self._finish(MutableHeaders(raw=message["headers"]), message)
        elif self._head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)

    def _finish(self, headers: MutableHeaders, message: Message) -> None:
        for name, value in _HEADERS.items():
            headers[name] = value
        if self.etag is not None and message["status"] in {200, 304}:
            headers["ETag"] = self.etag
            headers["Cache-Control"] = "private, no-cache"
            headers["Vary"] = "Accept, Authorization, Cookie"
        elif "cache-control" not in headers:
            headers["Cache-Control"] = "no-store"
        message["headers"] = headers.raw


async def _read(receive: Receive) -> Receive:
    """Reads a body up to its limit, also one whose length was not told; gives it out again."""
    parts, length, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":  # the asker has gone, and half a form is none
            raise Problem(400, "cut_off", "the request came to an end before it was whole")
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        more = message.get("more_body", False)
        if length > LARGEST:
            raise Problem(413, "too_large", f"a request may have {LARGEST} bytes")
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": b"".join(parts), "more_body": False}

    return again


def _asked(scope: Scope, headers: Headers, desk: Desk) -> _Asked:
    """Reads from the archive, so it runs in a thread."""
    path, form = form_of(scope["path"])
    if path.startswith("/static/"):
        return _Asked(path, form, None, "", None)
    visitor, csrf = who_asks(scope, headers, desk)
    if scope["method"] not in {"GET", "HEAD"} or path == "/" or path.startswith(_NEVER):
        return _Asked(path, form, visitor, csrf, None)
    parts = (__version__, desk.version(), desk.today().isoformat(), path, scope["query_string"].decode("latin-1"))
    theme = cookie_parser(headers.get("cookie", "")).get("theme", "")
    who = (form, headers.get("accept", ""), visitor.name if visitor else "", csrf, theme)
    tag = hashlib.sha256("\n".join((*parts, *who)).encode()).hexdigest()[:32]
    return _Asked(path, form, visitor, csrf, f'W/"{tag}"')


def form_of(path: str) -> tuple[str, str]:
    """The address without the suffix that names a format, and the format."""
    if path.startswith(("/api/", "/static/")):
        return path, "html"
    stem, dot, suffix = path.rpartition(".")
    if not dot or suffix not in FORMS or stem in {"", "/"}:
        return path, "html"
    return ("/" if stem == "/index" else stem), suffix


def _check_host(headers: Headers, desk: Desk) -> None:
    """Refuses names that are not the desk's: a site that has its name point here must not read it (DNS rebinding).

    An address in numbers is no name, so it is nobody else's.
    """
    host = _HOST.fullmatch(headers.get("host", "").casefold())
    if host is None or int(host["port"] or 0) > 65_535:
        raise Problem(400, "malformed_host", "the Host header names no host")
    name = host["six"] or host["name"]
    if name in LOOPBACK or name in desk.hosts:
        return
    try:
        ipaddress.ip_address(name)
    except ValueError as error:
        raise Problem(400, "unknown_host", f"this desk is not called {name!r}; start it with --name") from error


def _check_address(scope: Scope) -> None:
    """Refuses a character that no archive can hold, so that nothing is looked for under it."""
    if "\x00" in scope["path"] or b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]:
        raise Problem(400, "malformed_address", "the address holds a NUL character")


def _check_length(headers: Headers) -> None:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 20 or int(length) > LARGEST:
        raise Problem(413, "too_large", f"a request may have {LARGEST} bytes")


def _check_origin(scope: Scope, headers: Headers, visitor: Visitor | None, desk: Desk) -> None:
    """Refuses what another site makes a browser send, and on a public desk everything."""
    if desk.public:
        raise Problem(403, "read_only", "this desk is for reading only")
    if visitor is not None and visitor.by_token:
        return
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    own = f"{scope['scheme']}://{headers.get('host', '')}"
    if (origin is not None and origin.casefold() != own.casefold()) or site not in {None, "same-origin", "none"}:
        raise Problem(403, "other_site", "the request comes from another site")


def _known(headers: Headers) -> set[str]:
    """The answers that the asker has, as weak marks."""
    listed = (one.strip() for one in headers.get("if-none-match", "").split(","))
    return {one if one.startswith("W/") else f"W/{one}" for one in listed if one}
