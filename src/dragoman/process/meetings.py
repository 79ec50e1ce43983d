"""Owns meetings: which events speak of the same meeting, and how far it has come.

Mentions merge within and across articles; earlier rounds stay meetings of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.process.comparing import closer_place, dates_agree, days_of, evidence_of, finer, joined, keys
from dragoman.process.dossier import Meeting, Stance
from dragoman.process.meeting_drafts import (
    ACT_STANCE,
    ACT_STATUS,
    EVENT_STATUS,
    OPEN,
    PAST,
    RANK,
    SAYING,
    Draft,
    Drafts,
)
from dragoman.records.event import Event
from dragoman.records.values import Actor, PlaceValue


def meetings_of(events: Sequence[Event]) -> tuple[Meeting, ...]:
    """The meetings of which the events speak, in the order of their first mention.

    Args:
        events: coded events in the order of publication and text.
    """
    drafts = Drafts()
    for event in events:
        if event.frame == "position" and event.stance == "sceptical":
            _add_doubt(event, drafts)
        draft = _draft(event) if event.frame == "meeting" else _signing(event)
        if draft is None:
            continue
        number = drafts.same(draft)
        if number is None:
            if draft.status is not None or draft.parties:
                drafts.put(draft)
        else:
            drafts.put(_merged(drafts.found[number], draft), number)
    return tuple(_finished(d) for d in drafts.found if _tellable(d))


def _signing(event: Event) -> Draft | None:
    """The meeting at which two parties sign or agree, where the text says where and when."""
    if event.frame != "agreement" or event.act not in {"signed", "agreed"} or event.place is None:
        return None
    ahead = event.status in {"scheduled", "promised"}
    if event.start is None or event.place.precision == "country" or not (ahead or event.status == "happened"):
        return None
    mediators = keys(event.mediators)
    parties = tuple(a for a in joined(event.source, event.target) if a.key not in mediators)
    if len(parties) < 2:
        return None
    told = _told_by(event, parties) if ahead else None
    speakers, stance = told or ((), "announced")
    stances = tuple(Stance(actor=a.without_person(), stance=stance, evidence=event.evidence) for a in speakers)
    particular = tuple(i for i in event.issues if i != "settlement")
    return Draft(
        events=(event,),
        parties=parties,
        mediators=tuple(a.without_person() for a in event.mediators),
        format="talks",
        place=event.place,
        start=event.start,
        status="announced" if ahead else "held",
        agenda=(particular or tuple(event.issues)) if event.kind == "comprehensive" else particular,
        stances=stances,
        weak=not ahead,
    )


def _add_doubt(event: Event, drafts: Drafts) -> None:
    """Notes an actor's scepticism on the last meeting ahead to which he is a party."""
    doubters = keys(event.source)
    best: tuple[bool, bool] | None = None
    place = 0
    for number in range(len(drafts.found) - 1, -1, -1):
        known = drafts.found[number]
        if known.status in PAST or doubters.isdisjoint(known.names):
            continue
        ahead = (known.status in {"announced", "confirmed"}, known.start is not None)
        if best is None or ahead > best:
            best, place = ahead, number
            if all(ahead):
                break  # no earlier one is likelier
    if best is not None:
        known = drafts.found[place]
        doubter = next(a for a in event.source if a.key in known.names)
        stance = Stance(actor=doubter.without_person(), stance="sceptical", evidence=event.evidence)
        drafts.put(replace(known, stances=(*known.stances, stance), events=(*known.events, event)), place)


def _lies_ahead(event: Event) -> bool:
    """Whether the event has a day of its own, after the day on which it was told."""
    if event.start is None or event.learned is None:
        return False
    return len(event.start) == len("2020-01-31") and event.start > event.learned.isoformat()


def _draft(event: Event) -> Draft | None:
    """One mention as a draft; None where it tells nothing of a meeting."""
    act = event.act
    if event.status in {"negated", "denied"} and act not in {"no_comment", "cancelled", "failed"}:
        if event.status == "negated":
            return None
        act = "denied"
    stance = ACT_STANCE.get(act or "")
    speakers = event.source if stance else ()
    parties = _parties(event, act)
    status = ACT_STATUS.get(act or "")
    if status is None and stance is None:
        status = EVENT_STATUS.get(event.status)
    if act in {"failed", "cancelled", "postponed"} and event.status in {
        "hypothetical",
        "conditional",
        "proposed",
        "threatened",
    }:
        return None
    if stance == "declined" and act == "declined" and event.status != "happened":
        status = None
    if status == "held" and _lies_ahead(event):
        status = "announced"
    told = _told_by(event, parties) if stance is None and status == "announced" else None
    if told is not None:
        speakers, stance = told
    stances = tuple(
        Stance(actor=a.without_person(), stance=stance, evidence=event.evidence) for a in speakers if stance
    )
    return Draft(
        events=(event,),
        parties=parties,
        mediators=tuple(a.without_person() for a in event.mediators),
        host=event.source[0].without_person() if act == "hosted" and len(event.source) == 1 else event.host,
        format=event.kind or "talks",
        place=event.place,
        start=None if _said_before(event, act) else event.start,
        end=event.due if event.start is None and status in OPEN else event.end if event.end != event.start else None,
        status=status,
        round=event.round,
        agenda=tuple(event.agenda),
        stances=stances,
        definite=event.definite,
        distinct=event.distinct,
        outcome=event.outcome,
        explicit=act in ACT_STATUS,
        weak=act == "mentioned" and event.status == "happened",
    )


