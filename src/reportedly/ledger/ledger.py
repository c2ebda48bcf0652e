"""Ledger: records in, answers out. It alone holds a connection; what it answers is worked out by pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from reportedly.frames import to_frame
from reportedly.ledger import frames
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
from reportedly.ledger.events.event import origins_in
from reportedly.ledger.filters import (
    EVERY_EVENT,
    Day,
    EventFilter,
    StatementFilter,
    check_kind,
    check_limit,
    check_order,
    check_words,
    day_of,
)
from reportedly.ledger.importing import WorkedOut, ingest_in_batches, ingest_records, take_over
from reportedly.ledger.queries import articles as article_queries
from reportedly.ledger.queries import changes as change_queries
from reportedly.ledger.queries import computed, holdings, profiles, relevance, titles
from reportedly.ledger.queries import copies as copy_queries
from reportedly.ledger.queries import events as event_queries
from reportedly.ledger.queries import names as name_queries
from reportedly.ledger.queries import origins as origin_queries
from reportedly.ledger.queries import statements as statement_queries
from reportedly.ledger.store import Store
from reportedly.ledger.surroundings import Surroundings
from reportedly.record import Integrity, Record

__all__ = ["Ledger"]


class Ledger(Surroundings):
    """Stores the records of articles and answers questions across them.

    Answers do not depend on the order of adding, nor on how often an article was added. Every method is one
    transaction: a process killed at any moment leaves whole articles, and several processes may add and query at
    once. With `as_of` (a day, ISO) a method answers as of the end of that day, by publication; articles without a
    date of publication are then ignored, because it is unknown whether they had been printed.

    Args:
        source: Path of a SQLite file, `sqlite:///PATH` or `postgresql://…`.
        create: Create the ledger if it does not exist; otherwise a missing ledger is an error.

    Raises:
        LedgerError: From every method: not a ledger, damaged, of a newer schema, read-only, locked, disk full.
    """

    def __init__(self, source: str | Path, *, create: bool = True) -> None:
        self._store = Store(str(source), create=create)
        self.source = self._store.source  # never the password of a server

    def close(self) -> None:
        """Close the file or the connection to the server."""
        self._store.close()

    def read_ahead(self) -> None:
        """Load the file into the system's cache, to speed up the first queries; may take seconds."""
        self._store.read_ahead()

    def check(self) -> bool:
        """Verify a ledger's file, of any size, by its page checksums; False if it has none.

        Files up to 128 MB are verified whenever they are opened. Checksums are written when a changed ledger is
        closed; after a kill there are none, nor on PostgreSQL.

        Raises:
            LedgerError: The file is damaged.
        """
        return self._store.check()

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
        """Add one article's record; False if the ledger already has that article, which then stays unchanged."""
        return ingest_records(self._store, [record]) == 1

    def add_all(self, records: Iterable[Record]) -> tuple[int, int]:
        """Add many records, one transaction per batch; returns how many were new and how many already there."""
        return ingest_in_batches(self._store, records)

    def take_over(self, found: WorkedOut) -> tuple[int, int]:
        """Import what was computed from many records elsewhere; returns how many articles were new and already there.

        A ledger without articles and corrections takes links and timelines as they are, all or nothing. Otherwise the
        new articles are compared with those in the ledger, and so added one by one.
        """
        return take_over(self._store, found)

    # Articles

    def articles(self, *, as_of: Day = None) -> tuple[ArticleAnswer, ...]:
        """Every article, first printed first."""
        with self._store.reading() as connection:
            return article_queries.every_article(connection, self._store.day(as_of))

    def record(self, article_id: str, *, as_read: bool = False) -> Record:
        """The record of one article, with corrections applied unless `as_read`."""
        with self._store.reading() as connection:
            return article_queries.record_of(connection, self.source, article_id, as_read=as_read)

    def integrity(self, *, as_of: Day = None, limit: int | None = None) -> tuple[tuple[str, Integrity], ...]:
        """Problems of the texts themselves, with the ids of their articles; with a limit, of the newest."""
        with self._store.reading() as connection:
            return article_queries.integrity_notes(connection, self._store.day(as_of), limit)

    def counts(self) -> Counts:
        """The size of the ledger."""
        with self._store.reading() as connection:
            return holdings.counts(connection)

    def coverage(self, *, as_of: Day = None) -> Coverage:
        """How many articles of which outlets, from which day to which."""
        with self._store.reading_as_of(as_of) as (connection, day):
            return holdings.coverage(connection, day)

    def newest_day(self, *, as_of: Day = None) -> str | None:
        """The day (ISO) of the newest article; None if no article has a date."""
        with self._store.reading_as_of(as_of) as (connection, day):
            newest = holdings.newest_day(connection, day)
        return newest.isoformat() if newest else None

    # Events

    def events(self, *, as_of: Day = None, limit: int | None = None) -> tuple[EventAnswer, ...]:
        """All events, most recently reported first; with `limit` only the first, without computing the others."""
        if limit is None:
            with self._store.reading() as connection:
                return computed.every_event(connection, self._store.day(as_of))
        with self._store.asking(as_of) as (connection, day):
            return tuple(event_queries.answers_of(connection, event_queries.newest_events(connection, day, limit), day))

    def event(self, event_id: str, *, as_of: Day = None) -> EventAnswer:
        """One event by its id, or by the id that it had before an earlier report of it was added."""
        with self._store.asking(as_of) as (connection, day):
            (answer,) = event_queries.answers_of(
                connection, [event_queries.event_at(connection, self.source, event_id, day)], day
            )
        return answer

    def events_by_id(self, event_ids: Collection[str], *, as_of: Day = None) -> tuple[EventAnswer, ...]:
        """Some events by their ids, most recently reported first; unknown ids are ignored."""
        with self._store.asking(as_of) as (connection, day):
            found = event_queries.events_at(connection, event_ids, day)
            return tuple(event_queries.answers_of(connection, set(found.values()), day))

    def conflicts(self, *, as_of: Day = None) -> tuple[tuple[EventAnswer, ConflictAnswer], ...]:
        """Conflicts: pairs of reports that cannot both be true, each with its event."""
        return tuple((event, conflict) for event in self.events(as_of=as_of) for conflict in event.conflicts)

    def origins(
        self, *, as_of: Day = None, limit: int | None = None, shown_only: bool = False
    ) -> tuple[OriginAnswer, ...]:
        """Original sources of all events, or of the newest with `limit`; most articles first."""
        events = self.events(as_of=as_of, limit=limit)
        return origins_in(event for event in events if event.shown or not shown_only)

    def origins_page(
        self, *, events: int = 100, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> OriginPage:
        """Original sources of the newest events, page by page; most articles first."""
        check_limit(self.source, limit)
        check_limit(self.source, events, "events")
        with self._store.asking(as_of) as (connection, day):
            return origin_queries.origins_page(connection, self.source, day, events, limit, cursor)

    # Echoes and drift

    def echoes(
        self, *, as_of: Day = None, copies_only: bool = False, shown_only: bool = False
    ) -> tuple[EchoAnswer, ...]:
        """Groups of articles that go back to one text or, unless `copies_only`, to one origin; in order of printing.

        With `shown_only`, origins are only those of events that front ends show.
        """
        with self._store.reading() as connection:
            return computed.every_echo(
                connection, self._store.day(as_of), copies_only=copies_only, shown_only=shown_only
            )

    def copies_of(self, text: str, *, outlet: str | None = None) -> tuple[tuple[str, float], ...]:
        """Articles that print a text, which need not be in the ledger, with the share they contain; largest first."""
        with self._store.reading() as connection:
            return computed.copies_of(connection, text, outlet)

    def drift(self, *, as_of: Day = None, changed_only: bool = True) -> tuple[UtteranceAnswer, ...]:
        """Utterances that several articles quote; with `changed_only`, those quoted in different words."""
        with self._store.reading() as connection:
            return computed.every_drift(connection, self._store.day(as_of), changed_only=changed_only)

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
        """Statements, newest first.

        Args:
            words, source, outlet, stance, since: See `StatementFilter`.
            limit: Maximum number of statements.
            located: As in `search`.
        """
        asked = StatementFilter(words=words, source=source, outlet=outlet, stance=stance, since=since)
        check_words(self.source, words)
        with self._store.reading_as_of(as_of) as (connection, day):
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
        """Summaries of events, page by page.

        Args:
            order: "newest": most recently reported first. "date": by the event's own date, undated ones last. "size":
                most articles first.
            cursor: `next` of the previous page.
        """
        check_order(self.source, order)
        filter.checked(self.source)
        check_limit(self.source, limit)
        with self._store.asking(as_of) as (connection, day):
            seen = holdings.seen_from(connection, filter, day)
            return event_queries.find_events(connection, self.source, seen, day, order, limit, cursor)

    def count_events(self, filter: EventFilter = EVERY_EVENT, *, as_of: Day = None) -> int:
        """Number of events that match a filter."""
        filter.checked(self.source)
        with self._store.asking(as_of) as (connection, day):
            return event_queries.count_events(connection, holdings.seen_from(connection, filter, day), day)

    def matching_events(
        self, wanted: Sequence[relevance.Wanted], *, as_of: Day = None, shown: bool | None = True, limit: int = 40
    ) -> tuple[tuple[EventSummary, frozenset[int]], ...]:
        """Events that match some of what is wanted, each with the indices of what it matches; best matches first.

        Args:
            wanted: See `matching.wanted_of`.
            shown: Whether front ends show them; None: all.
        """
        check_limit(self.source, limit)
        with self._store.asking(as_of) as (connection, day):
            return tuple(relevance.matching(connection, wanted, day, limit, shown=shown))

    def event_history(self, event_id: str, *, as_of: Day = None) -> tuple[ChangeAnswer, ...]:
        """How the record of one event changed, by day of publication, oldest first."""
        with self._store.asking(as_of) as (connection, day):
            event = event_queries.event_at(connection, self.source, event_id, day)
            return change_queries.history(connection, event, day)

    def event_days(self, event_id: str) -> tuple[str, ...]:
        """Days of publication (ISO) of the articles that report an event, oldest first, since it has its id."""
        with self._store.asking(None) as (connection, day):
            return event_queries.event_days(connection, event_queries.event_at(connection, self.source, event_id, day))

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
        """Changes of the record, newest first, of all events or of one.

        Args:
            filter: What the event was like after the change.
            since, until: Days on which the record changed, both included.
        """
        filter.checked(self.source)
        check_limit(self.source, limit)
        first, last = day_of(since, self.source, "since"), day_of(until, self.source, "until")
        with self._store.asking(as_of) as (connection, day):
            one = event_queries.event_at(connection, self.source, event, day) if event is not None else None
            seen = holdings.seen_from(connection, filter, day)
            return change_queries.changes(connection, self.source, seen, one, first, last, day, limit, cursor)

    def last_changes(self, event_ids: Iterable[str], *, as_of: Day = None) -> dict[str, ChangeAnswer]:
        """The newest change of each of many events, by id; events without a dated report have none."""
        with self._store.asking(as_of) as (connection, day):
            return change_queries.last_changes(connection, event_ids, day)

    def events_of(self, article_id: str, *, as_of: Day = None) -> tuple[EventSummary, ...]:
        """The events that an article reports, most recently reported first."""
        with self._store.asking(as_of) as (connection, day):
            return event_queries.events_of(
                connection, article_queries.article_at(connection, self.source, article_id), day
            )

    def has(self, article_id: str) -> bool:
        """Whether an article is in the ledger."""
        with self._store.reading() as connection:
            return article_queries.number_of(connection, article_id) is not None

    def article(self, article_id: str) -> ArticleAnswer:
        """One article without its text."""
        with self._store.reading() as connection:
            return article_queries.article_of(connection, self.source, article_id)

    def articles_by_id(self, article_ids: Iterable[str]) -> dict[str, ArticleAnswer]:
        """Articles by their ids, without their texts; unknown ids are ignored."""
        with self._store.reading() as connection:
            return article_queries.articles_by_id(connection, article_ids)

    def shared(self, article_id: str, *, as_of: Day = None) -> tuple[SharedAnswer, ...]:
        """Articles that share passages with an article, largest share first."""
        with self._store.reading_as_of(as_of) as (connection, day):
            return copy_queries.shared(connection, article_queries.article_at(connection, self.source, article_id), day)

    def articles_page(
        self, *, outlet: str | None = None, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> Page[ArticleAnswer]:
        """Articles, most recently printed first."""
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
            return article_queries.articles_page(connection, self.source, outlet, day, limit, cursor)

    def find_articles(self, words: str, *, as_of: Day = None, limit: int = 10) -> tuple[ArticleAnswer, ...]:
        """Articles whose titles contain all of some words, most recently printed first; among the newest 5,000."""
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
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
        """Statements, newest first; with `facets`, their counts by outlet, stance, kind and month.

        Args:
            located: Include offsets and confidence, which means loading the records of the articles.
        """
        filter.checked(self.source)
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
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
        """Sources, most statements first; `words` are parts of the name."""
        check_kind(self.source, kind)
        check_words(self.source, words)
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
            return name_queries.names_page(
                connection, self.source, self._store.counted, words, kind, day, limit, cursor
            )

    def profile(self, name: str, *, as_of: Day = None, shown_only: bool = False) -> ProfileAnswer:
        """Statements, outlets and events of one person, organisation or outlet; for an outlet also what it prints."""
        with self._store.asking(as_of) as (connection, day):
            return profiles.profile(connection, self.source, name, day, shown_only=shown_only)

    def conflicts_page(
        self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None, shown_only: bool = False
    ) -> Page[tuple[EventAnswer, ConflictAnswer]]:
        """As `conflicts`, page by page; with `shown_only`, of events that front ends show."""
        check_limit(self.source, limit)
        with self._store.asking(as_of) as (connection, day):
            return event_queries.conflicts_page(connection, self.source, day, limit, cursor, shown_only=shown_only)

    def drift_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[UtteranceAnswer]:
        """As `drift`, page by page, newest article first."""
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
            return copy_queries.drift_page(connection, self.source, day, limit, cursor)

    def echoes_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[EchoAnswer]:
        """Groups of articles that print one text, page by page, newest article first."""
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
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

        Quoted words come with their offsets in the article. See `frames.to_frame` for `library`.

        Args:
            filter: Which events; of events, reports and changes.

        Raises:
            ReportedlyError: Neither library is installed.
        """
        return to_frame(frames.rows_of(self, what, filter, as_of), frames.COLUMNS[what], library)

    def version(self) -> str:
        """A value that changes whenever answers may have changed: articles added, corrections made."""
        return self._store.version()

    def at_once(self) -> AbstractContextManager[None]:
        """A context in which all queries of this thread see one snapshot of the ledger, and are faster.

        What others add meanwhile is not seen, nor what this thread adds.
        """
        return self._store.at_once()

    def refresh(self) -> None:
        """Update the index of events; queries do so too if necessary, and wait for it."""
        self._store.refresh()
