"""Taking in: nothing lost, nothing twice, nothing half; killed at any moment, the next run finishes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive_world import FILLER, code_strikes, document, found
from dragoman.archive.ingest import Step, Summary, ingest
from dragoman.archive.state import record
from dragoman.errors import StoreError
from dragoman.knowledge.load import load_knowledge as knowledge
from dragoman.sources.files import Item
from dragoman.sources.found import Found, missing
from dragoman.sources.reader import Reader
from dragoman.store.keeping import Outcome, Reading
from dragoman.store.store import Store, open_store

Take = Callable[[list[tuple[str, str, date | None]]], Summary]
DAY = date(2025, 7, 21)


def story(killed: int, more: str = "") -> str:
    return f"Strike on the second city\n\nA strike on Kharkiv killed {killed} people, the mayor said. {FILLER} {more}\n"


def test_the_summary_says_what_became_of_everything(store: Store) -> None:
    texts = [("https://a.example/1", story(12), DAY), ("https://a.example/1", story(12), DAY)]
    odd = Found("x.bin", "file:x.bin", Item("x.bin", b"\x89PNG\r\n\x1a\n" + bytes(99), ".txt"))
    told: list[Step] = []
    summary = ingest(
        [*found(texts), missing("y", "no such file"), odd], store=store, code=code_strikes, coder="t", tell=told.append
    )
    assert summary.outcomes == {"new": 1, "known": 1, "skipped": 2}
    assert [step.place for step in summary.skipped] == ["y", "x.bin"]
    assert all(step.problem for step in summary.skipped)
    assert (summary.events, told) == (1, list(summary.steps))


def test_the_same_input_twice_changes_nothing(take: Take, store: Store) -> None:
    articles = [(f"https://a.example/{n}", story(n, f"Note {n}."), DAY) for n in range(5)]
    take(articles)
    before = store.counts(), store.known()
    assert take(articles).outcomes == {"known": 5}
    assert (store.counts(), store.known()) == before


def test_every_article_ten_times_under_other_addresses_adds_no_event(take: Take, store: Store) -> None:
    texts = [story(12), story(3, "Elsewhere the day was calm. " * 9), story(44, "Rescuers dug through the night. " * 9)]
    take([(f"https://a.example/{n}", text, DAY) for n, text in enumerate(texts)])
    before = store.counts()["events"]
    take([(f"https://copy{c}.example/{n}", text, DAY) for c in range(10) for n, text in enumerate(texts)])
    assert store.counts()["events"] == before


def test_a_text_that_is_known_is_not_coded_again(store: Store) -> None:
    asked: list[str] = []

    def code(document):  # type: ignore[no-untyped-def]
        asked.append(document.id)
        return code_strikes(document)

    articles = [("https://a.example/1", story(12), DAY), ("https://b.example/1", story(12), DAY)]
    for _ in range(2):
        ingest(found(articles), store=store, code=code, coder="t")
    assert len(asked) == 1


def test_a_text_that_cannot_be_coded_is_named_and_the_rest_is_taken(store: Store) -> None:
    def code(document):  # type: ignore[no-untyped-def]
        if "44" in document.text:
            raise IndexError("tuple index out of range")
        return code_strikes(document)

    articles = [(f"https://a.example/{n}", story(n), DAY) for n in (44, 12)]
    summary = ingest(found(articles), store=store, code=code, coder="t")
    assert summary.outcomes == {"new": 1, "skipped": 1}
    assert "IndexError" in str(summary.skipped[0].problem)


def test_a_page_saved_twice_is_one_article_with_two_versions(store: Store, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    for name, killed in (("monday.html", 12), ("tuesday.html", 19)):
        (tmp_path / "saved" / name).write_text(
            '<html><head><link rel="canonical" href="https://a.example/news/strike"><title>Strike</title></head>'
            f"<body><article><p>A strike on Kharkiv killed {killed} people.</p><p>{FILLER}</p></article></body></html>"
        )
    summary = ingest(Reader().read(str(tmp_path / "saved")), store=store, code=code_strikes, coder="t")
    assert summary.outcomes == {"new": 1, "new version": 1}
    assert len(store.known().documents) == 1


def test_control_characters_stay_out_of_names(store: Store) -> None:
    one = found([("https://a.example/1", story(12), DAY)])[0]
    odd = Found(**{**{f: getattr(one, f) for f in Found.__slots__}, "title": "Talks\x1b[2J\x00 \ud800resume"})
    ingest([odd], store=store, code=code_strikes, coder="t")
    assert store.known().documents[0].title == "Talks [2J   resume"


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of an archive, without the moments at which they were written."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = {}
        for name in tables:
            rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            found[name] = sorted((tuple(v for k, v in row.items() if k != "recorded") for row in rows), key=repr)
        return found


NEWS = [
    *((f"https://a.example/{n}", story(n, f"Note {n}. " * n), DAY) for n in range(1, 9)),
    *((f"https://b.example/{n}", story(n, f"Note {n}. " * n), DAY) for n in range(1, 9, 2)),
    ("https://a.example/1", story(19, "The toll has risen."), date(2025, 7, 22)),
]


def run(path: Path, *, before_statement: Callable[[], None] = lambda: None) -> None:
    store = open_store(path, clock=lambda: datetime(2025, 9, 1, tzinfo=UTC))
    sa.event.listen(store.engine, "before_cursor_execute", lambda *_: before_statement())
    sa.event.listen(store.engine, "commit", lambda *_: before_statement())
    ingest(found(NEWS), store=store, code=code_strikes, coder="t")
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_fifty_random_points_the_next_run_finishes(tmp_path: Path) -> None:
    counted = [0]
    run(tmp_path / "whole.sqlite", before_statement=lambda: counted.__setitem__(0, counted[0] + 1))
    whole = dump(tmp_path / "whole.sqlite")
    draw = random.Random(7)
    # Each run is killed some way further in, so that one archive lives through many kills.
    points = draw.sample(range(1, counted[0]), 50)
    for number, point in enumerate(points):
        path = tmp_path / f"{number // 5}.sqlite"
        _killed(path, point if number % 5 == 0 else draw.randint(1, 90))
        if number % 5 == 4:
            run(path)
            assert dump(path) == whole


def _killed(path: Path, point: int) -> None:
    """Runs in a child that kills itself, as `kill -9` does, at the given statement."""
    child = os.fork()
    if child == 0:
        left = [point]

        def count() -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            run(path, before_statement=count)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_three_programs_at_once_take_everything_once(tmp_path: Path) -> None:
    run(tmp_path / "whole.sqlite")
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                run(tmp_path / "shared.sqlite")
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    whole, shared = dump(tmp_path / "whole.sqlite"), dump(tmp_path / "shared.sqlite")
    for table in ("documents", "events", "statements", "versions", "articles"):
        assert len(shared[table]) == len(whole[table])


def test_a_full_disk_is_a_clear_error_and_what_was_taken_stays(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.sqlite")
    articles = found([(f"https://a.example/{n}", story(n, f"Note {n}. " * 400), DAY) for n in range(20)])
    ingest(articles[:2], store=store, code=code_strikes, coder="t")

    def limit(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 10}")

    with store.engine.connect() as connection:
        limit(connection)
    with pytest.raises(StoreError, match="the disk is full"):
        ingest(articles, store=store, code=code_strikes, coder="t")
    store.close()
    again = open_store(tmp_path / "a.sqlite")
    taken = again.counts()["documents"]
    assert 2 <= taken < 20
    summary = ingest(articles, store=again, code=code_strikes, coder="t")
    assert summary.outcomes.get("known") == taken
    assert again.counts()["documents"] == 20
    again.close()


def test_a_locked_archive_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    store = open_store(path, patience=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing to it; wait"):
            ingest(found(NEWS[:1]), store=store, code=code_strikes, coder="t")
        other.execute("ROLLBACK")
    assert ingest(found(NEWS[:1]), store=store, code=code_strikes, coder="t").outcomes == {"new": 1}
    store.close()


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("mysql://a.example/x", "no kind of archive"),
        ("postgresql://user:secret@127.0.0.1:1/x", "does not answer"),
        ("/proc/nowhere/a.sqlite", "check the path"),
    ],
)
def test_an_archive_that_cannot_be_opened_says_why(place: str, problem: str) -> None:
    if place.startswith("postgresql"):
        pytest.importorskip("psycopg", reason="PostgreSQL's driver: pip install '.[postgres]'")
    with pytest.raises(StoreError, match=problem) as error:
        open_store(place)
    assert "secret" not in str(error.value)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are my notes. " * 60)
    with pytest.raises(StoreError, match="file of another kind"):
        open_store(tmp_path / "notes.txt")


def test_outcomes_are_told_in_words() -> None:
    assert [one.value for one in Outcome] == ["new", "new version", "near copy", "copy", "known"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(9999, 12, 31), "the stated day '9999-12-31' lies in the future"),
        # Past by the computer's clock, ahead by the archive's.
        (date(2025, 9, 3), "the day of publication 2025-09-03 cannot be, so none is known"),
        (date(1, 1, 1), "the stated day '0001-01-01' is none on which news was published"),
    ],
)
def test_a_day_of_publication_that_cannot_be_is_set_aside(day: date, why: str, take: Take, store: Store) -> None:
    take([("https://a.example/1", story(12), DAY), ("https://a.example/2", story(44, "Rescuers dug. " * 30), day)])
    known = store.known()
    assert sorted(one.published or date.max for one in known.documents) == [DAY, date.max]
    assert sorted(one.learned or date.max for one in known.events) == [DAY, date.max]
    now = record(store, None, knowledge=knowledge())
    assert now.as_of == DAY.isoformat()
    assert why in [one.text for one in now.warnings]


def test_an_archive_that_has_taken_a_day_that_cannot_be_gives_none(store: Store) -> None:
    far = date(9999, 12, 31)
    text = document(story(12), far)
    store.keep(Reading("https://a.example/1", text, code_strikes(text).events, "an older program"))
    known = store.known()
    assert [(one.published, len(one.warnings)) for one in known.documents] == [(None, 1)]
    assert [one.learned for one in known.events] == [date(2025, 9, 1)]
    assert record(store, None, knowledge=knowledge()).as_of is None