def _said_before(event: Event, act: str | None) -> bool:
    """Whether the date is that of what was said of a meeting ahead ("announced last week")."""
    days = days_of(event.start)
    if act not in SAYING or days is None or event.learned is None:
        return False
    return days[1] < event.learned


def _told_by(event: Event, parties: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], str] | None:
    """Who announces or confirms a meeting ahead, where the text attributes it to a party or to the host."""
    speaker = event.attribution.speaker if event.attribution else None
    if speaker is None or event.attribution is None:
        return None
    country = event.place.country if event.place else None
    if speaker.key not in keys(parties) | ({country} if country else set()):
        return None
    return (speaker,), "confirmed" if event.attribution.verb == "confirm" else "announced"


def _parties(event: Event, act: str | None) -> tuple[Actor, ...]:
    """Who meets: for what is only said of a meeting, whom the phrase names rather than who says it."""
    mediators = keys(event.mediators)
    named = [a for a in (*event.source, *event.target) if a.key not in mediators]
    if act in SAYING | {"proposed", "hosted", "mediated"} and not _joint(event):
        others = [a for a in event.target if a.key not in mediators]
        if act in {"hosted", "mediated"} or len(others) >= 2:
            return joined(others, ())
        if others:
            return joined(event.source, others)
        return joined(event.source, ()) if act in {"accepted", "declined", "no_comment"} else ()
    return joined(named, ())


def _joint(event: Event) -> bool:
    return keys(event.source) == keys(event.target) and len(keys(event.source)) >= 2


def _merged(known: Draft, draft: Draft) -> Draft:
    status = known.status
    if draft.status is not None and not (draft.weak and known.status is not None):
        later = RANK[draft.status] >= RANK.get(known.status or "", -1)
        status = draft.status if later or known.status is None else known.status
    stances = {(s.actor.key, s.stance): s for s in (*draft.stances, *known.stances)}
    form = known.format if known.format != "talks" else draft.format
    return replace(
        known,
        events=(*known.events, *draft.events),
        parties=joined(known.parties, draft.parties) if draft.status or not known.parties else known.parties,
        mediators=joined(known.mediators, draft.mediators),
        host=known.host or draft.host,
        format=form,
        place=closer_place(known.place, draft.place),
        start=finer(known.start, draft.start)
        if not _closing(known, draft)
        else min(known.start or "", draft.start or ""),
        end=known.end or draft.end or _closing(known, draft),
        status=status,
        round=known.round or draft.round,
        agenda=tuple(dict.fromkeys((*known.agenda, *draft.agenda))),
        stances=tuple(stances.values()),
        distinct=known.distinct or draft.distinct,
        weak=known.weak and draft.weak,
        outcome=known.outcome or draft.outcome,
        explicit=known.explicit or draft.explicit,
    )


def _closing(known: Draft, draft: Draft) -> str | None:
    """The day of the signature, where it closes talks that began before."""
    if known.start is None or draft.start is None or dates_agree(known.start, draft.start):
        return None
    return max(known.start, draft.start)


def _tellable(draft: Draft) -> bool:
    """Whether enough is known for an entry: two parties, and more than a bare mention."""
    mediators = keys(draft.mediators)
    if draft.weak and draft.start is None and draft.place is None:
        return False
    among = len(keys(draft.parties)) == 1 and any(e.source and e.source == e.target for e in draft.events)
    if among and draft.place is not None and draft.start is not None:
        return draft.status is not None
    return draft.status is not None and len(keys(draft.parties) - mediators) >= 2


def confirmed(draft: Draft) -> bool:
    """Whether every party, or the host and one party, say that it will take place."""
    if not draft.stances:
        return False
    saying = {s.actor.key for s in draft.stances if s.stance in {"announced", "confirmed", "accepted"}}
    parties = keys(draft.parties)
    if parties <= saying:
        return True
    host = draft.host.key if draft.host else (draft.place.country if draft.place else None)
    return host is not None and host not in parties and host in saying and bool(parties & saying)


def _finished(draft: Draft) -> Meeting:
    status = draft.status or "proposed"
    parties = draft.parties
    if status in {"proposed", "announced"} and confirmed(draft):
        status = "confirmed"
    elif status == "proposed" and any(s.stance in {"announced", "confirmed"} for s in draft.stances):
        status = "announced"
    mediators = draft.mediators
    bodies = tuple(p for p in parties if {"IGO", "NGO"} & set(p.sectors))
    if len(parties) - len(bodies) >= 2:
        mediators = joined(mediators, bodies)
    parties = tuple(p for p in parties if p.key not in keys(mediators)) or parties
    return Meeting(
        parties=parties,
        mediators=mediators,
        host=draft.host or _host_of(draft.place),
        format=draft.format,
        place=draft.place,
        start=draft.start,
        end=draft.end,
        status=status,
        round=draft.round,
        agenda=draft.agenda,
        stances=draft.stances,
        outcome=draft.outcome,
        evidence=evidence_of(draft.events),
        events=tuple(e.id for e in draft.events),
    )


def _host_of(place: PlaceValue | None) -> Actor | None:
    """The state of the place, where no one else is named as host."""
    if place is None or place.country is None:
        return None
    name = place.country_name or place.country
    return Actor(name=name, country=place.country, sectors=("GOV",), id=f"state:{place.country}")
