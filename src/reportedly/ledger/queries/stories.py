"""The stories that events belong to, among the articles that were printed last."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from reportedly.ledger.db.prepared import column, rows
from reportedly.ledger.db.schema import NOW, articles, members, mentions
from reportedly.ledger.db.sql import among
from reportedly.ledger.matching.stories import Dispatch, Story, alike, story_of
from reportedly.ledger.queries.as_of import shape_of_day, valid

__all__ = ["LOOKED_AT", "Compared", "stories"]

LOOKED_AT = 150
"""Articles that are compared, the newest: a day or two of a large ledger, for a page that is made in milliseconds."""

_KEPT = 4


class Compared:
    """Which of the newest articles tell one story, worked out once for each set of articles; the last few are kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, ...], tuple[dict[int, str | None], dict[int, set[int]]]] = {}

    def among(self, connection: Connection, newest: Sequence[int]) -> tuple[dict[int, str | None], dict[int, set[int]]]:
        """The articles' outlets, and `alike` of them."""
        key = tuple(newest)
        found = self._kept.get(key)
        if found is None:
            told = rows(connection, _ABOUT, {"articles": sorted(newest)})
            outlets = {row.no: row.outlet for row in told}
            dispatches = [
                Dispatch(article=row.no, outlet=row.outlet, about=frozenset(json.loads(row.about))) for row in told
            ]
            found = outlets, alike(dispatches)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = found
        return found


def stories(connection: Connection, events: Collection[str], day: int, compared: Compared) -> dict[str, Story]:
    """See `Ledger.stories`."""
    if not events:
        return {}
    outlets, like = compared.among(connection, column(connection, _newest(shape_of_day(day)), {"day": day}))
    own: dict[str, set[int]] = defaultdict(set)
    for row in rows(connection, _own(shape_of_day(day)), {"events": sorted(events), "day": day}):
        own[row.id].add(row.article)
    return {event: story_of(numbers, like, outlets) for event, numbers in own.items()}


_ABOUT = (
    select(articles.c.no, articles.c.outlet, func.min(mentions.c.about).label("about"))
    .join(mentions, mentions.c.article == articles.c.no)
    .where(among(articles.c.no, "articles"))
    .group_by(articles.c.no, articles.c.outlet)
)


@lru_cache(maxsize=2)
def _newest(day: int) -> Any:
    newest = select(articles.c.no)
    if day != NOW:
        newest = newest.where(articles.c.day.between(1, bindparam("day")))
    return newest.order_by(articles.c.day.desc(), articles.c.id).limit(LOOKED_AT)


@lru_cache(maxsize=2)
def _own(day: int) -> Any:
    # An event has the id and the number of the mention that names it.
    named = mentions.alias("named")
    return (
        select(named.c.id, mentions.c.article)
        .join(members, members.c.event == named.c.no)
        .join(mentions, mentions.c.no == members.c.mention)
        .where(among(named.c.id, "events"), valid(members, day))
    )
