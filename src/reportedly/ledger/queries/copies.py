"""Pages of what several articles print: one text, one utterance, parts of one article's text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, bindparam, exists, or_, select

from reportedly.ledger.answers import ArticleAnswer, EchoAnswer, Page, SharedAnswer, UtteranceAnswer
from reportedly.ledger.db.engine import DamagedError, understanding
from reportedly.ledger.db.prepared import column, rows
from reportedly.ledger.db.schema import NOW, Space, articles, links, quotations, records
from reportedly.ledger.db.sql import among
from reportedly.ledger.filters import cursor_of, key_of
from reportedly.ledger.index import links as link_index
from reportedly.ledger.index.components import links_of
from reportedly.ledger.matching.copies import Printed, copy_groups
from reportedly.ledger.matching.passages import shared_spans
from reportedly.ledger.matching.utterances import UNSOUND, find_drift

__all__ = ["drift_page", "echoes_page", "shared"]

T = TypeVar("T")

_FEW = 500
"""Up to so many links are all looked at; of more, those of the newest articles."""

_LAST = "\U0010ffff"
"""Comes after every part of an article."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is linked: articles that print one text, or quotations of one utterance.

    Attributes:
        rows: Of some numbers, as far as they are published in a span of days.
        newest: Numbers of what is linked, newest first, of the articles after a place.
        few: As `newest`, of some numbers.
    """

    space: Space
    rows: Any
    newest: Any
    few: Any


def _kind(space: Space, rows: Any, number: Any, part: Any) -> _Kind:
    row = articles.c
    rows = rows.where(row.day.between(bindparam("first"), bindparam("last")))
    order = (row.day.desc(), row.published.desc(), row.id, part)
    linked = exists().where(links.c.space == int(space), links.c.a == number)
    return _Kind(
        space=space,
        rows=rows.where(among(number, "numbers")),
        newest=rows.where(linked, among(row.no, "articles")).order_by(*order),
        few=rows.where(among(number, "numbers")).order_by(*order),
    )


_COPIES = _kind(
    Space.COPY,
    select(articles.c.no, articles.c.id, articles.c.outlet, articles.c.published, articles.c.day)
    .add_columns(articles.c.id.label("article_id"), articles.c.id.label("part")),
    articles.c.no,
    articles.c.id,
)  # fmt: skip
_UTTERANCES = _kind(
    Space.UTTERANCE,
    select(*link_index.QUOTATION, articles.c.day, quotations.c.statement.label("part")).join(
        articles, articles.c.no == quotations.c.article
    ),
    quotations.c.no,
    quotations.c.statement,
)


def echoes_page(connection: Connection, source: str, day: int, limit: int, cursor: str | None) -> Page[EchoAnswer]:
    """See `Ledger.echoes_page`."""

    def answer(group: Collection[Any], pairs: Collection[tuple[int, int, float]]) -> EchoAnswer | None:
        by_no = {row.no: Printed(row.id, row.outlet, row.published) for row in group}
        shares = {(by_no[a].id, by_no[b].id): weight for a, b, weight in pairs}
        found = copy_groups(shares, {printed.id: printed for printed in by_no.values()})
        return found[0] if found else None

    return _page(connection, source, _COPIES, day, limit, cursor, answer)


def drift_page(connection: Connection, source: str, day: int, limit: int, cursor: str | None) -> Page[UtteranceAnswer]:
    """See `Ledger.drift_page`."""

    def answer(group: Collection[Any], pairs: Collection[tuple[int, int, float]]) -> UtteranceAnswer | None:
        by_no = {row.no: link_index.quotation_from(row) for row in group}
        doubtful = _doubtful(connection, {quotation.article for quotation in by_no.values()})
        found = find_drift(by_no.values(), ((by_no[a].id, by_no[b].id) for a, b, _ in pairs), doubtful=doubtful)
        return found[0] if found else None

    return _page(connection, source, _UTTERANCES, day, limit, cursor, answer)


_INTEGRITY = select(articles.c.id, articles.c.integrity).where(
    articles.c.integrity.is_not(None), among(articles.c.id, "ids")
)


def _doubtful(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """What is wrong with the texts of some articles."""
    found = rows(connection, _INTEGRITY, {"ids": sorted(ids)})
    with understanding():
        return {row.id: kind for row in found for kind, *_ in json.loads(row.integrity) if kind in UNSOUND}


_Pairs = list[tuple[int, int, float]]


def _page(
    connection: Connection,
    source: str,
    kind: _Kind,
    day: int,
    limit: int,
    cursor: str | None,
    answer: Callable[[Collection[Any], Collection[tuple[int, int, float]]], T | None],
) -> Page[T]:
    """Walk through what is linked from the newest on; a group is told of where its newest member is met."""
    span = {"first": 0 if day == NOW else 1, "last": day}
    key: tuple[Any, ...] | None = key_of(cursor, source, int, str, str, str) if cursor is not None else None
    items: list[T] = []
    places: list[tuple[Any, ...]] = []
    seen: set[int] = set()
    for some in _walk(connection, kind, span, key, limit):
        fresh = [row for row in some if row.no not in seen]
        for group, pairs in _groups(connection, kind, span, fresh):
            seen.update(row.no for row in group)
            newest = _newest(group)
            if key is not None and not _is_after(newest, key):
                continue
            found = answer(group, pairs)
            if found is None:
                continue
            if len(items) == limit:
                return Page(items=tuple(items), next=cursor_of(*places[-1]))
            items.append(found)
            places.append((newest.day, newest.published or "", newest.article_id, newest.part))
    return Page(items=tuple(items))


_LINKED = select(links.c.a).where(links.c.space == bindparam("space")).limit(_FEW + 1)


def _walk(
    connection: Connection, kind: _Kind, span: Mapping[str, int], key: tuple[Any, ...] | None, limit: int
) -> Iterator[list[Any]]:
    """What is linked, newest first, a few articles at a time, from a place on."""
    row = articles.c
    few = sorted(set(column(connection, _LINKED, {"space": int(kind.space)})))
    if len(few) <= _FEW:
        found = rows(connection, kind.few, {"numbers": few, **span})
        found = found if key is None else [row for row in found if _is_after(row, key)]
        yield from (found[i : i + 2 * limit] for i in range(0, len(found), 2 * limit))
        return
    newest = select(row.no, row.day, row.published, row.id).where(row.day.between(span["first"], span["last"]))
    newest = newest.order_by(row.day.desc(), row.published.desc(), row.id)
    at_once = limit
    while True:
        # Of the article that the key is in, there may be more.
        asked = newest if key is None else newest.where(_from(key))
        printed = connection.execute(asked.limit(at_once)).all()
        values = {"articles": sorted(article.no for article in printed), **span}
        own = rows(connection, kind.newest, values)
        yield [row for row in own if key is None or _is_after(row, key)]
        if len(printed) < at_once:
            return
        last = printed[-1]
        key = last.day, last.published or "", last.id, _LAST
        at_once *= 2


def _newest(group: Iterable[Any]) -> Any:
    """The first of a group, where the newest comes first and those of one time by article."""
    latest = max((row.day, row.published or "") for row in group)
    same = (row for row in group if (row.day, row.published or "") == latest)
    return min(same, key=lambda row: (row.article_id, row.part))


def _is_after(row: Any, key: tuple[Any, ...]) -> bool:
    """Whether a row comes after a place, where the newest comes first."""
    time, its_time = (row.day, row.published or ""), key[:2]
    return time < its_time or (time == its_time and (row.article_id, row.part) > key[2:])


def _from(key: tuple[Any, ...]) -> Any:
    """The condition that an article comes after a place, or holds it."""
    row, (day, published, id, _) = articles.c, key
    if not day:
        return and_(row.day == 0, row.id >= id)
    same = and_(row.published == published, row.id >= id)
    return and_(row.day <= day, or_(row.day < day, row.published < published, same))


def _groups(
    connection: Connection, kind: _Kind, span: Mapping[str, int], start: Iterable[Any]
) -> Iterator[tuple[list[Any], _Pairs]]:
    """All that the rows to start from are linked with, in steps: each group once, with the links within it."""
    by_no = {row.no: row for row in start}
    begun = list(by_no)
    out: dict[int, _Pairs] = defaultdict(list)
    fresh = set(by_no)
    while fresh:
        reached: set[int] = set()
        for a, b, weight in links_of(connection, kind.space, fresh):
            out[a].append((a, b, weight))
            reached.add(b)
        reached -= set(by_no)
        found = rows(connection, kind.rows, {"numbers": sorted(reached), **span}) if reached else []
        fresh = {row.no for row in found}
        by_no.update((row.no, row) for row in found)
    seen: set[int] = set()
    for no in begun:
        if no in seen:
            continue
        members, step = {no}, {no}
        while step:
            step = {b for a in step for _, b, _ in out[a] if b in by_no} - members
            members |= step
        seen |= members
        inside = [link for member in members for link in out[member] if link[1] in members]
        yield [by_no[member] for member in sorted(members)], inside


_WHOLE = select(
    *(articles.c[name] for name in ("no", "id", "outlet", "url", "title", "published", "day")), records.c.record
).join(records, records.c.article == articles.c.no)
_OWN = _WHOLE.where(articles.c.no == bindparam("article"))
_THEIRS = _WHOLE.where(among(articles.c.no, "numbers"))
_copies = links.c.space == int(Space.COPY)
_SHARES = select(links.c.b, links.c.weight).where(_copies, links.c.a == bindparam("article"))
_SHARES_BACK = select(links.c.a, links.c.weight).where(
    _copies, links.c.b == bindparam("article"), among(links.c.a, "numbers")
)


def shared(connection: Connection, article: int, day: int) -> tuple[SharedAnswer, ...]:
    """See `Ledger.shared`."""
    own = next(iter(rows(connection, _OWN, {"article": article})), None)
    if own is None:
        raise DamagedError
    ours = dict(rows(connection, _SHARES, {"article": article}))
    numbers = sorted(ours)
    theirs = dict(rows(connection, _SHARES_BACK, {"article": article, "numbers": numbers})) if ours else {}
    text = link_index.unpacked(own.record)["text"]
    found = []
    for row in rows(connection, _THEIRS, {"numbers": numbers}) if ours else ():
        if day != NOW and not 1 <= row.day <= day:
            continue
        answer = SharedAnswer(
            article=ArticleAnswer(id=row.id, outlet=row.outlet, url=row.url, title=row.title, published=row.published),
            ours=ours[row.no],
            theirs=theirs.get(row.no, 0.0),
            first=(row.published or "9999", row.id) < (own.published or "9999", own.id),
            spans=shared_spans(text, link_index.unpacked(row.record)["text"]),
        )
        found.append(answer)
    return tuple(sorted(found, key=lambda answer: (-answer.ours, answer.article.id)))
