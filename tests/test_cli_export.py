"""The commands by which results leave: from a stored brief, from events, and from the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.cli_export import ExportForm, ReportForm, TableForm, export_app
from dragoman.delivery.export import FORMS
from dragoman.delivery.report import FORMS as REPORT_FORMS
from dragoman.errors import FormatError, SettingsError, SourceError
from dragoman.process.dossier import BriefDocument, Commitment, Dossier, Meeting
from dragoman.records.values import Actor, Evidence
from dragoman.sources.tables import LAYOUTS

TEXT = "Sudan and the RSF will meet on 4 May. The UN set a deadline for 9 May."
GED_ROW = (
    "7,R,2020,1,Clear,3,,,,,,,,,IS,,,Civilians,1,Post,,,,,1,Town,Town,,,1.5,2.5,,"
    ",Mali,432,Africa,1,1,2020-05-01,2020-05-02,0,0,4,0,4,6,4,,"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(export_app, [str(one) for one in arguments])


def passage(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (Evidence(document="d", start=start, end=start + len(words), quote=words),)


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    """A stored brief of one meeting and one deadline."""
    sudan, rsf = Actor(name="Sudan", country="SDN"), Actor(name="RSF", country="SDN", sectors=("REB",))
    meeting = Meeting(
        evidence=passage("Sudan and the RSF will meet on 4 May."),
        parties=(sudan, rsf),
        mediators=(),
        host=None,
        format="talks",
        place=None,
        start="2025-05-04",
        end=None,
        status="announced",
        round=None,
        agenda=(),
        stances=(),
        outcome=None,
    )
    deadline = Commitment(
        evidence=passage("The UN set a deadline for 9 May."),
        kind="deadline",
        by=(),
        to=(sudan,),
        action=None,
        issue=None,
        condition=None,
        due="2025-05-09",
        status="pending",
    )
    document = BriefDocument(id="d", title="Talks", url=None, publisher=None, published="2025-05-01", text=TEXT)
    empty = dict.fromkeys(("summary", "positions", "violence", "humanitarian", "agreements", "events"), ())
    held = Dossier(
        as_of="2025-05-01",
        documents=(document,),
        headline="Talks",
        meetings=(meeting,),
        commitments=(deadline,),
        **empty,  # type: ignore[arg-type]
    )
    path = tmp_path / "brief.json"
    path.write_text(held.model_dump_json(), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ged.csv"
    path.write_text(GED_ROW + "\n", encoding="utf-8")
    return path


def test_the_choices_are_the_formats_that_there_are() -> None:
    assert [form.value for form in ExportForm] == list(FORMS)
    assert [form.value for form in ReportForm] == list(REPORT_FORMS)
    assert [form.value for form in TableForm] == list(LAYOUTS)


def test_a_stored_brief_is_exported_without_reading_articles(brief: Path, tmp_path: Path) -> None:
    printed = run("export", brief, "--format", "geojson")
    assert json.loads(printed.stdout)["type"] == "FeatureCollection"
    assert run("export", brief, "--format", "package", "-o", tmp_path / "p").exit_code == 0
    assert (tmp_path / "p" / "meetings.csv").read_text(encoding="utf-8").count("\n") == 2


def test_a_calendar_is_brought_up_to_date_in_its_place(brief: Path, tmp_path: Path) -> None:
    pytest.importorskip("icalendar", reason="the calendar is optional: needs icalendar")
    path = tmp_path / "talks.ics"
    assert run("calendar", brief, "-o", path).exit_code == 0
    first = path.read_bytes()
    run("calendar", brief, "-o", path)
    assert path.read_bytes() == first
    brief.write_text(brief.read_text(encoding="utf-8").replace('"announced"', '"cancelled"'), encoding="utf-8")
    run("calendar", brief, "-o", path)
    assert b"STATUS:CANCELLED" in path.read_bytes()
    assert b"SEQUENCE:1" in path.read_bytes()


def test_a_report_takes_its_form_from_the_ending(brief: Path, tmp_path: Path) -> None:
    run("report", brief, "-o", tmp_path / "x.md")
    assert (tmp_path / "x.md").read_text(encoding="utf-8").startswith("# Talks")
    assert run("report", brief).stdout.startswith("# Talks")
    assert isinstance(run("report", brief, "-o", tmp_path / "x.docx").exception, SettingsError)
    assert isinstance(run("report", brief, "--format", "pdf").exception, SettingsError)


def test_foreign_rows_become_events_that_can_be_exported(table: Path, tmp_path: Path) -> None:
    lines = tmp_path / "events.jsonl"
    assert "1 events of UCDP GED" in run("import", table, "-o", lines).stderr
    printed = run("export", lines, "--format", "icews").stdout.splitlines()
    assert printed[1].split("\t")[2] == "IS"


def test_foreign_rows_stand_in_the_archive_beside_articles(table: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.sqlite"
    assert run("import", table, "--archive", archive).exit_code == 0
    printed = run("export", "--process", "all", "--archive", archive, "--format", "plover").stdout
    (record,) = (json.loads(line) for line in printed.splitlines())
    assert record["size"] == {"dead": 4}
    assert record["attribution"]["speaker"]["identifier_text"] == "UCDP GED"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["export", "--format", "plover"], SettingsError),
        (["export", "x.json", "--process", "all", "--format", "plover"], SettingsError),
        (["export", "x.json", "y.txt", "--format", "plover"], FormatError),
        (["export", "x.json", "--format", "parquet"], SettingsError),
        (["export", "x.json", "--format", "plover", "--as-of", "2025-01-01"], SettingsError),
        (["export", "absent.json", "--format", "plover"], SourceError),
        (["import", "absent.csv"], SourceError),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], error: type[Exception]) -> None:
    assert isinstance(run(*arguments).exception, error)
