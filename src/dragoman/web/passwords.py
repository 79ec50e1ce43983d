"""Owns what is secret: passwords and their hashes, and the random secrets of sessions, tokens and forms.

The archive only ever gets hashes. Knows nothing of HTTP.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 1024
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
TOKEN_PREFIX = "dgm_"  # tells people and scanners of leaked secrets what it is


def user_name(given: str) -> str:
    """A user's name as it is kept.

    Raises:
        SettingsError: it is none.
    """
    name = given.strip().casefold()
    if NAME.fullmatch(name) is None:
        raise SettingsError("user", f"{given!r} is no name", "letters a to z, digits, dot, dash and underscore")
    return name


def hash_password(password: str) -> str:
    """The hash of a password, with its salt and costs.

    Raises:
        SettingsError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsError("password", "is too short or too long", f"{SHORTEST} to {LONGEST} characters")
    return _hasher().hash(password)


def fits(password: str, hashed: str | None) -> bool:
    """Whether a password has that hash; it takes as long where there is none, so that names cannot be guessed."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(hashed or _nobody(), password[: LONGEST + 1]) and hashed is not None
    except VerificationError:
        return False


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other costs than are used now."""
    return _hasher().check_needs_rehash(hashed)


def new_secret() -> str:
    """256 random bits, as letters that may stand in an address."""
    return secrets.token_urlsafe(32)


def new_token() -> tuple[str, str]:
    """The id and the secret of a token for programs."""
    return secrets.token_hex(6), TOKEN_PREFIX + new_secret()


def hashed_secret(secret: str) -> str:
    """The hash under which a session or token is kept; of 256 random bits no slow one is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def form_token(secret: str) -> str:
    """What a form carries so that only a page of the desk can have made it: made of the browser's own secret."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
