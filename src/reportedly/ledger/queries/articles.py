"""Articles: without their texts, by their ids or a page at a time; what a reader notices; the record of one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, true

from reportedly.errors import NotFound
from reportedly.ledger.answers import ArticleAnswer, Page
from reportedly.ledger.correction_rows import rules_of
from reportedly.ledger.corrections import NOBODY, CorrectionKind, Rules, corrected_record
from reportedly.ledger.db.engine import understanding
from reportedly.ledger.db.prepared import column, rows, scalar
from reportedly.ledger.db.schema import NOW, articles, corrections, records, withdrawn
from reportedly.ledger.db.sql import among
from reportedly.ledger.filters import cursor_of, key_of
from reportedly.ledger.index.links import record_from
from reportedly.ledger.index.sources import spellings
from reportedly.ledger.queries.as_of import DAY, parameter, shape_of_day
from reportedly.record import Integrity, Record
from reportedly.vocabulary import IntegrityKind

__all__ = [
    "article_at",
    "article_of",
    "articles_by_id",
    "articles_page",
    "every_article",
    "integrity_notes",
    "number_of",
    "printed_by",
    "record_of",
]


def printed_by(last: date | None) -> ColumnElement[bool]:
    """The condition that an article was published by the end of a day."""
    return true() if last is None else articles.c.day.between(1, last.toordinal())


def every_article(connection: Connection, last: date | None) -> tuple[ArticleAnswer, ...]:
    """See `Ledger.articles`; as of a day, or now."""
    columns = (articles.c.id, articles.c.outlet, articles.c.url, articles.c.title, articles.c.published)
    found = connection.execute(select(*columns).where(printed_by(last))).all()
    answers = (ArticleAnswer(**row._mapping) for row in found)
    return tuple(sorted(answers, key=lambda article: (article.published or "9999", article.id)))


_NUMBER = select(articles.c.no).where(articles.c.id == bindparam("id"))


def number_of(connection: Connection, id: str) -> int | None:
    """The number that an article has in the tables; None where there is none of this id."""
    no = scalar(connection, _NUMBER, {"id": id})
    return None if no is None else int(no)


def article_at(connection: Connection, source: str, id: str) -> int:
    """As `number_of`.

    Raises:
        NotFound: There is no such article.
    """
    no = number_of(connection, id)
    if no is None:
        raise _no_article(connection, source, id)
    return no


def article_of(connection: Connection, source: str, id: str) -> ArticleAnswer:
    """See `Ledger.article`."""
    found = articles_by_id(connection, [id])
    if not found:
        raise _no_article(connection, source, id)
    return found[id]


def _no_article(connection: Connection, source: str, id: str) -> NotFound:
    """That there is no such article, and who took it out, if anybody did."""
    asked = (
        select(corrections.c.kind, corrections.c.who, corrections.c.made)
        .join(withdrawn, withdrawn.c.correction == corrections.c.no)
        .where(withdrawn.c.id == id)
    )
    gone = connection.execute(asked).first()
    reason = f"no article {id!r}"
    if gone is not None:
        done = "removed" if gone.kind == CorrectionKind.REMOVE else "hidden"
        reason += f" any more: it was {done} by {gone.who or NOBODY} on {gone.made[:10]}"
    return NotFound(source, reason, "`reportedly statements` prints their ids")


_RECORD = (
    select(records.c.record)
    .select_from(articles.outerjoin(records, records.c.article == articles.c.no))
    .where(articles.c.id == bindparam("id"))
)


def record_of(connection: Connection, source: str, id: str, *, as_read: bool) -> Record:
    """See `Ledger.record`."""
    found = column(connection, _RECORD, {"id": id})
    if not found:
        raise _no_article(connection, source, id)
    rules = Rules() if as_read else rules_of(connection)
    return corrected_record(record_from(found[0] or b""), rules)


def integrity_notes(connection: Connection, last: date | None, limit: int | None) -> tuple[tuple[str, Integrity], ...]:
    """See `Ledger.integrity`; as of a day, or now."""
    asked = select(articles.c.id, articles.c.integrity).where(articles.c.integrity.is_not(None), printed_by(last))
    found = connection.execute(asked.order_by(articles.c.day.desc(), articles.c.id).limit(limit)).all()
    with understanding():
        return tuple(
            (row.id, Integrity(kind=IntegrityKind(kind), span=tuple(span) if span else None, why=why))
            for row in sorted(found, key=lambda row: row.id)
            for kind, span, why in json.loads(row.integrity)
        )


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
    value, published, id = parameter("key0"), parameter("key1"), parameter("key2")
    where: list[ColumnElement[bool]] = [] if day == NOW else [row.day.between(1, DAY)]
    if outlets == 1:
        # Of one, an index has them in order.
        where.append(row.outlet == parameter("outlet"))
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
    return asked.order_by(row.day.desc(), row.published.desc(), row.id).limit(parameter("most"))


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
    found = rows(connection, _articles_query(shape_of_day(day), after, outlets=n_outlets), values)
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
