"""Owns humanitarian steps: exchanges, releases, evacuations, deliveries, corridors, displacement."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.process.comparing import SAME_DAY, dates_agree, finer, joined, keys, parties_agree
from dragoman.process.dossier import Humanitarian
from dragoman.records.days import DayIndex
from dragoman.records.event import Event

STATUS = {
    "happened": "done",
    "ongoing": "under_way",
    "scheduled": "agreed",
    "promised": "agreed",
    "proposed": "proposed",
    "demanded": "proposed",
    "hypothetical": "proposed",
    "conditional": "proposed",
}
RANK = {"proposed": 0, "agreed": 1, "under_way": 2, "done": 3, "failed": 4}


def humanitarian_of(events: Sequence[Event]) -> tuple[Humanitarian, ...]:
    """The humanitarian steps of which the events speak, in the order of their first mention."""
    found: list[Humanitarian] = []
    days: dict[str, DayIndex] = {}
    for event in events:
        if event.frame != "humanitarian" or event.kind is None or _status(event) is None:
            continue
        entry = _entry(event)
        bare = _bare(event)
        index = days.setdefault(event.kind, DayIndex(SAME_DAY))
        number = next((n for n in sorted(index.about(entry.date)) if _same(found[n], entry)), None)
        if bare:
            continue
        if number is None:
            number = len(found)
            found.append(entry)
        else:
            found[number] = _merged(found[number], entry)
        index.put(number, found[number].date)
    return tuple(entry for entry in found if _tellable(entry))


def _status(event: Event) -> str | None:
    """The contract's status; None where the text tells of no step at all."""
    if event.act == "failed":
        return "failed" if event.status in {"happened", "ongoing"} else None
    if event.status == "conditional" and event.quantities is None:
        return None
    if event.status == "negated" and event.kind in {"aid_delivery", "evacuation", "prisoner_exchange"}:
        return None
    status = STATUS.get(event.status)
    return "proposed" if event.act == "proposed" and status is not None else status


def _bare(event: Event) -> bool:
    """A mere mention ("topics such as prisoner exchanges") tells of no step by itself."""
    return event.coder.endswith(".noun") and event.status == "happened" and event.quantities is None


def _entry(event: Event) -> Humanitarian:
    numbers = event.quantities
    count = None
    if numbers is not None:
        toll = numbers.displaced if event.kind == "displacement" else numbers.persons
        toll = toll or numbers.persons or numbers.displaced or numbers.captured
        count = toll.min if toll else None
    return Humanitarian(
        kind=event.kind,
        parties=tuple(a for a in joined(event.source, event.target) if a.name != "civilians"),
        count=count,
        status=_status(event),
        date=event.start,
        evidence=event.evidence,
        events=(event.id,),
    )


def _same(known: Humanitarian, entry: Humanitarian) -> bool:
    if known.kind != entry.kind or not parties_agree(known.parties, entry.parties):
        return False
    if known.count and entry.count and known.count != entry.count:
        return False
    return dates_agree(known.date, entry.date)


def _merged(known: Humanitarian, entry: Humanitarian) -> Humanitarian:
    status = max(known.status, entry.status, key=lambda s: RANK[s])
    return known.model_copy(
        update={
            "parties": joined(known.parties, entry.parties),
            "count": known.count or entry.count,
            "status": status,
            "date": finer(known.date, entry.date),
            "evidence": tuple(dict.fromkeys((*known.evidence, *entry.evidence))),
            "events": (*known.events, *entry.events),
        }
    )


def _tellable(entry: Humanitarian) -> bool:
    if entry.kind == "displacement":
        return entry.count is not None
    return bool(entry.parties or entry.count or entry.kind == "corridor") and bool(
        keys(entry.parties) or entry.count or entry.kind == "corridor"
    )
