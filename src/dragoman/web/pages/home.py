"""Owns the routes of the front page (what changed since the last look), of help, and of the look of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from dragoman.web.feeds import atom, change_entries
from dragoman.web.pages.asking import Asked, Day, Section, ask, days_before, shown
from dragoman.web.rendering import page
from dragoman.web.security import safe_next
from dragoman.web.views.atoms import Shown
from dragoman.web.views.changes import Changes, ProcessChanges, Quiet, change_rows, process_changes
from dragoman.web.views.head import Head, data_links
from dragoman.web.words import short_day

if TYPE_CHECKING:
    from dragoman.archive.listing import ProcessName
    from dragoman.web.desk import Desk

router = APIRouter()
_PROCESSES, _WEEK, _YEAR = 8, 7, 365 * 24 * 3600
_LOOKED = "dragoman_looked"


@dataclass(frozen=True, slots=True)
class Help:
    """The page of help."""

    head: Head


@router.get("/")
def front(
    request: Request, since: Day = None, section: Section = "", part: Annotated[int, Query(alias="page", ge=1)] = 1
) -> Response:
    """What changed since the reader last looked, or since a day that he chose."""
    desk: Desk = request.state.desk
    known = desk.processes()
    newest = max((one.newest for one in known if one.newest), default=None)
    looked, cookie = _looked(request, desk) if since is None else (None, "")
    why = "asked" if since else "looked" if looked else "first"
    # What was learned later on the day of the last look is told again rather than never.
    day = since or (days_before(looked, 1) if looked else days_before(newest or desk.today(), _WEEK))
    moved = [one for one in known if one.newest is None or one.newest > day]
    alone = section.removeprefix("process-")
    first = 0 if section else (part - 1) * _PROCESSES
    listed = [one for one in known if one.id == alone] if section else moved[first : first + _PROCESSES]
    asked = [(one, ask(request, one.id, since=day)) for one in listed]
    processes = tuple(_changes(desk, one.id, a, shown(section, part)) for one, a in asked if a.record.changes)
    view = Changes(
        head=_head(day),
        since=day.isoformat(),
        why=why,
        newest=newest.isoformat() if newest else "",
        days=tuple(_days(newest)),
        processes=processes,
        quiet=() if section else tuple(_quiet(known, {one.id for one in moved}, asked)),
        total=len(moved),
        page=1 if section else part,
        more=not section and len(moved) > first + _PROCESSES,
    )
    answer = page(
        request,
        "changes.html",
        view,
        rows=lambda: change_rows([(one.id, a.record) for one, a in asked]),
        feed=lambda: _feed(request, asked),
    )
    if cookie and request.state.form == "html":
        secure = request.url.scheme == "https"
        answer.set_cookie(_LOOKED, cookie, max_age=_YEAR, path="/", httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/about")
def about(request: Request) -> Response:
    """How to read the desk."""
    return page(request, "about.html", Help(Head("Help", "about", path="/about")))


@router.get("/theme")
def theme(to: Annotated[str, Query(max_length=10)], next: Annotated[str, Query(max_length=2000)] = "/") -> Response:  # noqa: A002
    """Remembers whether the reader wants pages light or dark."""
    answer = RedirectResponse(safe_next(next), 303)
    if to in {"light", "dark"}:
        answer.set_cookie("theme", to, max_age=_YEAR, path="/", samesite="lax")
    else:
        answer.delete_cookie("theme", path="/")
    return answer


def _head(day: date) -> Head:
    data = data_links("/", f"since={day.isoformat()}", ("json", "csv", "atom"))
    return Head("What changed", "changes", path="/", kept=(("since", day.isoformat()),), data=data)


def _changes(desk: Desk, process: str, asked: Asked, part: Shown) -> ProcessChanges:
    """What changed in a process, put into words once for each of its states and parts."""

    def made() -> ProcessChanges:
        return process_changes(asked.record, asked.teller, key=f"process-{process}", name=asked.name, shown=part)

    return desk.derived.of(asked.record, f"changes {process} {asked.record.since} {part}", made)


def _looked(request: Request, desk: Desk) -> tuple[date | None, str]:
    """The day of the last look before this one, and what the browser is to remember.

    A user's looks are kept with the archive; anybody else's in a cookie: the last look, and the one before it.
    """
    if request.state.form != "html":
        return None, ""
    if request.state.user is not None:
        return desk.look(request.state.user.name, "all"), ""
    today = desk.today()
    last, _, before = request.cookies.get(_LOOKED, "").partition("/")
    known, earlier = _date(last), _date(before)
    if known is None or known > today:
        return None, today.isoformat()
    if known == today:
        return earlier, ""
    return known, f"{today.isoformat()}/{known.isoformat()}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(newest: date | None) -> Iterator[tuple[str, str]]:
    """Days to compare with, counted from the newest article."""
    if newest is None:
        return
    for days, word in ((1, "the day before"), (3, "three days"), (_WEEK, "a week"), (30, "a month")):
        day = days_before(newest, days)
        yield day.isoformat(), f"{word} ({short_day(day)})"


def _quiet(known: tuple[ProcessName, ...], moved: set[str], asked: list[tuple[ProcessName, Asked]]) -> Iterator[Quiet]:
    still = {one.id for one, a in asked if not a.record.changes}
    for one in [o for o in known if o.id not in moved or o.id in still][:20]:
        yield Quiet(one.id, one.name, f"/p/{one.id}", one.newest.isoformat() if one.newest else "")


def _feed(request: Request, asked: list[tuple[ProcessName, Asked]]) -> bytes:
    base = str(request.base_url).rstrip("/")
    entries = [
        entry for one, a in asked for entry in change_entries(one.id, a.record, a.record.changes, base + a.links.page())
    ]
    return atom("Dragoman: what changed", f"{base}/index.atom", f"{base}/", entries)
