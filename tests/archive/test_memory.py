"""The memory of an archive gives what the archive would, and reads only what is new."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice

import pytest

from dragoman.archive import memory as module
from dragoman.archive.memory import Memory
from dragoman.archive.state import record
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.knowledge.processes import find_process
from dragoman.records.statement import Judgement
from dragoman.store.reading import Kept
from dragoman.store.store import Store, open_store
from large_archive import LAST_DAY, THEATRES, readings


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def memory(store: Store, knowledge: Knowledge) -> Memory:
    source = readings(events=240, theatres=THEATRES[:2])
    store.keep_many(islice(source, 30))
    return Memory(store, knowledge=knowledge)


def test_it_tells_what_the_archive_tells(memory: Memory, store: Store, knowledge: Knowledge) -> None:
    process = find_process("ukraine-russia", knowledge=knowledge)
    day = LAST_DAY - timedelta(days=1)
    for asked in (process, None):
        for as_of, since in ((None, None), (day, None), (None, day)):
            expected = record(store, asked, knowledge=knowledge, as_of=as_of, since=since)
            assert memory.record(asked, as_of=as_of, since=since).model_dump_json() == expected.model_dump_json()
    for parties in ((), ["RUS", "@UKR"], ["nobody"]):
        assert memory.known(parties=parties) == store.known(parties=parties)
    for moment in (store.clock(), store.clock() - timedelta(days=1)):
        assert memory.known(recorded_by=moment, as_of=day) == store.known(recorded_by=moment, as_of=day)


def test_a_state_is_made_once_for_each_version(memory: Memory, store: Store, knowledge: Knowledge) -> None:
    process = find_process("ukraine-russia", knowledge=knowledge)
    first = memory.record(process)
    assert memory.record(process) is first
    wrong = first.events[0]
    version = memory.version()
    store.judge(Judgement(verdict="wrong", one=wrong.id, by="me"))
    assert memory.version() != version
    later = memory.record(process)
    assert wrong.id not in {member for one in later.events for member in one.members}


def test_another_program_s_articles_are_seen_and_only_new_ones_read(
    memory: Memory, store: Store, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.record(None)
    read: list[int] = []
    texts = Store.texts

    def counting(self: Store, documents: Iterable[str]) -> dict[str, Kept]:
        names = set(documents)
        read.append(len(names))
        return texts(self, names)

    monkeypatch.setattr(Store, "texts", counting)
    other = open_store(store.name, clock=store.clock)
    more = list(islice(readings(events=240, seed=9, theatres=THEATRES[2:3]), 2))
    other.keep_many(more)
    other.close()
    after = memory.record(None)
    assert {one.document.id for one in more} <= {one.id for one in after.documents}
    assert read == [2]
    store.judge(Judgement(verdict="wrong", one=after.events[0].id, by="me"))
    memory.record(None)
    assert read == [2]


def test_it_keeps_a_bounded_number_of_states(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STATES", 2)
    days = [LAST_DAY - timedelta(days=n) for n in range(3)]
    made = [memory.record(None, as_of=day) for day in days]
    assert memory.record(None, as_of=days[2]) is made[2]
    assert memory.record(None, as_of=days[0]) is not made[0]


def test_threads_share_one_state(memory: Memory) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: memory.record(None), range(8)))
    assert all(one is found[0] for one in found)
