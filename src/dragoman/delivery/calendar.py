"""Owns the calendar: dated meetings and deadlines of a dossier as iCalendar (RFC 5545) events.

Identifiers are stable; given the calendar written before, what changed gets a higher SEQUENCE, so
that a program that subscribes to the file updates its entries. Undated entries are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.delivery.brief_items import commitment_item, meeting_title
from dragoman.delivery.entry_ids import identified
from dragoman.delivery.export_values import EXACT
from dragoman.delivery.phrases import Namer, bounds, capital, clean, code_words, say_place
from dragoman.errors import FormatError
from dragoman.knowledge.load import Knowledge
from dragoman.process.dossier import BriefDocument, Commitment, Dossier, Entry, Meeting
from dragoman.version import __version__

if TYPE_CHECKING:
    import icalendar

_CALLED_OFF = frozenset({"cancelled", "withdrawn"})
_OPEN = frozenset({"proposed", "announced", "postponed"})
# More than this is read as a time somewhere within it, not as a meeting that lasts so long.
_LONGEST = 31
_CHANGING = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
_EVENTS = "X-DRAGOMAN-EVENTS"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A finished calendar: its bytes, how many entries it holds, and how many have no day."""

    data: bytes
    entries: int
    undated: int


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An entry of the calendar written before."""

    uid: str
    sequence: int
    said: bytes
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Maker:
    dossier: Dossier
    documents: dict[str, BriefDocument]
    namer: Namer
    knowledge: Knowledge | None
    today: date | None


def calendar_of(dossier: Dossier, *, knowledge: Knowledge | None = None, earlier: bytes | None = None) -> Calendar:
    """The calendar of a dossier; the same dossier and earlier calendar give the same bytes.

    Args:
        dossier: the state of the process.
        knowledge: adds offices of persons and countries of places to the wording.
        earlier: the calendar written before at the same place.

    Raises:
        FormatError: `icalendar` is not installed, or `earlier` is no calendar.
    """
    library = _library()
    limits = bounds(dossier.as_of)
    today = limits[0] if limits else None
    maker = _Maker(dossier, {d.id: d for d in dossier.documents}, Namer(knowledge, today), knowledge, today)
    before = _read(earlier, library) if earlier else []
    calendar = library.Calendar()
    calendar.add("prodid", f"-//Dragoman//dragoman {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Dragoman: talks and deadlines")
    entries = undated = 0
    for entry_id, entry in _dated_lists(dossier):
        made = _component(entry_id, entry, maker, library)
        if made is None:
            undated += 1
            continue
        used = _number(made, entry, maker, before)
        before = [one for one in before if one is not used]  # two entries never share an identifier
        calendar.add_component(made)
        entries += 1
    return Calendar(calendar.to_ical(), entries, undated)


def _library() -> Any:
    try:
        import icalendar
    except ImportError as error:
        raise FormatError(
            "calendar", "writing it needs icalendar", "it installed: pip install 'dragoman[export]'"
        ) from error
    return icalendar


def _dated_lists(dossier: Dossier) -> Iterator[tuple[str, Meeting | Commitment]]:
    """Meetings, and the commitments that could have a day; a threat without one is no date to miss.

    Uncertain ones are left out.
    """
    for _, entry_id, entry in identified(dossier):
        if entry.uncertain:
            continue
        if isinstance(entry, Meeting) or (isinstance(entry, Commitment) and entry.due is not None):
            yield entry_id, entry


def _component(entry_id: str, entry: Meeting | Commitment, maker: _Maker, library: Any) -> icalendar.Event | None:
    days = _days(entry)
    if days is None:
        return None
    first, last = days
    event = library.Event()
    event.add("uid", f"{entry_id}@dragoman")
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _summary(entry, maker))
    event.add("description", _description(entry, maker))
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Talks" if isinstance(entry, Meeting) else capital(entry.kind)])
    for one in entry.evidence:
        document = maker.documents.get(one.document)
        if document is not None and document.url:
            event.add("url", document.url)
            break
    if isinstance(entry, Meeting):
        place = entry.place
        if place is not None:
            event.add("location", say_place(place, maker.knowledge))
            if place.precision in EXACT and place.latitude is not None and place.longitude is not None:
                event.add("geo", (place.latitude, place.longitude))
    elif entry.status == "pending":
        event.add_component(_alarm(event, library))
    event.add(_EVENTS, " ".join(entry.events) or "-")
    return event


def _alarm(event: icalendar.Event, library: Any) -> icalendar.Alarm:
    alarm = library.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(event["summary"]))
    alarm.add("trigger", timedelta(days=-1))
    return alarm


def _days(entry: Meeting | Commitment) -> tuple[date, date] | None:
    """First and last day; a month is marked as a whole, and a year is no day at all."""
    if isinstance(entry, Commitment):
        return _short(bounds(entry.due))
    start, end = bounds(entry.start), bounds(entry.end)
    if start is None:
        return _short(end)
    # Only the first day, where the end is not told, is less telling or comes first.
    whole = (start[0], end[1]) if end and end[1] >= start[1] else start
    return _short(whole) or _short(start)


def _short(days: tuple[date, date] | None) -> tuple[date, date] | None:
    if days is None or (days[1] - days[0]).days >= _LONGEST or days[1] >= date.max:
        return None
    return days


def _status(entry: Meeting | Commitment) -> str:
    if entry.status in _CALLED_OFF or entry.status == "postponed":
        return "CANCELLED"  # the day that we know is the one at which nothing takes place
    return "TENTATIVE" if entry.status in _OPEN else "CONFIRMED"


def _summary(entry: Meeting | Commitment, maker: _Maker) -> str:
    if isinstance(entry, Meeting):
        title = meeting_title(entry, maker.namer)
        if entry.start is None:
            title = f"{title} (by this day)"
        marked = {
            "cancelled": "Cancelled",
            "postponed": "Postponed",
            "failed": "Failed",
            "proposed": "Proposed",
        }
    else:
        title = commitment_item(entry, maker.namer).title
        marked = {one: capital(one) for one in ("fulfilled", "expired", "violated", "withdrawn")}
    month = _days(entry)
    if month is not None and _is_month(entry):
        title = f"{title} (some day in {month[0]:%Y-%m})"
    mark = marked.get(entry.status)
    return f"{mark}: {title}" if mark else title


def _is_month(entry: Meeting | Commitment) -> bool:
    told = entry.due if isinstance(entry, Commitment) else entry.start or entry.end
    return told is not None and len(told) == len("2025-07")


def _description(entry: Meeting | Commitment, maker: _Maker) -> str:
    lines = [f"Status: {code_words(entry.status)}"]
    if isinstance(entry, Meeting):
        if entry.mediators:
            lines.append(f"Mediated by: {maker.namer.bodies(entry.mediators)}")
        if entry.agenda:
            lines.append(f"Agenda: {', '.join(code_words(code) for code in entry.agenda)}")
        lines += [f"{capital(maker.namer.name(s.actor))}: {code_words(s.stance)}" for s in entry.stances]
    elif entry.condition:
        lines.append(f"Condition: “{clean(entry.condition)}”")
    lines.append("")
    for one in entry.evidence:
        document = maker.documents.get(one.document)
        parts = (document.title, document.publisher, document.published) if document else ()
        source = clean(", ".join(part for part in parts if part)) or one.document
        lines.append(f"“{clean(one.quote)}” ({source})")
    return "\n".join(lines)


def _number(event: Any, entry: Entry, maker: _Maker, before: Sequence[_Earlier]) -> _Earlier | None:
    """Gives the entry its number of revision: from the earlier calendar, else from the days it was told on.

    Returns what it was in the earlier calendar.
    """
    told = sorted({day for day in (_published(one.document, maker) for one in entry.evidence) if day})
    revision = max(len(told) - 1, 0)
    if str(event["STATUS"]) == "CANCELLED":
        revision = max(revision, 1)
    uid = str(event["UID"])
    mine = frozenset(entry.events)
    known = next((e for e in before if e.uid == uid), None)
    # An article added later may be of an earlier day and so change the first event of the entry.
    known = known or next((e for e in before if mine & e.events), None)
    if known is not None:
        event["UID"] = type(event["UID"])(known.uid)
        changed = _said(event) != known.said
        revision = max(revision, known.sequence + changed)
    event.add("sequence", revision)
    newest = told[-1] if told else maker.today
    event.add("dtstamp", _midnight(maker.today or newest))
    if newest is not None:
        event.add("last-modified", _midnight(newest))
    return known


def _published(document: str, maker: _Maker) -> date | None:
    known = maker.documents.get(document)
    limits = bounds(known.published) if known else None
    return limits[0] if limits else None


def _midnight(day: date | None) -> datetime:
    return datetime.combine(day or date(1970, 1, 1), time(0), UTC)


def _said(event: Any) -> bytes:
    """What an entry says, without the marks of its revision; a list of events may grow unseen."""
    copy = event.copy(recursive=True)
    for name in (*_CHANGING, _EVENTS):
        copy.pop(name, None)
    return bytes(copy.to_ical())


def _read(data: bytes, library: Any) -> list[_Earlier]:
    try:
        calendar = library.Calendar.from_ical(data)
        return [
            _Earlier(
                uid=str(event["UID"]),
                sequence=_revision(event),
                said=_said(event),
                events=frozenset(str(event.get(_EVENTS, "")).split()),
            )
            for event in calendar.walk("VEVENT")
        ]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise FormatError("calendar", f"the earlier one cannot be read ({error})", "an iCalendar file") from error


def _revision(event: Any) -> int:
    number = int(event.get("SEQUENCE", 0))
    if not 0 <= number < 2**31 - 1:  # RFC 5545: 32 bits with a sign, and ours may be one higher
        raise ValueError(f"SEQUENCE {str(number)[:20]} is out of range")
    return number
