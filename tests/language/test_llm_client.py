"""Asking a language model's server: what fails for the moment is tried again, the rest is one line without the key."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from model_server import ModelServer, answer, endless, half, serving, slow

from dragoman.errors import LanguageModelError, SettingsError
from dragoman.language.llm.client import Client, Server

KEY = "sk-secret-123"
MESSAGES = [{"role": "system", "content": "Read."}, {"role": "user", "content": "It rained."}]


def _client(server: ModelServer, waits: list[float] | None = None, **options: Any) -> Client:
    waited = waits if waits is not None else []
    return Client(Server(server.base_url, "small", **{"key": KEY, "seconds": 5.0, **options}), sleep=waited.append)


def test_a_request_says_what_is_wanted_and_how() -> None:
    with serving("right.json") as server:
        found = _client(server).complete(MESSAGES, most_tokens=500)
    assert found.text.startswith('{"frames"')
    assert (found.whole, found.read, found.written) == (True, 900, 120)
    asked = server.asked[0]
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body["messages"] == MESSAGES
    assert (asked.body["model"], asked.body["temperature"], asked.body["max_tokens"]) == ("small", 0, 500)
    assert isinstance(asked.body["seed"], int)


def test_without_a_key_none_is_sent() -> None:
    with serving("right.json") as server:
        _client(server, key=None).complete(MESSAGES, most_tokens=500)
    assert "authorization" not in server.asked[0].headers


def test_tokens_are_estimated_where_the_server_does_not_count() -> None:
    with serving("right-without-usage.json") as server:
        found = _client(server).complete(MESSAGES, most_tokens=500)
    assert found.read == 6
    assert found.written > 100


def test_a_cut_off_answer_is_told_as_one() -> None:
    with serving("cut-off.json") as server:
        assert not _client(server).complete(MESSAGES, most_tokens=500).whole


def test_a_refusal_is_an_empty_answer() -> None:
    with serving("refused.json") as server:
        assert _client(server).complete(MESSAGES, most_tokens=500).text == ""


@pytest.mark.parametrize(
    "fault", [answer("error-busy.json", 503), answer("error-busy.json", 429), half("right.json"), slow(1.0)]
)
def test_what_fails_for_the_moment_is_tried_again(fault: Any) -> None:
    waits: list[float] = []
    with serving(fault, fault, "right.json") as server:
        found = _client(server, waits, seconds=0.3).complete(MESSAGES, most_tokens=500)
    assert found.whole
    assert waits == [1.0, 2.0]


def test_the_server_may_say_how_long_to_wait() -> None:
    waits: list[float] = []
    busy = [answer("error-busy.json", 429, Retry_After=seconds) for seconds in ("7", "9999", "soon")]
    with serving(*busy, "right.json") as server:
        _client(server, waits).complete(MESSAGES, most_tokens=500)
    assert waits == [7.0, 60.0, 4.0]


def test_the_last_failure_is_told_in_one_line() -> None:
    waits: list[float] = []
    with (
        serving(answer("error-busy.json", 503)) as server,
        pytest.raises(LanguageModelError, match=r"status 503 \(The server is overloaded.\) \(5 times\)") as error,
    ):
        _client(server, waits).complete(MESSAGES, most_tokens=500)
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert "\n" not in str(error.value)


def test_no_server_is_told_in_one_line() -> None:
    with serving("right.json") as server:
        pass
    with pytest.raises(LanguageModelError, match="cannot be reached"):
        _client(server).complete(MESSAGES, most_tokens=500)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 302])
def test_what_fails_for_good_is_not_tried_again(status: int) -> None:
    fault = answer("error-busy.json", status, Location="http://127.0.0.1:1/")
    with serving(fault) as server, pytest.raises(LanguageModelError, match=f"status {status}"):
        _client(server).complete(MESSAGES, most_tokens=500)
    assert len(server.asked) == 1


def test_the_key_is_in_no_message_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for step in (answer("error-with-key.json", 401), answer("error-with-key.json", 503)):
        with serving(step) as server, pytest.raises(LanguageModelError, match="Incorrect API key") as error:
            _client(server).complete(MESSAGES, most_tokens=500)
        assert KEY not in str(error.value)
    assert KEY not in caplog.text
    assert KEY not in repr(Server("http://localhost/v1", "small", KEY))


def test_parameters_that_a_model_does_not_take_are_left_out() -> None:
    steps = (answer("error-parameter.json", 400), answer("error-temperature.json", 400), answer("right.json"))
    with serving(*steps) as server:
        client = _client(server)
        client.complete(MESSAGES, most_tokens=500)
        client.complete(MESSAGES, most_tokens=500)
    assert len(server.asked) == 4
    for asked in server.asked[2:]:
        assert asked.body["max_completion_tokens"] == 500
        assert not {"max_tokens", "temperature"} & set(asked.body)


def test_an_answer_without_end_is_not_awaited() -> None:
    begun = time.monotonic()
    with serving(endless) as server, pytest.raises(LanguageModelError, match="sends more than 4 MB"):
        _client(server).complete(MESSAGES, most_tokens=500)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("base_url", "says"),
    [
        ("localhost:1234", "is no address"),
        ("ftp://localhost/v1", "is no address"),
        ("http:///v1", "is no address"),
        ("http://localhost:port/v1", "is no address"),
        ("http://me:secret@localhost/v1", "holds more than host and path"),
        ("http://localhost/v1?key=secret", "holds more than host and path"),
    ],
)
def test_impossible_addresses_are_refused_without_repeating_them(base_url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as error:
        Server(base_url, "small")
    assert "secret" not in str(error.value)


def test_a_model_must_be_named_and_a_key_be_one_word() -> None:
    with pytest.raises(SettingsError, match="llm_model"):
        Server("http://localhost/v1", " ")
    with pytest.raises(SettingsError, match="llm_key") as error:
        Server("http://localhost/v1", "small", "sk-1\r\nX-Other: 1")
    assert "sk-1" not in str(error.value)
