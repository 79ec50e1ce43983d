"""The tense of a verb, read from its auxiliaries and form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dragoman.language.tree_tense import tense

if TYPE_CHECKING:
    from spacy.tokens import Doc

Build = Callable[..., "Doc"]


def with_auxiliaries(sentence: Build, auxiliaries: list[str], tag: str) -> Doc:
    size = len(auxiliaries)
    return sentence(
        [*auxiliaries, "verb"],
        [size] * (size + 1),
        [*(["aux"] * size), "ROOT"],
        pos=[*(["AUX"] * size), "VERB"],
        tags=[*(["MD"] * size), tag],
    )


@pytest.mark.parametrize(
    ("auxiliaries", "tag", "expected"),
    [
        ([], "VBD", "past"),
        ([], "VBZ", "present"),
        ([], "VBP", "present"),
        ([], "VB", "none"),
        ([], "VBG", "none"),
        (["will"], "VB", "future"),
        (["wo"], "VB", "future"),
        (["'ll"], "VB", "future"),
        (["will", "have", "been"], "VBN", "future"),
        (["had"], "VBN", "past"),
        (["has"], "VBN", "past"),
        (["was"], "VBG", "past"),
        (["did"], "VB", "past"),
        (["is"], "VBG", "present"),
        (["has", "been"], "VBG", "present"),
        (["does"], "VB", "present"),
        (["to"], "VB", "none"),
        (["could"], "VB", "none"),
    ],
)
def test_a_verb_alone(sentence: Build, auxiliaries: list[str], tag: str, expected: str) -> None:
    doc = with_auxiliaries(sentence, auxiliaries, tag)
    assert tense(doc[len(auxiliaries)]) == expected


@pytest.mark.parametrize(("tag", "expected"), [("VBG", "past"), ("VBN", "past"), ("VB", "none")])
def test_a_participle_takes_the_tense_of_the_verb_above_and_an_infinitive_has_none(
    sentence: Build, tag: str, expected: str
) -> None:
    doc = sentence(["left", "verb"], [0, 0], ["ROOT", "advcl"], pos=["VERB", "VERB"], tags=["VBD", tag])
    assert tense(doc[1]) == expected


def test_a_participle_that_describes_a_noun_has_no_tense(sentence: Build) -> None:
    doc = sentence(["envoys", "verb"], [0, 0], ["ROOT", "acl"], pos=["NOUN", "VERB"], tags=["NNS", "VBG"])
    assert tense(doc[1]) == "none"


def test_the_second_of_two_verbs_shares_the_auxiliary(sentence: Build) -> None:
    doc = sentence(
        ["will", "meet", "and", "verb"],
        [1, 1, 1, 1],
        ["aux", "ROOT", "cc", "conj"],
        pos=["AUX", "VERB", "CCONJ", "VERB"],
        tags=["MD", "VB", "CC", "VB"],
    )
    assert tense(doc[3]) == "future"
