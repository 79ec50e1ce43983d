"""What is asked by an id: many at once take no longer each than few, and versions come in their order."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from archive_world import document
from dragoman.store import lookups
from dragoman.store.rows import Reading
from dragoman.store.store import open_store


def article(number: int, *, version: int = 1) -> Reading:
    """An article of its own words; its versions differ in a few."""
    words = " ".join(f"w{number}x{place}" for place in range(60))
    text = document(f"{words} {'again ' * version}", date(2025, 7, 20 + version))
    return Reading(f"https://a.example/{number}", text, (), "test 0")


def test_later_versions_are_told_of_each_article_in_order(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.sqlite")
    read = [article(number, version=version) for version in (1, 2, 3) for number in range(3)]
    for one in read:
        store.keep(one)
    ids = [one.document.id for one in read]
    kept = lookups.documents(store, ids)
    for number in range(3):
        first, second, third = ids[number], ids[3 + number], ids[6 + number]
        assert kept[first].newer == (second, third)
        assert kept[second].newer == (third,)
        assert kept[third].newer == ()
        assert kept[first].addresses == (f"https://a.example/{number}",)
    store.close()


def test_documents_are_looked_up_in_linear_time(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a.sqlite")
    read = [article(number) for number in range(1600)]
    store.keep_many(read)

    def seconds(many: int) -> float:
        ids = [one.document.id for one in read[:many]]
        taken = []
        for _ in range(3):
            begun = time.process_time()
            assert len(lookups.documents(store, ids)) == many
            taken.append(time.process_time() - begun)
        return min(taken)

    assert seconds(1600) < 10 * seconds(400)  # four times the work; sixteen times where each is compared with each
    store.close()
