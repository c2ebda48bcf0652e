"""Pages of events: what is asked, looked up in `standing`, as the record stood at the end of a day."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select

from reportedly.edtf import days_of, overlaps
from reportedly.errors import NotFound, QuestionError
from reportedly.ledger.answers import ConflictAnswer, EventAnswer, EventSummary, Page
from reportedly.ledger.correction_rows import corrections_of, of_group
from reportedly.ledger.db.prepared import column, rows, scalar
from reportedly.ledger.db.schema import (
    LONG,
    NOW,
    OPEN,
    articles,
    in_conflict,
    is_long,
    members,
    mentions,
    standing,
    terms,
)
from reportedly.ledger.db.sql import among
from reportedly.ledger.events.event import linked
from reportedly.ledger.filters import EventFilter, cursor_of, key_of
from reportedly.ledger.index.components import answer_standing, echoes_of, mentions_at
from reportedly.ledger.index.standing_rows import summary_from
from reportedly.ledger.index.terms import month_term
from reportedly.ledger.queries.as_of import (
    day_values,
    newest_by,
    parameter,
    shape_of_day,
    valid,
    valid_by_date,
    valid_here,
)
from reportedly.ledger.queries.event_filters import candidates_of, conditions_of, tests_of, values_of
from reportedly.ledger.queries.linked import events_near, rows_told

__all__ = [
    "answers_of",
    "conflicts_page",
    "count_events",
    "event_at",
    "event_days",
    "events_at",
    "events_of",
    "find_events",
    "moved_away",
    "newest_events",
    "whole_events",
]

_MOST_ALIKE = 50  # ids that begin alike


@lru_cache(maxsize=512)
def _events_query(
    tests: tuple[str, ...], day: int, *, order: str, after: bool, candidates: bool, part: str = ""
) -> Any:
    """The query of a page of events: of all, or of candidates, "events"; `after` the key "key0", "key1".

    Of events by date since a day, one part after the other: "long" ones that began well before, and the "rest", that
    began on the day "recent" or later.
    """
    row = standing.c
    by_date = order == "date"
    if candidates or part == "long":
        held = [valid_here(day)]
    elif order == "size":
        held = [valid(standing, day)]
    else:
        held = [valid_by_date(day)] if by_date else newest_by(day)
    where = [*held, *tests_of(tests)]
    value, id = parameter("key0"), parameter("key1")
    # The first condition is implied by the second; it is what an index can start from.
    if after and by_date:
        where += [row.first_day >= value, or_(row.first_day > value, and_(row.first_day == value, row.id > id))]
    elif after:
        last = row.size if order == "size" else row.newest
        where += [last <= value, or_(last < value, and_(last == value, row.id > id))]
    if part == "long":
        where += [is_long, row.first_day < parameter("recent")]
    elif part:
        where.append(row.first_day >= parameter("recent"))
    # What is put in order by another value is in no index by this one: asked for, it would be looked up event by event.
    newest = row.newest if order == "newest" else literal_column("''").label("newest")
    size = row.size if order == "size" else literal_column("0").label("size")
    asked = select(row.event, newest, row.first_day, size, row.id).where(*where)
    if candidates:
        return asked.where(among(row.event, "events"))
    ordered = {"date": row.first_day, "size": row.size.desc()}.get(order, row.newest.desc()), row.id
    return asked.order_by(*ordered).limit(parameter("most"))


def find_events(
    connection: Connection, source: str, asked: EventFilter, day: int, order: str, limit: int, cursor: str | None
) -> Page[EventSummary]:
    """See `Ledger.find_events`."""
    candidates = candidates_of(connection, asked)
    conditions = conditions_of(asked)
    by_date = order == "date"
    values = {**day_values(day), "most": limit + 1, **values_of(conditions)}
    if cursor is not None:
        values |= zip(("key0", "key1"), key_of(cursor, source, str if order == "newest" else int, str), strict=True)
    since = dict(conditions).get("since")
    query = partial(
        _events_query, tuple(name for name, _ in conditions), shape_of_day(day), order=order, after=cursor is not None
    )
    found: list[Any] = []
    if candidates is None and by_date and since is not None:
        for part in ("long", "rest"):
            values |= {"recent": int(since) - LONG, "most": limit + 1 - len(found)}
            found += rows(connection, query(candidates=False, part=part), values)
    elif candidates is None:
        found += rows(connection, query(candidates=False), values)
    else:
        found += rows(connection, query(candidates=True), values | {"events": candidates})
        found.sort(key=lambda row: row.id)
        found.sort(key=lambda row: _ordered_by(row, order), reverse=not by_date)
    shown = found[:limit]
    told = rows_told(connection, [row.event for row in shown], day)
    last = shown[-1] if len(found) > limit else None
    return Page(
        items=tuple(summary_from(told[row.event]) for row in shown),
        next=cursor_of(_ordered_by(last, order), last.id) if last else None,
    )


def _ordered_by(row: Any, order: str) -> Any:
    return {"date": row.first_day, "size": row.size}.get(order, row.newest)


@lru_cache(maxsize=64)
def _count_query(tests: tuple[str, ...], day: int, *, candidates: bool) -> Any:
    held = [valid_here(day), among(standing.c.event, "events")] if candidates else [valid(standing, day)]
    return select(func.count()).select_from(standing).where(*held, *tests_of(tests))


def count_events(connection: Connection, asked: EventFilter, day: int) -> int:
    """See `Ledger.count_events`."""
    candidates = candidates_of(connection, asked)
    conditions = conditions_of(asked)
    query = _count_query(tuple(name for name, _ in conditions), shape_of_day(day), candidates=candidates is not None)
    values = {**day_values(day), **values_of(conditions)} | ({} if candidates is None else {"events": candidates})
    return int(scalar(connection, query, values) or 0)


@lru_cache(maxsize=2)
def _moved_query(day: int) -> Any:
    row = standing.c
    moved = select(terms.c.event).where(among(terms.c.term, "terms"))
    asked = select(row.told).where(row.event.in_(moved), valid_here(day))
    return asked.order_by(row.newest.desc(), row.id)


def moved_away(
    connection: Connection, first: date, last: date, day: int, limit: int, *, shown_only: bool
) -> tuple[EventSummary, ...]:
    """See `Ledger.moved_away`."""
    months = {month_term(first), month_term(last)}
    month = first
    while month < last:
        months.add(month_term(month))
        month += timedelta(days=28)
    found = column(connection, _moved_query(shape_of_day(day)), {"terms": sorted(months), "day": day})
    # A term is of any day on which the record stood; whether the date had gone by this one is for the summary to say.
    events = map(summary_from, found)
    moved = (
        event
        for event in events
        if event.shown or not shown_only
        if any(overlaps(days, (first, last)) for days in map(days_of, event.earlier_dates) if days)
    )
    return tuple(islice(moved, limit))


_BEGINNING = (
    select(mentions.c.id)
    .where(mentions.c.id >= parameter("first"), mentions.c.id < parameter("after"))
    .order_by(mentions.c.id)
    .limit(_MOST_ALIKE)
)


def _ids_beginning(connection: Connection, beginning: str) -> list[str]:
    """Ids of mentions that begin like this, a few of them at most."""
    return column(connection, _BEGINNING, {"first": beginning, "after": beginning + "\U0010ffff"})


@lru_cache(maxsize=2)
def _event_query(day: int) -> Any:
    joined = members.join(mentions, mentions.c.no == members.c.mention)
    asked = select(mentions.c.id, members.c.event).select_from(joined)
    return asked.where(among(mentions.c.id, "ids"), valid(members, day))


def events_at(connection: Connection, ids: Collection[str], day: int) -> dict[str, int]:
    """The numbers of the events that mentions, by their ids, belonged to on a day."""
    return dict(rows(connection, _event_query(shape_of_day(day)), {"ids": sorted(ids), "day": day}))


_SHORTENED = re.compile(r"[0-9a-f]{4,}")
"""What the beginning of an event's id looks like; shorter ones are no hint of it."""


