"""Owns who asks and whether he may: sessions, tokens, the forms' tokens, and how often one may try to sign in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Request
from starlette.requests import cookie_parser

from dragoman.errors import StoreError
from dragoman.store import accounts
from dragoman.web import passwords

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Scope

    from dragoman.store.store import Store
    from dragoman.web.desk import Desk

LASTS, IDLE = timedelta(days=14), timedelta(hours=12)
# So many failures within the time, then one has to wait: of a name, against guessing one password; of an
# address, against guessing many names.
WITHIN, MOST_NAME, MOST_ADDRESS = timedelta(minutes=15), 8, 30
SESSION, VISIT = "dragoman_session", "dragoman_visit"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in.

    Attributes:
        by_token: he is a program with a token: no browser, so no other page can act in his name.
    """

    name: str
    by_token: bool = False


class Refused(Exception):
    """Nobody was signed in.

    Attributes:
        wait: for how long no attempt is heard; None where name or password are wrong.
    """

    def __init__(self, wait: timedelta | None) -> None:
        super().__init__("not signed in")
        self.wait = wait


def who_asks(scope: Scope, headers: Headers, desk: Desk) -> tuple[Visitor | None, str]:
    """Who makes a request, and the token for his forms; nobody on a public desk."""
    if desk.public:
        return None, ""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        name = accounts.user_of_token(desk.store, passwords.hashed_secret(secret.strip()))
        return (Visitor(name, by_token=True) if name else None), ""
    cookies = cookie_parser(headers.get("cookie", ""))
    session = cookies.get(cookie_name(SESSION, scope["scheme"]))
    if session:
        name = accounts.user_of_session(desk.store, passwords.hashed_secret(session), idle=IDLE)
        if name:
            return Visitor(name), passwords.form_token(session)
    visit = cookies.get(cookie_name(VISIT, scope["scheme"]))
    return None, passwords.form_token(visit) if visit else ""


def cookie_name(name: str, scheme: str) -> str:
    """A cookie's name; over TLS one that browsers accept from this very host only."""
    return f"__Host-{name}" if scheme == "https" else name


def sign_in(desk: Desk, name: str, password: str, *, address: str) -> str:
    """Signs a user in; returns the secret of his session.

    Raises:
        Refused: name or password are wrong, or there were too many attempts.
    """
    wanted = name.strip().casefold()[:64]
    begun = accounts.begin_attempt(
        desk.store,
        name=wanted,
        address=_network(address),
        within=WITHIN,
        most_name=MOST_NAME,
        most_address=MOST_ADDRESS,
    )
    if isinstance(begun, timedelta):
        raise Refused(begun)
    kept = accounts.password_of(desk.store, wanted)
    with desk.hashing:  # a hash takes 64 MB
        right = passwords.fits(password, kept)
        newer = passwords.hash_password(password) if right and kept and passwords.is_outdated(kept) else None
    if not right:
        raise Refused(None)
    if newer is not None:
        accounts.rehash(desk.store, wanted, password=newer)
    accounts.end_attempt(desk.store, begun)
    session = passwords.new_secret()
    accounts.open_session(desk.store, passwords.hashed_secret(session), user=wanted, lasts=LASTS)
    return session


def sign_out(store: Store, session: str) -> None:
    """Ends a session."""
    accounts.close_session(store, passwords.hashed_secret(session))


async def check_form(request: Request) -> None:
    """Refuses a form that no page of the desk made; programs with a token need none.

    Raises:
        HTTPException: 403, the token is not there or another one.
    """
    visitor: Visitor | None = request.state.user
    if visitor is not None and visitor.by_token:
        return
    given = request.headers.get("x-csrf-token") or ""
    if not given and request.headers.get("content-type", "").startswith(_FORMS):
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else ""
    if not request.state.csrf or not passwords.same(given, request.state.csrf):
        raise HTTPException(403, "the form is too old or not of this desk; load the page again")


async def writer(request: Request) -> Visitor:
    """Who writes: signed in, with a form of the desk or a token.

    Raises:
        HTTPException: 401 for nobody, 403 for a form that is not the desk's.
    """
    visitor: Visitor | None = request.state.user
    if visitor is None:
        raise HTTPException(401, "sign in first, or give a token", {"WWW-Authenticate": "Bearer"})
    await check_form(request)
    return visitor


Writer = Annotated[Visitor, Depends(writer)]
CheckedForm = Depends(check_form)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def safe_next(address: str | None) -> str:
    """An address of the desk to go on to; the front page for any other, so that nobody is sent elsewhere."""
    if not address or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return "/"
    return "/" if any(ord(sign) < 33 or sign == "\\" for sign in address) else address


def _network(address: str) -> str:
    """The address whose attempts are counted; of version 6 the network, for one asker has all of its addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(known) if known.version == 4 else str(ipaddress.ip_network(f"{known}/64", strict=False))


def add_user(store: Store, name: str, password: str) -> str:
    """Adds a user or changes his password; returns the name as it is kept.

    Raises:
        SettingsError: the name or the password will not do.
    """
    wanted = passwords.user_name(name)
    accounts.add_user(store, wanted, password=passwords.hash_password(password))
    return wanted


def add_token(store: Store, user: str, label: str) -> str:
    """Makes a token for a user's programs; returns its secret, which is kept nowhere.

    Raises:
        StoreError: there is no such user.
    """
    number, secret = passwords.new_token()
    name = user.strip().casefold()
    if passwords.NAME.fullmatch(name) is None:
        raise StoreError(store.name, f"has no user {user!r}", "add one with: dragoman user add")
    token = accounts.Token(number, name, label.strip()[:100] or "token", store.clock(), None, None)
    accounts.add_token(store, token, secret=passwords.hashed_secret(secret))
    return secret
