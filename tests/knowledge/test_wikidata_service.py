"""`dragoman actors update` asks a query service when told to, and says plainly when it gets no answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dragoman.errors import SourceError
from dragoman.knowledge.wikidata import fetch_answer, query

ANSWER = {"head": {"vars": []}, "results": {"bindings": []}}


class Service(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(parse_qs(urlsplit(self.path).query)["query"][0])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(ANSWER).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    Service.asked = []
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


def test_the_service_is_asked_the_documented_query(service: str, tmp_path: Path) -> None:
    answer = fetch_answer(service, tmp_path / "answer.json")
    assert json.loads(answer.read_text()) == ANSWER
    assert Service.asked == [query()]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/sparql", "ftp://example.org/sparql"])
def test_no_answer_is_one_clear_line(address: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gave no answer|is no web address") as caught:
        fetch_answer(address, tmp_path / "answer.json")
    assert "\n" not in str(caught.value)
