"""Records into a ledger: compared with its own, or with all that was worked out of them elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from reportedly.ledger.db.schema import (
    Space,
    articles,
    corrections,
    facts,
    keys,
    links,
    members,
    rulings,
    standing,
    terms,
    versions,
)
from reportedly.ledger.db.sql import insert_rows
from reportedly.ledger.index.ingest import Adding
from reportedly.ledger.index.links import ComparisonCache
from reportedly.ledger.index.standing_rows import MEMBERS, STANDING
from reportedly.ledger.matching.copies import text_of
from reportedly.ledger.store import Store
from reportedly.record import Record

__all__ = ["WorkedOut", "ingest_in_batches", "ingest_records", "take_over"]

T = TypeVar("T")

_AT_ONCE = 5000  # rows
_ARTICLES_AT_ONCE = 200
_BATCH = 64  # articles a transaction

_SET_SPAN = (
    update(versions).where(versions.c.article == bindparam("no")).values(since=bindparam("from"), until=bindparam("to"))
)


def ingest_records(store: Store, records: Iterable[Record]) -> int:
    """Add records in one transaction; how many of them were new."""
    with store.adding() as connection:
        adding = Adding(connection, store.known)
        n_new = sum(adding.add(record) for record in records)
        adding.finish()
    return n_new


def ingest_in_batches(store: Store, records: Iterable[Record]) -> tuple[int, int]:
    """See `Ledger.add_all`."""
    n_new = n_known = 0
    for batch in _parts(records, _BATCH):
        n_added = ingest_records(store, batch)
        n_new += n_added
        n_known += len(batch) - n_added
    return n_new, n_known


@dataclass(frozen=True, kw_only=True)
class WorkedOut:
    """What was worked out of some records, by ids in place of numbers.

    Attributes:
        records: Every article's, each once.
        keys: (space, hash, day, item): what was compared.
        links: (space, a, b, weight, back), each once.
        spans: (article, since, until) of articles that are versions of a page; days as ordinals, None as printed.
        days: Rows of `standing.STANDING`, members of `standing.MEMBERS`, terms (term, event).
        made_by: What the links and the days were made by, under the names of the table `facts`.
    """

    records: Iterable[Record]
    keys: Iterable[tuple[int, int, int, str]]
    links: Iterable[tuple[int, str, str, float, float]]
    spans: Iterable[tuple[str, int | None, int | None]]
    days: Iterable[tuple[Any, ...]]
    members: Iterable[tuple[str, int, int, str]]
    terms: Iterable[tuple[str, str]]
    made_by: Mapping[str, str] = field(default_factory=dict)


def take_over(store: Store, found: WorkedOut) -> tuple[int, int]:
    """See `Ledger.take_over`."""
    if not _is_empty(store):
        return ingest_in_batches(store, found.records)
    with store.adding() as connection:
        n_new = _write_down(connection, found)
    store.rebuild()  # where another state of the program has worked it out
    return n_new, 0


def _is_empty(store: Store) -> bool:
    """Whether there are neither articles nor decisions by people, of which imported tables know nothing."""
    with store.reading() as connection:
        return not any(connection.execute(select(table).limit(1)).first() for table in (articles, corrections, rulings))


def _write_down(connection: Connection, found: WorkedOut) -> int:
    """Write all of it into a ledger that holds nothing; how many articles."""
    number: dict[Space, dict[str, int]] = {space: {} for space in Space}
    adding = Adding(connection, ComparisonCache())
    for some in _parts(found.records, _ARTICLES_AT_ONCE):
        for record in some:
            adding.keep(record, text_of(record.article.text, outlet=record.article.outlet))
            number[Space.COPY][record.article.id] = adding.number
            events, quoted = adding.keep_parts(adding.number, record)
            number[Space.EVENT].update((mention.id, no) for no, mention in events)
            number[Space.UTTERANCE].update((quotation.id, no) for no, quotation in quoted)
        adding.finish()
    event = number[Space.EVENT]
    for rows in _parts(found.keys, _AT_ONCE):
        numbered = [(space, hash, day, number[Space(space)][item]) for space, hash, day, item in rows]
        insert_rows(connection, keys, ("space", "hash", "day", "item"), sorted(numbered))
    for linked in _parts(found.links, _AT_ONCE):
        both = []
        for space, a, b, weight, back in linked:
            x, y = number[Space(space)][a], number[Space(space)][b]
            both += [(space, x, y, weight), (space, y, x, back)]
        insert_rows(connection, links, ("space", "a", "b", "weight"), sorted(both))
    for spans in _parts(found.spans, _AT_ONCE):
        numbered_spans = [
            {"no": number[Space.COPY][article], "from": since, "to": until} for article, since, until in spans
        ]
        connection.execute(_SET_SPAN, numbered_spans)
    for days in _parts(found.days, _AT_ONCE):
        insert_rows(connection, standing, STANDING, sorted((event[id], *rest) for id, *rest in days))
    for belong in _parts(found.members, _AT_ONCE):
        numbered_members = [(event[mention], first, last, event[id]) for mention, first, last, id in belong]
        insert_rows(connection, members, MEMBERS, sorted(numbered_members))
    for named in _parts(found.terms, _AT_ONCE):
        insert_rows(connection, terms, ("term", "event"), sorted((term, event[id]) for term, id in named))
    for name, value in found.made_by.items():
        connection.execute(delete(facts).where(facts.c.name == name))
        connection.execute(insert(facts), {"name": name, "value": value})
    return len(number[Space.COPY])


def _parts(rows: Iterable[T], n: int) -> Iterator[list[T]]:
    stream = iter(rows)
    while part := list(itertools.islice(stream, n)):
        yield part
