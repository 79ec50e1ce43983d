"""The state of a process is a pure function of what was known: of documents, events and the day."""

from __future__ import annotations

from datetime import date
from typing import Any

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
    state,
)

from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge
from dragoman.process.assemble import assemble
from dragoman.process.dossier import Dossier
from dragoman.records.event import Event, Quantities
from dragoman.records.values import Actor, Count, PlaceValue, Speaker

Told = tuple[Document, tuple[Event, ...]]
OMDURMAN = PlaceValue(name="Omdurman", country="SDN", precision="city", country_name="Sudan")
TALKS: dict[str, Any] = {"frame": "meeting", "kind": "talks", "start": "2025-07-23", "place": ISTANBUL}


def announced() -> Told:
    document = a_document("Ukraine said on Sunday that it would meet Russia in Istanbul.", "2025-07-20")
    fields = TALKS | {"act": "announced", "status": "scheduled", "source": (UKRAINE,), "target": (RUSSIA,)}
    return document, (an_event(document, document.text, **fields),)


def confirmed() -> Told:
    document = a_document("Turkish officials confirmed the talks of Ukraine and Russia.", "2025-07-21")
    fields = TALKS | {
        "act": "confirmed", "status": "scheduled", "source": (TURKIYE,), "target": (UKRAINE, RUSSIA),
        "definite": True,
    }  # fmt: skip
    return document, (an_event(document, document.text, **fields),)


def denied() -> Told:
    document = a_document("The Kremlin denied that Russia would meet Ukraine.", "2025-07-21")
    fields = TALKS | {
        "act": "denied", "status": "denied", "source": (RUSSIA,), "target": (UKRAINE, RUSSIA),
        "definite": True,
    }  # fmt: skip
    return document, (an_event(document, document.text, **fields),)


def over(act: str | None, text: str) -> Told:
    document = a_document(text, "2025-07-24")
    both = (UKRAINE, RUSSIA)
    fields = TALKS | {"act": act, "status": "happened", "source": both, "target": both, "definite": True}
    return document, (an_event(document, text, **fields),)


def held() -> Told:
    return over(None, "Ukraine and Russia met in Istanbul on Wednesday.")


def failed() -> Told:
    return over("failed", "The talks of Ukraine and Russia in Istanbul collapsed on Wednesday.")


def shelled(killed: int, reporter: Actor, published: str) -> Told:
    document = a_document(f"{reporter.name} said that shelling of Omdurman killed {killed}.", published)
    event = an_event(
        document,
        document.text,
        frame="violence",
        kind="shelling",
        type="ASSAULT",
        quad="material_conflict",
        start="2025-07-19",
        place=OMDURMAN,
        quantities=Quantities(killed=Count(min=killed, max=killed)),
        attribution=Speaker(speaker=reporter, verb="say", direct=False),
    )
    return document, (event,)


def threatened() -> Told:
    document = a_document("Washington gave Russia until Tuesday or face sanctions.", "2025-07-18")
    event = an_event(
        document,
        document.text,
        frame="commitment",
        kind="ultimatum",
        type="THREATEN",
        quad="verbal_conflict",
        source=(STATES,),
        target=(RUSSIA,),
        action="SANCTION",
        due="2025-07-22",
        condition="or face sanctions",
        issues=("ceasefire",),
    )
    return document, (event,)


def sanctioned() -> Told:
    document = a_document("Washington imposed sanctions on Russia.", "2025-07-25")
    event = an_event(
        document,
        document.text,
        type="SANCTION",
        quad="material_conflict",
        source=(STATES,),
        target=(RUSSIA,),
        frame="other",
    )
    return document, (event,)


def unrelated() -> Told:
    document = a_document("Qatar and the Houthis met in Muscat on 12 July.", "2025-07-19")
    fields = {"frame": "meeting", "kind": "talks", "start": "2025-07-12", "source": (QATAR, HOUTHIS)}
    return document, (an_event(document, document.text, **fields, target=(QATAR, HOUTHIS)),)


def state_of(*told: Told, as_of: str | None = None, knowledge: Knowledge) -> Dossier:
    events = [event for _, mine in told for event in mine]
    day = date.fromisoformat(as_of) if as_of else None
    return assemble([document for document, _ in told], events, as_of=day, knowledge=knowledge)


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
    told = announced(), confirmed(), held()
    (meeting,) = state_of(*told, knowledge=knowledge).meetings
    assert {one.document for one in meeting.evidence} == {document.id for document, _ in told}
    assert (meeting.start, meeting.place, meeting.host) == ("2025-07-23", ISTANBUL, meeting.host)
    assert meeting.host is not None and meeting.host.country == "TUR"


