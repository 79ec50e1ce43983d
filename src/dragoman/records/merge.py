"""Owns merging: the same happening in several reports becomes one event with all that is said of it.

Near copies of one text count as one source. What reports disagree on is kept side by side. A pure
function of events and judgements, computed anew each time; a reviewer's word goes before any likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import Field, PrivateAttr, SerializerFunctionWrapHandler, model_serializer

from dragoman.records.copies import plain
from dragoman.records.days import DayIndex
from dragoman.records.event import Event, Quantities
from dragoman.records.likeness import NEAR_DAYS, NEWS_DAYS, Traits, disagreement, same_happening, traits_of
from dragoman.records.statement import NUMBERS, Judgement, Statement, statements_of
from dragoman.records.values import Actor, Count, Evidence, PlaceValue

_FINENESS = {"point": 0, "city": 1, "region": 2, "country": 3}
_SAID_NOT_TO_BE = frozenset({"denied", "negated"})
# An event is compared with the first and so many of the last reports of a happening: a bound on time.
LAST = 20


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


@dataclass(slots=True, eq=False)
class _Group:
    number: int
    members: list[Traits] = field(default_factory=list)


@dataclass(slots=True)
class _Shelf:
    """The groups of one frame and type, by the day of their first report and by what they are looked for under.

    Attributes:
        days: groups whose first report has a day.
        told: groups by the day on which their first report was learned; of those without a day in `undated`.
        places: for each key its groups, with how late each was last told under it.
    """

    days: DayIndex = field(default_factory=lambda: DayIndex(NEAR_DAYS))
    told: dict[int | None, set[int]] = field(default_factory=dict)
    undated: dict[int | None, set[int]] = field(default_factory=dict)
    places: dict[str, dict[int, int]] = field(default_factory=dict)

    def add(self, group: _Group) -> None:
        first = group.members[0]
        self.told.setdefault(first.learned, set()).add(group.number)
        if first.days is None:
            self.undated.setdefault(first.learned, set()).add(group.number)
        else:
            self.days.put(group.number, first.event.start)

    def about(self, event: Traits) -> set[int]:
        """The groups whose first report may be of the event's day: of all others likeness would say None."""
        if event.days is None:
            return _learned_near(self.told, event.learned)
        return self.days.about(event.event.start) | _learned_near(self.undated, event.learned)


def _learned_near(groups: Mapping[int | None, set[int]], day: int | None) -> set[int]:
    if day is None:
        return set().union(*groups.values())
    days = (None, *range(day - NEWS_DAYS, day + NEWS_DAYS + 1))
    return set().union(*[groups[one] for one in days if one in groups])


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
    together, apart = _pairs(judgements)
    groups: list[_Group] = []
    places: dict[str, _Group] = {}
    shelves: dict[tuple[str, str], _Shelf] = {}
    for number, event in enumerate(events):
        traits = traits_of(event)
        shelf = shelves.setdefault(traits.what, _Shelf())
        names = _keys(event)
        group = _told_group(event, together, places) or _group_of(traits, names, shelf, groups, apart)
        if group is None:
            group = _Group(len(groups))
            groups.append(group)
        group.members.append(traits)
        if len(group.members) == 1:
            shelf.add(group)
        places[event.id] = group
        for name in names:
            listed = shelf.places.setdefault(name, {})
            listed.pop(group.number, None)
            listed[group.number] = number
    return tuple([_happening([one.event for one in group.members], copies or {}) for group in groups])


def _pairs(judgements: Sequence[Judgement]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """For each event those that it is the same as, and those that it is not, as reviewers say."""
    last: dict[frozenset[str], str] = {}
    for one in judgements:
        if one.other is not None and one.verdict in {"same", "different"}:
            last[frozenset({one.one, one.other})] = one.verdict
    together: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = {}
    for pair, verdict in last.items():
        for event in pair:
            others = pair - {event} or {event}
            (together if verdict == "same" else apart).setdefault(event, set()).update(others)
    return together, apart


def _told_group(event: Event, together: Mapping[str, set[str]], places: Mapping[str, _Group]) -> _Group | None:
    if event.id not in together:
        return None
    found = (places.get(other) for other in sorted(together[event.id]))
    return next((group for group in found if group is not None), None)


def _group_of(
    event: Traits, names: Sequence[str], shelf: _Shelf, groups: Sequence[_Group], apart: Mapping[str, set[str]]
) -> _Group | None:
    """The newest group of which every report may be of the same happening, and one surely is."""
    seen: set[int] = set()
    about = shelf.about(event)
    others = apart.get(event.event.id)
    for name in names:
        listed = shelf.places.get(name, {})
        here = [number for number in about if number in listed and number not in seen]
        for number in sorted(here, key=listed.__getitem__, reverse=True):
            group = groups[number]
            if others and any(member.event.id in others for member in group.members):
                continue
            if _is_of(group, event):
                return group
        seen.update(here)
    return None


def _is_of(group: _Group, event: Traits) -> bool:
    surely = False
    for member in _compared(group.members):
        alike = same_happening(member, event)
        if alike is None:
            return False
        surely = surely or alike
    return surely


def _compared(members: Sequence[Traits]) -> Iterator[Traits]:
    yield members[0]
    yield from members[-LAST:] if len(members) > LAST else members[1:]


def _keys(event: Event) -> list[str]:
    """Under what an event is looked for among those of its frame and type: each party and its place."""
    names = sorted({actor.key for actor in (*event.source, *event.target)})
    if event.place is not None:
        names.append("@" + event.place.name.casefold())
    return names


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
