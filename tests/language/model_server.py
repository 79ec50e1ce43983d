"""A language model's server for tests: a real one, which answers from files in the order of a script."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parent / "answers"
Step = Callable[[BaseHTTPRequestHandler], None]


def answer(name: str, status: int = 200, **headers: str) -> Step:
    """Sends a file."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        data = (ANSWERS / name).read_bytes()  # an absolute path is taken as it is
        handler.send_response(status)
        for key, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            handler.send_header(key.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return send


def half(name: str) -> Step:
    """Breaks off in the middle of a file."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        data = (ANSWERS / name).read_bytes()  # an absolute path is taken as it is
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])
        handler.close_connection = True

    return send


def slow(seconds: float) -> Step:
    """Sends a byte now and then, and no end for so long."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        end = time.monotonic() + seconds
        handler.close_connection = True
        try:
            while time.monotonic() < end:
                handler.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            return

    return send


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Sends without end."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    try:
        while True:
            handler.wfile.write(bytes(65536))
    except OSError:
        return


@dataclass(slots=True)
class Asked:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def last(self) -> str:
        """The last message."""
        return str(self.body["messages"][-1]["content"])


@dataclass(slots=True)
class ModelServer:
    """What the server will answer, the last step for ever, and what it was asked."""

    base_url: str
    script: list[Step]
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, asked: Asked) -> Step:
        """The next step."""
        with self.lock:
            self.asked.append(asked)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def serving(*script: Step | str) -> Iterator[ModelServer]:
    """A server that answers by a script; names are files sent as they are."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.next(Asked(self.path, headers, body))(self)

        def log_message(self, *_: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    steps = [answer(one) if isinstance(one, str) else one for one in script]
    server = ModelServer(f"http://127.0.0.1:{http.server_address[1]}/v1", steps)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
