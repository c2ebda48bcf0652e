"""What a ledger holds: how much of what, of which outlets, from which day to which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Table, bindparam, func, select

from reportedly.ledger.answers import Counts, Coverage
from reportedly.ledger.db.prepared import rows, scalar
from reportedly.ledger.db.schema import NOW, articles, facts, mentions, outlets, statements
from reportedly.ledger.filters import EventFilter

__all__ = ["counts", "coverage", "newest_day", "seen_from"]

_REWRITTEN = select(facts.c.value).where(facts.c.name == "rewritten")


def _counts(counted: Callable[[Table], Any]) -> Any:
    return select(
        select(func.coalesce(func.sum(outlets.c.articles), 0)).scalar_subquery().label("articles"),
        select(func.count()).select_from(outlets).where(outlets.c.outlet != "").scalar_subquery().label("outlets"),
        *(counted(table).scalar_subquery().label(table.name) for table in (statements, mentions)),
    )


# Until something is taken out, numbers have no gaps: the last is how many there are.
_COUNTS = _counts(lambda table: select(func.coalesce(func.max(table.c.no), 0)))
_COUNTS_WITH_GAPS = _counts(lambda table: select(func.count()).select_from(table))


def counts(connection: Connection) -> Counts:
    """See `Ledger.counts`."""
    is_whole = scalar(connection, _REWRITTEN) is None
    (counted,) = rows(connection, _COUNTS if is_whole else _COUNTS_WITH_GAPS)
    return Counts(**counted._asdict())


def coverage(connection: Connection, day: int) -> Coverage:
    """See `Ledger.coverage`."""
    counted = select(outlets.c.outlet, outlets.c.articles)
    if day != NOW:
        # In a form for which an index is read that has outlets and days, and no articles.
        counted = select(func.coalesce(articles.c.outlet, ""), func.count()).group_by(articles.c.outlet)
        counted = counted.where((articles.c.day + 0).between(1, day))
    printed = dict(connection.execute(counted).all())
    dated = articles.c.day.between(1, day)
    first, last = (
        connection.execute(select(found(articles.c.day)).where(dated)).scalar() for found in (func.min, func.max)
    )
    return Coverage(
        articles=sum(printed.values()),
        outlets=tuple(sorted(outlet for outlet in printed if outlet)),
        first=date.fromordinal(first).isoformat() if first else None,
        last=date.fromordinal(last).isoformat() if last else None,
    )


_NEWEST_DAY = select(func.max(articles.c.day)).where(articles.c.day.between(1, bindparam("day", type_=Integer)))


def newest_day(connection: Connection, day: int) -> date | None:
    """The day of the article that was printed last, by a day; None where none has a date."""
    newest = scalar(connection, _NEWEST_DAY, {"day": day})
    return date.fromordinal(newest) if newest else None


def seen_from(connection: Connection, filter: EventFilter, day: int) -> EventFilter:
    """A filter that knows the day from which events are open: the one asked for, else that of the newest article."""
    if filter.open is None or filter.today is not None:
        return filter
    return replace(filter, today=date.fromordinal(day) if day != NOW else newest_day(connection, day))
