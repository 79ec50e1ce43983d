"""The real server in a process of its own: one line at the start, a clean end, and reading while others write."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from archive_world import attack, document
from desk_world import PASSWORD
from dragoman.store.keeping import Reading
from dragoman.store.store import Store, open_store

DRAGOMAN = (sys.executable, "-m", "dragoman")


def run(*arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DRAGOMAN, *arguments], input=told, capture_output=True, text=True, check=False)


@contextlib.contextmanager
def served(archive: Path | str, *options: str) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    command = [*DRAGOMAN, "serve", "--archive", str(archive), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), process.stderr.read() if process.stderr else ""
        with httpx.Client(base_url=address, timeout=60) as client:
            yield client, process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@pytest.mark.slow
def test_articles_come_in_while_the_desk_is_read_and_written(filled: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    place.write_bytes(filled.read_bytes())
    assert run("user", "add", "Anna", "--archive", str(place), told=PASSWORD + "\n").stdout == "anna may sign in\n"
    secret = run("user", "token", "anna", "--archive", str(place)).stdout.strip()
    store = open_store(place)
    taken: list[int] = []

    def take_in() -> None:
        for number in range(12):
            words = f"A strike on Odesa killed {number} people"
            text = document(f"{words}. Case {number}. " + f"word{number} " * 40, date(2025, 7, 23))
            store.keep(Reading(f"https://more.example/{number}", text, (attack(text, words, number),), "test 0"))
            taken.append(number)

    with served(place) as (client, process):
        assert client.get("/api/v1/health").json()["status"] == "ok"
        event = client.get("/api/v1/processes/all/events").json()["items"][0]["id"]
        writer = threading.Thread(target=take_in)
        writer.start()
        seen = set()
        while True:
            alive = writer.is_alive()
            for path in ("/api/v1/processes/all", "/p/all", "/api/v1/search?q=Odesa"):
                assert client.get(path).status_code == 200
            seen.add(client.get("/api/v1/health").json()["archive"])
            judged = client.post("/api/v1/judgements", json={"verdict": "right", "one": event},
                                 headers={"Authorization": f"Bearer {secret}"})  # fmt: skip
            assert judged.status_code == 201, judged.text
            if not alive:
                break
        writer.join()
        assert len(taken) == 12
        assert client.get("/api/v1/search?q=Odesa").json()["total"] == 12
        assert len(seen) > 1
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in {0, 130, -signal.SIGINT}
        assert process.stderr is not None
        assert process.stderr.read() == "dragoman: Ctrl-C ends it\n"
    store.close()


def test_a_port_in_use_is_said_in_one_line(filled: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--archive", str(filled), "--port", str(port))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert f"127.0.0.1:{port}: address already in use" in line


def test_the_network_is_warned_of(filled: Path) -> None:
    with served(filled, "--host", "0.0.0.0") as (client, process):
        port = client.base_url.port
        assert client.get(f"http://127.0.0.1:{port}/api/v1/health").status_code == 200
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.stderr is not None
        assert "warning: passwords cross the network unencrypted" in process.stderr.read()


def test_users_are_added_listed_and_disabled(filled: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    place.write_bytes(filled.read_bytes())
    at = ("--archive", str(place))
    short = run("user", "add", "anna", *at, told="short\n")
    assert (short.returncode, len(short.stderr.splitlines())) == (1, 1)
    assert run("user", "add", "anna", *at, told=PASSWORD + "\n").returncode == 0
    assert run("user", "disable", "anna", *at).returncode == 0
    listed = run("user", "list", *at).stdout.rstrip("\n").split("\t")
    assert (listed[0], listed[-1]) == ("anna", "disabled")
    token = run("user", "token", "anna", *at)
    assert (token.returncode, token.stdout) == (1, "")
    assert "has no user 'anna'" in token.stderr


def test_a_missing_library_is_said_in_one_line(filled: Path, store: Store) -> None:
    script = (
        "import sys; sys.modules['uvicorn'] = None\n"
        f"sys.argv = ['dragoman', 'serve', '--archive', {str(filled)!r}]\n"
        "from dragoman.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "dragoman: 'uvicorn' is not installed; the desk needs: pip install 'dragoman[web]'\n"


def test_the_server_waits_for_nobody_for_ever(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from dragoman.cli_web import serve
    from dragoman.web.connections import Connection

    begun: list[uvicorn.Server] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, **_: begun.append(self))
    serve(archive=str(filled), port=0, host="127.0.0.1", public=True, name=None, proxy=False)
    assert [one.config.http for one in begun] == [Connection]
