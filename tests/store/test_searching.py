"""Finding articles and records by their words, on every backend."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from first_version import back_to_version_1

from archive_world import FILLER, ISTANBUL, RUS, UKR, attack, document, event
from dragoman.store.keeping import Reading
from dragoman.store.searching import Kind, search
from dragoman.store.store import Store, open_store


def filled(store: Store) -> None:
    first = document(f"A strike on Kharkiv killed 12 people, the mayor said. {FILLER}", title="Kharkiv under fire")
    store.keep(Reading("https://a.example/1", first, (attack(first, "A strike on Kharkiv killed 12 people", 12),), "t"))
    text = f"Russia and Ukraine will negotiate a prisoner exchange in Istanbul on Wednesday. {FILLER[:90]}"
    second = document(text, date(2025, 7, 22), title="Talks")
    talks = event(
        second, "Russia and Ukraine will negotiate", source=(RUS,), target=(UKR,), place=ISTANBUL,
        frame="meeting", state="scheduled",
        issues=("prisoner_exchange",),
    )  # fmt: skip
    store.keep(Reading("https://a.example/2", second, (talks,), "t"))
    older = document("Talks about talks: negotiations over Kharkiv’s café quarter dragged on. " + "Nobody spoke. " * 20,
                     date(2025, 7, 1), title="Old news")  # fmt: skip
    store.keep(Reading("https://a.example/3", older, (), "t"))


def found(store: Store, query: str, kind: Kind = "articles", **part: int) -> list[str]:
    hits = search(store, query, kind=kind, **{"limit": 10, **part})
    with store.engine.connect() as connection:
        if kind == "records":
            rows = connection.execute(sa.text("SELECT id, type AS title FROM events")).all()
        else:
            rows = connection.execute(sa.text("SELECT id, title FROM documents")).all()
    titles = {row.id: row.title for row in rows}
    return [titles[one] for one in hits.ids]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Kharkiv", ["Kharkiv under fire", "Old news"]),
        ("negotiation", ["Talks", "Old news"]),  # in any form of the word, the last learned first
        ("kharkiv killed", ["Kharkiv under fire"]),
        ('"prisoner exchange"', ["Talks"]),
        ('"exchange prisoner"', []),
        ("kharkiv -killed", ["Old news"]),
        ("-killed", []),
        ("nowhere", []),
        ("", []),
        ("!!! ?", []),
        ("café", ["Old news"]),
        ("fire", ["Kharkiv under fire"]),
    ],
)
def test_articles_are_found_by_words_of_text_and_title(store: Store, query: str, titles: list[str]) -> None:
    filled(store)
    assert found(store, query) == titles


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("Istanbul", ["CONSULT"]),
        ("Türkiye", ["CONSULT"]),
        ("prisoner exchange", ["CONSULT"]),
        ("Russia", ["CONSULT", "ASSAULT"]),
        ("missile strike", ["ASSAULT"]),
        ("assault Kharkiv", ["ASSAULT"]),
        ("mayor", []),  # in the article, but not in the record's quote
    ],
)
def test_records_are_found_by_quote_actor_place_and_type(store: Store, query: str, types: list[str]) -> None:
    filled(store)
    assert found(store, query, "records") == types


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        "'",
        "a AND",
        "NOT",
        "(",
        "title:talks",
        "NEAR(a b)",
        "*",
        "^a",
        "a*",
        "{}",
        "\\",
        "\x00",
        "ka'rk%_",
        "é" * 300,
    ],
)
def test_no_query_is_an_error(store: Store, query: str) -> None:
    filled(store)
    for kind in ("articles", "records"):
        search(store, query, kind=kind, limit=5)


def test_hits_come_in_pages_and_are_counted(store: Store) -> None:
    filled(store)
    first = search(store, "talks OR negotiations", kind="articles", limit=10)
    assert first.total == len(first.ids)
    assert found(store, "Kharkiv", limit=1) == ["Kharkiv under fire"]
    assert found(store, "Kharkiv", limit=1, offset=1) == ["Old news"]
    assert search(store, "Kharkiv", kind="articles", limit=1, offset=1).total == 2
    assert found(store, "Kharkiv", limit=1, offset=2) == []


def test_an_archive_of_the_first_version_is_upgraded_and_indexed(place: str, store: Store) -> None:
    filled(store)
    before = {**store.counts(), "readings": 0}  # the first version kept none
    known = store.known()
    back_to_version_1(store)
    store.close()
    again = open_store(place)
    assert again.counts() == before
    assert again.known() == known
    assert found(again, "Kharkiv") == ["Kharkiv under fire", "Old news"]
    assert found(again, "Istanbul", "records") == ["CONSULT"]
    again.close()
