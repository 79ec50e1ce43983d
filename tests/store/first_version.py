"""Makes an archive what the first version of the program would have left."""

from __future__ import annotations

import sqlalchemy as sa

from dragoman.store.store import Store


def back_to_version_1(store: Store) -> None:
    """The archive as the first version of the program would have left it."""
    with store.engine.begin() as connection:
        for name in ("retold", "readings", "words_articles", "words_records", "indexed_articles", "indexed_records",
                     "looks", "attempts", "tokens", "sessions", "users"):  # fmt: skip
            connection.execute(sa.text(f"DROP TABLE {name}"))
        for table, name in (("judgements", "field"), ("judgements", "value"), ("events", "reading")):
            connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {name}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
