"""Commitments: threats, pledges, offers and deadlines, each once, with their state on a day."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import CIVILIANS, RSF, RUSSIA, STATES, SUDAN, UKRAINE, a_document, an_event

from dragoman.process.commitments import commitments_of
from dragoman.process.dossier import Commitment
from dragoman.records.event import Event
from dragoman.records.values import Speaker

WORDS = ("One word.", "Two words.", "Three words.")
DOCUMENT = a_document(" ".join(WORDS), "2025-07-21")
LATER = a_document("It was done.", "2025-07-30")


def said(number: int = 0, **fields: Any) -> Event:
    plain = {
        "frame": "commitment", "kind": "pledge", "type": "AGREE", "source": (RUSSIA,), "target": (UKRAINE,),
        "action": "RETREAT", "issues": ("withdrawal",), "status": "happened",
    }  # fmt: skip
    return an_event(DOCUMENT, WORDS[number], **{**plain, **fields})


def of(*events: Event, as_of: str | None = "2025-07-21") -> tuple[Commitment, ...]:
    return commitments_of(events, as_of=as_of)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "pledge"),
        ({"condition": "if Ukraine agrees"}, "offer"),
        ({"condition": "before the winter"}, "pledge"),
        ({"action": "SANCTION"}, "threat"),
        ({"kind": "offer", "action": "ASSAULT"}, "threat"),
        ({"kind": "threat", "due": "2025-08-01", "condition": "unless they leave"}, "ultimatum"),
        ({"kind": "threat", "condition": "unless they leave"}, "threat"),
        ({"kind": "deadline", "due": "2025-08-01"}, "deadline"),
    ],
)
def test_the_kind_follows_from_act_condition_and_limit(fields: dict[str, Any], kind: str) -> None:
    (entry,) = of(said(**fields))
    assert entry.kind == kind


@pytest.mark.parametrize("status", ["negated", "denied", "hypothetical", "demanded"])
def test_what_is_denied_or_only_demanded_binds_nobody(status: str) -> None:
    assert of(said(status=status)) == ()


def test_a_duty_told_in_the_article_s_own_voice_binds_and_one_that_another_demands_does_not() -> None:
    own = said(act="owed", status="demanded")
    assert len(of(own)) == 1
    demanded = said(act="owed", status="demanded", attribution=Speaker(speaker=UKRAINE, verb="demand", direct=False))
    assert of(demanded) == ()
    assert of(said(act="owed", source=(CIVILIANS,))) == ()


def test_an_act_of_another_frame_that_a_party_still_owes_is_a_pledge() -> None:
    pulling = said(frame="other", kind=None, action=None, type="RETREAT", status="scheduled")
    (entry,) = of(pulling)
    assert (entry.kind, entry.action) == ("pledge", "RETREAT")
    assert of(pulling.model_copy(update={"status": "happened"})) == ()
    assert of(pulling.model_copy(update={"type": "CONSULT"})) == ()


@pytest.mark.parametrize("lacking", [{"source": ()}, {"action": None, "issues": ()}, {"action": None, "due": None}])
def test_without_a_doer_or_an_act_there_is_nothing_to_keep(lacking: dict[str, Any]) -> None:
    assert of(said(**lacking)) == ()


def test_whoever_commits_himself_is_not_the_one_to_whom() -> None:
    (entry,) = of(said(target=(RUSSIA, UKRAINE)))
    assert [a.name for a in entry.to] == ["Ukraine"]


def test_the_same_undertaking_told_twice_is_one_with_what_either_tells() -> None:
    (entry,) = of(said(0, due="2025-08-01"), said(1, condition="if Ukraine agrees", issues=("withdrawal",)))
    assert (entry.due, entry.condition, entry.kind) == ("2025-08-01", "if Ukraine agrees", "offer")
    assert len(entry.evidence) == 2


@pytest.mark.parametrize(
    "other", [{"action": "AID"}, {"source": (SUDAN,)}, {"due": "2025-09-09"}, {"issues": ("hostages",)}]
)
def test_another_act_doer_day_or_issue_is_another_undertaking(other: dict[str, Any]) -> None:
    assert len(of(said(0, due="2025-08-01"), said(1, **other))) == 2


def test_a_warning_and_its_threat_in_one_sentence_are_one() -> None:
    warning = said(0, kind="threat", action=None, issues=("withdrawal",))
    threat = said(0, kind="threat", action="SANCTION", issues=("sanctions",), act="again")
    (entry,) = of(warning, threat)
    assert entry.action == "SANCTION"


@pytest.mark.parametrize(
    ("kind", "issues", "issue"),
    [
        ("threat", ("sanctions", "withdrawal"), "withdrawal"),
        ("threat", ("sanctions",), "sanctions"),
        ("pledge", ("settlement", "hostages"), "hostages"),
        ("pledge", ("settlement",), "settlement"),
        ("pledge", (), None),
    ],
)
def test_the_issue_is_what_is_demanded_or_promised(kind: str, issues: tuple[str, ...], issue: str | None) -> None:
    (entry,) = of(said(kind=kind, issues=issues))
    assert entry.issue == issue


@pytest.mark.parametrize(
    ("kind", "due", "as_of", "status"),
    [
        ("ultimatum", "2025-07-20", "2025-07-21", "expired"),
        ("ultimatum", "2025-07-21", "2025-07-21", "pending"),
        ("deadline", "2025-06", "2025-07-21", "expired"),
        ("deadline", "2025-07", "2025-07-21", "pending"),
        ("pledge", "2025-07-01", "2025-07-21", "pending"),
        ("ultimatum", None, "2025-07-21", "pending"),
        ("ultimatum", "2025-07-20", None, "pending"),
    ],
)
def test_a_limit_runs_out_when_its_last_day_is_over(kind: str, due: str | None, as_of: str | None, status: str) -> None:
    (entry,) = of(said(kind=kind, due=due), as_of=as_of)
    assert entry.status == status


@pytest.mark.parametrize("fate", ["fulfilled", "expired", "violated", "withdrawn"])
def test_what_the_text_says_became_of_it_goes_before_the_calendar(fate: str) -> None:
    (entry,) = of(said(act=fate, kind="ultimatum", due="2025-07-01"))
    assert entry.status == fate


def done(**fields: Any) -> Event:
    plain = {"frame": "other", "type": "RETREAT", "source": (RUSSIA,), "target": (UKRAINE,)}
    return an_event(LATER, "It was done.", **{**plain, **fields})


def test_a_later_act_of_the_same_actor_fulfils_it_and_is_cited() -> None:
    (entry,) = of(said(), done())
    assert entry.status == "fulfilled"
    assert [e.quote for e in entry.decided_by] == ["It was done."]


@pytest.mark.parametrize(
    "other",
    [
        {"type": "AID"},
        {"source": (STATES,)},
        {"target": (RSF,)},
        {"status": "scheduled"},
        {"frame": "commitment"},
        {"learned": None},
    ],
)
def test_another_act_or_one_not_yet_done_fulfils_nothing(other: dict[str, Any]) -> None:
    assert of(said(), done(**other))[0].status == "pending"


def test_an_act_of_the_same_day_fulfils_nothing() -> None:
    same_day = an_event(DOCUMENT, WORDS[2], frame="other", type="RETREAT", source=(RUSSIA,), target=(UKRAINE,))
    assert of(said(), same_day)[0].status == "pending"
