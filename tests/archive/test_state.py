"""The state of a process from the archive: replayed as of a day, copies once, contradictions kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from archive_world import FILLER, ISTANBUL, RUS, UKR, document, event
from dragoman.archive.ingest import Summary
from dragoman.archive.state import record
from dragoman.delivery.changes import changes_markdown, dispute_lines
from dragoman.errors import SettingsError
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.knowledge.processes import find_process
from dragoman.store.keeping import Reading
from dragoman.store.store import Store

Take = Callable[[list[tuple[str, str, date | None]]], Summary]
ELSEWHERE = (
    "Elsewhere the envoy flew home after two days of shuttle visits, and the airport reopened to relief "
    "flights. Farmers along the river returned to fields that deminers had cleared in May. The parliament "
    "put off a vote on the budget, the central bank held its rate, and the railway said that night trains "
    "to the coast would run again from Friday if the bridge passed its inspection by engineers."
)
FIRST, SECOND, THIRD = date(2025, 7, 20), date(2025, 7, 21), date(2025, 7, 22)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def report(killed: int, more: str) -> str:
    end = "" if more == ELSEWHERE else FILLER
    return f"Report {more[:20]}\n\nA strike on Kharkiv killed {killed} people, the mayor said.\n\n{more} {end}\n"


def test_copies_under_other_addresses_change_no_event(take: Take, store: Store, knowledge: Knowledge) -> None:
    text = report(12, "Rescue teams worked through the night.")
    take([("https://wire.example/1", text, FIRST)])
    before = record(store, None, knowledge=knowledge)
    changed = [text + f"Copyright {n} Example Media. All rights reserved.\n" for n in range(5)]
    same = [text] * 5
    take([(f"https://copy{n}.example/x", one, SECOND) for n, one in enumerate([*changed, *same])])
    after = record(store, None, knowledge=knowledge)
    assert len(after.documents) == 6
    assert after.events == before.events
    assert after.events[0].sources == 1


def test_a_day_is_replayed_as_it_was(take: Take, store: Store, knowledge: Knowledge) -> None:
    take([("https://a.example/1", report(12, "Rescue teams worked through the night."), FIRST)])
    then = record(store, None, knowledge=knowledge, as_of=FIRST)
    take([("https://a.example/1", report(19, "Rescue teams worked through the night."), SECOND)])
    take([("https://b.example/9", report(21, ELSEWHERE), THIRD)])
    assert record(store, None, knowledge=knowledge, as_of=FIRST) == then
    now = record(store, None, knowledge=knowledge, as_of=THIRD, since=FIRST)
    assert now.since == "2025-07-20"
    toll = [one for one in now.changes if one.kind == "toll"]
    assert [one.text for one in toll] == [
        "The missile strike in Kharkiv by Russia on 20 July 2025: killed raised from 12 to 21"
    ]
    cited = {one.document for change in now.changes for one in change.evidence}
    assert cited <= {one.id for one in now.documents}


def test_what_reports_disagree_on_stands_side_by_side(take: Take, store: Store, knowledge: Knowledge) -> None:
    take([("https://a.example/1", report(12, "Rescue teams worked through the night."), FIRST)])
    take([("https://b.example/9", report(21, ELSEWHERE), FIRST)])
    found = record(store, None, knowledge=knowledge)
    (happening,) = found.events
    assert (happening.sources, happening.disputed) == (2, ("killed",))
    assert found.violence[0].events == happening.members
    (line,) = dispute_lines(found.events)
    assert (
        line.text
        == "Assault in Kharkiv, 20 July 2025: killed is disputed: 12 (the report itself); 21 (the report itself)"
    )
    assert "## Disputed" in changes_markdown("", (), found.events)


def test_every_entry_names_events_that_the_record_holds(take: Take, store: Store, knowledge: Knowledge) -> None:
    take([(f"https://{n}.example/", report(n, f"Note {n}. " * 40), FIRST) for n in range(1, 5)])
    found = record(store, None, knowledge=knowledge)
    ids = {member for one in found.events for member in one.members}
    assert all(set(entry.events) <= ids for entry in found.entries())
    texts = {one.id: one.text for one in found.documents}
    for one in (*found.events, *found.entries()):
        assert all(texts[e.document][e.start : e.end] == e.quote for e in one.evidence)


def test_only_the_process_asked_for(take: Take, store: Store, knowledge: Knowledge) -> None:
    take([("https://a.example/1", report(12, "Rescue teams worked through the night."), FIRST)])
    talks = document("Russia and Ukraine will meet in Istanbul on Wednesday. " + FILLER, SECOND)
    store.keep(
        Reading(
            "https://a.example/2",
            talks,
            (
                event(
                    talks,
                    talks.text[:24],
                    source=(RUS,),
                    target=(UKR,),
                    place=ISTANBUL,
                    frame="meeting",
                    state="scheduled",
                ),
            ),
            "t",
        )
    )
    assert len(record(store, None, knowledge=knowledge).documents) == 2
    for name in ("ukraine-russia", "process:ukraine-russia", "rus+UKR"):
        found = record(store, find_process(name, knowledge=knowledge), knowledge=knowledge)
        assert [one.id for one in found.documents] == [talks.id]  # the other names one side only
    assert found.processes == ("process:rus+ukr",)
    other = find_process("sudan-rsf", knowledge=knowledge)
    assert record(store, other, knowledge=knowledge).events == ()


def test_processes_are_found_by_id_and_by_parties(knowledge: Knowledge) -> None:
    assert find_process("all") is None
    found = find_process("DRC-M23", knowledge=knowledge)
    assert found is not None
    assert {"COD", "M23"} <= found.parties
    made = find_process("cod + m23", knowledge=knowledge)
    assert made is not None
    assert (made.id, made.sides) == ("process:cod+m23", (frozenset({"COD"}), frozenset({"M23"})))
    with pytest.raises(SettingsError, match=r"'sudan' is unknown.*sudan-rsf"):
        find_process("sudan", knowledge=knowledge)
