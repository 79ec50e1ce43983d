"""What changes in the archive reaches each receiver once, even if the receiver was down."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from archive_world import FILLER, code_strikes, found
from dragoman.archive.alerts import Round, run_alerts
from dragoman.archive.ingest import ingest
from dragoman.delivery.alert_channels import sign
from dragoman.delivery.alert_rules import Rule, load_rules
from dragoman.delivery.outbox import Outbox
from dragoman.errors import SettingsError
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.store.store import Store, open_store

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


class World:
    """An archive whose clock goes on by an hour at each article and each round."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self.now = datetime(2025, 7, 21, tzinfo=UTC)
        self.store: Store = open_store(folder / "archive.sqlite", clock=lambda: self.now)
        self.outbox = Outbox(folder / "outbox.sqlite")
        self.knowledge = knowledge
        self.printed: list[str] = []
        self.slept: list[float] = []

    def take(self, killed: int, number: int) -> None:
        self.now += timedelta(hours=1)
        text = f"Report {number}\n\nA strike on Kharkiv killed {killed} people, the mayor said.\n\n{FILLER}\n"
        articles = [(f"https://a.example/{number}", text, date(2025, 7, 20 + number))]
        ingest(found(articles), store=self.store, code=code_strikes, coder="test 0")

    def round(self, *rules: Rule) -> Round:
        self.now += timedelta(hours=1)
        return run_alerts(
            self.store,
            rules,
            self.outbox,
            knowledge=self.knowledge,
            show=self.printed.append,
            sleep=self.slept.append,
        )


@pytest.fixture
def world(tmp_path: Path, knowledge: Knowledge) -> Iterator[World]:
    made = World(tmp_path, knowledge)
    yield made
    made.store.close()


