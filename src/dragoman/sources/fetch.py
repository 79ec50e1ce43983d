"""Owns downloads: public hosts only, within limits of size and time, one host at a time, as robots.txt says.

A host's name is looked up once; the connection goes to the very address that was found to be public,
so a name that changes its address in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore

from dragoman.errors import SourceError
from dragoman.sources.addresses import IPAddress, checked, is_public
from dragoman.sources.files import charset_in
from dragoman.sources.unpacking import inflate, too_large

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ROBOTS_LARGEST = 512 * 1024
_LONGEST_DELAY = 60.0
Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may take.

    Attributes:
        seconds: for one download, redirects included.
        largest: bytes, also when unpacked.
        delay: seconds between two requests to one host.
    """

    seconds: float = 30.0
    largest: int = 16 * 1024 * 1024
    delay: float = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent.

    Attributes:
        url: the address at which it was found in the end.
        charset: the encoding that the server declared.
        unchanged: nothing new since the last visit (304); there is no data then.
    """

    url: str
    data: bytes
    kind: str
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Asks for pages, politely and with care; keeps when each host was last asked, and its robots.txt."""

    def __init__(
        self,
        *,
        agent: str = "dragoman",
        limits: Limits | None = None,
        permits: Callable[[IPAddress], bool] = is_public,
        lookup: Resolve = resolve,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.agent, self.limits = agent, limits or Limits()
        self._clock, self._sleep = clock, sleep
        self._backend = _Guard(permits, lookup)
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(cafile=_certificates()),
            max_connections=4,
            keepalive_expiry=10.0,
            network_backend=self._backend,
        )
        self._asked: dict[str, float] = {}
        self._robots: dict[str, Any] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """What stands at an address, redirects followed.

        Args:
            url: http or https.
            etag: what the last answer gave; the server may then say that nothing changed.
            modified: likewise.

        Raises:
            SourceError: it may not be asked for, does not answer in time, sends too much, or has no page.
        """
        headers = {"If-None-Match": etag or "", "If-Modified-Since": modified or ""}
        end = self._clock() + self.limits.seconds
        here = checked(url)
        for _ in range(REDIRECTS + 1):
            end += self._ask_leave(here)
            status, found, data = self._request(here, headers, end, self.limits.largest)
            moved = found.get("location")
            if status in _MOVED and moved:
                here = checked(moved, base=here)
                continue
            return _answer(here, status, found, data, self.limits.largest)
        raise SourceError(url, f"leads on more than {REDIRECTS} times", "give the address of the page itself")

    def _ask_leave(self, url: str) -> float:
        """Waits for the host's turn after reading its robots.txt; returns the seconds that it took."""
        begun = self._clock()
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
        robots = self._robots[host]
        if not robots.can_fetch(url, self.agent):
            raise SourceError(url, "its host's robots.txt asks programs to stay away", "leave it out")
        wanted = robots.crawl_delay(self.agent)
        delay = max(self.limits.delay, min(float(wanted or 0), _LONGEST_DELAY))
        since = self._clock() - self._asked.get(host, float("-inf"))
        if since < delay:
            self._sleep(delay - since)
        self._asked[host] = self._clock()
        return self._clock() - begun

    def _read_robots(self, host: str) -> Any:
        """What the host asks of programs; a host without the file asks for nothing (RFC 9309)."""
        from protego import Protego

        here, end = f"{host}/robots.txt", self._clock() + self.limits.seconds
        try:
            for _ in range(REDIRECTS + 1):
                status, found, data = self._request(here, {}, end, _ROBOTS_LARGEST)
                if status not in _MOVED or "location" not in found:
                    break
                here = checked(found["location"], base=here)
            text = data.decode("utf-8", "replace") if status == 200 else ""
            if status >= 500:  # RFC 9309: a server in trouble is left alone
                text = "User-agent: *\nDisallow: /"
        except SourceError:
            text = ""  # the page itself will tell what is wrong with the host
        return Protego.parse(text)

    def _request(
        self, url: str, extra: Mapping[str, str], end: float, largest: int
    ) -> tuple[int, dict[str, str], bytes]:
        self._backend.end, self._backend.clock = end, self._clock
        left = max(end - self._clock(), 0.01)
        named = {
            "Host": urlsplit(url).netloc,
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            **{name: value for name, value in extra.items() if value},
        }
        # A server's own mark may hold any byte, and goes back as it came.
        asked = [(name.encode(), value.encode("latin-1", "replace")) for name, value in named.items()]
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), min(left, 15.0))
        try:
            with self._pool.stream("GET", url, headers=asked, extensions={"timeout": timeout}) as response:
                headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                data = bytearray()
                if response.status not in _MOVED:
                    for part in response.iter_stream():
                        data += part
                        if len(data) > largest:
                            raise too_large(url, largest)
                return response.status, headers, bytes(data)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise SourceError(url, "does not answer in time", "try again later") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:120] or "no connection"
            raise SourceError(url, f"cannot be reached ({reason})", "check the address, or try later") from error


class _Guard(httpcore.NetworkBackend):
    """Connects to public addresses only, and lets no read outlast the download's end."""

    def __init__(self, permits: Callable[[IPAddress], bool], lookup: Resolve) -> None:
        self._permits, self._lookup = permits, lookup
        self._inner = httpcore.SyncBackend()
        self.end = 0.0
        self.clock: Callable[[], float] = time.monotonic

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            found = [ipaddress.ip_address(one) for one in dict.fromkeys(self._lookup(host, port))]
        except (OSError, ValueError, UnicodeError) as error:
            raise SourceError(host, "is no host that can be found", "check the address") from error
        # One private address among public ones is a trap as well.
        if not found or not all(self._permits(one) for one in found):
            raise SourceError(host, "is not on the public internet", "give the address of a public page")
        stream = self._inner.connect_tcp(
            str(found[0]), port, timeout=timeout, local_address=local_address, socket_options=socket_options
        )
        return _Timed(stream, self)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise SourceError("unix socket", "is not on the public internet", "give the address of a public page")

    def left(self, timeout: float | None) -> float:
        """Seconds that a read or write may take."""
        left = self.end - self.clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this download is over")
        return min(left, timeout or left)


class _Timed(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, guard: _Guard) -> None:
        self._inner, self._guard = inner, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._guard.left(timeout))
        return _Timed(inner, self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _answer(url: str, status: int, headers: Mapping[str, str], data: bytes, largest: int) -> Answer:
    said = headers.get("content-type", "")
    kind, charset = said.partition(";")[0].strip().lower(), charset_in(said)
    etag, modified = headers.get("etag"), headers.get("last-modified")
    if status == 304:
        return Answer(url, b"", kind, charset, etag, modified, unchanged=True)
    if status != 200:
        raise SourceError(url, f"answers with status {status}", "check the address, or try later")
    packed = headers.get("content-encoding", "identity").strip().lower()
    if packed in {"gzip", "x-gzip", "deflate"}:
        data = inflate(url, data, largest=largest, encoding=packed.removeprefix("x-"))
    elif packed not in {"identity", ""}:
        raise SourceError(url, f"is packed as {packed!r}, which was not asked for", "try later")
    return Answer(url, data, kind, charset, etag, modified)


def _certificates() -> str:
    import certifi

    return certifi.where()
