"""Statements by words, source, outlet, stance and day, newest first, and how what is found spreads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, select

from reportedly.ledger.answers import SearchAnswer, StatementAnswer
from reportedly.ledger.db.engine import understanding
from reportedly.ledger.db.fulltext import Phrases, found_by_day, match_of
from reportedly.ledger.db.prepared import rows
from reportedly.ledger.db.schema import NOW, articles, facets, records, statements
from reportedly.ledger.db.sql import among
from reportedly.ledger.filters import StatementFilter, cursor_of, day_of, key_of
from reportedly.ledger.index.links import unpacked

__all__ = ["find_statements", "search"]

_FACETS = 2000
"""Statements that facets are counted over."""

_AT_ONCE = 500  # whole statements

_Found = tuple[int, str, int]
"""Day, article and number: what statements are put in order by."""

_row = statements.c
_WHOLE = (
    select(
        _row.no, articles.c.id, articles.c.outlet, articles.c.published, _row.id, _row.kind, _row.stance, _row.source,
        _row.cue, _row.content, _row.chain, _row.said, articles.c.title, articles.c.url, _row.corrected_by,
    )
    .join(articles, _row.article == articles.c.no)
    .where(among(_row.no, "numbers"))
)  # fmt: skip
_RECORDS = (
    select(articles.c.id, records.c.record)
    .join(articles, records.c.article == articles.c.no)
    .where(among(articles.c.id, "ids"))
)
_counted = facets.c
_ORDER = (
    select(_counted.no, articles.c.id)
    .join(articles, _counted.article == articles.c.no)
    .where(among(_counted.no, "numbers"))
)
_SPREAD = select(_counted.outlet, _counted.stance, _counted.kind, _counted.month).where(among(_counted.no, "numbers"))


def find_statements(
    connection: Connection, asked: StatementFilter, day: int, limit: int | None, *, located: bool = False
) -> tuple[StatementAnswer, ...]:
    """See `Ledger.statements`."""
    found = _found(connection, asked, day, None, limit or _AT_ONCE)
    numbers = (no for _, _, no in islice(found, limit))
    answers: list[StatementAnswer] = []
    while part := list(islice(numbers, _AT_ONCE)):
        answers += _located(connection, _whole(connection, part)) if located else _whole(connection, part)
    return tuple(answers)


def search(
    connection: Connection,
    source: str,
    asked: StatementFilter,
    day: int,
    limit: int,
    cursor: str | None,
    *,
    facets: bool,
    located: bool = False,
) -> SearchAnswer:
    """See `Ledger.search`."""
    key: _Found | None = None
    if cursor is not None:
        own_day, article, no = key_of(cursor, source, int, str, int)
        key = own_day, article, no
    newest = _newest(connection, asked, day) if facets else {}
    if facets and key is None:
        # What is shown is among what is counted, and need not be looked for once more.
        items = _first(connection, newest, limit + 1)
    else:
        items = list(islice(_found(connection, asked, day, key, limit + 1), limit + 1))
    shown = items[:limit]
    found = _whole(connection, [no for _, _, no in shown])
    return SearchAnswer(
        items=tuple(_located(connection, found) if located else found),
        next=cursor_of(*shown[-1]) if len(items) > limit else None,
        facets=_facets(connection, list(chain.from_iterable(newest.values()))) if facets else (),
    )


def _asked(asked: StatementFilter, day: int) -> tuple[Phrases, int, int] | None:
    """What is looked for, from which day to which; None where nothing can be found."""
    phrases = match_of(
        words=asked.words, source=asked.source, outlet=asked.outlet, stance=asked.stance, kind=asked.kind
    )
    if phrases is None:
        return None
    since, until = day_of(asked.since, "", "since"), day_of(asked.until, "", "until")
    # Undated ones count only where no day is asked for.
    is_any = day == NOW and since is None and until is None
    first = 0 if is_any else since.toordinal() if since else 1
    return phrases, first, min(day, until.toordinal() if until else NOW)


def _found(
    connection: Connection, asked: StatementFilter, day: int, after: _Found | None, at_once: int
) -> Iterator[_Found]:
    """What is found, newest first and in a day by article, as far as the reader goes on reading."""
    looked_for = _asked(asked, day)
    if looked_for is None:
        return
    phrases, first, last = looked_for
    if after is not None:
        last = min(last, after[0])
    for by_day in found_by_day(connection, phrases, first, last, at_once):
        for found in _in_order(connection, by_day):
            if after is None or found[0] != after[0] or found > after:
                yield found


def _in_order(connection: Connection, by_day: Mapping[int, Sequence[int]]) -> list[_Found]:
    """Statements newest first and in a day by article."""
    day_of_no = {no: day for day, numbers in by_day.items() for no in numbers}
    found = rows(connection, _ORDER, {"numbers": sorted(day_of_no)})
    return sorted(((day_of_no[no], article, no) for no, article in found), key=lambda found: (-found[0], *found[1:]))


def _newest(connection: Connection, asked: StatementFilter, day: int) -> dict[int, list[int]]:
    """The numbers of those that facets are counted over, by day, newest first."""
    looked_for = _asked(asked, day)
    newest: dict[int, list[int]] = {}
    room = _FACETS
    if looked_for is not None:
        for by_day in found_by_day(connection, *looked_for, _FACETS):
            for day_found, numbers in by_day.items():
                if len(numbers) > room:
                    of_day = _in_order(connection, {day_found: numbers})
                    newest[day_found] = [no for _, _, no in of_day[:room]]
                    return newest
                newest[day_found] = numbers
                room -= len(numbers)
    return newest


def _first(connection: Connection, by_day: Mapping[int, Sequence[int]], n: int) -> list[_Found]:
    """The first so many of what was found, of the days that they take up."""
    days: dict[int, Sequence[int]] = {}
    n_found = 0
    for day, numbers in by_day.items():
        if n_found >= n:
            break
        days[day] = numbers
        n_found += len(numbers)
    return _in_order(connection, days)[:n]


def _whole(connection: Connection, numbers: Sequence[int]) -> list[StatementAnswer]:
    """Statements by their numbers, in that order."""
    if not numbers:
        return []
    found = {row[0]: row for row in rows(connection, _WHOLE, {"numbers": numbers})}
    with understanding():
        return [_statement_from(found[no]) for no in numbers]


def _statement_from(row: Any) -> StatementAnswer:
    (_, article, outlet, published, id, kind, stance, source, cue, content, chain, said, title, url, corrected_by) = row
    return StatementAnswer(
        article=article,
        outlet=outlet,
        published=published,
        id=id,
        kind=kind,
        stance=stance,
        source=source,
        cue=cue,
        content=content,
        chain=tuple(json.loads(chain)),
        said=said,
        title=title,
        url=url,
        corrected_by=corrected_by,
    )


def _located(connection: Connection, found: Sequence[StatementAnswer]) -> list[StatementAnswer]:
    """Statements with their offsets and confidence, which stand in the records of their articles alone.

    They are looked up apart: a record is some hundred times as long as a row, and pages do without.
    """
    ids = sorted({statement.article for statement in found})
    by_id: dict[tuple[str, str], dict[str, Any]] = {}
    for article, record in rows(connection, _RECORDS, {"ids": ids}) if ids else ():
        data = unpacked(record)
        with understanding(is_whole=True):
            by_id.update({(article, statement["id"]): statement for statement in data["statements"]})
    with understanding():
        return [_with_place(statement, by_id[statement.article, statement.id]) for statement in found]


def _with_place(statement: StatementAnswer, kept: Mapping[str, Any]) -> StatementAnswer:
    content = tuple((start, end) for start, end in kept["content"])
    spans = [*kept["source"], *kept["cue"], *content]
    span = (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
    return replace(statement, span=span, content_spans=content, confidence=kept["confidence"])


def _facets(connection: Connection, numbers: Sequence[int]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    # Counted here, not by the ledger: hardly two statements have all four in common.
    found = rows(connection, _SPREAD, {"numbers": sorted(numbers)}) if numbers else []
    counted = {facet: Counter(row[i] for row in found) for i, facet in enumerate(("outlet", "stance", "kind", "month"))}
    return tuple(
        (facet, tuple(sorted(((v, n) for v, n in values.items() if v), key=lambda pair: (-pair[1], pair[0]))))
        for facet, values in counted.items()
    )
