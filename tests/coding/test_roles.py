"""Who fills an event's roles: slots read from the tree, the first that gives an actor wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.coding.naming import Resolved
from dragoman.coding.predicates import noun_predicate, verb_predicate
from dragoman.coding.roles import read_roles, slot_tokens
from dragoman.coding.rules import Match
from dragoman.knowledge.rules import Rule
from dragoman.records.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Build = Callable[..., "Doc"]


class NamesOnly:
    """A resolver for which every proper noun is an actor, and towns are their possessor's."""

    def actors(self, tokens: Iterable[Token]) -> list[Actor]:
        return list({t.text: Actor(name=t.text) for t in tokens if t.pos_ == "PROPN"}.values())

    def side_of(self, token: Token) -> tuple[Resolved, ...]:
        return tuple(Resolved(Actor(name=c.text), "owner") for c in token.children if c.dep_ == "poss")


def a_match(doc: Doc, verb: int, theme: int | None = None, *, noun: bool = False, **fields: Any) -> Match:
    plain = {"id": "test", "frame": "other", "type": "CONSULT", "examples": (), "not_examples": ()}
    predicate = noun_predicate(doc[verb]) if noun else verb_predicate(doc[verb])
    return Match(Rule(**{**plain, **fields}), predicate, None if theme is None else doc[theme], None)


def roles(match: Match) -> tuple[list[str], list[str]]:
    read = read_roles(match, NamesOnly())  # type: ignore[arg-type]
    return [a.name for a in read.source], [a.name for a in read.target]


@pytest.fixture
def met(sentence: Build) -> Doc:
    """Chad and Mali held talks with Niger."""
    return sentence(
        ["Chad", "and", "Mali", "held", "talks", "with", "Niger"],
        [3, 0, 0, 3, 3, 4, 5],
        ["nsubj", "cc", "conj", "ROOT", "dobj", "prep", "pobj"],
        pos=["PROPN", "CCONJ", "PROPN", "VERB", "NOUN", "ADP", "PROPN"],
        lemmas=["Chad", "and", "Mali", "hold", "talk", "with", "Niger"],
    )


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("agent", ["Chad", "Mali"]),
        ("patient", []),  # the theme itself is no patient
        ("theme", ["talks"]),
        ("theme:with", ["Niger"]),
        ("theme:poss", []),
        ("recipient", []),
        ("nonsense", []),
    ],
)
def test_a_slot_names_the_heads_of_its_phrases(met: Doc, slot: str, words: list[str]) -> None:
    assert [t.text for t in slot_tokens(a_match(met, 3, 4), slot)] == words


def test_source_and_target_come_from_their_slots(met: Doc) -> None:
    assert roles(a_match(met, 3, 4, source=("agent",), target=("theme:with",))) == (["Chad", "Mali"], ["Niger"])


def test_of_several_slots_the_first_that_gives_an_actor_wins(met: Doc) -> None:
    assert roles(a_match(met, 3, 4, source=("theme:poss", "theme:with", "agent"))) == (["Niger"], [])


def test_the_source_is_never_its_own_target(met: Doc) -> None:
    assert roles(a_match(met, 3, 4, source=("agent",), target=("agent",))) == (["Chad", "Mali"], [])


def test_in_a_reciprocal_event_all_parties_are_source_and_target(met: Doc) -> None:
    everybody = ["Chad", "Mali", "Niger"]
    match = a_match(met, 3, 4, source=("agent",), target=("theme:with",), reciprocal=True)
    assert roles(match) == (everybody, everybody)


@pytest.mark.parametrize(("frame", "targets"), [("meeting", ["Chad", "Mali"]), ("other", [])])
def test_two_who_meet_without_a_third_meet_each_other(met: Doc, frame: str, targets: list[str]) -> None:
    assert roles(a_match(met, 3, 4, source=("agent",), frame=frame)) == (["Chad", "Mali"], targets)


@pytest.mark.parametrize(("frame", "targets"), [("violence", ["Mali"]), ("meeting", [])])
def test_hitting_what_belongs_to_an_actor_is_hitting_the_actor(sentence: Build, frame: str, targets: list[str]) -> None:
    doc = sentence(
        ["Chad", "shelled", "Mali", "'s", "towns"],
        [1, 1, 4, 2, 1],
        ["nsubj", "ROOT", "poss", "case", "dobj"],
        pos=["PROPN", "VERB", "PROPN", "PART", "NOUN"],
    )
    assert roles(a_match(doc, 1, frame=frame, target=("patient",))) == (["Chad"], targets)


def test_envoys_act_for_those_who_send_them(sentence: Build) -> None:
    doc = sentence(
        ["Envoys", "from", "Chad", "arrived"],
        [3, 0, 1, 3],
        ["nsubj", "prep", "pobj", "ROOT"],
        pos=["NOUN", "ADP", "PROPN", "VERB"],
        lemmas=["envoy", "from", "Chad", "arrive"],
    )
    assert roles(a_match(doc, 3)) == (["Chad"], [])
    assert roles(a_match(doc, 3, source=("pp:from",))) == ([], [])


def test_the_complement_names_who_is_asked_to_act(sentence: Build) -> None:
    """Chad wants Mali to leave Niger."""
    doc = sentence(
        ["Chad", "wants", "Mali", "to", "leave", "Niger"],
        [1, 1, 4, 4, 1, 4],
        ["nsubj", "ROOT", "nsubj", "aux", "ccomp", "dobj"],
        pos=["PROPN", "VERB", "PROPN", "PART", "VERB", "PROPN"],
        tags=["NNP", "VBZ", "NNP", "TO", "VB", "NNP"],
    )
    assert roles(a_match(doc, 1, target=("complement",))) == (["Chad"], ["Mali", "Niger"])
    assert [t.text for t in slot_tokens(a_match(doc, 4), "above")] == ["Chad"]


def test_who_set_a_limit_and_who_is_to_act_on_it(sentence: Build) -> None:
    """The deadline set by Chad passed."""
    doc = sentence(
        ["The", "deadline", "set", "by", "Chad", "passed"],
        [1, 5, 1, 2, 3, 5],
        ["det", "nsubj", "acl", "agent", "pobj", "ROOT"],
        pos=["DET", "NOUN", "VERB", "ADP", "PROPN", "VERB"],
        tags=["DT", "NN", "VBN", "IN", "NNP", "VBD"],
    )
    match = a_match(doc, 1, noun=True)
    assert [t.text for t in slot_tokens(match, "setter")] == ["Chad"]
    assert slot_tokens(match, "doer") == []


@pytest.mark.parametrize(("verb", "own"), [("voice", True), ("deny", False)])
def test_a_stance_voiced_is_one_s_own(sentence: Build, verb: str, own: bool) -> None:
    doc = sentence(
        ["Chad", verb, "support"],
        [1, 1, 1],
        ["nsubj", "ROOT", "dobj"],
        pos=["PROPN", "VERB", "NOUN"],
    )
    assert bool(slot_tokens(a_match(doc, 2, noun=True), "voicer")) is own


def test_the_reasons_name_the_slots(met: Doc) -> None:
    read = read_roles(a_match(met, 3, 4, target=("theme:with",)), NamesOnly())  # type: ignore[arg-type]
    assert read.because == ("source from slot 'agent'", "target from slot 'theme:with'")
    assert {t.text for t in read.tokens} == {"Chad", "Mali", "Niger"}
