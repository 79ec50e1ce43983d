"""Owns who may write at the desk: users, their sessions and tokens, failed attempts to sign in, and their last looks.

Takes and gives hashes only: what is hashed, and how, is the desk's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dragoman.errors import StoreError
from dragoman.store import tables as t

if TYPE_CHECKING:
    from dragoman.store.store import Store

# A look within so long of the last one is the same look: a page that is loaded again still shows what was new.
ONE_LOOK = timedelta(hours=4)
# A session's last use is noted to so many minutes, so that reading seldom writes.
NOTED = timedelta(minutes=5)
# Failed attempts are kept for so long.
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class User:
    """Who may sign in."""

    name: str
    disabled: bool
    made: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a user, without its secret."""

    id: str
    user: str
    label: str
    made: datetime
    used: datetime | None
    expires: datetime | None


def add_user(store: Store, name: str, *, password: str) -> None:
    """Adds a user, or gives one who is there a new password and lets him in again; his sessions end.

    Args:
        store: the archive.
        name: as he signs in.
        password: its hash.
    """
    with store._unit(write=True) as connection:
        done = connection.execute(
            t.users.update().where(t.users.c.name == name).values(password=password, disabled=False)
        )
        if done.rowcount == 0:
            connection.execute(
                t.users.insert().values(name=name, password=password, disabled=False, made=store.clock())
            )
        connection.execute(t.sessions.delete().where(t.sessions.c.user == name))


def users(store: Store) -> tuple[User, ...]:
    """All users, by name."""
    with store._unit() as connection:
        rows = connection.execute(sa.select(t.users).order_by(t.users.c.name))
        return tuple(User(row.name, row.disabled, row.made) for row in rows)


def disable_user(store: Store, name: str) -> None:
    """Lets a user in no more: sessions and tokens are gone, what he judged stays.

    Raises:
        StoreError: there is no such user.
    """
    with store._unit(write=True) as connection:
        done = connection.execute(t.users.update().where(t.users.c.name == name).values(disabled=True))
        if done.rowcount == 0:
            raise StoreError(store.name, f"has no user {name!r}", "see: dragoman user list")
        for table in (t.sessions, t.tokens):
            connection.execute(table.delete().where(table.c.user == name))


def password_of(store: Store, name: str) -> str | None:
    """The hash of a user's password; None for who is not there or disabled."""
    with store._unit() as connection:
        asked = sa.select(t.users.c.password).where(t.users.c.name == name, t.users.c.disabled.is_(False))
        found: str | None = connection.execute(asked).scalar()
        return found


def rehash(store: Store, name: str, *, password: str) -> None:
    """Puts a newer hash of the same password in place of the old one."""
    with store._unit(write=True) as connection:
        connection.execute(t.users.update().where(t.users.c.name == name).values(password=password))


def open_session(store: Store, session: str, *, user: str, lasts: timedelta) -> None:
    """Begins a session; those that have ended are cleared away."""
    now = store.clock()
    with store._unit(write=True) as connection:
        connection.execute(t.sessions.delete().where(t.sessions.c.expires <= now))
        connection.execute(t.sessions.insert().values(id=session, user=user, made=now, used=now, expires=now + lasts))


def user_of_session(store: Store, session: str, *, idle: timedelta) -> str | None:
    """Whose session it is; None where there is none, or it has expired or not been used for long."""
    now = store.clock()
    s = t.sessions
    with store._unit() as connection:
        asked = sa.select(s.c.user, s.c.used).join(t.users, t.users.c.name == s.c.user)
        holds = (s.c.id == session, s.c.expires > now, s.c.used > now - idle, t.users.c.disabled.is_(False))
        # One that was begun by a clock that was ahead would last for ever.
        row = connection.execute(asked.where(*holds, s.c.made <= now + NOTED)).first()
    if row is None:
        return None
    if abs(now - row.used) > NOTED:
        with store._unit(write=True) as connection:
            connection.execute(s.update().where(s.c.id == session).values(used=now))
    return str(row.user)


def close_session(store: Store, session: str) -> None:
    """Ends a session."""
    with store._unit(write=True) as connection:
        connection.execute(t.sessions.delete().where(t.sessions.c.id == session))


