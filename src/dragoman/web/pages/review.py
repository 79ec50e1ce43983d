"""Owns the routes of review: the queue, and the form by which a signed-in reviewer judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from dragoman.web.pages.asking import Part, teller_of
from dragoman.web.rendering import page
from dragoman.web.review import Queued
from dragoman.web.security import Writer, safe_next
from dragoman.web.views.atoms import Links
from dragoman.web.views.head import Head, data_links
from dragoman.web.views.review import address, review_of, review_rows

if TYPE_CHECKING:
    from dragoman.web.desk import Desk

router = APIRouter()
_AT_ONCE = 12
Text = Annotated[str, Form(max_length=4000)]


@router.get("/review")
def queue(
    request: Request,
    kind: Queued = "uncertain",
    process: Annotated[str, Query(alias="p", max_length=120)] = "all",
    part: Part = 1,
) -> Response:
    """What there is to judge."""
    desk: Desk = request.state.desk
    name = request.state.user.name if request.state.user else None
    found = desk.queue(kind=kind, user=name, process_id=process, page=part, size=_AT_ONCE)
    path = address(kind, process)
    head = Head(
        title="Review",
        section="review",
        path="/review",
        data=data_links("/review", path.partition("?")[2], ("json", "csv")),
    )
    judged = {frozenset({one.one, one.other or one.one}) for one in desk.judgements() if one.by == name}
    view = review_of(
        found,
        teller_of(desk, desk.record("all"), Links()),
        head,
        agreement=desk.agreement(),
        done=len(judged),
        process=process,
        processes=tuple((one.id, one.name) for one in desk.processes()[:60]),
    )
    return page(request, "review.html", view, rows=lambda: review_rows(view))


@router.post("/review/judge")
def judge(
    request: Request,
    user: Writer,
    verdict: Annotated[Literal["same", "different", "wrong", "right", "corrected"], Form()],
    one: Text,
    other: Text = "",
    field: Text = "",
    value: Text = "",
    note: Text = "",
    next: Text = "/review",  # noqa: A002  the field's name in the form
) -> Response:
    """Adds a judgement and goes back to where it was made."""
    desk: Desk = request.state.desk
    corrects = verdict == "corrected"
    desk.judge(
        verdict,
        one,
        by=user.name,
        other=other or None,
        field=field or None if corrects else None,
        value=value if corrects else None,
        note=note or None,
    )
    return RedirectResponse(safe_next(next), 303)
