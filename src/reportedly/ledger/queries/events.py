"""Pages of events: what is asked, looked up in `standing`, as the record stood at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, func, literal_column, not_, or_, select

from reportedly.edtf import days_of, overlaps
from reportedly.ledger.answers import ArticleAnswer, ChangeAnswer, ConflictAnswer, EventAnswer, EventSummary, Page
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
from reportedly.ledger.events.event import linked, types_linked
from reportedly.ledger.events.outlook import OVER
from reportedly.ledger.filters import MOST_WORDS, EventFilter, cursor_of, day_of, key_of
from reportedly.ledger.index.components import answer_standing, echoes_of, mentions_at
from reportedly.ledger.index.sources import spellings
from reportedly.ledger.index.timeline import change_from, month_term, outlet_term, same_name_terms, summary_from
from reportedly.lexicon.names import fold
from reportedly.lexicon.stems import words_of
from reportedly.vocabulary import Status

__all__ = [
    "answers_of",
    "articles_by_id",
    "changes",
    "conflicts_page",
    "count_events",
    "day_number",
    "event_days",
    "events_at",
    "events_of",
    "find_events",
    "history",
    "ids_beginning",
    "moved_away",
    "newest_events",
    "valid",
    "whole_events",
]

_MOST_ALIKE = 50  # ids that begin alike
_FEW = 2000
"""Events that have a term: so many are looked at one by one, of more the newest are walked through."""


def day_number(as_of: date | None) -> int:
    """The day that is asked for, as rows have it."""
    return NOW if as_of is None else as_of.toordinal()


def valid(table: Any, day: int) -> ColumnElement[bool]:
    """The condition that a row of `standing` or `members` holds on a day, which comes as the parameter "day"."""
    if day == NOW:
        return table.c.to_day == OPEN  # type: ignore[no-any-return]
    return and_(table.c.from_day <= _DAY, table.c.to_day > _DAY)


def _newest_by(day: int) -> list[ColumnElement[bool]]:
    """As `valid`, where what is newest is asked for first: an index is then read from that day on back."""
    by_then = [] if day == NOW else [standing.c.newest < _value("day_end")]
    return [valid(standing, day), *by_then]


def _at(day: int) -> dict[str, Any]:
    """The parameters of a day."""
    return {"day": day, "day_end": "" if day == NOW else f"{date.fromordinal(day).isoformat()}~"}


def _valid_here(day: int) -> ColumnElement[bool]:
    """As `valid`, of rows that are looked up by their event: in a form that no other index is taken for."""
    row = standing.c
    return row.to_day + 0 == OPEN if day == NOW else and_(row.from_day <= _DAY, row.to_day + 0 > _DAY)


def _valid_by_date(day: int) -> ColumnElement[bool]:
    """As `valid`, of rows that are found by their own date: an index of dates alone has those of a day gone by."""
    row = standing.c
    return valid(standing, day) if day == NOW else and_(row.from_day + 0 <= _DAY, row.to_day + 0 > _DAY)


# Making a statement and its key costs several times what SQLite takes to answer it, so each kind is made once, by the
# shape of what is asked; what differs comes as parameters.
def _value(name: str) -> Any:
    return bindparam(name)


_DAY = bindparam("day", type_=Integer)

_TESTS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "words": lambda value: standing.c.words.like(value, escape="/"),
    "names": lambda value: standing.c.names.like(value, escape="/"),
    "place": lambda value: standing.c.place.like(value, escape="/"),
    "outlets": lambda value: standing.c.outlets.like(value, escape="/"),
    "type": lambda value: standing.c.type == value,
    "status": lambda value: standing.c.status == value,
    "conflict": lambda value: standing.c.conflict == value,
    "shown": lambda value: standing.c.shown == value,
    "since": lambda value: standing.c.last_day >= value,
    "until": lambda value: standing.c.first_day <= value,
    "open": lambda value: _is_open(value),
    "over": lambda value: not_(_is_open(value)),
}


def _is_open(today: Any) -> ColumnElement[bool]:
    """`outlook.is_open` in SQL; the last day of an event without a date is 0."""
    row = standing.c
    ahead = or_(row.status == Status.POSTPONED.value, row.last_day >= today, row.last_day == 0)
    return and_(*(row.status != status.value for status in sorted(OVER)), ahead)


def _conditions(asked: EventFilter) -> list[tuple[str, str | int]]:
    """What is asked for, as names of `_TESTS` and values."""
    found: list[tuple[str, str | int]] = []
    for name, text in (("words", asked.words), ("names", asked.name), ("place", asked.place)):
        # A name may be as long as some page made it: its first words find it too.
        found += [(name, _within(f" {word} ")) for word in words_of(text or "")[:MOST_WORDS]]
    if asked.outlet is not None:
        found.append(("outlets", _within(f"\n{fold(asked.outlet)}\n")))
    if asked.type is not None:
        found.append(("type", asked.type))
    if asked.status is not None:
        found.append(("status", asked.status))
    if asked.conflict is not None:
        found.append(("conflict", int(asked.conflict)))
    if asked.shown is not None:
        found.append(("shown", int(asked.shown)))
    first, last = day_of(asked.since, "", "since"), day_of(asked.until, "", "until")
    if first is not None:
        found.append(("since", first.toordinal()))
    if last is not None:
        found.append(("until", last.toordinal()))
    if asked.open is not None:
        today = day_of(asked.today, "", "today")
        found.append(("open" if asked.open else "over", today.toordinal() if today else 1))
    return found


def _within(text: str) -> str:
    """The pattern of what has a text within it."""
    return "%" + text.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


def _tests(names: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions of some names of `_TESTS`; their values come as v0, v1 and so on."""
    return [_TESTS[name](_value(f"v{i}")) for i, name in enumerate(names)]


