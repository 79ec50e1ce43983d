"""Owns who may judge: a user's token, in a request's header, or read from a file where there are no headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.errors import SettingsError
from dragoman.store import accounts
from dragoman.web import passwords

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.store.store import Store


@dataclass(frozen=True, slots=True)
class Writers:
    """Who writes, by his token.

    Attributes:
        secret: the token of whoever speaks over standard input; without one he only reads.
    """

    store: Store
    secret: str | None = field(default=None, repr=False)

    def user(self, headers: Mapping[str, str] | None) -> str | None:
        """The user in whose name a request writes; None for nobody.

        Args:
            headers: of the request; None over standard input. Only the token of a request counts for it:
                one who reaches the port has not been given the server's own.
        """
        secret = self.secret if headers is None else _bearer(headers)
        return accounts.user_of_token(self.store, passwords.hashed_secret(secret)) if secret else None


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() or None if scheme.casefold() == "bearer" else None


def read_token(place: Path) -> str:
    """The token in the first line of a file.

    Raises:
        SettingsError: the file cannot be read or holds none.
    """
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("--token-file", f"{str(place)!r} cannot be read", "a file with a token") from error
    token = lines[0].strip() if lines else ""
    if not token.startswith(passwords.TOKEN_PREFIX):
        raise SettingsError(
            "--token-file", f"the first line of {str(place)!r} is no token", "one made by: dragoman user token"
        )
    return token
