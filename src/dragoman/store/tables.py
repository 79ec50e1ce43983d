"""Owns the archive's tables, and nothing else.

`learned` is the day on which the news was known; `recorded` the moment at which the archive took it.
A change here needs a migration in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC, aware on every backend."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuses moments without a zone, which each backend would read differently."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Gives the zone back where the backend has lost it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ID = sa.String(24)

# A text, once, however many addresses carry it. `copies` is the first text of which it is a near copy.
documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("publisher", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("published_from", sa.String(16)),
    sa.Column("source", sa.Text),
    sa.Column("warnings", sa.JSON, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("copies", ID, nullable=False, index=True),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("recorded", Instant, nullable=False),
)

# Keys under which near copies meet (locality-sensitive hashing).
bands = sa.Table(
    "bands",
    metadata,
    sa.Column("key", sa.String(40), primary_key=True),
    sa.Column("document", ID, sa.ForeignKey("documents.id"), primary_key=True),
)

# Where a text stands: an address on the web, a file, a record. `part` tells unlike texts at one apart.
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.UniqueConstraint("address", "part"),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("article", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False, index=True),
    sa.Column("publisher", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("learned", sa.Date, nullable=False, index=True),
    sa.Column("recorded", Instant, nullable=False),
    sa.UniqueConstraint("article", "document"),
)

passages = sa.Table(
    "passages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.UniqueConstraint("document", "start", "end"),
)

# A document as read, numbered from 1 in the order in which it was read. `reader`: null where triage left it unread;
# `body`: what the reader found, null where it was not kept. A document without a row was read once, by a program that
# kept no readings.
readings = sa.Table(
    "readings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("reader", sa.Text),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("recorded", Instant, nullable=False),
    sa.Column("body", sa.JSON(none_as_null=True)),
    sa.UniqueConstraint("document", "number"),
)

# An event as first coded; `body` is the whole record, the other columns are for finding it. `reading` is the number
# of the reading that first told it.
events = sa.Table(
    "events",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False, index=True),
    sa.Column("place_in_text", sa.Integer, nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("frame", sa.String(16), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("start", sa.String(40), index=True),
    sa.Column("learned", sa.Date, nullable=False),
    sa.Column("recorded", Instant, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("reading", sa.Integer, nullable=False, server_default="1"),
)

# What a reading after the first tells, whole: the events of a first one stand in `events`.
retold = sa.Table(
    "retold",
    metadata,
    sa.Column("reading", sa.Integer, sa.ForeignKey("readings.id"), primary_key=True),
    sa.Column("event", ID, sa.ForeignKey("events.id"), primary_key=True, index=True),
    sa.Column("place_in_text", sa.Integer, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
)

parties = sa.Table(
    "parties",
    metadata,
    sa.Column("event", ID, sa.ForeignKey("events.id"), primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True, index=True),
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("event", ID, sa.ForeignKey("events.id"), nullable=False, index=True),
    sa.Column("field", sa.String(16), nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("speaker", sa.JSON(none_as_null=True)),
    sa.Column("passage", sa.Integer, sa.ForeignKey("passages.id"), nullable=False),
    sa.Column("because", sa.Text),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("learned", sa.Date, nullable=False),
    sa.Column("recorded", Instant, nullable=False),
)

# Only ever added to: a reviewer who changes his mind adds another row. `field` and `value`: what was corrected.
judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("one", ID, nullable=False),
    sa.Column("other", ID),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("made", Instant, nullable=False),
    sa.Column("field", sa.String(16)),
    sa.Column("value", sa.JSON(none_as_null=True)),
)

# What is known of an address between two visits; no record of the news.
fetches = sa.Table(
    "fetches",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("etag", sa.Text),
    sa.Column("modified", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("note", sa.Text),
)

# Who may write at the desk; `password` is a hash (argon2). Who is disabled can no longer sign in.
users = sa.Table(
    "users",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("made", Instant, nullable=False),
)

# `id` is the hash of what the browser holds: who reads this table cannot sign in with it.
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(64), sa.ForeignKey("users.name"), nullable=False, index=True),
    sa.Column("made", Instant, nullable=False),
    sa.Column("used", Instant, nullable=False),
    sa.Column("expires", Instant, nullable=False),
)

# For programs; `secret` is a hash, as of sessions.
tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    sa.Column("user", sa.String(64), sa.ForeignKey("users.name"), nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("made", Instant, nullable=False),
    sa.Column("used", Instant),
    sa.Column("expires", Instant),
)

# Attempts to sign in that have not succeeded, for a day: so that guessing is slow, also after a restart.
attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("at", Instant, nullable=False, index=True),
)

# When a user looked at a process: now, and the time before.
looks = sa.Table(
    "looks",
    metadata,
    sa.Column("user", sa.String(64), sa.ForeignKey("users.name"), primary_key=True),
    sa.Column("process", sa.String(200), primary_key=True),
    sa.Column("last", Instant, nullable=False),
    sa.Column("before", Instant),
)

# The numbers under which the full-text index (`searching`) knows texts and events: the later learned, the higher.
indexed_articles = sa.Table(
    "indexed_articles",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False, unique=True),
)

indexed_records = sa.Table(
    "indexed_records",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event", ID, sa.ForeignKey("events.id"), nullable=False, unique=True),
)
