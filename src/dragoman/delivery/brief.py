"""Owns the outline of a brief: a dossier as headed items with their quotes, for any output format.

Does not lay anything out: see `brief_text` and `brief_markdown`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.delivery.brief_items import (
    agreement_item,
    commitment_item,
    humanitarian_item,
    meeting_item,
    meeting_title,
    violence_item,
)
from dragoman.delivery.outline import Cited, Due, Fact, Item, Outline, Section, Source
from dragoman.delivery.phrases import (
    Namer,
    action_words,
    bounds,
    capital,
    clean,
    code_words,
    distance,
    say_day,
    say_period,
)
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import BriefDocument, Commitment, Dossier, Meeting, Position

_THREATS = frozenset({"ultimatum", "threat"})
_AHEAD = frozenset({"proposed", "announced", "confirmed", "under_way", "postponed"})


@dataclass(frozen=True, slots=True)
class _Wording:
    namer: Namer
    knowledge: Knowledge | None
    today: date | None


def outline(dossier: Dossier, *, knowledge: Knowledge | None = None) -> Outline:
    """The brief in the order in which it is read: what is due first, then who meets, and the rest.

    Args:
        dossier: the state of the process.
        knowledge: adds offices of persons and countries of places to the wording.
    """
    limits = bounds(dossier.as_of)
    today = limits[0] if limits else None
    said = _Wording(Namer(knowledge, today), knowledge, today)
    meetings = sorted(dossier.meetings, key=lambda m: _time_order(m.start or m.end, today))
    sections = (
        Section("Meetings", tuple(meeting_item(m, said.namer, knowledge) for m in meetings)),
        Section(
            "Deadlines, threats and promises",
            tuple(commitment_item(c, said.namer) for c in sorted(dossier.commitments, key=_due_order)),
        ),
        Section("Positions", tuple(_positions(dossier.positions, said.namer))),
        Section("Violence", tuple(violence_item(v, said.namer, knowledge) for v in dossier.violence)),
        Section("Humanitarian", tuple(humanitarian_item(h, said.namer) for h in dossier.humanitarian)),
        Section("Agreements", tuple(agreement_item(a, said.namer, knowledge) for a in dossier.agreements)),
    )
    return Outline(
        headline=clean(dossier.headline),
        as_of=say_day(dossier.as_of),
        summary=tuple(Cited(clean(s.text), s.evidence) for s in dossier.summary),
        due=tuple(_due(dossier, said)),
        sections=tuple(section for section in sections if section.items),
        sources=tuple(_source(n, d) for n, d in enumerate(dossier.documents, start=1)),
        warnings=tuple(clean(w) for w in dict.fromkeys(one.text for one in dossier.warnings)),
    )


def _due(dossier: Dossier, said: _Wording) -> Iterator[Due]:
    """Meetings and commitments that lie ahead, the next first, those without a day last."""
    found: list[tuple[date, Due]] = []
    for meeting in dossier.meetings:
        when = meeting.start or meeting.end
        if meeting.status in _AHEAD and _is_ahead(when, said.today):
            found.append((_first(when), _meeting_due(meeting, said)))
    for one in dossier.commitments:
        # A threat or promise without a day is no date in anybody's diary: it has its own section.
        if one.status == "pending" and one.due is not None and _is_ahead(one.due, said.today):
            found.append((_first(one.due), _commitment_due(one, said)))
    yield from (due for _, due in sorted(found, key=lambda pair: pair[0]))


def _meeting_due(meeting: Meeting, said: _Wording) -> Due:
    place = f" in {clean(meeting.place.name)}" if meeting.place else ""
    return Due(
        when=say_period(meeting.start, meeting.end) or "no date yet",
        distance=distance(meeting.start, said.today),
        text=f"{meeting_title(meeting, said.namer)}{place}",
        status=code_words(meeting.status),
        evidence=meeting.evidence[:1],
    )


def _commitment_due(one: Commitment, said: _Wording) -> Due:
    return Due(
        when=say_day(one.due),
        distance=distance(one.due, said.today),
        text=_with_terms(one, commitment_item(one, said.namer).title),
        status=code_words(one.status),
        evidence=one.evidence[:1],
    )


def _with_terms(one: Commitment, title: str) -> str:
    """The commitment with what it is about: `…: sanctions “unless a truce is reached”`."""
    what = action_words(one.action, threatened=True) if one.action and one.kind in _THREATS else ""
    what = what or (code_words(one.issue) if one.issue else "")
    condition = f"“{clean(one.condition)}”" if one.condition else ""
    terms = " ".join(part for part in (what, condition) if part)
    return f"{title}: {terms}" if terms else title


def _positions(positions: Sequence[Position], namer: Namer) -> Iterator[Item]:
    """Positions by issue, so that what the sides hold stands side by side."""
    by_issue: dict[str, list[Position]] = {}
    for position in positions:
        by_issue.setdefault(position.issue, []).append(position)
    for issue, held in by_issue.items():
        facts = []
        for position in held:
            day = f", {say_day(position.date)}" if position.date and len(held) > 1 else ""
            earlier = f"; earlier {', '.join(position.earlier)}" if position.earlier else ""
            facts.append(
                Fact(
                    label=capital(namer.name(position.actor)),
                    text=f"{_STANCES.get(position.stance, position.stance)}{day}{earlier}",
                    evidence=position.evidence,
                )
            )
        yield Item(capital(code_words(issue)), "", tuple(facts), ())


_STANCES = {
    "supports": "in favour",
    "opposes": "against",
    "demands": "demands it",
    "offers": "offers it",
    "refuses": "refuses",
    "conditional": "under conditions",
    "sceptical": "sceptical",
    "undecided": "undecided",
}


def _source(number: int, document: BriefDocument) -> Source:
    return Source(
        number=number,
        document=document.id,
        title=clean(document.title or "Untitled"),
        publisher=clean(document.publisher or "") or None,
        day=say_day(document.published) or "no date",
        url=clean(document.url or "") or None,
    )


def _is_ahead(day: str | None, today: date | None) -> bool:
    limits = bounds(day)
    return limits is None or today is None or limits[1] >= today


def _first(day: str | None) -> date:
    limits = bounds(day)
    return limits[0] if limits else date.max


def _time_order(day: str | None, today: date | None) -> tuple[int, int]:
    """Coming ones first, the nearest first; then the past, the latest first; then the undated."""
    limits = bounds(day)
    if limits is None:
        return (1, 0)
    if today is None or limits[1] >= today:
        return (0, limits[0].toordinal())
    return (2, -limits[0].toordinal())


def _due_order(one: Commitment) -> tuple[bool, date]:
    return (one.status != "pending", _first(one.due))
