"""Ledger: records in, answers out. It alone holds a connection; what it answers is worked out by pure functions."""

from __future__ import annotations

import contextlib
import itertools
import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, true, update

from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.ledger import asking, comparing
from reportedly.ledger.answers import (
    ArticleAnswer,
    ChangeAnswer,
    ConflictAnswer,
    Counts,
    EchoAnswer,
    EventAnswer,
    EventSummary,
    NameAnswer,
    OriginAnswer,
    Page,
    ProfileAnswer,
    SearchAnswer,
    SharedAnswer,
    StatementAnswer,
    UtteranceAnswer,
)
from reportedly.ledger.drift import find_drift, quotations_of
from reportedly.ledger.echoes import Printed, Text, copy_groups, echoed, origin_groups, text_of
from reportedly.ledger.events import answer_event, linked, origins_in
from reportedly.ledger.merge import Features, blocking_keys, features_of, merge_mentions
from reportedly.ledger.names import fold
from reportedly.ledger.opening import open_engine, reading, writing
from reportedly.ledger.questions import EVERY_EVENT, Day, EventFilter, StatementFilter, day_of
from reportedly.ledger.reports import Mention, mention_id, mentions_of
from reportedly.ledger.schema import Space, articles, facts, links, mentions, quotations, rulings, statements
from reportedly.ledger.search import index_statements, matches
from reportedly.ledger.server import shown
from reportedly.record import Integrity, IntegrityKind, Record

__all__ = ["Ledger"]

_BATCH = 64  # articles a transaction in `add_all`


