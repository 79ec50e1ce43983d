"""The same values as JSON, CSV, calendar and feed, by the suffix of a page's address."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dragoman.web.formats import csv_bytes, safe_cell
from dragoman.web.gate import form_of

PAGES = ("/index", "/p", "/p/all", "/p/all/positions", "/p/all/timeline", "/p/all/map", "/review", "/search")


@pytest.mark.parametrize(
    ("path", "page", "form"),
    [
        ("/", "/", "html"),
        ("/index.json", "/", "json"),
        ("/p/UKR+RUS.csv", "/p/UKR+RUS", "csv"),
        ("/p/a.b", "/p/a.b", "html"),
        ("/p/all.ics", "/p/all", "ics"),
        ("/.json", "/.json", "html"),
        ("/static/desk.json", "/static/desk.json", "html"),
        ("/api/v1/processes/all/calendar.ics", "/api/v1/processes/all/calendar.ics", "html"),
    ],
)
def test_the_suffix_names_the_format(path: str, page: str, form: str) -> None:
    assert form_of(path) == (page, form)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_comes_as_json(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}.json", params={"q": "Kharkiv"} if path == "/search" else {})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert isinstance(json.loads(answer.content), dict)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_comes_as_a_table(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}.csv", params={"q": "Kharkiv"} if path == "/search" else {})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert len({len(row) for row in rows}) <= 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


def test_a_boards_calendar_and_a_process_feed(client: TestClient) -> None:
    assert client.get("/p/all.ics").text.startswith("BEGIN:VCALENDAR")
    for path in ("/index.atom", "/p/all.atom"):
        tree = ElementTree.fromstring(client.get(path).content)
        assert tree.tag == "{http://www.w3.org/2005/Atom}feed"
        assert all(tree.find(f"{{*}}{name}") is not None for name in ("id", "title", "updated"))


def test_a_page_without_such_a_format_says_so(client: TestClient) -> None:
    answer = client.get("/p/all/map.ics")
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = list(csv.reader(io.StringIO(csv_bytes([{"a": text}]).decode(), newline="")))[1:]
    assert row[0].startswith("'")
    assert row[0][1:] == text


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert [safe_cell(one) for one in (-3, 2.5, True, None, "plain")] == [-3, 2.5, True, "", "plain"]
    assert csv_bytes([]) == b""
