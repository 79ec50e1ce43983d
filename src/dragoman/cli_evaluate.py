"""Owns running one scorer and printing its report; the figures themselves are `evaluation`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.contract.reading import Reads
    from dragoman.evaluation.report import Report
    from dragoman.records.event import Event
    from dragoman.records.values import Actor

MODULES = {
    "relation": "relation",
    "events": "events",
    "time": "dates",
    "place": "places",
    "attribution": "attribution",
    "status": "status",
    "frames": "frames",
    "brief": "brief",
    "coref": "coref",
    "stories": "stories",
}

# The task that an option is for.
TAKES = {"actors": "events", "reader": "frames"}


def run_task(task: str, file: Path, **options: Any) -> Report:
    """The report of a task on a file; options that are None are left out, `reader` is a list of one or two.

    Raises:
        SettingsError: the task has no such option.
        SourceError, FormatError: the file cannot be read or is of another format.
    """
    evaluate = import_module(f"dragoman.evaluation.{MODULES[task]}").evaluate
    given = {name: value for name, value in options.items() if value is not None}
    known = signature(evaluate).parameters
    for name in given:
        if name not in known:
            raise SettingsError(f"--{name}", f"the task {task!r} has no such option", f"the task {TAKES[name]!r}")
    if "reader" in known:
        readers = given.pop("reader", None) or [named_reader("shipped", {})]
        if len(readers) > 2:
            raise SettingsError("--reader", f"is given {len(readers)} times", "one reader, or two to compare")
        given |= zip(("reader", "other"), readers, strict=False)
    if "maker" in known:
        given["maker"] = brief_values if task == "brief" else coded_events
    report: Report = evaluate(file, **given)
    return report


def named_reader(name: str, model: Mapping[str, Any]) -> Reads:
    """The reader of a name: one of `cli_reader.READERS`, else annotations in a file of this name.

    Args:
        name: as the user gave it.
        model: settings of the language model that were given on the command line.
    """
    from dragoman.cli_reader import READERS, annotated_reader, reader_of
    from dragoman.language.network_reader import NetworkReader
    from dragoman.settings import load_settings

    if name not in READERS:
        return annotated_reader(Path(name))
    return reader_of(load_settings(reader=name, **model)) or NetworkReader()


def brief_values(article: Path, published: str) -> dict[str, Any]:
    """The brief of an article published on a day, as JSON values."""
    from dragoman.pipeline import brief, read

    return brief(read(article, published=published)).model_dump(mode="json")


def coded_events(text: str, published: date | None, actors: Sequence[tuple[str, Actor]]) -> Sequence[Event]:
    """The events of a text, with names that the caller adds to the known actors."""
    from dataclasses import replace

    from dragoman.documents.extract import document_of_text
    from dragoman.pipeline import code, default_coder

    coder = replace(default_coder(), extra_actors=tuple(actors), triage=False)
    return code(document_of_text(text, published=published), coder=coder)


def report_tables(report: Report) -> RenderableType:
    """The tables and notes of a report, for a reader."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    for table in report.tables:
        shown = Table(title=table.title, title_justify="left")
        for number, column in enumerate(table.columns):
            shown.add_column(column, justify="left" if number == 0 else "right")
        for row in table.rows:
            shown.add_row(*(Text(str(cell)) for cell in row))
        parts.append(shown)
    parts.extend(Text(note, style="dim") for note in report.notes)
    return Group(*parts)
