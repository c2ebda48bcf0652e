"""Sums over the pages of a ledger's file, so that a byte that is spoilt at rest is told and never answered from.

SQLite notices what breaks the form of a page, not what it says. Whoever has written a ledger seals it when closing it:
all that was written is brought into the file, and a sum over each page is kept in the table `sums`. Whoever writes
next breaks the seal in the same transaction, so the sums of a sealed ledger are always those of its file: a ledger
that was left by a kill has no seal until it is closed the next time.

The pages in which the sums lie are left out of them: they are told by a mark that no text can hold, and each row has a
sum of its own. Rows are all made before anything is summed, and keep their length, so sealing changes no other page.

A server's files are the server's to watch.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from reportedly.ledger.files import read_at, reading_file

__all__ = ["SpoiltError", "break_seal", "check", "seal"]

# No UTF-8, nor the beginning of anything that is packed.
_MARK = bytes.fromhex("ff fe c0 c1 72 65 70 6f 72 74 65 64 6c 79 f8 f9")
_SEAL = struct.Struct(">16sBIII")  # mark, whether sealed, pages, bytes of a page, SQLite's number of the schema
_SUM = struct.Struct(">I")
_BLOCK_BYTES = 1 << 20

# Of the first page: what SQLite counts and notes of itself whenever anything opens or converts the file.
_VOLATILE = ((18, 20), (24, 28), (92, 100))


class SpoiltError(Exception):
    """The file is not what was written; says where."""


def _summed(body: bytes) -> bytes:
    return body + _SUM.pack(zlib.crc32(body))


def _body(kept: Any) -> bytes:
    """What a row of sums holds, without its own sum."""
    if not isinstance(kept, bytes) or not kept.startswith(_MARK) or _summed(kept[: -_SUM.size]) != kept:
        raise SpoiltError("its page checksums are damaged")
    return kept[: -_SUM.size]


_BROKEN = _summed(_SEAL.pack(_MARK, 0, 0, 0, 0))
_BREAK = "UPDATE sums SET kept = ? WHERE no = 0 AND kept <> ?"


def break_seal(connection: Connection) -> None:
    """Tell, with what else is written in this transaction, that the sums no longer hold."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_BREAK, (_BROKEN, _BROKEN))


def check(connection: Connection, path: Path, *, most_bytes: int | None = None) -> bool:
    """Compare a file with its sums, within a transaction that reads it; False where it is not sealed or too large.

    Args:
        most_bytes: Larger files are passed over.

    Raises:
        SpoiltError: A page is not what was written.
    """
    kept = connection.exec_driver_sql("SELECT kept FROM sums WHERE no = 0").scalar()
    if kept is None or kept == _BROKEN:
        return False
    _, _, n_pages, page_bytes, schema = _SEAL.unpack(_body(kept))
    if most_bytes is not None and n_pages * page_bytes > most_bytes:
        return False
    # Another program has ordered the file anew (VACUUM) or changed its tables: what the sums were of is gone.
    if connection.exec_driver_sql("PRAGMA schema_version").scalar() != schema:
        return False
    meant = array("I")
    for (row,) in connection.exec_driver_sql("SELECT kept FROM sums WHERE no > 0 ORDER BY no"):
        meant.extend(_numbers(_body(row)[len(_MARK) :]))
    if len(meant) < n_pages:
        raise SpoiltError("page checksums are missing")
    with reading_file(path) as file:
        n_seen = 0
        for number, (page, expected) in enumerate(zip(_pages(file, page_bytes, n_pages), meant, strict=False), 1):
            n_seen = number
            if expected and _sum_of(page, first=number == 1) != expected:
                raise SpoiltError(f"page {number} of the file does not match its checksum")
    if n_seen < n_pages:
        raise SpoiltError("the file is truncated")
    return True


