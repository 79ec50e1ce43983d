"""Owns the settings: one row each with its default and help, and where they are read from.

A flag wins over the environment, that over `dragoman.toml`, that over the default. Nothing is
read at import.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from dragoman.errors import SettingsError

FILE = "dragoman.toml"
PREFIX = "DRAGOMAN_"
ELSEWHERE = frozenset({"alert"})  # tables that others read: `delivery.alert_rules`


def _row(default: Any, text: str, *, least: float | None = None, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"help": text, "least": least, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; each field's metadata holds its help."""

    archive: str | None = _row(None, "The archive: a file, or a PostgreSQL address; none is the user's own.")
    knowledge: str | None = _row(None, "A folder of your own knowledge files, laid over the bundled ones.")
    feeds: tuple[str, ...] = _row((), "Addresses of the feeds that `watch` reads.")
    every: float = _row(15.0, "Minutes between two looks at a feed.", least=1.0)
    delay: float = _row(5.0, "Seconds between two requests to one host.", least=0.0)
    timeout: float = _row(30.0, "Seconds that one download may take.", least=0.1)
    largest: int = _row(16, "Megabytes that one download may have, also when unpacked.", least=1)
    agent: str = _row("dragoman", "The name under which pages are asked for, also in robots.txt.")
    reader: str = _row("shipped", "What reads: shipped, llm for a language model behind an address, or both.")
    llm_base_url: str | None = _row(None, "Address of the model's server, such as http://localhost:11434/v1.")
    llm_model: str | None = _row(None, "Name of the model, as its server has it.")
    llm_key: str | None = _row(None, "Key for the server; never printed or logged.", secret=True)
    llm_max_tokens: int = _row(0, "Tokens that a run may use, read and written; 0 sets no limit.", least=0)
    llm_timeout: float = _row(120.0, "Seconds that one answer may take.", least=1.0)
    llm_parallel: int = _row(4, "Requests about one article that are under way at a time.", least=1)
    llm_price_read: float = _row(0.0, "Price of a million tokens read, for the log.", least=0.0)
    llm_price_written: float = _row(0.0, "Price of a million tokens written, likewise.", least=0.0)
    llm_cache: str | None = _row(None, "Folder that keeps the model's answers; none is the user's own cache.")


def load_settings(file: Path | None = None, *, environ: Mapping[str, str] | None = None, **flags: Any) -> Settings:
    """The settings that hold.

    Args:
        file: a settings file; None for `dragoman.toml` in the working folder, if there is one.
        environ: the environment; None for the program's own. `DRAGOMAN_DELAY` sets `delay`, and so on;
            a list is separated by spaces.
        flags: what the user gave on the command line; None counts as not given.

    Raises:
        SettingsError: an unknown key, an impossible value, or a named file that cannot be read.
    """
    rows = {one.name: one for one in fields(Settings)}
    found: dict[str, Any] = {}
    for key, value in _table(file).items():
        if key in ELSEWHERE:
            continue
        if key not in rows:
            raise SettingsError(key, "is unknown", f"one of {', '.join(rows)}")
        found[key] = _value(rows[key], value)
    given = os.environ if environ is None else environ
    for name, row in rows.items():
        text = given.get(PREFIX + name.upper())
        if text:
            found[name] = _value(row, text)
    for key, value in flags.items():
        if value is not None:
            found[key] = _value(rows[key], value)
    return Settings(**found)


def _table(file: Path | None) -> dict[str, Any]:
    path = file or Path(FILE)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if file is None:
            return {}
        raise SettingsError(str(path), "no such file", "a settings file in TOML") from error
    except (OSError, ValueError, RecursionError) as error:  # ValueError: no UTF-8, or no TOML
        raise SettingsError(str(path), f"cannot be read ({str(error)[:120]})", "a settings file in TOML") from error


def _value(row: Field[Any], value: Any) -> Any:
    kind = type(row.default)
    if kind in {int, float}:
        return _number(row, value, whole=kind is int)
    if kind is tuple:
        parts = value.split() if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not all(isinstance(one, str) for one in parts):
            raise SettingsError(row.name, f"{value!r} is no list of texts", 'such as ["https://…/rss"]')
        return tuple(parts)
    if not isinstance(value, str) or not value.strip():
        shown = "the value" if row.metadata["secret"] else repr(value)
        raise SettingsError(row.name, f"{shown} is no text", "a text in quotation marks")
    return value


def _number(row: Field[Any], value: Any, *, whole: bool) -> float | int:
    least = row.metadata["least"]
    expected = f"{'a whole number' if whole else 'a number'} of at least {least:g}"
    try:
        if isinstance(value, bool):
            raise ValueError(value)
        number = int(value) if whole else float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise SettingsError(row.name, f"{value!r} is no number", expected) from error
    if not least <= number < 1e9:
        raise SettingsError(row.name, f"{value!r} is out of range", expected)
    return number
