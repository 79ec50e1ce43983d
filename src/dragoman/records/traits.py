"""Owns `Traits`: what of an event, or of several events together, is compared with others.

Read once for each event and joined as events are put together; the comparison itself is in `sameness`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from dragoman.knowledge.sameness import load_sameness
from dragoman.records.days import Span, span_of
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

# What an actor says of a meeting stands in the meeting's family; an act of no frame is compared as any act.
_FAMILY = {"word": "meeting", "other": "act"}
JOINT = frozenset({"meeting", "agreement", "humanitarian"})
_TOLLS = ("killed", "wounded", "captured", "persons")
_OVER = frozenset({"held", "failed"})
_WIDE = frozenset({"country", "region"})
# A day less sure than this is not compared.
_DATED = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
# Words of so many sentences are kept: a bound on what is compared.
_MOST_WORDS = 160


@dataclass(frozen=True, slots=True)
class Site:
    """A place as far as it is compared: equal names or ids are one, a wide one may hold another of its country."""

    name: str
    country: str | None
    id: int | None
    wide: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of one or more reports.

    Attributes:
        family: frame, with what is said of a meeting in the meeting's.
        names: who takes part, where all sides are equal; else empty.
        source, target: who does it and to whom, without nameless civilians.
        days: first and last day as stated, each as ordinals.
        window: when reports that state no day can mean.
        open: the last report tells of it as going on, and none before told of it as over.
        put_off: the last report that tells its state says that it is postponed.
        numbers: tolls and counts as (name, lowest).
        told: (document, happening) as the reader numbers them; happenings are compared within a document only.
        passages: sentences that tell of it, by document and first character.
        thin: no report states a day, a place or a round.
    """

    family: str
    kinds: frozenset[str]
    names: frozenset[str]
    source: frozenset[str]
    target: frozenset[str]
    mediators: frozenset[str]
    days: frozenset[Span]
    window: Span | None
    open: bool
    put_off: bool
    sites: frozenset[Site]
    rounds: frozenset[int]
    numbers: frozenset[tuple[str, int]]
    issues: frozenset[str]
    actions: frozenset[str]
    stances: frozenset[str]
    dues: frozenset[Span]
    states: frozenset[str]
    told: frozenset[tuple[str, str]]
    documents: frozenset[str]
    passages: frozenset[tuple[str, int]]
    learned: Span | None
    definite: bool
    distinct: bool
    words: frozenset[str]

    @property
    def thin(self) -> bool:
        """Whether no report states a day, a place or a round."""
        return not (self.days or self.sites or self.rounds)


def family_of(event: Event) -> str:
    """The frame under which an event is compared."""
    return _FAMILY.get(event.frame, event.frame)


def traits_of(event: Event) -> Traits:
    """What is compared of one event."""
    family = family_of(event)
    joint = family in JOINT and event.frame != "word"
    source, target = _keys(event.source), _keys(event.target)
    document = event.evidence[0].document
    learned = event.learned.toordinal() if event.learned is not None else None
    # The day of a word, a position or a promise is that of the saying.
    day = None if event.frame in {"word", "position", "commitment"} or not _is_dated(event) else _days(event)
    moved = span_of(event.due) if event.frame == "meeting" else None
    state = "word" if event.frame == "word" else event.state
    numbers = event.quantities
    return Traits(
        family=family,
        kinds=frozenset({event.kind} if event.kind else ()),
        names=(source | target) - _keys(event.mediators) if joint else frozenset(),
        source=frozenset() if joint or event.frame == "word" else source,
        target=frozenset() if joint or event.frame == "word" else target,
        mediators=_keys(event.mediators),
        days=frozenset(one for one in (day, moved) if one is not None),
        window=_window(family, state, learned) if day is None and moved is None else None,
        open=state in {"under_way", "ongoing"} and event.end in {None, event.start},
        put_off=state == "postponed",
        sites=frozenset({_site(event.place)} if event.place is not None else ()),
        rounds=frozenset({event.round} if event.round else ()),
        numbers=frozenset(
            (name, count.min)
            for name in (_TOLLS if numbers is not None else ())
            if (count := getattr(numbers, name)) is not None and count.min is not None
        ),
        issues=frozenset(event.issues) - {"other"},
        actions=frozenset({event.action} if event.action else ()),
        stances=frozenset({event.stance} if event.stance and event.frame == "position" else ()),
        dues=frozenset({due} if (due := span_of(event.due)) and event.frame == "commitment" else ()),
        states=frozenset({state} if state else ()),
        told=frozenset({(document, event.happening)} if event.happening else ()),
        documents=frozenset({document}),
        passages=frozenset({(document, event.evidence[0].start)}),
        learned=(learned, learned) if learned is not None else None,
        definite=event.definite,
        distinct=event.distinct,
        words=words_of(event.evidence[0].quote),
    )


_UNITED = tuple(one.name for one in fields(Traits) if str(one.type).startswith("frozenset"))


def joined(known: Traits, later: Traits) -> Traits:
    """What is compared of reports and later ones together."""
    united = {name: getattr(known, name) | getattr(later, name) for name in _UNITED}
    if len(united["words"]) > _MOST_WORDS:
        united["words"] = known.words
    tells = bool(later.states - {"word", "hypothetical", "denied"})
    return Traits(
        family=known.family,
        window=_hull(known.window, later.window) if not united["days"] else None,
        open=(later.open if tells else known.open) and known.states.isdisjoint(_OVER),
        put_off=later.put_off if tells else known.put_off,
        learned=_hull(known.learned, later.learned),
        definite=known.definite and later.definite,
        distinct=known.distinct or later.distinct,
        **united,
    )


@lru_cache(maxsize=16_384)
def words_of(quote: str) -> frozenset[str]:
    """The longer words and the numbers of a passage, in lower case."""
    return frozenset(_WORD.findall(quote.casefold()))


def _keys(actors: tuple[Actor, ...]) -> frozenset[str]:
    return frozenset([actor.key for actor in actors if actor.name != "civilians"])


def _site(place: PlaceValue) -> Site:
    wide = place.precision in _WIDE
    return Site(place.name.casefold(), place.country, None if wide else place.geonames_id, wide)


def _is_dated(event: Event) -> bool:
    """Whether the text itself dates it: a day that is only meant holds nothing apart."""
    return all(one.probability >= _DATED for one in event.certainty if one.field == "time")


def _days(event: Event) -> Span | None:
    """First and last day; an end alone is a limit, not a day."""
    first, last = span_of(event.start), span_of(event.end)
    if first is None:
        return None
    return (first[0], max(first[1], last[1])) if last is not None else first


def _window(family: str, state: str | None, learned: int | None) -> Span | None:
    table = load_sameness().frames.get(family)
    if table is None or learned is None or state not in table.window:
        return None
    before, after = table.window[state or ""]
    return learned + before, learned + after


def _hull(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
