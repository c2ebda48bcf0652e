"""Reading a ledger's file beside SQLite without loosening its locks.

POSIX lets go of all locks that a process holds on a file as soon as it closes any descriptor of it: another process
could then take itself for the last one and clear away a log that is in use. So a file that this process may have open
as a ledger is opened here, once, and closed when nobody uses it any more.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Held", "hold", "let_go", "read_at", "reading_file"]


@dataclass(slots=True)
class Held:
    """A file that is used so many times in this process; `descriptors` are several where its name has changed hands."""

    key: tuple[int, int]
    n_uses: int = 0
    descriptors: list[int] = field(default_factory=list)


_held: dict[tuple[int, int], Held] = {}
_lock = threading.Lock()


def hold(path: Path) -> Held:
    """Keep a file's descriptor open until it is let go of.

    Raises:
        OSError: It cannot be read.
    """
    with _lock:
        told = os.stat(path)
        held = _held.get((told.st_dev, told.st_ino))
        if held is None:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            told = os.fstat(descriptor)
            held = _held.setdefault((told.st_dev, told.st_ino), Held(key=(told.st_dev, told.st_ino)))
            held.descriptors.append(descriptor)
        held.n_uses += 1
        return held


def let_go(held: Held) -> None:
    """Close a file if this was its last use."""
    with _lock:
        held.n_uses -= 1
        if held.n_uses == 0:
            _held.pop(held.key, None)
            for descriptor in held.descriptors:
                os.close(descriptor)


@contextlib.contextmanager
def reading_file(path: Path) -> Iterator[int]:
    """A descriptor to read a file from, with `read_at`: its place belongs to nobody."""
    held = hold(path)
    try:
        yield held.descriptors[0]
    finally:
        let_go(held)


def read_at(descriptor: int, n_bytes: int, start: int) -> bytes:
    """Some bytes of a file from a place on; fewer where it ends."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, n_bytes, start)
    with _lock:
        os.lseek(descriptor, start, os.SEEK_SET)
        return os.read(descriptor, n_bytes)
