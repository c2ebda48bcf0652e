"""Opening a ledger: the engine behind a path or address, its tables brought up to date, and errors in plain words."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from reportedly.errors import LedgerError, ReportedlyError
from reportedly.ledger import sums
from reportedly.ledger.db.postgres import in_plain_words, is_server, open_server, shown
from reportedly.ledger.db.schema import HEAD, REVISIONS
from reportedly.ledger.files import hold, let_go, read_at, reading_file
from reportedly.redaction import redacted_address, secrets_of, without

__all__ = [
    "DamagedError",
    "NewerError",
    "check_file",
    "open_engine",
    "read_ahead",
    "reading",
    "seal_file",
    "told",
    "understanding",
    "writing",
]

_WAIT_S = 60
"""How long a writer waits for another; each holds the ledger for one article or one batch."""

_CONNECTIONS = 8
"""Connections to a file that are kept for the next reader, with what they have read."""

_LOG_PAGES = 32_000
"""Pages of 4 kB in the write-ahead log before they are copied into a SQLite file: 128 MB."""

_BLOCK_BYTES = 1 << 20
_READ_AHEAD = 4
"""A ledger that takes up more than one in so many bytes of all memory is not read in ahead."""

_CHECKED_BYTES = 128_000_000
"""Files up to so large are compared with their sums when they are opened: a tenth of a second."""

_SEALED_SHARE, _SUMMED_BYTES_S = 0.02, 500_000_000
"""Of the time for which a ledger was open, so much may go into summing up its pages; bytes summed a second."""

_FORMS = "Write a path, sqlite:///PATH or postgresql://…"
_RESTORE = "Restore it from a copy, or add the articles to a new ledger"
_SUMMED_SINCE = "0009"
_MAGIC = b"SQLite format 3\0"
_LOCK = 0x5265706F  # any number that is ours, for PostgreSQL's advisory lock


class DamagedError(Exception):
    """What a ledger has kept cannot be made out; `told` says so of the ledger."""


class NewerError(Exception):
    """What a ledger has kept is whole, but holds words or forms of another version; `told` says so of the ledger."""


class StrangeError(Exception):
    """What a ledger has kept can be made out and makes no sense; `told` says so of the ledger."""


class understanding:  # noqa: N801 - used as `contextlib.suppress` is; a class, as it stands around thousands of rows
    """Turns what goes wrong where kept rows become answers into the one or the other.

    Args:
        is_whole: A sum over the row's bytes was right: what is strange in it was written so.

    Raises:
        DamagedError: The bytes are not what was stored.
        NewerError: They are, and this version does not know what they say.
        StrangeError: One or the other.
    """

    __slots__ = ("_is_whole",)

    def __init__(self, *, is_whole: bool = False) -> None:
        self._is_whole = is_whole

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        if isinstance(error, zlib.error | json.JSONDecodeError | UnicodeDecodeError):
            raise DamagedError from error
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError | IndexError | ReportedlyError):
            raise (NewerError if self._is_whole else StrangeError)(_strange(error)) from error


def _strange(error: Exception) -> str:
    """What was not understood, in a few words: "'paused' is not a valid Status"."""
    reason = error.reason if isinstance(error, ReportedlyError) else str(error)
    told = "".join(c for c in " ".join(reason.split()) if c.isprintable())[:100]
    return f"{told} is missing" if isinstance(error, KeyError) else told


def open_engine(source: str, *, create: bool) -> tuple[Engine, bool]:
    """The engine of a ledger whose tables are up to date, and whether it can be written.

    Args:
        source: Path of a SQLite file, or an address: `sqlite:///…`, `postgresql://…`.
        create: Make the ledger where there is none.

    Raises:
        LedgerError: It is none, is damaged, is newer than this program, or cannot be written where it must be.
    """
    if is_server(source):
        engine, writable = open_server(source, wait_s=_WAIT_S), True
    else:
        path = _path(source)
        writable = _check_file(source, path, create=create)
        if create and writable:
            _make_private(path, source)
        engine = _file(path, writable=writable)
        _hold_while_open(engine, path, source)
    try:
        with told(source):
            _bring_up_to_date(engine, source, create=create, writable=writable)
    except BaseException:
        engine.dispose()
        raise
    return engine, writable


def _hold_while_open(engine: Engine, path: Path, source: str) -> None:
    """Keep a descriptor of the file for as long as SQLite may hold locks on it; see files.py."""
    try:
        held = [hold(path)]
    except OSError as error:
        raise LedgerError(shown(source), f"cannot be read: {error.strerror or error}", None) from _cause(error, source)

    def close(_: Engine) -> None:
        while held:
            let_go(held.pop())

    event.listen(engine, "engine_disposed", close)


def check_file(engine: Engine, source: str) -> bool:
    """Compare a file of any size with the sums over its pages; False where there are none.

    Raises:
        LedgerError: It is not what was written.
    """
    if is_server(source):
        return False
    try:
        with reading(engine, source) as connection:
            return sums.check(connection, _path(source))
    except OSError as error:
        raise LedgerError(shown(source), f"cannot be read: {error.strerror or error}", None) from _cause(error, source)


def seal_file(engine: Engine, source: str, *, open_s: float) -> bool:
    """Sum up the pages of a file that was written, unless that would take long beside the time it was open."""
    if is_server(source):
        return False
    try:
        path = _path(source)
        seconds = path.stat().st_size / _SUMMED_BYTES_S
    except (OSError, LedgerError):
        return False  # it is gone
    return seconds <= max(0.1, open_s * _SEALED_SHARE) and sums.seal(engine, path)


def read_ahead(source: str) -> None:
    """Have the system hold a ledger's file in memory, where there is room for it; a server sees to that itself.

    Read from end to end, a file is there in a moment; page by page, the first to ask would wait for the disk each time.
    """
    if is_server(source):
        return
    try:
        with reading_file(_path(source)) as file:
            memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
            size = os.fstat(file).st_size
            if size <= memory // _READ_AHEAD:
                for start in range(0, size, _BLOCK_BYTES):
                    read_at(file, _BLOCK_BYTES, start)
    except (OSError, ValueError, AttributeError):
        return  # it is only sooner with it than without


def _path(source: str) -> Path:
    if "://" not in source:
        return _checked_path(source, source)
    scheme, mark, rest = source.partition("://")
    try:
        url = make_url(scheme.lower() + mark + rest)
    except (ArgumentError, ValueError):
        raise LedgerError(shown(source), "not an address of a ledger", _FORMS) from None
    if url.drivername.partition("+")[0] != "sqlite" or not url.database:
        raise LedgerError(shown(source), "not a known kind of ledger", _FORMS)
    if url.query or url.host or url.username or url.password:
        raise LedgerError(shown(source), "a SQLite file takes no host, password or options", "Write sqlite:///PATH")
    return _checked_path(url.database, source)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _checked_path(name: str, source: str) -> Path:
    """A path, unless it is a connection string or a mistyped address: a file would have a password for a name."""
    path = Path(name)
    new = path.name if _is_folder(path.parent) else name
    with contextlib.suppress(OSError):  # a name that is too long, which is told when it is opened
        if redacted_address(new) != new and not path.exists():
            raise LedgerError(shown(source), "not an address of a ledger", _FORMS)
    return path


def _check_file(source: str, path: Path, *, create: bool) -> bool:
    """Whether a file can be written; refuses what is no SQLite database before SQLite touches it."""
    try:
        if not path.exists():
            if not create:
                raise LedgerError(
                    shown(source), "no such ledger", "Create one with `reportedly add INPUT --ledger FILE`"
                )
            if not path.parent.is_dir():
                raise LedgerError(
                    shown(source), f"no such folder: {without(str(path.parent), secrets_of(source))}", "Make it first"
                )
            if not os.access(path.parent, os.W_OK):
                raise LedgerError(shown(source), "its folder is read-only", "Choose a writable folder")
            return True
        if path.is_dir():
            raise LedgerError(shown(source), "a folder, not a ledger", "Name a file in it")
        with reading_file(path) as file:
            start = read_at(file, len(_MAGIC), 0)
    except OSError as error:
        raise LedgerError(shown(source), f"cannot be read: {error.strerror or error}", None) from _cause(error, source)
    if start and start != _MAGIC:
        raise LedgerError(shown(source), "not a ledger, nor any SQLite database", "Name another file")
    if not start and not create:
        raise LedgerError(
            shown(source), "an empty file, not a ledger", "Create one with `reportedly add INPUT --ledger FILE`"
        )
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _cause(error: Exception, source: str) -> Exception | None:
    """An error to be chained, unless its own words, a file name among them, repeat a secret of the address."""
    said = str(error)
    return None if any(secret in said for secret in secrets_of(source)) else error


def _make_private(path: Path, source: str) -> None:
    """Make the file where there is none, readable by its owner alone; what SQLite lays beside it is made alike."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise LedgerError(shown(source), f"cannot be made: {error.strerror or error}", None) from _cause(error, source)


