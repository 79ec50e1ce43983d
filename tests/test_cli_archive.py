"""The archive's commands: take in, replay a day, say what changed; every error is one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive_world import FILLER, code_strikes
from dragoman import cli_archive
from dragoman.archive import answers, state
from dragoman.cli import main
from dragoman.knowledge.load import load_knowledge
from dragoman.records.statement import Judgement
from dragoman.store.store import open_store


@pytest.fixture(autouse=True)
def _world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cli_archive, "coding_with", lambda *_, **more: code_strikes)
    monkeypatch.setattr(answers, "_folder", lambda _: tmp_path / "answers")
    monkeypatch.chdir(tmp_path)
    for name in ("ARCHIVE", "FEEDS", "KNOWLEDGE"):
        monkeypatch.delenv(f"DRAGOMAN_{name}", raising=False)


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["dragoman", *words])
    with pytest.raises(SystemExit) as leaving:
        main()
    out = capsys.readouterr()
    return int(leaving.value.code or 0), out.out, out.err


def write(folder: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "date": f"2025-07-{20 + n}",
            "url": "https://a.example/1",
            "text": f"A strike on Kharkiv killed {killed} people, the mayor said. {FILLER}",
        }
        for n, killed in enumerate((12, 19))
    ]
    (folder / "news.jsonl").write_text("\n".join([*(json.dumps(row) for row in rows), "{"]))


def test_from_files_to_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    status, out, err = run(capsys, monkeypatch, "ingest", "news.jsonl", "--archive", "a.sqlite")
    assert (status, out) == (1, "a.sqlite: 1 new, 1 new version, 1 skipped; 2 events coded.\n")
    assert err == "dragoman: skipped 'news.jsonl:3': is no JSON\n"
    asked = ("dossier", "all", "--archive", "a.sqlite", "--since", "2025-07-20")
    status, out, err = run(capsys, monkeypatch, *asked, "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert [one["text"] for one in found["changes"]] == [
        "The missile strike in Kharkiv by Russia on 20 July 2025: killed raised from 12 to 19"
    ]
    for form in ("text", "md"):
        status, out, err = run(capsys, monkeypatch, *asked, "--format", form)
        assert (status, err) == (0, "")
        assert "raised from 12" in " ".join(out.split())
    status, out, _ = run(capsys, monkeypatch, "dossier", "all", "--archive", "a.sqlite", "--as-of", "2025-07-20",
                         "--format", "json")  # fmt: skip
    assert json.loads(out)["violence"][0]["killed"]["max"] == 12


def test_an_unchanged_archive_is_asked_once_and_a_judgement_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    run(capsys, monkeypatch, "ingest", "news.jsonl", "--archive", "a.sqlite")
    asked = ("dossier", "all", "--archive", "a.sqlite", "--format")
    told = {form: run(capsys, monkeypatch, *asked, form)[1] for form in ("text", "md")}
    with monkeypatch.context() as patched:
        patched.setattr(state, "record", None)
        assert {form: run(capsys, monkeypatch, *asked, form)[1] for form in told} == told
    store = open_store("a.sqlite")
    store.judge(
        Judgement(verdict="wrong", one=state.record(store, None, knowledge=load_knowledge()).events[0].id, by="me")
    )
    store.close()
    for form, before in told.items():
        assert "Kharkiv" in before
        assert "Kharkiv" not in run(capsys, monkeypatch, *asked, form)[1]


def test_settings_name_the_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    (tmp_path / "dragoman.toml").write_text('archive = "kept/"')
    assert run(capsys, monkeypatch, "ingest", "news.jsonl")[1].startswith("kept/archive.sqlite: 1 new")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("dossier", "atlantis", "--archive", "a.sqlite"), "'atlantis' is unknown"),
        (("dossier", "all", "--archive", "nothing.sqlite"), "holds nothing yet; take articles in first"),
        (("dossier", "all", "--as-of", "soon", "--archive", "a.sqlite"), "'soon' is no date"),
        (("dossier", "all", "--as-of", "2025-01-01", "--since", "2025-02-01"), "is after '2025-01-01'"),
        (("watch", "--archive", "a.sqlite"), "names no feed"),
        (("ingest", "nowhere.txt", "--archive", "a.sqlite"), "skipped 'nowhere.txt': no such file"),
        (("ingest", "https://127.0.0.1/x", "--archive", "a.sqlite"), "is not on the public internet"),
        (("ingest", "news.txt", "--archive", "mysql://h/x"), "no kind of archive"),
    ],
)
def test_errors_are_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], problem: str
) -> None:
    status, _, err = run(capsys, monkeypatch, *words)
    assert status == 1
    assert err.startswith("dragoman: ")
    assert problem in err
    assert err.count("\n") == 1
