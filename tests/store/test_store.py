"""What an archive keeps, on every backend: one text once, all versions, when it was learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from archive_world import FILLER, ISTANBUL, RUS, UKR, attack, document, event
from dragoman.errors import StoreError
from dragoman.records.statement import Judgement
from dragoman.store.inserting import Row, insert_rows
from dragoman.store.keeping import Outcome, Reading
from dragoman.store.lookups import fingerprint
from dragoman.store.reading import Fetch
from dragoman.store.store import Store, open_store
from dragoman.store.tables import metadata

TEXT = f"A strike on Kharkiv killed 12 people, the mayor said. {FILLER}"
UPDATED = f"A strike on Kharkiv killed 19 people, the mayor said on Monday. {FILLER}"


def reading(text: str = TEXT, *, address: str = "https://a.example/1", day: date | None = date(2025, 7, 21)) -> Reading:
    doc = document(text, day, publisher="A")
    killed = 19 if "19" in text else 12
    return Reading(address, doc, (attack(doc, text[:36], killed, speaker=UKR),), "test 0")


def test_what_was_kept_comes_back_as_it_was(store: Store) -> None:
    found = reading()
    assert store.keep(found) is Outcome.new
    known = store.known()
    assert known.documents == (found.document,)
    assert known.events == found.events
    assert known.learned == {found.document.id: date(2025, 7, 21)}
    counts = store.counts()
    assert (counts["documents"], counts["events"], counts["passages"]) == (1, 1, 1)
    assert counts["statements"] == 6  # status, type, source, start, place, killed


def test_keeping_twice_changes_nothing(store: Store) -> None:
    store.keep(reading())
    before = store.counts()
    assert store.keep(reading()) is Outcome.known
    assert store.counts() == before


def test_the_same_text_at_ten_addresses_is_one_document(store: Store) -> None:
    outcomes = [store.keep(reading(address=f"https://a.example/{n}")) for n in range(10)]
    assert outcomes == [Outcome.new] + 9 * [Outcome.copy]
    counts = store.counts()
    assert (counts["documents"], counts["events"], counts["articles"]) == (1, 1, 10)


def test_a_near_copy_is_kept_and_marked(store: Store) -> None:
    store.keep(reading())
    copied = reading("By our correspondents. " + TEXT.replace(", the mayor said", ""), address="https://b.example/9")
    copied = Reading(copied.address, copied.document, (), "test 0")
    assert store.keep(copied) is Outcome.near_copy
    known = store.known()
    assert set(known.copies.values()) == {reading().document.id}
    assert len(known.documents) == 2


def test_an_update_is_a_new_version_and_both_stay(store: Store) -> None:
    store.keep(reading())
    assert store.keep(reading(UPDATED, day=date(2025, 7, 22))) is Outcome.version
    assert [d.text for d in store.known().documents] == [UPDATED]
    assert [d.text for d in store.known(as_of=date(2025, 7, 21)).documents] == [TEXT]
    assert store.known(as_of=date(2025, 7, 20)).documents == ()
    assert store.counts()["documents"] == 2


def test_an_update_without_a_later_day_counts_from_when_it_was_found(store: Store) -> None:
    store.keep(reading())
    store.keep(reading(UPDATED))
    assert [d.text for d in store.known(as_of=date(2025, 7, 31)).documents] == [TEXT]
    assert [d.text for d in store.known(as_of=date(2025, 8, 1)).documents] == [UPDATED]


def test_two_versions_fed_again_make_no_third(store: Store) -> None:
    for _ in range(2):
        store.keep(reading())
        store.keep(reading(UPDATED, day=date(2025, 7, 22)))
    assert store.counts()["versions"] == 2


def test_two_unlike_texts_at_one_address_are_two_articles(store: Store) -> None:
    store.keep(reading())
    other = document("Football: the cup final ended in a draw after extra time. " + "Fans sang all night. " * 9)
    for _ in range(2):
        store.keep(Reading("https://a.example/1", other, (), "test 0"))
    assert len(store.known().documents) == 2
    assert store.counts()["articles"] == 2


def test_a_text_without_a_day_is_learned_when_it_is_taken(store: Store) -> None:
    store.keep(reading(day=None))
    assert store.known(as_of=date(2025, 7, 31)).documents == ()
    assert len(store.known(as_of=date(2025, 8, 1)).documents) == 1


def test_what_the_archive_had_by_a_moment(store: Store) -> None:
    store.keep(reading())
    assert store.known(recorded_by=datetime(2025, 7, 31, tzinfo=UTC)).documents == ()
    assert len(store.known(recorded_by=datetime(2025, 8, 2, tzinfo=UTC)).documents) == 1


def test_documents_can_be_asked_for_by_parties(store: Store) -> None:
    doc = document("Russia and Ukraine will meet in Istanbul on Wednesday.")
    store.keep(
        Reading(
            "https://a.example/2",
            doc,
            (event(doc, doc.text[:24], source=(RUS,), target=(UKR,), place=ISTANBUL),),
            "t",
        )
    )
    store.keep(reading())
    assert [d.id for d in store.known(parties=["UKR"]).documents] == [doc.id]
    assert len(store.known(parties=["RUS", "UKR"]).documents) == 2
    assert len(store.known(parties=["@UKR"]).documents) == 1
    assert store.known(parties=["SDN", "RSF"]).documents == ()


def test_a_failure_in_the_middle_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        if table.name == "statements":
            raise RuntimeError("power cut")
        insert_rows(connection, table, rows)

    before = store.counts()
    monkeypatch.setattr("dragoman.store.keeping.insert_rows", fail)
    with pytest.raises(RuntimeError):
        store.keep(reading())
    assert store.counts() == before
    monkeypatch.undo()
    assert store.keep(reading()) is Outcome.new


def test_judgements_are_only_added(store: Store) -> None:
    found = reading()
    store.keep(found)
    name = found.events[0].id
    store.judge(Judgement(verdict="wrong", one=name, by="me"))
    store.judge(Judgement(verdict="right", one=name, by="me", note="looked again"))
    assert [j.verdict for j in store.known().judgements] == ["wrong", "right"]
    with pytest.raises(StoreError, match="no event 'nothing'"):
        store.judge(Judgement(verdict="same", one=name, other="nothing", by="me"))
    assert store.counts()["judgements"] == 2


def test_a_visit_is_noted_in_place_of_the_last(store: Store) -> None:
    at = datetime(2025, 8, 1, 12, tzinfo=UTC)
    assert store.fetch("https://a.example/rss") is None
    store.note_fetch(Fetch("https://a.example/rss", at, "taken", etag='"1"'))
    store.note_fetch(Fetch("https://a.example/rss", at, "failed", failures=1, note="503"))
    assert store.fetch("https://a.example/rss") == Fetch("https://a.example/rss", at, "failed", failures=1, note="503")


def test_opening_again_keeps_everything(store: Store, place: str, clock: Callable[[], datetime]) -> None:
    store.keep(reading())
    again = open_store(place, clock=clock)
    assert again.known() == store.known()
    again.close()


def test_the_migrations_make_the_tables_that_the_program_expects(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.engine.connect() as connection:
        # Each database's own kind of full-text index is no table of the program's.
        options = {"include_name": lambda name, kind, _: kind != "table" or not (name or "").startswith("words_")}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert found == []


def test_an_archive_of_a_newer_program_is_refused(store: Store, place: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer than this program"):
        open_store(place)


def test_another_programs_database_is_refused(place: str, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE alembic_version"))
    with pytest.raises(StoreError, match="another program"):
        open_store(place)


def test_a_second_writer_waits_and_then_says_so(store: Store, place: str) -> None:
    other = open_store(place, patience=0.05)
    with store._unit(write=True), pytest.raises(StoreError, match="another program is writing"):
        other.keep(reading())
    assert other.keep(reading()) is Outcome.new
    other.close()


def test_odd_characters_survive(store: Store) -> None:
    doc = document("Un “accord” — سلام \U0001f54a %s ' \" \\ \u200b\n" + FILLER, None)
    store.keep(Reading("file:/ö ä", doc, (), "t"))
    assert store.known().documents == (doc,)


def test_an_archive_that_is_not_there_is_not_made_by_reading(place: str) -> None:
    with pytest.raises(StoreError, match="holds nothing yet"):
        open_store(place, create=False)
    open_store(place).close()
    open_store(place, create=False).close()


def test_a_fingerprint_changes_with_each_version_and_judgement_and_with_nothing_else(store: Store) -> None:
    found = reading()
    seen = [fingerprint(store)]
    for write in (
        lambda: store.keep(found),
        lambda: store.keep(reading(address="https://a.example/2")),
        lambda: store.judge(Judgement(verdict="right", one=found.events[0].id, by="me")),
        lambda: store.judge(Judgement(verdict="right", one=found.events[0].id, by="me")),
    ):
        write()
        assert fingerprint(store) not in seen
        seen.append(fingerprint(store))
    store.keep(found)
    assert fingerprint(store) == seen[-1]
