"""Owns the commands of the archive: `ingest`, `watch` and `dossier`; each makes one call and prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_inputs import Doubts, Triage
from dragoman.cli_reader import BaseUrl, MaxTokens, Model, ReaderName, model_options, reader_of, tell_spent
from dragoman.cli_terminal import complain, laid_out, look_of_page, write_laid_out, write_line, write_text
from dragoman.version import __version__

if TYPE_CHECKING:
    from dragoman.archive.ingest import Step, Summary
    from dragoman.archive.state import Record
    from dragoman.coding.coder import Coder, Coding
    from dragoman.contract.reading import Reads
    from dragoman.documents.document import Document
    from dragoman.knowledge.load import Knowledge
    from dragoman.settings import Settings
    from dragoman.sources.fetch import Fetcher

archive_app = typer.Typer(rich_markup_mode=None)

Archive = Annotated[
    str | None,
    typer.Option("--archive", metavar="PLACE", help="The archive: a file, a folder, or a PostgreSQL address."),
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="Settings file; else dragoman.toml, if any.")
]
PROGRAM = f"dragoman {__version__}"
# More reasons than these are counted only.
_REASONS = 20


class Form(StrEnum):
    """How a dossier is printed."""

    text = "text"
    md = "md"
    json = "json"


@archive_app.command()
def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Files (text, HTML, PDF, Word, e-mail), folders, JSON lines, WARC, zip, feeds, OPML lists, addresses.",
        ),
    ],
    archive: Archive = None,
    published: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Day of articles whose source names none.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Publisher, likewise.")] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Visit no address: take only what the files hold.")
    ] = False,
    triage: Triage = True,
    reader: ReaderName = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
    settings: SettingsFile = None,
) -> None:
    """Takes articles into the archive.

    Running it again changes nothing; a run that was cut off goes on. What cannot be read is named
    on standard error, the rest is still taken, and the exit status is 1.
    """
    from dragoman.archive.ingest import asked_lately
    from dragoman.archive.ingest import ingest as take_in
    from dragoman.records.believed import asked_day
    from dragoman.settings import load_settings
    from dragoman.sources.reader import Reader
    from dragoman.store.store import open_store

    day = asked_day(published) if published else None
    model = model_options(llm_base_url, llm_model, llm_max_tokens)
    used = load_settings(settings, archive=archive, reader=reader, **model)
    reads = reader_of(used)
    store = open_store(used.archive)
    code = coding_with(used, reads, triage=triage)
    try:
        with _fetcher(used, offline=offline) as fetcher, _counting() as tell:
            source_reader = Reader(
                get=fetcher.get if fetcher else None,
                known=lambda address: fetcher is not None and asked_lately(address, store=store),
            )
            found = (one for source in sources for one in source_reader.read(source))
            summary = take_in(
                found, store=store, code=code, coder=PROGRAM, published=day, publisher=publisher, tell=tell
            )
    finally:
        store.close()
    _report(summary, store.name)
    tell_spent(reads)
    if summary.skipped:
        raise typer.Exit(1)


def _report(summary: Summary, name: str) -> None:
    """One line of what was taken, and a line for each thing that was not."""
    for step in summary.skipped[:_REASONS]:
        complain(f"skipped {step.place!r}: {step.problem}")
    doubts = Doubts()
    for step in summary.steps:
        doubts.note(step.place, step.warnings)
    doubts.end()
    if len(summary.skipped) > _REASONS:
        complain(f"and {len(summary.skipped) - _REASONS} more skipped")
    counted = ", ".join(f"{count} {outcome}" for outcome, count in summary.outcomes.items()) or "nothing found"
    write_line(f"{name}: {counted}; {summary.events} events coded.")


def coding_with(settings: Settings, reads: Reads | None, *, triage: bool = True) -> Callable[[Document], Coding]:
    """From a document to its events; the coder is loaded when the first article needs it."""
    from functools import lru_cache

    @lru_cache(maxsize=1)
    def loaded() -> Coder:
        from dragoman.batch import ready_coder

        folder = Path(settings.knowledge) if settings.knowledge else None
        return ready_coder(folder=folder, triage=triage, reader=reads)

    return lambda document: loaded().coding(document)


@contextmanager
def _fetcher(settings: Settings, *, offline: bool) -> Iterator[Fetcher | None]:
    if offline:
        yield None
        return
    from dragoman.sources.fetch import Fetcher, Limits

    limits = Limits(seconds=settings.timeout, largest=settings.largest << 20, delay=settings.delay)
    with Fetcher(agent=settings.agent, limits=limits) as fetcher:
        yield fetcher


@contextmanager
def _counting() -> Iterator[Callable[[Step], None]]:
    """Shows on a terminal how many articles have been taken."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    shown = TextColumn("{task.fields[place]}", markup=False)
    with Progress(*columns, shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, place="")

        def tell(step: Step) -> None:
            name = Text("".join(c if c.isprintable() else "?" for c in step.place[-60:])).plain
            bar.update(task, advance=1, place=name)

        yield tell


