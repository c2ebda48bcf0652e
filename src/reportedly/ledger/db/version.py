"""Which state a ledger is in: asked with every page, so its tables are looked at only where something was written."""

from __future__ import annotations

import threading
import zlib

from sqlalchemy import Connection, Engine, PoolProxiedConnection, func, select

from reportedly.ledger.correction_rows import state_of_corrections
from reportedly.ledger.db.engine import reading, told
from reportedly.ledger.db.prepared import rows, scalar
from reportedly.ledger.db.schema import articles, rulings

__all__ = ["Version", "last_article"]

_LAST = select(func.coalesce(func.max(articles.c.no), 0))
_RULED = select(rulings.c.a, rulings.c.b, rulings.c.verdict)


def last_article(connection: Connection) -> int:
    """The number of the article that was added last, 0 where there is none."""
    return int(scalar(connection, _LAST))


class Version:
    """Names the state of a ledger by what was added, taken out and corrected.

    SQLite tells a connection whether another one has written (`PRAGMA data_version`); one is kept that never writes.
    """

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine, self._source = engine, source
        self._lock = threading.Lock()
        self._watching: PoolProxiedConnection | None = None
        self._known: tuple[object, str] | None = None

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._watching is not None:
                self._watching.close()
            self._watching = self._known = None

    def now(self) -> str:
        """The same for as long as nothing is added or ruled."""
        if self._engine.dialect.name != "sqlite":
            return self._asked()
        with self._lock, told(self._source):
            # Looked at before what it stands for: what is written in between is noticed the next time.
            written = self._written()
            if self._known is None or self._known[0] != written:
                self._known = written, self._asked()
            return self._known[1]

    def _written(self) -> object:
        if self._watching is None:
            self._watching = self._engine.raw_connection()
            self._watching.detach()  # from the pool, which would lend it to whoever writes
        cursor = self._watching.cursor()
        cursor.execute("PRAGMA data_version")
        row = cursor.fetchone()
        return row and row[0]

    def _asked(self) -> str:
        with reading(self._engine, self._source) as connection:
            last = last_article(connection)
            ruled = rows(connection, _RULED)
            corrected = state_of_corrections(connection)
        return f"{last}-{zlib.crc32(repr([corrected, *sorted(map(tuple, ruled))]).encode()):08x}"
