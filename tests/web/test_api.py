"""The REST interface: what it gives, in parts, in one shape of error, and no more often than needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dragoman.store.store import Store
from dragoman.web.desk import Desk

API = "/api/v1"
LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements", "events", "documents")


def get(client: TestClient, path: str, **query: object) -> Any:
    answer = client.get(API + path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_process_is_listed_and_told(client: TestClient) -> None:
    (listed,) = [one for one in get(client, "/processes")["items"] if one["id"] == "ukraine-russia"]
    assert (listed["name"], listed["newest"]) == ("Russia–Ukraine", "2025-07-22") or listed["events"] > 2
    state = get(client, "/processes/ukraine-russia")
    assert state["id"] == "ukraine-russia"
    assert state["counts"]["meetings"] == 1
    assert state["counts"]["violence"] == 1
    assert get(client, "/processes/UKR+RUS")["counts"]["meetings"] == 1


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_counted_as_the_state_says(client: TestClient, name: str) -> None:
    told = get(client, f"/processes/all/{name}")
    assert told["total"] == get(client, "/processes/all")["counts"][name] == len(told["items"])


def test_a_list_comes_in_parts_that_lead_on(client: TestClient) -> None:
    whole = get(client, "/processes/all/events")["items"]
    path, got = "/processes/all/events?limit=2", []
    while path:
        part = get(client, path.removeprefix(API))
        got += part["items"]
        path = part["next"]
    assert got == whole
    assert len(whole) > 3


def test_a_day_is_replayed_and_compared(client: TestClient) -> None:
    then = get(client, "/processes/all", as_of="2025-07-21")
    assert (then["as_of"], then["counts"]["meetings"]) == ("2025-07-21", 0)
    changes = get(client, "/processes/all/changes", since="2025-07-21")
    assert {one["part"] for one in changes["changes"]} >= {"meetings"}
    assert get(client, "/processes/all/changes")["since"] == "2025-07-11"


def test_a_claim_has_all_reports_and_answers_to_each_of_their_ids(client: TestClient) -> None:
    (attack,) = [one for one in get(client, "/processes/all/events")["items"] if one["type"] == "ASSAULT"]
    assert attack["disputed"] == ["killed"]
    told = get(client, f"/claims/{attack['id']}")
    assert [len(one["events"]) for one in told["reports"]] == [1, 1]
    for name in attack["members"]:
        assert get(client, f"/claims/{name}") == told
    document = told["reports"][0]["document"]["id"]
    article = get(client, f"/documents/{document}")
    assert [one["id"] for one in article["claims"]] == [attack["id"]]
    for one in attack["evidence"]:
        text = get(client, f"/documents/{one['document']}")["text"]
        assert text[one["start"] : one["end"]] == one["quote"]


def test_search_finds_articles_and_records(client: TestClient) -> None:
    (hit,) = get(client, "/search", q="Istanbul round")["items"]
    assert (hit["title"], hit["publisher"]) == ("New round in Istanbul", "Example Wire")
    records = get(client, "/search", q="Kharkiv", kind="records")
    assert records["total"] == 2
    assert len({one["happening"] for one in records["items"]}) == 1
    assert get(client, "/search")["total"] == 0
    assert client.get(f"{API}/search?q=a&offset=3&limit=2").status_code == 422


def test_calendar_and_feed(client: TestClient) -> None:
    import icalendar

    answer = client.get(f"{API}/processes/all/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2025-07-30"
    feed = client.get(f"{API}/processes/all/changes.atom", params={"since": "2025-07-20"})
    assert feed.headers["content-type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(feed.content)
    names = [one.text for one in tree.iterfind("{*}entry/{*}id")]
    assert names
    assert len(set(names)) == len(names)
    again = ElementTree.fromstring(client.get(f"{API}/processes/all/changes.atom?since=2025-07-19").content)
    assert set(names) & {one.text for one in again.iterfind("{*}entry/{*}id")}


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/processes/atlantis", 404, "not_found"),
        ("/api/v1/claims/nothing", 404, "not_found"),
        ("/api/v1/documents/nothing", 404, "not_found"),
        ("/api/v1/processes/all?as_of=yesterday", 422, "invalid"),
        ("/api/v1/processes/all?as_of=2025-07-01&since=2025-07-02", 422, "invalid"),
        ("/api/v1/processes/all/events?limit=501", 422, "invalid"),
        ("/api/v1/processes/all/events?limit=x", 422, "invalid"),
        ("/api/v1/search?kind=people", 422, "invalid"),
        ("/nothing.json", 404, "not_found"),
        ("/p/atlantis.csv", 404, "not_found"),
    ],
)
def test_every_fault_has_one_shape(client: TestClient, path: str, status: int, word: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    body = answer.json()
    assert set(body) == {"error", "detail", "status"}
    assert (body["error"], body["status"]) == (word, status)
    assert "Traceback" not in body["detail"]
    assert "\n" not in body["detail"]


def test_other_methods_are_refused_in_the_same_shape(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, f"{API}/processes")
        assert answer.json() == {"error": "not_allowed", "detail": "Method Not Allowed.", "status": 405}
    assert client.put("/p/all", headers={"accept": "text/html"}).status_code == 405


def test_an_unforeseen_fault_tells_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(Desk, "processes", fail)
    answer = client.get(f"{API}/processes")
    assert (answer.status_code, answer.json()["error"]) == (500, "failed")
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]


def test_what_is_known_is_not_sent_again(
    client: TestClient, store: Store, bearer: Callable[..., dict[str, str]]
) -> None:
    address = f"{API}/processes/all/events"
    first = client.get(address)
    mark = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get(address, headers={"If-None-Match": f'"other", {mark}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    assert client.get(address + "?limit=3").headers["etag"] != mark
    event = first.json()["items"][0]["id"]
    client.post(f"{API}/judgements", json={"verdict": "right", "one": event}, headers=bearer())
    changed = client.get(address, headers={"If-None-Match": mark})
    assert changed.status_code == 200
    assert changed.headers["etag"] != mark


def test_the_head_of_an_answer_alone(client: TestClient) -> None:
    for path in (f"{API}/processes", "/p/all", "/p/all.csv", "/static/desk.css"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.content))


def test_the_schema_describes_every_address(client: TestClient) -> None:
    schema = client.get(f"{API}/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert all(path.startswith(API) for path in schema["paths"])
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            good = operation["responses"].get("200") or operation["responses"]["201"]
            assert good["content"], path
            assert operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith(
                "ProblemBody"
            )
            assert operation.get("description") or operation.get("summary")