def test_talks_that_collapse_have_failed(knowledge: Knowledge) -> None:
    (meeting,) = state_of(announced(), failed(), knowledge=knowledge).meetings
    assert meeting.status == "failed"


def test_a_denial_stands_beside_the_claim(knowledge: Knowledge) -> None:
    (meeting,) = state_of(announced(), denied(), knowledge=knowledge).meetings
    assert meeting.status == "announced"
    assert {(one.actor.name, one.stance) for one in meeting.stances} == {
        ("Ukraine", "announced"),
        ("Russia", "denied"),
    }


def test_an_ultimatum_runs_out_on_its_day(knowledge: Knowledge) -> None:
    before = state_of(threatened(), as_of="2025-07-22", knowledge=knowledge)
    after = state_of(threatened(), as_of="2025-07-23", knowledge=knowledge)
    assert [one.status for one in before.commitments] == ["pending"]
    assert [one.status for one in after.commitments] == ["expired"]


def test_what_was_threatened_and_done_is_fulfilled_and_says_by_what(knowledge: Knowledge) -> None:
    done = sanctioned()
    (threat,) = state_of(threatened(), done, knowledge=knowledge).commitments
    assert threat.status == "fulfilled"
    assert [one.document for one in threat.decided_by] == [done[0].id]


def test_rival_tolls_are_one_attack(knowledge: Knowledge) -> None:
    dossier = state_of(shelled(20, SUDAN, "2025-07-20"), shelled(35, RSF, "2025-07-21"), knowledge=knowledge)
    (attack,) = dossier.violence
    assert attack.killed == Count(min=20, max=35)
    assert {one.name for one in attack.reported_by} == {"Sudan", "RSF"}


def test_the_same_toll_in_two_articles_is_counted_once(knowledge: Knowledge) -> None:
    told = shelled(20, SUDAN, "2025-07-20"), shelled(20, SUDAN, "2025-07-21")
    (attack,) = state_of(*told, knowledge=knowledge).violence
    assert attack.killed == Count(min=20, max=20)


ALL = (
    announced, confirmed, denied, held, unrelated, threatened, sanctioned,
    lambda: shelled(20, SUDAN, "2025-07-20"), lambda: shelled(35, RSF, "2025-07-20"),
)  # fmt: skip


@given(order=st.permutations(range(len(ALL))))
@settings(max_examples=25, deadline=None)
def test_the_order_of_articles_does_not_matter(knowledge: Knowledge, order: list[int]) -> None:
    told = [make() for make in ALL]
    assert state_of(*(told[n] for n in order), knowledge=knowledge) == state_of(*told, knowledge=knowledge)


def test_the_same_article_twice_changes_nothing(knowledge: Knowledge) -> None:
    once = state_of(announced(), denied(), knowledge=knowledge)
    assert state_of(announced(), denied(), announced(), knowledge=knowledge) == once


def test_an_unrelated_article_leaves_the_entries_as_they_are(knowledge: Knowledge) -> None:
    told = announced(), confirmed(), threatened(), shelled(20, SUDAN, "2025-07-20")
    without = state_of(*told, as_of="2025-07-25", knowledge=knowledge)
    with_it = state_of(*told, unrelated(), as_of="2025-07-25", knowledge=knowledge)
    assert set(without.entries()) < set(with_it.entries())


def test_what_is_published_later_is_not_yet_known(knowledge: Knowledge) -> None:
    early = state_of(announced(), as_of="2025-07-20", knowledge=knowledge)
    replayed = state_of(announced(), confirmed(), held(), as_of="2025-07-20", knowledge=knowledge)
    assert replayed == early


def test_who_is_meant_by_he_or_the_two_sides_is_cited_too(knowledge: Knowledge) -> None:
    document = a_document("Sudan and the RSF are at war. The two sides met on Saturday.", "2025-07-21")
    sides = (SUDAN, RSF)
    event = an_event(document, "The two sides met on Saturday.", **(TALKS | {"source": sides, "target": sides}))
    (meeting,) = assemble([document], [event], knowledge=knowledge).meetings
    assert [one.quote for one in meeting.evidence] == ["The two sides met on Saturday.", "Sudan", "RSF"]


def test_an_actor_that_is_named_nowhere_gets_no_passage(knowledge: Knowledge) -> None:
    document = a_document("The two sides met on Saturday.", "2025-07-21")
    sides = (state("Fiji", "FJI"), RSF)
    event = an_event(document, document.text, **(TALKS | {"source": sides, "target": sides}))
    (meeting,) = assemble([document], [event], knowledge=knowledge).meetings
    assert len(meeting.evidence) == 1
