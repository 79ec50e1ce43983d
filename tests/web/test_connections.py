"""Connections that send half a request or take no answer, to the real server."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from starlette.testclient import TestClient

from dragoman.store.store import Store
from dragoman.web import connections
from dragoman.web.app import make_app
from dragoman.web.connections import Connection
from dragoman.web.desk import Desk

HOST = b"Host: localhost\r\n"
SHORT = 0.6


@pytest.fixture
def port(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a desk that waits for nobody for long."""
    monkeypatch.setattr(connections, "ARRIVES_WITHIN", SHORT)
    monkeypatch.setattr(connections, "TAKEN_WITHIN", SHORT)
    config = uvicorn.Config(make_app(desk), log_level="critical", http=Connection, ws="none", lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = threading.Thread(target=lambda: server.run(sockets=[listening]))
        running.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            running.join(20)


@contextlib.contextmanager
def asking(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port)) as made:
        made.settimeout(20)
        yield made


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\n" + HOST,
        b"POST /signin HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\nab",
    ],
)
def test_half_a_request_is_not_waited_for(sent: bytes, port: int) -> None:
    begun = time.monotonic()
    with asking(port) as connection:
        connection.sendall(sent)
        assert b"200 OK" not in rest(connection)
    assert SHORT * 0.9 < time.monotonic() - begun < 15


def test_a_byte_now_and_then_does_not_hold_a_connection(port: int) -> None:
    begun = time.monotonic()
    with asking(port) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: ")
        while time.monotonic() - begun < 10:
            connection.sendall(b"a")
            time.sleep(SHORT / 6)
    assert time.monotonic() - begun < 5


def test_a_second_request_on_a_connection_has_its_own_time(port: int) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(asked):
        for _ in range(4):
            asked.request("GET", "/static/desk.css", headers={"Host": "localhost"})
            answer = asked.getresponse()
            assert (answer.status, len(answer.read()) > 0) == (200, True)
            time.sleep(SHORT / 2)
        assert asked.sock is not None  # all on one connection
        asked.sock.sendall(b"GET /about HTTP/1.1\r\n")
        assert rest(asked.sock) == b""


def test_who_takes_no_answer_is_not_waited_for(port: int) -> None:
    many = b"GET /static/desk.css HTTP/1.1\r\n" + HOST + b"\r\n"
    begun = time.monotonic()
    with asking(port) as connection, contextlib.suppress(ConnectionError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        while time.monotonic() - begun < 15:
            connection.sendall(many * 100)
            time.sleep(0.05)
    assert time.monotonic() - begun < 15


def test_half_a_form_judges_nothing(port: int, store: Store, desk: Desk, signed_in: Callable[..., TestClient]) -> None:
    browser = signed_in()
    claim = desk.record("all").events[0].id
    csrf = browser.get("/review").text.split('name="csrf" value="')[1][:64]
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    form = f"csrf={csrf}&verdict=wrong&one={claim}".encode()
    head = (
        b"POST /review/judge HTTP/1.1\r\n" + HOST + f"Cookie: {cookie}\r\n".encode()
        + b"Content-Type: application/x-www-form-urlencoded\r\n"
    )  # fmt: skip
    with asking(port) as connection:
        connection.sendall(head + f"Content-Length: {len(form) + 20}\r\n\r\n".encode() + form)
        rest(connection)
    form = form.replace(b"wrong", b"right")
    with asking(port) as connection:
        connection.sendall(head + f"Content-Length: {len(form)}\r\nConnection: close\r\n\r\n".encode() + form)
        assert rest(connection).startswith(b"HTTP/1.1 303")
    assert {one.verdict for one in store.judgements()} == {"right"}
