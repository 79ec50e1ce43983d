"""Coding end to end, as a user calls it: an article of our own, its evidence, sport, added actors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

import dragoman
from dragoman.coding.coder import Coder
from dragoman.documents.document import Document, content_id
from dragoman.records.values import Actor

pytestmark = pytest.mark.parser

ARTICLE = """Sudan and the RSF meet in Jeddah

JEDDAH, Tuesday — Envoys of Sudan and the RSF met in Jeddah on Monday for a second round of peace talks, \
Saudi Arabia’s foreign ministry said. The two sides agreed to a truce of ten days.

On Sunday the RSF shelled a market in Omdurman and killed 14 people, the Sudanese army said. The United States \
threatened sanctions on the RSF unless it lifted the siege by 1 June.

Sudan pledged to open a corridor for aid. It rejected demands for elections.
"""
MATCH = """City win the derby

The striker scored twice as City beat United 3-1 on Saturday. United's defence was under siege from the first minute \
and the goalkeeper saved a penalty before the midfielder shot wide.

The coach attacked the referee after the match and said that his team had surrendered the title race."""


def a_document(text: str) -> Document:
    return Document(id=content_id(text), text=text, published=date(2031, 5, 13))


@pytest.fixture(scope="module")
def events(coder: Coder) -> tuple[dragoman.Event, ...]:
    return dragoman.code(a_document(ARTICLE), coder=coder)


def test_the_article_s_events_are_told_with_who_what_and_when(events: tuple[dragoman.Event, ...]) -> None:
    told = {(e.frame, e.kind, frozenset(a.key for a in e.source), e.start) for e in events}
    assert ("meeting", "talks", frozenset({"SDN", "RSF"}), "2031-05-12") in told
    assert ("violence", "shelling", frozenset({"RSF"}), "2031-05-11") in told
    assert {"meeting", "violence", "agreement", "commitment"} <= {e.frame for e in events}


def test_numbers_limits_and_speakers_are_part_of_it(events: tuple[dragoman.Event, ...]) -> None:
    killed = [e.quantities.killed.min for e in events if e.quantities and e.quantities.killed]
    assert 14 in killed
    assert "2031-06-01" in {e.due for e in events}
    assert "SDN" in {e.attribution.speaker.key for e in events if e.attribution and e.attribution.speaker}


def test_every_event_has_evidence_and_every_quote_is_the_text_at_its_offsets(
    events: tuple[dragoman.Event, ...],
) -> None:
    assert events
    for event in events:
        assert event.evidence
        for passage in event.evidence:
            assert passage.quote == ARTICLE[passage.start : passage.end] == passage.quote.strip()
            assert passage.document == content_id(ARTICLE)


def test_events_come_in_the_order_of_the_text_with_an_id_of_their_own(events: tuple[dragoman.Event, ...]) -> None:
    assert all(a.evidence[0].start <= b.evidence[0].start for a, b in pairwise(events))
    assert len({e.id for e in events}) == len(events)


def test_the_same_text_gives_the_same_events(coder: Coder, events: tuple[dragoman.Event, ...]) -> None:
    assert coder.code(a_document(ARTICLE)) == events


def test_confidence_is_a_probability_and_doubtful_events_are_marked_for_review(
    events: tuple[dragoman.Event, ...],
) -> None:
    assert all(0 < e.confidence <= 0.99 and e.review is (e.confidence < 0.5) for e in events)


def test_sport_gives_no_events_although_its_words_are_those_of_war(coder: Coder) -> None:
    assert coder.code(a_document(MATCH)) == ()


def test_without_triage_a_text_is_read_whatever_it_is_about(coder: Coder) -> None:
    assert coder.coding(a_document(MATCH)).reading is None
    assert replace(coder, triage=False).coding(a_document(MATCH)).reading is not None


@pytest.mark.parametrize("text", ["", " \n", "!!! ???", "Lorem ipsum dolor sit amet."])
def test_a_text_without_events_gives_none(coder: Coder, text: str) -> None:
    assert coder.code(a_document(text)) == ()


def test_without_a_day_of_publication_relative_dates_stay_unknown(coder: Coder) -> None:
    text = "Kenya and Uganda met in Nairobi on Monday."
    (event,) = coder.code(Document(id=content_id(text), text=text))
    assert event.start is None


NORVIA, OSTERLAND = (Actor(name=c, id=f"given:{c}") for c in ("NRV", "OST"))


def test_names_that_the_caller_adds_are_actors(coder: Coder) -> None:
    text = "Norvia shelled Osterland on Monday, killing four people."
    added = replace(coder, extra_actors=(("Norvia", NORVIA), ("Osterland", OSTERLAND)))
    told = [e for e in added.code(a_document(text)) if e.frame == "violence"]
    assert {(e.type, e.source) for e in told} == {("ASSAULT", (NORVIA,))}
    assert all(actor.id is None for e in coder.code(a_document(text)) for actor in e.source)


def test_an_added_name_is_known_by_its_people_and_soldiers_too(coder: Coder) -> None:
    added = replace(coder, extra_actors=(("Norvia", NORVIA), ("Osterland", OSTERLAND)))
    (event,) = [e for e in added.code(a_document("Norvian soldiers shelled Osterland.")) if e.frame == "violence"]
    assert [(a.name, a.sectors) for a in event.source] == [("NRV", ("MIL",))]


def test_of_two_added_names_the_longer_wins(coder: Coder) -> None:
    north = Actor(name="NNV", id="given:NNV")
    added = replace(coder, extra_actors=(("Norvia", NORVIA), ("North Norvia", north), ("Osterland", OSTERLAND)))
    told = added.code(a_document("North Norvia shelled Osterland on Monday, killing four people."))
    assert {e.source for e in told if e.frame == "violence"} == {(north,)}


def test_a_pair_in_a_sentence_is_related_by_the_public_function() -> None:
    sentence = "Osterland donated wheat to Norvia."
    judged = dragoman.relate(sentence, (0, 9), (27, 33))
    assert judged.type == "AID"
    assert judged.types["AID"] == max(judged.types.values())
    with pytest.raises(ValueError, match="not inside the sentence"):
        dragoman.relate(sentence, (0, 9), (30, 300))
