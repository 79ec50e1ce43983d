"""Owns meetings: how far each has come, by all that is reported of it, and who says what of it.

Which reports are of one meeting is `records.grouping`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dragoman.process.comparing import days_of, evidence_of, host_of, joined, keys
from dragoman.process.dossier import Meeting, Stance
from dragoman.process.telling import (
    alleged,
    by_report,
    certainty,
    day_so_far,
    day_told,
    is_sure,
    kind_told,
    mediators_told,
    parties_told,
    place_so_far,
    place_told,
    standing,
    state_told,
    weighed,
)
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue

# Of one document the state that has come furthest; what is only supposed or denied tells of no meeting.
RANK = {"proposed": 0, "scheduled": 1, "under_way": 2, "held": 3, "failed": 4, "postponed": 5, "cancelled": 6}
PAST = frozenset({"held", "failed"})
OPEN = frozenset({"proposed", "announced", "confirmed"})
OFF = frozenset({"postponed", "cancelled"})
AGREEING = frozenset({"announced", "confirmed", "accepted"})
# What only a party says of a meeting.
_ANSWERS = frozenset({"accepted", "declined", "no_comment", "conditional"})
# "Talks", "negotiations": what may be any meeting, and what has no day of its own unless it came to an end.
_FORMLESS = frozenset({"talks", "indirect_talks", "other"})
_SETTLED = frozenset({"failed", "cancelled", "postponed"})
MENTION_DAYS = 30
# Talks of whose going on nothing was heard for so many days are over.
SILENCE_DAYS = 45
_STATUS = {"scheduled": "announced"}
# After these a report of a state changes nothing: what was held stays held though somebody proposes talks again.
_IGNORED = {
    "proposed": frozenset({"announced", "confirmed", "under_way", "held", "failed", "cancelled"}),
    "announced": frozenset({"under_way", "held", "failed"}),
    "under_way": frozenset({"held", "failed"}),
    "held": frozenset({"failed"}),
    "failed": frozenset[str](),
    "postponed": frozenset({"held", "failed"}),
    "cancelled": frozenset({"held", "failed"}),
}


@dataclass(frozen=True, slots=True)
class _Course:
    """A meeting after some of its reports."""

    status: str | None = None
    start: str | None = None
    end: str | None = None
    place: PlaceValue | None = None
    decisive: tuple[Event, ...] = field(default=())


def meetings_of(happenings: Iterable[Sequence[Event]], *, as_of: str | None = None) -> tuple[Meeting, ...]:
    """The meetings among some happenings, with their state on a day, in their order."""
    told = [events for events in happenings if events[0].frame in {"meeting", "word"}]
    found = [(meeting, events) for events in told if (meeting := _meeting(events, as_of)) is not None]
    return tuple(meeting for meeting, events in found if not _is_mention(meeting, events, found))


def _is_mention(meeting: Meeting, events: Sequence[Event], found: Sequence[tuple[Meeting, Sequence[Event]]]) -> bool:
    """Whether it is no more than a word of talks between parties of whose meetings other documents tell more."""
    if not _is_bare(meeting):
        return False
    names, told = keys(meeting.parties), _told(events)
    documents = {event.evidence[0].document for event in events}
    for other, reports in found:
        if not names <= keys(other.parties) or _is_bare(other):
            continue
        elsewhere = documents.isdisjoint(event.evidence[0].document for event in reports)
        if elsewhere and _days_between(told, _told(reports)) <= MENTION_DAYS:
            return True
    return False


def _is_bare(meeting: Meeting) -> bool:
    """Whether neither day, place, round nor any form but talks is told of it."""
    setting = meeting.start or meeting.end or meeting.place or meeting.round
    return not setting and meeting.format in _FORMLESS and meeting.status not in _SETTLED


def _told(events: Sequence[Event]) -> tuple[int, int] | None:
    days = [event.learned.toordinal() for event in events if event.learned is not None]
    return (min(days), max(days)) if days else None


def _days_between(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int:
    return 0 if one is None or other is None else max(0, other[0] - one[1], one[0] - other[1])


def _meeting(events: Sequence[Event], as_of: str | None) -> Meeting | None:
    """One meeting; None where too little is told of it for an entry."""
    told = [event for event in events if event.frame == "meeting"]
    course = _course_of(told)
    if course.status is None:
        return None
    reached = "held" if course.status == "under_way" and _is_long_past(events, as_of) else course.status
    mediators = mediators_told(told, _both)
    stances = _stances(events)
    form = kind_told(told, vague=("other", "visit", "talks")) or "talks"
    parties = _with_others(
        _parties(told, mediators), stances, course.place if form == "visit" and course.status not in OFF else None
    )
    if len(parties) < 2 and not _is_set(course, parties):
        return None
    host = next((event.host.without_person() for event in told if event.host is not None), None)
    status = _agreed(reached, parties, host or host_of(course.place), stances)
    if status in PAST:
        parties = _who_came(parties, stances)
    named = [event for event in told if event.source]
    return Meeting(
        parties=parties,
        mediators=tuple(actor for actor in mediators if actor.key not in keys(parties)),
        host=host or host_of(course.place),
        format=form,
        place=course.place,
        start=course.start,
        end=course.end,
        status=status,
        round=weighed((event.round, certainty(event, "round")) for event in told if event.round),
        agenda=tuple(dict.fromkeys(issue for event in told for issue in event.agenda)),
        stances=stances,
        outcome=next((event.outcome for event in told if event.outcome), None),
        alleged_by=alleged(course.decisive, ()),
        evidence=evidence_of(events),
        events=tuple(event.id for event in events),
        **standing("meeting", course.decisive, named),
    )


def _is_set(course: _Course, parties: Sequence[Actor]) -> bool:
    """Whether day and place tell of a meeting whose parties are not named; either, where nobody at all is."""
    told = [course.place is not None, (course.start or course.end) is not None]
    return all(told) if parties else any(told)


def _course_of(told: Sequence[Event]) -> _Course:
    course = _Course()
    for report in by_report(told):
        course = _after(course, report)
    return course


def _after(known: _Course, report: Sequence[Event]) -> _Course:
    """The meeting after one more document's telling of it."""
    state = state_told(report, RANK)
    if state is None:
        return known if known.status is not None else _with_setting(known, report, moved=False)
    status = _STATUS.get(state, state)
    bearing = tuple(event for event in report if event.state == state)
    start = day_told(bearing) or day_told(report)
    if status == "held" and _lies_ahead(start, report[0]):
        status = "announced"
    dated = status == "proposed" and known.status == "announced" and known.start is None and start is not None
    if known.status is not None and known.status in _IGNORED[status] and not dated:
        return _with_setting(known, report, moved=False)
    if status in PAST and known.status == "under_way" and _is_later(known.start, start):
        return replace(_with_setting(known, bearing, moved=False), status=status, end=start, decisive=bearing)
    moved = known.status in OPEN | OFF and (known.status in OFF or status not in OFF)
    return replace(_with_setting(known, report, moved=moved), status=status, decisive=bearing)


