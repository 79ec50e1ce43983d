"""The ontology is whole: PLOVER's types and modes, CAMEO's codes, the contract's issues."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.contract.issues import ISSUES
from dragoman.knowledge import schema, status_cues
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.ontology import cameo_of, goldstein_of, plover_of, quad_of
from dragoman.records import event
from dragoman.records.values import EventType

TYPES = (
    "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT ACCUSE REQUEST REJECT THREATEN PROTEST"
    " SANCTION MOBILIZE COERCE ASSAULT"
)


def test_the_checks_know_the_same_words_as_the_records(knowledge: Knowledge) -> None:
    assert set(get_args(EventType)) == schema.TYPES
    assert set(get_args(event.Status)) == status_cues.STATUSES


def test_types_modes_and_contexts_are_plover_s(knowledge: Knowledge) -> None:
    assert set(knowledge.types) == set(TYPES.split())
    assert sum(len(kind.modes) for kind in knowledge.types.values()) == 67
    assert set(knowledge.types["RETREAT"].modes) == {
        "withdraw", "release", "disarm", "ceasefire", "access", "resign",
    }  # fmt: skip
    assert len(knowledge.contexts) == 37
    assert knowledge.types["ACCUSE"].score == -3


def test_definitions_say_what_a_type_is_and_what_it_is_not(knowledge: Knowledge) -> None:
    for kind in knowledge.types.values():
        assert "not" in kind.definition, kind.name


def test_cameo_has_all_roots_and_levels(knowledge: Knowledge) -> None:
    codes = set(knowledge.cameo)
    assert {code for code in codes if len(code) == 2} == {f"{n:02}" for n in range(1, 21)}
    assert {len(code) for code in codes} == {2, 3, 4}
    assert len(codes) > 300
    for code in codes:
        assert len(code) == 2 or code[:-1] in codes


def test_crosswalk_goes_both_ways(knowledge: Knowledge) -> None:
    for code in knowledge.cameo.values():
        assert code.type is not None or code.code.startswith("01"), code.code
    for kind in knowledge.types.values():
        assert plover_of(cameo_of(kind.name, knowledge=knowledge), knowledge=knowledge) is not None
        for mode in kind.modes:
            back = plover_of(cameo_of(kind.name, mode, knowledge=knowledge), knowledge=knowledge)
            assert back is not None and back[0] == kind.name, (kind.name, mode)


@pytest.mark.parametrize(("code", "scale"), [("057", 8.0), ("0871", 9.0), ("190", -10.0), ("138", -7.0), ("9", None)])
def test_scale_is_cameo_s(knowledge: Knowledge, code: str, scale: float | None) -> None:
    assert goldstein_of(code, knowledge=knowledge) == scale


def test_code_of_no_table_takes_its_parent(knowledge: Knowledge) -> None:
    assert plover_of("1959", knowledge=knowledge) == ("ASSAULT", "aerial")
    assert goldstein_of("1959", knowledge=knowledge) == -10.0
    assert plover_of("010", knowledge=knowledge) is None


def test_quads(knowledge: Knowledge) -> None:
    assert quad_of("REQUEST", knowledge=knowledge) == "verbal_conflict"
    assert quad_of("RETREAT", knowledge=knowledge) == "material_cooperation"


def test_issues_are_the_contract_s_and_have_terms(knowledge: Knowledge) -> None:
    assert tuple(knowledge.issues) == ISSUES
    for issue in knowledge.issues.values():
        assert issue.terms or issue.code == "other"
    assert "prisoner swap" in knowledge.issues["prisoner_exchange"].terms
    assert "truce" in knowledge.issues["ceasefire"].terms