def _values(conditions: Sequence[tuple[str, str | int]]) -> dict[str, Any]:
    return {f"v{i}": value for i, (_, value) in enumerate(conditions)}


_WITH_TERM = select(terms.c.event).where(terms.c.term == _value("term")).limit(_FEW + 1)
_HOW_MANY = select(func.count()).select_from(_WITH_TERM.subquery())


def _candidates(connection: Connection, asked: EventFilter) -> list[int] | None:
    """The events that have all rare words that are asked for; None where all are common, or none is asked for."""
    wanted = [
        f"w {word}" for text in (asked.words, asked.name, asked.place) for word in words_of(text or "")[:MOST_WORDS]
    ]
    if asked.outlet is not None:
        wanted.append(outlet_term(fold(asked.outlet)))
    counted = {term: scalar(connection, _HOW_MANY, {"term": term}) for term in {term[:100] for term in wanted}}
    rare = sorted((n, term) for term, n in counted.items() if n <= _FEW)
    having: set[int] | None = None
    for n, term in rare:
        if having is not None and len(having) * _DEAR < n:
            break
        events = set(column(connection, _WITH_TERM, {"term": term}))
        having = events if having is None else having & events
    return None if having is None else sorted(having)


_DEAR = 20
"""Events that have a term, which cost as much to read as one event costs to look at."""


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
        held = [_valid_here(day)]
    elif order == "size":
        held = [valid(standing, day)]
    else:
        held = [_valid_by_date(day)] if by_date else _newest_by(day)
    where = [*held, *_tests(tests)]
    value, id = _value("key0"), _value("key1")
    # The first condition is implied by the second; it is what an index can start from.
    if after and by_date:
        where += [row.first_day >= value, or_(row.first_day > value, and_(row.first_day == value, row.id > id))]
    elif after:
        last = row.size if order == "size" else row.newest
        where += [last <= value, or_(last < value, and_(last == value, row.id > id))]
    if part == "long":
        where += [is_long, row.first_day < _value("recent")]
    elif part:
        where.append(row.first_day >= _value("recent"))
    # What is put in order by another value is in no index by this one: asked for, it would be looked up event by event.
    newest = row.newest if order == "newest" else literal_column("''").label("newest")
    size = row.size if order == "size" else literal_column("0").label("size")
    asked = select(row.event, newest, row.first_day, size, row.id).where(*where)
    if candidates:
        return asked.where(among(row.event, "events"))
    ordered = {"date": row.first_day, "size": row.size.desc()}.get(order, row.newest.desc()), row.id
    return asked.order_by(*ordered).limit(_value("most"))


