"""Rows of GDELT, ICEWS and UCDP GED become events of that data set, and come back the same."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.delivery.export import export
from dragoman.delivery.stored import dossier_of_events
from dragoman.errors import FormatError, SourceError
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.records.foreign import document_of_table, events_of_table
from dragoman.sources.tables import read_table

FOLDERS = {"gdelt": "fmt_gdelt", "icews": "fmt_icews", "ucdp": "fmt_ucdp_ged"}
Native = Callable[[str], tuple[Path, list[dict[str, str]]]]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def native(shared: Path, tmp_path: Path) -> Native:
    """Writes the sample rows as the data set itself does."""

    def write(form: str) -> tuple[Path, list[dict[str, str]]]:
        lines = (shared / "gold" / FOLDERS[form] / "dev.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [{k: "" if v is None else str(v) for k, v in json.loads(line).items()} for line in lines]
        path = tmp_path / form
        with path.open("w", encoding="utf-8", newline="") as file:
            if form == "ucdp":
                writer = csv.writer(file)
                writer.writerow(rows[0])
                writer.writerows(row.values() for row in rows)
            else:
                head = ["\t".join(rows[0])] if form == "icews" else []
                file.writelines(f"{line}\n" for line in [*head, *("\t".join(r.values()) for r in rows)])
        return path, rows

    return write


@pytest.mark.parametrize(
    ("form", "key", "same"),
    [
        (
            "gdelt",
            "GLOBALEVENTID",
            (
                *("SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Name", "Actor2Name"),
                *("Actor1Type1Code", "Actor2Type1Code", "EventCode", "EventBaseCode", "EventRootCode"),
                *("GoldsteinScale", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long"),
            ),
        ),
        ("icews", "Event ID", ("Event Date", "Source Name", "CAMEO Code", "Intensity", "City", "Target Name")),
    ],
)
def test_rows_come_back_as_they_went_in(
    form: str, key: str, same: tuple[str, ...], native: Native, knowledge: Knowledge
) -> None:
    path, rows = native(form)
    table = read_table(path)
    assert (table.form, len(table.rows)) == (form, len(rows))
    by_start = {row.start: row.cells[key] for row in table.rows}
    compared = 0
    for event in events_of_table(table, knowledge=knowledge):
        (evidence,) = event.evidence
        assert table.text[evidence.start : evidence.end] == evidence.quote
        before = next(row for row in rows if row[key] == by_start[evidence.start] and row[key] in evidence.quote)
        if form == "icews":  # its identifiers are not unique
            before = next(r for r in rows if "\t".join(r.values()) == evidence.quote)
        if compared >= 60:
            break
        compared += 1
        made = export(dossier_of_events([event]), form, knowledge=knowledge)
        cells = made.files[""].decode().split("\n")[1 if form == "icews" else 0].split("\t")
        after = dict(zip(rows[0], cells, strict=True))
        for name in same:
            expected = "" if before[name] in {"NA", "Unspecified Actor"} else before[name]
            assert _plain(after[name]) == _plain(expected), name
    assert compared > 40


def _plain(cell: str) -> str | float:
    try:
        return float(cell)
    except ValueError:
        return cell


def test_tolls_sides_and_states_of_ged_rows(native: Native, knowledge: Knowledge) -> None:
    path, rows = native("ucdp")
    events = list(events_of_table(read_table(path), knowledge=knowledge))
    assert len(events) == len(rows)
    for event, row in zip(events, rows, strict=True):
        assert event.quantities is not None
        assert event.quantities.killed is not None
        said = [event.quantities.killed.min, event.quantities.killed.max]
        assert said == sorted([int(row["low"]), int(row["high"])])  # a few rows have them the other way round
        assert (event.start, event.end) == (row["date_start"], row["date_end"])
        assert event.place is not None
        assert event.place.latitude == float(row["latitude"])
        if row["side_a"] == "Government of Nepal":
            assert event.source[0].country == "NPL"
            assert event.source[0].sectors == ("GOV",)
        if row["side_b"] == "Civilians":
            assert event.target[0].sectors == ("CVL",)


@pytest.mark.parametrize("form", FOLDERS)
def test_every_event_is_a_claim_of_its_data_set(form: str, native: Native, knowledge: Knowledge) -> None:
    table = read_table(native(form)[0])
    document = document_of_table(table)
    for event in events_of_table(table, knowledge=knowledge):
        assert event.attribution is not None
        assert event.attribution.speaker is not None
        assert event.attribution.speaker.name == document.publisher
        assert event.evidence[0].document == document.id


GED = "1,R,2020,1,Clear,1" + "," * 43
GED_ROW = (
    '7,"R",2020,1,Clear,3,,,,,,,,,"IS",,,Civilians,1,"Post, 3 May\nsecond line",,,,,1,Town,Town,,,1.5,2.5,,'
    ",Mali,432,Africa,1,1,2020-05-01 00:00:00.000,2020-05-02 00:00:00.000,0,0,4,0,4,6,4,,"
)


def test_a_ged_release_without_header_and_with_line_ends_in_cells(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "ged.csv"
    path.write_text(f"{GED_ROW}\n{GED_ROW}\n", encoding="utf-8")
    table = read_table(path)
    events = list(events_of_table(table, knowledge=knowledge))
    assert [event.evidence[0].quote for event in events] == [GED_ROW, GED_ROW]
    assert (events[0].start, events[0].end) == ("2020-05-01", "2020-05-02")
    assert events[0].place is not None
    assert events[0].place.country == "MLI"
    assert len({event.id for event in events}) == 2


def test_a_zipped_table_is_unpacked(native: Native, tmp_path: Path) -> None:
    path, rows = native("gdelt")
    packed = tmp_path / "x.CSV.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "x.CSV")
    assert len(read_table(packed).rows) == len(rows)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.write(path, "y.CSV")
    with pytest.raises(FormatError, match="holds 2 files"):
        read_table(packed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no known table"),
        ("a\tb\n", "is no known table"),
        ("\t" * 60 + "\n1\t2\n", "row 2 has 2 cells"),
        (GED + "\n1,2\n", "row 2 has 2 cells"),
    ],
)
def test_what_is_no_such_table_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        read_table(path)
    with pytest.raises(SourceError, match="no such file"):
        read_table(tmp_path / "absent")


def test_odd_cells_become_nothing(tmp_path: Path, knowledge: Knowledge) -> None:
    cells = [""] * 61
    cells[1], cells[6], cells[26], cells[30] = "yesterday", "X", "043", "many"
    cells[52], cells[56], cells[57] = "Town, Land", "9e999", "nan"
    path = tmp_path / "x"
    path.write_text("\t".join(cells) + "\n", encoding="utf-8")
    (event,) = events_of_table(read_table(path), knowledge=knowledge)
    assert event.date is None
    assert event.intensity == 2.8
    assert event.place is not None
    assert event.place.name == "Town"
    assert event.place.latitude is None
    assert event.place.longitude is None
