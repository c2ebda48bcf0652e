"""A record written into a ledger's tables and compared with what is there, within a transaction of the only writer."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from reportedly.ledger.correction_rows import rules_of
from reportedly.ledger.corrections import Rules, corrected_record
from reportedly.ledger.db.fulltext import Indexed, index_statements
from reportedly.ledger.db.prepared import rows as rows_of
from reportedly.ledger.db.schema import (
    NOW,
    articles,
    facets,
    facts,
    mentions,
    quotations,
    records,
    statements,
    versions,
    withdrawn,
)
from reportedly.ledger.db.sql import among, insert_rows
from reportedly.ledger.index import sources as source_index
from reportedly.ledger.index import timeline
from reportedly.ledger.index.links import Comparison, ComparisonCache, forget_comparisons, record_from
from reportedly.ledger.matching.copies import Text, text_of
from reportedly.ledger.matching.utterances import Quotation, quotations_of
from reportedly.ledger.mentions import Mention, mentions_of
from reportedly.ledger.page_versions import Span, Version, address_key, spans_of, version_of
from reportedly.ledger.versions import current
from reportedly.lexicon.folding import fold
from reportedly.record import Record

__all__ = ["Adding", "address_anew", "address_digest", "clean", "compare_anew", "name_anew"]

_IS_KNOWN = select(articles.c.no).where(articles.c.id == bindparam("id"))
_LAST = select(
    *(
        func.coalesce(select(func.max(table.c.no)).scalar_subquery(), 0)
        for table in (articles, statements, mentions, quotations)
    ),
    select(facts.c.value).where(facts.c.name == "compared by").scalar_subquery(),
    select(facts.c.value).where(facts.c.name == "last numbers").scalar_subquery(),
)
_WITHDRAWN = select(withdrawn.c.id).where(
    or_(withdrawn.c.id == bindparam("id"), withdrawn.c.address == bindparam("address"))
)

_AT_ADDRESS = select(versions.c.article).where(versions.c.address == bindparam("address"))
_RECORDS_AT = select(records.c.article, records.c.record).where(among(records.c.article, "numbers"))
_SPANS = select(versions.c.article, versions.c.since, versions.c.until).where(among(versions.c.article, "numbers"))
_SET_SPAN = (
    update(versions).where(versions.c.article == bindparam("no")).values(since=bindparam("from"), until=bindparam("to"))
)
_MENTIONS_OF = select(mentions.c.no).where(mentions.c.article == bindparam("no"))

_ARTICLE = ("no", "id", "outlet", "url", "title", "published", "day", "integrity", "kept")
_RECORD = ("article", "record")
_STATEMENT = (
    *("no", "article", "id", "kind", "stance", "source", "cue", "content", "chain", "names", "said", "day"),
    "corrected_by",
)
_FACETS = ("no", "article", "outlet", "stance", "kind", "month")
_MENTION = ("no", "id", "article", "key", "about", "reports")
_QUOTATION = ("no", "article", "statement", "source", "words")


class Adding:
    """Adds records, in one transaction; `finish` writes what is cheaper to write at once.

    Only one writer writes at a time, so the numbers of new rows can be given here.
    """

    def __init__(self, connection: Connection, known: ComparisonCache, *, rules: Rules | None = None) -> None:
        self._connection, self._known = connection, known
        self._rules = rules_of(connection) if rules is None else rules
        *last, compared_by, before = connection.execute(_LAST).one()
        # A number is given once, also where what had the last ones was taken out.
        last = [max(pair) for pair in zip(last, json.loads(before or "[0, 0, 0, 0]"), strict=True)]
        self._article, self._statement, self._mention, self._quotation = last
        if compared_by != current()["compared by"]:
            # Another state of the program has numbered and compared all anew, under our feet.
            known.forget()
        self._indexed: list[Indexed] = []

    def add(self, record: Record) -> bool:
        """Add one article's record; False where it is there already, or was hidden or removed."""
        article = record.article
        if self._connection.execute(_IS_KNOWN, {"id": article.id}).first():
            return False
        if self._connection.execute(_WITHDRAWN, {"id": article.id, "address": address_digest(article.url)}).first():
            return False
        others = self._others_at(address_key(article.url))
        if any(other.words == version_of(article).words for other in others.values()):
            return False  # the same page under another form of its address
        self.put(record, others)
        return True

    def put(self, record: Record, others: Mapping[int, Version] | None = None) -> None:
        """Add the record of an article that is not there; `others` are the articles at its address, where known."""
        article = record.article
        address, own = address_key(article.url), version_of(article)
        others = self._others_at(address) if others is None else others
        text = text_of(article.text, outlet=article.outlet)
        day = self.keep(record, text)
        self.compare(self._article, day, corrected_record(record, self._rules), text)
        if address is not None:
            if others:
                self._replace({**others, self._article: own})
            self._known.versions[self._article] = own

    def keep(self, record: Record, text: Text) -> int:
        """Write what is asked of one article alone, under the next number; its day."""
        article = record.article
        day = article.published_on.toordinal() if article.published_on else 0
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
        # What is derived is derived from what people have made of it; what is stored stays as it was read.
        record = corrected_record(record, self._rules)
        self._add_statements(self._article, day, record)
        if (address := address_key(article.url)) is not None:
            insert_rows(self._connection, versions, ("article", "address"), [(self._article, clean(address))])
        return day

    def stand_again(self, url: str | None) -> None:
        """Let the versions of a page stand that are left, after one was taken out."""
        if left := self._others_at(address_key(url)):
            self._replace(left)

    def _others_at(self, address: str | None) -> dict[int, Version]:
        """The articles at an address, by their numbers."""
        if address is None:
            return {}
        numbers = rows_of(self._connection, _AT_ADDRESS, {"address": clean(address)})
        known = self._known.versions
        if missing := [row.article for row in numbers if row.article not in known]:
            for no, stored in rows_of(self._connection, _RECORDS_AT, {"numbers": missing}):
                known[no] = version_of(record_from(stored).article)
        return {row.article: known[row.article] for row in numbers}

    def _replace(self, found: Mapping[int, Version]) -> None:
        """Put later versions of a page in the place of earlier ones, whatever the order in which they came."""
        spans = spans_of(found.values())
        before = {
            row.article: (row.since, row.until) for row in rows_of(self._connection, _SPANS, {"numbers": sorted(found)})
        }
        for no, version in found.items():
            span = spans.get(version.id, Span())
            now = tuple(day.toordinal() if day else None for day in (span.since, span.until))
            if now == before.get(no):
                continue
            self._connection.execute(_SET_SPAN, {"no": no, "from": now[0], "to": now[1]})
            days = [day for day in (*now, *before.get(no, ())) if day]
            if version.published is not None:
                days.append(version.published.toordinal())
            told = self._connection.execute(_MENTIONS_OF, {"no": no}).scalars().all()
            timeline.mark(self._connection, dict.fromkeys(told, min(days)))

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
                clean(statement.corrected_by),
            )
            rows.append(row)
            counted.append((no, article, outlet, statement.stance.value, statement.kind.value, month))
            found = Indexed(no, day, source=row[5], content=row[7], names=row[9], chain=names, outlet=outlet,
                            stance=row[4], kind=row[3])  # fmt: skip
            self._indexed.append(found)
        self._statement += len(rows)
        insert_rows(self._connection, statements, _STATEMENT, rows)
        insert_rows(self._connection, facets, _FACETS, counted)
        source_index.note_names(self._connection, article, day, outlet, enumerate(record.statements, first))
        source_index.note_outlet(self._connection, outlet)

    def compare(self, article: int, day: int, record: Record, text: Text) -> None:
        """Write what is compared across articles, and compare it."""
        events, quoted = self.keep_parts(article, record)
        comparison = Comparison(self._connection, day, self._known)
        comparison.mentions(events)
        comparison.quotations(quoted)
        repeated = comparison.text(article, text)
        comparison.keep()
        timeline.mark(self._connection, dict.fromkeys((no for no, _ in events), day or NOW))
        timeline.mark_repeats(self._connection, article, repeated)

    def keep_parts(self, article: int, record: Record) -> tuple[list[tuple[int, Mention]], list[tuple[int, Quotation]]]:
        """Write what is compared across articles; each with its number."""
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
        return events, quoted

    @property
    def number(self) -> int:
        """That of the last article."""
        return int(self._article)

    def finish(self) -> None:
        """Make all that was added findable by its words."""
        index_statements(self._connection, self._indexed)
        self._indexed = []


