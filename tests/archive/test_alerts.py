"""What changes in the archive reaches each receiver once, even if the receiver was down."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
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


class MailServer:
    """A real mail server; `got` are its letters, `logins` the names and passwords that were sent to it."""

    def __init__(self, **how: Any) -> None:
        controller = pytest.importorskip("aiosmtpd.controller", reason="a mail server for tests: needs aiosmtpd")
        smtp = pytest.importorskip("aiosmtpd.smtp")
        self.got: list[Any] = []
        self.logins: list[tuple[bytes, bytes]] = []

        def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
            self.logins.append((data.login, data.password))
            return smtp.AuthResult(success=True)

        with socket.socket() as free:  # the server asks for a number of its own
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        more = {"authenticator": let_in, "auth_require_tls": False, **how}
        self._running = controller.Controller(self, hostname="127.0.0.1", port=self.port, **more)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(envelope)
        return "250 taken"

    def __enter__(self) -> MailServer:
        self._running.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.stop()


def test_mail_reaches_a_real_server_once(world: World) -> None:
    with MailServer() as server:
        rule = Rule(name="desk", mail="desk@example.org", smtp=f"127.0.0.1:{server.port}")
        world.round(rule)
        world.take(12, 0)
        assert world.round(rule).sent == len(server.got) > 0
        world.round(rule)
    assert server.got[0].rcpt_tos == ["desk@example.org"]
    assert b"Message-ID: <" in server.got[0].content
    assert len(server.got) == len({one.content for one in server.got})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """The certificate of `localhost` at 127.0.0.1, signed by itself, and what a server needs to show it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes a certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    shown, key = folder / "shown.pem", folder / "key.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-addext", names, "-out", shown, "-keyout", key], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, key)
    return shown, context


def mail_rule(server: MailServer, **more: Any) -> Rule:
    given = {"smtp_user": "desk", "smtp_password_from": "MAIL_PASSWORD", **more}
    return Rule(name="desk", mail="desk@example.org", smtp=f"127.0.0.1:{server.port}", **given)


def post(world: World, rule: Rule, number: int = 0) -> Round:
    world.round(rule)
    world.take(12 + 30 * number, number)
    return world.round(rule)


def test_no_password_goes_out_without_encryption(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "a secret")
    with MailServer() as server:
        done = post(world, mail_rule(server))
        assert (server.logins, server.got, done.sent) == ([], [], 0)
        assert done.waiting == done.found > 0
        assert [fault.partition(": ")[2] for fault in done.faults] == [
            "the server offers no TLS; give another server, or insecure = true to do without"
        ]
        assert world.round(mail_rule(server, insecure=True)).sent == len(server.got) == done.found
    assert set(server.logins) == {(b"desk", b"a secret")}


def test_a_certificate_of_nobody_gets_no_password(
    world: World, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, context = certificate
    monkeypatch.setenv("MAIL_PASSWORD", "a secret")
    with MailServer(tls_context=context) as server:
        done = post(world, mail_rule(server))
        assert (server.logins, server.got, done.sent) == ([], [], 0)
        assert "its certificate is not trusted" in done.faults[0]
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))  # where the system keeps whom it trusts
        assert world.round(mail_rule(server)).sent == len(server.got) == done.found
    assert set(server.logins) == {(b"desk", b"a secret")}


def test_a_mail_server_may_speak_tls_from_the_start(
    world: World, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    monkeypatch.setenv("MAIL_PASSWORD", "a secret")
    with MailServer(ssl_context=context) as server:
        monkeypatch.setattr("smtplib.SMTP_SSL_PORT", server.port)
        done = post(world, mail_rule(server))
    assert done.sent == len(server.got) > 0
    assert set(server.logins) == {(b"desk", b"a secret")}


def test_a_webhook_that_leads_elsewhere_is_not_followed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_KEY", "k")
    asked: list[str] = []

    class Leads(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307 if self.path == "/307" else 302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Leads)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for number, path in enumerate(("/302", "/307")):
            rule = Rule(name=path, webhook=f"http://127.0.0.1:{server.server_port}{path}", key_from="HOOK_KEY")
            assert post(world, rule, number).sent == 0
    finally:
        server.shutdown()
        server.server_close()
    assert set(asked) == {"/302", "/307"}


def test_a_round_by_a_clock_that_was_ahead_hides_nothing(world: World) -> None:
    rule = Rule(name="line", print=True)
    world.round(rule)
    world.take(12, 0)
    sent = world.round(rule).sent
    world.now += timedelta(days=900)
    world.round(rule)
    world.now -= timedelta(days=899)
    world.take(42, 1)
    assert world.round(rule).sent > 0
    assert len(world.printed) == len(set(world.printed)) > sent


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
