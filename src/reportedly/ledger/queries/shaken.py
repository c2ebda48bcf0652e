"""The wider events by which one event is in doubt, looked up by its days and by those who take part."""

from __future__ import annotations

from sqlalchemy import Connection

from reportedly.edtf import days_of
from reportedly.ledger.answers import EventAnswer, EventSummary
from reportedly.ledger.events import shaken
from reportedly.ledger.filters import EventFilter
from reportedly.ledger.queries.events import find_events, moved_away

__all__ = ["shaken_by"]

_MOST_NAMES = 3  # participants by whom wider events are looked for
_MOST_EVENTS = 50


def shaken_by(
    connection: Connection, source: str, event: EventAnswer | EventSummary, day: int
) -> tuple[EventSummary, ...]:
    """See `Ledger.shaken_by`."""
    days = days_of(event.when)
    if days is None:
        return ()
    first, last = days
    found = list(moved_away(connection, first, last, day, _MOST_EVENTS, shown_only=True))
    for name in event.participants[:_MOST_NAMES]:
        same_days = EventFilter(name=name, since=first, until=last, shown=True).checked(source)
        found += find_events(connection, source, same_days, day, "newest", _MOST_EVENTS, None).items
    return shaken.shaken_by(event, found)
