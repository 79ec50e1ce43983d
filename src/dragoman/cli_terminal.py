"""Owns where commands write: results to standard output, notes and progress to standard error.

Survives a closed pipe, a missing terminal and a locale without Unicode.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# Longer lines are hard to read, however wide the window is.
WIDEST = 100


def prepare_streams() -> None:
    """Opens the streams that the caller closed, and makes all replace what their encoding lacks instead of failing."""
    # In this order each takes the number of the one that the caller closed, so that no file of ours gets it.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115  a device, open to the end
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def write_line(text: str) -> None:
    """One line for a machine on standard output, in UTF-8 whatever the locale."""
    write_text(text + "\n")


def write_text(text: str) -> None:
    """Text for a machine on standard output, in UTF-8 whatever the locale."""
    data = text.encode("utf-8", "replace")  # lone surrogates cannot be written
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a notebook's or a test's stream
        sys.stdout.write(data.decode("utf-8"))
        return
    sys.stdout.flush()
    buffer.write(data)
    buffer.flush()


def complain(message: str) -> None:
    """One line on standard error."""
    _safely(sys.stderr, "dragoman: " + " ".join(message.split()) + "\n")


def show(page: RenderableType, *, widest: int = WIDEST) -> None:
    """Prints for people on standard output: with colour on a terminal, plainly elsewhere.

    Args:
        page: what to print.
        widest: longer lines are hard to read, however wide the window is.
    """
    write_laid_out(laid_out(page, widest=widest))


def laid_out(page: RenderableType, *, widest: int = WIDEST) -> str:
    """What `show` prints, as text."""
    console = _console()
    with console.capture() as captured:
        console.print(page, width=min(console.width, widest))
    text = captured.get()
    # A table fills its cells with blanks up to the margin: noise in a file.
    return text if console.is_terminal else "\n".join(line.rstrip() for line in text.split("\n"))


def write_laid_out(text: str) -> None:
    """Prints what `laid_out` made."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def look_of_page(*, widest: int = WIDEST) -> dict[str, str | int | bool | None]:
    """All that `laid_out` makes of standard output: two pages of one look are laid out alike."""
    console = _console()
    return {
        "width": min(console.width, widest),
        "terminal": console.is_terminal,
        "colours": console.color_system,
        "plain": console.no_color,
        "legacy": console.legacy_windows,
        "encoding": console.encoding,
    }


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    if console.legacy_windows:  # its colours are no part of the text
        return Console(highlight=False, emoji=False, markup=False, color_system=None)
    return console


@contextmanager
def progress(words: str, total: int) -> Iterator[Iterable[None] | None]:
    """Shows that something is being done, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True, markup=False)
    count = f" ({total} files)" if total > 1 else ""
    with console.status(f"{words}{count} …"):
        yield None


def close_quietly() -> None:
    """Leaves a closed pipe without a complaint by the interpreter when it flushes at the end."""
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError, OSError):
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123  a device, not a path of the user
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _safely(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        return
