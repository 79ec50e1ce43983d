"""Owns how Alembic runs the steps: on the connection that `store.upgrade` hands over.

Alembic executes this file; nothing imports it.
"""

from __future__ import annotations

from alembic import context

from dragoman.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