def _file(path: Path, *, writable: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        mode = "rwc" if writable else "ro"
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        try:
            return _connect(uri)
        except sqlite3.OperationalError:
            if writable:
                raise
            # Beside a read-only file in a read-only folder no index of the write-ahead log can be kept; nobody
            # else can be writing there either.
            return _connect(f"{uri}&immutable=1")

    def _connect(uri: str) -> sqlite3.Connection:
        raw = sqlite3.connect(uri, uri=True, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        try:
            raw.execute("PRAGMA foreign_keys = ON")
            if writable:
                _set_wal(raw)
                raw.execute("PRAGMA synchronous = NORMAL")
                # Articles touch many pages of the same index: copied into the file less often, each is copied once.
                raw.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
            raw.execute("PRAGMA cache_size = -65536")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            raw.close()
            raise
        return raw

    # Last in, first out: the connection that is taken is the one that has just read.
    engine = create_engine("sqlite://", creator=connect, poolclass=_pool(), pool_size=_CONNECTIONS, pool_use_lifo=True)
    event.listen(engine, "begin", _begin)
    return engine


def _set_wal(raw: sqlite3.Connection) -> None:
    """One writer and many readers at once; the mode stays with the file."""
    # Two processes that make one file at once: SQLite answers "locked" to a change of mode without waiting, so we wait.
    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _begin(connection: Connection) -> None:
    # The driver's own idea of transactions is off (isolation_level=None): a writer takes its lock at once, or two
    # that have both read would each wait for the other.
    writer = connection.get_execution_options().get("writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


@contextlib.contextmanager
def reading(engine: Engine, source: str) -> Iterator[Connection]:
    """A connection that sees one state of the ledger from beginning to end."""
    # SQLite's readers see one state by themselves; a server's only where they ask for it.
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with told(source), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def writing(engine: Engine, source: str) -> Iterator[Connection]:
    """A connection that alone writes; all of its writing is kept at the end, or none."""
    with _writing(engine, source) as connection:
        sums.break_seal(connection)
        yield connection


@contextlib.contextmanager
def _writing(engine: Engine, source: str) -> Iterator[Connection]:
    with told(source), engine.connect().execution_options(writer=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def _bring_up_to_date(engine: Engine, source: str, *, create: bool, writable: bool) -> None:
    with reading(engine, source) as connection:
        revision = _revision(connection, source)
        if revision is not None and revision >= _SUMMED_SINCE and not is_server(source):
            sums.check(connection, _path(source), most_bytes=_CHECKED_BYTES)
    if revision == HEAD:
        return
    if revision is None and not create:
        raise LedgerError(
            shown(source), "an empty database, not a ledger", "Create one with `reportedly add INPUT --ledger LEDGER`"
        )
    if not writable:
        raise LedgerError(
            shown(source),
            "read-only, and written by an older Reportedly" if revision else "read-only, and empty",
            "Make it writable once, so that it can be upgraded",
        )
    with _writing(engine, source) as connection:
        # Another process may have done it since.
        if _revision(connection, source) != HEAD:
            from reportedly.ledger.db.migrations import upgrade

            upgrade(connection)
            sums.break_seal(connection)


def _revision(connection: Connection, source: str) -> str | None:
    """The schema's revision; None for an empty database."""
    another = "Name another database" if is_server(source) else "Name another file"
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if "alembic_version" not in names or "articles" not in names:
        raise LedgerError(shown(source), "a database, but not a ledger", another)
    revision = connection.execute(select(text("version_num")).select_from(text("alembic_version"))).scalar()
    if revision not in REVISIONS:
        raise LedgerError(
            shown(source),
            f"written by a newer Reportedly (schema {revision}; this version knows {HEAD})",
            "Update Reportedly",
        )
    return str(revision)


@contextlib.contextmanager
def told(source: str) -> Iterator[None]:
    """Turns what a database driver says into a `LedgerError` that names the ledger, the reason and what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = (error.orig or error) if isinstance(error, DBAPIError) else error
        reason, advice = in_plain_words(cause, source) if is_server(source) else _in_plain_words(str(cause))
        # The driver's own words help to find what is wrong, as long as they do not repeat what nobody may read.
        raise LedgerError(shown(source), reason, advice) from _cause(error, source)
    except sums.SpoiltError as error:
        raise LedgerError(shown(source), f"damaged: {error}", _RESTORE) from error
    except UnicodeError as error:
        if is_server(source):
            # A host that no name of the net can be; the error repeats what stands there, which may be a password.
            raise LedgerError(shown(source), "not a valid host name", "Check the address") from None
        # SQLite's own message repeats what it could not read.
        raise LedgerError(shown(source), "damaged: not UTF-8", _RESTORE) from error
    except DamagedError as error:
        raise LedgerError(shown(source), "damaged: a stored article cannot be decompressed", _RESTORE) from error
    except NewerError as error:
        reason = f"written by a newer Reportedly: this version does not understand one of its rows ({error})"
        raise LedgerError(shown(source), reason, "Update Reportedly") from error
    except StrangeError as error:
        reason = f"damaged, or written by a newer Reportedly: it has a row that cannot be understood ({error})"
        raise LedgerError(shown(source), reason, "Update Reportedly, or restore it from a copy") from error


# A spoilt schema, index or page; the tables themselves were there when the ledger was opened.
_DAMAGE = (
    "malformed",
    "not a database",
    "corrupt",
    "vtable constructor",
    "no such table",
    "no such column",
    "fts5",
    "utf-8",
)


def _in_plain_words(message: str) -> tuple[str, str | None]:
    low = message.lower()
    if any(sign in low for sign in _DAMAGE):
        # Bytes that are no text are not for printing.
        return "damaged: " + ("not UTF-8" if "utf-8" in low else message), _RESTORE
    if "readonly" in low or "read-only" in low or "read only" in low:
        return "read-only", "Make the file and its folder writable, or choose another ledger"
    if "is full" in low or "no space" in low or "disk i/o" in low:
        return (
            f"the disk is full{' or fails' if 'i/o' in low else ''}: " + message,
            "Free some space and run again; nothing that was added is lost",
        )
    if "locked" in low or "busy" in low:
        return f"another program has been writing for {_WAIT_S} seconds", "Wait until it has finished, and run again"
    if "unable to open" in low:
        return "cannot be opened: " + message, "Check the permissions of the file and its folder"
    return " ".join(message.split()), None
