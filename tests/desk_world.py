"""A small archive made by hand for the desk's tests: talks, a disputed attack, and three uncertain records."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from archive_world import FILLER, ISTANBUL, RUS, TUR, UKR, attack, document, event
from dragoman.knowledge.load import Knowledge, load_knowledge
from dragoman.records.values import Actor, Speaker
from dragoman.store.keeping import Reading
from dragoman.store.store import Store

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PASSWORD = "a long way to Istanbul"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2025, 7, 25, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


# Texts that share most of their words would be near copies.
_REST = (
    "The market had opened an hour before and most stalls were empty by then, a grocer who sells apples there said.",
    "Windows broke in four streets around the tram depot, where drivers had gathered for the morning shift.",
    "A spokesman read the statement twice, took no questions and left through the side door with two aides.",
    "Editors in the capital called it a tired phrase and printed it on an inner page below the weather.",
    "Students who listened to the broadcast in a library wrote down three sentences and argued over the fourth.",
)


def fill(store: Store) -> None:
    """Talks with a deadline, an attack on whose toll two papers disagree, and three uncertain records."""
    talks = document(
        f"Russia and Ukraine will meet in Istanbul on 30 July, Türkiye said. {FILLER}", date(2025, 7, 22),
        title="New round in Istanbul", publisher="Example Wire", url="https://wire.example/1",
    )  # fmt: skip
    meeting = event(
        talks, "Russia and Ukraine will meet in Istanbul on 30 July", source=(RUS,), target=(UKR,), place=ISTANBUL,
        start="2025-07-30", date="2025-07-30", status="scheduled", frame="meeting", kind="talks", state="scheduled",
        agenda=("prisoner_exchange",), mediators=(TUR,), attribution=Speaker(speaker=TUR, verb="said", direct=False),
    )  # fmt: skip
    store.keep(Reading("https://wire.example/1", talks, (meeting,), "test 0"))
    for number, (killed, day, name) in enumerate(((12, 21, "Example Wire"), (19, 22, "Morning Example"))):
        told = f"{'Overnight a' if number else 'A'} strike on Kharkiv killed {killed} people. {_REST[number]}"
        text = document(told, date(2025, 7, day), title=f"=SUM({killed}) dead", publisher=name)
        quote = f"strike on Kharkiv killed {killed} people"
        strike = attack(text, quote, killed, target=(UKR,), speaker=UKR, confidence=0.9)
        store.keep(Reading(f"https://{number}.example/2", text, (strike,), "test 0"))
    for number, words in enumerate(
        ("Moscow accused Kyiv of delay", "Kyiv rejected the charge", "Ankara praised Moscow")
    ):
        text = document(f"{words}. {_REST[number + 2]}", date(2025, 7, 18 + number), title=words, publisher="Post")
        kinds = (("ACCUSE", RUS, UKR), ("REJECT", UKR, RUS), ("SUPPORT", Actor(name="Türkiye", country="TUR"), RUS))
        kind, one, other = kinds[number]
        said = event(text, words, type=kind, quad="verbal_conflict", source=(one,), target=(other,), review=True,
                     start=f"2025-07-{18 + number}", confidence=0.3 + number / 10)  # fmt: skip
        store.keep(Reading(f"https://post.example/{number}", text, (said,), "test 0"))


@cache
def knowledge() -> Knowledge:
    """The bundled knowledge, read once."""
    return load_knowledge()


def form_token(opened: TestClient, path: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', opened.get(path).text)
    assert found, f"{path} has no form"
    return found[1]
