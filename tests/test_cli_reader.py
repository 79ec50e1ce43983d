"""Commands with a language model as reader: it is asked, its cost is told, and what is missing is one line."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman.cli import main
from dragoman.coding.coder import Coder
from dragoman.language.network_reader import NetworkReader
from dragoman.version import __version__

sys.path.insert(0, str(Path(__file__).parent / "language"))
from model_server import ModelServer, answer, serving

if TYPE_CHECKING:
    from dragoman.contract.reading import Reading
    from dragoman.documents.document import Document
    from dragoman.records.event import Event

KEY = "sk-secret-123"
TEXT = (
    "The army and the Front will meet in Zell on Friday, mediator Orla Venn said. "
    "The army shelled Tora on Monday, killing at least nine people.\n"
)


@pytest.fixture(autouse=True)
def _world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("READER", "LLM_BASE_URL", "LLM_MODEL", "LLM_MAX_TOKENS"):
        monkeypatch.delenv(f"DRAGOMAN_{name}", raising=False)
    monkeypatch.setenv("DRAGOMAN_LLM_KEY", KEY)
    monkeypatch.setenv("DRAGOMAN_LLM_CACHE", str(tmp_path / "kept"))
    (tmp_path / "a.txt").write_text(TEXT)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the readers by which documents are read; nothing is coded."""
    names: list[str] = []

    def events(self: Coder, document: Document, reading: Reading) -> tuple[Event, ...]:
        names.append(reading.reader)
        return ()

    monkeypatch.setattr(Coder, "events", events)
    return names


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving("nothing.json") as serves:
        yield serves


def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["dragoman", *words])
    with pytest.raises(SystemExit) as leaving:
        main()
    out = capsys.readouterr()
    return int(leaving.value.code or 0), out.out, out.err


