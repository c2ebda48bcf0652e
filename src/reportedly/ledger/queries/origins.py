"""What stands last: the newest change of each of many events, and on whose word the newest events stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, and_, func, select

from reportedly.ledger.answers import ChangeAnswer, OriginAnswer, OriginPage
from reportedly.ledger.db.schema import NOW, mentions, standing
from reportedly.ledger.db.sql import among
from reportedly.ledger.events.event import origins_in
from reportedly.ledger.filters import cursor_of, key_of
from reportedly.ledger.index.timeline import change_from
from reportedly.ledger.queries.events import newest_events, valid, whole_events

__all__ = ["last_changes", "origins_page"]


def last_changes(connection: Connection, ids: Iterable[str], day: int) -> dict[str, ChangeAnswer]:
    """See `Ledger.last_changes`."""
    row = standing.c
    newest = (
        select(row.event, func.max(row.from_day).label("day"))
        .join(mentions, mentions.c.no == row.event)
        # Looked up by their events: no other index is to be taken.
        .where(among(mentions.c.id, sorted(ids)), row.changed + 0 == 1, row.from_day.between(1, min(day, NOW - 1)))
        .group_by(row.event)
        .subquery()
    )
    at = and_(row.event == newest.c.event, row.from_day == newest.c.day)
    changes = map(change_from, connection.execute(select(row.told).join(newest, at)).scalars().all())
    return {change.event: change for change in changes}


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