def _with_setting(known: _Course, report: Sequence[Event], *, moved: bool) -> _Course:
    """The same state with the days and the place that a report adds."""
    start = day_so_far(known.start, day_told(report), moved=moved)
    end = day_told(report, "end")
    if end is None or (start is not None and end <= start):
        end = known.end if known.end is not None and (start is None or known.end > start) else None
    return replace(known, start=start, end=end, place=place_so_far(known.place, place_told(report), moved=moved))


def _is_later(known: str | None, told: str | None) -> bool:
    one, other = days_of(known), days_of(told)
    return one is not None and other is not None and one[1] < other[0]


def _lies_ahead(start: str | None, event: Event) -> bool:
    days = days_of(start)
    return days is not None and event.learned is not None and days[0] > event.learned


def _parties(told: Sequence[Event], mediators: Sequence[Actor]) -> tuple[Actor, ...]:
    """Who meets: all that are named, those who only mediate left out."""
    between = keys(mediators)
    return tuple(actor for actor in parties_told(told, _both, "party") if actor.key not in between)


def _both(event: Event) -> tuple[Actor, ...]:
    return joined(event.source, event.target)


def _with_others(
    parties: tuple[Actor, ...], stances: Sequence[Stance], visited: PlaceValue | None
) -> tuple[Actor, ...]:
    """One party with whom it meets: who answers for himself, and on a visit the state that is visited."""
    if len(parties) != 1:
        return parties
    answering = [one.actor for one in stances if one.stance in _ANSWERS]
    host = host_of(visited)
    return joined(parties, answering or ([host] if host is not None and host.key != parties[0].key else []))


def _stances(events: Sequence[Event]) -> tuple[Stance, ...]:
    """What each actor says of it, with its passage; what somebody denies is his denial."""
    found: dict[tuple[str, str], Stance] = {}
    for event in events:
        stance = event.stance if event.frame == "word" else "denied" if event.state == "denied" else None
        if stance is None or not is_sure(event, "stance"):
            continue
        speaker = event.attribution.speaker if event.attribution is not None else None
        actors = event.source if event.frame == "word" else ((speaker,) if speaker is not None else ())
        for actor in actors:
            one = Stance(actor=actor.without_person(), stance=stance, evidence=event.evidence)
            found.setdefault((actor.key, stance), one)
    return tuple(found.values())


def _agreed(status: str, parties: Sequence[Actor], host: Actor | None, stances: Sequence[Stance]) -> str:
    """The status of a meeting ahead by who says that it will take place."""
    if status not in {"proposed", "announced"}:
        return status
    saying = {one.actor.key for one in stances if one.stance in AGREEING}
    names = keys(parties)
    by_host = host is not None and host.key not in names and host.key in saying and bool(names & saying)
    if saying and (names <= saying or by_host):
        return "confirmed"
    return status


def _is_long_past(events: Sequence[Event], as_of: str | None) -> bool:
    """Whether nothing has been heard for so long that talks cannot still be going on."""
    today, told = days_of(as_of), _told(events)
    return today is not None and told is not None and today[0].toordinal() - told[1] > SILENCE_DAYS


def _who_came(parties: Sequence[Actor], stances: Sequence[Stance]) -> tuple[Actor, ...]:
    """The parties without those that declined, where at least two are left."""
    declined = {one.actor.key for one in stances if one.stance == "declined"}
    came = tuple(actor for actor in parties if actor.key not in declined)
    return came if len(came) >= 2 else tuple(parties)