class Ledger:
    """Keeps the records of articles and answers across them.

    Whatever was added, in whatever order and however often, the answers are the same. Every method is one
    transaction: a process killed at any moment leaves whole articles, and several may add and ask at once. With
    `as_of` (a day, ISO) a method answers as the record stood at the end of that day by publication; articles
    without a date of publication are then left out, since nobody knows whether they had been printed.

    Args:
        source: Path of a SQLite file, `sqlite:///PATH` or `postgresql://…`.
        create: Make the ledger where there is none; otherwise that is an error.

    Raises:
        LedgerError: From every method: not a ledger, damaged, of a newer schema, read-only, locked, disk full.
    """

    def __init__(self, source: str | Path, *, create: bool = True) -> None:
        self._known = comparing.Known()
        self._engine, self._writable = open_engine(str(source), create=create)
        self.source = shown(str(source))  # never the password of a server
        if self._writable:
            self._compare_anew_if_changed()

    def close(self) -> None:
        """Let go of the file or server."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({self.source!r})"

    # Records in

    def add(self, record: Record) -> bool:
        """Add one article's record; False where the ledger has that article already, which then stays as it is."""
        with self._adding() as connection:
            return self._add(connection, record)

    def add_all(self, records: Iterable[Record]) -> tuple[int, int]:
        """Add many, a batch a transaction: how many were new and how many known."""
        n_new = n_known = 0
        stream = iter(records)
        while batch := list(itertools.islice(stream, _BATCH)):
            with self._adding() as connection:
                for record in batch:
                    if self._add(connection, record):
                        n_new += 1
                    else:
                        n_known += 1
        return n_new, n_known

    @contextlib.contextmanager
    def _adding(self) -> Iterator[Connection]:
        try:
            with writing(self._engine, self.source) as connection:
                yield connection
        except BaseException:
            self._known.forget()
            raise
        self._known.keep_small()

    def _add(self, connection: Connection, record: Record) -> bool:
        article = record.article
        if connection.execute(select(articles.c.no).where(articles.c.id == article.id)).first():
            return False
        day = article.published_on.toordinal() if article.published_on else 0
        text = text_of(article.text, outlet=article.outlet)
        row = {
            "id": article.id,
            "outlet": _clean(article.outlet),
            "url": _clean(article.url),
            "title": _clean(article.title),
            "published": article.published,
            "day": day,
            "integrity": json.dumps(_integrity(record)) if record.integrity else None,
            "kept": len(text.signature),
            "record": zlib.compress(json.dumps(record.to_dict()).encode(), 3),
        }
        no = _number(connection.execute(insert(articles), row))
        self._add_statements(connection, no, record)
        self._compare(connection, no, day, record, text)
        return True

    def _add_statements(self, connection: Connection, no: int, record: Record) -> None:
        rows = [
            {
                "article": no,
                "id": statement.id,
                "kind": statement.kind.value,
                "stance": statement.stance.value,
                "source": _clean(record.words(statement.source)),
                "cue": _clean(record.words(statement.cue)),
                "content": _clean(record.words(statement.content)),
                "chain": json.dumps([link.name for link in statement.chain]),
                "names": _clean(fold(" | ".join(link.name for link in statement.chain))),
                "said": statement.said,
            }
            for statement in record.statements
        ]
        index_statements(connection, _numbered(connection, statements, rows))

    def _compare(self, connection: Connection, no: int, day: int, record: Record, text: Text) -> None:
        """Write what is compared across articles, and compare it."""
        events = mentions_of(record)
        rows = [
            {
                "id": mention.id,
                "article": no,
                "key": _clean(mention.key),
                "about": json.dumps(mention.about),
                "reports": json.dumps([report.to_dict() for report in mention.reports]),
            }
            for mention in events
        ]
        numbers = [row["no"] for row in _numbered(connection, mentions, rows)]
        comparing.compare_mentions(connection, day, list(zip(numbers, events, strict=True)), self._known)
        quoted = quotations_of(record)
        rows = [
            {"article": no, "statement": q.statement, "source": _clean(q.source), "words": _clean(q.words)}
            for q in quoted
        ]
        numbers = [row["no"] for row in _numbered(connection, quotations, rows)]
        comparing.compare_quotations(connection, day, list(zip(numbers, quoted, strict=True)))
        comparing.compare_text(connection, no, day, text, self._known)

    def _compare_anew_if_changed(self) -> None:
        asked = select(facts.c.value).where(facts.c.name == "compared by")
        with reading(self._engine, self.source) as connection:
            if connection.execute(asked).scalar() == comparing.COMPARED_BY:
                return
        with self._adding() as connection:
            if connection.execute(asked).scalar() == comparing.COMPARED_BY:
                return
            comparing.forget_comparisons(connection)
            connection.execute(delete(mentions))
            connection.execute(delete(quotations))
            for no, day in connection.execute(select(articles.c.no, articles.c.day).order_by(articles.c.no)).all():
                stored = connection.execute(select(articles.c.record).where(articles.c.no == no)).scalar_one()
                record = Record.from_dict(comparing.unpacked(stored))
                text = text_of(record.article.text, outlet=record.article.outlet)
                connection.execute(update(articles).where(articles.c.no == no).values(kept=len(text.signature)))
                self._compare(connection, no, day, record, text)
            connection.execute(delete(facts).where(facts.c.name == "compared by"))
            connection.execute(insert(facts), {"name": "compared by", "value": comparing.COMPARED_BY})

    # Articles

    def articles(self, *, as_of: Day = None) -> tuple[ArticleAnswer, ...]:
        """Every article, first printed first."""
        with reading(self._engine, self.source) as connection:
            columns = (articles.c.id, articles.c.outlet, articles.c.url, articles.c.title, articles.c.published)
            rows = connection.execute(select(*columns).where(_until(as_of))).all()
        answers = (ArticleAnswer(**row._mapping) for row in rows)
        return tuple(sorted(answers, key=lambda article: (article.published or "9999", article.id)))

    def record(self, article_id: str) -> Record:
        """The record of one article, as it was added."""
        with reading(self._engine, self.source) as connection:
            stored = connection.execute(select(articles.c.record).where(articles.c.id == article_id)).scalar()
        if stored is None:
            raise NotFound(self.source, f"no article {article_id!r}", "`reportedly statements` prints their ids")
        return Record.from_dict(comparing.unpacked(stored))

    def integrity(self, *, as_of: Day = None) -> tuple[tuple[str, Integrity], ...]:
        """What a reader would notice about the texts, with the ids of their articles."""
        with reading(self._engine, self.source) as connection:
            asked = select(articles.c.id, articles.c.integrity).where(articles.c.integrity.is_not(None), _until(as_of))
            rows = connection.execute(asked.order_by(articles.c.id)).all()
        return tuple(
            (row.id, Integrity(kind=IntegrityKind(kind), span=tuple(span) if span else None, why=why))
            for row in rows
            for kind, span, why in json.loads(row.integrity)
        )

    def counts(self) -> Counts:
        """How much the ledger holds."""
        with reading(self._engine, self.source) as connection:
            n = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (articles, statements, mentions)
            }
            outlets = connection.execute(select(func.count(articles.c.outlet.distinct()))).scalar_one()
        return Counts(articles=n["articles"], outlets=outlets, statements=n["statements"], mentions=n["mentions"])

    # Events

    def events(self, *, as_of: Day = None, limit: int | None = None) -> tuple[EventAnswer, ...]:
        """Every event, the one last reported on first; or the first so many of them, without looking at all."""
        with reading(self._engine, self.source) as connection:
            if limit is None:
                return self._events(connection, as_of)
            return self._newest_events(connection, as_of, limit)

    def event(self, event_id: str, *, as_of: Day = None) -> EventAnswer:
        """One event by its id, or by the id that it had before an earlier report of it was added."""
        with reading(self._engine, self.source) as connection:
            no = connection.execute(select(mentions.c.no).where(mentions.c.id == event_id)).scalar()
            found = self._component(connection, {no}) if no is not None else {}
            # Events that may be linked share a key with it.
            near = self._component(connection, self._neighbours(connection, found)) if found else {}
            answers = self._answer(connection, found | near, as_of)
        for answer, members in answers:
            if event_id in members:
                return linked(answer, [other for other, _ in answers])
        raise NotFound(self.source, f"no event {event_id!r}", "`reportedly events` prints their ids")

    def conflicts(self, *, as_of: Day = None) -> tuple[tuple[EventAnswer, ConflictAnswer], ...]:
        """Reports that cannot both hold, each with its event."""
        return tuple((event, conflict) for event in self.events(as_of=as_of) for conflict in event.conflicts)

    def origins(self, *, as_of: Day = None) -> tuple[OriginAnswer, ...]:
        """Whose word the events stand on, the origin of most articles first."""
        return origins_in(self.events(as_of=as_of))

    def merge(self, a: str, b: str) -> None:
        """Rule that two events are one. A later ruling on the same two replaces it."""
        self._rule([(a, b)], "together")

    def split(self, event_id: str, article_ids: Collection[str]) -> None:
        """Rule that what these articles report is another event than the rest of it."""
        event = self.event(event_id)
        members = {mention_id(r.article, r.key): r.article for r in event.reports}
        out = {id for id, article in members.items() if article in set(article_ids)}
        if not out or out == set(members):
            raise LedgerError(self.source, f"event {event_id!r} has no such part", "Name some of its articles, not all")
        self._rule([(a, b) for a in sorted(out) for b in sorted(set(members) - out)], "apart")

    def undo(self, event_id: str) -> int:
        """Take back every ruling on an event; how many there were."""
        event = self.event(event_id)
        members = sorted({mention_id(report.article, report.key) for report in event.reports} | {event_id})
        with writing(self._engine, self.source) as connection:
            taken = 0
            for i in range(0, len(members), 500):
                some = members[i : i + 500]
                taken += connection.execute(
                    delete(rulings).where(rulings.c.a.in_(some) | rulings.c.b.in_(some))
                ).rowcount
        return taken

    def _rule(self, pairs: Sequence[tuple[str, str]], verdict: str) -> None:
        with writing(self._engine, self.source) as connection:
            known = set(
                connection.execute(
                    select(mentions.c.id).where(mentions.c.id.in_({id for pair in pairs for id in pair}))
                ).scalars()
            )
            for pair in pairs:
                for id in pair:
                    if id not in known:
                        raise NotFound(self.source, f"no event {id!r}", "`reportedly events` prints their ids")
                a, b = sorted(pair)
                connection.execute(delete(rulings).where(rulings.c.a == a, rulings.c.b == b))
                connection.execute(insert(rulings), {"a": a, "b": b, "verdict": verdict})

    def _events(self, connection: Connection, as_of: Day) -> tuple[EventAnswer, ...]:
        rows = connection.execute(
            select(*comparing.MENTION)
            .select_from(mentions.join(articles, mentions.c.article == articles.c.no))
            .where(_until(as_of))
        ).all()
        found = {row.no: comparing.mention_from(row) for row in rows}
        answers = [answer for answer, _ in self._answer(connection, found, None, all_links=True)]
        answers.sort(key=lambda event: event.id)
        answers.sort(key=lambda event: event.newest, reverse=True)
        return tuple(linked(answer, answers) for answer in answers)

    def _newest_events(self, connection: Connection, as_of: Day, limit: int) -> tuple[EventAnswer, ...]:
        asked = (
            select(mentions.c.no, articles.c.published)
            .join(articles, mentions.c.article == articles.c.no)
            .where(_until(as_of))
            .order_by(articles.c.day.desc(), articles.c.published.desc(), mentions.c.no)
        )
        n_mentions = 4 * limit + 16
        while True:
            rows = connection.execute(asked.limit(n_mentions)).all()
            found = self._component(connection, {row.no for row in rows})
            answers = [answer for answer, _ in self._answer(connection, found, as_of)]
            answers.sort(key=lambda event: event.id)
            answers.sort(key=lambda event: event.newest, reverse=True)
            # Events that are newer than the last mention looked at are all there.
            last = (rows[-1].published or "") if len(rows) == n_mentions else None
            sure = answers if last is None else [event for event in answers if event.newest > last]
            if last is None or len(sure) >= limit:
                return tuple(linked(event, answers) for event in sure[:limit])
            n_mentions *= 4

    def _answer(
        self, connection: Connection, found: Mapping[int, Mention], as_of: Day, *, all_links: bool = False
    ) -> list[tuple[EventAnswer, tuple[str, ...]]]:
        """The events that whole components of mentions make up, with the ids of their mentions."""
        last = _day(as_of)
        kept = {no: m for no, m in found.items() if last is None or (m.day is not None and m.day <= last)}
        by_id = {mention.id: mention for mention in kept.values()}
        pairs: dict[tuple[str, str], float] = {}
        for a, b, weight in _links(connection, Space.EVENT, None if all_links else kept):
            if a < b and a in kept and b in kept:
                pairs[kept[a].id, kept[b].id] = weight
        ruled = connection.execute(select(rulings.c.a, rulings.c.b, rulings.c.verdict)).all()
        groups = _grouped(by_id, pairs, ruled)
        echo_of = self._echo_of(connection, {mention.article for mention in by_id.values()})
        return [(answer_event((by_id[id] for id in group), echo_of=echo_of), group) for group in groups]

    def _component(self, connection: Connection, start: Collection[int]) -> dict[int, Mention]:
        """All mentions that links, or rulings by hand, lead to."""
        seen: set[int] = set()
        fresh = set(start)
        while fresh:
            seen |= fresh
            reached = set(_linked_to(connection, fresh))
            a, b = mentions.alias(), mentions.alias()
            for one, other in ((rulings.c.a, rulings.c.b), (rulings.c.b, rulings.c.a)):
                asked = select(b.c.no).select_from(rulings.join(a, a.c.id == one).join(b, b.c.id == other))
                for i in range(0, len(fresh), 500):
                    part = sorted(fresh)[i : i + 500]
                    reached.update(connection.execute(asked.where(a.c.no.in_(part))).scalars())
            fresh = reached - seen
        rows = comparing.mention_rows(connection, mentions.c.no, seen)
        return {row.no: comparing.mention_from(row) for row in rows}

    def _neighbours(self, connection: Connection, found: Mapping[int, Mention]) -> set[int]:
        near: set[int] = set()
        for mention in found.values():
            day = mention.day.toordinal() if mention.day else 0
            for items in comparing.near_mentions(connection, day, blocking_keys(features_of(mention))).values():
                near.update(items)
        return near - set(found)

    # Echoes and drift

    def echoes(self, *, as_of: Day = None, copies_only: bool = False) -> tuple[EchoAnswer, ...]:
        """Groups of articles that go back to one text or, unless not asked for, to one origin, first printed first."""
        with reading(self._engine, self.source) as connection:
            printed = _printed(connection, _until(as_of))
            shares = _shares(connection, printed)
            events = () if copies_only else self._events(connection, as_of)
        by_id = {article.id: article for article in printed.values()}
        copies = copy_groups(shares, by_id)
        same = [set(echo.articles) for echo in copies]
        relays = (
            echo
            for echo in origin_groups((event.reports for event in events), by_id)
            if not any(set(echo.articles) <= group for group in same)
        )
        return (*copies, *relays)

    def copies_of(self, text: str, *, outlet: str | None = None) -> tuple[tuple[str, float], ...]:
        """Articles that print a text, added or not, and the share of it that they have; the largest share first."""
        with reading(self._engine, self.source) as connection:
            shares = comparing.copies(connection, text_of(text, outlet=outlet), comparing.Known())
            printed = _printed(connection, articles.c.no.in_(shares))
        found = ((printed[no].id, share) for no, (share, _) in shares.items())
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def drift(self, *, as_of: Day = None, changed_only: bool = True) -> tuple[UtteranceAnswer, ...]:
        """Utterances that several articles print, in different words unless asked for all."""
        with reading(self._engine, self.source) as connection:
            pairs = {(a, b) for a, b, _ in _links(connection, Space.UTTERANCE, None) if a < b}
            rows = comparing.quotation_rows(connection, quotations.c.no, {no for pair in pairs for no in pair})
        last = _day(as_of)
        found = {row.no: comparing.quotation_from(row) for row in rows}
        if last is not None:
            found = {no: q for no, q in found.items() if q.published and q.published[:10] <= last.isoformat()}
        ids = ((found[a].id, found[b].id) for a, b in pairs if a in found and b in found)
        return find_drift(found.values(), ids, changed_only=changed_only)

    def _echo_of(self, connection: Connection, ids: Collection[str]) -> dict[str, str]:
        """For each of the articles that repeats an earlier one: that one."""
        numbers: set[int] = set()
        ordered = sorted(ids)
        for i in range(0, len(ordered), 500):
            asked = select(articles.c.no).where(articles.c.id.in_(ordered[i : i + 500]))
            numbers.update(connection.execute(asked).scalars())
        found = [(a, b, weight) for a, b, weight in _links(connection, Space.COPY, numbers) if b in numbers]
        if not found:
            return {}
        printed = _printed(connection, articles.c.no.in_({no for a, b, _ in found for no in (a, b)}))
        shares = {(printed[a].id, printed[b].id): weight for a, b, weight in found}
        return echoed(shares, {article.id: article for article in printed.values()})

    # Statements

    def statements(
        self,
        words: str | None = None,
        *,
        source: str | None = None,
        outlet: str | None = None,
        stance: str | None = None,
        since: Day = None,
        as_of: Day = None,
        limit: int | None = None,
    ) -> tuple[StatementAnswer, ...]:
        """Statements, the newest first.

        Args:
            words: All of them in source, content or chain, in any order; "in quotation marks" as they stand.
            source: A name, or part of one, anywhere in the chain.
            outlet: The outlet that printed it, in full.
            stance: One stance.
            since: First day of publication.
            limit: At most so many.
        """
        asked = (
            select(statements, articles.c.id.label("article_id"), articles.c.outlet, articles.c.published)
            .join(articles, statements.c.article == articles.c.no)
            .where(_until(as_of))
            .order_by(articles.c.day.desc(), articles.c.id, statements.c.no)
        )
        with reading(self._engine, self.source) as connection:
            if words is not None:
                asked = asked.where(matches(connection, words))
            if source is not None:
                asked = asked.where(statements.c.names.contains(fold(source), autoescape=True))
            if outlet is not None:
                asked = asked.where(func.lower(articles.c.outlet) == outlet.lower())
            if stance is not None:
                asked = asked.where(statements.c.stance == stance)
            if (first := _day(since)) is not None:
                asked = asked.where(articles.c.day >= first.toordinal())
            rows = connection.execute(asked.limit(limit)).all()
        return tuple(
            StatementAnswer(
                article=row.article_id,
                outlet=row.outlet,
                published=row.published,
                id=row.id,
                kind=row.kind,
                stance=row.stance,
                source=row.source,
                cue=row.cue,
                content=row.content,
                chain=tuple(json.loads(row.chain)),
                said=row.said,
            )
            for row in rows
        )

    # Pages

    def find_events(
        self,
        filter: EventFilter = EVERY_EVENT,
        *,
        as_of: Day = None,
        order: Literal["newest", "date"] = "newest",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[EventSummary]:
        """Events in a line each, a page at a time.

        Args:
            order: "newest": last reported on first. "date": by the event's own date, those without one last.
            cursor: `next` of the page before.
        """
        if order not in ("newest", "date"):
            raise QuestionError(self.source, f"no such order: {order!r}", "Write newest or date")
        return asking.find_events(self, filter, self._checked(as_of), order, limit, cursor)

    def event_history(self, event_id: str, *, as_of: Day = None) -> tuple[ChangeAnswer, ...]:
        """How the record of one event changed, a day of publication at a time, oldest first."""
        return asking.event_history(self, event_id, self._checked(as_of))

    def changes(
        self,
        filter: EventFilter = EVERY_EVENT,
        *,
        event: str | None = None,
        since: Day = None,
        until: Day = None,
        as_of: Day = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[ChangeAnswer]:
        """Changes of the record, newest first, of all events or one.

        Args:
            filter: What the event was like after the change.
            since, until: Days on which the record changed, both included.
        """
        return asking.changes(self, filter, event, since, until, self._checked(as_of), limit, cursor)

    def events_of(self, article_id: str, *, as_of: Day = None) -> tuple[EventSummary, ...]:
        """The events that an article reports, last reported on first."""
        return asking.events_of(self, article_id, self._checked(as_of))

    def article(self, article_id: str) -> ArticleAnswer:
        """One article without its text."""
        with reading(self._engine, self.source) as connection:
            columns = (articles.c.id, articles.c.outlet, articles.c.url, articles.c.title, articles.c.published)
            row = connection.execute(select(*columns).where(articles.c.id == article_id)).first()
        if row is None:
            raise NotFound(self.source, f"no article {article_id!r}", "`reportedly statements` prints their ids")
        return ArticleAnswer(**row._mapping)

    def shared(self, article_id: str, *, as_of: Day = None) -> tuple[SharedAnswer, ...]:
        """Articles that print part of an article's text, the largest share of it first."""
        return asking.shared(self, article_id, self._checked(as_of))

    def articles_page(
        self, *, outlet: str | None = None, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> Page[ArticleAnswer]:
        """Articles, last printed first."""
        return asking.articles_page(self, outlet, self._checked(as_of), limit, cursor)

    def search(
        self, filter: StatementFilter, *, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> SearchAnswer:
        """Statements, newest first, with how what was found spreads over outlets, stances, kinds and months."""
        return asking.search(self, filter, self._checked(as_of), limit, cursor)

    def names(
        self,
        words: str | None = None,
        *,
        kind: str | None = None,
        as_of: Day = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[NameAnswer]:
        """Sources, those of most statements first; `words` are parts of the name."""
        return asking.names(self, words, kind, self._checked(as_of), limit, cursor)

    def profile(self, name: str, *, as_of: Day = None) -> ProfileAnswer:
        """What one person, organisation or outlet said, to whom, and what it prints."""
        return asking.profile(self, name, self._checked(as_of))

    def conflicts_page(
        self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None
    ) -> Page[tuple[EventAnswer, ConflictAnswer]]:
        """As `conflicts`, a page at a time."""
        return asking.page(self.source, self.conflicts(as_of=self._checked(as_of)), limit, cursor)

    def drift_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[UtteranceAnswer]:
        """As `drift`, a page at a time, that of the newest article first."""
        return asking.page(self.source, self.drift(as_of=self._checked(as_of)), limit, cursor)

    def echoes_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[EchoAnswer]:
        """Groups of articles that print one text, a page at a time, that of the newest article first."""
        return asking.page(self.source, self.echoes(as_of=self._checked(as_of), copies_only=True), limit, cursor)

    def version(self) -> str:
        """Changes with everything that is added and ruled; the same while answers are the same."""
        with reading(self._engine, self.source) as connection:
            last = connection.execute(select(func.max(articles.c.no))).scalar() or 0
            ruled = connection.execute(select(rulings.c.a, rulings.c.b, rulings.c.verdict)).all()
        return f"{last}-{zlib.crc32(repr(sorted(map(tuple, ruled))).encode()):08x}"

    def _checked(self, as_of: Day) -> date | None:
        return day_of(as_of, self.source, "as_of")


def _day(value: Day) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _until(as_of: Day) -> ColumnElement[bool]:
    """The condition that an article was published by the end of a day."""
    last = _day(as_of)
    return true() if last is None else articles.c.day.between(1, last.toordinal())


def _clean(text: Any) -> Any:
    """Text that a database takes: lone surrogates, which some broken pages have, become question marks."""
    if not isinstance(text, str):
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _integrity(record: Record) -> list[list[Any]]:
    return [[note.kind.value, list(note.span) if note.span else None, note.why] for note in record.integrity]


def _number(result: Any) -> int:
    (no,) = result.inserted_primary_key
    return int(no)


def _numbered(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Insert rows; the same rows with the numbers that they were given.

    Only one writer writes at a time, so the numbers can be given here, and all rows go in at once.
    """
    if not rows:
        return []
    last = connection.execute(select(func.max(table.c.no))).scalar() or 0
    numbered = [{"no": last + i, **row} for i, row in enumerate(rows, 1)]
    connection.execute(insert(table), numbered)
    return numbered


def _links(connection: Connection, space: Space, ends: Iterable[int] | None) -> Iterator[tuple[int, int, float]]:
    """Links (a, b, weight) of a space, both ways round; those that start at some of the ends, or all."""
    asked = select(links.c.a, links.c.b, links.c.weight).where(links.c.space == space)
    if ends is None:
        yield from (tuple(row) for row in connection.execute(asked))
        return
    ordered = sorted(ends)
    for i in range(0, len(ordered), 500):
        rows = connection.execute(asked.where(links.c.a.in_(ordered[i : i + 500]))).all()
        yield from (tuple(row) for row in rows)


def _linked_to(connection: Connection, ends: Iterable[int]) -> Iterator[int]:
    """The mentions that links of some lead to, each once a batch: a story told often has many links."""
    asked = select(links.c.b).distinct().where(links.c.space == Space.EVENT)
    ordered = sorted(ends)
    for i in range(0, len(ordered), 500):
        yield from connection.execute(asked.where(links.c.a.in_(ordered[i : i + 500]))).scalars()


def _grouped(
    by_id: Mapping[str, Mention], pairs: Mapping[tuple[str, str], float], ruled: Sequence[Any]
) -> list[tuple[str, ...]]:
    """Mention ids by event. Mentions that nothing links need no comparing: each component is merged by itself."""
    together = [(row.a, row.b) for row in ruled if row.verdict == "together" and row.a in by_id and row.b in by_id]
    apart = [(row.a, row.b) for row in ruled if row.verdict == "apart" and row.a in by_id and row.b in by_id]
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in itertools.chain(pairs, together):
        near[a].add(b)
        near[b].add(a)
    groups: list[tuple[str, ...]] = []
    seen: set[str] = set()
    own: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        own[pair[0]].append(pair)
    for id in by_id:
        if id in seen:
            continue
        members, fresh = {id}, {id}
        while fresh:
            fresh = {other for one in fresh for other in near.get(one, ())} - members
            members |= fresh
        seen |= members
        if len(members) == 1:
            groups.append((id,))
            continue
        features: list[Features] = [features_of(by_id[member]) for member in members]
        known = {pair: pairs[pair] for member in members for pair in own.get(member, ())}
        groups += merge_mentions(features, pairs=known, together=together, apart=apart)
    return groups


def _printed(connection: Connection, condition: ColumnElement[bool]) -> dict[int, Printed]:
    columns = (articles.c.no, articles.c.id, articles.c.outlet, articles.c.published)
    rows = connection.execute(select(*columns).where(condition)).all()
    return {row.no: Printed(row.id, row.outlet, row.published) for row in rows}


def _shares(connection: Connection, printed: Mapping[int, Printed]) -> dict[tuple[str, str], float]:
    return {
        (printed[a].id, printed[b].id): weight
        for a, b, weight in _links(connection, Space.COPY, None)
        if a in printed and b in printed
    }
