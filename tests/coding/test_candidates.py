"""What a sentence may hold: parties borrowed from around it, truces of one's own, pairs without a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dragoman.coding.candidates import Candidate

pytestmark = pytest.mark.parser
Found = Callable[[str], "list[Candidate]"]


def parties(candidate: Candidate) -> tuple[set[str], set[str]]:
    return {a.key for a in candidate.roles.source}, {a.key for a in candidate.roles.target}


def of_frame(found: list[Candidate], frame: str) -> list[Candidate]:
    return [c for c in found if c.match is not None and c.match.rule.frame == frame]


BOTH = ({"SDN", "RSF"}, {"SDN", "RSF"})


def test_talks_at_which_two_sign_are_those_of_the_two(found: Found) -> None:
    (talks,) = of_frame(found("Sudan and the RSF signed a truce on Monday at talks in Jeddah."), "meeting")
    assert parties(talks) == BOTH


def test_previous_talks_are_those_of_the_pair_named_before(found: Found) -> None:
    text = "Sudan and the RSF met in Jeddah on Monday. Qatar said the previous talks had failed."
    assert parties(of_frame(found(text), "meeting")[-1]) == BOTH


def test_talks_without_any_pair_have_no_parties(found: Found) -> None:
    assert parties(of_frame(found("Qatar said the previous talks had failed."), "meeting")[-1]) == (set(), set())


def test_who_met_a_sentence_before_are_the_pair_of_the_next(found: Found) -> None:
    text = "Kenya met Uganda on Monday. The talks lasted four hours."
    assert parties(of_frame(found(text), "meeting")[-1]) == ({"KEN", "UGA"}, {"KEN", "UGA"})


def test_neither_of_the_pair_makes_both_parties(found: Found) -> None:
    (truce,) = of_frame(found("Sudan met the RSF in Jeddah. Neither accepted the truce."), "agreement")
    assert parties(truce) == BOTH
    assert truce.modality.status == "negated"


def test_a_truce_that_one_side_declares_is_its_own(found: Found) -> None:
    text = "Sudan fights the RSF. On Sunday the RSF declared a truce of three days."
    assert parties(of_frame(found(text), "agreement")[-1]) == ({"RSF"}, set())


def test_one_who_will_host_talks_with_a_rebel_group_meets_it(found: Found) -> None:
    text = "Sudan will host talks if the RSF withdraws its fighters from Khartoum."
    (talks,) = of_frame(found(text), "meeting")
    assert parties(talks) == BOTH


def test_what_depends_on_a_condition_is_conditional(found: Found) -> None:
    text = "Iran threatened to bomb Eilat unless Israel ended its blockade of Gaza."
    statuses = {c.token.text: c.modality.status for c in found(text)}
    assert statuses["blockade"] == "conditional" or statuses["ended"] == "conditional"


def test_a_verb_between_two_actors_that_no_rule_reads_is_kept_for_the_encoder(found: Found) -> None:
    (pair,) = [c for c in found("Kenya outwitted Uganda.") if c.match is None]
    assert parties(pair) == ({"KEN"}, {"UGA"})


@pytest.mark.parametrize("text", ["Kenya outwitted everyone.", "Kenya outwitted Kenya.", "Kenya had Uganda."])
def test_without_two_actors_or_a_telling_verb_there_is_no_such_pair(found: Found, text: str) -> None:
    assert [c for c in found(text) if c.match is None] == []
