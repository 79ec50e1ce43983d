"""Downloads: public hosts only, whatever the name says, and never more or longer than allowed."""

from __future__ import annotations

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import SourceError
from dragoman.sources.addresses import canonical, checked, is_public
from dragoman.sources.fetch import Fetcher, Limits

PAGE = b"<html><body><p>The talks will resume.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """A small site; `/robots.txt` keeps `/private` closed."""

    seen: list[str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        name = self.path.split("?")[0].strip("/") or "page"
        getattr(self, "answer_" + name.split("/")[0].replace(".", "_"), self.answer_missing)()

    def send(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": "text/html", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def answer_robots_txt(self) -> None:
        self.send(b"User-agent: *\nDisallow: /private\nDisallow: /*?print=", Content_Type="text/plain")

    def answer_page(self) -> None:
        if self.headers.get("If-None-Match") == '"1"':
            self.send(b"", 304, ETag='"1"')
        else:
            self.send(PAGE, ETag='"1"', Last_Modified="Mon, 21 Jul 2025 10:00:00 GMT")

    def answer_packed(self) -> None:
        self.send(gzip.compress(PAGE), Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self.send(gzip.compress(bytes(4_000_000)), Content_Encoding="gzip")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(65536))
        except OSError:
            self.close_connection = True

    def answer_drip(self) -> None:
        try:
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 1000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
        except OSError:
            self.close_connection = True

    def answer_circle(self) -> None:
        self.send(b"", 302, Location="/circle")

    def answer_inside(self) -> None:
        self.send(b"", 302, Location="http://internal.example/latest/meta-data")

    def answer_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def answer_moved(self) -> None:
        self.send(b"", 301, Location="/page")

    def answer_private(self) -> None:
        self.send(PAGE)

    def answer_missing(self) -> None:
        self.send(b"no", 404)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def lookup(host: str, _port: int) -> list[str]:
    """The test's own names: `site.example` is the local server, which alone is let in."""
    return {"site.example": ["127.0.0.1"], "internal.example": ["169.254.169.254"]}.get(host, ["10.0.0.1"])


def fetcher(*, limits: Limits | None = None, lookup=lookup) -> Fetcher:  # type: ignore[no-untyped-def]
    only = ipaddress.ip_address("127.0.0.1")
    small = Limits(seconds=3, largest=1_000_000, delay=0)
    return Fetcher(limits=limits or small, permits=lambda one: one == only, lookup=lookup)


def url(site: ThreadingHTTPServer, path: str) -> str:
    return f"http://site.example:{site.server_address[1]}{path}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::127.0.0.1", "fe80::1%eth0", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "bad",
    ["file:///etc/passwd", "ftp://a.example/x", "gopher://a.example", "javascript:alert(1)", "http://",
     "http://user:secret@a.example/", "http://a.example/\nHost: b", "http://a.example:99999/", "http://[::1",
     "data:text/html,x", "//a.example", "http://" + "a" * 70 + ".example", "http://a..b/"],
)  # fmt: skip
def test_addresses_that_may_not_be_asked_for(bad: str) -> None:
    with pytest.raises(SourceError) as error:
        checked(bad)
    assert "secret" not in str(error.value)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_clear_error(text: str) -> None:
    canonical(text)
    for candidate in (text, "http://a.example/" + text, "http://" + text):
        try:
            assert checked(candidate).isascii()
        except SourceError:
            continue


@pytest.mark.parametrize(
    "other",
    ["http://www.a.example/news/1?utm_source=x", "https://a.example/news/1/", "https://A.example:443/news/1#top",
     "https://a.example/news/1?fbclid=abc&utm_medium=y"],
)  # fmt: skip
def test_one_article_has_one_canonical_address(other: str) -> None:
    assert canonical(other) == canonical("https://a.example/news/1")


def test_a_key_is_never_too_long_for_an_index() -> None:
    one, other = (canonical("https://a.example/" + "م" * 3000 + end) for end in "ab")
    assert one != other
    assert max(len(one.encode()), len(other.encode())) <= 900


def test_other_articles_have_other_addresses() -> None:
    assert canonical("https://a.example/n?id=1") != canonical("https://a.example/n?id=2")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_the_machine_itself_cannot_be_asked(site: ThreadingHTTPServer, host: str) -> None:
    with Fetcher(limits=Limits(seconds=2, delay=0)) as real, pytest.raises(SourceError):
        real.get(f"http://{host}:{site.server_address[1]}/page")
    assert site.seen == []  # type: ignore[attr-defined]


def test_a_page_is_fetched_with_what_tells_the_next_visit(site: ThreadingHTTPServer) -> None:
    with fetcher() as get:
        found = get.get(url(site, "/page"))
        assert (found.data, found.kind, found.etag) == (PAGE, "text/html", '"1"')
        again = get.get(url(site, "/page"), etag=found.etag)
    assert again.unchanged
    assert again.data == b""


def test_packed_pages_and_redirects(site: ThreadingHTTPServer) -> None:
    with fetcher() as get:
        assert get.get(url(site, "/packed")).data == PAGE
        assert get.get(url(site, "/moved")).url == url(site, "/page")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/inside", "not on the public internet"),
        ("/file", "has the protocol 'file'"),
        ("/circle", "leads on more than"),
        ("/bomb", "larger than"),
        ("/endless", "larger than"),
        ("/nowhere", "status 404"),
        ("/private/x", "robots.txt"),
        ("/page?print=1", "robots.txt"),
    ],
)
def test_what_is_refused(site: ThreadingHTTPServer, path: str, problem: str) -> None:
    with fetcher() as get, pytest.raises(SourceError, match=problem):
        get.get(url(site, path))


def test_a_server_that_drips_is_left_in_time(site: ThreadingHTTPServer) -> None:
    with fetcher(limits=Limits(seconds=0.4, delay=0)) as get, pytest.raises(SourceError, match="in time"):
        get.get(url(site, "/drip"))


def test_a_name_that_changes_its_address_gains_nothing(site: ThreadingHTTPServer) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with fetcher(lookup=rebinding) as get:
        # One look-up for one connection, and the connection goes to what was looked up.
        assert get.get(url(site, "/page")).data == PAGE
    assert asked == ["site.example"]


def test_one_private_address_among_public_ones_is_refused(site: ThreadingHTTPServer) -> None:
    with fetcher(lookup=lambda *_: ["127.0.0.1", "10.0.0.1"]) as get, pytest.raises(SourceError, match="public"):
        get.get(url(site, "/page"))


def test_a_host_is_asked_no_faster_than_allowed(site: ThreadingHTTPServer) -> None:
    slept: list[float] = []
    only = ipaddress.ip_address("127.0.0.1")
    with Fetcher(
        limits=Limits(seconds=3, delay=7), permits=lambda one: one == only, lookup=lookup,
        clock=lambda: 100.0 + sum(slept), sleep=slept.append,
    ) as get:  # fmt: skip
        get.get(url(site, "/page"))
        get.get(url(site, "/page"))
    assert slept == [7.0]
