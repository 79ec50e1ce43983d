"""Owns the whole way in one place: a file becomes a document, events, and a brief.

Each step is one call into the layer that does the work; heavy parts load on first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.documents.document import Document
from dragoman.documents.extract import document_of, document_of_text
from dragoman.records.believed import asked_day, believed, checked_day
from dragoman.sources.files import read_item

if TYPE_CHECKING:
    from dragoman.coding.coder import Coder
    from dragoman.contract.reading import Reads
    from dragoman.process.dossier import Dossier
    from dragoman.records.event import Event
    from dragoman.records.explanation import Explanation

Place = str | Path
Day = date | str


def read(place: Place, *, published: Day | None = None) -> Document:
    """The document in a text or HTML file.

    Args:
        place: path of the file, or `-` for standard input.
        published: day of publication; None takes it from the page or the dateline. `Document.published_from`
            says which; without any, or with one that has not come yet, relative dates stay null.

    Raises:
        SourceError: the file cannot be read or holds no text.
        DateError: `published` is no date.
    """
    document = document_of(read_item(place), published=_day(published))
    return document if published is not None else believed(document, datetime.now(UTC))


@lru_cache(maxsize=1)
def default_coder() -> Coder:
    """The coder with the bundled knowledge and models, loaded once."""
    return load_coder()


def load_coder(knowledge_folder: Path | None = None, reader: Reads | None = None) -> Coder:
    """A coder with everything that it needs.

    Args:
        knowledge_folder: files laid over the bundled knowledge.
        reader: another reader than the shipped network, such as annotations.

    Raises:
        KnowledgeError: a knowledge file has faults.
        ModelMissing: the network's files are not installed.
    """
    from dragoman.coding.coder import Coder
    from dragoman.knowledge.gazetteer import open_gazetteer
    from dragoman.knowledge.load import load_knowledge

    if reader is None:
        from dragoman.language.network_reader import NetworkReader

        reader = NetworkReader()
    return Coder(knowledge=load_knowledge(knowledge_folder), reader=reader, gazetteer=open_gazetteer())


def code(document: Document, *, coder: Coder | None = None) -> tuple[Event, ...]:
    """The events of a document in the order of its text: who did or said what to whom, when and where.

    Args:
        document: as `read` returns it.
        coder: another coder than the bundled one, such as one with knowledge of your own.
    """
    return (coder or default_coder()).code(document)


def explain(text: str, *, published: Day | None = None, coder: Coder | None = None) -> Explanation:
    """The events of a sentence with, for each field, why it has its value.

    Raises:
        DateError: `published` is no date.
        FormatError: the text is empty.
    """
    from dragoman.errors import FormatError
    from dragoman.records.explanation import Explanation

    if not text.strip():
        raise FormatError(text, "holds no words", "a sentence")
    document = document_of_text(text, published=_day(published))
    whole = replace(coder or default_coder(), triage=False)  # one sentence is too little to tell its topic by
    reading = whole.read(document)
    return Explanation(document, whole.events(document, reading), reading.refused)


def brief(
    sources: Document | Place | Iterable[Document | Place],
    *,
    as_of: Day | None = None,
    coder: Coder | None = None,
    reader: Reads | None = None,
) -> Dossier:
    """The brief of one or more documents: what is due, who meets, who holds what, what it costs.

    Args:
        sources: documents, or paths of files that `read` can read.
        as_of: day that the brief speaks for; the newest document's day where None.
        coder: another coder than the bundled one.
        reader: another reader than the coder's, such as `AnnotatedReader.of("frames.jsonl")`.

    Raises:
        SourceError: a file cannot be read.
        DateError: `as_of` is no date.
        FormatError: the reader's annotations are of sentences that stand in none of the documents.
    """
    from dragoman.language.annotations import AnnotatedReader

    documents = tuple(one if isinstance(one, Document) else read(one) for one in _listed(sources))
    if reader is None:
        used = coder or default_coder()
    else:
        used = replace(coder, reader=reader) if coder else load_coder(reader=reader)
    if isinstance(reader, AnnotatedReader):
        reader.require(one.text for one in documents)
        used = replace(used, triage=False)  # what is annotated has been chosen to be read
    events = [event for document in documents for event in code(document, coder=used)]
    return assemble(documents, events, as_of=_day(as_of), coder=used)


def assemble(documents: Sequence[Document], events: Sequence[Event], *, as_of: date | None, coder: Coder) -> Dossier:
    """The dossier of documents that are already coded."""
    from dragoman.process.assemble import assemble as assemble_dossier

    return assemble_dossier(documents, events, as_of=as_of, knowledge=coder.knowledge)


def _listed(
    sources: Document | Place | Iterable[Document | Place],
) -> Iterable[Document | Place]:
    return (sources,) if isinstance(sources, Document | str | Path) else sources


def _day(value: Day | None) -> date | None:
    if value is None:
        return None
    return asked_day(value) if isinstance(value, str) else checked_day(value)