def event_at(connection: Connection, source: str, event_id: str, day: int) -> int:
    """The number of an event by its id, or by the beginning of one.

    Raises:
        NotFound: There was no such event on that day.
        QuestionError: Several begin so.
    """
    found = events_at(connection, [event_id], day)
    if event_id not in found and _SHORTENED.fullmatch(event_id):
        alike = events_at(connection, _ids_beginning(connection, event_id), day)
        if len(set(alike.values())) > 1:
            shown = ", ".join(sorted(alike)[:4])
            raise QuestionError(
                source, f"the ids of several events begin with {event_id!r}", f"Give more of one id: {shown}"
            )
        found = dict.fromkeys([event_id], next(iter(alike.values()))) if alike else {}
    if event_id not in found:
        raise NotFound(source, f"no event {event_id!r}", "`reportedly events` prints their ids")
    return found[event_id]


_named_by = mentions.join(articles, articles.c.no == mentions.c.article)
# An event begins with the article that names it; less certain reports may have been printed before.
_FIRST_DAY = (
    select(func.coalesce(func.nullif(articles.c.day, 0), NOW))
    .select_from(_named_by)
    .where(mentions.c.no == bindparam("event"))
    .scalar_subquery()
)
_DAYS_OF = (
    select(func.substr(articles.c.published, 1, 10))
    .select_from(members.join(mentions, mentions.c.no == members.c.mention))
    .join(articles, articles.c.no == mentions.c.article)
    .where(members.c.event == bindparam("event"), members.c.to_day == OPEN, articles.c.published.is_not(None))
    .where(articles.c.day >= _FIRST_DAY)
    .distinct()
)