def compare_anew(connection: Connection, known: ComparisonCache) -> None:
    """Compare all articles, as if they were added once more."""
    forget_comparisons(connection)
    timeline.forget(connection)
    connection.execute(delete(mentions))
    connection.execute(delete(quotations))
    known.forget()
    adding = Adding(connection, known)
    rules = rules_of(connection)
    for no, day, record in _records(connection, rules):
        text = text_of(record.article.text, outlet=record.article.outlet)
        connection.execute(update(articles).where(articles.c.no == no).values(kept=len(text.signature)))
        adding.compare(no, day, record, text)
        known.keep_small()


def name_anew(connection: Connection) -> None:
    """Write down all sources and outlets, as if all articles were added once more."""
    source_index.forget(connection)
    for no, day, record in _records(connection, rules_of(connection)):
        numbers = select(statements.c.id, statements.c.no).where(statements.c.article == no)
        number = dict(connection.execute(numbers).all())
        told = [(number[statement.id], statement) for statement in record.statements if statement.id in number]
        outlet = clean(record.article.outlet)
        source_index.note_names(connection, no, day, outlet, told)
        source_index.note_outlet(connection, outlet)


def _records(connection: Connection, rules: Rules) -> Iterator[tuple[int, int, Record]]:
    """Every article's number, day and record with what was corrected in it, one at a time."""
    for no, day in connection.execute(select(articles.c.no, articles.c.day).order_by(articles.c.no)).all():
        stored = connection.execute(select(records.c.record).where(records.c.article == no)).scalar_one()
        yield no, day, corrected_record(record_from(stored), rules)


