"""Readings: who read each document, what was found, and what a later reading tells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds tables and a column; what is there was read once."""
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_readings_document"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("document", "number", name="uq_readings_document_number"),
    )
    op.add_column("events", sa.Column("reading", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "retold",
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("place_in_text", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name="fk_retold_reading"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_retold_event"),
        sa.PrimaryKeyConstraint("reading", "event", name="pk_retold"),
    )
    op.create_index("ix_retold_event", "retold", ["event"], unique=False)


def downgrade() -> None:
    """An archive is never taken back: keep a copy of it instead."""
    raise NotImplementedError
