"""The same articles give the same record on every backend, and everything leads back to its characters."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from archive_world import FILLER, code_strikes, found
from dragoman.archive.ingest import ingest
from dragoman.archive.state import record
from dragoman.knowledge.load import load_knowledge
from dragoman.store.store import Store


def test_from_articles_to_a_record_and_back_to_the_characters(store: Store) -> None:
    articles = [
        (f"https://{site}.example/ö?id={n}", f"A strike on Kharkiv killed {killed} people. {FILLER} {n}\n", day)
        for site, n, killed, day in (
            ("a", 1, 12, date(2025, 7, 20)),
            ("a", 1, 19, date(2025, 7, 21)),
            ("b", 2, 12, date(2025, 7, 21)),
            ("c", 2, 12, None),
        )
    ]
    for _ in range(2):
        summary = ingest(found(articles), store=store, code=code_strikes, coder="t")
    assert summary.outcomes == {"known": 4}
    whole = record(store, None, knowledge=load_knowledge(), since=date(2025, 7, 20))
    assert [one.kind for one in whole.changes] == ["toll"]
    (happening,) = whole.events
    assert happening.disputed == ("killed",)
    with store.engine.connect() as connection:
        wrong = connection.execute(
            text(
                "SELECT count(*) FROM passages p JOIN documents d ON d.id = p.document "
                'WHERE substr(d.text, p.start + 1, p."end" - p.start) <> p.quote'
            )
        ).scalar_one()
        linked = connection.execute(
            text("SELECT count(*) FROM statements s JOIN passages p ON p.id = s.passage")
        ).scalar_one()
    assert wrong == 0
    assert linked == store.counts()["statements"] > 0