@archive_app.command()
def watch(
    settings: SettingsFile = None,
    once: Annotated[bool, typer.Option("--once", help="Look once and leave, for cron.")] = False,
    archive: Archive = None,
    reader: ReaderName = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
) -> None:
    """Looks at the feeds of the settings file and takes in what is new.

    Asks for a feed only if it has changed, waits between two requests to one host, obeys robots.txt,
    and leaves a feed that fails alone for longer each time. Ends with Ctrl-C.
    """
    from dragoman.archive.watch import watch as look
    from dragoman.errors import SettingsError
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    model = model_options(llm_base_url, llm_model, llm_max_tokens)
    used = load_settings(settings, archive=archive, reader=reader, **model)
    if not used.feeds:
        raise SettingsError("feeds", "names no feed", 'such as feeds = ["https://example.org/rss"]')
    reads = reader_of(used)
    store = open_store(used.archive)
    code = coding_with(used, reads)
    try:
        with _fetcher(used, offline=False) as fetcher:
            if fetcher is None:
                return
            for summary in look(
                used.feeds, store=store, fetcher=fetcher, code=code, coder=PROGRAM, every=used.every, once=once
            ):
                _report(summary, store.name)
                tell_spent(reads)
    finally:
        store.close()


@archive_app.command()
def dossier(
    process: Annotated[str, typer.Argument(help="A process such as drc-m23, its parties such as UKR+RUS, or all.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="Replay what was known on this day.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Also say what changed since this day.")
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Answer a past day from the newest reading of each article.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="How to print it.")] = Form.text,
    archive: Archive = None,
    settings: SettingsFile = None,
) -> None:
    """Prints the state of a process from the archive.

    Then or now, and what changed between two days, each with its quotes. An article counts as known
    from the day it was published; a later version of it from its own day, or from when it was found.
    A past day is told from articles as they had been read by then, unless it is asked for anew.
    """
    from dragoman.archive.answers import Question, answer
    from dragoman.errors import SettingsError
    from dragoman.knowledge.load import load_knowledge
    from dragoman.knowledge.processes import find_process
    from dragoman.records.believed import asked_day
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    day = asked_day(as_of) if as_of else None
    first = asked_day(since) if since else None
    if day and first and first > day:
        raise SettingsError("--since", f"{since!r} is after {as_of!r}", "a day before --as-of")
    used = load_settings(settings, archive=archive)
    overlay = Path(used.knowledge) if used.knowledge else None
    knowledge = load_knowledge(overlay)
    wanted = find_process(process, knowledge=knowledge)
    store = open_store(used.archive, create=False)

    def state() -> Record:
        from dragoman.archive.state import record

        return record(store, wanted, knowledge=knowledge, as_of=day, since=first, anew=anew)

    look = look_of_page() if form is Form.text else {}
    asked = {"as_of": as_of and str(day), "since": since and str(first), "anew": anew, "form": form.value, **look}
    try:
        if form is Form.json:
            _print_json(state())
        else:
            question = Question(wanted, asked, overlay)
            text = answer(store, question, lambda: _laid_out(state(), form, knowledge))
            write_laid_out(text) if form is Form.text else write_text(text)
    finally:
        store.close()


@archive_app.command()
def recode(
    process: Annotated[
        str | None, typer.Option("--process", metavar="NAME", help="Only articles of this process; else all.")
    ] = None,
    archive: Archive = None,
    triage: Triage = True,
    reader: ReaderName = None,
    llm_base_url: BaseUrl = None,
    llm_model: Model = None,
    llm_max_tokens: MaxTokens = None,
    settings: SettingsFile = None,
) -> None:
    """Reads the archive's articles again, and says what changed.

    What was told before stays for past days; the newer reading counts from now on. Judgements stay, and
    what a reviewer accepted stands as he saw it. Running it again reads nothing twice.
    """
    from dragoman.archive.recode import recode as read_again
    from dragoman.batch import ready_coder
    from dragoman.delivery.changes import change_lines
    from dragoman.knowledge.processes import find_process
    from dragoman.settings import load_settings
    from dragoman.store.store import open_store

    model = model_options(llm_base_url, llm_model, llm_max_tokens)
    used = load_settings(settings, archive=archive, reader=reader, **model)
    reads = reader_of(used)
    folder = Path(used.knowledge) if used.knowledge else None
    store = open_store(used.archive, create=False)
    try:
        coder = ready_coder(folder=folder, triage=triage, reader=reads)
        wanted = find_process(process or "all", knowledge=coder.knowledge)
        done = read_again(store, coder, program=PROGRAM, knowledge=coder.knowledge, process=wanted)
    finally:
        store.close()
    for place, problem in done.problems[:_REASONS]:
        complain(f"skipped {place!r}: {problem}")
    if len(done.problems) > _REASONS:
        complain(f"and {len(done.problems) - _REASONS} more skipped")
    write_line(
        f"{store.name}: {done.anew} of {done.documents} articles are otherwise as {coder.reader.name} reads them; "
        f"{done.new} events new, {done.gone} gone; {len(done.changes)} changes."
    )
    for line in change_lines(done.changes):
        write_line(f"- {line.text}")
        for quote in line.quotes:
            write_line(f"  {quote}")
    tell_spent(reads)
    if done.problems:
        raise typer.Exit(1)


def _print_json(found: Record) -> None:
    for warning in dict.fromkeys(one.text for one in found.warnings):
        complain(f"warning: {warning}")
    write_line(found.model_dump_json(indent=1))


def _laid_out(found: Record, form: Form, knowledge: Knowledge) -> str:
    """A state for people, as text."""
    since = found.since or ""
    if form is Form.md:
        from dragoman.delivery.brief_markdown import brief_markdown
        from dragoman.delivery.changes import changes_markdown

        return changes_markdown(since, found.changes, found.events) + brief_markdown(found, knowledge=knowledge)
    from dragoman.delivery.brief_text import brief_text
    from dragoman.delivery.changes import changes_text

    before = laid_out(changes_text(since, found.changes, found.events))
    return before + laid_out(brief_text(found, knowledge=knowledge))
