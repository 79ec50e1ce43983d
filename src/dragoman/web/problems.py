"""Owns what a request gets that cannot be answered: one shape for programs, one page with the same words for people."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.errors import DateError, DragomanError, FormatError, SettingsError, StoreError
from dragoman.web.views.head import Head

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request


class Problem(Exception):
    """A request that cannot be answered.

    Attributes:
        status: of HTTP.
        error: a word for programs.
        detail: a line for people.
    """

    def __init__(self, status: int, error: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.error = error
        self.detail = detail
        self.headers = dict(headers or {})


class ProblemBody(BaseModel):
    """Every answer that is none: the same three fields everywhere."""

    error: str = Field(description="a word for programs", examples=["not_found"])
    detail: str = Field(description="a line for people")
    status: int = Field(description="the status of HTTP")


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What the error page shows."""

    head: Head
    error: str
    detail: str
    status: int


def problem_of(error: Exception) -> Problem:
    """Any error as what is told of it; of an unforeseen one nothing is."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return Problem(422, "invalid", _faults(error))
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        detail = str(error.detail) if error.detail and error.detail != phrase else f"{phrase}."
        return Problem(error.status_code, _word(error.status_code), detail, headers=error.headers)
    if isinstance(error, DateError | FormatError):
        return Problem(422, "invalid", str(error))
    if isinstance(error, SettingsError):
        return Problem(404, "not_found", str(error)) if error.key == "process" else Problem(422, "invalid", str(error))
    if isinstance(error, StoreError) and "holds no event" in str(error):
        return Problem(404, "not_found", str(error).partition(": ")[2])
    if isinstance(error, StoreError) and "is writing" in str(error):
        return Problem(
            503, "busy", "another program is writing to the archive; try again", headers={"Retry-After": "5"}
        )
    if isinstance(error, DragomanError):
        return Problem(500, "failed", "the desk could not answer; its log says why")
    return Problem(500, "failed", "the desk could not answer; its log says why")


def problem_answer(request: Request, told: Problem) -> Response:
    """The answer: JSON for programs and other formats, a page for people."""
    headers = told.headers
    if request.scope["path"].startswith("/api/") or request.state.form != "html" or not _reads_html(request):
        body = {"error": told.error, "detail": told.detail, "status": told.status}
        return JSONResponse(body, status_code=told.status, headers=headers)
    return HTMLResponse(_page(request, told), status_code=told.status, headers=headers)


def install(app: FastAPI) -> None:
    """Has an application tell its errors so."""

    async def tell(request: Request, error: Exception) -> Response:
        return problem_answer(request, problem_of(error))

    for kind in (HTTPException, RequestValidationError, DragomanError, Problem):
        app.add_exception_handler(kind, tell)


def _reads_html(request: Request) -> bool:
    accepted = request.headers.get("accept", "*/*")
    return "html" in accepted or "*/*" in accepted


def _page(request: Request, told: Problem) -> str:
    from jinja2 import TemplateError

    from dragoman.web.rendering import html

    try:
        head = Head(HTTPStatus(told.status).phrase, "")
        return html(request, "error.html", ProblemPage(head, told.error, told.detail, told.status))
    except TemplateError:  # a page that tells of a fault must not have one
        return f"<!doctype html><title>{told.status}</title><h1>{told.status}</h1><p>{escape(told.detail)}</p>"


def _faults(error: RequestValidationError) -> str:
    """The faults of a request in one line: where, and what."""
    told = []
    for one in error.errors()[:5]:
        where = ".".join(str(part) for part in one["loc"][1:]) or "the request"
        told.append(f"{where}: {one['msg'].lower()}")
    return "; ".join(dict.fromkeys(told))


def _word(status: int) -> str:
    words = {401: "not_signed_in", 403: "forbidden", 404: "not_found", 405: "not_allowed", 422: "invalid"}
    return words.get(status, HTTPStatus(status).phrase.casefold().replace(" ", "_"))