def add_token(store: Store, token: Token, *, secret: str) -> None:
    """Adds a token by the hash of its secret.

    Raises:
        StoreError: there is no such user.
    """
    with store._unit(write=True) as connection:
        holds = (t.users.c.name == token.user, t.users.c.disabled.is_(False))
        if connection.execute(sa.select(t.users.c.name).where(*holds)).first() is None:
            raise StoreError(store.name, f"has no user {token.user!r}", "add one with: dragoman user add")
        connection.execute(
            t.tokens.insert().values(
                id=token.id,
                secret=secret,
                user=token.user,
                label=token.label,
                made=token.made,
                used=token.used,
                expires=token.expires,
            )
        )


def tokens(store: Store, user: str) -> tuple[Token, ...]:
    """A user's tokens, the newest first."""
    with store._unit() as connection:
        rows = connection.execute(
            sa.select(t.tokens).where(t.tokens.c.user == user).order_by(t.tokens.c.made.desc(), t.tokens.c.id)
        )
        return tuple(Token(row.id, row.user, row.label, row.made, row.used, row.expires) for row in rows)


def remove_token(store: Store, token: str, *, user: str) -> bool:
    """Takes a token back; says whether the user had it."""
    with store._unit(write=True) as connection:
        done = connection.execute(t.tokens.delete().where(t.tokens.c.id == token, t.tokens.c.user == user))
        return done.rowcount > 0


def user_of_token(store: Store, secret: str) -> str | None:
    """Whose token has that hash; None where there is none or it has expired."""
    now = store.clock()
    with store._unit() as connection:
        asked = (
            sa.select(t.tokens.c.id, t.tokens.c.user, t.tokens.c.used)
            .join(t.users, t.users.c.name == t.tokens.c.user)
            .where(t.tokens.c.secret == secret, t.users.c.disabled.is_(False))
            .where(sa.or_(t.tokens.c.expires.is_(None), t.tokens.c.expires > now))
        )
        row = connection.execute(asked).first()
    if row is None:
        return None
    if row.used is None or abs(now - row.used) > NOTED:
        with store._unit(write=True) as connection:
            connection.execute(t.tokens.update().where(t.tokens.c.id == row.id).values(used=now))
    return str(row.user)


def begin_attempt(
    store: Store, *, name: str, address: str, within: timedelta, most_name: int, most_address: int
) -> int | timedelta:
    """Notes an attempt to sign in, before the password is looked at, so that none goes uncounted.

    Returns:
        The attempt's number, or for how long there may be none.
    """
    now = store.clock()
    a = t.attempts
    with store._unit(write=True) as connection:
        # An attempt that lies ahead was noted by a clock that was wrong: it would shut its user out until then.
        connection.execute(a.delete().where(sa.or_(a.c.at <= now - REMEMBERED, a.c.at > now + NOTED)))
        for column, value, most in ((a.c.name, name, most_name), (a.c.address, address, most_address)):
            asked = sa.select(a.c.at).where(column == value, a.c.at > now - within).order_by(a.c.at.desc()).limit(most)
            times = list(connection.execute(asked).scalars())
            if len(times) >= most:
                oldest: datetime = times[-1]
                return max(oldest + within - now, timedelta(seconds=1))
        made = connection.execute(a.insert().values(name=name, address=address, at=now))
        number: int = made.inserted_primary_key[0]  # type: ignore[index]
        return number


def end_attempt(store: Store, attempt: int) -> None:
    """Forgets an attempt that succeeded."""
    with store._unit(write=True) as connection:
        connection.execute(t.attempts.delete().where(t.attempts.c.id == attempt))


def look(store: Store, user: str, process: str) -> datetime | None:
    """Notes that a user looks at a process; gives when he looked the time before, None at the first time."""
    now = store.clock()
    mine = (t.looks.c.user == user, t.looks.c.process == process)
    with store._unit() as connection:
        row = connection.execute(sa.select(t.looks.c.last, t.looks.c.before).where(*mine)).first()
    if row is not None and abs(now - row.last) < NOTED:
        return row.before  # type: ignore[no-any-return]
    before = None if row is None else row.last if now - row.last > ONE_LOOK else row.before
    with store._unit(write=True) as connection:
        done = connection.execute(t.looks.update().where(*mine).values(last=now, before=before))
        if done.rowcount == 0:
            connection.execute(t.looks.insert().values(user=user, process=process, last=now, before=before))
    return before
