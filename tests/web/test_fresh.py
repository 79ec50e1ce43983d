"""States that take long to make: shown as they were for a moment, but never without a reviewer's judgement."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from archive_world import attack, document
from desk_world import knowledge
from dragoman.archive.memory import Memory
from dragoman.knowledge.processes import find_process
from dragoman.store.keeping import Reading
from dragoman.store.store import Store
from dragoman.web.desk import Desk
from dragoman.web.fresh import Fresh


def slow(store: Store) -> Fresh:
    """As if every state took long."""
    return Fresh(Memory(store, knowledge=knowledge()), knowledge=knowledge(), slow=0.0)


def add_article(store: Store) -> None:
    text = document("A strike on Odesa killed 3 people. " + "The port was shut for the day. " * 6, date(2025, 7, 23))
    store.keep(Reading("https://o.example/1", text, (attack(text, "A strike on Odesa killed 3 people", 3),), "test 0"))


def until_fresh(states: Fresh) -> None:
    for _ in range(600):
        if states.is_current(states.record(None)):
            return
        time.sleep(0.05)
    raise AssertionError("never made anew")


def test_a_state_is_made_once_for_a_version(desk: Desk, store: Store) -> None:
    first = desk.record("all")
    assert desk.record("all") is first
    add_article(store)
    assert len(desk.record("all").documents) == len(first.documents) + 1


def test_a_slow_state_is_shown_as_it_was_and_soon_anew(store: Store) -> None:
    states = slow(store)
    first, version = states.record(None), states.version()
    add_article(store)
    assert not states.is_current(first)
    behind = states.version()
    assert behind != version
    assert states.record(None) is first
    until_fresh(states)
    assert len(states.record(None).documents) == len(first.documents) + 1
    assert states.version() not in {version, behind}


def test_a_judgement_is_waited_for(store: Store, desk: Desk) -> None:
    states = slow(store)
    process = find_process("ukraine-russia", knowledge=knowledge())
    assert len(states.record(process).violence) == 1
    assert states.record(process, since=date(2025, 7, 1)).changes
    (strike,) = [one for one in desk.record("all").events if one.type == "ASSAULT"]
    desk.judge("wrong", strike.id, by="anna")
    assert states.record(process).violence == ()
    assert "violence" not in {one.part for one in states.record(process, since=date(2025, 7, 1)).changes}


def test_a_claim_has_its_judgements_before_the_state_of_all_has(store: Store, desk: Desk) -> None:
    slowly = replace(desk, states=slow(store))
    (strike,) = [one for one in slowly.record("all").events if one.type == "ASSAULT"]
    desk.judge("corrected", strike.id, by="anna", field="killed", value="19")
    now = slowly.happening(strike.members[-1])
    assert now is not None
    assert now.disputed == ()
    assert now.members == strike.members
    assert now == desk.happening(strike.id)
    desk.judge("wrong", strike.id, by="anna")
    assert slowly.happening(strike.id) is None
