"""Owns the command `code`: articles stream in, records stream out; makes one call and prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_cluster import Address, Engine, WithEngine, check_local, code_over_machines
from dragoman.cli_inputs import Doubts, Triage
from dragoman.cli_knowledge import Folder
from dragoman.cli_reader import BaseUrl, MaxTokens, Model, ReaderName, model_options, reader_of, tell_spent
from dragoman.cli_terminal import complain, progress, write_text
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from dragoman.batch import Coded

code_app = typer.Typer(rich_markup_mode=None)

# The same text is coded once; so many texts are remembered, which takes about 100 MB.
_REMEMBERED = 1_000_000


@code_app.command()
def code(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT…",
            help="Articles: files, folders, JSON lines, WARC or zip archives, packed or not; - for standard input.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="A .jsonl or .parquet file; with --engine ray a folder."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="Day of articles whose source names none, such as 2025-07-21."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help="Processes that code; with llm, articles read at a time."),
    ] = None,
    triage: Triage = True,
    folder: Folder = None,
    reader: ReaderName = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
    engine: WithEngine = Engine.local,
    address: Address = None,
) -> None:
    """Codes the events of articles, one record a line.

    An event is who did or said what to whom, when and where. Records are written while articles are
    still read, in their order, whatever the number of processes. What cannot be read or coded is named
    on standard error, the rest is still coded, and the exit status is 1.
    """
    from dragoman.batch import Reading, coded, ready_coder
    from dragoman.records.believed import asked_day
    from dragoman.settings import load_settings
    from dragoman.sources.reader import Reader

    day = asked_day(published) if published else None
    reads = reader_of(load_settings(reader=reader, **model_options(llm_base_url, llm_model, llm_max_tokens)))
    if engine is Engine.ray:
        if reads is not None:
            raise SettingsError("--reader", "is given together with --engine ray", "the shipped reader with it")
        from dragoman.cluster.run import Job

        if not code_over_machines(Job(inputs, output or "", day, folder, triage, jobs), address):
            raise typer.Exit(1)
        return
    check_local(address)
    found = (one for source in inputs for one in Reader().read(source))
    made = None if reads is None else ready_coder(folder=folder, triage=triage, reader=reads)
    results = coded(
        found, coder=made, folder=folder, jobs=jobs or 1, triage=triage, reading=Reading(day), here=reads is not None
    )
    failed = _write_all(results, output)
    tell_spent(reads)
    if failed:
        raise typer.Exit(1)


def _write_all(results: Iterable[Coded], output: str | None) -> int:
    """Writes the records of results and names what was set aside; gives how many were."""
    written = failed = 0
    doubts = Doubts()
    with progress("Coding", 1), _written(Path(output) if output else None) as write:
        for one in _once(results):
            if one.error is not None:
                complain(f"{one.place!r}: {one.error}")
                failed += 1
            doubts.note(one.place, one.warnings)
            if one.lines:
                write(one.lines)
            written += len(one.lines)
    doubts.end()
    if output is not None:
        complain(f"{written} events written to {output!r}")
    return failed


@contextmanager
def _written(output: Path | None) -> Iterator[Callable[[Iterable[str]], None]]:
    """A function that writes lines: to standard output, or to a file that is there once all is written."""
    if output is None:
        yield lambda lines: write_text("".join(f"{line}\n" for line in lines))
        return
    from dragoman.delivery.event_files import event_file

    with event_file(output) as write:
        yield write


def _once(results: Iterable[Coded]) -> Iterator[Coded]:
    """The results without texts that came before."""
    seen: dict[str, None] = {}
    for one in results:
        if one.id in seen:
            continue
        yield one
        if one.id:
            seen[one.id] = None
        if len(seen) > _REMEMBERED:
            del seen[next(iter(seen))]
