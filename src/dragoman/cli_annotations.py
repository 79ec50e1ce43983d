"""Owns the commands about annotations: `annotations check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
