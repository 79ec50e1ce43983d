"""Owns how one entry of a record is shown: title, status, when, where, facts and quotes.

Wording comes from `delivery.brief_items`, so that pages and briefs say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.delivery.brief_items import (
    agreement_item,
    commitment_item,
    humanitarian_item,
    meeting_item,
    violence_item,
)
from dragoman.delivery.outline import Item
from dragoman.delivery.phrases import bounds, capital, distance, say_count, say_day, say_period, say_place
from dragoman.process.dossier import Agreement, Commitment, Entry, Humanitarian, Meeting, Violence
from dragoman.records.values import Count
from dragoman.web.views.atoms import Quote, Teller
from dragoman.web.words import tone, words

_OPEN = frozenset({"proposed", "announced", "confirmed", "under_way"})


@dataclass(frozen=True, slots=True)
class FactView:
    """One line of an entry; `mark` is `yes`, `no`, `open`, `silent` or empty."""

    label: str
    text: str
    mark: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as a page shows it.

    Attributes:
        note: what the reader should know of its state, such as a day that has passed without news.
        ahead: how far off its day lies, empty for the past.
    """

    title: str
    status: str
    tone: str
    when: str
    day: str
    ahead: str
    where: str
    note: str
    stances: tuple[FactView, ...]
    facts: tuple[FactView, ...]
    quotes: tuple[Quote, ...]
    reports: int
    href: str


def entry_view(entry: Entry, teller: Teller) -> EntryView:
    """A meeting, commitment, attack, step or agreement as a page shows it.

    Raises:
        TypeError: it is of another kind; positions are `views.positions`' business.
    """
    namer, knowledge = teller.namer, teller.knowledge
    if isinstance(entry, Meeting):
        return _view(entry, meeting_item(entry, namer, knowledge), teller, entry.status, (entry.start, entry.end))
    if isinstance(entry, Commitment):
        return _view(entry, commitment_item(entry, namer), teller, entry.status, (None, entry.due))
    if isinstance(entry, Violence):
        return _view(entry, violence_item(entry, namer, knowledge), teller, None, (entry.start, entry.end))
    if isinstance(entry, Humanitarian):
        return _view(entry, humanitarian_item(entry, namer), teller, entry.status, (entry.date, None))
    if isinstance(entry, Agreement):
        return _view(entry, agreement_item(entry, namer, knowledge), teller, entry.status, (entry.date, None))
    raise TypeError(f"{type(entry).__name__} has no view of its own")


def _view(
    entry: Entry, item: Item, teller: Teller, status: str | None, days: tuple[str | None, str | None]
) -> EntryView:
    limits = bounds(teller.record.as_of)
    today = limits[0] if limits else None
    facts = [FactView(capital(f.label), f.text, f.mark, teller.quotes(f.evidence, 1)) for f in item.facts]
    start, end = days
    return EntryView(
        title=item.title + _count(entry),
        status=words(status),
        tone=tone(status),
        when=say_day(end) if isinstance(entry, Commitment) else say_period(start, end),
        day=start or end or "",
        ahead=distance(start or end, today) if _counts_down(entry) else "",
        where=say_place(getattr(entry, "place", None), teller.knowledge),
        note=_note(entry, teller.record.as_of),
        stances=tuple(fact for fact in facts if fact.mark),
        facts=tuple(fact for fact in facts if not fact.mark),
        quotes=teller.quotes(entry.evidence),
        reports=len({one.document for one in entry.evidence}),
        href=teller.links.claim(entry.events[0] if entry.events else None),
    )


def _count(entry: Entry) -> str:
    if isinstance(entry, Humanitarian) and entry.count is not None:
        return f" ({entry.count:,})"
    return ""


def _counts_down(entry: Entry) -> bool:
    if isinstance(entry, Meeting):
        return entry.status in _OPEN
    return isinstance(entry, Commitment) and entry.status == "pending"


def _note(entry: Entry, as_of: str | None) -> str:
    """A day that has passed while nothing says what became of it."""
    today = bounds(as_of)
    if today is None:
        return ""
    if isinstance(entry, Meeting) and entry.status in _OPEN - {"under_way"}:
        limits = bounds(entry.end or entry.start)
        if limits and limits[1] < today[0]:
            return "The day has passed; no report says whether it took place."
    if isinstance(entry, Commitment) and entry.status == "pending":
        limits = bounds(entry.due)
        if limits and limits[1] < today[0]:
            return "The day has passed; no report says what became of it."
    return ""


def toll_words(entry: Violence) -> str:
    """`9 to 27 killed, 14 wounded`, or nothing."""
    said: Sequence[tuple[str, str]] = [
        (say_count(getattr(entry, name)), name) for name in ("killed", "wounded", "captured")
    ]
    return ", ".join(f"{count} {name}" for count, name in said if count)


def highest(count: Count) -> int:
    """The highest figure that is said; of an open-ended number the highest one named."""
    return max(one or 0 for one in (count.min, count.max, count.civilians))
