"""What the web desk needs: users, what they may do and when they looked, corrections, and the full-text index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds tables and columns; `store.upgrade` fills the index afterwards."""
    op.add_column("judgements", sa.Column("field", sa.String(length=16), nullable=True))
    op.add_column("judgements", sa.Column("value", sa.JSON(none_as_null=True), nullable=True))
    _accounts()
    _index()


def downgrade() -> None:
    """An archive is never taken back: keep a copy of it instead."""
    raise NotImplementedError


def _accounts() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("used", moment, nullable=False),
        sa.Column("expires", moment, nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name="fk_sessions_user"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_user", "sessions", ["user"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("used", moment, nullable=True),
        sa.Column("expires", moment, nullable=True),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name="fk_tokens_user"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("secret", name="uq_tokens_secret"),
    )
    op.create_index("ix_tokens_user", "tokens", ["user"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_at", "attempts", ["at"], unique=False)
    op.create_table(
        "looks",
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("last", moment, nullable=False),
        sa.Column("before", moment, nullable=True),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name="fk_looks_user"),
        sa.PrimaryKeyConstraint("user", "process", name="pk_looks"),
    )


def _index() -> None:
    for table, column, target in (
        ("indexed_articles", "document", "documents.id"),
        ("indexed_records", "event", "events.id"),
    ):
        op.create_table(
            table,
            sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column(column, sa.String(length=24), nullable=False),
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}"),
            sa.PrimaryKeyConstraint("number", name=f"pk_{table}"),
            sa.UniqueConstraint(column, name=f"uq_{table}_{column}"),
        )
    # The words themselves are in each database's own kind of index, of which SQLAlchemy's tables know nothing.
    postgres = op.get_bind().dialect.name == "postgresql"
    for name in ("words_articles", "words_records"):
        if postgres:
            op.execute(f"CREATE TABLE {name} (number bigint PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)")
        else:
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5"
                "(title, words, content='', tokenize='porter unicode61 remove_diacritics 2')"
            )
