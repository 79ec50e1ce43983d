"""Owns entries as answers: found by facets, with their coded fields, quotes, and the claims behind them.

Works on any kind of entry by the names of its fields, so that a new kind needs nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from dragoman.delivery.entry_ids import identified
from dragoman.delivery.phrases import Namer, bounds, capital, distance
from dragoman.errors import FormatError
from dragoman.mcp_server import answers as a
from dragoman.mcp_server.quoting import Quoting
from dragoman.process.change_words import describe
from dragoman.records.values import Actor, PlaceValue

if TYPE_CHECKING:
    from dragoman.archive.state import Record
    from dragoman.knowledge.load import Knowledge
    from dragoman.process.changes import Part
    from dragoman.process.dossier import Entry

# The fields of entries that answer to each facet; an entry has those of its kind.
_STATUS, _KIND = ("status", "stance"), ("kind", "format")
_ISSUES, _DAYS = ("issue", "issues", "agenda"), ("start", "due", "date", "end")
_ACTORS = ("actor", "parties", "mediators", "host", "by", "to", "against")
# Fields of every entry that an answer has beside its coded ones.
_TOLD_APART = {"evidence", "events", "confidence", "uncertain", "alleged_by"}
# What may still come about: entries of these states whose day lies ahead are due, and overdue after it.
_OPEN: Mapping[str, frozenset[str]] = {
    "meetings": frozenset({"proposed", "announced", "confirmed", "under_way"}),
    "commitments": frozenset({"pending"}),
}
# Values of a facet that are listed, those of most entries first.
_MOST_VALUES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; None is any.

    Attributes:
        part: the list in which they stand.
        actor: name, code of the country, or person of one who takes part.
        place: name of the place or code of its country.
        after: first day.
        before: last day.
    """

    part: str | None = None
    kind: str | None = None
    status: str | None = None
    actor: str | None = None
    issue: str | None = None
    place: str | None = None
    after: date | None = None
    before: date | None = None
    uncertain: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    part: str
    entry: Entry
    facets: Mapping[str, tuple[str, ...]]


class Catalogue:
    """The entries of a state with their facets, made once for it, and turned into answers.

    Args:
        record: the state of a process.
        knowledge: names for prose.
    """

    def __init__(self, record: Record, knowledge: Knowledge) -> None:
        limits = bounds(record.as_of)
        self._today = limits[0] if limits else None
        self._namer = Namer(knowledge, self._today)
        self.quoting = Quoting.of(record.documents)
        found = [_Found(name, part, entry, _facets(part, entry)) for part, name, entry in identified(record)]
        self._entries = sorted(found, key=lambda one: day_of(one.entry) or "", reverse=True)

    def page(
        self, wanted: Wanted, *, limit: int, offset: int
    ) -> tuple[tuple[a.Entry, ...], int, dict[str, tuple[a.FacetValue, ...]]]:
        """A part of the entries that are asked for, how many there are, and how all of them spread over facets.

        The last come first, those without a day at the end.

        Raises:
            FormatError: no entry has such a kind, status or issue.
        """
        found = [one for one in self._entries if _fits(one, wanted)]
        if not found:
            _check(wanted, self._entries)
        return tuple(map(self._answer, found[offset : offset + limit])), len(found), _spread(found)

    def due(self) -> tuple[tuple[a.Ahead, ...], tuple[a.Ahead, ...]]:
        """What is ahead, the next first, and what is overdue, the last first."""
        ahead: list[a.Ahead] = []
        overdue: list[a.Ahead] = []
        for one in self._entries:
            if getattr(one.entry, "status", None) not in _OPEN.get(one.part, ()):
                continue
            commits = one.part == "commitments"
            day = getattr(one.entry, "due", None) if commits else day_of(one.entry)
            if day is None and commits:  # a threat without a day is in nobody's diary
                continue
            limits = bounds(day)
            passed = limits is not None and self._today is not None and limits[1] < self._today
            far = "" if passed else distance(day, self._today)
            (overdue if passed else ahead).append(a.Ahead(day=day, distance=far, entry=self._answer(one)))
        return tuple(sorted(ahead, key=lambda one: one.day or "9999")), tuple(overdue)

    def _answer(self, one: _Found) -> a.Entry:
        return a.Entry(
            id=one.id,
            list=cast("Part", one.part),
            title=capital(describe(one.entry, self._namer)),
            confidence=one.entry.confidence,
            uncertain=one.entry.uncertain,
            alleged_by=tuple(self._namer.body(actor) for actor in one.entry.alleged_by),
            fields=one.entry.model_dump(mode="json", exclude=_TOLD_APART),
            claims=one.entry.events,
            articles=len({said.document for said in one.entry.evidence}),
            quotes=self.quoting.quotes(one.entry.evidence),
        )


