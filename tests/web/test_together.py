"""Two reviewers at work while articles come in, on PostgreSQL, with the real server: no word of theirs is lost."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import httpx
import pytest
from test_serving import run, served

from archive_world import attack, document
from desk_world import PASSWORD, fill
from dragoman.store.keeping import Reading
from dragoman.store.store import Store, open_store

ARTICLES, ROUNDS = 25, 8
PAGES = ("/review", "/review.csv", "/p/all", "/api/v1/queue", "/api/v1/processes/all", "/search?q=Odesa")


def take_in(store: Store) -> None:
    for number in range(ARTICLES):
        words = f"A strike on Odesa killed {number} people"
        text = document(f"{words}. Case {number}. " + f"word{number} " * 40, date(2025, 7, 23))
        store.keep(Reading(f"https://more.example/{number}", text, (attack(text, words, number),), "test 0"))


class Reviewer(threading.Thread):
    """Reads and judges: each round a record, a pair, and what the pages say of it."""

    def __init__(self, address: str, secret: str, claims: list[str]) -> None:
        super().__init__()
        self._address, self._claims = address, claims
        self._headers = {"Authorization": f"Bearer {secret}"}
        self.faults: list[str] = []
        self.made = 0

    def run(self) -> None:
        with httpx.Client(base_url=self._address, timeout=120, headers=self._headers) as client:
            for number in range(ROUNDS):
                one, other = self._claims[number % 5], self._claims[(number + 1) % 5]
                pair = "same" if number % 2 else "different"
                said: tuple[dict[str, Any], ...] = (
                    {"verdict": ("right", "wrong")[number % 2], "one": one, "scope": "report"},
                    {"verdict": "corrected", "one": one, "field": "killed", "value": str(number), "scope": "report"},
                    {"verdict": pair, "one": one, "other": other},
                )
                for body in said:
                    self._check(client.post("/api/v1/judgements", json=body), 201)
                    self.made += 1
                for path in PAGES:
                    self._check(client.get(path), 200)

    def _check(self, answer: httpx.Response, status: int) -> None:
        if answer.status_code != status:
            self.faults.append(f"{answer.request.url.path}: {answer.status_code} {answer.text[:200]}")


@pytest.mark.slow
def test_two_reviewers_while_articles_come_in(empty_postgres: str) -> None:
    store = open_store(empty_postgres)
    fill(store)
    claims = [one.id for one in store.known().events]
    secrets = []
    for name in ("anna", "bela"):
        assert run("user", "add", name, "--archive", empty_postgres, told=PASSWORD + "\n").returncode == 0
        secrets.append(run("user", "token", name, "--archive", empty_postgres).stdout.strip())
    with served(empty_postgres) as (client, process):
        at_work = [Reviewer(str(client.base_url), secret, claims) for secret in secrets]
        coming = threading.Thread(target=take_in, args=(store,))
        for one in (*at_work, coming):
            one.start()
        for one in (*at_work, coming):
            one.join(400)
            assert not one.is_alive()
        assert [fault for one in at_work for fault in one.faults] == []
        assert client.get("/api/v1/search?q=Odesa").json()["total"] == ARTICLES
        process.terminate()
        process.wait(30)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    told = store.judgements()
    assert {name: sum(one.by == name for one in told) for name in ("anna", "bela")} == {
        "anna": at_work[0].made,
        "bela": at_work[1].made,
    }
    assert store.counts()["documents"] == ARTICLES + 6
    store.close()
