"""On whose word the newest events stand, a page at a time."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, func, select

from reportedly.ledger.answers import OriginAnswer, OriginPage
from reportedly.ledger.db.schema import standing
from reportedly.ledger.events.event import origins_in
from reportedly.ledger.filters import cursor_of, key_of
from reportedly.ledger.queries.as_of import valid
from reportedly.ledger.queries.events import newest_events, whole_events

__all__ = ["origins_page"]


def origins_page(
    connection: Connection, source: str, day: int, n_events: int, limit: int, cursor: str | None
) -> OriginPage:
    """See `Ledger.origins_page`."""
    after = key_of(cursor, source, int, str) if cursor is not None else None
    events = newest_events(connection, day, n_events)
    found = origins_in(whole_events(connection, events, day))
    rest = [origin for origin in found if after is None or _place(origin) > (-after[0], after[1])]
    shown = rest[:limit]
    of_events = connection.execute(
        select(func.count()).select_from(standing).where(valid(standing, day)), {"day": day}
    ).scalar_one()
    page = OriginPage(items=tuple(shown), events=len(events), of_events=of_events)
    if len(shown) == len(rest):
        return page
    return replace(page, next=cursor_of(len(shown[-1].articles), shown[-1].origin))


def _place(origin: OriginAnswer) -> tuple[int, str]:
    """Where an origin stands among others, as `origins_in` puts them."""
    return -len(origin.articles), origin.origin
