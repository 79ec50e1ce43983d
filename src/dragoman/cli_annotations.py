"""Owns the commands about annotations: `annotations check`, `annotations write` and `annotations export`."""

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


@annotations_app.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write, JSON lines.")],
    archive: Annotated[
        str | None, typer.Option("--archive", metavar="PLACE", help="The archive: a file, or a PostgreSQL address.")
    ] = None,
    process: Annotated[
        str | None, typer.Option("--process", metavar="NAME", help="Only articles of this process; else all.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Only passages in which every event was reviewed, as training needs them.")
    ] = False,
) -> None:
    """Writes reviewed entries as annotated passages.

    What reviewers accepted becomes frames, corrections and all; what they called wrong leaves its sentence
    without one. To score a reader: `dragoman evaluate frames FILE --reader NAME`.
    """
    import json

    from dragoman.archive.state import record
    from dragoman.archive.teaching import taught
    from dragoman.batch import ready_coder
    from dragoman.knowledge.processes import find_process
    from dragoman.language.annotations import AnnotatedReader
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    used = load_settings(archive=archive)
    store = open_store(used.archive, create=False)
    try:
        folder = Path(used.knowledge) if used.knowledge else None
        coder = ready_coder(folder=folder, reader=AnnotatedReader(()))
        wanted = find_process(process or "all", knowledge=coder.knowledge)
        mine = None
        if wanted is not None:
            mine = {one.id for one in record(store, wanted, knowledge=coder.knowledge).documents}
        found = list(taught(store, coder, mine))
    finally:
        store.close()
    lines = [one.line for one in found if one.line is not None and (one.line["whole"] or not whole)]
    out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    for event, why in (each for one in found for each in one.left_out):
        complain(f"left out {event!r}: {why}")
    write_line(f"{out}: {len(lines)} passages, {sum(len(one['frames']) for one in lines)} frames.")


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
