"""Owns checking a brief against its documents: every quote in its place, every reference kept.

Does not judge whether a quote means what an entry says; it finds what cannot be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dragoman.documents.document import Document
from dragoman.process.dossier import Dossier
from dragoman.records.values import Evidence

_LISTS = ("meetings", "commitments", "positions", "violence", "humanitarian", "agreements")
_SHOWN = 60


def verify(dossier: Dossier, documents: Sequence[Document]) -> list[str]:
    """What does not hold, one line each; empty where everything does.

    Checked are: the documents' texts against the stored ones, each quote against the characters at
    its place, words that are quoted elsewhere (conditions, outcomes), and references to events.

    Args:
        dossier: the brief.
        documents: the articles that it was made from, read again.
    """
    texts = {document.id: document.text for document in documents}
    return [
        *_document_faults(dossier, texts),
        *_quote_faults(dossier, texts),
        *_wording_faults(dossier),
        *_reference_faults(dossier),
    ]


def _document_faults(dossier: Dossier, texts: Mapping[str, str]) -> Iterator[str]:
    for number, cited in enumerate(dossier.documents):
        where = f"documents[{number}] {cited.id}"
        if cited.id not in texts:
            yield f"{where}: none of the articles given has this text"
        elif texts[cited.id] != cited.text:
            yield f"{where}: the stored text is not the article's"


def _quote_faults(dossier: Dossier, texts: Mapping[str, str]) -> Iterator[str]:
    known = {cited.id for cited in dossier.documents}
    for where, one in _all_evidence(dossier):
        if one.document not in known:
            yield f"{where}: quotes a document {one.document!r} that the brief does not list"
        elif one.document in texts and texts[one.document][one.start : one.end] != one.quote:
            yield f"{where}: characters {one.start} to {one.end} are not {one.quote[:_SHOWN]!r}"


def _wording_faults(dossier: Dossier) -> Iterator[str]:
    """Words that an entry gives as the text's own must be in one of the documents."""
    for number, commitment in enumerate(dossier.commitments):
        if commitment.condition and not _is_said(commitment.condition, dossier):
            yield f"commitments[{number}].condition: no document says {commitment.condition[:_SHOWN]!r}"
    for number, meeting in enumerate(dossier.meetings):
        if meeting.outcome and not _is_said(meeting.outcome, dossier):
            yield f"meetings[{number}].outcome: no document says {meeting.outcome[:_SHOWN]!r}"


def _reference_faults(dossier: Dossier) -> Iterator[str]:
    known = {event.id for event in dossier.events}
    for name in _LISTS:
        for number, entry in enumerate(getattr(dossier, name)):
            for event in entry.events:
                if event not in known:
                    yield f"{name}[{number}].events: there is no event {event!r}"


def _all_evidence(dossier: Dossier) -> Iterator[tuple[str, Evidence]]:
    yield from _of("summary", [sentence.evidence for sentence in dossier.summary])
    for name in _LISTS:
        yield from _of(name, [entry.evidence for entry in getattr(dossier, name)])
    for number, meeting in enumerate(dossier.meetings):
        yield from _of(f"meetings[{number}].stances", [stance.evidence for stance in meeting.stances])
    for number, one in enumerate(dossier.commitments):
        yield from ((f"commitments[{number}].decided_by", evidence) for evidence in one.decided_by)
    yield from _of("events", [event.evidence for event in dossier.events])


def _of(name: str, lists: Iterable[Iterable[Evidence]]) -> Iterator[tuple[str, Evidence]]:
    for number, evidence in enumerate(lists):
        for one in evidence:
            yield f"{name}[{number}].evidence", one


def _is_said(words: str, dossier: Dossier) -> bool:
    plain = " ".join(words.split())
    return any(plain in " ".join(cited.text.split()) for cited in dossier.documents)
