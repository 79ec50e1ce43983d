"""Owns the board of a process: meetings in columns by how far they have come, promises, agreements, the latest harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from dragoman.delivery.phrases import bounds, clean
from dragoman.process.dossier import Agreement, Commitment, Dossier, Entry, Humanitarian, Meeting, Violence
from dragoman.web.views.atoms import FEW, MANY, Capped, Quote, Shown, Teller
from dragoman.web.views.entries import EntryView, entry_view
from dragoman.web.views.head import Head

E = TypeVar("E", bound=Entry)
COLUMNS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("proposed", "Proposed", frozenset({"proposed"})),
    ("planned", "Announced, confirmed", frozenset({"announced", "confirmed"})),
    ("under_way", "Under way", frozenset({"under_way"})),
    ("held", "Held", frozenset({"held"})),
    ("off", "Failed, postponed, cancelled", frozenset({"failed", "postponed", "cancelled"})),
)
_CARDS = 6
_PLANNED = frozenset({"proposed", "announced", "confirmed", "under_way"})


@dataclass(frozen=True, slots=True)
class Column:
    """The meetings of one state."""

    title: str
    cards: Capped[EntryView]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the summary with its quotes."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """A day that lies ahead."""

    day: str
    ahead: str
    title: str
    status: str
    tone: str
    href: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of a process shows.

    Attributes:
        empty: names of the columns without a meeting.
        latest: the newest attacks.
        ahead: the next days to watch.
    """

    head: Head
    headline: str
    summary: tuple[Sentence, ...]
    ahead: tuple[Next, ...]
    columns: tuple[Column, ...]
    empty: tuple[str, ...]
    commitments: Capped[EntryView]
    agreements: Capped[EntryView]
    humanitarian: Capped[EntryView]
    latest: Capped[EntryView]
    documents: int
    happenings: int
    disputed: int


def board_of(record: Dossier, teller: Teller, head: Head, *, shown: Shown | None = None) -> Board:
    """The board of a process.

    Args:
        record: its state.
        teller: words and addresses.
        head: the frame of the page.
        shown: the section that is asked for at length.
    """
    wanted = shown or Shown()
    limits = bounds(record.as_of)
    today = limits[0] if limits else None
    by_column: dict[str, list[Meeting]] = {}
    for meeting in record.meetings:
        key = next(key for key, _, states in COLUMNS if meeting.status in states)
        by_column.setdefault(key, []).append(meeting)
    ordered = {key: _in_order(held, _meeting_day, today) for key, held in by_column.items()}
    columns = tuple(
        Column(title, _capped(key, ordered[key], teller, wanted, _CARDS))
        for key, title, _ in COLUMNS
        if key in by_column
    )
    commitments = _promises(record.commitments, today)
    agreements = sorted(record.agreements, key=lambda a: a.date or "", reverse=True)
    steps = sorted(record.humanitarian, key=lambda h: h.date or "", reverse=True)
    attacks = sorted(record.violence, key=lambda v: v.start or "", reverse=True)
    return Board(
        head=head,
        headline=clean(record.headline),
        summary=tuple(Sentence(clean(one.text), teller.quotes(one.evidence)) for one in record.summary),
        ahead=tuple(_ahead(record, today, teller)),
        columns=columns,
        empty=tuple(title for key, title, _ in COLUMNS if key not in by_column),
        commitments=_capped("commitments", commitments, teller, wanted),
        agreements=_capped("agreements", agreements, teller, wanted, _CARDS),
        humanitarian=_capped("humanitarian", steps, teller, wanted, _CARDS),
        latest=_capped("violence", attacks, teller, wanted, _CARDS),
        documents=len(record.documents),
        happenings=len(record.events),
        disputed=sum(1 for event in record.events if getattr(event, "disputed", ())),
    )


def _capped(key: str, entries: Sequence[Entry], teller: Teller, shown: Shown, few: int = FEW) -> Capped[EntryView]:
    """Only what is shown is put into words: a process may have tens of thousands of entries."""
    cut = shown.cap(key, entries, few)
    return Capped(cut.key, tuple(entry_view(one, teller) for one in cut.items), cut.total, cut.page, cut.size)


def _ahead(record: Dossier, today: date | None, teller: Teller) -> Iterator[Next]:
    """The next days to watch: meetings that are planned and deadlines that run."""
    if today is None:
        return
    near: list[tuple[str, Meeting | Commitment]] = []
    for meeting in record.meetings:
        day = meeting.start or meeting.end
        if day and meeting.status in _PLANNED and not _is_past(day, today.isoformat()):
            near.append((day, meeting))
    for one in record.commitments:
        if one.due and one.status == "pending" and not _is_past(one.due, today.isoformat()):
            near.append((one.due, one))
    for _, entry in sorted(near, key=lambda pair: pair[0])[:_CARDS]:
        view = entry_view(entry, teller)
        yield Next(view.when, view.ahead, view.title, view.status, view.tone, view.href)


def _meeting_day(meeting: Meeting) -> str | None:
    return meeting.start or meeting.end


def _is_past(day: str, today: str) -> bool:
    """Whether a day, month or year is over; compared as text, which is quick and as exact as the day is."""
    return day[:10] < today[: len(day)]


def _in_order(entries: Iterable[E], day_of: Callable[[E], str | None], today: date | None) -> list[E]:
    """What comes next first, then the past, the latest first; without a day last."""
    now = today.isoformat() if today else ""
    told: list[tuple[str, E]] = [(day_of(one) or "", one) for one in entries]
    ahead: list[tuple[str, E]] = sorted((pair for pair in told if pair[0] and not _is_past(pair[0], now)), key=_first)
    past: list[tuple[str, E]] = sorted(
        (pair for pair in told if pair[0] and _is_past(pair[0], now)), key=_first, reverse=True
    )
    return [one for _, one in (*ahead, *past, *(pair for pair in told if not pair[0]))]


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def _promises(entries: Iterable[Commitment], today: date | None) -> list[Commitment]:
    """Pending ones with a day, the next first; pending ones without; then those that are settled."""
    listed = list(entries)
    pending = _in_order((one for one in listed if one.status == "pending"), lambda one: one.due, today)
    settled = [one for one in listed if one.status != "pending"]
    return pending + sorted(settled, key=lambda one: one.due or "", reverse=True)


def board_rows(record: Dossier, teller: Teller) -> Iterator[Mapping[str, Any]]:
    """All entries of the board but positions as rows of a table, at most so many of each list."""
    lists: tuple[tuple[str, Sequence[Meeting | Commitment | Agreement | Humanitarian | Violence]], ...] = (
        ("meeting", record.meetings),
        ("commitment", record.commitments),
        ("agreement", record.agreements),
        ("humanitarian", record.humanitarian),
        ("violence", record.violence),
    )
    for name, entries in lists:
        for entry in entries[: 100 * MANY]:
            view = entry_view(entry, teller)
            yield {
                "list": name,
                "title": view.title,
                "status": view.status,
                "day": view.day,
                "place": view.where,
                "facts": "; ".join(f"{fact.label}: {fact.text}" for fact in (*view.stances, *view.facts)),
                "reports": view.reports,
                "quote": entry.evidence[0].quote,
                "document": entry.evidence[0].document,
                "claim": view.href,
            }