def find_events(
    connection: Connection, source: str, asked: EventFilter, day: int, order: str, limit: int, cursor: str | None
) -> Page[EventSummary]:
    """See `Ledger.find_events`."""
    candidates = _candidates(connection, asked)
    conditions = _conditions(asked)
    by_date = order == "date"
    values = {**_at(day), "most": limit + 1, **_values(conditions)}
    if cursor is not None:
        values |= zip(("key0", "key1"), key_of(cursor, source, str if order == "newest" else int, str), strict=True)
    since = dict(conditions).get("since")
    query = partial(
        _events_query, tuple(name for name, _ in conditions), _shape(day), order=order, after=cursor is not None
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
    told = _told(connection, [row.event for row in shown], day)
    last = shown[-1] if len(found) > limit else None
    return Page(
        items=tuple(summary_from(told[row.event]) for row in shown),
        next=cursor_of(_ordered_by(last, order), last.id) if last else None,
    )


def _ordered_by(row: Any, order: str) -> Any:
    return {"date": row.first_day, "size": row.size}.get(order, row.newest)


@lru_cache(maxsize=64)
def _count_query(tests: tuple[str, ...], day: int, *, candidates: bool) -> Any:
    held = [_valid_here(day), among(standing.c.event, "events")] if candidates else [valid(standing, day)]
    return select(func.count()).select_from(standing).where(*held, *_tests(tests))


def count_events(connection: Connection, asked: EventFilter, day: int) -> int:
    """See `Ledger.count_events`."""
    candidates = _candidates(connection, asked)
    conditions = _conditions(asked)
    query = _count_query(tuple(name for name, _ in conditions), _shape(day), candidates=candidates is not None)
    values = {**_at(day), **_values(conditions)} | ({} if candidates is None else {"events": candidates})
    return int(scalar(connection, query, values) or 0)


@lru_cache(maxsize=2)
def _moved_query(day: int) -> Any:
    row = standing.c
    moved = select(terms.c.event).where(among(terms.c.term, "terms"))
    asked = select(row.told).where(row.event.in_(moved), _valid_here(day))
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
    found = column(connection, _moved_query(_shape(day)), {"terms": sorted(months), "day": day})
    # A term is of any day on which the record stood; whether the date had gone by this one is for the summary to say.
    events = map(summary_from, found)
    moved = (
        event
        for event in events
        if event.shown or not shown_only
        if any(overlaps(days, (first, last)) for days in map(days_of, event.earlier_dates) if days)
    )
    return tuple(islice(moved, limit))


@lru_cache(maxsize=2)
def _told_query(day: int) -> Any:
    return select(standing.c.event, standing.c.told).where(among(standing.c.event, "events"), _valid_here(day))


def _told(connection: Connection, events: Iterable[int], day: int) -> dict[int, bytes]:
    """What rows hold, fetched for those alone that are shown."""
    asked = {"events": sorted(events), "day": day}
    return dict(rows(connection, _told_query(_shape(day)), asked))


def _shape(day: int) -> int:
    """NOW, or any other day: how a condition on it is written."""
    return NOW if day == NOW else 0


@lru_cache(maxsize=512)
def _changes_query(tests: tuple[str, ...], *, after: bool, candidates: bool) -> Any:
    """The query of a page of changes: of all events, or of candidates, "events"; `after` the key "key0", "key1"."""
    row = standing.c
    changed = row.changed + 0 == 1 if candidates else row.changed == 1
    where = [changed, row.from_day.between(_value("first"), _value("last")), *_tests(tests)]
    if after:
        value, id = _value("key0"), _value("key1")
        where += [row.from_day <= value, or_(row.from_day < value, and_(row.from_day == value, row.id > id))]
    asked = select(row.event, row.from_day, row.id).where(*where)
    if candidates:
        return asked.where(among(row.event, "events"))
    return asked.order_by(row.from_day.desc(), row.id).limit(_value("most"))


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
    candidates = [event] if event is not None else _candidates(connection, asked)
    conditions = _conditions(asked)
    values: dict[str, Any] = _values(conditions) | {
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
    .where(standing.c.event == _value("event"), standing.c.changed + 0 == 1)
    .where(standing.c.from_day.between(1, _value("last")))
    .order_by(standing.c.from_day)
)


def history(connection: Connection, event: int, day: int) -> tuple[ChangeAnswer, ...]:
    """See `Ledger.event_history`."""
    return tuple(map(change_from, column(connection, _HISTORY, {"event": event, "last": min(day, NOW - 1)})))


_BEGINNING = (
    select(mentions.c.id)
    .where(mentions.c.id >= _value("first"), mentions.c.id < _value("after"))
    .order_by(mentions.c.id)
    .limit(_MOST_ALIKE)
)


def ids_beginning(connection: Connection, beginning: str) -> list[str]:
    """Ids of mentions that begin like this, a few of them at most."""
    return column(connection, _BEGINNING, {"first": beginning, "after": beginning + "\U0010ffff"})


@lru_cache(maxsize=2)
def _event_query(day: int) -> Any:
    joined = members.join(mentions, mentions.c.no == members.c.mention)
    asked = select(mentions.c.id, members.c.event).select_from(joined)
    return asked.where(among(mentions.c.id, "ids"), valid(members, day))


def events_at(connection: Connection, ids: Collection[str], day: int) -> dict[str, int]:
    """The numbers of the events that mentions, by their ids, belonged to on a day."""
    return dict(rows(connection, _event_query(_shape(day)), {"ids": sorted(ids), "day": day}))


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
    return select(standing.c.event).where(*_newest_by(day)).order_by(*ordered).limit(_value("most"))


def newest_events(connection: Connection, day: int, limit: int) -> list[int]:
    """The events that were last reported on, by number."""
    return column(connection, _newest_query(_shape(day)), {**_at(day), "most": limit})


@lru_cache(maxsize=2)
def _members_query(day: int) -> Any:
    return select(members.c.mention, members.c.event).where(among(members.c.event, "events"), valid(members, day))


def answers_of(connection: Connection, events: Collection[int], day: int) -> list[EventAnswer]:
    """Whole answers of events, by number, last reported on first."""
    answers = whole_events(connection, events, day)
    near = _near(connection, answers, day)
    return [linked(answer, near[answer.id]) for answer in answers]


def whole_events(connection: Connection, events: Collection[int], day: int) -> list[EventAnswer]:
    """As `answers_of`, without the events that belong with each."""
    belong: dict[int, list[int]] = {event: [] for event in events}
    asked = {"events": sorted(belong), "day": day}
    for no, event in rows(connection, _members_query(_shape(day)), asked):
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


_HAVE = select(terms.c.term, terms.c.event).where(among(terms.c.term, "terms")).limit(_FEW + 1)
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
        return dated.where(_valid_here(day), (row.first_day + 0).between(*days), _these)
    dated = dated.where(_valid_by_date(day), row.first_day.between(*days))
    return dated.where(_that_have if having == "name" else _of_these)


class _Wanted(NamedTuple):
    """What may belong with an event: the terms of its names, its days, and the types."""

    terms: frozenset[str]
    first: int
    last: int
    types: tuple[str, ...]


def _near(connection: Connection, answers: Iterable[EventAnswer], day: int) -> Mapping[str, list[EventSummary]]:
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
    """As `_near`, by what is wanted for each event."""
    near: dict[str, list[EventSummary]] = {}
    every = sorted({term for asked in wanted.values() for term in asked.terms})
    have = rows(connection, _HAVE, {"terms": every})
    if len(have) > _FEW and len(wanted) > 1:
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
    by = "name" if len(have) > _FEW else "some" if len(numbers) > _LOOKED_UP else "few"
    by_what = {"terms": every} if by == "name" else {"events": sorted(numbers)}
    dated = rows(connection, _near_query(_shape(day), by), values | by_what)
    told = _told(connection, {row.event for row in dated}, day)
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


@lru_cache(maxsize=2)
def _told_in_query(day: int) -> Any:
    inside = (
        select(members.c.event)
        .join(mentions, mentions.c.no == members.c.mention)
        .where(mentions.c.article == _value("article"), valid(members, day))
    )
    row = standing.c
    asked = select(row.told).where(row.event.in_(inside), _valid_here(day))
    return asked.order_by(row.newest.desc(), row.id)


def events_of(connection: Connection, article_no: int, day: int) -> tuple[EventSummary, ...]:
    """See `Ledger.events_of`."""
    told = column(connection, _told_in_query(_shape(day)), {"article": article_no, "day": day})
    return tuple(map(summary_from, told))


@lru_cache(maxsize=8)
def _conflicts_query(day: int, *, after: bool, shown_only: bool) -> Any:
    row = standing.c
    # Few: they are in an index of their own, and no other is to be taken.
    where = [*_newest_by(day)[1:], _valid_here(day), in_conflict]
    if shown_only:
        where.append(row.shown == 1)
    if after:
        value, id = _value("key0"), _value("key1")
        where += [row.newest <= value, or_(row.newest < value, and_(row.newest == value, row.id >= id))]
    return select(row.event).where(*where).order_by(row.newest.desc(), row.id).limit(_value("most"))


def conflicts_page(
    connection: Connection, source: str, day: int, limit: int, cursor: str | None, *, shown_only: bool
) -> Page[tuple[EventAnswer, ConflictAnswer]]:
    """See `Ledger.conflicts_page`."""
    key: tuple[Any, ...] = key_of(cursor, source, str, str, int) if cursor is not None else ("", "", 0)
    query = _conflicts_query(_shape(day), after=cursor is not None, shown_only=shown_only)
    values = {**_at(day), "key0": key[0], "key1": key[1], "most": limit + 1}
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


_BY_ID = select(*(articles.c[name] for name in ("id", "outlet", "url", "title", "published"))).where(
    among(articles.c.id, "ids")
)


def articles_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, ArticleAnswer]:
    """See `Ledger.articles_by_id`."""
    found = rows(connection, _BY_ID, {"ids": sorted(ids)})
    return {row.id: ArticleAnswer(**row._asdict()) for row in found}