def address_anew(connection: Connection) -> None:
    """Determine again which articles are of one page, and which of its versions stands when."""
    connection.execute(delete(versions))
    at: dict[str, list[int]] = {}
    for no, url in connection.execute(select(articles.c.no, articles.c.url).where(articles.c.url.is_not(None))):
        if (address := address_key(url)) is not None:
            at.setdefault(address, []).append(no)
    spans: dict[int, tuple[int | None, int | None]] = {}
    for numbers in at.values():
        if len(numbers) > 1:
            stored = rows_of(connection, _RECORDS_AT, {"numbers": numbers})
            found = {no: version_of(record_from(one).article) for no, one in stored}
            by_id = spans_of(found.values())
            for no, version in found.items():
                span = by_id.get(version.id, Span())
                spans[no] = (
                    span.since.toordinal() if span.since else None,
                    span.until.toordinal() if span.until else None,
                )
    rows = [
        (no, clean(address), *spans.get(no, (None, None))) for address, numbers in at.items() for no in sorted(numbers)
    ]
    insert_rows(connection, versions, ("article", "address", "since", "until"), rows)
    moved = [no for no, (since, until) in spans.items() if since or until]
    told = connection.execute(select(mentions.c.no).where(among(mentions.c.article, moved))).scalars().all()
    timeline.mark(connection, dict.fromkeys(told, 0))


def address_digest(url: str | None) -> str | None:
    """Names the page of an address without telling it; None for none."""
    address = address_key(url)
    return hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=16).hexdigest() if address else None


def clean(text: Any) -> Any:
    """Text that a database takes: lone surrogates, which some broken pages have, become question marks."""
    if not isinstance(text, str):
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _integrity(record: Record) -> list[list[Any]]:
    return [[note.kind.value, list(note.span) if note.span else None, note.why] for note in record.integrity]