def day_of(entry: Entry) -> str | None:
    """The day on which an entry is put in order: that it begins, is due, or was made."""
    return next((day for name in _DAYS if (day := getattr(entry, name, None))), None)


def _facets(part: str, entry: Entry) -> Mapping[str, tuple[str, ...]]:
    """The values of each facet."""
    place = getattr(entry, "place", None)
    return {
        "list": (part,),
        "kind": tuple(_words(entry, _KIND)),
        "status": tuple(_words(entry, _STATUS)),
        "issue": tuple(_words(entry, _ISSUES)),
        "actor": tuple(dict.fromkeys(one.name for one in _actors(entry))),
        "place": (place.name,) if isinstance(place, PlaceValue) else (),
    }


def _words(entry: Entry, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = getattr(entry, name, None)
        yield from value if isinstance(value, tuple) else (str(value),) if value else ()


def _actors(entry: Entry) -> Iterator[Actor]:
    for name in _ACTORS:
        value = getattr(entry, name, None)
        yield from value if isinstance(value, tuple) else (value,) if isinstance(value, Actor) else ()


def _fits(one: _Found, wanted: Wanted) -> bool:
    asked = {"list": wanted.part, "kind": wanted.kind, "status": wanted.status, "issue": wanted.issue}
    if any(value is not None and value not in one.facets[name] for name, value in asked.items()):
        return False
    entry = one.entry
    if entry.uncertain and not wanted.uncertain:
        return False
    if wanted.actor is not None and not any(_is_named(wanted.actor, _names(actor)) for actor in _actors(entry)):
        return False
    place = getattr(entry, "place", None)
    if wanted.place is not None and not (
        isinstance(place, PlaceValue) and _is_named(wanted.place, (place.name, place.country, place.country_name))
    ):
        return False
    return _is_between(day_of(entry), wanted.after, wanted.before)


def _names(actor: Actor) -> tuple[str | None, ...]:
    return actor.name, actor.key, actor.country, actor.person, actor.id


def _is_named(asked: str, names: Iterable[str | None]) -> bool:
    return asked.casefold() in {name.casefold() for name in names if name}


def _is_between(day: str | None, after: date | None, before: date | None) -> bool:
    """Whether a day, month or year may lie between two days; what has no day does not."""
    if after is None and before is None:
        return True
    limits = bounds(day)
    if limits is None:
        return False
    return (after is None or limits[1] >= after) and (before is None or limits[0] <= before)


def _check(wanted: Wanted, everything: Sequence[_Found]) -> None:
    """Says which values there are, where a closed word that is asked for is none of them."""
    for name in ("kind", "status", "issue"):
        asked = getattr(wanted, name)
        known = {value for one in everything for value in one.facets[name]}
        if asked is not None and known and asked not in known:
            raise FormatError(name, f"no entry has {asked!r}", f"one of {', '.join(sorted(known))}")


def _spread(found: Iterable[_Found]) -> dict[str, tuple[a.FacetValue, ...]]:
    counted: dict[str, Counter[str]] = {}
    for one in found:
        for name, values in one.facets.items():
            counted.setdefault(name, Counter()).update(set(values))
    return {
        name: tuple(a.FacetValue(value=value, count=count) for value, count in _ranked(counts)[:_MOST_VALUES])
        for name, counts in counted.items()
        if counts
    }


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def claims_by_passage(record: Record, parts: Iterable[str]) -> Mapping[tuple[str, str, int], tuple[str, ...]]:
    """For each passage of some lists the claims of the entry that it supports."""
    found: dict[tuple[str, str, int], tuple[str, ...]] = {}
    for part in parts:
        entries: Any = getattr(record, part)
        for entry in entries:
            for one in entry.evidence:
                found.setdefault((part, one.document, one.start), entry.events)
    return found
