"""Ledger: records in, answers out. It alone holds a connection; what it answers is worked out by pure functions."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Integer, Table, bindparam, delete, func, insert, select, true

from reportedly.edtf import days_of
from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.frames import to_frame
from reportedly.ledger import frames, versions
from reportedly.ledger.answers import (
    ArticleAnswer,
    ChangeAnswer,
    ConflictAnswer,
    Counts,
    Coverage,
    EchoAnswer,
    EventAnswer,
    EventSummary,
    NameAnswer,
    OriginAnswer,
    OriginPage,
    Page,
    ProfileAnswer,
    SearchAnswer,
    SharedAnswer,
    StatementAnswer,
    UtteranceAnswer,
)
from reportedly.ledger.correction_rows import rules_of
from reportedly.ledger.corrections import Rules, corrected_record
from reportedly.ledger.db.engine import (
    check_file,
    open_engine,
    read_ahead,
    reading,
    seal_file,
    told,
    understanding,
    writing,
)
from reportedly.ledger.db.fulltext import index_all
from reportedly.ledger.db.postgres import shown
from reportedly.ledger.db.prepared import column, rows, scalar
from reportedly.ledger.db.schema import NOW, Space, articles, facts, mentions, outlets, records, statements
from reportedly.ledger.db.sql import among
from reportedly.ledger.db.version import Version
from reportedly.ledger.editing import Editing
from reportedly.ledger.events import shaken
from reportedly.ledger.events.event import linked, origins_in
from reportedly.ledger.filters import (
    EVERY_EVENT,
    Day,
    EventFilter,
    StatementFilter,
    check_kind,
    check_limit,
    check_words,
    day_of,
)
from reportedly.ledger.importing import WorkedOut, write_down
from reportedly.ledger.index import links as link_index
from reportedly.ledger.index import timeline
from reportedly.ledger.index.components import answered, links_of
from reportedly.ledger.index.ingest import Adding, address_anew, compare_anew, name_anew
from reportedly.ledger.index.name_counts import NameDays
from reportedly.ledger.index.read_only import reading_aside
from reportedly.ledger.matching.copies import Printed, copy_groups, origin_groups, text_of
from reportedly.ledger.matching.utterances import UNSOUND, find_drift
from reportedly.ledger.queries import copies as copy_queries
from reportedly.ledger.queries import events as event_queries
from reportedly.ledger.queries import names as name_queries
from reportedly.ledger.queries import origins as origin_queries
from reportedly.ledger.queries import relevance, titles
from reportedly.ledger.queries import statements as statement_queries
from reportedly.record import Integrity, Record
from reportedly.vocabulary import IntegrityKind

__all__ = ["Ledger"]

_BATCH = 64  # articles a transaction in `add_all`
_NEWEST = 20  # events that a profile shows
_TRIES = 3
_MOST_NAMES = 3  # participants by whom wider events are looked for


class _Held(threading.local):
    """The connection that a thread asks all its questions on, within `Ledger.at_once`."""

    connection: Connection | None = None


class Ledger(Editing):
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
        self._known = link_index.Known()
        self._counted = NameDays()
        self._held = _Held()
        self._address = str(source)
        self._opened = time.monotonic()
        self._has_written = False
        self._engine, self._writable = open_engine(self._address, create=create)
        self.source = shown(str(source))  # never the password of a server
        self._version = Version(self._engine, self.source)
        self._make_anew_what_changed()

    def close(self) -> None:
        """Let go of the file or server."""
        self._version.close()
        if self._has_written:
            seal_file(self._engine, self._address, open_s=time.monotonic() - self._opened)
            self._has_written = False
        self._engine.dispose()

    def read_ahead(self) -> None:
        """Have the system read the file in, so that the first to ask need not wait for the disk; may take seconds."""
        read_ahead(self._address)

    def check(self) -> bool:
        """Compare a ledger's file, of whatever size, with the sums over its pages; False where it has none.

        Files up to 128 MB are compared whenever they are opened. Sums are written when a ledger that was written is
        closed; one that was killed, and PostgreSQL, have none.

        Raises:
            LedgerError: The file is damaged: it is not as it was written.
        """
        return check_file(self._engine, self._address)

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
        return self._add([record]) == 1

    def add_all(self, records: Iterable[Record]) -> tuple[int, int]:
        """Add many, a batch a transaction: how many were new and how many known."""
        n_new = n_known = 0
        stream = iter(records)
        while batch := list(itertools.islice(stream, _BATCH)):
            n_added = self._add(batch)
            n_new += n_added
            n_known += len(batch) - n_added
        return n_new, n_known

    def _add(self, records: Iterable[Record]) -> int:
        with self._adding() as connection:
            adding = Adding(connection, self._known)
            n_new = sum(adding.add(record) for record in records)
            adding.finish()
        return n_new

    def take_over(self, found: WorkedOut) -> tuple[int, int]:
        """Take in what was worked out of many records elsewhere: how many articles were new and how many known.

        A ledger that is empty takes links and days as they are, all or nothing. One that holds articles must compare
        the new ones with its own, and so adds them one by one.
        """
        if self.counts().articles:
            return self.add_all(found.records)
        with self._adding() as connection:
            n_new = write_down(connection, found)
        self._make_anew_what_changed()  # where another state of the program has worked it out
        return n_new, 0

    @contextlib.contextmanager
    def _adding(self) -> Iterator[Connection]:
        try:
            with self._writing() as connection:
                yield connection
        except BaseException:
            self._known.forget()
            raise
        self._known.keep_small()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A connection that alone writes."""
        self._has_written = True
        with writing(self._engine, self.source) as connection:
            yield connection

    def _make_anew_what_changed(self) -> None:
        """Make anew what another version has made: comparisons, names, the index of words, what stood day by day."""
        with self._reading() as connection:
            made = _facts(connection)
        old = versions.outdated(made)
        self._made_by_other = bool(old & {"standing by", "data"})
        if "searched by" in old and not self._writable:
            raise LedgerError(self.source, "read-only, and its words are not indexed", "Make it writable once")
        if not self._writable or versions.current().items() <= made.items():
            return
        with self._adding() as connection:
            old = versions.outdated(_facts(connection))
            if old & {"compared by", "standing by", "data"}:
                timeline.forget(connection)
                timeline.mark_all(connection)
            if old & {"compared by", "data"}:
                compare_anew(connection, self._known)
            if "named by" in old:
                name_anew(connection)
            if "searched by" in old:
                index_all(connection)
            if "addressed by" in old:
                address_anew(connection)
            for name, value in versions.current().items():
                connection.execute(delete(facts).where(facts.c.name == name))
                connection.execute(insert(facts), {"name": name, "value": value})
        self._made_by_other = False

    # Articles

    def articles(self, *, as_of: Day = None) -> tuple[ArticleAnswer, ...]:
        """Every article, first printed first."""
        with self._reading() as connection:
            columns = (articles.c.id, articles.c.outlet, articles.c.url, articles.c.title, articles.c.published)
            rows = connection.execute(select(*columns).where(_until(self._checked(as_of)))).all()
        answers = (ArticleAnswer(**row._mapping) for row in rows)
        return tuple(sorted(answers, key=lambda article: (article.published or "9999", article.id)))

    def record(self, article_id: str, *, as_read: bool = False) -> Record:
        """The record of one article, with what was corrected in it; or as it was read."""
        with self._reading() as connection:
            found = column(connection, _RECORD, {"id": article_id})
            rules = Rules() if as_read or not found else rules_of(connection)
        if not found:
            raise self._no_article(article_id)
        with told(self.source):
            return corrected_record(link_index.record_from(found[0] or b""), rules)

    def integrity(self, *, as_of: Day = None, limit: int | None = None) -> tuple[tuple[str, Integrity], ...]:
        """What a reader would notice about the texts, with the ids of their articles; of the newest, with a limit."""
        with self._reading() as connection:
            by_then = _until(self._checked(as_of))
            asked = select(articles.c.id, articles.c.integrity).where(articles.c.integrity.is_not(None), by_then)
            rows = connection.execute(asked.order_by(articles.c.day.desc(), articles.c.id).limit(limit)).all()
        rows = sorted(rows, key=lambda row: row.id)
        with told(self.source), understanding():
            return tuple(
                (row.id, Integrity(kind=IntegrityKind(kind), span=tuple(span) if span else None, why=why))
                for row in rows
                for kind, span, why in json.loads(row.integrity)
            )

    def counts(self) -> Counts:
        """How much the ledger holds."""
        with self._reading() as connection:
            is_whole = scalar(connection, _REWRITTEN) is None
            (counted,) = rows(connection, _COUNTS if is_whole else _COUNTS_WITH_GAPS)
        return Counts(**counted._asdict())

    def coverage(self, *, as_of: Day = None) -> Coverage:
        """How many articles of which outlets, from which day to which."""
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            counted = select(outlets.c.outlet, outlets.c.articles)
            if day != NOW:
                # In a form for which an index is read that has outlets and days, and no articles.
                counted = select(func.coalesce(articles.c.outlet, ""), func.count()).group_by(articles.c.outlet)
                counted = counted.where((articles.c.day + 0).between(1, day))
            printed = dict(connection.execute(counted).all())
            dated = articles.c.day.between(1, day)
            first, last = (
                connection.execute(select(found(articles.c.day)).where(dated)).scalar()
                for found in (func.min, func.max)
            )
        return Coverage(
            articles=sum(printed.values()),
            outlets=tuple(sorted(outlet for outlet in printed if outlet)),
            first=date.fromordinal(first).isoformat() if first else None,
            last=date.fromordinal(last).isoformat() if last else None,
        )

    def newest_day(self, *, as_of: Day = None) -> str | None:
        """The day (ISO) of the article that was printed last; None where none has a date."""
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            newest = scalar(connection, _NEWEST_DAY, {"day": day})
        return date.fromordinal(newest).isoformat() if newest else None

    # Events

    def events(self, *, as_of: Day = None, limit: int | None = None) -> tuple[EventAnswer, ...]:
        """Every event, the one last reported on first; or the first so many of them, without looking at all."""
        if limit is None:
            with self._reading() as connection:
                return self._events(connection, as_of)
        with self._asking(as_of) as (connection, day):
            return tuple(event_queries.answers_of(connection, event_queries.newest_events(connection, day, limit), day))

    def event(self, event_id: str, *, as_of: Day = None) -> EventAnswer:
        """One event by its id, or by the id that it had before an earlier report of it was added."""
        with self._asking(as_of) as (connection, day):
            (answer,) = event_queries.answers_of(connection, [self._event_at(connection, event_id, day)], day)
        return answer

    def events_by_id(self, event_ids: Collection[str], *, as_of: Day = None) -> tuple[EventAnswer, ...]:
        """Some events by their ids, the one last reported on first; ids that nothing is known of are passed over."""
        with self._asking(as_of) as (connection, day):
            found = event_queries.events_at(connection, event_ids, day)
            return tuple(event_queries.answers_of(connection, set(found.values()), day))

    def _event_at(self, connection: Connection, event_id: str, day: int) -> int:
        found = event_queries.events_at(connection, [event_id], day)
        if event_id not in found and _SHORTENED.fullmatch(event_id):
            alike = event_queries.events_at(connection, event_queries.ids_beginning(connection, event_id), day)
            if len(set(alike.values())) > 1:
                shown = ", ".join(sorted(alike)[:4])
                raise QuestionError(
                    self.source, f"several events begin with {event_id!r}", f"Write more of one: {shown}"
                )
            found = dict.fromkeys([event_id], next(iter(alike.values()))) if alike else {}
        if event_id not in found:
            raise NotFound(self.source, f"no event {event_id!r}", "`reportedly events` prints their ids")
        return found[event_id]

    def conflicts(self, *, as_of: Day = None) -> tuple[tuple[EventAnswer, ConflictAnswer], ...]:
        """Reports that cannot both hold, each with its event."""
        return tuple((event, conflict) for event in self.events(as_of=as_of) for conflict in event.conflicts)

    def origins(
        self, *, as_of: Day = None, limit: int | None = None, shown_only: bool = False
    ) -> tuple[OriginAnswer, ...]:
        """Whose word the events stand on, or the newest so many of them, the origin of most articles first."""
        events = self.events(as_of=as_of, limit=limit)
        return origins_in(event for event in events if event.shown or not shown_only)

    def origins_page(
        self, *, events: int = 100, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> OriginPage:
        """Whose word the newest so many events stand on, a page at a time, the origin of most articles first."""
        check_limit(self.source, limit)
        check_limit(self.source, events, "events")
        with self._asking(as_of) as (connection, day):
            return origin_queries.origins_page(connection, self.source, day, events, limit, cursor)

    def _events(self, connection: Connection, as_of: Day) -> tuple[EventAnswer, ...]:
        rows = connection.execute(
            select(*link_index.MENTION)
            .select_from(mentions.join(articles, mentions.c.article == articles.c.no))
            .where(_until(self._checked(as_of)))
        ).all()
        found = {row.no: link_index.mention_from(row) for row in rows}
        day = self._checked(as_of)
        found = {no: one for no, one in found.items() if day is None or one.since is None or one.since <= day}
        answers = answered(connection, found, event_queries.day_number(day))
        answers.sort(key=lambda event: event.id)
        answers.sort(key=lambda event: event.newest, reverse=True)
        return tuple(linked(answer, answers) for answer in answers)

    # Echoes and drift

    def echoes(
        self, *, as_of: Day = None, copies_only: bool = False, shown_only: bool = False
    ) -> tuple[EchoAnswer, ...]:
        """Groups of articles that go back to one text or, unless not asked for, to one origin, first printed first.

        Origins are those of the events that front ends show, with `shown_only`, else of all.
        """
        with self._reading() as connection:
            printed = _printed(connection, _until(self._checked(as_of)))
            shares = _shares(connection, printed)
            events = () if copies_only else self._events(connection, as_of)
        by_id = {article.id: article for article in printed.values()}
        copies = copy_groups(shares, by_id)
        same = [set(echo.articles) for echo in copies]
        relays = (
            echo
            for echo in origin_groups((event.deciding for event in events if event.shown or not shown_only), by_id)
            if not any(set(echo.articles) <= group for group in same)
        )
        return (*copies, *relays)

    def copies_of(self, text: str, *, outlet: str | None = None) -> tuple[tuple[str, float], ...]:
        """Articles that print a text, added or not, and the share of it that they have; the largest share first."""
        with self._reading() as connection:
            shares = link_index.copies(connection, text_of(text, outlet=outlet), link_index.Known())
            printed = _printed(connection, among(articles.c.no, sorted(shares))) if shares else {}
        found = ((printed[no].id, share) for no, (share, _) in shares.items())
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def drift(self, *, as_of: Day = None, changed_only: bool = True) -> tuple[UtteranceAnswer, ...]:
        """Utterances that several articles print, in different words unless asked for all."""
        with self._reading() as connection:
            pairs = {(a, b) for a, b, _ in links_of(connection, Space.UTTERANCE, None) if a < b}
            rows = link_index.quotation_rows(connection, {no for pair in pairs for no in pair})
        last = self._checked(as_of)
        found = {row.no: link_index.quotation_from(row) for row in rows}
        if last is not None:
            found = {no: q for no, q in found.items() if q.published and q.published[:10] <= last.isoformat()}
        ids = ((found[a].id, found[b].id) for a, b in pairs if a in found and b in found)
        doubtful = {id: note.kind.value for id, note in self.integrity() if note.kind in UNSOUND}
        return find_drift(found.values(), ids, changed_only=changed_only, doubtful=doubtful)

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
        located: bool = False,
    ) -> tuple[StatementAnswer, ...]:
        """Statements, the newest first.

        Args:
            words: All of them in source, content or chain, in any order; "in quotation marks" as they stand.
            source: A name, or words of one in a row, anywhere in the chain; titles aside.
            outlet: The outlet that printed it, in full.
            stance: One stance.
            since: First day of publication.
            limit: At most so many.
            located: As in `search`.
        """
        asked = StatementFilter(words=words, source=source, outlet=outlet, stance=stance, since=since)
        check_words(self.source, words)
        with self._reading() as connection:
            day = event_queries.day_number(self._checked(as_of))
            return statement_queries.find_statements(connection, asked, day, limit, located=located)

    # Pages

    def find_events(
        self,
        filter: EventFilter = EVERY_EVENT,
        *,
        as_of: Day = None,
        order: Literal["newest", "date", "size"] = "newest",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[EventSummary]:
        """Events in a line each, a page at a time.

        Args:
            order: "newest": last reported on first. "date": by the event's own date, those without one last. "size":
                that of most articles first.
            cursor: `next` of the page before.
        """
        if order not in ("newest", "date", "size"):
            raise QuestionError(self.source, f"no such order: {order!r}", "Write newest, date or size")
        filter.checked(self.source)
        check_limit(self.source, limit)
        with self._asking(as_of) as (connection, day):
            seen = _seen_from(connection, filter, day)
            return event_queries.find_events(connection, self.source, seen, day, order, limit, cursor)

    def count_events(self, filter: EventFilter = EVERY_EVENT, *, as_of: Day = None) -> int:
        """How many events a filter lets through."""
        filter.checked(self.source)
        with self._asking(as_of) as (connection, day):
            return event_queries.count_events(connection, _seen_from(connection, filter, day), day)

    def matching_events(
        self,
        wanted: Sequence[relevance.Wanted],
        *,
        as_of: Day = None,
        shown: bool | None = True,
        limit: int = 40,
    ) -> tuple[tuple[EventSummary, frozenset[int]], ...]:
        """Events that have some of what is wanted, each with the places of what it has; those with most of it first.

        Args:
            wanted: See `matching.wanted_of`.
            shown: Whether front ends show them; None: all.
        """
        check_limit(self.source, limit)
        with self._asking(as_of) as (connection, day):
            return tuple(relevance.matching(connection, wanted, day, limit, shown=shown))

    def moved_away(
        self, since: date | str, until: date | str, *, as_of: Day = None, limit: int = 50, shown_only: bool = False
    ) -> tuple[EventSummary, ...]:
        """Events that were to be on some of these days and are not any more, the one last reported on first."""
        check_limit(self.source, limit)
        first, last = day_of(since, self.source, "since"), day_of(until, self.source, "until")
        with self._asking(as_of) as (connection, day):
            return event_queries.moved_away(
                connection, first or date.min, last or date.max, day, limit, shown_only=shown_only
            )

    def shaken_by(self, event: EventAnswer | EventSummary, *, as_of: Day = None) -> tuple[EventSummary, ...]:
        """The visits, summits and conferences that an event was part of and that were moved or called off since."""
        days = days_of(event.when)
        if days is None or not shaken.can_be_shaken(event):
            return ()
        since, until = (day.isoformat() for day in days)
        found = list(self.moved_away(since, until, as_of=as_of, shown_only=True))
        for name in event.participants[:_MOST_NAMES]:
            same_days = EventFilter(name=name, since=since, until=until, shown=True)
            found += self.find_events(same_days, as_of=as_of).items
        return shaken.shaken_by(event, found)

    def event_history(self, event_id: str, *, as_of: Day = None) -> tuple[ChangeAnswer, ...]:
        """How the record of one event changed, a day of publication at a time, oldest first."""
        with self._asking(as_of) as (connection, day):
            return event_queries.history(connection, self._event_at(connection, event_id, day), day)

    def event_days(self, event_id: str) -> tuple[str, ...]:
        """The days (ISO) on which articles that report an event were printed, oldest first, since it has its id."""
        with self._asking(None) as (connection, day):
            return event_queries.event_days(connection, self._event_at(connection, event_id, day))

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
        filter.checked(self.source)
        check_limit(self.source, limit)
        first, last = day_of(since, self.source, "since"), day_of(until, self.source, "until")
        with self._asking(as_of) as (connection, day):
            one = self._event_at(connection, event, day) if event is not None else None
            seen = _seen_from(connection, filter, day)
            return event_queries.changes(connection, self.source, seen, one, first, last, day, limit, cursor)

    def last_changes(self, event_ids: Iterable[str], *, as_of: Day = None) -> dict[str, ChangeAnswer]:
        """The newest change of the record of each of many events, by id; events that nobody dated have none."""
        with self._asking(as_of) as (connection, day):
            return origin_queries.last_changes(connection, event_ids, day)

    def events_of(self, article_id: str, *, as_of: Day = None) -> tuple[EventSummary, ...]:
        """The events that an article reports, last reported on first."""
        with self._asking(as_of) as (connection, day):
            return event_queries.events_of(connection, self._article_at(connection, article_id), day)

    def _article_at(self, connection: Connection, article_id: str) -> int:
        no = scalar(connection, _NUMBER, {"id": article_id})
        if no is None:
            raise self._no_article(article_id)
        return int(no)

    def has(self, article_id: str) -> bool:
        """Whether an article is in the ledger."""
        with self._reading() as connection:
            return scalar(connection, _NUMBER, {"id": article_id}) is not None

    def article(self, article_id: str) -> ArticleAnswer:
        """One article without its text."""
        found = self.articles_by_id([article_id])
        if not found:
            raise self._no_article(article_id)
        return found[article_id]

    def articles_by_id(self, article_ids: Iterable[str]) -> dict[str, ArticleAnswer]:
        """Those of some articles that there are, without their texts, by their ids."""
        with self._reading() as connection:
            return event_queries.articles_by_id(connection, article_ids)

    def shared(self, article_id: str, *, as_of: Day = None) -> tuple[SharedAnswer, ...]:
        """Articles that print part of an article's text, the largest share of it first."""
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return copy_queries.shared(connection, self._article_at(connection, article_id), day)

    def articles_page(
        self, *, outlet: str | None = None, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> Page[ArticleAnswer]:
        """Articles, last printed first."""
        check_limit(self.source, limit)
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return event_queries.articles_page(connection, self.source, outlet, day, limit, cursor)

    def find_articles(self, words: str, *, as_of: Day = None, limit: int = 10) -> tuple[ArticleAnswer, ...]:
        """Articles whose titles have all of some words, last printed first; among the newest 5,000."""
        check_limit(self.source, limit)
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return titles.titled(connection, words, day, limit)

    def search(
        self,
        filter: StatementFilter,
        *,
        as_of: Day = None,
        limit: int = 50,
        cursor: str | None = None,
        facets: bool = True,
        located: bool = False,
    ) -> SearchAnswer:
        """Statements, newest first; with `facets`, how what was found spreads over outlets, stances, kinds, months.

        Args:
            located: With offsets and confidence, for which the records of their articles are opened.
        """
        filter.checked(self.source)
        check_limit(self.source, limit)
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return statement_queries.search(
                connection, self.source, filter, day, limit, cursor, facets=facets, located=located
            )

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
        check_kind(self.source, kind)
        check_words(self.source, words)
        check_limit(self.source, limit)
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return name_queries.names_page(connection, self.source, self._counted, words, kind, day, limit, cursor)

    def profile(self, name: str, *, as_of: Day = None, shown_only: bool = False) -> ProfileAnswer:
        """What one person, organisation or outlet said, to whom, and what it prints; its events, shown or all."""
        with self._asking(as_of) as (connection, day):
            found = name_queries.profile_of(connection, name, day)
            if found is None:
                advice = "`reportedly statements` prints the names"
                raise NotFound(self.source, f"nobody called {name!r}", advice)
            wanted = EventFilter(outlet=found.name) if found.printed else EventFilter(name=found.name)
            wanted = replace(wanted, shown=True if shown_only else None)
            events = event_queries.find_events(connection, self.source, wanted, day, "newest", _NEWEST, None).items
        return replace(found, events=events)

    def conflicts_page(
        self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None, shown_only: bool = False
    ) -> Page[tuple[EventAnswer, ConflictAnswer]]:
        """As `conflicts`, a page at a time; of events that front ends show, or of all."""
        check_limit(self.source, limit)
        with self._asking(as_of) as (connection, day):
            return event_queries.conflicts_page(connection, self.source, day, limit, cursor, shown_only=shown_only)

    def drift_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[UtteranceAnswer]:
        """As `drift`, a page at a time, that of the newest article first."""
        check_limit(self.source, limit)
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return copy_queries.drift_page(connection, self.source, day, limit, cursor)

    def echoes_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[EchoAnswer]:
        """Groups of articles that print one text, a page at a time, that of the newest article first."""
        check_limit(self.source, limit)
        day = event_queries.day_number(self._checked(as_of))
        with self._reading() as connection:
            return copy_queries.echoes_page(connection, self.source, day, limit, cursor)

    def to_frame(
        self,
        what: str = "events",
        *,
        filter: EventFilter | None = None,
        as_of: str | None = None,
        library: str | None = None,
    ) -> Any:
        """A table (pandas or polars DataFrame) of "events", "reports", "statements", "changes" or "articles".

        Words stand beside the offsets they have in their article. See `frames.to_frame` for `library`.

        Args:
            filter: Which events; of events, reports and changes.

        Raises:
            ReportedlyError: Neither library is installed.
        """
        return to_frame(frames.rows_of(self, what, filter, as_of), frames.COLUMNS[what], library)

    def version(self) -> str:
        """Changes with everything that is added and ruled; the same while answers are the same."""
        return self._version.now()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """Within it, all that this thread asks is answered from one state of the ledger, and sooner.

        What others add meanwhile is not seen, nor what this thread adds.
        """
        if self._held.connection is not None:
            yield
            return
        with self._asking(None) as (connection, _):
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger."""
        held = self._held.connection
        if held is None:
            with reading(self._engine, self.source) as connection:
                yield connection
        else:
            with told(self.source):
                yield held

    @contextlib.contextmanager
    def _asking(self, as_of: Day) -> Iterator[tuple[Connection, int]]:
        """A connection that sees what stood on a day, with that day's number."""
        day = event_queries.day_number(self._checked(as_of))
        if self._held.connection is not None:
            with self._reading() as connection:
                yield connection, day
            return
        if not self._writable:
            with reading_aside(self._engine, self.source, made_by_other=self._made_by_other) as connection:
                yield connection, day
            return
        for _ in range(_TRIES):
            with self._reading() as connection:
                if timeline.is_fresh(connection):
                    yield connection, day
                    return
            self.refresh()
        # Others add faster than we ask: what they have added since belongs to the next answer.
        with self._reading() as connection:
            yield connection, day

    def refresh(self) -> None:
        """Bring up to date what pages are looked up in; whoever asks does so too, and waits for it."""
        more = self._writable
        while more:
            with self._adding() as connection:
                more = timeline.refresh(connection, self._known.features)

    def _checked(self, as_of: Day) -> date | None:
        return day_of(as_of, self.source, "as_of")


_NUMBER = select(articles.c.no).where(articles.c.id == bindparam("id"))
_REWRITTEN = select(facts.c.value).where(facts.c.name == "rewritten")


def _counts(counted: Callable[[Table], Any]) -> Any:
    return select(
        select(func.coalesce(func.sum(outlets.c.articles), 0)).scalar_subquery().label("articles"),
        select(func.count()).select_from(outlets).where(outlets.c.outlet != "").scalar_subquery().label("outlets"),
        *(counted(table).scalar_subquery().label(table.name) for table in (statements, mentions)),
    )


# Until something is taken out, numbers have no gaps: the last is how many there are.
_COUNTS = _counts(lambda table: select(func.coalesce(func.max(table.c.no), 0)))
_COUNTS_WITH_GAPS = _counts(lambda table: select(func.count()).select_from(table))
_NEWEST_DAY = select(func.max(articles.c.day)).where(articles.c.day.between(1, bindparam("day", type_=Integer)))
_RECORD = (
    select(records.c.record)
    .select_from(articles.outerjoin(records, records.c.article == articles.c.no))
    .where(articles.c.id == bindparam("id"))
)


_SHORTENED = re.compile(r"[0-9a-f]{4,}")
"""What the beginning of an event's id looks like; shorter ones are no hint of it."""


def _seen_from(connection: Connection, filter: EventFilter, day: int) -> EventFilter:
    """A filter that knows the day from which events are open."""
    if filter.open is None or filter.today is not None:
        return filter
    newest = day if day != NOW else scalar(connection, _NEWEST_DAY, {"day": day})
    return replace(filter, today=date.fromordinal(newest) if newest else None)


def _day(value: Day) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _facts(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(select(facts.c.name, facts.c.value)).all())


def _until(last: date | None) -> ColumnElement[bool]:
    """The condition that an article was published by the end of a day."""
    return true() if last is None else articles.c.day.between(1, last.toordinal())


def _printed(connection: Connection, condition: ColumnElement[bool]) -> dict[int, Printed]:
    columns = (articles.c.no, articles.c.id, articles.c.outlet, articles.c.published)
    rows = connection.execute(select(*columns).where(condition)).all()
    return {row.no: Printed(row.id, row.outlet, row.published) for row in rows}


def _shares(connection: Connection, printed: Mapping[int, Printed]) -> dict[tuple[str, str], float]:
    return {
        (printed[a].id, printed[b].id): weight
        for a, b, weight in links_of(connection, Space.COPY, None)
        if a in printed and b in printed
    }
