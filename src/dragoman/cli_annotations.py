"""Owns the commands about annotations: `annotations check`, `annotations write`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli_knowledge import Folder
from dragoman.cli_terminal import complain, write_line

annotations_app = typer.Typer(
    help="Annotated passages: what a text says, span by span.", no_args_is_help=True, rich_markup_mode=None
)


@annotations_app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines in the form of annotations.")],
) -> None:
    """Checks a file of annotated passages.

    Lists every fault of form with its line and passage; exit status 1 if there is any.
    """
    from dragoman.language.annotations import check_file

    found = check_file(file)
    for fault in found.faults:
        write_line(fault)
    counted = f"{found.passages} passages, {found.frames} frames"
    if found.faults:
        complain(f"{counted}, {len(found.faults)} fault{'' if len(found.faults) == 1 else 's'}")
        raise typer.Exit(1)
    write_line(f"{counted}, no faults.")


@annotations_app.callback()
def _annotations() -> None:
    """Annotated passages: what a text says, span by span."""


@annotations_app.command("write")
def write(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Articles: text or HTML files.")],
    published: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Day of publication, such as 2025-07-21.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Writes what is read in articles as annotations, one line an article, to be corrected.

    An article that cannot be read is named on standard error, and the exit status is 1.
    """
    import json

    from dragoman import pipeline
    from dragoman.cli_inputs import read_all
    from dragoman.language.annotation_writing import line_of

    documents, failed = read_all(files, published)
    coder = pipeline.load_coder(folder) if folder else pipeline.default_coder()
    for one in documents:
        line = line_of(coder.read(one), one.text, name=one.id, day=one.published, source=one.url or "")
        write_line(json.dumps(line, ensure_ascii=False))
    if failed:
        raise typer.Exit(1)
