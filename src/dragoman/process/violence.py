"""Owns violence: each attack with who did it to whom, its tolls and who reports them.

Which reports are of one attack is `records.grouping`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.process.comparing import evidence_of, joined, keys
from dragoman.process.days_meant import is_day_sure
from dragoman.process.dossier import Violence
from dragoman.process.telling import (
    actors_told,
    alleged,
    by_report,
    day_so_far,
    day_told,
    kind_told,
    place_so_far,
    place_told,
    standing,
    surest,
)
from dragoman.records.event import Event
from dragoman.records.values import Actor, Count, PlaceValue

_TOLD = frozenset({"happened", "ongoing", "alleged"})
_TOLLS = ("killed", "wounded", "captured")


def violence_of(happenings: Iterable[Sequence[Event]]) -> tuple[Violence, ...]:
    """The attacks among some happenings, in their order."""
    found = (_violence(events) for events in happenings if events[0].frame == "violence")
    return tuple(one for one in found if one is not None)


def _violence(events: Sequence[Event]) -> Violence | None:
    """One attack; None where nobody tells it as done, or too little is told of it for an entry."""
    told = [event for event in events if event.state in _TOLD]
    facts = [event for event in told if event.state != "alleged"] or told
    if not facts:
        return None
    start, end, place = _setting(told)
    kind = kind_told(facts) or "other"
    by = _doers(facts)
    against = tuple(actor for actor in actors_told(event.target for event in told) if actor.key not in keys(by))
    tolls = {name: span([count for event in told if (count := _count(event, name)) is not None]) for name in _TOLLS}
    dated = any(map(is_day_sure, told))
    if not _is_tellable(kind, by, against, place, dated, any(tolls.values())):
        return None
    return Violence(
        kind=kind,
        by=by or None,
        against=against,
        place=place,
        start=start,
        end=end,
        reported_by=actors_told(_speakers(event) for event in told),
        alleged_by=alleged(told, {"alleged"}),
        evidence=evidence_of(events),
        events=tuple(event.id for event in events),
        **tolls,
        **standing("violence", facts),
    )


def _setting(told: Sequence[Event]) -> tuple[str | None, str | None, PlaceValue | None]:
    """First and last day and the place."""
    start, end, place = None, None, None
    for report in by_report(told):
        start = day_so_far(start, day_told(report), moved=False)
        end = end or day_told(report, "end")
        place = place_so_far(place, place_told(report), moved=False)
    return start, end if end is not None and start is not None and end > start else None, place


def _doers(facts: Sequence[Event]) -> tuple[Actor, ...]:
    named = [event for event in facts if event.source]
    sides = (event.source for event in surest(named, "by")) if named else ()
    return tuple(actor for actor in actors_told(sides) if actor.name != "civilians")


def _speakers(event: Event) -> tuple[Actor, ...]:
    speaker = event.attribution.speaker if event.attribution is not None else None
    told = (speaker,) if speaker is not None and speaker.name != "civilians" else ()
    return joined(told, event.alleged_by)


def _count(event: Event, name: str) -> Count | None:
    return getattr(event.quantities, name) if event.quantities is not None else None


def span(counts: Sequence[Count]) -> Count | None:
    """Rival tolls as one: from the lowest to the highest said, open at the top where one is; None without a number."""
    told = [count for count in counts if count.min is not None or count.max is not None]
    if not told:
        return None
    lows = [count.min for count in told if count.min is not None]
    highs = [number for count in told for number in (count.min, count.max) if number is not None]
    civilians = {count.civilians for count in told if count.civilians is not None}
    return Count(
        min=min(lows, default=None),
        max=None if any(count.max is None for count in told) else max(highs),
        civilians=civilians.pop() if len(civilians) == 1 else None,  # reports that differ leave it open
    )


def _is_tellable(
    kind: str, by: Sequence[Actor], against: Sequence[Actor], place: PlaceValue | None, dated: bool, toll: bool
) -> bool:
    """Whether enough is told: who and whom or where, or a toll with some setting, or a day and a place."""
    if kind == "other":
        return bool(by and (against or place or toll)) or (toll and bool(against or place))
    return bool((by and (against or place or dated or toll)) or (toll and (place or against)) or (place and dated))
