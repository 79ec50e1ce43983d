"""Owns on which fields the reports of one happening disagree.

A pure function of events; which reports are of one happening is `grouping`'s business.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records.event import Event
from dragoman.records.statement import NUMBERS
from dragoman.records.values import Count

REAL = frozenset({"happened", "ongoing"})
SAID_NOT_TO_BE = frozenset({"denied", "negated"})


def disagreement(members: Sequence[Event]) -> tuple[str, ...]:
    """The fields on which reports of one happening disagree: whether it was, who did it, how many."""
    found = []
    states = {event.status for event in members}
    if states & REAL and states & SAID_NOT_TO_BE:
        found.append("status")
    # Whom it was done to is told now as a state, now as its people: no dispute.
    sides = {frozenset([actor.key for actor in event.source]) for event in members if event.source}
    if any(not one & other for one in sides for other in sides):
        found.append("source")
    told = [event.quantities for event in members if event.quantities is not None]
    for name in NUMBERS if told else ():
        if _apart([count for one in told if (count := getattr(one, name)) is not None]):
            found.append(name)
    return tuple(found)


def _apart(counts: Sequence[Count]) -> bool:
    """Whether two of the numbers cannot both be right."""
    highs = [count.max for count in counts if count.max is not None]
    lows = [count.min for count in counts if count.min is not None]
    return bool(highs and lows) and min(highs) < max(lows)
