"""What the pages' addresses answer: the right page, the same values in other forms, and a fault for what is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Tree

import pytest

from archive_world import FILLER, ISTANBUL, RUS, UKR, document, event
from dragoman.store.keeping import Reading

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from dragoman.store.store import Store

PROCESS, API = "/p/ukraine-russia", "/api/v1/processes/ukraine-russia"
FORMS = {
    "/index": {"json", "csv", "atom"},
    "/p": {"json", "csv"},
    PROCESS: {"json", "csv", "ics", "atom"},
    f"{PROCESS}/positions": {"json", "csv"},
    f"{PROCESS}/timeline": {"json", "csv", "ics"},
    f"{PROCESS}/map": {"json", "csv"},
    f"{PROCESS}/brief": {"json"},
    "/review": {"json", "csv"},
}


def attack_address(client: TestClient) -> str:
    found = next(one for one in client.get(f"{PROCESS}.json").json()["latest"]["items"] if "Kharkiv" in one["where"])
    return str(found["href"])


@pytest.mark.parametrize("path", FORMS)
def test_a_page_comes_in_the_forms_that_it_offers_and_in_no_other(path: str, client: TestClient) -> None:
    page = client.get("/" if path == "/index" else path)
    assert page.status_code == 200
    for form in ("json", "csv", "ics", "atom"):
        answer = client.get(f"{path}.{form}")
        assert answer.status_code == (200 if form in FORMS[path] else 404), form
        assert (f'href="{path}.{form}' in page.text) == (form in FORMS[path]), form


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/p/nowhere", 404),
        ("/claim/e0", 404),
        ("/article/d0", 404),
        (f"{PROCESS}?as_of=tomorrow-ish", 422),
        (f"{PROCESS}/map?box=1,2,3", 422),
        (f"{PROCESS}/map?box=nan,0,1,1", 422),
        (f"{PROCESS}/map?box=10,0,5,1", 422),
        ("/review?kind=all", 422),
        (f"{PROCESS}?as_of=0001-01-01", 422),
        (f"{PROCESS}?as_of=9999-12-31", 422),
        (f"{PROCESS}?as_of=1900-01-01", 200),
        (f"{PROCESS}/timeline?as_of=1900-01-01&span=30", 200),
        (f"{PROCESS}/timeline?as_of=2199-12-31&span=30", 200),
        (f"{PROCESS}?as_of=", 200),
        ("/?since=0001-01-01", 422),
        ("/?since=9999-12-31", 422),
        ("/?since=2199-12-31", 200),
        (f"{PROCESS}?show=violence&page=99", 200),
        ("/?show=process-nowhere", 200),
    ],
)
def test_an_address_that_asks_for_nothing_sound_is_told_so(path: str, status: int, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_record_of_a_day_that_cannot_be_stops_no_page(day: str, store: Store, client: TestClient) -> None:
    text = document(f"Talks are set for {day}. {FILLER[::-1]}", date(2025, 7, 24), title="From afar")
    talks = event(
        text, "Talks are set", source=(RUS,), target=(UKR,), place=ISTANBUL, start=day, date=day,
        status="scheduled", frame="meeting", kind="talks", act="announced",
    )  # fmt: skip
    store.keep(Reading("https://far.example/1", text, (talks,), "test 0"))
    board = client.get(f"{PROCESS}.json").json()
    assert day[:4] not in board["headline"]
    pages = ("", "/positions", "/timeline", "/timeline?span=all", "/map", "/brief", ".ics", ".atom", "/timeline.csv")
    for path in (*(f"{PROCESS}{page}" for page in pages), "/", "/review", f"{API}/changes", f"{API}/calendar.ics"):
        assert client.get(path).status_code == 200, path
    told = client.get(API).json()
    assert f"the day {day!r} of an event cannot be and was left out" in told["warnings"]


def test_a_passage_that_is_none_is_told_so(client: TestClient) -> None:
    claim = client.get(attack_address(client)).text
    article = re.search(r'href="(/article/\w+)', claim)
    assert article
    assert client.get(f"{article[1]}?at=9-3").status_code == 422
    assert 'class="d1 passage"' in client.get(f"{article[1]}?at=0-12").text.replace("mark d", "d")


def test_contradicting_tolls_stand_side_by_side_with_who_says_so(client: TestClient) -> None:
    view = client.get(attack_address(client).replace("?", ".json?")).json()
    killed = view["fields"][0]
    assert (killed["field"], killed["disputed"]) == ("killed", True)
    assert [one["value"] for one in killed["options"]] == ["12", "19"]
    assert {said["quote"]["source"] for one in killed["options"] for said in one["sayings"]} == {
        "Example Wire",
        "Morning Example",
    }
    assert view["sources"] == 2


def test_no_cell_of_a_table_is_a_formula(client: TestClient) -> None:
    text = client.get("/search.csv?q=Kharkiv").text
    assert "=SUM" in text
    assert not re.search(r'(^|,)"?=SUM', text, re.MULTILINE)


def test_the_feed_tells_each_change_once(client: TestClient) -> None:
    feed = Tree.fromstring(client.get("/index.atom?since=2025-07-20").content)
    ids = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) > 2
    assert len(ids) == len(set(ids))


def test_a_reader_without_a_name_sees_what_came_since_his_last_look(client: TestClient, clock: Any) -> None:
    first = client.get("/")
    assert "Welcome" in first.text
    assert "Welcome" in client.get("/").text, "the same look, loaded again"
    clock.move(days=2)
    later = client.get("/").text
    assert "Since your last look on Thu 24 July 2025" in later
    assert "Since your last look on Thu 24 July 2025" in client.get("/").text
    assert "since=2025-07-24" in later


def test_a_user_finds_his_last_look_at_any_browser(signed_in: Callable[..., TestClient], clock: Any) -> None:
    assert "Welcome" in signed_in("anna").get("/").text
    clock.move(days=3)
    assert "Since your last look" in signed_in("anna").get("/").text
    assert "Welcome" in signed_in("ben").get("/").text


def test_the_theme_is_kept_and_leads_nowhere_else(client: TestClient) -> None:
    answer = client.get("/theme?to=dark&next=//elsewhere.example/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert 'data-theme="dark"' in client.get("/about").text
    client.get("/theme?to=none")
    assert "data-theme=" not in client.get("/about").text.split("<body")[0]


def test_a_rejected_record_can_still_be_read_and_taken_back(signed_in: Callable[..., TestClient]) -> None:
    browser = signed_in("anna")
    address = attack_address(browser)
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', browser.get(address).text)
    assert token
    one = address.split("/")[2].partition("?")[0]

    def judge(verdict: str) -> None:
        form = {"csrf": token[1], "verdict": verdict, "one": one, "next": address}
        answer = browser.post("/review/judge", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, address)

    judge("wrong")
    assert "this record counts nowhere" in browser.get(address).text
    judge("right")
    assert "this record counts nowhere" not in browser.get(address).text


def test_a_correction_is_offered_in_the_words_of_the_contract(signed_in: Callable[..., TestClient]) -> None:
    page = signed_in("anna").get("/review").text
    for value in ("conditional", "ASSAULT", "meeting"):
        assert f'<option value="{value}">' in page
    assert '<option value="killed">' in page