@pytest.mark.parser
def test_a_brief_is_read_by_the_model_that_was_named(
    server: ModelServer, read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small")
    status, out, err = call(capsys, monkeypatch, "brief", "a.txt", *options, "--format", "json")
    assert status == 0
    assert json.loads(out)["meetings"] == []
    assert [name.startswith("llm small, prompt ") for name in read] == [True]
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    line = next(one for one in err.splitlines() if one.startswith("dragoman: llm small, prompt "))
    assert "1 requests, 0 answers kept from before; 900 tokens read, 120 written; " in line
    assert KEY not in out + err


@pytest.mark.parser
def test_what_the_model_reads_stands_in_the_brief(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text("Truce talks in Zell\n\n" + TEXT.replace("The army shelled", "It shelled"))
    with serving("right.json") as server:
        options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small")
        status, out, _ = call(
            capsys, monkeypatch, "brief", "a.txt", *options, "--date", "2025-03-04", "--format", "json"
        )
    brief = json.loads(out)
    assert status == 0
    assert brief["violence"][0]["killed"]["min"] == 9
    assert brief["violence"][0]["evidence"][0]["quote"].startswith("It shelled Tora on Monday")
    assert all("llm small, prompt " in event["coder"] for event in brief["events"])


@pytest.mark.parser
def test_settings_and_environment_name_it_too(
    server: ModelServer, read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("dragoman.toml").write_text(f'reader = "llm"\nllm_base_url = "{server.base_url}"\nllm_model = "small"\n')
    monkeypatch.setenv("DRAGOMAN_LLM_MODEL", "large")
    assert call(capsys, monkeypatch, "brief", "a.txt")[0] == 0
    assert call(capsys, monkeypatch, "brief", "a.txt", "--reader", "shipped")[0] == 0
    assert [name.split(",")[0] for name in read] == ["llm large", NetworkReader().name]


def test_the_shipped_network_reads_where_nothing_else_is_named(
    read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call(capsys, monkeypatch, "brief", "a.txt")[0] == 0
    assert call(capsys, monkeypatch, "ingest", "a.txt", "--archive", "a.sqlite")[0] == 0
    assert read == [NetworkReader().name] * 2


@pytest.mark.parser
def test_the_archive_keeps_who_has_read_an_article(
    server: ModelServer, read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small")
    status, _, err = call(capsys, monkeypatch, "ingest", "a.txt", "--archive", "a.sqlite", *options)
    assert (status, len(read)) == (0, 1)
    assert "900 tokens read" in err
    with sqlite3.connect("a.sqlite") as archive:
        kept = archive.execute("select d.coder, r.reader, r.number from documents d join readings r").fetchall()
    archive.close()
    assert kept == [(f"dragoman {__version__} {read[0]}", read[0], 1)]


@pytest.mark.parser
def test_an_article_that_the_model_could_not_read_is_not_taken(
    read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answer("error-with-key.json", 401), "nothing.json") as server:
        options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small")
        status, out, err = call(capsys, monkeypatch, "ingest", "a.txt", "--archive", "a.sqlite", *options)
        assert (status, out) == (1, "a.sqlite: 1 skipped; 0 events coded.\n")
        assert "status 401" in err
        assert KEY not in err
        status, out, _ = call(capsys, monkeypatch, "ingest", "a.txt", "--archive", "a.sqlite", *options)
        assert (status, out) == (0, "a.sqlite: 1 new; 0 events coded.\n")


@pytest.mark.parser
def test_a_budget_ends_a_brief_in_one_line(
    server: ModelServer, read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small", "--llm-max-tokens", "100")
    status, out, err = call(capsys, monkeypatch, "brief", "a.txt", *options)
    assert (status, out, server.asked) == (1, "", [])
    assert err.startswith("dragoman: 'small': the budget of 100 tokens is used up")


def test_two_readers_make_one_brief_and_their_differences_are_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("nothing.json") as server:
        options = ("--reader", "both", "--llm-base-url", server.base_url, "--llm-model", "small")
        status, out, err = call(capsys, monkeypatch, "brief", "a.txt", *options, "--format", "json")
        events = json.loads(out)["events"]
        assert status == 0
        assert "900 tokens read" in err
        status, out, _ = call(capsys, monkeypatch, "ingest", "a.txt", "--archive", "a.sqlite", *options)
    network = NetworkReader().name
    assert events
    for event in events:
        first, second = event["differences"][0]["said"]
        assert (first["reader"], second["value"]) == (network, None)
        assert event["review"]
    with closing(sqlite3.connect("a.sqlite")) as archive:
        reader, body = archive.execute("select reader, body from readings").fetchone()
    assert reader.startswith(f"{network} + llm small, prompt ")
    assert [one["reader"] for one in json.loads(body)["beside"]] == reader.split(" + ")


def test_an_archive_is_read_again_by_another_reader(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told of a past day stays, unless it is asked for anew."""
    Path("a.txt").write_text("Truce talks in Zell\n\n" + TEXT.replace("The army shelled", "It shelled"))
    named = ("--archive", "a.sqlite", "--reader", "llm", "--llm-model", "small", "--llm-base-url")
    with serving("nothing.json") as server:
        call(capsys, monkeypatch, "ingest", "a.txt", "--date", "2025-03-04", *named, server.base_url)
    monkeypatch.setenv("DRAGOMAN_LLM_CACHE", "other")
    with serving("right.json") as server:
        again = ("recode", *named[:-3], "--llm-model", "large", "--llm-base-url", server.base_url)
        status, out, err = call(capsys, monkeypatch, *again)
        assert status == 0
        assert out.startswith("a.sqlite: 1 of 1 articles are otherwise as llm large, prompt ")
        assert "It shelled Tora on Monday" in out
        assert "900 tokens read" in err
        status, out, _ = call(capsys, monkeypatch, *again)
    assert (status, out.splitlines()[0][:19]) == (0, "a.sqlite: 0 of 1 ar")
    killed = []
    for options in ((), ("--as-of", "2025-03-04"), ("--as-of", "2025-03-04", "--anew")):
        asked = ("dossier", "all", "--archive", "a.sqlite", "--format", "json", *options)
        found = json.loads(call(capsys, monkeypatch, *asked)[1])
        killed.append([one["killed"]["min"] for one in found["violence"]])
    assert killed == [[9], [], [9]]


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_stream_is_coded_by_the_model_that_was_named(
    jobs: str, read: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are read at a time, there is one budget, and one line of what it cost."""
    for number in range(5):
        Path(f"{number}.txt").write_text(f"{number}. {TEXT}")
    files = [f"{number}.txt" for number in range(5)]
    with serving("nothing.json") as server:
        options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small", "--jobs", jobs)
        status, _, err = call(capsys, monkeypatch, "code", *files, *options)
        assert (status, len(read), len(server.asked)) == (0, 5, 5)
        assert [line for line in err.splitlines() if "5 requests, 0 answers kept" in line]
        status, _, err = call(capsys, monkeypatch, "code", "a.txt", *options, "--llm-max-tokens", "100")
    assert (status, len(server.asked)) == (1, 5)
    assert "the budget of 100 tokens is used up" in err


def test_machines_of_a_cluster_read_by_the_shipped_network(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--reader", "llm", "--llm-base-url", "http://localhost/v1", "--llm-model", "m", "--engine", "ray")
    status, out, err = call(capsys, monkeypatch, "code", "a.txt", "-o", "coded", *options)
    assert (status, out) == (1, "")
    assert "'--reader': is given together with --engine ray" in err


def test_a_model_can_be_scored_on_annotations(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = ["Zell", *TEXT.strip().replace("The army shelled", "It shelled").replace(". It", ".\nIt").split("\n")]
    frame = {"f": "meeting", "t": ["will meet", 2], "e": 1, "kind": "talks", "status": "held", "roles": {}}
    line = {"id": "a", "sentences": [f"{sentences[0]}.", *sentences[1:]], "frames": [frame], "refs": []}
    Path("gold.jsonl").write_text(json.dumps(line))
    with serving("right.json") as server:
        options = ("--reader", "llm", "--llm-base-url", server.base_url, "--llm-model", "small")
        status, out, err = call(capsys, monkeypatch, "evaluate", "frames", "gold.jsonl", *options, "--json")
    figures = json.loads(out)
    assert (status, figures["trigger_exact_f1"], figures["status"]) == (0, round(2 / 3, 4), 0.0)
    assert "900 tokens read" in err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--reader", "oracle"), "'oracle' is unknown; expected one of shipped, llm, both"),
        (("--reader", "llm"), "'llm_base_url': is not given; expected --llm-base-url"),
        (("--reader", "llm", "--llm-base-url", "http://localhost/v1"), "'llm_model': is not given"),
        (("--reader", "llm", "--llm-base-url", "localhost", "--llm-model", "m"), "is no address"),
        (("--reader", "llm", "--frames", "frames.jsonl"), "'--reader': is given together with --frames"),
    ],
)
@pytest.mark.parametrize("command", ["brief", "ingest"])
def test_what_is_missing_is_one_line(
    command: str,
    options: tuple[str, ...],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if command == "ingest" and "--frames" in options:
        return
    status, out, err = call(capsys, monkeypatch, command, "a.txt", *options)
    assert (status, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


def test_the_key_is_in_no_settings_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.errors import SettingsError
    from dragoman.settings import load_settings

    assert load_settings().llm_key == KEY
    assert KEY not in repr(load_settings())
    Path("dragoman.toml").write_text(f'llm_key = ["{KEY}"]')
    monkeypatch.delenv("DRAGOMAN_LLM_KEY")
    with pytest.raises(SettingsError, match="'llm_key': the value is no text") as error:
        load_settings()
    assert KEY not in str(error.value)
