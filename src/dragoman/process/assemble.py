"""Owns the dossier: documents and their events become one state of the process as of a date.

A pure function of documents, events and the day; recomputed, never edited in place. Events are put together by
happening once, and every list is made from the happenings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.documents.document import Document
from dragoman.documents.extract import NO_DATE
from dragoman.knowledge.load import Knowledge
from dragoman.process.agreements import agreements_of
from dragoman.process.antecedents import with_antecedents
from dragoman.process.commitments import commitments_of
from dragoman.process.days_meant import with_days_meant, without_doubtful_days
from dragoman.process.dossier import BriefDocument, Caution, Dossier
from dragoman.process.headlines import without_headlines
from dragoman.process.humanitarian import humanitarian_of
from dragoman.process.meetings import meetings_of
from dragoman.process.parties_meant import with_parties_meant
from dragoman.process.positions import positions_of
from dragoman.process.settings_shared import share_settings
from dragoman.process.tracks import processes_of
from dragoman.process.violence import violence_of
from dragoman.process.wording import prose_of
from dragoman.records.believed import with_believed_days
from dragoman.records.copies import copies_among
from dragoman.records.event import Event
from dragoman.records.grouping import across_documents, within_documents
from dragoman.records.merge import without_copied
from dragoman.records.statement import Judgement


@dataclass(frozen=True, slots=True)
class Gathered:
    """A dossier without its prose, and the happenings from which its lists were made."""

    dossier: Dossier
    happenings: tuple[tuple[Event, ...], ...]


def assemble(
    documents: Sequence[Document],
    events: Iterable[Event],
    *,
    as_of: date | None = None,
    knowledge: Knowledge,
) -> Dossier:
    """The state of the process of which the documents speak.

    Args:
        documents: the documents, in any order.
        events: their events, in text order within each document.
        as_of: the day the dossier speaks for; None for the newest document's date. Documents
            published later are left out.
        knowledge: names for prose.
    """
    order = sorted({d.id: d for d in documents}.values(), key=_learned)
    copies = copies_among((d.id, d.text) for d in order)
    place = {d.id: number for number, d in enumerate(order)}
    told = sorted((e for e in events if e.evidence[0].document in place), key=lambda e: place[e.evidence[0].document])
    dossier = gather(documents, without_copied(told, copies), as_of=as_of, knowledge=knowledge).dossier
    prose = prose_of(dossier, knowledge=knowledge)
    return dossier.model_copy(update={**prose, "processes": processes_of(dossier, knowledge=knowledge)})


def gather(
    documents: Sequence[Document],
    events: Iterable[Event],
    *,
    as_of: date | None = None,
    knowledge: Knowledge,
    judgements: Sequence[Judgement] = (),
) -> Gathered:
    """The lists of `assemble`, without its prose and without the processes it belongs to.

    Args:
        documents, events, as_of, knowledge: as in `assemble`.
        judgements: a reviewer's word on pairs of events.
    """
    days = [d.published for d in documents if d.published is not None]
    speaks_for = as_of or max(days, default=None)
    # The same text twice is one document, and the order in which documents are given says nothing.
    distinct = sorted({d.id: d for d in documents}.values(), key=_learned)
    known = [d for d in distinct if speaks_for is None or d.published is None or d.published <= speaks_for]
    order = {d.id: n for n, d in enumerate(known)}
    sound, odd_days = with_believed_days(list({e.id: e for e in events if e.evidence[0].document in order}.values()))
    mine = sorted(sound, key=lambda e: (order[e.evidence[0].document], e.evidence[0].start))
    told = without_headlines(within_documents(mine, judgements), {d.id: _title_end(d) for d in known})
    told = with_parties_meant(told)
    told = with_days_meant(told, {d.id: len(d.text) for d in known})
    happenings = without_doubtful_days(across_documents(told, judgements))
    counted = {event.id for events in happenings for event in events}
    today = speaks_for.isoformat() if speaks_for else None
    meetings, agreements = share_settings(meetings_of(happenings, as_of=today), agreements_of(happenings, as_of=today))
    dossier = Dossier(
        as_of=today,
        documents=tuple(_cited(d) for d in known),
        headline="",
        summary=(),
        meetings=meetings,
        commitments=commitments_of(happenings, as_of=today),
        positions=positions_of([event for event in mine if event.id in counted]),
        violence=violence_of(happenings),
        humanitarian=humanitarian_of(happenings),
        agreements=agreements,
        events=tuple(mine),
        warnings=tuple(_caution(text) for text in dict.fromkeys([*(w for d in known for w in d.warnings), *odd_days])),
    )
    return Gathered(with_antecedents(dossier, known, knowledge=knowledge), happenings)


def _title_end(document: Document) -> int:
    title = document.title or ""
    return len(title) if document.text.startswith(title) else 0


def _learned(document: Document) -> tuple[date, str]:
    return document.published or date.min, document.id


def _caution(text: str) -> Caution:
    return Caution(code="no_day" if text == NO_DATE else "document", text=text)


def _cited(document: Document) -> BriefDocument:
    return BriefDocument(
        id=document.id,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else None,
        text=document.text,
    )
