"""Owns the assignment of entries and events to conflicts and peace processes: to one, several or none.

Parties that no known process has open one of their own, so that nothing is lost. Merges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from dragoman.knowledge.conflicts import Conflict
from dragoman.knowledge.folding import plain
from dragoman.knowledge.load import Knowledge
from dragoman.knowledge.sameness import load_sameness
from dragoman.process.dossier import Dossier, Entry, Violence
from dragoman.process.telling import may_be_stated
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

_ACTOR_FIELDS = ("parties", "by", "to", "against", "source", "target")
# Who reports, helps or suffers opens no process of its own.
_NO_PARTIES = frozenset({"CVL", "IGO", "NGO", "MED", "JRN", "REF", "BUS"})
_CODED = frozenset({"meeting", "agreement", "commitment", "violence", "humanitarian"})
# What shows that parties are at conflict: their issues, a pause of the fighting, one of them under arms.
_OF_CONFLICT = frozenset({"ceasefire", "settlement", "withdrawal", "peacekeeping", "prisoner_exchange", "hostages"})
_PAUSES = frozenset({"ceasefire", "truce"})
_ARMED = frozenset({"REB", "SEP", "INS", "UAF"})
T = TypeVar("T", Entry, Event)


@dataclass(frozen=True, slots=True)
class _Item:
    """What counts of an entry or event: its actors, where it is, and in which document it stands."""

    actors: tuple[Actor, ...]
    ids: frozenset[str]
    countries: frozenset[str]
    documents: tuple[str, ...]
    day: date | None
    opens: bool


@dataclass(frozen=True, slots=True)
class _Atlas:
    """The known processes by their parties, and what was found for actors that stood together before."""

    knowledge: Knowledge
    order: Mapping[str, int]
    by_party: Mapping[str, Sequence[Conflict]]
    parties: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]
    between: dict[tuple[frozenset[str], date | None], list[Conflict]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, ids: Iterable[str]) -> list[Conflict]:
        """The processes to which one of the actors is a party, in the order of the tables."""
        found = {one.id: one for key in ids for one in self.by_party.get(key, ())}
        return sorted(found.values(), key=lambda one: self.order[one.id])

    def is_named(self, conflict: Conflict, folded: str) -> bool:
        """Whether a folded text names a process."""
        if conflict.id not in self.names:
            self.names[conflict.id] = tuple(plain(name) for name in conflict.names)
        return any(name in folded for name in self.names[conflict.id])


def _atlas(knowledge: Knowledge) -> _Atlas:
    conflicts = knowledge.conflicts
    parties = {key: one.parties for key, one in conflicts.items()}
    by_party: dict[str, list[Conflict]] = {}
    for key, one in conflicts.items():
        for party in parties[key]:
            by_party.setdefault(party, []).append(one)
    homes = {
        key: frozenset(party.removeprefix("state:") for party in known if party.startswith("state:"))
        for key, known in parties.items()
    }
    return _Atlas(knowledge, {key: number for number, key in enumerate(conflicts)}, by_party, parties, homes)


def processes_of(of: Dossier | Sequence[Event], *, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the processes to which the entries of a dossier, or events, belong; the chief one first.

    Args:
        of: a dossier, whose entries count, or events.
        knowledge: the known processes.
    """
    members: Mapping[str, Sequence[Entry | Event]]
    if isinstance(of, Dossier):
        members = entries_by_process(of, knowledge=knowledge)
    else:
        members = events_by_process(of, knowledge=knowledge)
    return tuple(sorted(members, key=lambda key: (-len(members[key]), key)))


def entries_by_process(dossier: Dossier, *, knowledge: Knowledge) -> dict[str, tuple[Entry, ...]]:
    """The entries of each process, in the dossier's order; an entry may stand under several or none."""
    days = {one.id: _day(one.published) for one in dossier.documents}
    texts = {one.id: one.text for one in dossier.documents}
    return _grouped(dossier.entries(), days, texts, knowledge)


def events_by_process(events: Sequence[Event], *, knowledge: Knowledge) -> dict[str, tuple[Event, ...]]:
    """The events of each process, in order; an event may stand under several or none."""
    days = {event.evidence[0].document: event.learned for event in events if event.evidence}
    texts: dict[str, str] = {}
    for event in events:
        for one in event.evidence:
            texts[one.document] = f"{texts.get(one.document, '')}\n{one.quote}"
    return _grouped(events, days, texts, knowledge)


def _grouped(
    members: Sequence[T], days: Mapping[str, date | None], texts: Mapping[str, str], knowledge: Knowledge
) -> dict[str, tuple[T, ...]]:
    items = [_item(member, days) for member in members]
    atlas = _atlas(knowledge)
    by_document: dict[str, list[_Item]] = {}
    for item in items:
        for document in item.documents:
            by_document.setdefault(document, []).append(item)
    told = {document: _told_of(text, by_document.get(document, ()), atlas) for document, text in texts.items()}
    grouped: dict[str, list[T]] = {}
    for member, item in zip(members, items, strict=True):
        for key in _assigned(item, told, atlas):
            grouped.setdefault(key, []).append(member)
    return {key: tuple(found) for key, found in grouped.items()}


