"""Owns which reader a command uses: options and settings of language models, annotations, and what a run has cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_terminal import complain
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from dragoman.contract.reading import Reads
    from dragoman.settings import Settings

READERS = ("shipped", "llm", "both")

Frames = Annotated[
    Path | None,
    typer.Option("--frames", metavar="FILE", help="Annotations of the articles, taken instead of a reading of them."),
]
ReaderName = Annotated[
    str | None,
    typer.Option("--reader", metavar="NAME", help="What reads: shipped, llm for a language model, or both."),
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--llm-base-url", metavar="URL", help="The model's server, such as http://localhost:11434/v1."),
]
Model = Annotated[
    str | None, typer.Option("--llm-model", metavar="NAME", help="The model's name, as its server has it.")
]
MaxTokens = Annotated[
    int | None,
    typer.Option("--llm-max-tokens", min=1, metavar="N", help="Tokens that this run may use, read and written."),
]


def model_options(base_url: str | None, model: str | None, max_tokens: int | None) -> dict[str, Any]:
    """What was given on the command line, by the names of the settings."""
    return {"llm_base_url": base_url, "llm_model": model, "llm_max_tokens": max_tokens}


def annotated_reader(frames: Path, reader: str | None = None) -> Reads:
    """The reader that gives back the annotations of a file.

    Args:
        frames: the file.
        reader: another reader that was named beside it.

    Raises:
        SettingsError: another reader was named.
        SourceError, FormatError: the file cannot be read, or has faults of form.
    """
    from dragoman.language.annotations import AnnotatedReader

    if reader is not None:
        raise SettingsError("--reader", "is given together with --frames", "one of them")
    return AnnotatedReader.of(frames)


def reader_of(settings: Settings) -> Reads | None:
    """The reader that the settings name; None for the shipped one.

    Raises:
        SettingsError: there is no such reader, or a language model's address or name is missing.
    """
    if settings.reader not in READERS:
        raise SettingsError("reader", f"{settings.reader!r} is unknown", f"one of {', '.join(READERS)}")
    if settings.reader == "shipped":
        return None
    model = language_model(settings)
    if settings.reader == "llm":
        return model
    from dragoman.language.network_reader import NetworkReader
    from dragoman.language.two_readers import TwoReaders

    return TwoReaders(NetworkReader(), model)


def language_model(settings: Settings) -> Reads:
    """The reader that asks the language model of the settings.

    Raises:
        SettingsError: its address or name is missing or impossible.
    """
    for name, value in (("llm_base_url", settings.llm_base_url), ("llm_model", settings.llm_model)):
        if value is None:
            option = f"--{name.replace('_', '-')}"
            raise SettingsError(name, "is not given", f"{option}, or {name} in the settings or the environment")
    import platformdirs

    from dragoman.language.llm.client import Server
    from dragoman.language.llm.reader import LanguageModelReader, Prices

    folder = settings.llm_cache
    return LanguageModelReader(
        Server(settings.llm_base_url or "", settings.llm_model or "", settings.llm_key, settings.llm_timeout),
        cache=Path(folder) if folder else platformdirs.user_cache_path("dragoman", appauthor=False) / "llm",
        budget=settings.llm_max_tokens or None,
        prices=Prices(settings.llm_price_read, settings.llm_price_written),
        parallel=settings.llm_parallel,
    )


def tell_spent(reader: Reads | None) -> None:
    """A line on standard error about what a language model has cost and what of its answers was left out."""
    if reader is None:
        return
    from dragoman.language.two_readers import readers_in

    for one in readers_in(reader):
        if one.name.startswith("llm "):
            from dragoman.language.llm.reader import LanguageModelReader

            if isinstance(one, LanguageModelReader):
                complain(f"{one.name}: {one.spent.line(one.prices)}")
