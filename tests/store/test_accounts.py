"""Users, sessions, tokens, attempts and looks, on every backend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dragoman.errors import StoreError
from dragoman.records.statement import Judgement
from dragoman.store import accounts, lookups
from dragoman.store.accounts import Token
from dragoman.store.store import Store

HOUR = timedelta(hours=1)


def ahead(store: Store, by: timedelta) -> None:
    store.clock.now += by  # type: ignore[attr-defined]


def test_a_user_comes_goes_and_comes_back(store: Store) -> None:
    accounts.add_user(store, "anna", password="hash 1")
    accounts.open_session(store, "s1", user="anna", lasts=HOUR)
    assert accounts.password_of(store, "anna") == "hash 1"
    accounts.add_user(store, "anna", password="hash 2")
    assert accounts.user_of_session(store, "s1", idle=HOUR) is None
    assert accounts.password_of(store, "anna") == "hash 2"
    accounts.disable_user(store, "anna")
    assert accounts.password_of(store, "anna") is None
    assert [(one.name, one.disabled) for one in accounts.users(store)] == [("anna", True)]
    accounts.add_user(store, "anna", password="hash 3")
    assert [one.disabled for one in accounts.users(store)] == [False]
    assert accounts.password_of(store, "nobody") is None


def test_a_session_lasts_and_is_cleared_away(store: Store) -> None:
    accounts.add_user(store, "anna", password="hash")
    accounts.open_session(store, "s1", user="anna", lasts=3 * HOUR)
    ahead(store, HOUR)
    assert accounts.user_of_session(store, "s1", idle=2 * HOUR) == "anna"
    ahead(store, 1.5 * HOUR)
    assert accounts.user_of_session(store, "s1", idle=2 * HOUR) == "anna"  # its use an hour ago was noted
    ahead(store, HOUR)
    assert accounts.user_of_session(store, "s1", idle=2 * HOUR) is None
    accounts.open_session(store, "s2", user="anna", lasts=HOUR)
    assert store.counts()["sessions"] == 1
    accounts.close_session(store, "s2")
    assert accounts.user_of_session(store, "s2", idle=HOUR) is None


def test_a_token_is_its_users(store: Store) -> None:
    accounts.add_user(store, "anna", password="hash")
    token = Token(
        "t1", "anna", "mine", datetime(2025, 8, 1, 12, tzinfo=UTC), None, datetime(2025, 8, 1, 14, tzinfo=UTC)
    )
    accounts.add_token(store, token, secret="secret's hash")
    assert accounts.tokens(store, "anna") == (token,)
    assert accounts.user_of_token(store, "secret's hash") == "anna"
    assert accounts.tokens(store, "anna")[0].used is not None
    assert accounts.user_of_token(store, "another") is None
    assert not accounts.remove_token(store, "t1", user="bela")
    ahead(store, 3 * HOUR)
    assert accounts.user_of_token(store, "secret's hash") is None
    assert accounts.remove_token(store, "t1", user="anna")
    with pytest.raises(StoreError, match="no user 'bela'"):
        accounts.add_token(store, Token("t2", "bela", "x", token.made, None, None), secret="y")


def test_attempts_are_counted_by_name_and_by_address(store: Store) -> None:
    def begin(name: str, address: str) -> int | timedelta:
        return accounts.begin_attempt(store, name=name, address=address, within=HOUR, most_name=2, most_address=3)

    first = begin("anna", "1")
    assert isinstance(first, int)
    accounts.end_attempt(store, first)
    assert isinstance(begin("anna", "1"), int)
    assert isinstance(begin("anna", "2"), int)
    wait = begin("anna", "3")
    assert isinstance(wait, timedelta)
    assert timedelta() < wait <= HOUR
    assert [type(begin(name, "1")) for name in ("bela", "carl", "dora")] == [int, int, timedelta]
    ahead(store, HOUR)
    assert isinstance(begin("anna", "1"), int)


def test_a_look_is_remembered_until_the_next_one(store: Store) -> None:
    accounts.add_user(store, "anna", password="hash")
    assert accounts.look(store, "anna", "all") is None
    ahead(store, HOUR)
    assert accounts.look(store, "anna", "all") is None  # still the first look
    ahead(store, 20 * HOUR)
    before = accounts.look(store, "anna", "all")
    assert before is not None
    ahead(store, HOUR / 2)
    assert accounts.look(store, "anna", "all") == before
    assert accounts.look(store, "anna", "sudan-rsf") is None


def test_a_clock_that_was_ahead_shuts_nobody_out_and_keeps_nobody_in(store: Store) -> None:
    def begin() -> int | timedelta:
        return accounts.begin_attempt(store, name="anna", address="1", within=HOUR, most_name=2, most_address=3)

    accounts.add_user(store, "anna", password="hash")
    assert accounts.look(store, "anna", "all") is None
    ahead(store, 10_000 * HOUR)
    accounts.open_session(store, "s", user="anna", lasts=HOUR)
    assert accounts.user_of_session(store, "s", idle=HOUR) == "anna"
    assert [type(begin()) for _ in range(3)] == [int, int, timedelta]
    assert accounts.look(store, "anna", "all") is not None
    ahead(store, -9_000 * HOUR)
    assert accounts.user_of_session(store, "s", idle=HOUR) is None
    assert isinstance(begin(), int)
    accounts.look(store, "anna", "all")
    ahead(store, 20 * HOUR)
    before = accounts.look(store, "anna", "all")
    assert before is not None and before < store.clock()


def test_judgements_are_kept_all_or_none(store: Store, place: str, tmp_path: Path) -> None:
    from archive_world import RUS, attack, document
    from dragoman.store.keeping import Reading

    text = document("A strike on Kharkiv killed 12 people, the mayor said. " + "Nothing more is known. " * 9)
    strike = attack(text, "A strike on Kharkiv killed 12 people", 12)
    store.keep(Reading("https://a.example/1", text, (strike,), "t"))
    good = Judgement(verdict="corrected", one=strike.id, field="target", value=[RUS.model_dump(mode="json")], by="anna")
    with pytest.raises(StoreError, match="no event 'nothing'"):
        lookups.judge_all(store, [good, Judgement(verdict="right", one="nothing", by="anna")])
    assert lookups.judgements(store) == ()
    (kept,) = lookups.judge_all(
        store,
        [
            good,
        ],
    )
    assert lookups.judgements(store) == (kept,)
    unknown = Judgement(verdict="corrected", one=strike.id, field="place", value=None, by="anna")
    lookups.judge_all(store, [unknown])
    assert lookups.judgements(store)[-1].value is None
