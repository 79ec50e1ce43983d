"""Owns what a folder of knowledge holds: its files, found without following a link to a folder, read within limits.

Does not know what a file means; `reading` does.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

# The largest bundled table has 0.6 MB.
LARGEST = 16 << 20
TABLES = frozenset({".tsv", ".toml"})
# What people put beside tables for people.
_NOTES = frozenset({"", ".md", ".rst", ".txt", ".rq"})
# Tables that the program reads from its own files alone.
OWN_ONLY = ("cues/", "formats/", "models/", "places/", "sameness/", "time/", "topics/", "wording/")
OWN_ONLY_FILES = ("ontology/weis.tsv", "ontology/vocabulary.tsv")


def items_of(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and its folders but the folders themselves, in no order; links are not followed."""
    waiting: list[str] = [str(folder)]
    while waiting:
        try:
            found = list(os.scandir(waiting.pop()))
        except OSError:  # closed to us, or gone meanwhile
            continue
        for item in found:
            if item.is_dir(follow_symlinks=False):
                waiting.append(item.path)
            else:
                yield item


def tables_of(folder: Path) -> list[Path]:
    """The tables of a folder, in the order of their names."""
    return sorted(Path(item.path) for item in items_of(folder) if Path(item.name).suffix in TABLES)


def read_table(path: Path, name: str, faults: list[str]) -> str:
    """The text of a table; a fault and an empty text where it is no file, too large, or no UTF-8.

    Args:
        path: the file.
        name: its name within its folder, for faults.
        faults: a fault is added.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                problem = "is no file"
            elif state.st_size > LARGEST:
                problem = f"is larger than {LARGEST >> 20} MB"
            else:
                return file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = f"cannot be read as UTF-8 text ({error.__class__.__name__})"
    faults.append(f"{name}: {problem}")
    return ""


def _without_waiting(path: str, flags: int) -> int:
    # A pipe without a writer would be waited for.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def faults_without_effect(folder: Path) -> Iterator[str]:
    """What stands in a user's folder and would do nothing there, one line each."""
    for item in sorted(items_of(folder), key=lambda one: one.path):
        path = Path(item.path)
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in Path(name).parts):
            continue
        if path.is_dir():
            yield f"{name}: is a link to a folder, which is not followed; put the folder itself in its place"
        elif name.startswith(OWN_ONLY) or name in OWN_ONLY_FILES:
            yield f"{name}: has no effect in a folder of your own; only the program's own file of this name is read"
        elif path.suffix not in TABLES and path.suffix not in _NOTES:
            yield f"{name}: has no effect; expected a table (.tsv or .toml), or a note (.md or .txt)"
