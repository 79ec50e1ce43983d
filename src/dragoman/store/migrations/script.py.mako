"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Says what changes."""


def downgrade() -> None:
    """An archive is never taken back: keep a copy of it instead."""
    raise NotImplementedError
