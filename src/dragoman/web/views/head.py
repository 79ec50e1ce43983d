"""Owns what the frame around every page shows: title, process, chosen day, tabs and the addresses of its data."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.process.dossier import Dossier
from dragoman.web.views.atoms import Links

TABS = (
    ("", "Board"),
    ("positions", "Positions"),
    ("timeline", "Time axis"),
    ("map", "Map"),
    ("brief", "Brief"),
)
_FORMS = {"json": "JSON", "csv": "CSV", "ics": "Calendar (ICS)", "atom": "Feed (Atom)"}


@dataclass(frozen=True, slots=True)
class DataLink:
    """The page's values in another form."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the same process."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around a page.

    Attributes:
        section: which entry of the site's menu is current.
        as_of: the day that the reader has chosen; empty for the newest state.
        speaks_for: the day for which the page speaks.
        path: the page's own address without its query.
        kept: other parts of the query that a change of day keeps.
    """

    title: str
    section: str
    process: str = ""
    process_name: str = ""
    as_of: str = ""
    speaks_for: str = ""
    path: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    tabs: tuple[Tab, ...] = ()
    data: tuple[DataLink, ...] = ()


def data_links(path: str, query: str = "", forms: tuple[str, ...] = ("json",)) -> tuple[DataLink, ...]:
    """The page's address with the suffix of each form that it comes in."""
    stem = "/index" if path == "/" else path
    return tuple(DataLink(_FORMS[form], f"{stem}.{form}" + (f"?{query}" if query else "")) for form in forms)


def process_head(
    links: Links, record: Dossier, name: str, tab: str, forms: tuple[str, ...], query: str, **kept: str
) -> Head:
    """The frame of a page of one process.

    Args:
        links: the process and the day chosen.
        record: what the page speaks of.
        name: of the process.
        tab: which page of it.
        forms: in which other forms it comes.
        query: of the page, for its other forms.
        kept: parts of the query that a change of day keeps.
    """
    label = dict(TABS).get(tab, "")
    path = Links(links.process).page(tab)
    return Head(
        title=f"{label} · {name}",
        section="processes",
        process=links.process or "all",
        process_name=name,
        as_of=links.as_of or "",
        speaks_for=record.as_of or "",
        path=path,
        kept=tuple((key, value) for key, value in kept.items() if value),
        tabs=tuple(Tab(word, links.page(key), key == tab) for key, word in TABS),
        data=data_links(path, query, forms),
    )
