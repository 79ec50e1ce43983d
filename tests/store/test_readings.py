"""Documents read again, on every backend: both readings stay, the newer one counts, and the past is told as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from archive_world import FILLER, TUR, UKR, attack, document
from dragoman.contract.frames import FrameKind, Role
from dragoman.contract.reading import Filler, Frame, Span
from dragoman.contract.reading import Reading as Found
from dragoman.errors import StoreError
from dragoman.records.event import Event
from dragoman.records.statement import Judgement
from dragoman.store.keeping import Reading
from dragoman.store.lookups import events, fingerprint
from dragoman.store.searching import search
from dragoman.store.store import Store, open_store

TEXT = f"A strike on Kharkiv killed 12 people, the mayor said. {FILLER}"
DOC = document(TEXT, publisher="A")
QUOTE = TEXT[:36]
SENTENCE = Span(0, len(QUOTE))
FRAME = Frame(
    FrameKind.VIOLENCE, Span(2, 8), SENTENCE, 1, status="happened", subkind="other",
    fillers=(Filler(Role.PLACE, Span(12, 19), 0.75),), confidence=0.5, sure={"status": 0.25},
)  # fmt: skip
OLD = attack(DOC, QUOTE, 12)
NEW = attack(DOC, QUOTE, 12, id="e-new", source=(TUR,), target=(UKR,))


def read(reader: str | None, *told: Event) -> Reading:
    found = None if reader is None else Found(reader, (SENTENCE,), (FRAME,))
    return Reading("https://a.example/1", DOC, told, f"test 0 {reader}", found)


@pytest.fixture
def twice(store: Store) -> Store:
    store.keep(read("one 1", OLD))
    store.keep_again(read("two 2", NEW))
    return store


def test_each_reading_is_kept_with_who_read_it(twice: Store) -> None:
    first, second = twice.readings(DOC.id)
    assert (first.reader, first.found) == ("one 1", Found("one 1", (SENTENCE,), (FRAME,)))
    assert (second.reader, second.coder) == ("two 2", "test 0 two 2")
    assert first.recorded < second.recorded
    assert twice.readers([DOC.id, "none"]) == {DOC.id: ("two 2", "test 0 two 2")}


def test_the_newer_reading_counts_and_the_older_one_stays(twice: Store) -> None:
    assert twice.known().events == (NEW,)
    first, _ = twice.readings(DOC.id)
    assert twice.known(read_by=first.recorded).events == (OLD,)
    assert twice.known(read_by=datetime(2001, 1, 1, tzinfo=first.recorded.tzinfo)).events == (OLD,)
    assert twice.known(parties=[TUR.key]).events == (NEW,)
    assert twice.known(parties=[TUR.key], read_by=first.recorded).events == (OLD,)


def test_an_event_told_again_otherwise_has_two_bodies_and_one_id(store: Store) -> None:
    store.keep(read("one 1", OLD))
    again = OLD.model_copy(update={"status": "denied", "target": (UKR,)})
    store.keep_again(read("two 2", again))
    first, _ = store.readings(DOC.id)
    assert store.known().events == (again,)
    assert store.known(read_by=first.recorded).events == (OLD,)
    assert events(store, [OLD.id]) == {OLD.id: again}
    assert store.known(parties=[UKR.key]).events == (again,)
    assert store.counts()["events"] == 1


def test_what_is_told_anew_is_found_by_its_words(twice: Store) -> None:
    assert search(twice, "Türkiye", kind="records", limit=9).ids == (NEW.id,)
    assert search(twice, "briefed", kind="articles", limit=9).ids == (DOC.id,)


def test_judgements_stay_and_hold_for_what_is_told_now(twice: Store) -> None:
    twice.judge(Judgement(verdict="right", one=OLD.id, by="ann"))
    assert twice.known().events == (OLD,)
    twice.judge(Judgement(verdict="wrong", one=OLD.id, by="ann"))
    assert twice.known().events == (NEW,)
    assert len(twice.judgements()) == 2


def test_each_reading_changes_the_version_and_the_fingerprint(store: Store) -> None:
    store.keep(read("one 1", OLD))
    before = store.version(), fingerprint(store)
    store.keep_again(read("two 2", OLD))
    after = store.version(), fingerprint(store)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_a_text_that_was_left_unread_can_be_read_later(store: Store) -> None:
    store.keep(read(None))
    assert store.readers([DOC.id])[DOC.id].reader is None
    store.keep_again(read("two 2", NEW))
    assert store.known().events == (NEW,)
    assert [one.found is None for one in store.readings(DOC.id)] == [True, False]


def test_a_text_that_is_not_there_cannot_be_read_again(store: Store) -> None:
    with pytest.raises(StoreError, match="holds no text"):
        store.keep_again(read("two 2", NEW))


def test_an_archive_of_an_older_program_can_be_read_again(
    store: Store, place: str, clock: Callable[[], datetime]
) -> None:
    """Version 2 knew no readings: what it holds was read once."""
    store.keep(read("one 1", OLD))
    with store._unit(write=True) as connection:
        connection.execute(sa.text("DROP TABLE retold"))
        connection.execute(sa.text("DROP TABLE readings"))
        connection.execute(sa.text("ALTER TABLE events DROP COLUMN reading"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    store.close()
    opened = open_store(place, clock=clock)
    try:
        assert opened.known().events == (OLD,)
        assert opened.readers([DOC.id]) == {DOC.id: (None, "test 0 one 1")}
        opened.keep_again(read("two 2", NEW))
        assert opened.known().events == (NEW,)
        assert [one.coder for one in opened.readings(DOC.id)] == ["test 0 one 1", "test 0 two 2"]
        assert opened.known(as_of=date(2025, 7, 21)).events == (NEW,)
    finally:
        opened.close()
