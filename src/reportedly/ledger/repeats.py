"""Pages of what several articles print: one text, one utterance, parts of one article's text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, exists, or_, select

from reportedly.ledger import comparing
from reportedly.ledger.answers import ArticleAnswer, EchoAnswer, Page, SharedAnswer, UtteranceAnswer
from reportedly.ledger.components import in_parts, published_by
from reportedly.ledger.drift import UNSOUND, find_drift
from reportedly.ledger.echoes import Printed, copy_groups
from reportedly.ledger.passages import shared_spans
from reportedly.ledger.questions import cursor_of, key_of
from reportedly.ledger.schema import Space, articles, links, quotations

__all__ = ["drift_page", "echoes_page", "shared"]

T = TypeVar("T")

_AT_ONCE = 60
"""Articles looked at together, with all that they are linked with."""

_FEW = 2000
"""Up to so many links are all looked at; of more, those of the newest articles."""

_LAST = "\U0010ffff"
"""Comes after every part of an article."""


def echoes_page(connection: Connection, source: str, day: int, limit: int, cursor: str | None) -> Page[EchoAnswer]:
    """See `Ledger.echoes_page`."""

    def answer(group: Collection[Any], pairs: Collection[tuple[int, int, float]]) -> EchoAnswer | None:
        by_no = {row.no: Printed(row.id, row.outlet, row.published) for row in group}
        shares = {(by_no[a].id, by_no[b].id): weight for a, b, weight in pairs}
        found = copy_groups(shares, {printed.id: printed for printed in by_no.values()})
        return found[0] if found else None

    row = articles.c
    asked = select(row.no, row.id, row.outlet, row.published, row.day, row.id.label("article_id"), row.id.label("part"))
    return _page(connection, source, Space.COPY, asked, row.no, day, limit, cursor, answer)


def drift_page(connection: Connection, source: str, day: int, limit: int, cursor: str | None) -> Page[UtteranceAnswer]:
    """See `Ledger.drift_page`."""

    def answer(group: Collection[Any], pairs: Collection[tuple[int, int, float]]) -> UtteranceAnswer | None:
        by_no = {row.no: comparing.quotation_from(row) for row in group}
        doubtful = _doubtful(connection, {quotation.article for quotation in by_no.values()})
        found = find_drift(by_no.values(), ((by_no[a].id, by_no[b].id) for a, b, _ in pairs), doubtful=doubtful)
        return found[0] if found else None

    row = quotations.c
    asked = select(*comparing.QUOTATION, articles.c.day, row.statement.label("part"))
    asked = asked.join(articles, articles.c.no == row.article)
    return _page(connection, source, Space.UTTERANCE, asked, row.no, day, limit, cursor, answer)


def _doubtful(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """What is wrong with the texts of some articles."""
    row = articles.c
    rows = connection.execute(
        select(row.id, row.integrity).where(row.integrity.is_not(None), row.id.in_(sorted(ids)))
    ).all()
    return {row.id: kind for row in rows for kind, *_ in json.loads(row.integrity) if kind in UNSOUND}


def _page(
    connection: Connection,
    source: str,
    space: Space,
    asked: Any,
    number: Any,
    day: int,
    limit: int,
    cursor: str | None,
    answer: Callable[[Collection[Any], Collection[tuple[int, int, float]]], T | None],
) -> Page[T]:
    """Walk through what is linked from the newest on; a group is told of where its newest member is met."""
    asked = asked.where(published_by(articles, day))
    key: tuple[Any, ...] | None = key_of(cursor, source, int, str, str, str) if cursor is not None else None
    items: list[T] = []
    places: list[tuple[Any, ...]] = []
    while True:
        rows, key = _walk(connection, space, asked, number, day, key)
        group_of, pairs_of = _groups(connection, space, asked, number, rows)
        for row in rows:
            group = group_of[row.no]
            if row.no != min(group, key=_newest_first).no:
                continue
            found = answer(group, pairs_of[row.no])
            if found is None:
                continue
            if len(items) == limit:
                return Page(items=tuple(items), next=cursor_of(*places[-1]))
            items.append(found)
            places.append((row.day, row.published or "", row.article_id, row.part))
        if key is None:
            return Page(items=tuple(items))


def _walk(
    connection: Connection, space: Space, asked: Any, number: Any, day: int, key: tuple[Any, ...] | None
) -> tuple[list[Any], tuple[Any, ...] | None]:
    """What is linked, newest first, of the next few articles; and where to go on, None where nothing is left."""
    linked = select(links.c.a).where(links.c.space == space)
    few = set(connection.execute(linked.limit(_FEW + 1)).scalars())
    if len(few) <= _FEW:
        rows = [row for part in in_parts(few) for row in connection.execute(asked.where(number.in_(part))).all()]
        return _following(rows, key), None
    row = articles.c
    order = (row.day.desc(), row.published.desc(), row.id)
    newest = select(row.no, row.day, row.published, row.id).where(published_by(articles, day)).order_by(*order)
    # Of the article that the key is in, there may be more.
    newest = newest if key is None else newest.where(_from(key))
    found = connection.execute(newest.limit(_AT_ONCE)).all()
    own = asked.where(row.no.in_([article.no for article in found]))
    own = own.where(exists().where(links.c.space == space, links.c.a == number))
    rows = _following(connection.execute(own).all(), key)
    if len(found) < _AT_ONCE:
        return rows, None
    last = found[-1]
    return rows, (last.day, last.published or "", last.id, _LAST)


def _following(rows: Iterable[Any], key: tuple[Any, ...] | None) -> list[Any]:
    """Rows after a place, newest first."""
    ordered = sorted(rows, key=_newest_first)
    return ordered if key is None else [row for row in ordered if _newest_first(row) > _place(*key)]


def _newest_first(row: Any) -> tuple[Any, ...]:
    return _place(row.day, row.published or "", row.article_id, row.part)


def _place(day: int, published: str, id: str, part: str) -> tuple[Any, ...]:
    # Strings cannot be counted down; by their letters they can.
    return -day, (*(-ord(char) for char in published), 1), id, part


def _from(key: tuple[Any, ...]) -> Any:
    """The condition that an article comes after a place, or holds it."""
    row, (day, published, id, _) = articles.c, key
    if not day:
        return and_(row.day == 0, row.id >= id)
    same = and_(row.published == published, row.id >= id)
    return and_(row.day <= day, or_(row.day < day, row.published < published, same))


def _groups(
    connection: Connection, space: Space, asked: Any, number: Any, start: Iterable[Any]
) -> tuple[dict[int, list[Any]], dict[int, list[tuple[int, int, float]]]]:
    """For each of the rows to start from: all rows that it is linked with, in steps, and the links among them."""
    rows = {row.no: row for row in start}
    begun = list(rows)
    out: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    fresh = set(rows)
    while fresh:
        reached: set[int] = set()
        for part in in_parts(fresh):
            found = select(links.c.a, links.c.b, links.c.weight).where(links.c.space == space, links.c.a.in_(part))
            for a, b, weight in connection.execute(found).all():
                out[a].append((a, b, weight))
                reached.add(b)
        reached -= set(rows)
        fresh = set()
        for part in in_parts(reached):
            for row in connection.execute(asked.where(number.in_(part))).all():
                rows[row.no] = row
                fresh.add(row.no)
    groups: dict[int, list[Any]] = {}
    pairs: dict[int, list[tuple[int, int, float]]] = {}
    for no in begun:
        if no in groups:
            continue
        members, step = {no}, {no}
        while step:
            step = {b for a in step for _, b, _ in out[a] if b in rows} - members
            members |= step
        group = [rows[member] for member in sorted(members)]
        inside = [(a, b, w) for member in members for a, b, w in out[member] if b in members]
        for member in members:
            groups[member], pairs[member] = group, inside
    return groups, pairs


def shared(connection: Connection, article: int, day: int) -> tuple[SharedAnswer, ...]:
    """See `Ledger.shared`."""
    columns = tuple(articles.c[name] for name in ("no", "id", "outlet", "url", "title", "published", "record"))
    own = connection.execute(select(*columns).where(articles.c.no == article)).one()
    ours = dict(connection.execute(_shares(links.c.b, links.c.a == article)).all())
    theirs = dict(connection.execute(_shares(links.c.a, links.c.b == article, ours)).all())
    text = comparing.unpacked(own.record)["text"]
    found = []
    for part in in_parts(ours):
        asked = select(*columns).where(articles.c.no.in_(part), published_by(articles, day))
        for row in connection.execute(asked).all():
            answer = SharedAnswer(
                article=ArticleAnswer(
                    id=row.id, outlet=row.outlet, url=row.url, title=row.title, published=row.published
                ),
                ours=ours[row.no],
                theirs=theirs.get(row.no, 0.0),
                first=(row.published or "9999", row.id) < (own.published or "9999", own.id),
                spans=shared_spans(text, comparing.unpacked(row.record)["text"]),
            )
            found.append(answer)
    return tuple(sorted(found, key=lambda answer: (-answer.ours, answer.article.id)))


def _shares(column: Any, condition: Any, ends: Iterable[int] | None = None) -> Any:
    asked = select(column, links.c.weight).where(links.c.space == Space.COPY, condition)
    return asked if ends is None else asked.where(links.c.a.in_(sorted(ends)))
