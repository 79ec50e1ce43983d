"""Owns what a page's address asks for: the process, the day, the part of a list; and what views need of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import Query, Request
from pydantic import BeforeValidator

from dragoman.archive.state import Record
from dragoman.process.dossier import Dossier
from dragoman.web.queries import day_of
from dragoman.web.views.atoms import Links, Shown, Teller, by_id

if TYPE_CHECKING:
    from dragoman.web.desk import Desk

Day = Annotated[date | None, BeforeValidator(day_of), Query(description="a day, ISO 8601")]
Section = Annotated[str, Query(alias="show", max_length=40)]
Part = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
_ALL = "All processes"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of one process: its state on the day, and what puts it into words."""

    desk: Desk
    record: Record
    teller: Teller
    links: Links
    name: str

    @property
    def query(self) -> str:
        """The query that all forms of the page share."""
        return f"as_of={self.links.as_of}" if self.links.as_of else ""


def ask(request: Request, process: str, as_of: date | None = None, *, since: date | None = None) -> Asked:
    """The state of a process on a day.

    Raises:
        SettingsError: there is no such process.
    """
    desk: Desk = request.state.desk
    found = desk.process(process)
    record = desk.record(process, as_of=as_of, since=since)
    links = Links("all" if found is None else process, as_of.isoformat() if as_of else None)
    return Asked(desk, record, teller_of(desk, record, links), links, found.name if found else _ALL)


def teller_of(desk: Desk, record: Record, links: Links) -> Teller:
    """Puts a state into words; its documents are listed once for all pages."""
    sources = desk.derived.of(record, f"sources {record.process} {record.since or ''}", lambda: by_id(record))
    return Teller(record, desk.knowledge, links, sources)


def shown(section: str, part: int) -> Shown:
    """The section that is asked for at length."""
    return Shown(section, part)


def days_of(record: Dossier) -> tuple[str, ...]:
    """The days on which something was published, in order."""
    return tuple(sorted({one.published for one in record.documents if one.published}))


def days_before(day: date, days: int) -> date:
    """So many days before, as far as the calendar goes."""
    return day - timedelta(days=days) if day.toordinal() > days else date.min


def today_of(record: Dossier, otherwise: date) -> date:
    """The day for which a state speaks."""
    try:
        return date.fromisoformat(record.as_of or "")
    except ValueError:
        return otherwise
