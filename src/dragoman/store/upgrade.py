"""Owns bringing an archive to the newest version with Alembic, in one transaction.

The steps themselves are in `migrations/versions`.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from dragoman.errors import StoreError
from dragoman.store import searching

NEWEST = "0003"
_FOLDER = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"


def version_of(connection: sa.Connection) -> str | None:
    """The version of an archive, None where the database has none yet."""
    if not sa.inspect(connection).has_table(_TABLE):
        return None
    found: str | None = connection.execute(sa.text(f"SELECT version_num FROM {_TABLE}")).scalar()
    return found


def upgrade(connection: sa.Connection, name: str) -> None:
    """Makes or upgrades the tables.

    Raises:
        StoreError: a newer program made the archive, or another program the database.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    found = version_of(connection)
    if found is None and {"documents", "events"} & set(sa.inspect(connection).get_table_names()):
        raise StoreError(name, "holds tables of another program", "give another file or database")
    if found is not None:
        steps = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
        if found not in steps:
            raise StoreError(name, f"has version {found!r}, newer than this program", "update dragoman")
    command.upgrade(config, "head")
    searching.complete(connection)
