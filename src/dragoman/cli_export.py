"""Owns the commands by which results leave and foreign tables come in; each makes one call and writes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_inputs import Inputs, dossier_of
from dragoman.cli_terminal import complain, write_text
from dragoman.errors import SettingsError, SourceError

if TYPE_CHECKING:
    from dragoman.documents.document import Document
    from dragoman.records.event import Event

export_app = typer.Typer(rich_markup_mode=None)


class ExportForm(StrEnum):
    """The export formats; `delivery.export.FORMS` says what each is."""

    jsonl = "jsonl"
    parquet = "parquet"
    package = "package"
    plover = "plover"
    polecat = "polecat"
    icews = "icews"
    gdelt = "gdelt"
    gdelt_mentions = "gdelt-mentions"
    petrarch = "petrarch"
    phoenix = "phoenix"
    ucdp = "ucdp"
    geojson = "geojson"


# These cannot be shown on a terminal or passed down a pipe as text.
_NEED_OUTPUT = frozenset({ExportForm.parquet, ExportForm.package})

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE…]",
        help="Articles, or one brief printed with --format json, or events as .jsonl.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option("--date", metavar="DAY", help="Day of publication of articles that name none."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Speak for this day; later articles are left out."),
]
Process = Annotated[
    str | None,
    typer.Option(
        "--process", metavar="NAME", help="Instead of files: a process of the archive, such as sudan; or all."
    ),
]
Archive = Annotated[
    str | None,
    typer.Option("--archive", metavar="PLACE", help="The archive: a file, a folder, or a PostgreSQL address."),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="PATH", help="Write here; else to standard output.")
]


@export_app.command()
def export(
    form: Annotated[ExportForm, typer.Option("--format", help="The format to write.")],
    files: Files = None,
    output: Output = None,
    published: Published = None,
    as_of: AsOf = None,
    process: Process = None,
    archive: Archive = None,
) -> None:
    """Writes events and entries in a format of event data.

    A field that the articles do not tell stays empty. Beside a file, PATH.about.json states codebook,
    versions and columns. Tables that know only what happened leave out what was denied, planned or feared.
    """
    if form in _NEED_OUTPUT and output is None:
        raise SettingsError("--output", f"the format {form.value!r} cannot be printed", "a path: -o PATH")
    dossier, knowledge, failed = dossier_of(Inputs(files or (), published, as_of, process, archive))
    if dossier is not None:
        from dragoman.delivery.export import export as make_export
        from dragoman.delivery.export import write_export

        made = make_export(dossier, form.value, knowledge=knowledge)
        if output is None:
            write_text(made.files[""].decode("utf-8"))
        else:
            written = write_export(made, output)
            more = f" and {len(written) - 1} more files" if len(written) > 2 else ""
            complain(f"written: {str(written[0])!r}{more}")
        if made.left_out:
            complain(f"{made.left_out} events left out: {form.value} knows only what happened")
    if failed:
        raise typer.Exit(1)


def _write(data: bytes, output: Path | None) -> None:
    """A finished file, to its place or to standard output.

    Raises:
        SourceError: it cannot be written.
    """
    from dragoman.delivery.placing import put

    if output is None:
        write_text(data.decode("utf-8"))
        return
    put(output, data)
    complain(f"written: {str(output)!r}")


def _keep(archive: str, file: Path, document: Document, events: tuple[Event, ...], coder: str) -> None:
    from dragoman.store.rows import Reading
    from dragoman.store.store import open_store

    store = open_store(archive)
    try:
        store.keep(Reading(str(file), document, events, coder))
    finally:
        store.close()


@export_app.command()
def calendar(
    files: Files = None,
    output: Output = None,
    published: Published = None,
    as_of: AsOf = None,
    process: Process = None,
    archive: Archive = None,
) -> None:
    """Writes talks and deadlines as a calendar (iCalendar).

    Proposed and announced meetings are tentative, confirmed ones confirmed, those called off cancelled.
    Deadlines are entries of a whole day with an alarm. A calendar that stands at PATH already is
    brought up to date: entries keep their identifiers and get a higher number where they changed.
    """
    from dragoman.delivery.calendar import calendar_of

    dossier, knowledge, failed = dossier_of(Inputs(files or (), published, as_of, process, archive))
    if dossier is not None:
        try:
            earlier = output.read_bytes() if output is not None and output.is_file() else None
        except OSError as error:
            raise SourceError(str(output), "the earlier calendar cannot be read", "check its permissions") from error
        made = calendar_of(dossier, knowledge=knowledge, earlier=earlier)
        _write(made.data, output)
        if made.undated:
            complain(f"{made.undated} meetings or deadlines left out: no day is told")
    if failed:
        raise typer.Exit(1)


class ReportForm(StrEnum):
    """The forms of a report."""

    md = "md"
    html = "html"
    pdf = "pdf"


@export_app.command()
def report(
    files: Files = None,
    form: Annotated[
        ReportForm | None, typer.Option("--format", help="The form to write; else by the ending of PATH.")
    ] = None,
    output: Output = None,
    published: Published = None,
    as_of: AsOf = None,
    process: Process = None,
    archive: Archive = None,
) -> None:
    """Writes the brief as a document: Markdown, HTML or PDF.

    With numbered quotes and, in HTML and PDF, a figure of talks and violence over time.
    """
    from dragoman.delivery.report import report as make_report

    if form is None:
        ending = output.suffix.lower().lstrip(".") if output is not None else "md"
        if ending not in set(ReportForm):
            raise SettingsError("--format", f"is not given, and {str(output)!r} does not tell it", "md, html or pdf")
        form = ReportForm(ending)
    if form is ReportForm.pdf and output is None:
        raise SettingsError("--output", "a PDF cannot be printed", "a path: -o PATH")
    dossier, knowledge, failed = dossier_of(Inputs(files or (), published, as_of, process, archive))
    if dossier is not None:
        _write(make_report(dossier, form.value, knowledge=knowledge), output)
    if failed:
        raise typer.Exit(1)


class TableForm(StrEnum):
    """Foreign tables that can be read."""

    gdelt = "gdelt"
    icews = "icews"
    ucdp = "ucdp"


@export_app.command("import")
def import_tables(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Tables of GDELT 2.0 events, ICEWS or UCDP GED; zip too.")
    ],
    form: Annotated[TableForm | None, typer.Option("--format", help="Which; else told from the first line.")] = None,
    output: Output = None,
    archive: Annotated[
        str | None, typer.Option("--archive", metavar="PLACE", help="Take them into this archive instead.")
    ] = None,
) -> None:
    """Reads event tables of others as events, each a claim of that data set with its row as the quote.

    Bare statements (CAMEO 01), which PLOVER has no type for, are left out.
    """
    from dragoman.delivery.events import event_lines
    from dragoman.knowledge.load import load_knowledge
    from dragoman.records.foreign import NAMES, document_of_table, events_of_table
    from dragoman.sources.tables import read_table

    knowledge = load_knowledge()
    lines: list[str] = []
    for file in files:
        table = read_table(file, form=form.value if form else None)
        events = tuple(events_of_table(table, knowledge=knowledge))
        if archive is None:
            lines.extend(event_lines(events))
        else:
            _keep(archive, file, document_of_table(table), events, NAMES[table.form])
        left_out = f", {len(table.rows) - len(events)} rows left out" if len(events) < len(table.rows) else ""
        complain(f"{file.name}: {len(events)} events of {NAMES[table.form]}{left_out}")
    if archive is None:
        _write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"), output)
