"""Owns what meetings and agreements lend each other: day, place, mediators, issues.

Only between entries of the same parties; the passages go along. Finds no entry: see `process.meetings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.process.comparing import dates_agree, host_of, keys, places_agree
from dragoman.process.dossier import Agreement, Meeting
from dragoman.records.days import Span, span_of

# What is signed is told within so many characters of the meeting at which it is signed.
BESIDE = 400
# One round of talks has the same mediators as another within so many days.
SAME_EFFORT_DAYS = 40
# Where a text names only one set of mediators between two parties, they are those of a longer time.
ONE_EFFORT_DAYS = 450
MADE = frozenset({"signed", "agreed", "in_force"})
HAPPENED = frozenset({"held", "failed", "under_way"})


def share_settings(
    meetings: Sequence[Meeting], agreements: Sequence[Agreement]
) -> tuple[tuple[Meeting, ...], tuple[Agreement, ...]]:
    """Meetings and agreements with what the text tells of the other.

    Args:
        meetings, agreements: entries in the order of their first mention.
    """
    told_meetings = list(meetings)
    told_agreements = list(agreements)
    near = _Near()
    for m, meeting in enumerate(told_meetings):
        near.put(m, meeting)
    for a, agreement in enumerate(told_agreements):
        if agreement.status not in MADE | {"violated", "ended"}:
            continue
        occasion = next((m for m in near.to(agreement) if _one_occasion(told_meetings[m], agreement)), None)
        if occasion is not None:
            told_agreements[a], told_meetings[occasion] = _exchanged(agreement, told_meetings[occasion])
            near.put(occasion, told_meetings[occasion])
        elif _is_occasion(agreement):
            near.put(len(told_meetings), made := _signing(agreement))
            told_meetings.append(made)
    return _with_mediators(told_meetings, told_agreements)


def _is_occasion(agreement: Agreement) -> bool:
    """Whether its parties met to make it: the text says on which day and in which town."""
    place, days = agreement.place, span_of(agreement.date)
    town = place is not None and place.precision not in {"country", "region"}
    return town and days is not None and days[0] == days[1] and len(keys(agreement.parties)) > 1


def _signing(agreement: Agreement) -> Meeting:
    """The meeting at which an agreement was made, where no other report tells of it."""
    particular = tuple(issue for issue in agreement.issues if issue != "settlement")
    return Meeting(
        parties=agreement.parties,
        mediators=agreement.mediators,
        host=host_of(agreement.place),
        format="talks",
        place=agreement.place,
        start=agreement.date,
        end=None,
        status="held",
        round=None,
        agenda=particular or agreement.issues,
        stances=(),
        outcome=None,
        confidence=agreement.confidence,
        uncertain=agreement.uncertain,
        evidence=agreement.evidence,
        events=agreement.events,
    )


@dataclass(slots=True)
class _Near:
    """Meetings by their days and by the documents that tell of them."""

    by_day: dict[str | None, set[int]] = field(default_factory=dict)
    by_document: dict[str, set[int]] = field(default_factory=dict)

    def put(self, number: int, meeting: Meeting) -> None:
        for day in (meeting.start, meeting.end):
            self.by_day.setdefault(day, set()).add(number)
        for one in meeting.evidence:
            self.by_document.setdefault(one.document, set()).add(number)

    def to(self, agreement: Agreement) -> list[int]:
        """Those that may be the agreement's occasion: of its very day, or told in one text with it."""
        found = set(self.by_day.get(agreement.date, ())) if agreement.date is not None else set()
        return sorted(found.union(*[self.by_document.get(one.document, ()) for one in agreement.evidence]))


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


def _with_mediators(
    meetings: Sequence[Meeting], agreements: Sequence[Agreement]
) -> tuple[tuple[Meeting, ...], tuple[Agreement, ...]]:
    """Entries without mediators take those of the same parties' talks of the same weeks."""
    entries: list[Meeting | Agreement] = [*meetings, *agreements]
    known: dict[frozenset[str], list[tuple[Span | None, Meeting | Agreement]]] = {}
    for entry in entries:
        if entry.mediators:
            known.setdefault(frozenset(keys(entry.parties)), []).append((span_of(_day(entry)), entry))
    alone = {parties for parties, told in known.items() if len({frozenset(keys(e.mediators)) for _, e in told}) == 1}

    def lent(entry: Meeting | Agreement) -> dict[str, object]:
        if entry.mediators or entry.status in {"proposed", "violated", "ended", "rejected"} or _is_private(entry):
            return {}
        parties, day = frozenset(keys(entry.parties)), span_of(_day(entry))
        days = ONE_EFFORT_DAYS if parties in alone else SAME_EFFORT_DAYS
        for other, one in known.get(parties, ()):
            if _near(other, day, days):
                return {
                    "mediators": one.mediators,
                    "evidence": tuple(dict.fromkeys((*entry.evidence, *one.evidence))),
                }
        return {}

    return (
        tuple(m.model_copy(update=update) if (update := lent(m)) else m for m in meetings),
        tuple(a.model_copy(update=update) if (update := lent(a)) else a for a in agreements),
    )


def _is_private(entry: Meeting | Agreement) -> bool:
    """Whether nobody mediates it: a call, a visit."""
    return isinstance(entry, Meeting) and entry.format in {"call", "visit"}


def _day(entry: Meeting | Agreement) -> str | None:
    return entry.start or entry.end if isinstance(entry, Meeting) else entry.date


def _near(one: Span | None, other: Span | None, days: int) -> bool:
    if one is None or other is None:
        return days == ONE_EFFORT_DAYS
    return abs(one[0] - other[0]) <= days


def _beside(meeting: Meeting, agreement: Agreement) -> bool:
    """Whether both are told in one sentence, or near each other in the one document that tells of the agreement."""
    if not set(meeting.evidence).isdisjoint(agreement.evidence):
        return True
    alone = len({one.document for one in agreement.evidence}) == 1
    return alone and any(
        one.document == other.document and abs(one.start - other.start) <= BESIDE
        for one in meeting.evidence
        for other in agreement.evidence
    )
