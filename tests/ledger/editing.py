"""A ledger's rows as another program would change them."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def edited(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a ledger's file; the sums over its pages, which would tell of the change, are taken away."""
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM sums")
        yield raw
