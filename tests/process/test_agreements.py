"""Agreements: which mentions speak of one agreement, and what has become of it."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import ISTANBUL, QATAR, RSF, RUSSIA, SUDAN, UKRAINE, a_document, an_event

from dragoman.process.agreements import agreements_of
from dragoman.records.event import Event
from dragoman.records.values import PlaceValue

WORDS = ("One word.", "Two words.", "Three words.")
DOCUMENT = a_document(" ".join(WORDS), "2025-07-21")
BOTH: dict[str, Any] = {"source": (UKRAINE, RUSSIA), "target": (UKRAINE, RUSSIA)}
DOHA = PlaceValue(name="Doha", country="QAT", precision="city", country_name="Qatar")


def said(number: int = 0, **fields: Any) -> Event:
    plain = {"frame": "agreement", "kind": "ceasefire", "act": "signed", "type": "AGREE"}
    return an_event(DOCUMENT, WORDS[number], **{**plain, **BOTH, **fields})


@pytest.mark.parametrize(
    ("act", "status"),
    [("signed", "signed"), ("in_force", "in_force"), ("violated", "violated"), ("rejected", "rejected"),
     ("extended", "in_force"), ("ended", "ended"), ("proposed", "proposed")],
)  # fmt: skip
def test_the_act_tells_what_has_become_of_it(act: str, status: str) -> None:
    (entry,) = agreements_of([said(act=act)])
    assert entry.status == status
    assert (entry.kind == "extension") is (act == "extended")


def test_the_later_stage_wins_in_whatever_order_it_is_told() -> None:
    signed, broken = said(0), said(1, act="violated", definite=True)
    for order in ([signed, broken], [broken, signed]):
        (entry,) = agreements_of(order)
        assert entry.status == "violated"
        assert len(entry.evidence) == 2


@pytest.mark.parametrize(
    "other", [{"kind": "roadmap"}, {"place": DOHA}, {"start": "2025-03-01"}, {"source": (SUDAN, RSF), "target": ()}]
)
def test_another_kind_place_day_or_pair_is_another_agreement(other: dict[str, Any]) -> None:
    first = said(0, start="2025-07-20", place=ISTANBUL)
    assert len(agreements_of([first, said(1, **other)])) == 2
    assert len(agreements_of([first, said(1)])) == 1


@pytest.mark.parametrize(("one", "other"), [("truce", "ceasefire"), ("other", "roadmap")])
def test_two_words_for_a_pause_and_a_general_word_are_one_agreement(one: str, other: str) -> None:
    (entry,) = agreements_of([said(0, kind=one), said(1, kind=other)])
    assert entry.kind == (one if one != "other" else other)


def test_an_earlier_agreement_that_the_text_tells_apart_stays_one_of_its_own() -> None:
    assert len(agreements_of([said(0), said(1, act="in_force", distinct=True)])) == 2


@pytest.mark.parametrize("status", ["negated", "denied"])
def test_what_was_not_agreed_is_none(status: str) -> None:
    assert agreements_of([said(status=status)]) == ()


@pytest.mark.parametrize("status", ["scheduled", "demanded", "promised"])
def test_what_is_only_wished_or_planned_is_proposed_and_never_broken(status: str) -> None:
    (entry,) = agreements_of([said(status=status, start="2025-07-20")])
    assert (entry.status, entry.date) == ("proposed", None)
    assert agreements_of([said(status=status, act="violated")]) == ()


@pytest.mark.parametrize("status", ["hypothetical", "conditional"])
def test_a_signature_that_is_only_supposed_proposes_nothing(status: str) -> None:
    assert agreements_of([said(status=status)]) == ()
    assert [entry.status for entry in agreements_of([said(status=status, act="proposed")])] == ["proposed"]


def test_a_proposal_needs_two_parties_and_a_truce_declared_needs_one() -> None:
    alone = {"source": (RUSSIA,), "target": ()}
    assert agreements_of([said(act="proposed", **alone)]) == ()
    assert len(agreements_of([said(act="agreed", **alone)])) == 1
    assert agreements_of([said(act="agreed", source=(), target=())]) == ()


def test_a_mere_mention_adds_to_an_agreement_and_makes_none() -> None:
    mention = said(1, act="mentioned", issues=("hostages",), place=ISTANBUL)
    assert agreements_of([mention]) == ()
    (entry,) = agreements_of([said(0), mention])
    assert entry.place == ISTANBUL
    assert "hostages" in entry.issues


def test_a_pause_is_always_about_the_ceasefire() -> None:
    (truce,) = agreements_of([said(issues=("hostages", "other"))])
    assert truce.issues == ("ceasefire", "hostages")
    (roadmap,) = agreements_of([said(kind="roadmap", issues=("hostages",))])
    assert roadmap.issues == ("hostages",)


def test_mediators_are_no_parties() -> None:
    (entry,) = agreements_of([said(source=(UKRAINE, RUSSIA, QATAR), mediators=(QATAR,))])
    assert [p.name for p in entry.parties] == ["Ukraine", "Russia"]
    assert [p.name for p in entry.mediators] == ["Qatar"]


def test_a_breach_has_no_day_or_place_of_signature() -> None:
    (entry,) = agreements_of([said(act="violated", start="2025-07-20", place=ISTANBUL)])
    assert (entry.date, entry.place) == (None, None)


def test_events_of_other_frames_are_no_agreements() -> None:
    assert agreements_of([said(frame="meeting"), said(frame="other")]) == ()
