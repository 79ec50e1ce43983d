"""Owns what meetings and agreements lend each other: day, place, mediators, issues.

Only between entries of the same parties; the passages go along. Finds no entry: see `process.meetings`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.process.comparing import dates_agree, days_of, keys, places_agree
from dragoman.process.dossier import Agreement, Meeting
from dragoman.records.event import Event
from dragoman.records.values import Evidence

# What is signed is told within so many characters of the meeting at which it is signed.
BESIDE = 400
# The terms of an agreement follow within so many characters of its mention.
TERMS_BEHIND = 900
# One round of talks has the same mediators as another within so many days.
SAME_EFFORT_DAYS = 40
OWED = frozenset({"scheduled", "promised", "demanded"})
TERM_FRAMES = frozenset({"commitment", "humanitarian", "other", "agreement"})
MADE = frozenset({"signed", "agreed", "in_force"})
HAPPENED = frozenset({"held", "failed", "under_way"})


def share_settings(
    meetings: Sequence[Meeting], agreements: Sequence[Agreement], events: Sequence[Event]
) -> tuple[tuple[Meeting, ...], tuple[Agreement, ...]]:
    """Meetings and agreements with what the text tells of the other.

    Args:
        meetings, agreements: entries in the order of their first mention.
        events: all events, for the terms of the agreements.
    """
    told_meetings = list(meetings)
    told_agreements = [_with_terms(a, events) for a in agreements]
    for a, agreement in enumerate(told_agreements):
        if agreement.status not in MADE | {"violated", "ended"}:
            continue
        for m, meeting in enumerate(told_meetings):
            if not _one_occasion(meeting, agreement):
                continue
            told_agreements[a], told_meetings[m] = _exchanged(agreement, meeting)
            break
    return _with_mediators(told_meetings, told_agreements)


def _one_occasion(meeting: Meeting, agreement: Agreement) -> bool:
    """Whether the agreement was made at the meeting."""
    if meeting.status not in HAPPENED or len(keys(meeting.parties) & keys(agreement.parties)) < 2:
        return False
    if not dates_agree(meeting.start, agreement.date) and meeting.end != agreement.date:
        return False
    same_day = agreement.date is not None and agreement.date in {meeting.start, meeting.end}
    return places_agree(meeting.place, agreement.place) and (same_day or _beside(meeting, agreement))


def _exchanged(agreement: Agreement, meeting: Meeting) -> tuple[Agreement, Meeting]:
    together = tuple(dict.fromkeys((*agreement.evidence, *meeting.evidence)))
    lent = {
        "date": agreement.date or meeting.end or meeting.start,
        "place": agreement.place or meeting.place,
        "mediators": agreement.mediators or meeting.mediators,
    }
    if agreement.status not in MADE:
        lent["date"] = agreement.date
    issues = tuple(i for i in agreement.issues if i != "settlement")
    gained = {
        "start": meeting.start or agreement.date,
        "place": meeting.place or agreement.place,
        "mediators": meeting.mediators or agreement.mediators,
        "agenda": meeting.agenda or issues or agreement.issues,
    }
    changed = any(getattr(agreement, name) != value for name, value in lent.items())
    told = agreement.model_copy(update={**lent, "evidence": together}) if changed else agreement
    changed = any(getattr(meeting, name) != value for name, value in gained.items())
    met = meeting.model_copy(update={**gained, "evidence": together}) if changed else meeting
    return told, met


def _with_terms(agreement: Agreement, events: Sequence[Event]) -> Agreement:
    """The agreement with the issues of the obligations that the text tells after it."""
    particular = tuple(i for i in agreement.issues if i not in {"settlement", "other"})
    told = [
        e
        for e in events
        if e.frame in TERM_FRAMES and _is_term(e, agreement) and _follows(e.evidence[0], agreement.evidence)
    ]
    codes: list[str] = []
    passages: list[Evidence] = []
    for event in told:
        new = [i for i in _issues_of(event) if i not in {"settlement", "other"} and i not in particular]
        if new:
            codes.extend(new)
            passages.extend(event.evidence)
    issues = tuple(dict.fromkeys((*particular, *codes))) or agreement.issues
    if issues == agreement.issues:
        return agreement
    evidence = tuple(dict.fromkeys((*agreement.evidence, *passages)))
    return agreement.model_copy(update={"issues": issues, "evidence": evidence})


def _is_term(event: Event, agreement: Agreement) -> bool:
    """Whether an event is something owed under the agreement, by or to its parties only."""
    if event.frame == "agreement":
        return event.act == "terms" and keys(event.source) <= keys(agreement.parties)
    actors = keys((*event.source, *event.target))
    if event.status not in OWED or event.condition is not None or agreement.status not in MADE:
        return False
    return bool(actors) and actors <= keys(agreement.parties)


def _issues_of(event: Event) -> tuple[str, ...]:
    if event.frame == "humanitarian":
        by_kind = {"release": "prisoner_exchange", "prisoner_exchange": "prisoner_exchange"}
        return (*event.issues, *((by_kind[event.kind],) if event.kind in by_kind else ()))
    return tuple(event.issues)


def _follows(passage: Evidence, evidence: Sequence[Evidence]) -> bool:
    return any(one.document == passage.document and 0 <= passage.start - one.start <= TERMS_BEHIND for one in evidence)


def _with_mediators(
    meetings: Sequence[Meeting], agreements: Sequence[Agreement]
) -> tuple[tuple[Meeting, ...], tuple[Agreement, ...]]:
    """Entries without mediators take those of the same parties' talks of the same weeks."""
    known = [(keys(e.parties), _day(e), e.mediators, e.evidence) for e in (*meetings, *agreements) if e.mediators]

    def lent(entry: Meeting | Agreement) -> dict[str, object]:
        if entry.mediators or entry.status in {"proposed", "violated", "ended", "rejected"}:
            return {}
        for parties, day, mediators, evidence in known:
            if parties == keys(entry.parties) and _near(day, _day(entry)):
                passages = tuple(dict.fromkeys((*entry.evidence, *evidence)))
                return {"mediators": mediators, "evidence": passages}
        return {}

    return (
        tuple(m.model_copy(update=update) if (update := lent(m)) else m for m in meetings),
        tuple(a.model_copy(update=update) if (update := lent(a)) else a for a in agreements),
    )


def _day(entry: Meeting | Agreement) -> str | None:
    return entry.start or entry.end if isinstance(entry, Meeting) else entry.date


def _near(one: str | None, other: str | None) -> bool:
    a, b = days_of(one), days_of(other)
    return a is not None and b is not None and abs((a[0] - b[0]).days) <= SAME_EFFORT_DAYS


def _beside(meeting: Meeting, agreement: Agreement) -> bool:
    return any(
        one.document == other.document and abs(one.start - other.start) <= BESIDE
        for one in meeting.evidence
        for other in agreement.evidence
    )
