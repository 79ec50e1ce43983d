"""Every event rule reads the sentences it is for, and none of those it is not for."""

from __future__ import annotations

import pytest

from dragoman.coding.issues import IssueFinder, issue_terms
from dragoman.coding.needs import Lexicon
from dragoman.coding.rules import matches
from dragoman.knowledge.load import load_knowledge
from dragoman.knowledge.rules import Rule, load_rules
from dragoman.language.parse import parse

pytestmark = pytest.mark.parser


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    knowledge = load_knowledge()
    book = load_rules()
    return Lexicon(book, IssueFinder(issue_terms(knowledge, book)))


def rules_read(text: str, lexicon: Lexicon) -> set[str]:
    return {m.rule.id for sent in parse(text).sents for m in matches(sent, lexicon)}


@pytest.mark.parametrize("rule", load_rules().rules, ids=lambda rule: rule.id)
def test_rule_reads_its_examples_only(rule: Rule, lexicon: Lexicon) -> None:
    missed = [text for text in rule.examples if rule.id not in rules_read(text, lexicon)]
    wrong = [text for text in rule.not_examples if rule.id in rules_read(text, lexicon)]
    assert not missed, f"{rule.id} misses {missed}"
    assert not wrong, f"{rule.id} reads {wrong}"
