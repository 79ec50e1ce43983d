"""Owns the commands by which results leave and foreign tables come in; each makes one call and writes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli_inputs import dossier_of
from dragoman.cli_terminal import complain, write_text
from dragoman.errors import SettingsError, SourceError

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
    list[str],
    typer.Argument(
        metavar="FILE…",
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
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="PATH", help="Write here; else to standard output.")
]


@export_app.command()
def export(
    files: Files,
    form: Annotated[ExportForm, typer.Option("--format", help="The format to write.")],
    output: Output = None,
    published: Published = None,
    as_of: AsOf = None,
) -> None:
    """Writes events and entries in a format of event data.

    A field that the articles do not tell stays empty. Beside a file, PATH.about.json states codebook,
    versions and columns. Tables that know only what happened leave out what was denied, planned or feared.
    """
    if form in _NEED_OUTPUT and output is None:
        raise SettingsError("--output", f"the format {form.value!r} cannot be printed", "a path: -o PATH")
    dossier, knowledge, failed = dossier_of(files, published=published, as_of=as_of)
    if dossier is not None:
        from dragoman.delivery.export import export as make_export
        from dragoman.delivery.export import write_export

        made = make_export(dossier, form.value, knowledge=knowledge)
        if output is None:
            write_text(made.files[""].decode("utf-8"))
        else:
            written = write_export(made, output)
            complain(f"written: {', '.join(repr(str(path)) for path in written)}")
        if made.left_out:
            complain(f"{made.left_out} events left out: {form.value} knows only what happened")
    if failed:
        raise typer.Exit(1)


def _write(data: bytes, output: Path | None) -> None:
    """A finished file, to its place or to standard output.

    Raises:
        SourceError: it cannot be written.
    """
    if output is None:
        write_text(data.decode("utf-8"))
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise SourceError(str(output), reason, "check the folder and its permissions") from error
    complain(f"written: {str(output)!r}")


@export_app.command()
def calendar(
    files: Files,
    output: Output = None,
    published: Published = None,
    as_of: AsOf = None,
) -> None:
    """Writes talks and deadlines as a calendar (iCalendar).

    Proposed and announced meetings are tentative, confirmed ones confirmed, those called off cancelled.
    Deadlines are entries of a whole day with an alarm. A calendar that stands at PATH already is
    brought up to date: entries keep their identifiers and get a higher number where they changed.
    """
    from dragoman.delivery.calendar import calendar_of

    dossier, knowledge, failed = dossier_of(files, published=published, as_of=as_of)
    if dossier is not None:
        earlier = output.read_bytes() if output is not None and output.is_file() else None
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
    files: Files,
    form: Annotated[
        ReportForm | None, typer.Option("--format", help="The form to write; else by the ending of PATH.")
    ] = None,
    output: Output = None,
    published: Published = None,
    as_of: AsOf = None,
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
    dossier, knowledge, failed = dossier_of(files, published=published, as_of=as_of)
    if dossier is not None:
        _write(make_report(dossier, form.value, knowledge=knowledge), output)
    if failed:
        raise typer.Exit(1)
