"""People in office come from the query service's JSON into the user's folder and pass the check."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import FormatError
from dragoman.knowledge.actors import actor_at
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.knowledge.wikidata import query, update_from_wikidata


def row(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"type": "literal", "value": value} for name, value in values.items()}


ROWS = [
    row(person="http://www.wikidata.org/entity/Q900000001", personLabel="Jo Novak",
        aliases="J. Novak|Jo; Novak", officeLabel="Prime Minister of Norway", iso3="NOR",
        start="2031-05-04T00:00:00Z", startPrecision="11"),
    row(person="http://www.wikidata.org/entity/Q900000002", personLabel="Ann Berg",
        officeLabel="minister of foreign affairs", iso3="nor",
        start="2030-01-01T00:00:00Z", startPrecision="9", end="2031-03-01T00:00:00Z",
        endPrecision="10"),
    row(person="http://www.wikidata.org/entity/Q3874799", personLabel="Volodymyr Zelensky",
        officeLabel="President of Ukraine", iso3="UKR", start="2019-05-20T00:00:00Z"),
    row(person="http://www.wikidata.org/entity/Q900000003", personLabel="Q900000003",
        officeLabel="president", iso3="NOR"),
    row(person="http://www.wikidata.org/entity/Q900000004", personLabel="Xy Zed",
        officeLabel="president", iso3="QQQ"),
    row(personLabel="No Body", officeLabel="president", iso3="NOR"),
]  # fmt: skip


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"head": {}, "results": {"bindings": ROWS}}), encoding="utf-8")
    return path


def test_new_offices_are_written_and_known_ones_left_alone(result: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    summary = update_from_wikidata(result, tmp_path / "mine", knowledge=knowledge)
    assert (summary.read, summary.added, summary.known) == (6, 2, 1)
    assert len(summary.skipped) == 3 and "row 5 (Xy Zed): 'QQQ' is no country" in summary.skipped[1]
    lines = summary.file.read_text("utf-8").splitlines()
    assert lines[2] == (
        "person:Q900000001\tJo Novak\tJ. Novak;Jo, Novak\tprime minister\t\tNOR\tGOV\t2031-05-04\t\twikidata:Q900000001"
    )
    assert lines[3].split("\t")[3:9] == ["foreign minister", "", "NOR", "GOV", "2030", "2031-03"]


def test_what_is_written_loads_as_an_overlay(result: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    mine = tmp_path / "mine"
    update_from_wikidata(result, mine, knowledge=knowledge)
    updated = load_knowledge(mine, cache=tmp_path / "cache")
    reading = actor_at("Jo Novak", date(2032, 1, 1), knowledge=updated)
    assert reading is not None
    assert (reading.name, reading.office, reading.person) == (
        "Norway",
        "prime minister",
        "Jo Novak",
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": {"bindings": [1]}}', "[" * 5000])
def test_other_files_are_refused(text: str, tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match="Wikidata query service"):
        update_from_wikidata(path, tmp_path / "mine", knowledge=knowledge)


def test_the_page_shows_the_query_that_the_program_asks() -> None:
    page = Path(__file__).parents[2] / "docs" / "knowledge.md"
    assert query() in page.read_text(encoding="utf-8")
