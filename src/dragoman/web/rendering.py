"""Owns how a page's view becomes an answer: HTML from its template, or the same values as JSON, CSV, ICS or Atom.

Which values a view holds is `views`' business; which format is asked for, the suffix of the address tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, with all that is written into them escaped; a name that is not given is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        from dragoman.web.words import FILTERS
    except ImportError:
        return made
    made.filters.update(FILTERS)
    return made


def page(
    request: Request,
    template: str,
    view: Any,
    *,
    rows: Callable[[], Iterable[Mapping[str, Any]]] | None = None,
    calendar: Callable[[], bytes] | None = None,
    feed: Callable[[], bytes] | None = None,
    status: int = 200,
) -> Response:
    """The answer to a request for a page, in the format of its address.

    Args:
        request: `state.form` says which format: `html`, `json`, `csv`, `ics` or `atom`.
        template: the HTML's file; it sees `view`, `request`, `user`, `csrf` and `desk`.
        view: a frozen value (dataclass or Pydantic); as JSON it is given whole.
        rows: makes the rows of its table; without it there is no CSV.
        calendar: makes its iCalendar; without it there is none.
        feed: makes its Atom feed; without it there is none.
        status: of HTTP.
    """
    form = getattr(request.state, "form", "html")
    if form != "html":
        from dragoman.web.formats import answer

        return answer(form, view, rows=rows, calendar=calendar, feed=feed)
    return HTMLResponse(html(request, template, view), status_code=status)


def html(request: Request, template: str, view: Any) -> str:
    """A page's HTML."""
    state = request.state
    made = environment().get_template(template)
    return made.render(view=view, request=request, user=state.user, csrf=state.csrf, desk=state.desk)
