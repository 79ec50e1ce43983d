"""Owns the dossier: documents and their events become one state of the process as of a date.

A pure function of documents, events and the day; recomputed, never edited in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.documents.document import Document
from dragoman.knowledge.load import Knowledge
from dragoman.process.agreements import agreements_of
from dragoman.process.antecedents import with_antecedents
from dragoman.process.commitments import commitments_of
from dragoman.process.dossier import BriefDocument, Dossier
from dragoman.process.humanitarian import humanitarian_of
from dragoman.process.meetings import meetings_of
from dragoman.process.positions import positions_of
from dragoman.process.settings_shared import share_settings
from dragoman.process.tracks import processes_of
from dragoman.process.violence import violence_of
from dragoman.process.wording import headline_of, summary_of
from dragoman.records.believed import with_believed_days
from dragoman.records.event import Event


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
    dossier = gather(documents, events, as_of=as_of, knowledge=knowledge)
    return dossier.model_copy(
        update={
            "headline": headline_of(dossier, knowledge=knowledge),
            "summary": summary_of(dossier, knowledge=knowledge),
            "processes": processes_of(dossier, knowledge=knowledge),
        }
    )


def gather(
    documents: Sequence[Document], events: Iterable[Event], *, as_of: date | None = None, knowledge: Knowledge
) -> Dossier:
    """The lists of `assemble`, without its prose and without the processes it belongs to."""
    days = [d.published for d in documents if d.published is not None]
    speaks_for = as_of or max(days, default=None)
    # The same text twice is one document, and the order in which documents are given says nothing.
    distinct = sorted({d.id: d for d in documents}.values(), key=lambda d: (d.published or date.min, d.id))
    known = [d for d in distinct if speaks_for is None or d.published is None or d.published <= speaks_for]
    order = {d.id: n for n, d in enumerate(known)}
    told, odd_days = with_believed_days(list({e.id: e for e in events if e.evidence[0].document in order}.values()))
    mine = sorted(told, key=lambda e: (order[e.evidence[0].document], e.evidence[0].start))
    today = speaks_for.isoformat() if speaks_for else None
    meetings, agreements = share_settings(meetings_of(mine), agreements_of(mine), mine)
    dossier = Dossier(
        as_of=today,
        documents=tuple(_cited(d) for d in known),
        headline="",
        summary=(),
        meetings=meetings,
        commitments=commitments_of(mine, as_of=today),
        positions=positions_of(mine),
        violence=violence_of(mine),
        humanitarian=humanitarian_of(mine),
        agreements=agreements,
        events=tuple(mine),
        warnings=(*(w for d in known for w in d.warnings), *odd_days),
    )
    return with_antecedents(dossier, known, knowledge=knowledge)


def _cited(document: Document) -> BriefDocument:
    return BriefDocument(
        id=document.id,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else None,
        text=document.text,
    )
