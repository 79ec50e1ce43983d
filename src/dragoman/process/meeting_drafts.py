"""Owns the draft of a meeting and which drafts speak of one and the same meeting.

What is made of a draft is in `process.meetings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.process.comparing import SAME_DAY, circles_agree, dates_agree, days_of, keys, places_agree
from dragoman.process.dossier import Stance
from dragoman.records.days import DayIndex, span_of
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

# What an act says of the meeting's state; the others only add a stance.
ACT_STATUS = {
    "failed": "failed",
    "cancelled": "cancelled",
    "postponed": "postponed",
    "scheduled": "announced",
    "announced": "announced",
    "proposed": "proposed",
}
ACT_STANCE = {
    "announced": "announced",
    "confirmed": "confirmed",
    "accepted": "accepted",
    "declined": "declined",
    "denied": "denied",
    "no_comment": "no_comment",
    "sceptical": "sceptical",
    "cancelled": "declined",
}
EVENT_STATUS = {
    "happened": "held",
    "ongoing": "under_way",
    "scheduled": "announced",
    "promised": "announced",
    "proposed": "proposed",
    "demanded": "proposed",
    "hypothetical": "proposed",
    "conditional": "proposed",
    "threatened": "proposed",
}
PAST = frozenset({"held", "failed"})
OPEN = frozenset({"proposed", "announced", "confirmed"})
# Later knowledge replaces earlier in this order; a called-off meeting stays called off.
RANK = {"proposed": 0, "announced": 1, "confirmed": 2, "under_way": 3, "held": 4, "failed": 5,
        "postponed": 6, "cancelled": 7}  # fmt: skip
# A signature closes talks that began at most so many days before.
CLOSING_DAYS = 14
SAYING = frozenset({"announced", "confirmed", "accepted", "declined", "denied", "no_comment", "sceptical"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A meeting while its mentions are gathered."""

    events: tuple[Event, ...]
    parties: tuple[Actor, ...] = ()
    mediators: tuple[Actor, ...] = ()
    host: Actor | None = None
    format: str = "talks"
    place: PlaceValue | None = None
    start: str | None = None
    end: str | None = None
    status: str | None = None
    round: int | None = None
    agenda: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    definite: bool = False
    distinct: bool = False
    outcome: str | None = None
    explicit: bool = field(default=False)
    weak: bool = field(default=False)
    names: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(keys(self.parties)))


@dataclass(slots=True)
class Drafts:
    """The meetings in the order of their first mention, found by their day."""

    found: list[Draft] = field(default_factory=list)
    _days: DayIndex = field(default_factory=lambda: DayIndex(SAME_DAY))

    def put(self, draft: Draft, number: int | None = None) -> None:
        """Adds a meeting, or puts it in place of an earlier state of itself."""
        if number is None:
            number = len(self.found)
            self.found.append(draft)
        else:
            self.found[number] = draft
        self._days.put(number, draft.start)

    def same(self, draft: Draft) -> int | None:
        """The meeting of which the mention speaks: the last that nothing speaks against."""
        most = len(draft.names) + 2 * (draft.start is not None) + 2 * (draft.place is not None) + draft.definite
        best, place = -1.0, None
        for number in self._near(draft):
            likeness = _likeness(self.found[number], draft)
            if likeness is not None and likeness > best:
                best, place = likeness, number
                if best >= most:
                    break  # no earlier one can have more in common
        return place

    def _near(self, draft: Draft) -> Sequence[int]:
        """The meetings that may be of the mention's day, or to which it may be the signature; the last first."""
        span = span_of(draft.start)
        if span is None:
            return range(len(self.found) - 1, -1, -1)
        closing = self._days.beginning(span[0] - CLOSING_DAYS, span[0] + CLOSING_DAYS)
        return sorted(self._days.about(draft.start) | closing, reverse=True)


def _likeness(known: Draft, draft: Draft) -> float | None:
    """How much two mentions have in common; None where something speaks against one meeting."""
    if not places_agree(known.place, draft.place):
        return None
    if not dates_agree(known.start, draft.start) and not _concludes(known, draft):
        return None
    if (_still_ahead(draft) and _long_over(known, draft)) or (_still_ahead(known) and _long_over(draft, known)):
        return None
    if known.round and draft.round and known.round != draft.round:
        return None
    if not circles_agree(known.names, draft.names) or not _formats_agree(known, draft):
        return None
    same_date = known.start is not None and known.start == draft.start
    same_place = known.place is not None and draft.place is not None
    past = known.status in PAST, draft.status in PAST
    told = draft.status is not None and known.status is not None and not draft.weak
    if told and past[0] != past[1] and not same_date:
        return None
    if draft.stances and draft.status is None and known.status in PAST:
        return None
    if draft.distinct and not same_date and not (same_place and past[0] == past[1]):
        return None
    if draft.format == "summit" and known.format != "summit" and not draft.definite and not same_date:
        return None
    if _other_circle(known, draft) and not (same_date or same_place):
        return None
    elsewhere = (known.format == "conference") != (draft.format == "conference") and not (same_date or same_place)
    if elsewhere and draft.parties and known.parties and not draft.stances and draft.status != "proposed":
        return None
    shared = len(known.names & draft.names)
    score = shared + 2 * same_date + 2 * same_place
    score += 1 if draft.definite else 0
    if not draft.parties and not draft.definite and not score and not draft.stances:
        return None
    return float(score) if score or not draft.parties or draft.stances else None


def _concludes(known: Draft, draft: Draft) -> bool:
    """Whether one is the signature at the end of the talks that the other tells of, at the same place."""
    signed = [d for d in (known, draft) if d.weak and d.events[0].frame == "agreement"]
    if len(signed) != 1 or known.place is None or draft.place is None:
        return False
    first, last = days_of((draft if signed[0] is known else known).start), days_of(signed[0].start)
    return first is not None and last is not None and 0 <= (last[0] - first[0]).days <= CLOSING_DAYS


def _still_ahead(draft: Draft) -> bool:
    return draft.status in OPEN and draft.start is None and not draft.definite


def _long_over(known: Draft, draft: Draft) -> bool:
    """Whether a meeting was to begin before the day on which the other mention was published."""
    days, learned = days_of(known.start), draft.events[0].learned
    return days is not None and learned is not None and (learned - days[1]).days > 1


def _other_circle(known: Draft, draft: Draft) -> bool:
    """Whether both name all who meet, and one names a state or body more than the other."""
    a, b = known.names, draft.names
    return len(a) >= 2 and len(b) >= 2 and a != b and not draft.definite


def _formats_agree(known: Draft, draft: Draft) -> bool:
    a, b = known.format, draft.format
    if a == b or "talks" in {a, b} or {a, b} <= {"talks", "summit", "ministerial", "indirect_talks", "conference"}:
        return "call" not in {a, b} or a == b
    return {a, b} == {"visit", "summit"} or {a, b} == {"visit", "ministerial"}
