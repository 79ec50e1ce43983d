"""Owns the routes of one process: board, positions, time axis, map, brief; and the list of processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Query, Request, Response

from dragoman.delivery.calendar import calendar_of
from dragoman.web.feeds import atom, change_entries
from dragoman.web.outlines import Box
from dragoman.web.pages.asking import Asked, Day, Part, Section, ask, days_before, days_of, shown, today_of
from dragoman.web.rendering import page
from dragoman.web.views.board import board_of, board_rows
from dragoman.web.views.brief import brief_of
from dragoman.web.views.head import process_head
from dragoman.web.views.map import map_rows, map_view
from dragoman.web.views.positions import matrix_of, position_rows
from dragoman.web.views.processes import processes_of, processes_rows
from dragoman.web.views.timeline import timeline_rows, timeline_view

router = APIRouter()
T = TypeVar("T")
# The feed of a process tells of so many days.
_FEED_DAYS = 7
Word = Annotated[str, Query(max_length=20)]


@router.get("/p")
def processes(request: Request, part: Part = 1) -> Response:
    """All processes of the archive."""
    view = processes_of(request.state.desk.processes(), page=part)
    return page(request, "processes.html", view, rows=lambda: processes_rows(view))


@router.get("/p/{process}")
def board(request: Request, process: str, as_of: Day = None, section: Section = "", part: Part = 1) -> Response:
    """The board of a process."""
    asked = ask(request, process, as_of)
    head = process_head(asked.links, asked.record, asked.name, "", ("json", "csv", "ics", "atom"), asked.query)
    view = board_of(asked.record, asked.teller, head, shown=shown(section, part))
    return page(
        request,
        "board.html",
        view,
        rows=lambda: board_rows(asked.record, asked.teller),
        calendar=lambda: _calendar(asked),
        feed=lambda: _feed(request, asked, process),
    )


@router.get("/p/{process}/positions")
def positions(
    request: Request, process: str, as_of: Day = None, whole: Annotated[bool, Query(alias="all")] = False
) -> Response:
    """The matrix of positions."""
    asked = ask(request, process, as_of)
    newest = asked.record if as_of is None else asked.desk.record(process)
    head = process_head(
        asked.links, asked.record, asked.name, "positions", ("json", "csv"), asked.query, all="1" if whole else ""
    )
    view = matrix_of(asked.record, asked.teller, head, days=days_of(newest), whole=whole)
    return page(request, "positions.html", view, rows=lambda: position_rows(asked.record, asked.teller))


@router.get("/p/{process}/timeline")
def timeline(
    request: Request, process: str, as_of: Day = None, span: Word = "120", section: Section = "", part: Part = 1
) -> Response:
    """The time axis."""
    asked = ask(request, process, as_of)
    kept = "" if span == "120" else span
    head = process_head(
        asked.links, asked.record, asked.name, "timeline", ("json", "csv", "ics"), asked.query, span=kept
    )
    view = _kept(
        request, asked, lambda: timeline_view(asked.record, asked.teller, head, span=span, shown=shown(section, part))
    )
    return page(request, "timeline.html", view, rows=lambda: timeline_rows(view), calendar=lambda: _calendar(asked))


@router.get("/p/{process}/map")
def map_page(
    request: Request,
    process: str,
    as_of: Day = None,
    kind: Word = "all",
    box: Annotated[str, Query(max_length=80)] = "",
    section: Section = "",
    part: Part = 1,
) -> Response:
    """The map."""
    asked = ask(request, process, as_of)
    kept = {"kind": "" if kind == "all" else kind, "box": box}
    head = process_head(asked.links, asked.record, asked.name, "map", ("json", "csv"), asked.query, **kept)
    seen = _box(box)
    view = _kept(
        request,
        asked,
        lambda: map_view(asked.record, asked.teller, head, kind=kind, box=seen, shown=shown(section, part)),
    )
    return page(request, "map.html", view, rows=lambda: map_rows(view))


@router.get("/p/{process}/brief")
def brief(request: Request, process: str, as_of: Day = None) -> Response:
    """The brief, for printing."""
    asked = ask(request, process, as_of)
    head = process_head(asked.links, asked.record, asked.name, "brief", ("json",), asked.query)
    return page(request, "brief.html", brief_of(asked.record, head, knowledge=asked.desk.knowledge))


def _kept(request: Request, asked: Asked, make: Callable[[], T]) -> T:
    """The view of an address, made once for a state of the archive: drawing is the dearest part of a page."""
    name = f"view {request.url.path}?{request.url.query}"
    return asked.desk.derived.of(asked.record, name, make)


def _calendar(asked: Asked) -> bytes:
    return calendar_of(asked.record, knowledge=asked.desk.knowledge).data


def _feed(request: Request, asked: Asked, process: str) -> bytes:
    """What changed in the days before that for which the page speaks."""
    day = today_of(asked.record, asked.desk.today())
    since = days_before(day, _FEED_DAYS)
    found = ask(request, process, day, since=since).record
    base = str(request.base_url).rstrip("/")
    here = base + asked.links.page()
    entries = change_entries(asked.links.process or "all", found, found.changes, here)
    return atom(f"{asked.name}: what changed", base + asked.links.data("", "atom"), here, entries)


def _box(text: str) -> Box | None:
    """West, south, east and north in degrees; None for nothing.

    Raises:
        HTTPException: 422, it is no box.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise HTTPException(422, f"box: {text!r} is no box; give west,south,east,north in degrees") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise HTTPException(422, f"box: {text!r} is no box on the earth; give west,south,east,north in degrees")
    return Box(west, south, east, north)
