"""Owns the routes of signing in and out, and of a user's tokens and judgements: all that a browser may change.

A public desk has none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from dragoman.store import accounts
from dragoman.web import passwords
from dragoman.web.answers import JudgementGiven
from dragoman.web.problems import Problem
from dragoman.web.rendering import page
from dragoman.web.security import (
    LASTS,
    SESSION,
    VISIT,
    CheckedForm,
    Refused,
    Visitor,
    Writer,
    add_token,
    cookie_name,
    safe_next,
    sign_in,
    sign_out,
)
from dragoman.web.views.head import Head

router = APIRouter()
Text = Annotated[str, Form(max_length=4000)]
Optional = Annotated[str | None, Form(max_length=4000)]


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the page for signing in shows; `next` is where it goes on to."""

    head: Head
    problem: str | None
    next: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What a user's own page shows; `made` is a new token, shown this once."""

    head: Head
    tokens: tuple[accounts.Token, ...]
    made: str | None


@router.get("/signin")
def ask(request: Request, next: str = "/") -> Response:  # noqa: A002  the field's name in the address
    """The form; a browser that has no secret yet gets one, for the form's token."""
    return _form(request, None, safe_next(next))


@router.post("/signin", dependencies=[CheckedForm])
def enter(
    request: Request,
    name: Text,
    password: Text,
    next: Text = "/",  # noqa: A002
) -> Response:
    """Signs in and goes on; or says that it did not, never which of the two was wrong."""
    address = request.client.host if request.client else "unknown"
    try:
        session = sign_in(request.state.desk, name, password, address=address)
    except Refused as refused:
        if refused.wait is None:
            return _form(request, "Name or password are wrong.", safe_next(next), status=401)
        seconds = int(refused.wait.total_seconds()) + 1
        words = f"too many attempts to sign in; try again in {-(-seconds // 60)} minutes"
        raise Problem(429, "too_many_attempts", words, headers={"Retry-After": str(seconds)}) from refused
    answer = RedirectResponse(safe_next(next), 303)
    _set(answer, request, SESSION, session, int(LASTS.total_seconds()))
    _set(answer, request, VISIT, "", 0)
    return answer


@router.post("/signout")
def leave(request: Request, _: Writer) -> Response:
    """Ends the session."""
    scheme = request.url.scheme
    sign_out(request.state.desk.store, request.cookies.get(cookie_name(SESSION, scheme), ""))
    answer = RedirectResponse("/", 303)
    _set(answer, request, SESSION, "", 0)
    return answer


@router.get("/account")
def account(request: Request) -> Response:
    """The user's own page."""
    return _account(request, _signed_in(request), None)


@router.post("/account/tokens")
def make_token(request: Request, user: Writer, label: Text) -> Response:
    """Makes a token for programs and shows it, once; a program cannot make itself another."""
    if user.by_token:
        raise HTTPException(403, "a token is made by a person who is signed in")
    return _account(request, user, add_token(request.state.desk.store, user.name, label))


@router.post("/account/tokens/remove")
def drop_token(request: Request, user: Writer, id: Text) -> Response:  # noqa: A002
    """Takes a token back."""
    if not accounts.remove_token(request.state.desk.store, id, user=user.name):
        raise HTTPException(404, "you have no such token")
    return RedirectResponse("/account", 303)


def _form(request: Request, problem: str | None, following: str, *, status: int = 200) -> Response:
    if request.state.desk.public:
        raise HTTPException(404, "nobody signs in at a public desk")
    fresh = None
    if not request.state.csrf:
        fresh = passwords.new_secret()
        request.state.csrf = passwords.form_token(fresh)
    answer = page(request, "signin.html", SignInPage(Head("Sign in", "signin"), problem, following), status=status)
    if fresh is not None:
        _set(answer, request, VISIT, fresh, 24 * 3600)
    return answer


def _account(request: Request, user: Visitor, made: str | None) -> Response:
    tokens = accounts.tokens(request.state.desk.store, user.name)
    return page(request, "account.html", AccountPage(Head("Your account", "account"), tokens, made))


def _signed_in(request: Request) -> Visitor:
    user: Visitor | None = request.state.user
    if request.state.desk.public:
        raise HTTPException(404, "nobody signs in at a public desk")
    if user is None:
        raise HTTPException(401, "sign in first")
    return user


def _set(answer: Response, request: Request, name: str, value: str, seconds: int) -> None:
    """Sets a cookie that scripts cannot read and other sites cannot send; none of 0 seconds."""
    secure = request.url.scheme == "https"
    named = cookie_name(name, request.url.scheme)
    answer.set_cookie(named, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


@router.post("/review/judge")
def judge(
    request: Request,
    user: Writer,
    verdict: Text,
    one: Text,
    other: Optional = None,
    field: Optional = None,
    value: Optional = None,
    note: Optional = None,
    scope: Text = "claim",
    next: Text = "/review",  # noqa: A002
) -> Response:
    """Adds a judgement from a form and goes on."""
    corrects = verdict == "corrected"
    fields = {"field": (field or None) if corrects else None, "value": (value or None) if corrects else None}
    try:
        given = JudgementGiven.model_validate(
            {"verdict": verdict, "one": one, "other": other or None, "note": note or None, "scope": scope, **fields}
        )
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(faults) from error
    request.state.desk.judge(by=user.name, **given.said())
    return RedirectResponse(safe_next(next), 303)
