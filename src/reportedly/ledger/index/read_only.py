"""Asking a ledger that cannot be written: what is to be rebuilt is made in the connection's own temporary tables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine

from reportedly.ledger.db.engine import told
from reportedly.ledger.index import timeline

__all__ = ["reading_aside"]

# With what its rows are found by.
_TABLES = {
    "standing": "event, from_day",
    "members": "mention, from_day",
    "terms": "term, event",
    "dirty": "mention",
}


@contextlib.contextmanager
def reading_aside(engine: Engine, source: str, *, made_by_other: bool) -> Iterator[Connection]:
    """A connection to a SQLite file that only reads it, on which nothing is left to be rebuilt.

    Its temporary tables hide the file's of the same name, for as long as nobody else writes the file.

    Args:
        made_by_other: All that stands was made by another state of the program, so all is rebuilt.
    """
    with told(source), engine.connect() as connection:
        with connection.begin():
            _prepare(connection, made_by_other=made_by_other)
        with connection.begin():
            yield connection


def _prepare(connection: Connection, *, made_by_other: bool) -> None:
    info = connection.connection.info
    version = connection.exec_driver_sql("PRAGMA data_version").scalar()
    if info.get("aside") == version:
        return
    if "aside" in info:
        for table in _TABLES:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{table}")
        del info["aside"]
    if timeline.is_fresh(connection) and not made_by_other:
        return
    for table, key in _TABLES.items():
        connection.exec_driver_sql(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")
        connection.exec_driver_sql(f"CREATE UNIQUE INDEX temp.{table}_key ON {table} ({key})")
    if made_by_other:
        timeline.forget(connection)
        timeline.mark_all(connection)
    connection.exec_driver_sql("CREATE INDEX temp.members_of ON members (event)")
    while timeline.refresh(connection):
        pass
    info["aside"] = version
