"""Owns what commands read: articles, a stored brief, coded events or the archive, as documents or one dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_terminal import complain, progress
from dragoman.errors import FormatError, SettingsError, SourceError

if TYPE_CHECKING:
    from datetime import date

    from dragoman.documents.document import Document
    from dragoman.knowledge.load import Knowledge
    from dragoman.process.dossier import Dossier

_MOST_DOUBTS = 20
Triage = Annotated[
    bool,
    typer.Option("--triage/--no-triage", help="Leave texts and sentences on other matters unread."),
]


def read_all(files: Sequence[str], published: str | None) -> tuple[list[Document], int]:
    """The documents of the files that can be read, and how many cannot; each of those gets a line."""
    from dragoman.pipeline import read
    from dragoman.records.believed import asked_day

    day: date | None = asked_day(published) if published else None
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


class Doubts:
    """Names on standard error what is doubtful about articles that were taken; after many it counts only."""

    def __init__(self) -> None:
        self._named = 0
        self._undated: list[str] = []

    def note(self, place: str, warnings: Sequence[str]) -> None:
        """The warnings of one article."""
        from dragoman.documents.extract import NO_DATE

        for warning in warnings:
            if warning == NO_DATE:
                self._undated.append(place)
                continue
            self._named += 1
            if self._named <= _MOST_DOUBTS:
                complain(f"warning: {place!r}: {warning}")

    def end(self) -> None:
        """What was only counted."""
        if self._named > _MOST_DOUBTS:
            complain(f"and {self._named - _MOST_DOUBTS} more warnings")
        if self._undated:
            count, first = len(self._undated), self._undated[0]
            which = repr(first) if count == 1 else f"{count} articles, such as {first!r}"
            complain(f"warning: no day of publication is known of {which}: their relative dates stay null")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the user named: files, or a process of the archive, and the days that hold for them."""

    files: Sequence[str] = ()
    published: str | None = None
    as_of: str | None = None
    process: str | None = None
    archive: str | None = None


def dossier_of(given: Inputs) -> tuple[Dossier | None, Knowledge, int]:
    """The dossier of what was named, the knowledge it rests on, and how many files could not be read.

    A brief printed with `--format json` and events as JSON lines are taken as they are; anything
    else is an article, which is read and coded. None where no article could be read.

    Raises:
        SettingsError: neither files nor a process are named, or both.
        FormatError: stored briefs or events and articles are mixed, or several briefs are given.
    """
    from dragoman.knowledge.load import load_knowledge

    if bool(given.files) == bool(given.process):
        problem = "is given together with files" if given.process else "is not given, and no file either"
        raise SettingsError("--process", problem, "files, or a process of the archive such as 'sudan' or 'all'")
    if given.process:
        knowledge = _archive_knowledge()
        return _archived(given, knowledge), knowledge, 0
    endings = {Path(file).suffix for file in given.files}
    if endings & {".json", ".jsonl"}:
        if given.as_of or given.published:
            option = "--as-of" if given.as_of else "--date"
            raise SettingsError(option, "does not hold for what is stored already", "it with articles only")
        return _stored(given.files, endings), load_knowledge(), 0
    documents, failed = read_all(given.files, given.published)
    if not documents:
        return None, load_knowledge(), failed
    from dragoman import pipeline
    from dragoman.records.believed import asked_day

    speaks_for = asked_day(given.as_of) if given.as_of else None
    with progress("Reading", len(documents)):
        coder = pipeline.default_coder()
        return pipeline.brief(documents, as_of=speaks_for, coder=coder), coder.knowledge, failed


def _stored(files: Sequence[str], endings: set[str]) -> Dossier:
    from dragoman.delivery.stored import dossier_of_events, read_dossier, read_events

    if endings == {".json"} and len(files) == 1:
        return read_dossier(Path(files[0]))
    if endings == {".jsonl"}:
        return dossier_of_events(event for file in files for event in read_events(Path(file)))
    raise FormatError(
        files[0], "is given together with other files", "articles, or events (.jsonl), or one brief (.json)"
    )


def _archive_knowledge() -> Knowledge:
    from dragoman.knowledge.load import load_knowledge
    from dragoman.settings import load_settings

    folder = load_settings().knowledge
    return load_knowledge(Path(folder) if folder else None)


def _archived(given: Inputs, knowledge: Knowledge) -> Dossier:
    from dragoman.archive.state import record
    from dragoman.delivery.stored import plain_dossier
    from dragoman.knowledge.processes import find_process
    from dragoman.records.believed import asked_day
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    day = asked_day(given.as_of) if given.as_of else None
    wanted = find_process(given.process or "all", knowledge=knowledge)
    store = open_store(load_settings(archive=given.archive).archive)
    try:
        return plain_dossier(record(store, wanted, knowledge=knowledge, as_of=day))
    finally:
        store.close()
