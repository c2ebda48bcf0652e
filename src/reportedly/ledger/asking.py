"""Pages of events: what is asked, looked up in `standing`, as the record stood at the end of a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from reportedly.ledger.answers import ArticleAnswer, ChangeAnswer, ConflictAnswer, EventAnswer, EventSummary, Page
from reportedly.ledger.components import echoes_of, in_parts, mentions_at, published_by
from reportedly.ledger.edtf import days_of, overlaps
from reportedly.ledger.events import answer_event, linked
from reportedly.ledger.names import fold
from reportedly.ledger.naming import spellings
from reportedly.ledger.questions import EventFilter, cursor_of, day_of, key_of
from reportedly.ledger.schema import NOW, OPEN, articles, members, mentions, standing, terms
from reportedly.ledger.search import words_of
from reportedly.ledger.standing import change_from, month_term, name_terms, outlet_term, summary_from

__all__ = [
    "answers_of",
    "changes",
    "conflicts_page",
    "day_number",
    "event_at",
    "events_of",
    "find_events",
    "moved_away",
    "newest_events",
    "valid",
    "whole_events",
]

_FEW = 2000
"""Events that have a term: so many are looked at one by one, of more the newest are walked through."""


def day_number(as_of: date | None) -> int:
    """The day that is asked for, as rows have it."""
    return NOW if as_of is None else as_of.toordinal()


def valid(table: Any, day: int) -> ColumnElement[bool]:
    """The condition that a row of `standing` or `members` holds on a day."""
    if day == NOW:
        return table.c.to_day == OPEN  # type: ignore[no-any-return]
    return and_(table.c.from_day <= day, table.c.to_day > day)


def _valid_here(day: int) -> ColumnElement[bool]:
    """As `valid`, of rows that are looked up by their event: in a form that no other index is taken for."""
    row = standing.c
    return row.to_day + 0 == OPEN if day == NOW else and_(row.from_day <= day, row.to_day + 0 > day)


def _conditions(asked: EventFilter) -> list[ColumnElement[bool]]:
    row = standing.c
    found: list[ColumnElement[bool]] = []
    for column, text in ((row.words, asked.words), (row.names, asked.name), (row.place, asked.place)):
        found += [column.contains(f" {word} ", autoescape=True) for word in words_of(text or "")]
    if asked.outlet is not None:
        found.append(row.outlets.contains(f"\n{fold(asked.outlet)}\n", autoescape=True))
    if asked.type is not None:
        found.append(row.type == asked.type)
    if asked.status is not None:
        found.append(row.status == asked.status)
    if asked.conflict is not None:
        found.append(row.conflict == int(asked.conflict))
    first, last = day_of(asked.since, "", "since"), day_of(asked.until, "", "until")
    if first is not None:
        found.append(row.last_day >= first.toordinal())
    if last is not None:
        found.append(row.first_day <= last.toordinal())
    return found


def _candidates(connection: Connection, asked: EventFilter) -> list[int] | None:
    """The events that have the rarest word that is asked for; None where even that is common, or none is asked for."""
    wanted = [f"w {word}" for text in (asked.words, asked.name, asked.place) for word in words_of(text or "")]
    if asked.outlet is not None:
        wanted.append(outlet_term(fold(asked.outlet)))
    rarest: list[int] | None = None
    for term in dict.fromkeys(wanted):
        rows = connection.execute(select(terms.c.event).where(terms.c.term == term[:100]).limit(_FEW + 1)).scalars()
        events = list(rows)
        if len(events) <= _FEW and (rarest is None or len(events) < len(rarest)):
            rarest = events
    return rarest


def find_events(
    connection: Connection, source: str, asked: EventFilter, day: int, order: str, limit: int, cursor: str | None
) -> Page[EventSummary]:
    """See `Ledger.find_events`."""
    row = standing.c
    candidates = _candidates(connection, asked)
    where = [valid(standing, day) if candidates is None else _valid_here(day), *_conditions(asked)]
    by_date = order == "date"
    if by_date:
        key: tuple[Any, ...] = key_of(cursor, source, int, str) if cursor is not None else ()
        if key:
            where.append(or_(row.first_day > key[0], and_(row.first_day == key[0], row.id > key[1])))
            where.append(row.first_day >= key[0])
        ordered: tuple[Any, ...] = (row.first_day, row.id)
    else:
        key = key_of(cursor, source, str, str) if cursor is not None else ()
        if key:
            where += _after_newest(key)
        ordered = (row.newest.desc(), row.id)
    columns = (row.event, row.from_day, row.newest, row.first_day, row.id)
    if candidates is None:
        rows: list[Any] = list(connection.execute(select(*columns).where(*where).order_by(*ordered).limit(limit + 1)))
    else:
        rows = []
        for part in in_parts(candidates):
            rows += connection.execute(select(*columns).where(row.event.in_(part), *where)).all()
        rows.sort(key=lambda found: found.id)
        rows.sort(key=lambda found: found.first_day if by_date else found.newest, reverse=not by_date)
    told = _told(connection, rows[:limit], day)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        items=tuple(summary_from(told[found.event]) for found in rows[:limit]),
        next=cursor_of(last.first_day if by_date else last.newest, last.id) if last else None,
    )


def moved_away(connection: Connection, first: date, last: date, day: int, limit: int) -> tuple[EventSummary, ...]:
    """See `Ledger.moved_away`."""
    months = {month_term(first), month_term(last)}
    month = first
    while month < last:
        months.add(month_term(month))
        month += timedelta(days=28)
    row = standing.c
    asked = (
        select(row.told)
        .where(row.event.in_(select(terms.c.event).where(terms.c.term.in_(sorted(months)))), _valid_here(day))
        .order_by(row.newest.desc(), row.id)
    )
    # A term is of any day on which the record stood; whether the date had gone by this one is for the summary to say.
    events = (summary_from(told) for told in connection.execute(asked).scalars())
    moved = (
        event
        for event in events
        if any(overlaps(days, (first, last)) for days in map(days_of, event.earlier_dates) if days)
    )
    return tuple(islice(moved, limit))


def _after_newest(key: Sequence[Any]) -> list[ColumnElement[bool]]:
    row = standing.c
    # The first condition is implied by the second; it is what an index can start from.
    return [row.newest <= key[0], or_(row.newest < key[0], and_(row.newest == key[0], row.id > key[1]))]


def _told(connection: Connection, rows: Iterable[Any], day: int) -> dict[int, bytes]:
    """What rows that hold on a day have to tell, by their events; fetched for those alone that are shown."""
    found: dict[int, bytes] = {}
    for part in in_parts(row.event for row in rows):
        asked = select(standing.c.event, standing.c.told).where(standing.c.event.in_(part), _valid_here(day))
        found.update(map(tuple, connection.execute(asked)))
    return found


def changes(
    connection: Connection,
    source: str,
    asked: EventFilter,
    event: int | None,
    since: date | None,
    until: date | None,
    day: int,
    limit: int | None,
    cursor: str | None,
) -> Page[ChangeAnswer]:
    """See `Ledger.changes`; all of them without a limit."""
    row = standing.c
    last = min(day, NOW - 1, until.toordinal() if until else NOW)
    candidates = [event] if event is not None else _candidates(connection, asked)
    changed = row.changed == 1 if candidates is None else row.changed + 0 == 1
    where = [changed, row.from_day.between(since.toordinal() if since else 1, last), *_conditions(asked)]
    if cursor is not None:
        key = key_of(cursor, source, int, str)
        where += [row.from_day <= key[0], or_(row.from_day < key[0], and_(row.from_day == key[0], row.id > key[1]))]
    columns = (row.event, row.from_day, row.id)
    ordered = (row.from_day.desc(), row.id)
    rows: list[Any] = []
    if candidates is None:
        most = None if limit is None else limit + 1
        rows += connection.execute(select(*columns).where(*where).order_by(*ordered).limit(most)).all()
    else:
        for part in in_parts(candidates):
            rows += connection.execute(select(*columns).where(row.event.in_(part), *where)).all()
        rows.sort(key=lambda found: (-found.from_day, found.id))
    shown = rows if limit is None else rows[:limit]
    told: dict[tuple[int, int], bytes] = {}
    for i in range(0, len(shown), 200):
        part = shown[i : i + 200]
        events, days = {one.event for one in part}, {one.from_day for one in part}
        found = connection.execute(
            select(row.event, row.from_day, row.told).where(row.event.in_(events), row.from_day.in_(days))
        ).all()
        told.update(((one.event, one.from_day), one.told) for one in found)
    more = len(shown) < len(rows)
    return Page(
        items=tuple(change_from(told[one.event, one.from_day]) for one in shown),
        next=cursor_of(shown[-1].from_day, shown[-1].id) if more else None,
    )


def event_at(connection: Connection, id: str, day: int) -> int | None:
    """The number of the event that a mention, by its id, belonged to on a day."""
    asked = (
        select(members.c.event)
        .join(mentions, mentions.c.no == members.c.mention)
        .where(mentions.c.id == id, valid(members, day))
    )
    return connection.execute(asked).scalar()


def newest_events(connection: Connection, day: int, limit: int) -> list[int]:
    """The events that were last reported on, by number."""
    asked = select(standing.c.event).where(valid(standing, day))
    return list(connection.execute(asked.order_by(standing.c.newest.desc(), standing.c.id).limit(limit)).scalars())


def answers_of(connection: Connection, events: Collection[int], day: int) -> list[EventAnswer]:
    """Whole answers of events, by number, last reported on first."""
    answers = whole_events(connection, events, day)
    return [linked(answer, _near(connection, answer, day)) for answer in answers]


def whole_events(connection: Connection, events: Collection[int], day: int) -> list[EventAnswer]:
    """As `answers_of`, without the events that belong with each, which a question each would have to be asked for."""
    belong: dict[int, list[int]] = {event: [] for event in events}
    for part in in_parts(belong):
        asked = select(members.c.mention, members.c.event).where(members.c.event.in_(part), valid(members, day))
        for no, event in connection.execute(asked).all():
            belong[event].append(no)
    found = mentions_at(connection, (no for own in belong.values() for no in own))
    echo_of = echoes_of(connection, {mention.article for mention in found.values()})
    answers = [answer_event((found[no] for no in own), echo_of=echo_of) for own in belong.values() if own]
    answers.sort(key=lambda event: event.id)
    return sorted(answers, key=lambda event: event.newest, reverse=True)


def _near(connection: Connection, event: EventAnswer, day: int) -> list[EventSummary]:
    """Events that share part of a name with an event, and a day."""
    days = days_of(event.when)
    wanted = {term for name in event.participants for term in name_terms(name)}
    if days is None or not wanted:
        return []
    row = standing.c
    asked = select(row.event, row.told).where(
        row.event.in_(select(terms.c.event).where(terms.c.term.in_(sorted(wanted)))),
        _valid_here(day),
        row.first_day <= days[1].toordinal(),
        row.last_day >= days[0].toordinal(),
    )
    return [summary_from(found.told) for found in connection.execute(asked).all()]


def events_of(connection: Connection, article_no: int, day: int) -> tuple[EventSummary, ...]:
    """See `Ledger.events_of`."""
    asked = (
        select(standing.c.told, standing.c.newest, standing.c.id)
        .where(
            standing.c.event.in_(
                select(members.c.event)
                .join(mentions, mentions.c.no == members.c.mention)
                .where(mentions.c.article == article_no, valid(members, day))
            ),
            valid(standing, day),
        )
        .order_by(standing.c.newest.desc(), standing.c.id)
    )
    return tuple(summary_from(row.told) for row in connection.execute(asked).all())


def conflicts_page(
    connection: Connection, source: str, day: int, limit: int, cursor: str | None
) -> Page[tuple[EventAnswer, ConflictAnswer]]:
    """See `Ledger.conflicts_page`."""
    row = standing.c
    where = [valid(standing, day), row.conflict == 1]
    key: tuple[Any, ...] = key_of(cursor, source, str, str, int) if cursor is not None else ("", "", 0)
    if cursor is not None:
        where += [row.newest <= key[0], or_(row.newest < key[0], and_(row.newest == key[0], row.id >= key[1]))]
    asked = select(row.event).where(*where).order_by(row.newest.desc(), row.id).limit(limit + 1)
    pairs: list[tuple[EventAnswer, ConflictAnswer]] = []
    places: list[tuple[str, str, int]] = []
    for event in connection.execute(asked).scalars().all():
        (answer,) = answers_of(connection, [event], day)
        told = key[2] if answer.id == key[1] else 0
        for i, conflict in enumerate(answer.conflicts[told:], told + 1):
            pairs.append((answer, conflict))
            places.append((answer.newest, answer.id, i))
        if len(pairs) > limit:
            return Page(items=tuple(pairs[:limit]), next=cursor_of(*places[limit - 1]))
    return Page(items=tuple(pairs))


def articles_page(
    connection: Connection, source: str, outlet: str | None, day: int, limit: int, cursor: str | None
) -> Page[ArticleAnswer]:
    """See `Ledger.articles_page`."""
    row = articles.c
    where = [published_by(articles, day)]
    if outlet is not None:
        where.append(row.outlet.in_(spellings(connection, outlet)))
    if cursor is not None:
        where.append(_after_article(key_of(cursor, source, int, str, str)))
        where.append(row.day <= key_of(cursor, source, int, str, str)[0])
    columns = (row.id, row.outlet, row.url, row.title, row.published)
    ordered = (row.day.desc(), row.published.desc(), row.id)
    rows = connection.execute(select(*columns, row.day).where(*where).order_by(*ordered).limit(limit + 1)).all()
    shown = rows[:limit]
    answers = tuple(
        ArticleAnswer(id=one.id, outlet=one.outlet, url=one.url, title=one.title, published=one.published)
        for one in shown
    )
    more = len(rows) > limit
    return Page(
        items=answers,
        next=cursor_of(shown[-1].day, shown[-1].published or "", shown[-1].id) if more else None,
    )


def _after_article(key: tuple[Any, ...]) -> ColumnElement[bool]:
    row, (day, published, id) = articles.c, key
    if not day:
        return and_(row.day == 0, row.id > id)
    return or_(
        row.day < day,
        and_(row.day == day, row.published < published),
        and_(row.day == day, row.published == published, row.id > id),
    )
