"""Owns the command line: each command parses its options, makes one call, and prints.

Every `DragomanError` becomes one line on standard error and exit status 1. Heavy parts are
imported inside the commands, so that help appears at once.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli_alerts import alerts_app
from dragoman.cli_annotations import annotations_app
from dragoman.cli_archive import archive_app
from dragoman.cli_code import code_app
from dragoman.cli_export import export_app
from dragoman.cli_inputs import Triage, read_all
from dragoman.cli_knowledge import Folder, actors_app, knowledge_app
from dragoman.cli_mcp import mcp_app
from dragoman.cli_reader import (
    BaseUrl,
    Frames,
    MaxTokens,
    Model,
    ReaderName,
    annotated_reader,
    model_options,
    reader_of,
    tell_spent,
)
from dragoman.cli_terminal import (
    close_quietly,
    complain,
    prepare_streams,
    progress,
    show,
    write_line,
    write_text,
)
from dragoman.cli_web import web_app
from dragoman.errors import DragomanError
from dragoman.version import __version__

app = typer.Typer(
    name="dragoman",
    help="Reads the news of a conflict and keeps the sourced record of its peace process.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(actors_app, name="actors")
app.add_typer(annotations_app, name="annotations")
app.add_typer(code_app)
app.add_typer(archive_app)
app.add_typer(export_app)
app.add_typer(alerts_app)
app.add_typer(web_app)
app.add_typer(mcp_app)


class Format(StrEnum):
    """How a brief is printed."""

    text = "text"
    md = "md"
    json = "json"


class Task(StrEnum):
    """What `evaluate` scores."""

    relation = "relation"
    events = "events"
    time = "time"
    place = "place"
    attribution = "attribution"
    status = "status"
    frames = "frames"
    brief = "brief"
    coref = "coref"
    stories = "stories"


Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Articles: text or HTML files, or - for standard input.")
]
Published = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="DAY",
        help="Day of publication, such as 2025-07-21; else the page's or the dateline's.",
    ),
]


def main() -> None:
    """Runs the command line; the entry point of the package."""
    prepare_streams()
    # Libraries' notes about odd pages would stand between the lines of a result.
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    status = 0
    try:
        app()
    except DragomanError as error:
        complain(str(error))
        status = 1
    except BrokenPipeError:
        status = 1
    except OSError as error:  # all but the output's have been dealt with where they happen
        reason = (error.strerror or "cannot be written").lower()
        complain(f"{str(error.filename or 'standard output')!r}: {reason}; check the disk and its permissions")
        status = 1
    except KeyboardInterrupt:
        status = 130
    finally:
        close_quietly()
    raise SystemExit(status)


@app.callback(invoke_without_command=True)
def _top(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)] = False,
) -> None:
    if version:
        write_line(f"dragoman {__version__}")
        raise typer.Exit


@app.command()
def brief(
    files: Files,
    published: Published = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DAY", help="Speak for this day; later articles are left out."),
    ] = None,
    triage: Triage = True,
    folder: Folder = None,
    frames: Frames = None,
    reader: ReaderName = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
) -> None:
    """Prints the brief of one or more articles.

    What is due next, who meets, who has promised or threatened what, who holds what, and what the
    violence costs, each with its quote. Several articles make one brief. An article that cannot be
    read is named on standard error, the others are still used, and the exit status is 1.
    """
    from dragoman.records.believed import asked_day
    from dragoman.settings import load_settings

    speaks_for = asked_day(as_of) if as_of else None
    model = model_options(llm_base_url, llm_model, llm_max_tokens)
    used = annotated_reader(frames, reader) if frames else reader_of(load_settings(reader=reader, **model))
    documents, failed = read_all(files, published)
    if documents:
        from dragoman import pipeline
        from dragoman.batch import ready_coder

        with progress("Reading", len(documents)):
            coder = ready_coder(folder=folder, triage=triage, reader=used)
            dossier = pipeline.brief(documents, as_of=speaks_for, coder=coder, reader=used)
        tell_spent(used)
        if form is Format.json:
            for warning in dict.fromkeys(one.text for one in dossier.warnings):
                complain(f"warning: {warning}")  # the other formats say it on the page
            write_line(dossier.model_dump_json(indent=1))
        elif form is Format.md:
            from dragoman.delivery.brief_markdown import brief_markdown

            write_text(brief_markdown(dossier, knowledge=coder.knowledge))
        else:
            from dragoman.delivery.brief_text import brief_text

            show(brief_text(dossier, knowledge=coder.knowledge))
    if failed:
        raise typer.Exit(1)


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, in quotation marks, or - for standard input.")],
    published: Published = None,
    folder: Folder = None,
    frames: Frames = None,
    reader: ReaderName = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
) -> None:
    """Shows how a sentence is coded, and why.

    For each field of each event: its value, the reason, and the characters that say so; and of two
    readers, what they say differently.
    """
    import sys

    from dragoman import pipeline
    from dragoman.batch import ready_coder
    from dragoman.delivery.explanation import explanation_text
    from dragoman.settings import load_settings

    model = model_options(llm_base_url, llm_model, llm_max_tokens)
    used = annotated_reader(frames, reader) if frames else reader_of(load_settings(reader=reader, **model))
    text = sys.stdin.read() if sentence == "-" else sentence
    with progress("Coding", 1):
        coder = ready_coder(folder=folder, reader=used)
        explained = pipeline.explain(text, published=published, coder=coder)
    tell_spent(used)
    show(explanation_text(explained, knowledge=coder.knowledge))


@app.command()
def schema() -> None:
    """Prints the JSON Schema of the brief."""
    import json

    from dragoman.process.dossier import Dossier

    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Dossier.model_json_schema(mode="serialization"),
    }
    write_line(json.dumps(made, indent=1, ensure_ascii=False))


@app.command()
def verify(
    brief_file: Annotated[Path, typer.Argument(metavar="BRIEF.json", help="A brief printed with --format json.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="The articles that it was made from.")],
    published: Published = None,
) -> None:
    """Checks a brief against its articles.

    Every quote must stand in its place, and the passages that an entry cites must bear out its names,
    days, places, numbers and statuses. Prints one line for each field that is not borne out, with exit
    status 1 if there is any.
    """
    from dragoman.delivery.stored import read_dossier
    from dragoman.process.verify import verify as verify_dossier

    dossier = read_dossier(brief_file)
    documents, failed = read_all(files, published)
    problems = verify_dossier(dossier, documents)
    for problem in problems:
        write_line(problem)
    if problems or failed:
        raise typer.Exit(1)
    checked = f"{len(dossier.entries())} entries and {len(dossier.events)} events"
    write_line(f"{checked}: every quote stands in its place and bears out the fields that rest on it.")


@app.command()
def evaluate(
    task: Annotated[Task, typer.Argument(help="What to score.")],
    file: Annotated[Path, typer.Argument(help="Gold data: JSON lines; for brief, a folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures only, as one line of JSON.")] = False,
    actors: Annotated[
        Path | None, typer.Option("--actors", metavar="FILE", help="Actors that the gold data invents.")
    ] = None,
    reader: Annotated[
        list[str] | None,
        typer.Option(
            "--reader",
            metavar="NAME",
            help="For frames: shipped, llm, both, or a file of annotations; given twice, the two are compared as well.",
        ),
    ] = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
) -> None:
    """Scores one part of the program on gold data.

    Prints tables and notes; the last line is the figures as JSON.
    """
    from dragoman.cli_evaluate import named_reader, report_tables, run_task

    model = model_options(llm_base_url, llm_model, llm_max_tokens)
    with progress("Scoring", 1):
        used = [named_reader(name, model) for name in reader or ()]
        report = run_task(task.value, file, actors=actors, reader=used or None)
    for one in used:
        tell_spent(one)
    if not as_json:
        show(report_tables(report))
    write_line(report.to_json())
