"""An article taken out of a ledger's tables with all that was derived from it, within a transaction of the writer.

What other articles' events come to is rebuilt when it is next asked for, from the first day on: an event may have
been named by what is gone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from reportedly.ledger.db.fulltext import indexed_of, unindex_statements
from reportedly.ledger.db.schema import (
    Space,
    articles,
    dirty,
    facets,
    facts,
    links,
    members,
    mentions,
    quotations,
    records,
    statements,
    terms,
    versions,
)
from reportedly.ledger.db.schema import standing as stood
from reportedly.ledger.db.sql import among, run_for_each
from reportedly.ledger.index import sources as source_index
from reportedly.ledger.index import timeline
from reportedly.ledger.index.components import linked_numbers
from reportedly.ledger.index.links import mention_from, mention_rows
from reportedly.ledger.matching.blocking import blocking_keys
from reportedly.ledger.matching.copies import text_of
from reportedly.ledger.matching.features import features_of
from reportedly.ledger.matching.utterances import utterance_keys
from reportedly.ledger.mentions import Mention
from reportedly.record import Record

__all__ = ["take_out"]

_NUMBERED = (articles, statements, mentions, quotations)


def take_out(connection: Connection, no: int, record: Record) -> tuple[Mention, ...]:
    """Take an article out, by its number; the mentions that it had.

    Args:
        record: As it is stored.
    """
    _keep_numbers(connection)
    own = connection.execute(select(mentions.c.no).where(mentions.c.article == no)).scalars().all()
    found = {row[0]: mention_from(row) for row in mention_rows(connection, own)}
    _mark_others(connection, no, own)
    _drop_events(connection, own)
    _drop_comparisons(connection, no, found, record)
    _drop_statements(connection, no)
    for table, column in ((mentions, mentions.c.article), (quotations, quotations.c.article)):
        connection.execute(delete(table).where(column == no))
    for table, column in ((records, records.c.article), (versions, versions.c.article)):
        connection.execute(delete(table).where(column == no))
    connection.execute(delete(articles).where(articles.c.no == no))
    return tuple(found.values())


def _keep_numbers(connection: Connection) -> None:
    """Note the last numbers that were given, and that something was taken out."""
    last = [connection.execute(select(func.coalesce(func.max(table.c.no), 0))).scalar_one() for table in _NUMBERED]
    noted = _fact(connection, "last numbers")
    if noted:
        last = [max(pair) for pair in zip(last, json.loads(noted), strict=True)]
    _set_fact(connection, "last numbers", json.dumps(last))
    _set_fact(connection, "rewritten", str(int(_fact(connection, "rewritten") or 0) + 1))


def _fact(connection: Connection, name: str) -> str | None:
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()


def _set_fact(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(facts).where(facts.c.name == name))
    connection.execute(insert(facts), {"name": name, "value": value})


def _mark_others(connection: Connection, no: int, own: Sequence[int]) -> None:
    """Note all events that this article's share, and those of articles that print its text: an echo may be none now."""
    repeated = select(links.c.b).where(links.c.space == int(Space.COPY), links.c.a == no)
    told = connection.execute(select(mentions.c.no).where(mentions.c.article.in_(repeated))).scalars().all()
    reached = linked_numbers(connection, [*own, *told])
    connection.execute(delete(terms).where(among(terms.c.event, sorted(reached))))
    timeline.mark(connection, dict.fromkeys(reached - set(own), 0))


def _drop_events(connection: Connection, own: Sequence[int]) -> None:
    wanted = sorted(own)
    for table, column in (
        (stood, stood.c.event),
        (terms, terms.c.event),
        (members, members.c.mention),
        (dirty, dirty.c.mention),
    ):
        connection.execute(delete(table).where(among(column, wanted)))


def _drop_comparisons(connection: Connection, no: int, own: dict[int, Mention], record: Record) -> None:
    """Keys are found by what they were made of: no index has them by what they stand for."""
    article = record.article
    day = article.published_on.toordinal() if article.published_on else 0
    quoted = connection.execute(select(quotations.c.no, quotations.c.words).where(quotations.c.article == no)).all()
    keyed: list[tuple[int, int, int]] = []
    for item, mention in own.items():
        keyed += [(int(Space.EVENT), hash, item) for hash in {key for key, _ in blocking_keys(features_of(mention))}]
    for item, words in quoted:
        keyed += [(int(Space.UTTERANCE), hash, item) for hash in utterance_keys(words)]
    signature = text_of(article.text, outlet=article.outlet).signature
    keyed += [(int(Space.COPY), hash, no) for hash in signature]
    asked = "DELETE FROM keys WHERE space = ? AND hash = ? AND day = ? AND item = ?"
    run_for_each(connection, asked, [(space, hash, day, item) for space, hash, item in keyed])
    for space, items in (
        (Space.EVENT, list(own)),
        (Space.UTTERANCE, [item for item, _ in quoted]),
        (Space.COPY, [no]),
    ):
        here = links.c.space == int(space)
        ends = connection.execute(select(links.c.a, links.c.b).where(here, among(links.c.a, sorted(items)))).all()
        both = [(int(space), *pair) for a, b in ends for pair in ((a, b), (b, a))]
        run_for_each(connection, "DELETE FROM links WHERE space = ? AND a = ? AND b = ?", both)


def _drop_statements(connection: Connection, no: int) -> None:
    unindex_statements(connection, indexed_of(connection, no))
    outlet = connection.execute(select(articles.c.outlet).where(articles.c.no == no)).scalar()
    source_index.drop_article(connection, no, outlet)
    numbers = select(statements.c.no).where(statements.c.article == no)
    connection.execute(delete(facets).where(facets.c.no.in_(numbers)))
    connection.execute(delete(statements).where(statements.c.article == no))
