"""Where a ledger is stored: one engine, that one may write and many read, and how it is brought up to date."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from reportedly.errors import LedgerError
from reportedly.ledger import versions
from reportedly.ledger.db.engine import check_file, open_engine, read_ahead, reading, seal_file, told, writing
from reportedly.ledger.db.postgres import shown
from reportedly.ledger.db.version import Version
from reportedly.ledger.filters import Day, day_of
from reportedly.ledger.index import timeline
from reportedly.ledger.index.links import ComparisonCache
from reportedly.ledger.index.name_counts import NameDays
from reportedly.ledger.index.read_only import reading_aside
from reportedly.ledger.index.rebuild import facts_of, rebuild
from reportedly.ledger.queries.as_of import day_number

__all__ = ["Store"]

_TRIES = 3


class _Held(threading.local):
    """The connection that a thread asks all its questions on, within `Store.at_once`."""

    connection: Connection | None = None


class Store:
    """The file or server of one ledger.

    Attributes:
        source: What it is called in messages; never with the password of a server.
        engine: Its connections.
        known: What is remembered of articles that were added last; `adding` keeps it true.
        counted: Counts of names by day.

    Args:
        address: Path of a SQLite file, `sqlite:///PATH` or `postgresql://…`.
        create: Create the ledger if it does not exist; otherwise a missing ledger is an error.

    Raises:
        LedgerError: From every method: not a ledger, damaged, of a newer schema, read-only, locked, disk full.
    """

    def __init__(self, address: str, *, create: bool) -> None:
        self.known = ComparisonCache()
        self.counted = NameDays()
        self._held = _Held()
        self._address = address
        self._opened = time.monotonic()
        self._has_written = False
        self.engine, self._writable = open_engine(address, create=create)
        self.source = shown(address)
        self._version = Version(self.engine, self.source)
        self.rebuild()

    def close(self) -> None:
        """Close the file or the connection to the server."""
        self._version.close()
        if self._has_written:
            seal_file(self.engine, self._address, open_s=time.monotonic() - self._opened)
            self._has_written = False
        self.engine.dispose()

    def read_ahead(self) -> None:
        """See `Ledger.read_ahead`."""
        read_ahead(self._address)

    def check(self) -> bool:
        """See `Ledger.check`."""
        return check_file(self.engine, self._address)

    def version(self) -> str:
        """See `Ledger.version`."""
        return self._version.now()

    def rebuild(self) -> None:
        """Recompute what another version of the program has worked out, where the ledger can be written."""
        with self.reading() as connection:
            made = facts_of(connection)
        old = versions.outdated(made)
        self._made_by_other = bool(old & {"standing by", "data"})
        if "searched by" in old and not self._writable:
            raise LedgerError(
                self.source,
                "read-only, and its words are not indexed",
                "Make it writable once, so that they can be indexed",
            )
        if not self._writable or versions.current().items() <= made.items():
            return
        with self.adding() as connection:
            rebuild(connection, self.known)
        self._made_by_other = False

    def refresh(self) -> None:
        """Bring up to date what pages are looked up in."""
        more = self._writable
        while more:
            with self.adding() as connection:
                more = timeline.refresh(connection, self.known.features)

    # Connections

    @contextlib.contextmanager
    def adding(self) -> Iterator[Connection]:
        """A connection that alone writes; what is remembered of articles is forgotten where that fails."""
        self._has_written = True
        try:
            with writing(self.engine, self.source) as connection:
                yield connection
        except BaseException:
            self.known.forget()
            raise
        self.known.keep_small()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """See `Ledger.at_once`."""
        if self._held.connection is not None:
            yield
            return
        with self.asking(None) as (connection, _):
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger."""
        held = self._held.connection
        if held is None:
            with reading(self.engine, self.source) as connection:
                yield connection
        else:
            with told(self.source):
                yield held

    @contextlib.contextmanager
    def reading_as_of(self, as_of: Day) -> Iterator[tuple[Connection, int]]:
        """As `reading`, with the number of the day that is asked for."""
        day = self.day_number(as_of)
        with self.reading() as connection:
            yield connection, day

    @contextlib.contextmanager
    def asking(self, as_of: Day) -> Iterator[tuple[Connection, int]]:
        """As `reading_as_of`, with all that pages are looked up in brought up to date."""
        day = self.day_number(as_of)
        if self._held.connection is not None:
            with self.reading() as connection:
                yield connection, day
            return
        if not self._writable:
            with reading_aside(self.engine, self.source, made_by_other=self._made_by_other) as connection:
                yield connection, day
            return
        for _ in range(_TRIES):
            with self.reading() as connection:
                if timeline.is_fresh(connection):
                    yield connection, day
                    return
            self.refresh()
        # Others add faster than we ask: what they have added since belongs to the next answer.
        with self.reading() as connection:
            yield connection, day

    def day(self, as_of: Day) -> date | None:
        """The day that is asked for; None for now."""
        return day_of(as_of, self.source, "as_of")

    def day_number(self, as_of: Day) -> int:
        """The day that is asked for, as rows have it."""
        return day_number(self.day(as_of))
