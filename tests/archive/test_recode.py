"""Articles read again: the newer reading counts, the past stays as told, judgements hold, nothing is read twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from archive_world import Article, attack, code_strikes
from dragoman.archive.ingest import Summary
from dragoman.archive.memory import Memory
from dragoman.archive.recode import recode
from dragoman.archive.state import record
from dragoman.coding.coder import Coding
from dragoman.contract.reading import Reading
from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.knowledge.processes import find_process
from dragoman.records.event import Event
from dragoman.records.statement import Judgement
from dragoman.store.store import Store, open_store

Take = Callable[[list[Article]], Summary]
DAY = date(2025, 7, 21)
SAID = "A strike on Kharkiv killed {} people"
LIKE = "In the port the crews of two ferries went on strike over pay, and the harbour master closed the pier for a day."


@dataclass(frozen=True)
class Named:
    """A reader by its name only."""

    name: str

    def read(self, text: str, *, title_end: int = 0, published: date | None = None) -> Reading:
        """Nothing."""
        return Reading(self.name, ())


@dataclass
class Counts:
    """A coder to which a strike has killed some more than its text says; notes what it read."""

    name: str = "better 1"
    more: int = 1
    read: list[str] = field(default_factory=list)

    @property
    def reader(self) -> Named:
        return Named(self.name)

    def coding(self, document: Document) -> Coding:
        if "poison" in document.text:
            raise ValueError("cannot be read")
        self.read.append(document.id)
        return self.again(document, self.reader.read(document.text))

    def again(self, document: Document, reading: Reading) -> Coding:
        told = code_strikes(document).events
        found = tuple(attack(document, one.evidence[0].quote, _killed(one) + self.more) for one in told)
        return Coding(reading, found)


def _killed(event: Event) -> int:
    assert event.quantities is not None
    assert event.quantities.killed is not None
    return event.quantities.killed.min or 0


@pytest.fixture
def store(tmp_path):  # type: ignore[no-untyped-def]
    """An archive of two articles whose clock goes on by a minute a look."""
    now = [datetime(2025, 9, 1, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(minutes=1)
        return now[0]

    opened = open_store(tmp_path / "archive.sqlite", clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def articles(*numbers: int) -> list[Article]:
    return [(f"https://a.example/{n}", f"{SAID.format(n)}, the mayor said. {LIKE * n}", DAY) for n in numbers]


def told(store: Store) -> list[int]:
    return sorted(map(_killed, store.known().events))


def test_the_newer_reading_counts_and_what_changed_is_told(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2, 5))
    coder = Counts()
    done = recode(store, coder, program="p", knowledge=knowledge)
    assert (done.documents, done.anew, done.new, done.gone, done.problems) == (2, 2, 0, 0, ())
    assert told(store) == [3, 6]
    assert any("killed" in one.text and one.evidence for one in done.changes)
    assert {one.reader for one in store.readers([d.id for d in store.known().documents]).values()} == {"better 1"}


def test_a_second_run_reads_and_writes_nothing(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2, 5))
    recode(store, Counts(), program="p", knowledge=knowledge)
    before, coder = store.version(), Counts()
    done = recode(store, coder, program="p", knowledge=knowledge)
    assert (done.anew, done.changes, coder.read, store.version()) == (0, (), [], before)


def test_another_coder_makes_events_anew_of_the_reading_at_hand(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2))
    recode(store, Counts(), program="p", knowledge=knowledge)
    coder = Counts(more=7)
    assert recode(store, coder, program="p", knowledge=knowledge).anew == 1
    assert (coder.read, told(store)) == ([], [9])


def test_the_past_stays_as_it_was_told_unless_asked_for_anew(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2, 5))
    asked = {"knowledge": knowledge, "as_of": DAY}
    before = record(store, None, **asked)  # type: ignore[arg-type]
    recode(store, Counts(), program="p", knowledge=knowledge)
    memory = Memory(store, knowledge=knowledge)
    assert record(store, None, **asked) == before  # type: ignore[arg-type]
    assert memory.record(None, as_of=DAY) == before
    anew = record(store, None, **asked, anew=True)  # type: ignore[arg-type]
    assert (_killed(before.events[0]), _killed(anew.events[0])) == (2, 3)
    assert memory.record(None).events == record(store, None, knowledge=knowledge).events


def test_reading_again_is_no_news_of_the_world(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2, 5))
    recode(store, Counts(), program="p", knowledge=knowledge)
    assert record(store, None, knowledge=knowledge, since=DAY).changes == ()


def test_a_memory_sees_what_was_read_again(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2))
    memory = Memory(store, knowledge=knowledge)
    memory.record(None)
    recode(store, Counts(), program="p", knowledge=knowledge)
    assert [_killed(one) for one in memory.record(None).events] == [3]


def test_what_a_reviewer_accepted_stands(take: Take, store: Store, knowledge: Knowledge) -> None:
    take(articles(2, 5))
    first = next(one for one in store.known().events if _killed(one) == 2)
    store.judge(Judgement(verdict="right", one=first.id, by="ann"))
    recode(store, Counts(), program="p", knowledge=knowledge)
    assert told(store) == [2, 6]
    assert len(store.judgements()) == 1


def test_an_article_that_cannot_be_read_stays_as_it_was(take: Take, store: Store, knowledge: Knowledge) -> None:
    poison = ("https://b.example/1", f"{SAID.format(40)}, said the poison label. Quite another text follows here.", DAY)
    take([*articles(2), poison])
    done = recode(store, Counts(), program="p", knowledge=knowledge)
    assert (done.documents, done.anew, told(store)) == (2, 1, [3, 40])
    assert [problem for _, problem in done.problems] == ["ValueError: cannot be read"]


def test_only_the_articles_of_a_process_are_read(take: Take, store: Store, knowledge: Knowledge) -> None:
    other = ("https://b.example/1", "Sudan and Chad reopened a border post after a week of rain in the hills.", DAY)
    take([*articles(2), other])
    coder = Counts()
    done = recode(store, coder, program="p", knowledge=knowledge, process=find_process("UKR+RUS", knowledge=knowledge))
    assert (done.documents, len(coder.read)) == (1, 1)
