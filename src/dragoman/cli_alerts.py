"""Owns the command `alert`: one round of looking for changes in the archive and sending them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli_terminal import complain, write_line

alerts_app = typer.Typer(rich_markup_mode=None)


@alerts_app.command()
def alert(
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="Settings with [[alert]]; else dragoman.toml.")
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option("--archive", metavar="PLACE", help="The archive: a file, a folder, or a PostgreSQL address."),
    ] = None,
    outbox: Annotated[
        Path | None, typer.Option("--outbox", metavar="FILE", help="What was found and sent; else the user's own.")
    ] = None,
) -> None:
    """Sends what changed in the archive since the last time, by the rules of the settings file.

    To a feed, a signed webhook, a mailbox or standard output. The first time only notes the state.
    What a receiver does not take is sent again the next time; the exit status is then 1.
    """
    from platformdirs import user_data_path

    from dragoman.archive.alerts import run_alerts
    from dragoman.delivery.alert_rules import load_rules
    from dragoman.delivery.outbox import Outbox
    from dragoman.knowledge.load import load_knowledge
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    rules = load_rules(settings)
    used = load_settings(settings, archive=archive)
    knowledge = load_knowledge(Path(used.knowledge) if used.knowledge else None)
    place = outbox or user_data_path("dragoman", appauthor=False) / "outbox.sqlite"
    store = open_store(used.archive)
    try:
        done = run_alerts(store, rules, Outbox(place), knowledge=knowledge, show=write_line)
    finally:
        store.close()
    for fault in done.faults:
        complain(f"not taken, kept for the next time: {fault}")
    complain(f"{done.found} alerts found, {done.sent} sent, {done.waiting} waiting")
    if done.faults:
        raise typer.Exit(1)