def event_days(connection: Connection, event: int) -> tuple[str, ...]:
    """See `Ledger.event_days`."""
    return tuple(sorted(column(connection, _DAYS_OF, {"event": event})))


@lru_cache(maxsize=2)
def _newest_query(day: int) -> Any:
    ordered = (standing.c.newest.desc(), standing.c.id)
    return select(standing.c.event).where(*newest_by(day)).order_by(*ordered).limit(parameter("most"))


def newest_events(connection: Connection, day: int, limit: int) -> list[int]:
    """The events that were last reported on, by number."""
    return column(connection, _newest_query(shape_of_day(day)), {**day_values(day), "most": limit})


@lru_cache(maxsize=2)
def _members_query(day: int) -> Any:
    return select(members.c.mention, members.c.event).where(among(members.c.event, "events"), valid(members, day))


def answers_of(connection: Connection, events: Collection[int], day: int) -> list[EventAnswer]:
    """Whole answers of events, by number, last reported on first."""
    answers = whole_events(connection, events, day)
    near = events_near(connection, answers, day)
    return [linked(answer, near[answer.id]) for answer in answers]


def whole_events(connection: Connection, events: Collection[int], day: int) -> list[EventAnswer]:
    """As `answers_of`, without the events that belong with each."""
    belong: dict[int, list[int]] = {event: [] for event in events}
    asked = {"events": sorted(belong), "day": day}
    for no, event in rows(connection, _members_query(shape_of_day(day)), asked):
        belong[event].append(no)
    found = mentions_at(connection, [no for own in belong.values() for no in own])
    echo_of = echoes_of(connection, {mention.article for mention in found.values()})
    on = date.fromordinal(day) if day != NOW else None
    kept = corrections_of(connection, [mention.id for mention in found.values()])
    answers = []
    for own in filter(None, belong.values()):
        told = [found[no] for no in own]
        given = of_group(kept, [mention.id for mention in told], day)
        answer = answer_standing(told, on, echo_of=echo_of, corrections=given)
        if answer is not None:
            answers.append(answer)
    answers.sort(key=lambda event: event.id)
    return sorted(answers, key=lambda event: event.newest, reverse=True)


@lru_cache(maxsize=2)
def _told_in_query(day: int) -> Any:
    inside = (
        select(members.c.event)
        .join(mentions, mentions.c.no == members.c.mention)
        .where(mentions.c.article == parameter("article"), valid(members, day))
    )
    row = standing.c
    asked = select(row.told).where(row.event.in_(inside), valid_here(day))
    return asked.order_by(row.newest.desc(), row.id)


def events_of(connection: Connection, article_no: int, day: int) -> tuple[EventSummary, ...]:
    """See `Ledger.events_of`."""
    told = column(connection, _told_in_query(shape_of_day(day)), {"article": article_no, "day": day})
    return tuple(map(summary_from, told))


@lru_cache(maxsize=8)
def _conflicts_query(day: int, *, after: bool, shown_only: bool) -> Any:
    row = standing.c
    # Few: they are in an index of their own, and no other is to be taken.
    where = [*newest_by(day)[1:], valid_here(day), in_conflict]
    if shown_only:
        where.append(row.shown == 1)
    if after:
        value, id = parameter("key0"), parameter("key1")
        where += [row.newest <= value, or_(row.newest < value, and_(row.newest == value, row.id >= id))]
    return select(row.event).where(*where).order_by(row.newest.desc(), row.id).limit(parameter("most"))


def conflicts_page(
    connection: Connection, source: str, day: int, limit: int, cursor: str | None, *, shown_only: bool
) -> Page[tuple[EventAnswer, ConflictAnswer]]:
    """See `Ledger.conflicts_page`."""
    key: tuple[Any, ...] = key_of(cursor, source, str, str, int) if cursor is not None else ("", "", 0)
    query = _conflicts_query(shape_of_day(day), after=cursor is not None, shown_only=shown_only)
    values = {**day_values(day), "key0": key[0], "key1": key[1], "most": limit + 1}
    pairs: list[tuple[EventAnswer, ConflictAnswer]] = []
    places: list[tuple[str, str, int]] = []
    found = iter(column(connection, query, values))
    while len(pairs) <= limit and (some := list(islice(found, _CONFLICTING))):
        for answer in answers_of(connection, some, day):
            told = key[2] if answer.id == key[1] else 0
            for i, conflict in enumerate(answer.conflicts[told:], told + 1):
                pairs.append((answer, conflict))
                places.append((answer.newest, answer.id, i))
    if len(pairs) > limit:
        return Page(items=tuple(pairs[:limit]), next=cursor_of(*places[limit - 1]))
    return Page(items=tuple(pairs))


_CONFLICTING = 4  # events worked out at once, of which each may have several contradictions
