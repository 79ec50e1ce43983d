"""Owns inserting many rows at once: the statement is compiled once, and each value is bound as its column says.

SQLAlchemy's own way for lists of rows is the same but looks at every row anew, which costs more than the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

Row = Mapping[str, Any]


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Inserts rows that all have the same columns."""
    if not rows:
        return
    names = list(rows[0])
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=names)
    order = names if compiled.positiontup is None else compiled.positiontup
    columns = [_bound([row[name] for row in rows], table.c[name], connection.dialect) for name in order]
    values: list[Any] = list(zip(*columns, strict=True))
    if compiled.positiontup is None:
        values = [dict(zip(names, row, strict=True)) for row in values]
    connection.exec_driver_sql(str(compiled), values)


def _bound(values: list[Any], column: sa.Column[Any], dialect: sa.Dialect) -> list[Any]:
    """The values of a column as they are handed to the database's driver."""
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return values
    bound = []
    last = done = None
    for value in values:
        if value is not last or value is None:  # the rows of one document share its moment
            last, done = value, bind(value)
        bound.append(done)
    return bound