@lru_cache(maxsize=16)
def _articles_query(day: int, after: str, *, outlets: int) -> Any:
    """The query of a page of articles, of none, one or more outlets; `after` a "dated" or "undated" one, or nothing."""
    row = articles.c
    value, published, id = _value("key0"), _value("key1"), _value("key2")
    where: list[ColumnElement[bool]] = [] if day == NOW else [row.day.between(1, _DAY)]
    if outlets == 1:
        # Of one, an index has them in order.
        where.append(row.outlet == _value("outlet"))
    elif outlets:
        where.append(among(row.outlet, "outlets"))
    if after == "undated":
        where += [row.day == 0, row.id > id]
    elif after:
        same_day = row.day == value
        # The first condition is implied by the second; it is what an index can start from.
        where += [
            row.day <= value,
            or_(
                row.day < value,
                and_(same_day, row.published < published),
                and_(same_day, row.published == published, row.id > id),
            ),
        ]
    asked = select(row.id, row.outlet, row.url, row.title, row.published, row.day).where(*where)
    return asked.order_by(row.day.desc(), row.published.desc(), row.id).limit(_value("most"))


def articles_page(
    connection: Connection, source: str, outlet: str | None, day: int, limit: int, cursor: str | None
) -> Page[ArticleAnswer]:
    """See `Ledger.articles_page`."""
    values: dict[str, Any] = {"day": day, "most": limit + 1}
    after = ""
    if cursor is not None:
        key = key_of(cursor, source, int, str, str)
        values |= zip(("key0", "key1", "key2"), key, strict=True)
        after = "dated" if key[0] else "undated"
    n_outlets = 0
    if outlet is not None:
        spelled = spellings(connection, outlet)
        values |= {"outlets": spelled, "outlet": spelled[0] if spelled else ""}
        n_outlets = 1 if len(spelled) == 1 else 2
    found = rows(connection, _articles_query(_shape(day), after, outlets=n_outlets), values)
    shown = found[:limit]
    answers = tuple(
        ArticleAnswer(id=one.id, outlet=one.outlet, url=one.url, title=one.title, published=one.published)
        for one in shown
    )
    more = len(found) > limit
    return Page(
        items=answers,
        next=cursor_of(shown[-1].day, shown[-1].published or "", shown[-1].id) if more else None,
    )
