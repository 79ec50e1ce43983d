"""What a dispatch and its headline mean beside what they say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from process_world import RUSSIA, UKRAINE, attack, meeting, told

from dragoman.knowledge.load import Knowledge
from dragoman.process.assemble import assemble
from dragoman.process.dossier import Dossier

PAIR = (UKRAINE, RUSSIA)


def of(*reports: Any, knowledge: Knowledge) -> Dossier:
    return assemble([one for one, _ in reports], [event for _, mine in reports for event in mine], knowledge=knowledge)


def test_what_a_dispatch_tells_in_the_present_tense_is_news_of_its_day(knowledge: Knowledge) -> None:
    (now,) = of(
        told("2025-07-21", "Ukraine and Russia meet for talks.", meeting("held", *PAIR)), knowledge=knowledge
    ).meetings
    (then,) = of(
        told("2025-07-21", "Ukraine and Russia met for talks.", meeting("held", *PAIR)), knowledge=knowledge
    ).meetings
    assert (now.start, then.start) == ("2025-07-21", None)


def test_a_day_that_is_named_goes_before_one_that_is_only_meant(knowledge: Knowledge) -> None:
    first = told("2025-07-21", "Ukraine and Russia meet for talks.", meeting("held", *PAIR))
    second = told("2025-07-22", "They met on 20 July.", meeting("held", *PAIR, start="2025-07-20", definite=True))
    (found,) = of(first, second, knowledge=knowledge).meetings
    assert (found.start, len(found.events)) == ("2025-07-20", 2)


def test_a_headline_adds_no_happening_to_those_of_its_text(knowledge: Knowledge) -> None:
    text = "Siege of a port. A strike kills nine in Kharkiv."
    title, body = text.split(". ", 1)
    document, events = told(
        "2025-07-21",
        text,
        attack(kind="siege", source=(RUSSIA,), target=(UKRAINE,), words=title),
        attack(source=(RUSSIA,), target=(UKRAINE,), words=body),
    )
    headed = (replace(document, title=title), events)
    assert [one.kind for one in of(headed, knowledge=knowledge).violence] == ["airstrike"]
    alone = (replace(document, title=title), events[:1])
    assert [one.kind for one in of(alone, knowledge=knowledge).violence] == ["siege"]
