"""Writing takes a user's token, and can only ever add a judgement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from assistant import Assistant

from dragoman.errors import SettingsError
from dragoman.mcp_server.writing import Writers, read_token
from dragoman.store import accounts, lookups
from dragoman.web.security import add_token

if TYPE_CHECKING:
    from dragoman.store.store import Store
    from dragoman.web.desk import Desk

Judging = Callable[[str | None], Assistant]


@pytest.fixture
def token(store: Store) -> str:
    accounts.add_user(store, "anna", password="no hash is needed here")
    return add_token(store, "anna", "assistant")


def strike(assistant: Assistant) -> str:
    """The id of the claim on whose toll two papers disagree."""
    return str(assistant.call("entries", process="ukraine-russia", list="violence")["items"][0]["claims"][0])


def test_a_judgement_is_signed_with_the_tokens_user_and_holds_at_once(judging: Judging, token: str) -> None:
    assistant = judging(token)
    name = strike(assistant)
    made = assistant.call("judge", judgement={"verdict": "corrected", "one": name, "field": "killed", "value": "19"})
    assert {one["by"] for one in made["judgements"]} == {"anna"}
    assert made["claim"]["disputed"] == []
    assert len(assistant.call("claim", id=name)["judgements"]) == 2


def test_a_rejected_claim_no_longer_stands(judging: Judging, token: str) -> None:
    assistant = judging(token)
    made = assistant.call("judge", judgement={"verdict": "wrong", "one": strike(assistant), "note": "a drill"})
    assert made["claim"] is None
    assert assistant.call("entries", process="ukraine-russia", list="violence")["total"] == 0


@pytest.mark.parametrize("secret", [None, "dgm_of_nobody"])
def test_without_a_users_token_nothing_is_written(judging: Judging, store: Store, secret: str | None) -> None:
    assistant = judging(secret)
    said = {"verdict": "wrong", "one": strike(assistant)}
    assert "needs a user's token" in assistant.fault("judge", judgement=said)
    assert lookups.judgements(store) == ()


def test_who_is_disabled_judges_no_more(judging: Judging, store: Store, token: str) -> None:
    assistant = judging(token)
    said = {"verdict": "right", "one": strike(assistant)}
    accounts.disable_user(store, "anna")
    assert "needs a user's token" in assistant.fault("judge", judgement=said)


@pytest.mark.parametrize(
    "said",
    [
        {"verdict": "perhaps", "one": "e1"},
        {"verdict": "corrected", "one": "e1"},
        {"verdict": "same", "one": "e1"},
        {"verdict": "right", "one": "e1", "by": "somebody else"},
        {"verdict": "right", "one": "e1"},
    ],
)
def test_a_judgement_that_says_nothing_possible_is_refused(
    judging: Judging, store: Store, token: str, said: dict[str, str]
) -> None:
    assert judging(token).fault("judge", judgement=said)
    assert lookups.judgements(store) == ()


def test_only_the_tool_that_judges_says_that_it_writes(judging: Judging, token: str) -> None:
    tools = judging(token).do(lambda client: client.list_tools()).tools
    assert [one.name for one in tools if not one.annotations.read_only_hint] == ["judge"]


def test_what_a_user_has_judged_he_is_not_asked_again(judging: Judging, token: str) -> None:
    assistant = judging(token)
    before = assistant.call("review_queue")
    assistant.call("judge", judgement={"verdict": "right", "one": before["items"][0]["one"]["id"]})
    assert assistant.call("review_queue")["total"] == before["total"] - 1


def test_over_a_wire_only_the_token_of_the_request_counts(own_desk: Desk, token: str) -> None:
    writers = Writers(own_desk.store, token)
    assert writers.user(None) == "anna"
    assert writers.user({}) is None
    assert writers.user({"authorization": "Basic abc"}) is None
    assert writers.user({"authorization": f"bearer {token}"}) == "anna"


def test_a_token_is_never_shown(own_desk: Desk) -> None:
    assert "dgm_secret" not in repr(Writers(own_desk.store, "dgm_secret"))


@pytest.mark.parametrize("content", [None, b"", b"password\n", b"\xff\xfe"])
def test_a_file_without_a_token_is_refused(tmp_path: Path, content: bytes | None) -> None:
    place = tmp_path / "token"
    if content is not None:
        place.write_bytes(content)
    with pytest.raises(SettingsError, match="--token-file"):
        read_token(place)
