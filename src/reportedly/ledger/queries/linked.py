"""Events that belong together, as they share part of a name and a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from reportedly.edtf import days_of
from reportedly.ledger.answers import EventAnswer, EventSummary
from reportedly.ledger.db.prepared import rows
from reportedly.ledger.db.schema import LONG, standing, terms
from reportedly.ledger.db.sql import among
from reportedly.ledger.events.event import types_linked
from reportedly.ledger.index.standing_rows import summary_from
from reportedly.ledger.index.terms import same_name_terms
from reportedly.ledger.queries.as_of import FEW, shape_of_day, valid_by_date, valid_here

__all__ = ["events_near", "rows_told"]


@lru_cache(maxsize=2)
def _told_query(day: int) -> Any:
    return select(standing.c.event, standing.c.told).where(among(standing.c.event, "events"), valid_here(day))


def rows_told(connection: Connection, events: Iterable[int], day: int) -> dict[int, bytes]:
    """What rows hold, fetched for those alone that are shown."""
    asked = {"events": sorted(events), "day": day}
    return dict(rows(connection, _told_query(shape_of_day(day)), asked))


_HAVE = select(terms.c.term, terms.c.event).where(among(terms.c.term, "terms")).limit(FEW + 1)
_that_have = (standing.c.event + 0).in_(select(terms.c.event).where(among(terms.c.term, "terms")))
_these = among(standing.c.event, "events")
_of_these = among(standing.c.event + 0, "events")


@lru_cache(maxsize=6)
def _near_query(day: int, having: str) -> Any:
    """Events of some days and types: of "few" or "some" events, or of those that have a "name"."""
    row = standing.c
    dated = select(row.event, row.type, row.first_day, row.last_day).where(
        row.last_day >= bindparam("first"), among(row.type, "types")
    )
    days: tuple[Any, Any] = (bindparam("first") - LONG, bindparam("last"))
    if having == "few":
        return dated.where(valid_here(day), (row.first_day + 0).between(*days), _these)
    dated = dated.where(valid_by_date(day), row.first_day.between(*days))
    return dated.where(_that_have if having == "name" else _of_these)


class _Wanted(NamedTuple):
    """What may belong with an event: the terms of its names, its days, and the types."""

    terms: frozenset[str]
    first: int
    last: int
    types: tuple[str, ...]


def events_near(connection: Connection, answers: Iterable[EventAnswer], day: int) -> Mapping[str, list[EventSummary]]:
    """For each event, others that share part of a name with it, and a day."""
    near: dict[str, list[EventSummary]] = {}
    wanted: dict[str, _Wanted] = {}
    for event in answers:
        near[event.id] = []
        days = days_of(event.when)
        own = frozenset(term for name in event.participants for term in same_name_terms(name))
        if days is not None and own:
            wanted[event.id] = _Wanted(own, days[0].toordinal(), days[1].toordinal(), types_linked(event))
    if wanted:
        near |= _near_of(connection, wanted, day)
    return near


def _near_of(connection: Connection, wanted: Mapping[str, _Wanted], day: int) -> dict[str, list[EventSummary]]:
    """As `events_near`, by what is wanted for each event."""
    near: dict[str, list[EventSummary]] = {}
    every = sorted({term for asked in wanted.values() for term in asked.terms})
    have = rows(connection, _HAVE, {"terms": every})
    if len(have) > FEW and len(wanted) > 1:
        for id, asked in wanted.items():
            near |= _near_of(connection, {id: asked}, day)
        return near
    values = {
        "day": day,
        "first": min(asked.first for asked in wanted.values()),
        "last": max(asked.last for asked in wanted.values()),
        "types": sorted({type for asked in wanted.values() for type in asked.types}),
    }
    having: dict[str, set[int]] = defaultdict(set)
    for term, number in have:
        having[term].add(number)
    numbers = {number for found in having.values() for number in found}
    # A name that many events have: fewer are of that date.
    by = "name" if len(have) > FEW else "some" if len(numbers) > _LOOKED_UP else "few"
    by_what = {"terms": every} if by == "name" else {"events": sorted(numbers)}
    dated = rows(connection, _near_query(shape_of_day(day), by), values | by_what)
    told = rows_told(connection, {row.event for row in dated}, day)
    for id, asked in wanted.items():
        named = set().union(*(having[term] for term in asked.terms)) if by != "name" else set(told)
        near[id] = [
            summary_from(told[row.event])
            for row in dated
            if row.first_day <= asked.last and row.last_day >= asked.first
            if row.type in asked.types and row.event in named
        ]
    return near


_LOOKED_UP = 100
"""Events that are looked at one by one; of more, those of a date are read from the index of dates."""
