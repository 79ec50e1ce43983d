"""A dossier built by hand: one entry of each kind, over two documents."""

from __future__ import annotations

import pytest

from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.process.dossier import (
    Agreement,
    BriefDocument,
    Commitment,
    Dossier,
    Humanitarian,
    Meeting,
    Position,
    Sentence,
    Stance,
    Violence,
)
from dragoman.records.event import Event, Reason
from dragoman.records.values import Actor, Count, Evidence, PlaceValue, Speaker

TEXT = (
    "Envoys to meet in Doha on Wednesday\n\n"
    "Ukraine announced talks with Russia in Doha on Wednesday. Qatar confirmed them. "
    "Kremlin spokesman Dmitry Peskov said that he doubted a quick truce. "
    "The US will impose sanctions unless a truce is reached within 50 days. "
    "Drones killed at least three civilians in Kharkiv, the mayor said. "
    "The two sides agreed to exchange 200 prisoners. A truce was signed on 1 July."
)
OTHER = "Talks off? *Not yet*\n\nThe [host] said | nothing."
UKRAINE = Actor(name="Ukraine", country="UKR", id="state:UKR")
RUSSIA = Actor(name="Russia", country="RUS", id="state:RUS")
PESKOV = RUSSIA.model_copy(update={"person": "Dmitry Peskov", "sectors": ("GOV",)})
QATAR = Actor(name="Qatar", country="QAT", id="state:QAT")
STATES = Actor(name="United States", country="USA", id="state:USA")
CIVILIANS = Actor(name="civilians", country="UKR", sectors=("CVL",))
DOHA = PlaceValue(name="Doha", country="QAT", latitude=25.29, longitude=51.53, geonames_id=290030)


def quoted(words: str, *, text: str = TEXT, document: str = "d1") -> tuple[Evidence, ...]:
    """The evidence that these words of the text are."""
    start = text.index(words)
    return (Evidence(document=document, start=start, end=start + len(words), quote=words),)


@pytest.fixture
def event() -> Event:
    words = "Ukraine announced talks with Russia in Doha on Wednesday."
    at = TEXT.index(words)
    return Event(
        id="e1",
        date="2025-07-23",
        start="2025-07-23",
        end="2025-07-23",
        source=(UKRAINE,),
        target=(RUSSIA,),
        type="CONSULT",
        mode="meet",
        cameo="036",
        quad="verbal_cooperation",
        intensity=4.0,
        status="scheduled",
        place=DOHA,
        quantities=None,
        attribution=Speaker(speaker=UKRAINE, verb="announce", direct=False),
        coder="test",
        confidence=0.9,
        evidence=quoted(words),
        frame="meeting",
        state="scheduled",
        reasons=(
            Reason(field="type", because="rule meeting.talks", start=at + 18, end=at + 23),
            Reason(field="date", because="weekday, after the document", start=at + 47, end=at + 56),
            Reason(field="source", because="subject of 'announced'", start=at, end=at + 7),
        ),
    )


@pytest.fixture
def dossier(event: Event) -> Dossier:
    meeting = Meeting(
        evidence=quoted("Ukraine announced talks with Russia in Doha on Wednesday."),
        parties=(UKRAINE, RUSSIA),
        mediators=(),
        host=QATAR,
        format="talks",
        place=DOHA,
        start="2025-07-23",
        end="2025-07-23",
        status="confirmed",
        round=3,
        agenda=("prisoner_exchange", "leaders_meeting"),
        stances=(
            Stance(actor=UKRAINE, stance="announced"),
            Stance(actor=QATAR, stance="confirmed", evidence=quoted("Qatar confirmed them.")),
            Stance(actor=RUSSIA, stance="no_comment"),
            Stance(actor=PESKOV, stance="sceptical"),
        ),
        outcome=None,
    )
    past = meeting.model_copy(
        update={"start": "2025-06-02", "end": "2025-06-02", "status": "failed", "round": 2, "stances": ()}
    )
    ultimatum = Commitment(
        evidence=quoted("The US will impose sanctions unless a truce is reached within 50 days."),
        kind="ultimatum",
        by=(STATES,),
        to=(RUSSIA,),
        action="SANCTION",
        issue="ceasefire",
        condition="unless a truce is reached within 50 days",
        due="2025-09-09",
        status="pending",
    )
    return Dossier(
        as_of="2025-07-21",
        documents=(
            BriefDocument(
                id="d1",
                title="Envoys to meet",
                url="https://x.example/1",
                publisher="The Post",
                published="2025-07-21",
                text=TEXT,
            ),
            BriefDocument(
                id="d2",
                title="Talks off? *Not yet*",
                url=None,
                publisher=None,
                published=None,
                text=OTHER,
            ),
        ),
        headline="Ukraine and Russia to meet in Doha on 23 July",
        summary=(Sentence(text="Qatar will host them.", evidence=quoted("Qatar confirmed them.")),),
        meetings=(past, meeting),
        commitments=(ultimatum,),
        positions=(
            Position(
                evidence=quoted("Kremlin spokesman Dmitry Peskov said that he doubted a quick truce."),
                actor=PESKOV,
                issue="ceasefire",
                stance="sceptical",
                date=None,
            ),
            Position(
                evidence=quoted("The [host] said | nothing.", text=OTHER, document="d2"),
                actor=STATES,
                issue="ceasefire",
                stance="demands",
                date=None,
            ),
        ),
        violence=(
            Violence(
                evidence=quoted("Drones killed at least three civilians in Kharkiv, the mayor said."),
                kind="drone_strike",
                by=None,
                against=(CIVILIANS,),
                place=PlaceValue(name="Kharkiv", country="UKR"),
                start=None,
                end=None,
                killed=Count(min=3, civilians=3),
                wounded=Count(min=18, max=20),
                captured=None,
                reported_by=(UKRAINE,),
            ),
        ),
        humanitarian=(
            Humanitarian(
                evidence=quoted("The two sides agreed to exchange 200 prisoners."),
                kind="prisoner_exchange",
                parties=(UKRAINE, RUSSIA),
                count=200,
                status="agreed",
                date=None,
            ),
        ),
        agreements=(
            Agreement(
                evidence=quoted("A truce was signed on 1 July."),
                kind="truce",
                parties=(UKRAINE, RUSSIA),
                mediators=(QATAR,),
                place=None,
                date="2025-07-01",
                issues=("ceasefire",),
                status="signed",
            ),
        ),
        events=(event,),
    )


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The bundled knowledge."""
    return load_knowledge()
