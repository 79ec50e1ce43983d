"""Owns how `code --engine ray` is asked for and what it says; the work is `cluster.run`'s."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_terminal import complain, progress
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from dragoman.cluster.run import Job

_SHOWN = 20


class Engine(StrEnum):
    """What runs the coder."""

    local = "local"
    ray = "ray"


WithEngine = Annotated[
    Engine,
    typer.Option("--engine", help="ray codes over several machines: Parquet, JSON lines or WARC into a folder."),
]
Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="ADDRESS",
        help="The Ray cluster, HOST:PORT or ray://HOST:PORT; else the one on this machine, started if need be.",
    ),
]


def code_over_machines(job: Job, address: str | None) -> bool:
    """Runs a job and says what became of it; whether all articles were coded.

    Raises:
        SettingsError: no output is named.
    """
    from dragoman.cluster.run import code_on_ray

    if not job.output:
        raise SettingsError("--output", "is not given", "with --engine ray a folder, such as -o coded")
    with progress("Coding", len(job.inputs)):
        summary = code_on_ray(job, address=address)
    before = f"; {summary.skipped} parts were done already" if summary.skipped else ""
    complain(f"{summary.events} events of {summary.articles} articles written to {job.output!r}{before}")
    if summary.aside:
        complain(f"{summary.aside} articles were set aside: see 'errors' in {job.output!r}")
    for problem in summary.problems[:_SHOWN]:
        complain(problem)
    if len(summary.problems) > _SHOWN:
        complain(f"{len(summary.problems) - _SHOWN} more parts failed likewise")
    return not summary.aside and not summary.problems


def check_local(address: str | None) -> None:
    """Refuses options that hold for a cluster only."""
    if address is not None:
        raise SettingsError("--address", "is given without --engine ray", "both, or neither")
