"""Owns the list of processes of an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from dragoman.delivery.phrases import clean
from dragoman.web.views.atoms import MANY, Links
from dragoman.web.views.head import TABS, Head, data_links


class Named(Protocol):
    """A process as the desk lists it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def events(self) -> int: ...
    @property
    def newest(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One process; `pages` are its other pages."""

    id: str
    name: str
    events: int
    newest: str
    href: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Processes:
    """The page of all processes."""

    head: Head
    processes: tuple[ProcessLine, ...]
    total: int
    page: int
    pages: int


def processes_of(known: Sequence[Named], *, page: int = 1) -> Processes:
    """The list, the newest first."""
    pages = max(-(-len(known) // MANY), 1)
    page = min(page, pages)
    part = known[(page - 1) * MANY : page * MANY]
    return Processes(
        head=Head("Processes", "processes", path="/p", data=data_links("/p", forms=("json", "csv"))),
        processes=tuple(_lines(part)),
        total=len(known),
        page=page,
        pages=pages,
    )


def _lines(known: Iterable[Named]) -> Iterator[ProcessLine]:
    for one in known:
        links = Links(one.id)
        pages = tuple((word, links.page(key)) for key, word in TABS if key)
        newest = one.newest.isoformat() if one.newest else ""
        yield ProcessLine(one.id, clean(one.name), one.events, newest, links.page(), pages)


def processes_rows(view: Processes) -> Iterator[Mapping[str, Any]]:
    """The list's rows."""
    for one in view.processes:
        yield {"id": one.id, "name": one.name, "records": one.events, "newest": one.newest}
