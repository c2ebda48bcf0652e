"""Articles by the words of their titles, among those that were printed last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, or_, select

from reportedly.ledger.answers import ArticleAnswer
from reportedly.ledger.db.prepared import rows
from reportedly.ledger.db.schema import NOW, articles
from reportedly.lexicon.stems import words_of

__all__ = ["LOOKED_AT", "titled"]

LOOKED_AT = 5000
"""Articles whose titles are looked at, the newest: titles have no index, and all of 100,000 take longer than a page."""


def titled(connection: Connection, words: str, day: int, limit: int) -> tuple[ArticleAnswer, ...]:
    """See `Ledger.find_articles`."""
    wanted = dict.fromkeys(words_of(words))
    if not wanted:
        return ()
    # The database sorts out most; what it cannot fold, titles with other letters than ASCII, is left to `words_of`.
    values: dict[str, Any] = {f"w{i}": f"%{_beginning(word)}%" for i, word in enumerate(wanted)}
    found = rows(connection, _query(len(wanted), day == NOW, connection.dialect.name), values | {"day": day})
    have = (row for row in found if set(words_of(row.title or "")) >= set(wanted))
    return tuple(
        ArticleAnswer(id=row.id, outlet=row.outlet, url=row.url, title=row.title, published=row.published)
        for row, _ in zip(have, range(limit), strict=False)
    )


def _beginning(stem: str) -> str:
    """What all forms of a word have: "ferri" is the stem of "ferry" too."""
    own = stem[:-1] if len(stem) > 4 else stem
    return own.replace("%", "").replace("_", "")


@lru_cache(maxsize=64)
def _query(n_words: int, now: bool, dialect: str) -> Any:
    newest = select(*(articles.c[name] for name in ("id", "outlet", "url", "title", "published", "day")))
    if not now:
        newest = newest.where(articles.c.day.between(1, bindparam("day")))
    few = newest.order_by(articles.c.day.desc(), articles.c.id).limit(LOOKED_AT).subquery()
    pattern = "'*[^ -~]*'" if dialect == "sqlite" else "'[^ -~]'"
    other: ColumnElement[bool] = few.c.title.op("GLOB" if dialect == "sqlite" else "~")(literal_column(pattern))
    tests: Sequence[ColumnElement[bool]] = [func.lower(few.c.title).like(bindparam(f"w{i}")) for i in range(n_words)]
    asked = select(few.c.id, few.c.outlet, few.c.url, few.c.title, few.c.published)
    return asked.where(*(or_(test, other) for test in tests)).order_by(few.c.day.desc(), few.c.id)
