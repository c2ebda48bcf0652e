"""What is known of one name, with the newest events that it is in or prints."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from reportedly.errors import NotFound
from reportedly.ledger.answers import ProfileAnswer
from reportedly.ledger.filters import EventFilter
from reportedly.ledger.queries.events import find_events
from reportedly.ledger.queries.names import profile_of

__all__ = ["profile"]

_NEWEST = 20  # events that a profile shows


def profile(connection: Connection, source: str, name: str, day: int, *, shown_only: bool) -> ProfileAnswer:
    """See `Ledger.profile`."""
    found = profile_of(connection, name, day)
    if found is None:
        raise NotFound(source, f"no source called {name!r}", "`reportedly statements` prints the names")
    wanted = EventFilter(outlet=found.name) if found.printed else EventFilter(name=found.name)
    wanted = replace(wanted, shown=True if shown_only else None)
    return replace(found, events=find_events(connection, source, wanted, day, "newest", _NEWEST, None).items)
