"""The type of an event: what the rule says against what the encoder says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.coding.candidates import Candidate
from dragoman.coding.event_type import ENCODER_ALONE, TypeJudge, TypeJudgement
from dragoman.coding.modality import Modality
from dragoman.coding.predicates import verb_predicate
from dragoman.coding.roles import Roles
from dragoman.coding.rules import Match
from dragoman.knowledge.rules import Rule
from dragoman.language.encoder import Judged

if TYPE_CHECKING:
    from spacy.tokens import Doc

Build = Callable[..., "Doc"]


class Says:
    """An encoder that says the same of every pair, and remembers what it was asked."""

    def __init__(self, types: Mapping[str, float], modes: Mapping[str, float] | None = None) -> None:
        self.answer = Judged(types=types, modes=modes or {}, status={})
        self.asked: list[tuple[str, list[Any]]] = []

    def classify(self, sentences: Sequence[str], pairs: Sequence[Sequence[Any]]) -> list[list[Judged]]:
        self.asked = list(zip(sentences, (list(p) for p in pairs), strict=True))
        return [[self.answer for _ in some] for some in pairs]


@pytest.fixture
def doc(sentence: Build) -> Doc:
    """Chad outwits Mali. Mali outwits Chad."""
    return sentence(
        ["Chad", "outwits", "Mali", ".", "Mali", "outwits", "Chad", "."],
        [1, 1, 1, 1, 5, 5, 5, 5],
        ["nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT", "dobj", "punct"],
        pos=["PROPN", "VERB", "PROPN", "PUNCT"] * 2,
    )


def a_candidate(doc: Doc, verb: int = 1, *, frame: str | None = "other", status: str = "happened") -> Candidate:
    predicate = verb_predicate(doc[verb])
    rule = None
    if frame is not None:
        rule = Rule(id="test", frame=frame, type="ACCUSE", mode="blame", examples=(), not_examples=())
    roles = Roles((), (), (*predicate.agents, *predicate.patients), ())
    return Candidate(
        predicate,
        Match(rule, predicate, None, None) if rule else None,
        roles,
        Modality(status, 0.0, (), None, "test"),
    )


def judged(encoder: Says | None, *candidates: Candidate) -> list[TypeJudgement]:
    judge = TypeJudge(encoder)  # type: ignore[arg-type]
    return [judgement for _, judgement in judge.judge(candidates, None)]  # type: ignore[arg-type]


def test_without_an_encoder_the_rule_decides_alone_and_a_pair_without_a_rule_is_nothing(doc: Doc) -> None:
    (one,) = judged(None, a_candidate(doc), a_candidate(doc, frame=None))
    assert (one.type, one.mode, one.because) == ("ACCUSE", "blame", "rule test")


def test_a_general_rule_stands_unless_the_encoder_is_nearly_certain_of_another_type(doc: Doc) -> None:
    (unsure,) = judged(Says({"ACCUSE": 0.1, "THREATEN": 0.7, "NONE": 0.2}), a_candidate(doc))
    (certain,) = judged(Says({"ACCUSE": 0.001, "COERCE": 0.998, "NONE": 0.001}), a_candidate(doc))
    assert (unsure.type, unsure.mode) == ("ACCUSE", "blame")
    assert (certain.type, certain.mode) == ("COERCE", None)  # the rule's mode is none of the other type's


@pytest.mark.parametrize("frame", ["meeting", "violence", "commitment"])
def test_the_rule_of_a_process_stands_whatever_the_encoder_says(doc: Doc, frame: str) -> None:
    (one,) = judged(Says({"COERCE": 0.999, "NONE": 0.001}), a_candidate(doc, frame=frame))
    assert one.type == "ACCUSE"
    assert one.confidence < 0.5


def test_an_encoder_that_sees_nothing_does_not_undo_a_rule_but_makes_it_less_sure(doc: Doc) -> None:
    (doubted,) = judged(Says({"ACCUSE": 0.001, "NONE": 0.999}), a_candidate(doc))
    (backed,) = judged(Says({"ACCUSE": 0.9, "NONE": 0.1}), a_candidate(doc))
    assert doubted.type == backed.type == "ACCUSE"
    assert doubted.confidence < backed.confidence <= 0.99


@pytest.mark.parametrize("modal", ["AGREE", "THREATEN"])
@pytest.mark.parametrize(("status", "taken"), [("happened", True), ("ongoing", True), ("promised", False)])
def test_an_act_only_announced_is_no_agreement_or_threat_by_itself(
    doc: Doc, modal: str, status: str, taken: bool
) -> None:
    (one,) = judged(Says({modal: 0.999, "NONE": 0.001}), a_candidate(doc, status=status))
    assert (one.type == modal) is taken


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ({"COERCE": 0.9, "NONE": 0.1}, ["COERCE"]),
        ({"COERCE": ENCODER_ALONE, "NONE": 1 - ENCODER_ALONE}, ["COERCE"]),
        ({"COERCE": ENCODER_ALONE - 0.05, "AID": 0.3}, []),
        ({"NONE": 0.9, "COERCE": 0.1}, []),
    ],
)
def test_without_a_rule_a_sure_encoder_decides(doc: Doc, types: dict[str, float], expected: list[str]) -> None:
    assert [one.type for one in judged(Says(types), a_candidate(doc, frame=None))] == expected


@pytest.mark.parametrize(("share", "mode"), [(0.6, "arrest"), (0.4, None)])
def test_without_a_rule_a_mode_is_told_where_it_is_likelier_than_not(doc: Doc, share: float, mode: str | None) -> None:
    encoder = Says({"COERCE": 0.9, "NONE": 0.1}, {"COERCE/arrest": share, "COERCE/seize": 0.3, "CONSULT/visit": 0.9})
    (one,) = judged(encoder, a_candidate(doc, frame=None))
    assert one.mode == mode
    assert one.confidence == 0.9


def test_the_encoder_is_asked_once_per_sentence_with_offsets_in_that_sentence(doc: Doc) -> None:
    encoder = Says({"COERCE": 0.9, "NONE": 0.1})
    judged(encoder, a_candidate(doc, 5), a_candidate(doc, 1), a_candidate(doc, 5))
    asked = {text: [tuple(text[a:b] for a, b in pair) for pair in pairs] for text, pairs in encoder.asked}
    assert asked == {
        "Mali outwits Chad . ".strip(): [("Mali", "Chad"), ("Mali", "Chad")],
        "Chad outwits Mali .": [("Chad", "Mali")],
    }


def test_candidates_come_back_in_the_order_given(doc: Doc) -> None:
    given = [a_candidate(doc, 5), a_candidate(doc, 1)]
    judge = TypeJudge(Says({"COERCE": 0.9, "NONE": 0.1}))  # type: ignore[arg-type]
    assert [c for c, _ in judge.judge(given, None)] == given  # type: ignore[arg-type]


def test_nothing_found_asks_nothing() -> None:
    encoder = Says({"COERCE": 1.0})
    assert judged(encoder) == []
    assert encoder.asked == []
