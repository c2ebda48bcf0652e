"""Statements by words, source, outlet, stance and day, newest first, and how what is found spreads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from reportedly.ledger.answers import SearchAnswer, StatementAnswer
from reportedly.ledger.components import in_parts, published_by
from reportedly.ledger.names import fold
from reportedly.ledger.naming import spellings
from reportedly.ledger.questions import StatementFilter, cursor_of, day_of, key_of
from reportedly.ledger.schema import NOW, articles, statements
from reportedly.ledger.search import matches

__all__ = ["search", "statement_from", "statement_query"]

_FACETS = 2000
"""Statements that facets are counted over."""

_RARE = 4000
"""Up to so many that have the words are looked at one by one; of more, the newest are walked through."""

_CHUNK = 500  # of those


def statement_query() -> Any:
    """Rows for `statement_from`, newest first."""
    return (
        select(statements, articles.c.id.label("article_id"), articles.c.outlet, articles.c.published)
        .join(articles, statements.c.article == articles.c.no)
        .order_by(articles.c.day.desc(), articles.c.id, statements.c.no)
    )


def statement_from(row: Any) -> StatementAnswer:
    """The statement that a row holds."""
    return StatementAnswer(
        article=row.article_id,
        outlet=row.outlet,
        published=row.published,
        id=row.id,
        kind=row.kind,
        stance=row.stance,
        source=row.source,
        cue=row.cue,
        content=row.content,
        chain=tuple(json.loads(row.chain)),
        said=row.said,
    )


def search(
    connection: Connection, source: str, asked: StatementFilter, day: int, limit: int, cursor: str | None
) -> SearchAnswer:
    """See `Ledger.search`."""
    query = _filtered(connection, asked, day)
    if query is None:
        return SearchAnswer(items=(), next=None, facets=_facets(()))
    key = key_of(cursor, source, int, str, int) if cursor is not None else None
    found = _found(connection, query, asked, day)
    newest: list[Any] = []
    items: list[Any] = []
    for row in found:
        if len(newest) < _FACETS:
            newest.append(row)
        if key is None or (-row.article_day, row.article_id, row.no) > (-key[0], key[1], key[2]):
            items.append(row)
        if len(newest) == _FACETS and len(items) > limit:
            break
    shown = items[:limit]
    return SearchAnswer(
        items=tuple(statement_from(row) for row in _whole(connection, shown)),
        next=cursor_of(shown[-1].article_day, shown[-1].article_id, shown[-1].no) if len(items) > limit else None,
        facets=_facets(newest),
    )


def _filtered(connection: Connection, asked: StatementFilter, day: int) -> Any:
    """The narrow query for what is asked; None where nothing can be found."""
    row = statements.c
    query = select(
        row.no, row.stance, row.kind, articles.c.day.label("article_day"), articles.c.id.label("article_id"),
        articles.c.outlet, articles.c.published,
    ).join(articles, row.article == articles.c.no).where(published_by(articles, day))  # fmt: skip
    if asked.outlet is not None:
        spelled = spellings(connection, asked.outlet)
        if not spelled:
            return None
        query = query.where(articles.c.outlet.in_(spelled))
    if asked.stance is not None:
        query = query.where(row.stance == asked.stance)
    if asked.kind is not None:
        query = query.where(row.kind == asked.kind)
    first, last = day_of(asked.since, "", "since"), day_of(asked.until, "", "until")
    if first is not None:
        query = query.where(row.day >= first.toordinal(), articles.c.day >= first.toordinal())
    if last is not None:
        query = query.where(row.day.between(1, last.toordinal()))
    if asked.source is not None:
        query = query.where(row.names.contains(fold(asked.source), autoescape=True))
    return query


def _found(connection: Connection, query: Any, asked: StatementFilter, day: int) -> Iterator[Any]:
    """What is found, newest first, as far as the reader goes on reading."""
    row = statements.c
    terms = [words for words in (asked.words, asked.source) if words is not None]
    # The day of either is the same; an index of the one that is narrowed down gives the order.
    order = ((row if asked.outlet is None else articles.c).day.desc(), articles.c.id, row.no)
    if not terms:
        yield from connection.execute(query.order_by(*order), execution_options={"yield_per": 500})
        return
    wanted = [matches(connection, words) for words in terms]
    matched = set(connection.execute(select(row.no).where(*wanted)).scalars())
    if len(matched) <= _RARE:
        yield from connection.execute(query.where(*wanted).order_by(*order)).all()
        return
    # Many have the words, and an index of words knows no days: the newest are taken a few days at a time.
    last_day = day_of(asked.until, "", "until")
    latest = min(day, last_day.toordinal() if last_day else NOW)
    days = select(row.no, row.day).where(row.day <= latest).order_by(row.day.desc(), row.no)
    part: list[int] = []
    last: int | None = None
    stream = connection.execute(days, execution_options={"yield_per": 4000})
    for no, own in chain.from_iterable(stream.partitions()):
        if own != last and len(part) >= _CHUNK:
            yield from _in_order(connection, query, part)
            part = []
        last = own
        if no in matched:
            part.append(no)
    yield from _in_order(connection, query, part)


def _in_order(connection: Connection, query: Any, numbers: Iterable[int]) -> list[Any]:
    """Those of some statements that are asked for, newest first."""
    found: list[Any] = []
    for part in in_parts(numbers):
        found += connection.execute(query.where(statements.c.no.in_(part))).all()
    return sorted(found, key=lambda row: (-row.article_day, row.article_id, row.no))


def _whole(connection: Connection, rows: list[Any]) -> list[Any]:
    """All of what rows of the narrow query stand for, in their order."""
    if not rows:
        return []
    asked = statement_query().where(statements.c.no.in_([row.no for row in rows]))
    found = {row.no: row for row in connection.execute(asked).all()}
    return [found[row.no] for row in rows]


def _facets(rows: Iterable[Any]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    counted: dict[str, Counter[str]] = {"outlet": Counter(), "stance": Counter(), "kind": Counter(), "month": Counter()}
    for row in rows:
        values = (row.outlet, row.stance, row.kind, (row.published or "")[:7])
        for facet, value in zip(counted, values, strict=True):
            if value:
                counted[facet][value] += 1
    return tuple(
        (facet, tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))))
        for facet, values in counted.items()
    )
