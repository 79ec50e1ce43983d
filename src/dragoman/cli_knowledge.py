"""Owns the commands about what the program knows: `knowledge check`, `actors find`, `actors update`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from dragoman.cli_terminal import complain, write_line
from dragoman.errors import SettingsError

knowledge_app = typer.Typer(help="The knowledge that coding rests on.", no_args_is_help=True, rich_markup_mode=None)
actors_app = typer.Typer(
    help="States, bodies, armed groups, organisations and people.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[
    Path | None,
    typer.Option("--knowledge", metavar="DIR", help="Your own files, laid over the bundled ones."),
]


@knowledge_app.command("check")
def check(folder: Folder = None) -> None:
    """Checks every knowledge file, and tries the examples of patterns over frames.

    Lists every fault with its place; exit status 1 if there is any.
    """
    from dragoman.coding.pattern_proofs import whole_report

    faults = whole_report(folder)
    for fault in faults:
        write_line(fault)
    if faults:
        complain(f"{len(faults)} fault{'' if len(faults) == 1 else 's'} in the knowledge files")
        raise typer.Exit(1)
    write_line("The knowledge files have no faults.")


@knowledge_app.callback()
def _knowledge() -> None:
    """The knowledge that coding rests on."""


@actors_app.command("find")
def find(
    name: Annotated[str, typer.Argument(help="A name as an article has it, such as 'Lavrov' or 'the Kremlin'.")],
    on: Annotated[str | None, typer.Option("--date", metavar="DAY", help="Who it was on this day.")] = None,
    folder: Folder = None,
) -> None:
    """Says whom a name stands for on a day, and why.

    Exit status 1 if nobody is known by that name.
    """
    from dragoman.documents.days import parse_day
    from dragoman.knowledge.actors import find as find_named
    from dragoman.knowledge.load import load_knowledge
    from dragoman.knowledge.phrases import read_noun_phrase

    day = parse_day(on) if on else None
    knowledge = load_knowledge(folder)
    # two spellings of one name may lead to the same person
    found = list(dict.fromkeys(find_named(name, day, knowledge=knowledge)))
    if not found:
        titled = read_noun_phrase(name, on=day, knowledge=knowledge)
        found = [titled] if titled else []
    if not found:
        complain(f"{name!r}: no actor of that name is known; try the full name, or add it with --knowledge")
        raise typer.Exit(1)
    for one in found:
        codes = " ".join(code for code in (one.country, *one.sectors) if code)
        person = ", ".join(part for part in (one.person, one.office) if part and part != one.name)
        actor = f"{one.name} ({codes})" if codes else one.name
        write_line(f"{actor}: {person}" if person else actor)
        write_line(f"    {one.reason}")


@actors_app.command("update")
def update(
    file: Annotated[Path | None, typer.Argument(help="JSON that the Wikidata query service returned.")] = None,
    wikidata: Annotated[bool, typer.Option("--wikidata", help="Ask the query service itself.")] = False,
    service: Annotated[
        str | None, typer.Option("--service", metavar="URL", help="Another query service of the same kind.")
    ] = None,
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Folder of your own knowledge files.")] = Path(
        "knowledge"
    ),
) -> None:
    """Adds people in office from a Wikidata result.

    They go into your own knowledge folder; offices that the tables hold already stay as they are.
    """
    from dragoman.knowledge.load import load_knowledge
    from dragoman.knowledge.wikidata import ENDPOINT, fetch_answer, update_from_wikidata

    if (file is None) is not (wikidata or service is not None):
        raise SettingsError("FILE", "neither or both of FILE and --wikidata were given", "one of them")
    with TemporaryDirectory() as folder:
        answer = file or fetch_answer(service or ENDPOINT, Path(folder) / "wikidata.json")
        done = update_from_wikidata(answer, into, knowledge=load_knowledge())
    for line in done.skipped:
        complain(f"left out: {line}")
    write_line(f"{done.file}: {done.added} offices added, {done.known} already known, of {done.read} rows.")
