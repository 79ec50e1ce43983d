"""Owns `Happening`: the same happening in several reports as one event with all that is said of it.

Near copies of one text count as one source. What reports disagree on is kept side by side. Which reports are of one
happening is `grouping`'s business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field, PrivateAttr, SerializerFunctionWrapHandler, model_serializer

from dragoman.records.copies import plain
from dragoman.records.disputes import disagreement
from dragoman.records.event import Event, Quantities
from dragoman.records.grouping import grouped
from dragoman.records.statement import NUMBERS, Judgement, Statement, statements_of
from dragoman.records.values import Actor, Count, Evidence, PlaceValue

_FINENESS = {"point": 0, "city": 1, "region": 2, "country": 3}
_SAID_NOT_TO_BE = frozenset({"denied", "negated"})


class Happening(Event):
    """One event with all its reports; its id is that of the first one.

    Its statements are made when they are first asked for: a dossier of many events shows few of them.
    """

    members: tuple[str, ...] = Field(description="ids of the events as coded, in the order learned")
    sources: int = Field(ge=1, description="independent reports: near copies of one text count once")
    statements: tuple[Statement, ...] = Field(description="what each report says of each field")
    disputed: tuple[str, ...] = Field(default=(), description="fields on which reports disagree")
    _reports: tuple[Event, ...] = PrivateAttr(default=())

    @model_serializer(mode="wrap")
    def _told(self, handler: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]  # keeps the schema
        self._state_all()
        return handler(self)

    def _state_all(self) -> dict[str, Any]:
        """Makes the statements, in their place among the fields; gives all fields."""
        fields = vars(self)
        if "statements" not in fields:
            fields["statements"] = tuple([one for event in self._reports for one in statements_of(event)])
            fields["disputed"] = fields.pop("disputed")
        return fields

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return self._state_all()[name] if name == "statements" else super().__getattr__(name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Happening):
            return NotImplemented
        return self._state_all() == other._state_all()

    def __hash__(self) -> int:
        return hash((self.id, self.members))


def without_copied(
    events: Iterable[Event], copies: Mapping[str, str], judgements: Iterable[Judgement] = ()
) -> tuple[Event, ...]:
    """The events without those that a near copy only repeats, and without those judged wrong, with their repeats.

    Args:
        events: in the order in which they were learned.
        copies: for each document the text of which it is a copy.
        judgements: the last one on an event holds.
    """
    wrong = {one.one: one.verdict == "wrong" for one in judgements if one.other is None}
    many = {first for first, count in Counter(copies.values()).items() if count > 1}
    first: dict[tuple[str, str, str, str], str] = {}
    kept = []
    for event in events:
        evidence = event.evidence[0]
        group = copies.get(evidence.document)
        if group in many or group is None:  # else it is the only text of its kind and repeats none
            told = (group or evidence.document, event.frame, event.type, plain(evidence.quote))
            if first.setdefault(told, evidence.document) != evidence.document:
                continue
        if not wrong.get(event.id):
            kept.append(event)
    return tuple(kept)


def merge(
    events: Sequence[Event],
    *,
    copies: Mapping[str, str] | None = None,
    judgements: Sequence[Judgement] = (),
) -> tuple[Happening, ...]:
    """The happenings of which events speak, in the order in which they were learned.

    Args:
        events: in the order in which they were learned, without copied ones.
        copies: for each document the text of which it is a copy, to count independent sources.
        judgements: a reviewer's "same" and "different" on pairs of events; the last on a pair holds.
    """
    return happenings_of(grouped(events, judgements), copies=copies)


def happenings_of(
    groups: Iterable[Sequence[Event]], *, copies: Mapping[str, str] | None = None
) -> tuple[Happening, ...]:
    """The happenings of events that are already put together, in the order of their first report."""
    return tuple(_happening(events, copies or {}) for events in groups)


def _happening(members: Sequence[Event], copies: Mapping[str, str]) -> Happening:
    first = members[0]
    documents = {one.document for event in members for one in event.evidence}
    values = {name: getattr(first, name) for name in Event.model_fields}
    if len(members) > 1:
        values |= _joint(members)
    elif len(first.evidence) > 1:
        values["evidence"] = _evidence(members)
    values |= {
        "members": tuple([event.id for event in members]),
        "sources": len({copies.get(name, name) for name in documents}),
        "disputed": disagreement(members),
    }
    # As `model_construct` does, which asks for each field's alias and default: all are given here.
    told = Happening.__new__(Happening)
    object.__setattr__(told, "__dict__", values)
    object.__setattr__(told, "__pydantic_fields_set__", set(Happening.model_fields))
    object.__setattr__(told, "__pydantic_extra__", None)
    object.__setattr__(told, "__pydantic_private__", {"_reports": tuple(members)})
    return told


def _joint(members: Sequence[Event]) -> dict[str, Any]:
    """What several reports together say of each field."""
    first = members[0]
    start = _finest([e.start for e in members])
    real = [e for e in members if e.status not in _SAID_NOT_TO_BE] or list(members)
    return {
        "date": first.date or next((e.date for e in members if e.date), None),
        "start": start,
        "end": next((e.end for e in members if e.start == start and e.end), first.end),
        "source": _actors(e.source for e in real),
        "target": _actors(e.target for e in real),
        "place": min((e.place for e in members if e.place), key=_fineness, default=None),
        "status": real[-1].status,
        "quantities": _quantities(members),
        "confidence": max(e.confidence for e in members),
        "review": all(e.review for e in members),
        "differences": tuple(dict.fromkeys(one for e in members for one in e.differences)),
        "evidence": _evidence(members),
    }


def _fineness(place: PlaceValue) -> int:
    return _FINENESS.get(place.precision or "", 4)


def _finest(days: Iterable[str | None]) -> str | None:
    return max((day for day in days if day), key=len, default=None)


def _actors(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """The side as its first report names it; later ones only add persons and, where none was, names."""
    told = [side for side in sides if side]
    if not told:
        return ()
    persons = {actor.key: actor for side in reversed(told) for actor in side if actor.person}
    return tuple(actor if actor.person else persons.get(actor.key, actor) for actor in told[0])


def _evidence(members: Sequence[Event]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one for event in members for one in event.evidence))


def _quantities(members: Sequence[Event]) -> Quantities | None:
    told = [event.quantities for event in members if event.quantities is not None]
    if not told:
        return None
    spans = {}
    for name in NUMBERS:
        counts = [count for count in (getattr(one, name) for one in told) if count is not None]
        spans[name] = span(counts)
    return Quantities(**spans)


def span(counts: Sequence[Count]) -> Count | None:
    """From the lowest to the highest number said; open at the top where one is."""
    if not counts:
        return None
    lows = [count.min for count in counts if count.min is not None]
    highs = [count.max for count in counts if count.max is not None]
    told = {count.civilians for count in counts if count.civilians is not None}
    civilians = told.pop() if len(told) == 1 else None  # reports that differ leave it open
    high = max(highs) if len(highs) == len(counts) else None
    return Count(min=min(lows, default=None), max=high, civilians=civilians)
