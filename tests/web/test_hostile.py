"""Requests made to break the desk get an answer that says what is wrong, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive_world import RUS, document, event
from desk_world import Clock, fill, knowledge
from dragoman.records.statement import Judgement
from dragoman.store.keeping import Reading
from dragoman.store.store import Store, open_store
from dragoman.web.app import make_app
from dragoman.web.desk import open_desk

JUDGE = "/api/v1/judgements"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Store]:
    """In place of the desk's own: the same archive on either database."""
    if request.param == "sqlite":
        place = str(request.getfixturevalue("tmp_path") / "archive.sqlite")
    else:
        place = str(request.getfixturevalue("empty_postgres"))
    opened = open_store(place, clock=clock)
    fill(opened)
    yield opened
    opened.close()


def test_no_address_with_a_nul_is_looked_for(client: TestClient) -> None:
    for path in ("/article/d%00", "/claim/%00", "/api/v1/documents/%00", "/search?q=a%00b", "/review?p=%00", "/p/%00"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"] if "api" in path else "") in {
            (400, ""),
            (400, "malformed_address"),
        }, path


ODD: tuple[dict[str, Any], ...] = (
    {"verdict": "right", "note": "a\x00b"},
    {"verdict": "right", "note": "a\ud800b"},
    {"verdict": "right", "one": "e\x00"},
    {"verdict": "same", "other": "e\x00"},
    {"verdict": "corrected", "field": "place", "value": "x\x00y"},
    {"verdict": "corrected", "field": "place", "value": "x\ud800y"},
    {"verdict": "corrected", "field": "source", "value": ["\x00"]},
    {"verdict": "corrected", "field": "place", "value": {"name": "x", "latitude": float("nan")}},
    {"verdict": "corrected", "field": "place", "value": {"name": "x", "longitude": float("inf")}},
    {"verdict": "corrected", "field": "place", "value": {"name": "x", "latitude": 500.0, "longitude": -1e9}},
    {"verdict": "corrected", "field": "start", "value": "9999-12-31"},
    {"verdict": "corrected", "field": "killed", "value": 10**400},
)


@pytest.mark.parametrize("number", range(len(ODD)))
def test_a_judgement_that_no_archive_can_keep_is_refused(
    number: int, client: TestClient, bearer: Bearer, store: Store
) -> None:
    claim = store.known().events[0].id
    headers = {**bearer(), "Content-Type": "application/json"}
    answer = client.post(JUDGE, content=json.dumps({"one": claim, **ODD[number]}), headers=headers)
    assert answer.status_code == 422, answer.text
    assert store.judgements() == ()


def test_lists_within_lists_are_refused(client: TestClient, bearer: Bearer) -> None:
    headers = {**bearer(), "Content-Type": "application/json"}
    for deep in ("[" * 100_000, '{"one": "e", "verdict": "right", "value": ' + "[" * 900 + "]" * 900 + "}"):
        assert client.post(JUDGE, content=deep, headers=headers).status_code in {400, 422}


def test_a_correction_that_an_older_program_took_stops_no_page(store: Store) -> None:
    text = document("Envoys left Moscow. Nobody knows where they went, and nobody has said so.", title="Gone")
    left = event(text, "Envoys left Moscow", source=(RUS,))
    store.keep(Reading("https://a.example/9", text, (left,), "test 0"))
    place = {"name": "x", "latitude": 500.0, "longitude": -1e9, "precision": "city"}
    store.judge(Judgement(verdict="corrected", one=left.id, field="place", value=place, by="anna"))
    with TestClient(make_app(open_desk(store, knowledge=knowledge())), base_url="http://localhost") as client:
        for path in ("/p/all", "/p/all/map", f"/claim/{left.id}", "/review", "/api/v1/processes/all/events"):
            assert client.get(path).status_code == 200, path
