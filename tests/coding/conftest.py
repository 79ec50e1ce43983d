"""One coder for all tests of coding (loading costs seconds), and short ways to ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dragoman.documents.document import Document, content_id

if TYPE_CHECKING:
    from dragoman.coding.actors import ActorResolver
    from dragoman.coding.candidates import Candidate
    from dragoman.coding.ruled import RuledCoder
    from dragoman.coding.surroundings import Surroundings
    from dragoman.knowledge.load import Knowledge
    from dragoman.records.event import Event

# A Wednesday.
PUBLISHED = date(2031, 5, 14)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The bundled tables."""
    from dragoman.knowledge.load import load_knowledge

    return load_knowledge()


@pytest.fixture(scope="session")
def coder(knowledge: Knowledge) -> RuledCoder:
    """The coder of rules, with encoder and triage."""
    from dragoman.coding.event_type import TypeJudge
    from dragoman.coding.issues import IssueFinder, issue_terms
    from dragoman.coding.needs import Lexicon
    from dragoman.coding.ruled import RuledCoder
    from dragoman.knowledge.gazetteer import open_gazetteer
    from dragoman.knowledge.rules import load_rules
    from dragoman.language.encoder import shipped_encoder
    from dragoman.language.parse import load_parser

    rules = load_rules(None)
    return RuledCoder(
        knowledge=knowledge,
        lexicon=Lexicon(rules, IssueFinder(issue_terms(knowledge, rules))),
        judge=TypeJudge(shipped_encoder()),
        gazetteer=open_gazetteer(),
        parser=load_parser(),
    )


@pytest.fixture(scope="session")
def rules_alone(coder: RuledCoder) -> RuledCoder:
    """The same coder deciding types by rule only and reading every sentence."""
    from dragoman.coding.event_type import TypeJudge

    return replace(coder, judge=TypeJudge(), triage=False)


@pytest.fixture(scope="session")
def around(rules_alone: RuledCoder) -> Callable[..., Surroundings]:
    """The surroundings of a text published on Wednesday 14 May 2031."""

    def build(text: str, published: date | None = PUBLISHED) -> Surroundings:
        return rules_alone.surroundings(Document(id=content_id(text), text=text, published=published))

    return build


@pytest.fixture(scope="session")
def resolver(around: Callable[..., Surroundings]) -> Callable[[str], ActorResolver]:
    """The resolver of a text."""
    return lambda text: around(text).resolver


@pytest.fixture(scope="session")
def found(around: Callable[..., Surroundings]) -> Callable[..., list[Candidate]]:
    """The candidates of all sentences of a text."""
    from dragoman.coding.candidates import candidates

    def build(text: str) -> list[Candidate]:
        here = around(text)
        return [one for sent in here.doc.sents for one in candidates(sent, here)]

    return build


@pytest.fixture(scope="session")
def coded(rules_alone: RuledCoder) -> Callable[..., tuple[Event, ...]]:
    """The events of a text by rule alone; `frame` keeps those of one frame."""

    def build(text: str, frame: str | None = None, published: date | None = PUBLISHED) -> tuple[Event, ...]:
        events = rules_alone.code(Document(id=content_id(text), text=text, published=published))
        return tuple(e for e in events if frame in {None, e.frame})

    return build
