"""Owns addresses: which one stands for an article, and which may be visited at all.

Only http and https, only hosts whose every address is public. Does not connect: see `sources.fetch`.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from dragoman.errors import SourceError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
WEB = ("http://", "https://")
LONGEST = 4000
# An address is a key in the archive; PostgreSQL's indexes take at most 2,704 bytes.
_LONGEST_KEY = 900
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
# Addresses in which another one is wrapped: it is that one that must be public.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")


def is_web(place: str) -> bool:
    """Whether a place is an address on the web rather than a file."""
    return place[:8].casefold().startswith(WEB)


def canonical(url: str) -> str:
    """The one address that stands for an article: no tracking, no fragment, no protocol.

    Two addresses with the same result are the same article; the result is a key, not to be visited.
    """
    from courlan import normalize_url

    try:
        parts = urlsplit(url.strip())
        tidy = urlsplit(normalize_url(urlunsplit(parts._replace(fragment="")), strict=False))
        host = (tidy.hostname or "").removeprefix("www.")
        port = "" if tidy.port in {None, 80, 443} else f":{tidy.port}"
    except (ValueError, TypeError):
        return key("url", url.strip())
    path = tidy.path.rstrip("/")
    return key("https", f"//{host}{port}{path}" + (f"?{tidy.query}" if tidy.query else ""))


def key(kind: str, name: str) -> str:
    """A key of bounded length for an article: a kind and what is unlike any other of that kind."""
    whole = f"{kind}:{name}".replace("\x00", "\ufffd").encode("utf-8", "backslashreplace")
    if len(whole) <= _LONGEST_KEY:
        return whole.decode("utf-8")
    begin = whole[: _LONGEST_KEY - 40].decode("utf-8", "ignore")
    return f"{begin}#{hashlib.sha256(whole).hexdigest()[:32]}"


def checked(url: str, *, base: str | None = None) -> str:
    """An address that may be asked for, in ASCII.

    Args:
        url: as somebody wrote it.
        base: the page on which it stands, where it may be relative.

    Raises:
        SourceError: it is not http or https, names no host, or carries a password.
    """
    try:
        whole = urljoin(base, url) if base else url
        parts = urlsplit(whole)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SourceError(url[:200], "is no address of a page", _EXPECTED) from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise SourceError(url[:200], f"has the protocol {parts.scheme!r}", "give an http or https address")
    if not host or len(whole) > LONGEST or _ODD.search(whole):
        raise SourceError(url[:200], "is no address of a page", _EXPECTED)
    if "@" in parts.netloc:
        raise SourceError(f"{parts.scheme}://…@{host}", "carries a user or password", "leave them out")
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise SourceError(url[:200], "has no valid host name", _EXPECTED) from error
    place = f"[{name}]" if ":" in name else name
    return urlunsplit((
        parts.scheme.lower(),
        place if port is None else f"{place}:{port}",
        quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._", errors="replace"),
        quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]", errors="replace"),
        "",
    ))  # fmt: skip


_EXPECTED = "give one such as https://example.org/news"


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.is_site_local or address.scope_id is not None:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo is not None:
            return False
        if inner is None and any(address in network for network in (*_NAT64, _COMPATIBLE)):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
