"""Owns what is to be sent and what has been: a small SQLite file, so that nothing is lost or sent twice.

A message is written down with the moment up to which changes were looked for, in one transaction,
before anything is sent; it is marked as sent only when its receiver has taken it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dragoman.errors import StoreError
from dragoman.store.private import make_private

_TABLES = """
CREATE TABLE IF NOT EXISTS looked (process TEXT PRIMARY KEY, moment TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, rule TEXT NOT NULL, channel TEXT NOT NULL,
    body TEXT NOT NULL, made TEXT NOT NULL, sent TEXT, UNIQUE (id, rule, channel)
);
"""


@dataclass(frozen=True, slots=True)
class Message:
    """One change for one receiver; `id` is the same for every attempt to send it."""

    id: str
    rule: str
    channel: str
    body: Mapping[str, Any]
    made: str


class Outbox:
    """The file; each call is one transaction.

    Raises:
        StoreError: the file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            make_private(path)
        except (OSError, ValueError) as error:  # ValueError for a NUL character
            reason = (getattr(error, "strerror", None) or "its folder cannot be made").lower()
            raise StoreError(str(path), reason, "check the path, or give another with --outbox") from error
        with self._unit() as connection:
            connection.executescript(_TABLES)

    def looked(self, process: str) -> datetime | None:
        """The moment up to which changes of a process have been looked for."""
        with self._unit() as connection:
            row = connection.execute("SELECT moment FROM looked WHERE process = ?", (process,)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def add(self, process: str, moment: datetime, messages: Iterable[Message]) -> int:
        """Writes messages down with the moment; those that are known already are not added again."""
        with self._unit() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO messages (id, rule, channel, body, made) VALUES (?, ?, ?, ?, ?)",
                [(m.id, m.rule, m.channel, json.dumps(m.body, ensure_ascii=False), m.made) for m in messages],
            )
            added = connection.total_changes - before
            connection.execute("INSERT OR REPLACE INTO looked VALUES (?, ?)", (process, moment.isoformat()))
        return added

    def pending(self) -> list[Message]:
        """What has not been sent, the oldest first."""
        return self._messages("WHERE sent IS NULL ORDER BY number", ())

    def of(self, rule: str, channel: str, newest: int) -> list[Message]:
        """The newest messages of a rule and channel, sent or not, the newest first."""
        return self._messages("WHERE rule = ? AND channel = ? ORDER BY number DESC LIMIT ?", (rule, channel, newest))

    def mark_sent(self, message: Message) -> None:
        """Notes that the receiver has taken a message."""
        with self._unit() as connection:
            connection.execute(
                "UPDATE messages SET sent = ? WHERE id = ? AND rule = ? AND channel = ?",
                (datetime.now(UTC).isoformat(), message.id, message.rule, message.channel),
            )

    def _messages(self, where: str, values: tuple[Any, ...]) -> list[Message]:
        with self._unit() as connection:
            rows = connection.execute(f"SELECT id, rule, channel, body, made FROM messages {where}", values).fetchall()
        return [Message(one, rule, channel, json.loads(body), made) for one, rule, channel, body, made in rows]

    @contextmanager
    def _unit(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=15)) as connection, connection:
                yield connection
        except sqlite3.Error as error:
            problem = f"cannot be read or written ({error})"
            raise StoreError(str(self._path), problem, "check the path, its permissions and the disk") from error