def seal(engine: Engine, path: Path) -> bool:
    """Sum up a file's pages; False where others are at it, who will do so in their turn. Waits for nobody."""
    try:
        with contextlib.closing(engine.raw_connection()) as raw:
            cursor = raw.cursor()
            waiting = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                return _sealed(cursor, path)
            finally:
                raw.rollback()
                cursor.execute(f"PRAGMA busy_timeout = {waiting}")
    except (sqlite3.Error, DBAPIError, OSError, UnicodeDecodeError):
        return False  # locked, full, damaged: told by whoever asks next


def _sealed(cursor: Any, path: Path) -> bool:
    def asked(question: str) -> int:
        return int(cursor.execute(f"PRAGMA {question}").fetchone()[0])

    page_bytes = asked("page_size")
    n_per_row = (page_bytes - 80) // 4  # a row to a page
    if _make_rows(cursor, n_per_row, asked("page_count")):
        cursor.execute("COMMIT")
    before = asked("data_version")
    is_busy, n_logged, n_copied = cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if is_busy or n_logged != n_copied or n_logged < 0:
        return False
    cursor.execute("BEGIN IMMEDIATE")
    if asked("data_version") != before:
        return False
    # From here on nobody else writes, and all that was written is in the file.
    n_pages = asked("page_count")
    with reading_file(path) as file:
        pages = enumerate(_pages(file, page_bytes, n_pages))
        sums = array("I", (0 if _MARK in bytes(page) else _sum_of(page, first=not n) for n, page in pages))
    n_rows = cursor.execute("SELECT count(*) FROM sums WHERE no > 0").fetchone()[0]
    if len(sums) < n_pages or n_rows * n_per_row < n_pages:
        return False
    sums.extend([0] * (n_rows * n_per_row - n_pages))
    for no in range(1, n_rows + 1):
        part = sums[(no - 1) * n_per_row : no * n_per_row]
        cursor.execute("UPDATE sums SET kept = ? WHERE no = ?", (_summed(_MARK + _bytes_of(part)), no))
    sealed = _summed(_SEAL.pack(_MARK, 1, n_pages, page_bytes, asked("schema_version")))
    cursor.execute("UPDATE sums SET kept = ? WHERE no = 0", (sealed,))
    cursor.execute("COMMIT")
    return True


def _make_rows(cursor: Any, n_per_row: int, n_pages: int) -> bool:
    """Make the rows that are missing, in a transaction that is left open; False where none are."""
    n_rows = cursor.execute("SELECT count(*) FROM sums").fetchone()[0]
    # New rows are pages too, a few more than one each.
    n_wanted = 2 + (n_pages + n_pages // n_per_row + 16) // n_per_row
    if n_rows >= n_wanted:
        return False
    cursor.execute("BEGIN IMMEDIATE")
    empty = _summed(_MARK + bytes(4 * n_per_row))
    more = ((no, empty if no else _BROKEN) for no in range(n_wanted))
    cursor.executemany("INSERT OR IGNORE INTO sums (no, kept) VALUES (?, ?)", more)
    return True


def _numbers(stored: bytes) -> array[int]:
    numbers = array("I", stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _bytes_of(numbers: array[int]) -> bytes:
    """Sums as they are stored, the smallest byte first on every machine."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _pages(file: int, page_bytes: int, n_pages: int) -> Iterator[memoryview]:
    """The pages of a file as far as it goes, some hundred read at a time."""
    at_once = max(1, _BLOCK_BYTES // page_bytes)
    for first in range(0, n_pages, at_once):
        wanted = min(at_once, n_pages - first) * page_bytes
        block = read_at(file, wanted, first * page_bytes)
        view = memoryview(block)
        for start in range(0, len(block) - page_bytes + 1, page_bytes):
            yield view[start : start + page_bytes]
        if len(block) < wanted:
            return


def _sum_of(page: memoryview, *, first: bool) -> int:
    """The sum over a page, never 0, which stands for pages that hold sums."""
    if first:
        steady = bytearray(page)
        for start, end in _VOLATILE:
            steady[start:end] = bytes(end - start)
        return zlib.crc32(steady) or 1
    return zlib.crc32(page) or 1
