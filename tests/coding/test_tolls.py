"""Tolls: parts of a whole are not counted again, enumerations add up, one victim told by an article counts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dragoman.coding.predicates import verb_predicate
from dragoman.coding.quantities import find_quantities
from dragoman.coding.tolls import tolls_of
from dragoman.language.parse import parse
from dragoman.records.event import Quantities

pytestmark = pytest.mark.parser


def tolls(text: str, lemma: str) -> Quantities | None:
    doc = parse(text)
    around: Any = SimpleNamespace(doc=doc, quantities=tuple(find_quantities(doc)))
    verb = next(t for t in doc if t.lemma_.lower() == lemma and t.pos_ in {"VERB", "AUX"})
    return tolls_of(verb_predicate(verb), None, around)


@pytest.mark.parametrize(
    ("text", "lemma", "killed"),
    [
        ("Gunmen shot dead three members of one family on a road.", "shoot", (3, 3)),
        ("At least 80 people have been killed in the valley.", "kill", (80, None)),
        ("A soldier was shot dead in a skirmish on Monday.", "shoot", (1, 1)),
        ("The raid killed 24 people, among them 9 children.", "kill", (24, 24)),
        ("Between 10 and 12 villagers were killed in the raid.", "kill", (10, 12)),
    ],
)
def test_killed(text: str, lemma: str, killed: tuple[int, int | None]) -> None:
    found = tolls(text, lemma)
    assert found is not None and found.killed is not None
    assert (found.killed.min, found.killed.max) == killed


def test_wounded_of_a_second_verb_belong_to_the_same_act() -> None:
    found = tolls("A car bomb killed 8 people and wounded 23.", "kill")
    assert found is not None and found.wounded is not None and found.killed is not None
    assert (found.killed.min, found.wounded.min) == (8, 23)