class Receiver:
    """A real server on this machine; it answers with the statuses given, then with 204."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                self.send_response(outer.answers.pop(0) if outer.answers else 204)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("HOOK_KEY", "a key")
    monkeypatch.setenv("no_proxy", "*")
    made = Receiver()
    yield made
    made.close()


def hook(receiver: Receiver) -> Rule:
    return Rule(name="hook", webhook=receiver.address, key_from="HOOK_KEY")


def test_the_first_round_only_notes_the_state(world: World) -> None:
    rule = Rule(name="all", print=True)
    world.take(12, 0)
    assert world.round(rule) == Round(0, 0, 0, ())
    assert world.round(rule).found == 0
    world.take(30, 1)
    assert world.round(rule).sent == len(world.printed) > 0
    assert world.printed[0].startswith("all: ")
    assert world.round(rule).found == 0


def test_a_webhook_is_signed_and_gets_each_change_once(world: World, receiver: Receiver) -> None:
    rule = hook(receiver)
    world.round(rule)
    world.take(12, 0)
    done = world.round(rule)
    assert (done.sent, done.waiting) == (len(receiver.got), 0)
    headers, body = receiver.got[0]
    assert headers["X-Dragoman-Signature"] == sign(body, b"a key")
    told = json.loads(body)
    assert told["id"] == headers["X-Dragoman-Id"]
    assert told["evidence"][0]["quote"] in f"A strike on Kharkiv killed 12 people, the mayor said.\n\n{FILLER}"
    world.round(rule)
    assert len(receiver.got) == done.sent


@pytest.mark.parametrize("answers", [[500, 503], [302, 302]])
def test_a_receiver_that_falters_is_asked_again(world: World, receiver: Receiver, answers: list[int]) -> None:
    rule = hook(receiver)
    world.round(rule)
    world.take(12, 0)
    receiver.answers = list(answers)
    done = world.round(rule)
    assert (done.waiting, done.faults) == (0, ())
    assert world.slept == [1.0, 4.0]
    assert len({headers["X-Dragoman-Id"] for headers, _ in receiver.got[:3]}) == 1


def test_nothing_is_lost_while_a_receiver_is_down(world: World, receiver: Receiver) -> None:
    rule = hook(receiver)
    world.round(rule)
    world.take(12, 0)
    receiver.answers = [500] * 3
    down = world.round(rule)
    assert down.sent == 0
    assert down.waiting == down.found > 0
    assert len(down.faults) == 1
    receiver.got.clear()
    up = world.round(rule)
    assert (up.found, up.sent, up.waiting) == (0, down.found, 0)
    assert len(receiver.got) == down.found


def test_mail_reaches_a_real_server_once(world: World) -> None:
    controller = pytest.importorskip("aiosmtpd.controller", reason="a mail server for tests: needs aiosmtpd")
    got: list[Any] = []

    class Sink:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            got.append(envelope)
            return "250 taken"

    with socket.socket() as free:  # the server asks for a number of its own
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = controller.Controller(Sink(), hostname="127.0.0.1", port=port)
    running.start()
    try:
        rule = Rule(name="desk", mail="desk@example.org", smtp=f"127.0.0.1:{port}")
        world.round(rule)
        world.take(12, 0)
        assert world.round(rule).sent == len(got) > 0
        world.round(rule)
    finally:
        running.stop()
    assert got[0].rcpt_tos == ["desk@example.org"]
    assert b"Message-ID: <" in got[0].content
    assert len(got) == len({one.content for one in got})


def test_a_feed_holds_every_change_with_stable_ids(world: World, tmp_path: Path) -> None:
    rule = Rule(name="feed", feed=tmp_path / "x.atom")
    world.round(rule)
    world.take(12, 0)
    world.round(rule)
    first = entries(tmp_path / "x.atom")
    assert first
    world.take(30, 1)
    world.round(rule)
    second = entries(tmp_path / "x.atom")
    assert second[-len(first) :] == first
    assert len(second) == len(set(second)) > len(first)


def entries(path: Path) -> list[str]:
    root = ElementTree.parse(path).getroot()
    assert root.find(f"{ATOM}updated") is not None
    return [str(one.findtext(f"{ATOM}id")) for one in root.iter(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"parts": ("violence",)}, True),
        ({"parts": ("meetings",)}, False),
        ({"kinds": ("new",)}, True),
        ({"kinds": ("stance",)}, False),
        ({"at_least": 12}, True),
        ({"at_least": 13}, False),
        ({"issue": "ceasefire"}, False),
        ({"actor": "nobody"}, False),
    ],
)
def test_a_rule_lets_through_what_it_names(world: World, fields: dict[str, Any], told: bool) -> None:
    rule = Rule(name="one", print=True, **fields)
    world.round(rule)
    world.take(12, 0)
    world.round(rule)
    assert bool(world.printed) is told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no rules"),
        ("[[alert]]\nname = 'a'\n", "goes nowhere"),
        ("[[alert]]\nname = 'a'\nwebhook = 'https://x.example'\n", "a webhook is signed"),
        ("[[alert]]\nname = 'a'\nwebhook = 'file:///x'\n", "pattern"),
        ("[[alert]]\nname = 'a'\nprint = true\ncolour = 1\n", "colour"),
        ("[[alert]]\nname = 'a'\nprint = true\n" * 2, "two rules have one name"),
        ("[alert", "cannot be read"),
    ],
)
def test_faults_of_rules_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "dragoman.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_rules(path)


def test_rules_stand_in_the_settings_file_beside_the_settings(tmp_path: Path) -> None:
    from dragoman.settings import load_settings

    path = tmp_path / "dragoman.toml"
    path.write_text("delay = 7\n[[alert]]\nname = 'a'\nprint = true\n", encoding="utf-8")
    assert load_rules(path)[0].name == "a"
    assert load_settings(path, environ={}).delay == 7


def test_a_key_that_is_not_there_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK_KEY", raising=False)
    rule = Rule(name="hook", webhook="http://127.0.0.1:9/", key_from="HOOK_KEY")
    world.round(rule)
    world.take(12, 0)
    with pytest.raises(SettingsError, match="HOOK_KEY"):
        world.round(rule)
    assert world.outbox.pending()
