"""Many documents in one transaction: the same archive as one by one, and nothing half."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive_world import FILLER, attack, document
from dragoman.errors import StoreError
from dragoman.store.keeping import Outcome, Reading
from dragoman.store.store import Store, open_store
from dragoman.store.tables import metadata
from large_archive import LAST_DAY, THEATRES, fill, readings

DAY = date(2025, 7, 21)


def reading(text: str, address: str, day: date = DAY) -> Reading:
    doc = document(text, day)
    return Reading(address, doc, (attack(doc, text[:36], 12),), "test 0")


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept of documents, without the moments and the numbers that rows are given."""
    left_out = {"recorded", "id", "passage", "article"}
    found = {}
    with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name not in {"documents", "bands", "articles", "versions", "passages", "events", "statements"}:
                continue
            columns = [
                c for c in table.columns if c.name not in left_out or (c.name == "id" and table.name != "articles")
            ]
            columns = [c for c in columns if not (table.name == "passages" and c.name == "id")]
            found[table.name] = sorted(map(tuple, connection.execute(sa.select(*columns))), key=repr)
    return found


def test_together_and_one_by_one_make_the_same_archive(store: Store, tmp_path: Path) -> None:
    made = list(readings(events=150, theatres=THEATRES[:2]))
    made += made[:3]  # known again
    text = f"A strike on Kharkiv killed 12 people, the mayor said. {FILLER}"
    made.append(reading(text, "https://a.example/x"))
    made.append(reading(text, "https://b.example/x"))
    made.append(reading(f"{text} Rescuers went home in the evening.", "https://a.example/x", DAY + timedelta(days=1)))
    made.append(reading(f"{text} All rights reserved.", "https://c.example/x"))
    other = open_store(tmp_path / "other.sqlite", clock=store.clock)
    one_by_one = [other.keep(one) for one in made]
    assert {*one_by_one} == {*Outcome}
    assert list(store.keep_many(made)) == one_by_one
    if store.engine.dialect.name == "sqlite":
        assert rows(store) == rows(other)
    assert store.known().events == other.known().events
    assert [*store.keep_many(made)] == [Outcome.known] * len(made)
    other.close()


def test_no_documents_are_nothing(store: Store) -> None:
    assert store.keep_many(()) == ()


def test_one_that_cannot_be_kept_costs_none_before_it(store: Store) -> None:
    text = f"A strike on Kharkiv killed 12 people, the mayor said. {FILLER}"
    good, late = reading(text, "https://a.example/1"), reading(text + "Later.", "https://a.example/3")
    twice = Reading("https://a.example/2", document("Two events of one name. " + FILLER), good.events, "test 0")
    with pytest.raises(StoreError):
        store.keep_many([good, twice, late])
    assert [one.id for one in store.known().documents] == [good.document.id]
    assert store.counts()["versions"] == 1


def test_the_version_changes_with_what_is_kept_and_said(store: Store) -> None:
    from dragoman.records.statement import Judgement

    seen = [store.version()]

    def note() -> None:
        assert store.version() not in seen
        seen.append(store.version())

    text = f"A strike on Kharkiv killed 12 people, the mayor said. {FILLER}"
    first = reading(text, "https://a.example/1")
    store.keep(first)
    note()
    store.keep(reading(text, "https://copy.example/1"))
    note()
    store.judge(Judgement(verdict="wrong", one=first.events[0].id, by="me"))
    note()
    store.keep(first)
    assert store.version() == seen[-1]


def test_a_made_archive_is_the_same_for_the_same_seed(store: Store) -> None:
    assert list(readings(events=60, seed=3)) == list(readings(events=60, seed=3))
    articles, events = fill(store, events=120, judged=4)
    counts = store.counts()
    assert counts["documents"] == articles
    assert counts["events"] >= 120 or events >= 120
    assert counts["judgements"] == 4
    assert _last_day(store.known().documents) <= LAST_DAY


def _last_day(documents: Sequence[object]) -> date:
    return max(one.published for one in documents)  # type: ignore[attr-defined]
