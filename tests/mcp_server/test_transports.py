"""The command answers the SDK's client over standard input and output, and over HTTP."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from assistant import Assistant
from mcp import StdioServerParameters
from starlette.testclient import TestClient

from dragoman.mcp_server.server import make_server
from dragoman.mcp_server.serving import LARGEST, http_app
from dragoman.mcp_server.writing import Writers
from dragoman.store import accounts
from dragoman.web.security import add_token

if TYPE_CHECKING:
    from dragoman.store.store import Store
    from dragoman.web.desk import Desk

COMMAND = [sys.executable, "-m", "dragoman", "mcp"]
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN_")}
JSON = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


def call(tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A request as it goes over the wire."""
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


@pytest.fixture
def token(store: Store) -> str:
    accounts.add_user(store, "anna", password="no hash is needed here")
    return add_token(store, "anna", "assistant")


@pytest.mark.slow
def test_an_assistant_starts_the_command_and_asks_it(place: Path, store: Store, token: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{token}\n", encoding="utf-8")
    arguments = [*COMMAND[1:], "--archive", str(place), "--judgements", "--token-file", str(file)]
    started = StdioServerParameters(command=COMMAND[0], args=arguments, env=ENVIRON, cwd=tmp_path)

    async def work(client: Any) -> tuple[Any, Any]:
        found = await client.call_tool("entries", {"process": "ukraine-russia", "list": "violence"})
        name = found.structured_content["items"][0]["claims"][0]
        return found, await client.call_tool("judge", {"judgement": {"verdict": "right", "one": name}})

    found, made = Assistant(started).do(work)
    assert found.structured_content["items"][0]["quotes"]
    assert made.structured_content["judgements"][0]["by"] == "anna"


@pytest.mark.slow
def test_the_desks_own_libraries_are_not_needed(place: Path) -> None:
    script = (
        "import sys, asyncio\n"
        "sys.modules.update(dict.fromkeys(['fastapi', 'jinja2', 'argon2', 'icalendar', 'multipart.multipart']))\n"
        "from mcp import Client\n"
        "from dragoman.knowledge.load import load_knowledge\n"
        "from dragoman.mcp_server.server import make_server\n"
        "from dragoman.mcp_server.writing import Writers\n"
        "from dragoman.store.store import open_store\n"
        "from dragoman.web.desk import open_desk\n"
        "store = open_store(sys.argv[1])\n"
        "async def ask():\n"
        "    desk = open_desk(store, knowledge=load_knowledge())\n"
        "    async with Client(make_server(desk, Writers(store, None))) as client:\n"
        "        for tool, given in (('processes', {}), ('brief', {'process': 'all'}), ('review_queue', {})):\n"
        "            result = await client.call_tool(tool, given)\n"
        "            assert not result.is_error, result\n"
        "asyncio.run(ask())\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(place)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture
def address(place: Path, tmp_path: Path) -> Iterator[str]:
    """Where the command answers over HTTP."""
    command = [*COMMAND, "--archive", str(place), "--http", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRON, cwd=tmp_path, text=True) as running:
        try:
            assert running.stdout is not None
            yield running.stdout.readline().strip()
        finally:
            running.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(30)
            running.kill()


@pytest.mark.slow
def test_an_assistant_asks_over_http(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    assistant = Assistant(address)
    resource = assistant.call("search", query="Istanbul")["items"][0]["quotes"][0]["resource"]
    assert "Istanbul" in assistant.read(resource)


@pytest.fixture
def wire(own_desk: Desk) -> Iterator[TestClient]:
    server = make_server(own_desk, Writers(own_desk.store, None))
    with TestClient(http_app(server, hosts=["desk.example"]), base_url="http://localhost:8001") as client:
        yield client


def test_a_judgement_over_http_needs_the_requests_own_token(wire: TestClient, token: str) -> None:
    found = wire.post("/mcp", headers=JSON, json=call("review_queue", {})).json()
    name = found["result"]["structuredContent"]["items"][0]["one"]["id"]
    said = call("judge", {"judgement": {"verdict": "right", "one": name}})
    assert wire.post("/mcp", headers=JSON, json=said).json()["result"]["isError"]
    signed = {**JSON, "authorization": f"Bearer {token}"}
    answer = wire.post("/mcp", headers=signed, json=said).json()["result"]
    assert answer["structuredContent"]["judgements"][0]["by"] == "anna"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "desk.example"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "localhost", "origin": "http://localhost:3000"}, 200),
        ({"host": "localhost", "origin": "https://evil.example"}, 403),
    ],
)
def test_another_site_reads_nothing(wire: TestClient, headers: dict[str, str], status: int) -> None:
    answer = wire.post("/mcp", headers={**JSON, **headers}, json=call("processes", {}))
    assert answer.status_code == status


def test_a_request_that_is_too_large_is_refused(wire: TestClient) -> None:
    assert wire.post("/mcp", headers=JSON, content=b" " * (LARGEST + 1)).status_code == 413


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--judgements"], "--token-file with a user's token"),
        (["--token-file", "token"], "--token-file"),
        (["--http", "--token-file", "token", "--judgements"], "--token-file"),
    ],
)
def test_options_that_make_no_sense_together_are_refused(
    place: Path, options: list[str], expected: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dragoman.cli import main

    monkeypatch.setattr(sys, "argv", ["dragoman", "mcp", "--archive", str(place), *options])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert expected in capsys.readouterr().err


def test_an_archive_that_is_not_there_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dragoman.cli import main

    place = tmp_path / "none.sqlite"
    monkeypatch.setattr(sys, "argv", ["dragoman", "mcp", "--archive", str(place)])
    with pytest.raises(SystemExit):
        main()
    assert not place.exists()
    assert str(place) in capsys.readouterr().err
