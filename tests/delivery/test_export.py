"""Events and entries leave in the formats of event data; what the articles do not tell stays empty."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from dragoman.delivery.export import FORMS, export, write_export
from dragoman.delivery.export_values import event_values, is_told, number_of, pair_values, setting_of
from dragoman.delivery.export_violence import priogrid, violence_values
from dragoman.delivery.stored import dossier_of_events, read_events
from dragoman.errors import FormatError, SourceError
from dragoman.knowledge.layouts import load_crosswalks, load_layout
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import Dossier, Violence
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Actor, Count, Evidence, PlaceValue

WIDTHS = {"polecat": 40, "icews": 20, "gdelt": 61, "gdelt-mentions": 16, "petrarch": 11, "phoenix": 26}
HEADED = {"polecat", "icews"}


@pytest.fixture
def told(event: Event) -> Event:
    """An event that a table of past events may hold."""
    return event.model_copy(
        update={"id": "e2", "status": "happened", "cameo": "04", "place": _place("Doha", precision="city")}
    )


@pytest.fixture
def full(dossier: Dossier, told: Event, event: Event) -> Dossier:
    return dossier.model_copy(update={"events": (told, event)})


def _place(name: str, *, precision: str | None, country: str = "QAT") -> PlaceValue:
    return PlaceValue(name=name, country=country, latitude=25.29, longitude=51.53, precision=precision)


def rows(dossier: Dossier, form: str, knowledge: Knowledge) -> list[list[str]]:
    text = export(dossier, form, knowledge=knowledge).files[""].decode()
    lines = [line.split("\t") for line in text.split("\n")[:-1]]
    return lines[1:] if form in HEADED else lines


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dossier_gives_the_same_bytes(full: Dossier, form: str, knowledge: Knowledge) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="Parquet is optional: needs pyarrow")
    assert export(full, form, knowledge=knowledge) == export(full, form, knowledge=knowledge)


@pytest.mark.parametrize(("form", "width"), WIDTHS.items())
def test_every_row_has_all_columns_and_only_what_happened(
    full: Dossier, form: str, width: int, knowledge: Knowledge
) -> None:
    found = rows(full, form, knowledge)
    assert [len(row) for row in found] == [width]
    assert export(full, form, knowledge=knowledge).left_out == 1


@pytest.mark.parametrize(
    ("layout", "folder"), [("icews", "fmt_icews"), ("gdelt_events", "fmt_gdelt"), ("ucdp_ged", "fmt_ucdp_ged")]
)
def test_columns_are_those_of_the_real_files(layout: str, folder: str, shared: Path) -> None:
    with (shared / "gold" / folder / "dev.jsonl").open(encoding="utf-8") as lines:
        real = list(json.loads(next(lines)))
    ours = [column.name for column in load_layout(layout)]
    assert [name.lower() for name in ours] == [name.lower() for name in real]


def test_mentions_have_the_columns_of_their_description(shared: Path) -> None:
    with (shared / "gold" / "fmt_gdelt" / "schema_mentions.csv").open(encoding="utf-8") as file:
        real = [row["name"] for row in csv.DictReader(file)]
    assert [column.name for column in load_layout("gdelt_mentions")] == real


@pytest.mark.parametrize("layout", ["polecat", "icews", "gdelt_events", "gdelt_mentions", "petrarch", "phoenix"])
def test_every_column_names_a_value_that_is_made(layout: str, full: Dossier, knowledge: Knowledge) -> None:
    made = set(next(pair_values(full.events[0], setting_of(full, knowledge))))
    assert {column.value for column in load_layout(layout)} - {""} <= made


def test_gdelt_codes_days_and_numbers_as_gdelt_does(full: Dossier, knowledge: Knowledge) -> None:
    names = [column.name for column in load_layout("gdelt_events")]
    row = dict(zip(names, rows(full, "gdelt", knowledge)[0], strict=True))
    assert row["SQLDATE"] == "20250723"
    assert row["FractionDate"] == "2025.5562"  # (6 * 30 + 23) / 365
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"]) == ("040", "040", "04")
    assert (row["Actor1Code"], row["Actor2Code"], row["QuadClass"]) == ("UKR", "RUS", "1")
    assert (row["ActionGeo_Type"], row["ActionGeo_CountryCode"]) == ("4", "QA")
    assert row["AvgTone"] == row["Actor1Geo_Lat"] == ""


def test_fips_codes_and_fractions_agree_with_the_real_rows(shared: Path) -> None:
    from dragoman.delivery.export_values import date_values

    codes = load_crosswalks()
    states = {country.name: country.fips for country in codes.countries.values()}
    checked = 0
    for line in (shared / "gold" / "fmt_gdelt" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        day = f"{row['SQLDATE'][:4]}-{row['SQLDATE'][4:6]}-{row['SQLDATE'][6:]}"
        assert date_values(day)["date_fraction"] == row["FractionDate"]
        name = row["ActionGeo_FullName"].rpartition(", ")[2]
        if name in states:
            checked += 1
            assert row["ActionGeo_CountryCode"] in states[name]
    assert checked > 30


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (Actor(name="Russia", country="RUS"), "RUS"),
        (Actor(name="Sudan", country="SDN", sectors=("MIL",)), "SDNMIL"),
        (Actor(name="ELN", country="COL", sectors=("REB",)), "COLREB"),
        (Actor(name="Radio", country="COL", sectors=("JRN",)), "COLMED"),
        (Actor(name="UN", sectors=("IGO",), id="org:un"), "IGOUNO"),
        (Actor(name="Romania", country="ROU"), "ROM"),
        (Actor(name="somebody"), None),
    ],
)
def test_cameo_codes_are_state_and_role(actor: Actor, code: str | None, told: Event, knowledge: Knowledge) -> None:
    event = told.model_copy(update={"source": (actor,)})
    assert event_values(event, setting_of(dossier_of_events([event]), knowledge))["source.cameo"] == code


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        ("ASSAULT", "happened", True),
        ("ASSAULT", "denied", False),
        ("ASSAULT", "threatened", False),
        ("THREATEN", "threatened", True),
        ("CONSULT", "scheduled", False),
        ("REQUEST", "demanded", True),
        ("AGREE", "negated", False),
    ],
)
def test_what_was_denied_or_planned_is_no_past_event(kind: str, status: str, expected: bool, told: Event) -> None:
    assert is_told(told.model_copy(update={"type": kind, "status": status}), load_crosswalks()) is expected


def test_each_pair_of_actors_is_a_row_with_a_number_of_its_own(told: Event, knowledge: Knowledge) -> None:
    other = Actor(name="Qatar", country="QAT")
    event = told.model_copy(update={"source": (*told.source, other), "target": ()})
    found = list(pair_values(event, setting_of(dossier_of_events([event]), knowledge)))
    assert [row["source.cameo"] for row in found] == ["UKR", "QAT"]
    assert [row["target.name"] for row in found] == [None, None]
    assert len({row["pair_number"] for row in found}) == 2
    assert 0 < number_of("e1") < 2**60


def test_an_area_has_no_point_of_its_own(told: Event, knowledge: Knowledge) -> None:
    event = told.model_copy(update={"place": _place("Donbas", precision="region")})
    values = event_values(event, setting_of(dossier_of_events([event]), knowledge))
    assert values["place.point_latitude"] is None
    assert values["place.province"] == "Donbas"
    collection = json.loads(export(dossier_of_events([event, told]), "geojson", knowledge=knowledge).files[""])
    area, town = collection["features"]
    assert area["geometry"] is None
    assert area["properties"]["precision"] == "region"
    assert town["geometry"] == {"type": "Point", "coordinates": [51.53, 25.29]}


def test_plover_records_hold_what_other_tables_cannot(full: Dossier, knowledge: Knowledge) -> None:
    lines = export(full, "plover", knowledge=knowledge).files[""].decode().splitlines()
    told, planned = (json.loads(line) for line in lines)
    assert {"id", "date", "actor", "event"} <= set(told)
    assert told["event"] == ["CONSULT"]
    assert told["quad_code"] == 1
    assert told["actor"][0]["code"] == "UKR"
    assert (planned["status"], planned["auxiliary"]) == ("scheduled", "future")
    assert told["cite_info"]["codebook"] == "plover-0.8"
    assert not [value for value in told.values() if value is None]


def test_ucdp_rows_hold_tolls_sides_and_precisions(dossier: Dossier, knowledge: Knowledge) -> None:
    attack = dossier.violence[0].model_copy(
        update={
            "by": (Actor(name="ELN", country="COL", sectors=("REB",)),),
            "against": (Actor(name="Colombia", country="COL", sectors=("MIL",)),),
            "killed": Count(min=3, max=5, civilians=1),
            "place": _place("Catatumbo", precision="region", country="COL"),
            "start": "2025-01",
        }
    )
    peaceful = dossier.violence[0].model_copy(update={"killed": None})
    held = dossier.model_copy(update={"violence": (attack, peaceful)})
    text = export(held, "ucdp", knowledge=knowledge).files[""].decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["low"], row["best"], row["high"]) == ("3", "3", "5")
    assert (row["deaths_civilians"], row["deaths_unknown"]) == ("1", "2")
    assert (row["side_a"], row["side_b"]) == ("Government of Colombia", "ELN")
    assert (row["type_of_violence"], row["gwnoa"], row["gwnob"]) == ("1", "100", "")
    assert (row["date_prec"], row["date_start"], row["date_end"]) == ("4", "2025-01-01", "2025-01-31")
    assert (row["where_prec"], row["region"], row["country_id"]) == ("4", "Americas", "100")
    assert row["conflict_name"] == row["deaths_a"] == ""


@pytest.mark.parametrize(
    ("by", "against", "kind"),
    [
        ("SDN MIL", "RSF REB", 1),
        ("RSF REB", "SDN MIL", 1),
        ("RSF REB", "JEM REB", 2),
        ("RSF REB", "civilians CVL", 3),
        ("", "civilians CVL", None),
    ],
)
def test_the_kind_of_violence_follows_from_the_sides(
    by: str, against: str, kind: int | None, dossier: Dossier, knowledge: Knowledge
) -> None:
    def actor(words: str) -> tuple[Actor, ...]:
        name, _, sector = words.partition(" ")
        return (Actor(name=name, country="SDN", sectors=(sector,)),) if name else ()

    attack: Violence = dossier.violence[0].model_copy(update={"by": actor(by) or None, "against": actor(against)})
    held = dossier.model_copy(update={"violence": (attack,)})
    (row,) = violence_values(held, setting_of(held, knowledge))
    assert row["type_of_violence"] == kind


def test_grid_cells_and_regions_are_ucdps(shared: Path) -> None:
    numbers = {c.gw: c for c in load_crosswalks().countries.values() if c.gw and c.region}
    for line in (shared / "gold" / "fmt_ucdp_ged" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        assert priogrid(row["latitude"], row["longitude"]) == row["priogrid_gid"]
        state = numbers.get(str(row["country_id"]))
        assert state is None or state.region == row["region"]


def test_a_package_describes_every_column_of_every_table(full: Dossier, tmp_path: Path, knowledge: Knowledge) -> None:
    write_export(export(full, "package", knowledge=knowledge), tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as file:
            header, *body = csv.reader(file)
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert len(body) == resource["rows"]
        keys = [header.index(name) for name in resource["schema"]["primaryKey"]]
        assert len({tuple(row[key] for key in keys) for row in body}) == len(body)
    evidence = next(r for r in package["resources"] if r["name"] == "evidence")
    assert evidence["rows"] == len(full.events) + sum(len(e.evidence) for e in full.entries())


def test_a_file_has_its_description_beside_it(full: Dossier, tmp_path: Path, knowledge: Knowledge) -> None:
    written = write_export(export(full, "gdelt", knowledge=knowledge), tmp_path / "x.CSV")
    about = json.loads(written[1].read_text(encoding="utf-8"))
    assert written[1].name == "x.CSV.about.json"
    assert len(about["columns"]) == 61
    assert about["software"].startswith("dragoman ")
    assert about["codebook"]
    assert about["events_left_out"] == 1


def test_own_lines_are_read_back(full: Dossier, tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "x.jsonl"
    write_export(export(full, "jsonl", knowledge=knowledge), path)
    assert tuple(read_events(path)) == full.events
    path.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(FormatError, match="line 1"):
        list(read_events(path))


def test_parquet_states_its_schema(full: Dossier, knowledge: Knowledge) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is optional: needs pyarrow")
    data = export(full, "parquet", knowledge=knowledge).files[""]
    schema = parquet.read_schema(io.BytesIO(data))
    assert schema.metadata[b"schema"] == b"dragoman/1"
    assert schema.names == list(Event.model_fields)


def test_odd_characters_never_break_a_row(told: Event, knowledge: Knowledge) -> None:
    odd = Actor(name='a\tb\r\n"c"\u202e\u2028', country="UKR")
    event = told.model_copy(update={"source": (odd,), "quantities": Quantities(killed=Count(max=2))})
    held = dossier_of_events([event])
    for form, width in WIDTHS.items():
        assert [len(row) for row in rows(held, form, knowledge)] == [width]


FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r\n=1", "＝1")


@pytest.mark.parametrize("form", [*WIDTHS, "ucdp", "package"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_table_is_a_formula(form: str, text: str, full: Dossier, knowledge: Knowledge) -> None:
    said = Evidence(document="d1", start=0, end=9, quote=text)
    west = PlaceValue(name=text, country="GBR", latitude=-51.5, longitude=-0.13, precision="city")
    actors = (Actor(name=text, country="UKR", person=text),)
    more = {"source": actors, "place": west, "evidence": (said,), "mode": text, "condition": text}
    events = tuple(one.model_copy(update=more) for one in full.events)
    attacks = tuple(one.model_copy(update={"by": actors, "place": west, "evidence": (said,)}) for one in full.violence)
    documents = tuple(
        one.model_copy(update={"title": text, "publisher": text, "url": f"{text}//x.example"}) for one in full.documents
    )
    odd = full.model_copy(update={"events": events, "violence": attacks, "documents": documents, "headline": text})
    cells = 0
    for name, data in export(odd, form, knowledge=knowledge).files.items():
        if name.endswith((".json", ".md")):
            continue
        quoting = csv.QUOTE_NONE if form in WIDTHS else csv.QUOTE_MINIMAL
        separator = "\t" if form in WIDTHS else ","
        for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator, quoting=quoting):
            for cell in row:
                assert not cell.startswith(tuple("=+@＝")), cell
                assert not cell.startswith("-") or cell == "---" or float(cell) < 0, cell
                cells += "'" in cell[:1]
    assert cells


def test_an_unknown_format_or_folder_is_an_error(
    full: Dossier, tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FormatError, match="is no export format"):
        export(full, "xlsx", knowledge=knowledge)
    with pytest.raises(SourceError, match="no such file"):
        write_export(export(full, "icews", knowledge=knowledge), tmp_path / "absent" / "x.tsv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormatError, match="pip install pyarrow"):
        export(full, "parquet", knowledge=knowledge)
