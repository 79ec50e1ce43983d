"""Requests made up from the schema, faulty ones among them: none is answered by a fault of the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import response_schema_conformance

from desk_world import Clock, knowledge
from dragoman.store.store import Store, open_store
from dragoman.web.app import make_app
from dragoman.web.desk import open_desk
from dragoman.web.security import add_token, add_user

EXAMPLES = 25


@pytest.fixture(scope="module")
def opened(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place = tmp_path_factory.mktemp("schema") / "archive.sqlite"
    shutil.copy(filled, place)
    store = open_store(place, clock=Clock())
    yield store
    store.close()


@pytest.fixture(scope="module")
def api(opened: Store) -> object:
    app = make_app(open_desk(opened, knowledge=knowledge(), hosts=["testserver"]))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


@pytest.fixture(scope="module")
def token(opened: Store) -> str:
    add_user(opened, "anna", "a long way to Istanbul")
    return add_token(opened, "anna", "schema")


@pytest.mark.slow
def test_no_request_makes_the_desk_fail(api: Any, token: str) -> None:
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) >= 20
    for operation in operations:
        _ask(operation, {"Authorization": f"Bearer {token}"})


def _ask(operation: Any, headers: dict[str, str]) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def no_fault(case: Any) -> None:
        answer = case.call(headers=headers)
        assert answer.status_code < 500, answer.text
        if answer.status_code < 400:
            case.validate_response(answer, checks=[response_schema_conformance])
            return
        body = answer.json()
        assert set(body) == {"error", "detail", "status"}
        assert body["status"] == answer.status_code

    no_fault()
