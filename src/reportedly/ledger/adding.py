"""A record written into a ledger's tables and compared with what is there, within a transaction of the only writer."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from reportedly.ledger import naming, standing, versions
from reportedly.ledger.among import insert_rows
from reportedly.ledger.comparing import Comparison, Known, forget_comparisons, record_from
from reportedly.ledger.drift import quotations_of
from reportedly.ledger.echoes import Text, text_of
from reportedly.ledger.names import fold
from reportedly.ledger.reports import mentions_of
from reportedly.ledger.schema import NOW, articles, facets, facts, mentions, quotations, records, statements
from reportedly.ledger.search import Indexed, index_statements
from reportedly.record import Record

__all__ = ["Adding", "clean", "compare_anew", "name_anew"]

_IS_KNOWN = select(articles.c.no).where(articles.c.id == bindparam("id"))
_LAST = select(
    *(
        func.coalesce(select(func.max(table.c.no)).scalar_subquery(), 0)
        for table in (articles, statements, mentions, quotations)
    ),
    select(facts.c.value).where(facts.c.name == "compared by").scalar_subquery(),
)

_ARTICLE = ("no", "id", "outlet", "url", "title", "published", "day", "integrity", "kept")
_RECORD = ("article", "record")
_STATEMENT = (*("no", "article", "id", "kind", "stance", "source", "cue", "content", "chain", "names", "said", "day"),)
_FACETS = ("no", "article", "outlet", "stance", "kind", "month")
_MENTION = ("no", "id", "article", "key", "about", "reports")
_QUOTATION = ("no", "article", "statement", "source", "words")


class Adding:
    """Adds records, in one transaction; `finish` writes what is cheaper to write at once.

    Only one writer writes at a time, so the numbers of new rows can be given here.
    """

    def __init__(self, connection: Connection, known: Known) -> None:
        self._connection, self._known = connection, known
        *last, compared_by = connection.execute(_LAST).one()
        self._article, self._statement, self._mention, self._quotation = last
        if compared_by != versions.current()["compared by"]:
            # Another state of the program has numbered and compared all anew, under our feet.
            known.forget()
        self._indexed: list[Indexed] = []

    def add(self, record: Record) -> bool:
        """Add one article's record; False where it is there already."""
        article = record.article
        if self._connection.execute(_IS_KNOWN, {"id": article.id}).first():
            return False
        day = article.published_on.toordinal() if article.published_on else 0
        text = text_of(article.text, outlet=article.outlet)
        self._article += 1
        row = (
            self._article,
            article.id,
            clean(article.outlet),
            clean(article.url),
            clean(article.title),
            article.published,
            day,
            json.dumps(_integrity(record)) if record.integrity else None,
            len(text.signature),
        )
        insert_rows(self._connection, articles, _ARTICLE, [row])
        stored = zlib.compress(json.dumps(record.to_dict()).encode(), 3)
        insert_rows(self._connection, records, _RECORD, [(self._article, stored)])
        self._add_statements(self._article, day, record)
        self.compare(self._article, day, record, text)
        return True

    def _add_statements(self, article: int, day: int, record: Record) -> None:
        rows = []
        outlet = clean(record.article.outlet)
        month = record.article.published[:7] if record.article.published else None
        counted = []
        first = self._statement + 1
        for no, statement in enumerate(record.statements, first):
            names = [link.name for link in statement.chain]
            row = (
                no,
                article,
                statement.id,
                statement.kind.value,
                statement.stance.value,
                clean(record.words(statement.source)),
                clean(record.words(statement.cue)),
                clean(record.words(statement.content)),
                json.dumps(names),
                clean(fold(" | ".join(names))),
                statement.said,
                day,
            )
            rows.append(row)
            counted.append((no, article, outlet, statement.stance.value, statement.kind.value, month))
            found = Indexed(no, day, source=row[5], content=row[7], names=row[9], chain=names, outlet=outlet,
                            stance=row[4], kind=row[3])  # fmt: skip
            self._indexed.append(found)
        self._statement += len(rows)
        insert_rows(self._connection, statements, _STATEMENT, rows)
        insert_rows(self._connection, facets, _FACETS, counted)
        naming.note_names(self._connection, article, day, outlet, enumerate(record.statements, first))
        naming.note_outlet(self._connection, outlet)

    def compare(self, article: int, day: int, record: Record, text: Text) -> None:
        """Write what is compared across articles, and compare it."""
        events = list(enumerate(mentions_of(record), self._mention + 1))
        self._mention += len(events)
        rows: list[tuple[Any, ...]] = [
            (
                no,
                mention.id,
                article,
                clean(mention.key),
                json.dumps(mention.about),
                json.dumps([report.to_dict() for report in mention.reports]),
            )
            for no, mention in events
        ]
        insert_rows(self._connection, mentions, _MENTION, rows)
        quoted = list(enumerate(quotations_of(record), self._quotation + 1))
        self._quotation += len(quoted)
        rows = [(no, article, q.statement, clean(q.source), clean(q.words)) for no, q in quoted]
        insert_rows(self._connection, quotations, _QUOTATION, rows)
        comparison = Comparison(self._connection, day, self._known)
        comparison.mentions(events)
        comparison.quotations(quoted)
        repeated = comparison.text(article, text)
        comparison.keep()
        standing.mark(self._connection, dict.fromkeys((no for no, _ in events), day or NOW))
        standing.mark_repeats(self._connection, article, repeated)

    def finish(self) -> None:
        """Make all that was added findable by its words."""
        index_statements(self._connection, self._indexed)
        self._indexed = []


def compare_anew(connection: Connection, known: Known) -> None:
    """Compare all articles, as if they were added once more."""
    forget_comparisons(connection)
    standing.forget(connection)
    connection.execute(delete(mentions))
    connection.execute(delete(quotations))
    known.forget()
    adding = Adding(connection, known)
    for no, day, record in _records(connection):
        text = text_of(record.article.text, outlet=record.article.outlet)
        connection.execute(update(articles).where(articles.c.no == no).values(kept=len(text.signature)))
        adding.compare(no, day, record, text)
        known.keep_small()


def name_anew(connection: Connection) -> None:
    """Write down all sources and outlets, as if all articles were added once more."""
    naming.forget(connection)
    for no, day, record in _records(connection):
        numbers = select(statements.c.id, statements.c.no).where(statements.c.article == no)
        number = dict(connection.execute(numbers).all())
        told = [(number[statement.id], statement) for statement in record.statements if statement.id in number]
        outlet = clean(record.article.outlet)
        naming.note_names(connection, no, day, outlet, told)
        naming.note_outlet(connection, outlet)


def _records(connection: Connection) -> Iterator[tuple[int, int, Record]]:
    """Every article's number, day and record, one at a time."""
    for no, day in connection.execute(select(articles.c.no, articles.c.day).order_by(articles.c.no)).all():
        stored = connection.execute(select(records.c.record).where(records.c.article == no)).scalar_one()
        yield no, day, record_from(stored)


def clean(text: Any) -> Any:
    """Text that a database takes: lone surrogates, which some broken pages have, become question marks."""
    if not isinstance(text, str):
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _integrity(record: Record) -> list[list[Any]]:
    return [[note.kind.value, list(note.span) if note.span else None, note.why] for note in record.integrity]
