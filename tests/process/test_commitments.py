"""Promises, threats and limits over time: one entry for one undertaking, and what became of it."""

from __future__ import annotations

from typing import Any

import pytest
from process_world import QATAR, RSF, RUSSIA, STATES, SUDAN, UKRAINE, deal, happenings, meeting, promise, told

from dragoman.process.commitments import commitments_of
from dragoman.process.dossier import Commitment

AID: dict[str, Any] = {"target": (UKRAINE,), "action": "AID", "issues": ("military_aid",)}
ACCESS: dict[str, Any] = {"action": "COOPERATE", "issues": ("humanitarian_access",)}
ULTIMATUM: dict[str, Any] = {
    "kind": "ultimatum", "target": (RUSSIA,), "action": "SANCTION", "issues": ("ceasefire",),
    "due": "2025-09-09", "condition": "unless it stops",
}  # fmt: skip


def of(*reports: Any, as_of: str | None = "2026-01-01") -> tuple[Commitment, ...]:
    return commitments_of(happenings(*reports), as_of=as_of)


def one(*reports: Any, as_of: str | None = "2026-01-01") -> Commitment:
    (found,) = of(*reports, as_of=as_of)
    return found


def test_a_pledge_later_told_as_broken_is_one_entry_that_cites_the_breach() -> None:
    breach = told("2024-12-05", "Both failed to keep it.", promise("violated", (SUDAN, RSF), **ACCESS))
    found = one(told("2024-11-07", "Both will let aid through.", promise("pending", (SUDAN, RSF), **ACCESS)), breach)
    assert (found.status, found.due) == ("violated", None)
    assert [passage.quote for passage in found.decided_by] == ["Both failed to keep it."]


@pytest.mark.parametrize(
    "other",
    [
        {"source": (QATAR,)},
        {"action": "RETREAT", "issues": ("withdrawal",)},
        {"kind": "threat", "action": "SANCTION", "issues": ("sanctions",)},
    ],
)
def test_another_doer_or_act_is_another_undertaking(other: dict[str, Any]) -> None:
    first = promise("pending", (STATES,), **AID)
    again = told("2025-07-03", "More words on it.", {**promise("pending", (STATES,), **AID), **other})
    assert len(of(told("2025-07-01", "It will help.", first), again)) == 2


def test_two_wordings_of_one_pledge_are_one_with_what_either_tells() -> None:
    found = one(
        told("2025-07-01", "It will send arms.", promise("pending", (STATES,), **AID)),
        told("2025-07-02", "It sends them by August.", promise("pending", (STATES,), due="2025-08-01", **AID)),
        as_of="2025-07-03",
    )
    assert (found.due, len(found.evidence)) == ("2025-08-01", 2)


@pytest.mark.parametrize(("as_of", "status"), [("2025-09-09", "pending"), ("2025-09-10", "expired"), (None, "pending")])
def test_a_limit_runs_out_when_its_last_day_is_over(as_of: str | None, status: str) -> None:
    assert (
        one(told("2025-07-20", "It gave 50 days.", promise("pending", (STATES,), **ULTIMATUM)), as_of=as_of).status
        == status
    )


def test_an_extended_limit_is_pending_with_its_new_day_and_one_entry() -> None:
    found = one(
        told("2025-07-20", "It gave 50 days.", promise("pending", (STATES,), **ULTIMATUM)),
        told(
            "2025-08-20", "It gave ten days more.", promise("extended", (STATES,), **{**ULTIMATUM, "due": "2025-09-19"})
        ),
        as_of="2025-09-10",
    )
    assert (found.status, found.due) == ("pending", "2025-09-19")


def test_a_verdict_stands_until_another_report_gives_another() -> None:
    reports = [
        told("2025-07-20", "It gave 50 days.", promise("pending", (STATES,), **ULTIMATUM)),
        told("2025-08-20", "It called it off.", promise("withdrawn", (STATES,), **ULTIMATUM)),
        told("2025-08-21", "The 50 days had been given in July.", promise("pending", (STATES,), **ULTIMATUM)),
    ]
    assert one(*reports).status == "withdrawn"


def test_a_later_deed_of_the_same_actor_keeps_a_promise_and_is_cited() -> None:
    kept = told("2025-08-01", "They signed.", deal("signed", SUDAN, RSF, issues=("ceasefire",)))
    found = one(
        told("2025-07-01", "They will sign.", promise("pending", (SUDAN, RSF), action="AGREE", issues=("ceasefire",))),
        kept,
    )
    assert found.status == "fulfilled"
    assert [passage.quote for passage in found.decided_by] == ["They signed."]


@pytest.mark.parametrize(
    "deed",
    [
        deal("proposed", SUDAN, RSF, issues=("ceasefire",)),
        deal("signed", SUDAN, UKRAINE, issues=("ceasefire",)),
        deal("signed", SUDAN, RSF, issues=("prisoner_exchange",)),
        meeting("held", SUDAN, RSF),
    ],
)
def test_another_deed_or_one_not_done_keeps_nothing(deed: dict[str, Any]) -> None:
    plan = told(
        "2025-07-01", "They will sign.", promise("pending", (SUDAN, RSF), action="AGREE", issues=("ceasefire",))
    )
    assert one(plan, told("2025-08-01", "Other news.", deed)).status == "pending"


def test_a_threat_with_a_day_and_a_condition_is_an_ultimatum() -> None:
    assert (
        one(told("2025-07-20", "Words.", promise("pending", (STATES,), **{**ULTIMATUM, "kind": "threat"}))).kind
        == "ultimatum"
    )


def test_what_was_denied_or_tells_of_no_act_is_no_undertaking() -> None:
    assert of(told("2025-07-20", "Words.", promise("denied", (STATES,), **AID))) == ()
    assert of(told("2025-07-20", "Words.", promise("pending", (STATES,)))) == ()
    assert of(told("2025-07-20", "Words.", promise("pending", (), **AID))) == ()


def test_who_commits_himself_is_not_the_one_to_whom() -> None:
    found = one(told("2025-07-20", "Words.", promise("pending", (STATES,), **{**AID, "target": (STATES, UKRAINE)})))
    assert [actor.key for actor in found.to] == ["UKR"]
