"""Owns the processes that are known by name: which parties make one, and in which countries it goes on.

A process may also be given by its parties, such as `UKR+RUS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.errors import KnowledgeError, SettingsError
from dragoman.knowledge.tables import parse_tsv

ALL = "all"
_FILE = "processes/processes.tsv"


@dataclass(frozen=True, slots=True)
class Process:
    """A peace process or conflict.

    Attributes:
        parties: keys of its parties: a state's code, or the short name of another body.
        countries: codes of the countries in which it goes on.
    """

    id: str
    name: str
    parties: frozenset[str]
    countries: frozenset[str] = frozenset()


def find_process(name: str) -> Process | None:
    """The process of a name, or of parties joined by `+`; None for `all`.

    Raises:
        SettingsError: there is no such process.
    """
    wanted = name.strip()
    if wanted.casefold() == ALL:
        return None
    known = load_processes()
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    parties = tuple(_key(part.strip()) for part in wanted.split("+") if part.strip())
    if len(parties) < 2:
        names = ", ".join(known)
        expected = f"'all', parties such as UKR+RUS, or one of {names}"
        raise SettingsError("process", f"{name!r} is unknown", expected)
    return Process("+".join(parties), " and ".join(parties), frozenset(parties))


def _key(part: str) -> str:
    """A party as events name it; a state's code may be written in small letters."""
    return part.upper() if len(part) == 3 and part.isalpha() and part.islower() else part


@cache
def load_processes() -> dict[str, Process]:
    """The processes by id, read once.

    Raises:
        KnowledgeError: the table has faults.
    """
    faults: list[str] = []
    text = (files("dragoman.knowledge") / "data" / _FILE).read_text(encoding="utf-8")
    found: dict[str, Process] = {}
    for row in parse_tsv(text, _FILE, faults):
        cells = row.cells
        parties = frozenset(part for part in cells["parties"].split(";") if part)
        if row.key in found or len(parties) < 2:
            faults.append(f"{row.where()}: expected an id of its own and two parties")
        countries = frozenset(part for part in cells["countries"].split(";") if part)
        found[row.key] = Process(row.key, cells["name"], parties, countries)
    if faults:
        raise KnowledgeError(faults)
    return found
