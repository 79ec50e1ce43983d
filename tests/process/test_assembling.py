"""The state of a process is a pure function of what was known: of documents, events and the day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from process_world import (
    HOUTHIS,
    ISTANBUL,
    QATAR,
    RSF,
    RUSSIA,
    STATES,
    SUDAN,
    TURKIYE,
    UKRAINE,
    a_document,
    an_event,
    attack,
    meeting,
    promise,
    state,
    told,
    word,
)

from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge
from dragoman.process.assemble import assemble
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Actor, Count, PlaceValue, Speaker

Told = tuple[Document, tuple[Event, ...]]
OMDURMAN = PlaceValue(name="Omdurman", country="SDN", precision="city", country_name="Sudan")
PAIR = (UKRAINE, RUSSIA)


def announced() -> Told:
    talks = meeting("scheduled", *PAIR, start="2025-07-23", place=ISTANBUL, happening="a")
    text = "Ukraine said on Sunday that it would meet Russia in Istanbul."
    return told("2025-07-20", text, talks, word("announced", UKRAINE, happening="a"))


def confirmed() -> Told:
    talks = meeting("scheduled", *PAIR, place=ISTANBUL, happening="a", definite=True)
    text = "Turkish officials confirmed the talks of Ukraine and Russia in Istanbul."
    return told("2025-07-21", text, talks, word("confirmed", TURKIYE, happening="a"))


def denied() -> Told:
    kremlin = Speaker(speaker=RUSSIA, verb="deny", direct=False)
    text = "The Kremlin denied that Russia would meet Ukraine on Wednesday."
    return told("2025-07-21", text, meeting("denied", *PAIR, start="2025-07-23", attribution=kremlin))


def held() -> Told:
    talks = meeting("held", *PAIR, start="2025-07-23", place=ISTANBUL)
    return told("2025-07-24", "Ukraine and Russia met in Istanbul on Wednesday.", talks)


def failed() -> Told:
    text = "The talks of Ukraine and Russia in Istanbul collapsed on Wednesday."
    return told("2025-07-24", text, meeting("failed", *PAIR, start="2025-07-23", place=ISTANBUL))


def shelled(killed: int, reporter: Actor, published: str) -> Told:
    numbers = Quantities(killed=Count(min=killed, max=killed))
    said = Speaker(speaker=reporter, verb="say", direct=False)
    strike = attack(kind="shelling", start="2025-07-19", place=OMDURMAN, quantities=numbers, attribution=said)
    return told(published, f"{reporter.name} said that shelling of Omdurman killed {killed}.", strike)


def threatened() -> Told:
    limit = promise(
        "pending", (STATES,), kind="ultimatum", target=(RUSSIA,), action="SANCTION", due="2025-07-22",
        condition="or face sanctions", issues=("ceasefire",),
    )  # fmt: skip
    return told("2025-07-18", "Washington gave Russia until Tuesday or face sanctions.", limit)


def unrelated() -> Told:
    return told(
        "2025-07-19",
        "Qatar and the Houthis met in Muscat on 12 July.",
        meeting("held", QATAR, HOUTHIS, start="2025-07-12"),
    )


def state_of(*reports: Told, as_of: str | None = None, knowledge: Knowledge) -> Dossier:
    events = [event for _, mine in reports for event in mine]
    day = date.fromisoformat(as_of) if as_of else None
    return assemble([document for document, _ in reports], events, as_of=day, knowledge=knowledge)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2025-07-20", "announced"),
        ("2025-07-21", "confirmed"),
        ("2025-07-23", "confirmed"),
        ("2025-07-24", "held"),
    ],
)
def test_a_meeting_goes_through_its_life_as_articles_come_in(day: str, status: str, knowledge: Knowledge) -> None:
    dossier = state_of(announced(), confirmed(), held(), as_of=day, knowledge=knowledge)
    assert [one.status for one in dossier.meetings] == [status]
    assert dossier.as_of == day


def test_one_meeting_of_three_articles_cites_all_three(knowledge: Knowledge) -> None:
    reports = announced(), confirmed(), held()
    (found,) = state_of(*reports, knowledge=knowledge).meetings
    assert {one.document for one in found.evidence} == {document.id for document, _ in reports}
    assert (found.start, found.place) == ("2025-07-23", ISTANBUL)
    assert found.host is not None and found.host.country == "TUR"


def test_talks_that_collapse_have_failed(knowledge: Knowledge) -> None:
    (found,) = state_of(announced(), failed(), knowledge=knowledge).meetings
    assert found.status == "failed"


def test_a_denial_stands_beside_the_claim(knowledge: Knowledge) -> None:
    (found,) = state_of(announced(), denied(), knowledge=knowledge).meetings
    assert found.status == "announced"
    assert ("RUS", "denied") in {(one.actor.key, one.stance) for one in found.stances}


def test_an_ultimatum_runs_out_on_its_day(knowledge: Knowledge) -> None:
    statuses = [
        state_of(threatened(), as_of=day, knowledge=knowledge).commitments[0].status
        for day in ("2025-07-22", "2025-07-23")
    ]
    assert statuses == ["pending", "expired"]


def test_rival_tolls_are_one_attack(knowledge: Knowledge) -> None:
    reports = shelled(20, SUDAN, "2025-07-20"), shelled(35, RSF, "2025-07-20")
    (found,) = state_of(*reports, knowledge=knowledge).violence
    assert found.killed == Count(min=20, max=35)
    assert {one.key for one in found.reported_by} == {"SDN", "RSF"}


def test_headline_and_summary_name_the_entries_that_they_tell_and_leave_uncertain_ones_out(
    knowledge: Knowledge,
) -> None:
    dossier = state_of(announced(), shelled(20, SUDAN, "2025-07-20"), knowledge=knowledge)
    assert [(one.list, one.index) for one in dossier.headline_entries] == [("meetings", 0)]
    assert {(ref.list, ref.index) for one in dossier.summary for ref in one.entries} == {
        ("meetings", 0),
        ("violence", 0),
    }
    document, events = announced()
    doubted = [event.model_copy(update={"confidence": 0.2}) for event in events]
    silent = assemble([document], doubted, knowledge=knowledge)
    assert [one.uncertain for one in silent.meetings] == [True]
    assert (silent.summary, silent.headline_entries) == ((), ())


def test_a_text_that_names_nobody_means_the_two_of_whom_it_tells(knowledge: Knowledge) -> None:
    text = "Ukraine and Russia met in Istanbul on Wednesday. Earlier talks failed."
    first, second = text.split(". ", 1)
    dossier = state_of(
        told(
            "2025-07-24",
            text,
            meeting("held", *PAIR, start="2025-07-23", place=ISTANBUL, words=first),
            meeting("failed", distinct=True, words=second),
        ),
        knowledge=knowledge,
    )
    met, before = dossier.meetings
    assert ([one.key for one in before.parties], before.status) == (["UKR", "RUS"], "failed")
    assert before.confidence < met.confidence
    assert first in {one.quote for one in before.evidence}


ALL = (
    announced, confirmed, denied, held, unrelated, threatened,
    lambda: shelled(20, SUDAN, "2025-07-20"), lambda: shelled(35, RSF, "2025-07-20"),
)  # fmt: skip


@given(order=st.permutations(range(len(ALL))))
@settings(max_examples=25, deadline=None)
def test_the_order_of_articles_does_not_matter(knowledge: Knowledge, order: list[int]) -> None:
    reports = [make() for make in ALL]
    assert state_of(*(reports[n] for n in order), knowledge=knowledge) == state_of(*reports, knowledge=knowledge)


def test_the_same_article_twice_changes_nothing(knowledge: Knowledge) -> None:
    once = state_of(announced(), denied(), knowledge=knowledge)
    assert state_of(announced(), denied(), announced(), knowledge=knowledge) == once


def test_an_unrelated_article_leaves_the_entries_as_they_are(knowledge: Knowledge) -> None:
    reports = announced(), confirmed(), threatened(), shelled(20, SUDAN, "2025-07-20")
    without = state_of(*reports, as_of="2025-07-25", knowledge=knowledge)
    with_it = state_of(*reports, unrelated(), as_of="2025-07-25", knowledge=knowledge)
    assert set(without.entries()) < set(with_it.entries())


def test_what_is_published_later_is_not_yet_known(knowledge: Knowledge) -> None:
    early = state_of(announced(), as_of="2025-07-20", knowledge=knowledge)
    replayed = state_of(announced(), confirmed(), held(), as_of="2025-07-20", knowledge=knowledge)
    assert replayed == early


def test_who_is_meant_by_he_or_the_two_sides_is_cited_too(knowledge: Knowledge) -> None:
    document = a_document("Sudan and the RSF are at war. The two sides met on Saturday.", "2025-07-21")
    event = an_event(document, "The two sides met on Saturday.", **meeting("held", SUDAN, RSF))
    (found,) = assemble([document], [event], knowledge=knowledge).meetings
    assert [one.quote for one in found.evidence] == ["The two sides met on Saturday.", "Sudan and the RSF are at war."]


def test_an_actor_that_is_named_nowhere_gets_no_passage(knowledge: Knowledge) -> None:
    document = a_document("The two sides met on Saturday.", "2025-07-21")
    event = an_event(document, document.text, **meeting("held", state("Fiji", "FJI"), RSF))
    (found,) = assemble([document], [event], knowledge=knowledge).meetings
    assert len(found.evidence) == 1
