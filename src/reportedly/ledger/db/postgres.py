"""A ledger on a PostgreSQL server: its engine, its address without the password, and its errors in plain words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from reportedly.errors import LedgerError
from reportedly.redaction import redacted_address, secrets_of, without

__all__ = ["in_plain_words", "is_server", "open_server", "shown"]

_CONNECT_S = 10
"""How long a server may take to answer at all."""


def is_server(source: str) -> bool:
    """Whether a ledger's address names a server rather than a file."""
    scheme, mark, _ = source.partition("://")
    return bool(mark) and scheme.lower().split("+", 1)[0] in {"postgresql", "postgres"}


def shown(source: str) -> str:
    """An address as it may be printed: without its passwords."""
    if is_server(source):
        try:
            _url(source)
        except LedgerError as error:
            return error.source
    return redacted_address(source)


def open_server(source: str, *, wait_s: int) -> Engine:
    """An engine for a server's address; nothing is sent yet.

    Args:
        source: `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, as libpq has it, or with another driver named.
        wait_s: How long a writer waits for another.

    Raises:
        LedgerError: No address, or the driver is not installed.
    """
    url = _url(source)
    options: dict[str, Any] = {}
    if url.get_driver_name() == "psycopg":
        options = {"connect_timeout": _CONNECT_S, "application_name": "reportedly"}
        options = {name: value for name, value in options.items() if name not in url.query}
        options["options"] = f"{url.query.get('options', '')} -c lock_timeout={wait_s * 1000}".strip()
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise LedgerError(
            shown(source),
            "PostgreSQL needs a driver that is not installed",
            "Install it with `pip install 'reportedly[postgresql]'`",
        ) from error


def _url(source: str) -> URL:
    scheme, mark, rest = source.partition("://")
    try:
        url = make_url(scheme.lower() + mark + rest)
    except (ArgumentError, ValueError):
        # Not to be read, so its password cannot be told from the rest; nor is it to stand in a traceback.
        raise LedgerError(
            scheme + "://…",
            "not an address of a ledger",
            "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password",
        ) from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


_AGAIN = "Run again when it answers; nothing that was added is lost"
_ADDRESS = "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
_CREATEUSER = "Name another, or make it with `createuser`"

# First come, first served: SQLSTATEs (or their first two digits), or else words of the message, since a server that
# lets nobody in sends no state; then the reason and the advice.
_SAID: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        "",
        ("permission denied for schema",),
        "{user} may not create tables there",
        "Let the database's owner run: GRANT CREATE, USAGE ON SCHEMA public TO {name}",
    ),
    (
        "42501",
        ("permission denied",),
        "{user} lacks the privileges for this: {message}",
        "Ask the database's owner for them",
    ),
    (
        "25006",
        ("read-only transaction",),
        "read-only",
        "Write to the main server, not to its copy, or choose another ledger",
    ),
    (
        "53100",
        ("no space left",),
        "the server's disk is full",
        "Free some space and run again; nothing that was added is lost",
    ),
    (
        "XX001 XX002",
        ("invalid page in block",),
        "damaged: {message}",
        "Restore it from a copy, or add the articles to a new ledger",
    ),
    (
        "55P03",
        ("lock timeout",),
        "another program has been writing for a minute",
        "Wait until it has finished, and run again",
    ),
    ("53300", ("too many clients", "remaining connection slots"), "the server has no connections left", _AGAIN),
    ("", ("no password supplied",), "the server requires a password", _ADDRESS),
    (
        "",
        ("pg_hba.conf", "peer authentication", "ident authentication"),
        "the server does not let {user} in from here",
        "Check its pg_hba.conf",
    ),
    (
        "28",
        ("password authentication failed",),
        "the server does not accept {user} with this password",
        "Check the user and the password",
    ),
    ("", ('role "',), "the server knows no {user}", _CREATEUSER),
    (
        "3D000",
        ('database "',),
        "the server has no database {database!r}",
        "Make it with `createdb {database}`, or name another",
    ),
    (
        "",
        ("could not translate host name", "failed to resolve", "name or service not known"),
        "no server is known by the name {host!r}",
        "Check the address",
    ),
    (
        "57 08",
        ("server closed the connection", "terminating connection", "connection is lost"),
        "the server has ended the connection",
        _AGAIN,
    ),
    (
        "",
        ("connection refused", "no such file or directory", "timeout", "timed out", "unreachable", "connection failed"),
        "no server answers there",
        "Start it, or check the host and the port",
    ),
)


def in_plain_words(cause: BaseException, source: str) -> tuple[str, str | None]:
    """Why a server did not do as asked, and what to do; None where nothing is known to help."""
    url = _url(source)
    secrets = secrets_of(source)
    message = " ".join(str(cause).split())
    state = getattr(cause, "sqlstate", None) or ""
    found = {
        "user": f"user {url.username!r}" if url.username else "this user",
        "name": url.username or "USER",
        "database": url.database or url.username or "NAME",
        "host": url.host,
        "message": message,
    }
    # A part of a password may be a common word: it is masked in what address and server say, not in our own words.
    words = {name: without(str(value), secrets) for name, value in found.items()}
    for states, phrases, reason, advice in _SAID:
        by_state = any(state.startswith(known) for known in states.split()) if state else False
        if by_state or any(phrase in message.lower() for phrase in phrases):
            return reason.format_map(words), advice.format_map(words)
    return words["message"], None