def _item(member: Entry | Event, days: Mapping[str, date | None]) -> _Item:
    fields = vars(member)
    actors = list(_acting(member))
    single: Actor | None = fields.get("actor")
    place: PlaceValue | None = fields.get("place")
    countries = {place.country} if place is not None else set()
    countries |= {actor.country for actor in actors if actor.name == "civilians"}
    documents = tuple(dict.fromkeys(one.document for one in member.evidence))
    opens = _opens(member)
    acting = tuple(actors if single is None else [single])
    return _Item(
        actors=acting,
        ids=frozenset([_id_of(actor) for actor in acting]),
        countries=frozenset(code for code in countries if code),
        documents=documents,
        day=max((day for document in documents if (day := days.get(document))), default=None),
        opens=opens,
    )


def _opens(member: Entry | Event) -> bool:
    """Whether it is sure enough, and enough of a conflict, to open a process of its parties."""
    if isinstance(member, Event):
        sure = member.frame in _CODED and member.confidence >= load_sameness().stated
        issues: set[str] = {*member.issues, *member.agenda}
        of_conflict = member.frame == "violence" or member.kind in _PAUSES
    else:
        sure = may_be_stated(member)
        told = vars(member)
        issues = {*told.get("agenda", ()), *told.get("issues", ()), told.get("issue") or ""}
        of_conflict = isinstance(member, Violence) or told.get("kind") in _PAUSES
    return sure and (of_conflict or bool(issues & _OF_CONFLICT) or any(_armed(actor) for actor in _acting(member)))


def _acting(member: Entry | Event) -> Iterator[Actor]:
    fields = vars(member)
    for name in _ACTOR_FIELDS:
        if name in fields:
            yield from fields[name] or ()


def _armed(actor: Actor) -> bool:
    return not _ARMED.isdisjoint(actor.sectors)


def _assigned(item: _Item, told: Mapping[str, Sequence[Conflict]], atlas: _Atlas) -> list[str]:
    """The processes of one item, from the surest sign to the weakest."""
    direct = _between_sides(item, atlas)
    if any(one.is_active(item.day) for one in direct):
        return [one.id for one in direct]
    here = list({one.id: one for document in item.documents for one in told.get(document, ())}.values())
    near = [one for one in here if _is_about(item, one, atlas)]
    # A process of the past counts only where the document tells of no other to which the actors belong.
    return [one.id for one in near or direct] or _own(item)


def _between_sides(item: _Item, atlas: _Atlas) -> list[Conflict]:
    """The known processes of which two sides take part; those of the day before those that are over."""
    asked = (item.ids, item.day)
    if asked not in atlas.between:
        atlas.between[asked] = _found_between(*asked, atlas)
    return atlas.between[asked]


def _found_between(ids: frozenset[str], day: date | None, atlas: _Atlas) -> list[Conflict]:
    found = [one for one in atlas.of(ids) if _sides_in(one, ids) > 1]
    active = [one for one in found if one.is_active(day)]
    if active:
        return _narrowest(active, ids)
    past = [one for one in found if day is None or one.end <= day.toordinal()]
    return [max(past, key=lambda one: one.end)] if past else []


def _narrowest(found: list[Conflict], ids: frozenset[str]) -> list[Conflict]:
    """Of several processes those that account for the most of the actors."""
    most = max(len(one.parties & ids) for one in found)
    return [one for one in found if len(one.parties & ids) == most]


def _sides_in(conflict: Conflict, ids: frozenset[str]) -> int:
    return sum(1 for side in conflict.sides if side & ids)


def _told_of(text: str, mine: Sequence[_Item], atlas: _Atlas) -> list[Conflict]:
    """The processes of which a document tells: two of their sides act, or it names one of which a side acts."""
    counted: Counter[str] = Counter()
    for item in mine:
        counted.update([one.id for one in _between_sides(item, atlas)])
    acting = frozenset().union(*[item.ids for item in mine])
    near = [one for one in atlas.of(acting) if one.id not in counted]
    folded = plain(text) if near else ""
    for one in near:
        if atlas.is_named(one, folded):
            counted[one.id] += 1
    return [atlas.knowledge.conflicts[key] for key, _ in counted.most_common()]


def _is_about(item: _Item, conflict: Conflict, atlas: _Atlas) -> bool:
    """Whether an item of a document that tells of a process belongs to it: who acts, or where it happens."""
    ids = item.ids
    if ids & atlas.parties[conflict.id]:
        return True
    if ids and ids <= conflict.mediators:
        return True
    parties = {_id_of(actor) for actor in item.actors if _NO_PARTIES.isdisjoint(actor.sectors)}
    return not parties and bool(item.countries & atlas.homes[conflict.id])


def _own(item: _Item) -> list[str]:
    """A process of the parties themselves, where there are at least two."""
    parties = sorted({_short(actor) for actor in item.actors if not _NO_PARTIES & set(actor.sectors)})
    return ["process:" + "+".join(parties)] if item.opens and len(parties) > 1 else []


def _id_of(actor: Actor) -> str:
    return f"state:{actor.country}" if actor.is_state else actor.id or actor.name


def _short(actor: Actor) -> str:
    """An actor in the id of a process: `sdn`, `rsf`, `coastal-front`."""
    if actor.is_state and actor.country:
        return actor.country.lower()
    return "-".join(plain((actor.id or actor.name).rsplit(":", 1)[-1]).split())


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
