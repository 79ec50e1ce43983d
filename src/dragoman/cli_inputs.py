"""Owns what commands read: articles, a stored brief, or coded events, as documents or one dossier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli_terminal import complain, progress
from dragoman.errors import FormatError, SourceError

if TYPE_CHECKING:
    from datetime import date

    from dragoman.documents.document import Document
    from dragoman.knowledge.load import Knowledge
    from dragoman.process.dossier import Dossier


def read_all(files: Sequence[str], published: str | None) -> tuple[list[Document], int]:
    """The documents of the files that can be read, and how many cannot; each of those gets a line."""
    from dragoman.documents.days import parse_day
    from dragoman.pipeline import read

    day: date | None = parse_day(published) if published else None
    documents: dict[str, Document] = {}
    failed = 0
    for file in files:
        try:
            document = read(file, published=day)
        except SourceError as error:
            complain(str(error))
            failed += 1
            continue
        documents.setdefault(document.id, document)  # the same text twice is one document
    return list(documents.values()), failed


def dossier_of(
    files: Sequence[str], *, published: str | None = None, as_of: str | None = None
) -> tuple[Dossier | None, Knowledge, int]:
    """The dossier of what the files hold, the knowledge it rests on, and how many could not be read.

    A brief printed with `--format json` and events as JSON lines are taken as they are; anything
    else is an article, which is read and coded. None where no article could be read.

    Raises:
        FormatError: stored briefs or events and articles are mixed, or several briefs are given.
    """
    from dragoman.delivery.stored import dossier_of_events, read_dossier, read_events
    from dragoman.documents.days import parse_day
    from dragoman.knowledge.load import load_knowledge

    speaks_for = parse_day(as_of) if as_of else None
    endings = {Path(file).suffix for file in files}
    if endings == {".json"} and len(files) == 1:
        return read_dossier(Path(files[0])), load_knowledge(), 0
    if endings == {".jsonl"}:
        events = [event for file in files for event in read_events(Path(file))]
        return dossier_of_events(events), load_knowledge(), 0
    if endings & {".json", ".jsonl"}:
        raise FormatError(
            files[0],
            "is given together with other files",
            "articles, or events (.jsonl), or one brief (.json)",
        )
    from dragoman import pipeline

    documents, failed = read_all(files, published)
    if not documents:
        return None, load_knowledge(), failed
    with progress("Reading", len(documents)):
        coder = pipeline.default_coder()
        return pipeline.brief(documents, as_of=speaks_for, coder=coder), coder.knowledge, failed
