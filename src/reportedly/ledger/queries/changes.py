"""How the record of events changed: pages of changes, the history of one event, the newest change of each of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from reportedly.ledger.answers import ChangeAnswer, Page
from reportedly.ledger.db.prepared import column, rows
from reportedly.ledger.db.schema import NOW, mentions, standing
from reportedly.ledger.db.sql import among
from reportedly.ledger.filters import EventFilter, cursor_of, key_of
from reportedly.ledger.index.standing_rows import change_from
from reportedly.ledger.queries.as_of import parameter
from reportedly.ledger.queries.event_filters import candidates_of, conditions_of, tests_of, values_of

__all__ = ["changes", "history", "last_changes"]


@lru_cache(maxsize=512)
def _changes_query(tests: tuple[str, ...], *, after: bool, candidates: bool) -> Any:
    """The query of a page of changes: of all events, or of candidates, "events"; `after` the key "key0", "key1"."""
    row = standing.c
    changed = row.changed + 0 == 1 if candidates else row.changed == 1
    where = [changed, row.from_day.between(parameter("first"), parameter("last")), *tests_of(tests)]
    if after:
        value, id = parameter("key0"), parameter("key1")
        where += [row.from_day <= value, or_(row.from_day < value, and_(row.from_day == value, row.id > id))]
    asked = select(row.event, row.from_day, row.id).where(*where)
    if candidates:
        return asked.where(among(row.event, "events"))
    return asked.order_by(row.from_day.desc(), row.id).limit(parameter("most"))


_TOLD_ON = select(standing.c.event, standing.c.from_day, standing.c.told).where(
    among(standing.c.event, "events"), among(standing.c.from_day, "days")
)


def changes(
    connection: Connection,
    source: str,
    asked: EventFilter,
    event: int | None,
    since: date | None,
    until: date | None,
    day: int,
    limit: int,
    cursor: str | None,
) -> Page[ChangeAnswer]:
    """See `Ledger.changes`."""
    candidates = [event] if event is not None else candidates_of(connection, asked)
    conditions = conditions_of(asked)
    values: dict[str, Any] = values_of(conditions) | {
        "first": since.toordinal() if since else 1,
        "last": min(day, NOW - 1, until.toordinal() if until else NOW),
        "most": limit + 1,
    }
    if cursor is not None:
        values |= zip(("key0", "key1"), key_of(cursor, source, int, str), strict=True)
    query = _changes_query(
        tuple(name for name, _ in conditions), after=cursor is not None, candidates=candidates is not None
    )
    found: list[Any] = []
    if candidates is None:
        found += rows(connection, query, values)
    else:
        found += rows(connection, query, values | {"events": candidates})
        found.sort(key=lambda one: (-one.from_day, one.id))
    shown = found[:limit]
    told: dict[tuple[int, int], bytes] = {}
    for i in range(0, len(shown), 200):
        at = shown[i : i + 200]
        events, days = sorted({one.event for one in at}), sorted({one.from_day for one in at})
        for one in rows(connection, _TOLD_ON, {"events": events, "days": days}):
            told[one.event, one.from_day] = one.told
    more = len(shown) < len(found)
    return Page(
        items=tuple(change_from(told[one.event, one.from_day]) for one in shown),
        next=cursor_of(shown[-1].from_day, shown[-1].id) if more else None,
    )


_HISTORY = (
    select(standing.c.told)
    .where(standing.c.event == parameter("event"), standing.c.changed + 0 == 1)
    .where(standing.c.from_day.between(1, parameter("last")))
    .order_by(standing.c.from_day)
)


def history(connection: Connection, event: int, day: int) -> tuple[ChangeAnswer, ...]:
    """See `Ledger.event_history`."""
    return tuple(map(change_from, column(connection, _HISTORY, {"event": event, "last": min(day, NOW - 1)})))


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
