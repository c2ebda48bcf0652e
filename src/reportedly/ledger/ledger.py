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
        self._store = Store(str(source), create=create)
        self.source = self._store.source  # never the password of a server

    def close(self) -> None:
        """Let go of the file or server."""
        self._store.close()

    def read_ahead(self) -> None:
        """Have the system read the file in, so that the first to ask need not wait for the disk; may take seconds."""
        self._store.read_ahead()

    def check(self) -> bool:
        """Compare a ledger's file, of whatever size, with the sums over its pages; False where it has none.

        Files up to 128 MB are compared whenever they are opened. Sums are written when a ledger that was written is
        closed; one that was killed, and PostgreSQL, have none.

        Raises:
            LedgerError: The file is damaged: it is not as it was written.
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
        """Add one article's record; False where the ledger has that article already, which then stays as it is."""
        return ingest_records(self._store, [record]) == 1

    def add_all(self, records: Iterable[Record]) -> tuple[int, int]:
        """Add many, a batch a transaction: how many were new and how many known."""
        return ingest_in_batches(self._store, records)

    def take_over(self, found: WorkedOut) -> tuple[int, int]:
        """Take in what was worked out of many records elsewhere: how many articles were new and how many known.

        A ledger that is empty takes links and days as they are, all or nothing. One that holds articles must compare
        the new ones with its own, and so adds them one by one.
        """
        return take_over(self._store, found, is_empty=not self.counts().articles)

    # Articles

    def articles(self, *, as_of: Day = None) -> tuple[ArticleAnswer, ...]:
        """Every article, first printed first."""
        with self._store.reading() as connection:
            return article_queries.every_article(connection, self._store.day(as_of))

    def record(self, article_id: str, *, as_read: bool = False) -> Record:
        """The record of one article, with what was corrected in it; or as it was read."""
        with self._store.reading() as connection:
            return article_queries.record_of(connection, self.source, article_id, as_read=as_read)

    def integrity(self, *, as_of: Day = None, limit: int | None = None) -> tuple[tuple[str, Integrity], ...]:
        """What a reader would notice about the texts, with the ids of their articles; of the newest, with a limit."""
        with self._store.reading() as connection:
            return article_queries.integrity_notes(connection, self._store.day(as_of), limit)

    def counts(self) -> Counts:
        """How much the ledger holds."""
        with self._store.reading() as connection:
            return holdings.counts(connection)

    def coverage(self, *, as_of: Day = None) -> Coverage:
        """How many articles of which outlets, from which day to which."""
        with self._store.reading_as_of(as_of) as (connection, day):
            return holdings.coverage(connection, day)

    def newest_day(self, *, as_of: Day = None) -> str | None:
        """The day (ISO) of the article that was printed last; None where none has a date."""
        with self._store.reading_as_of(as_of) as (connection, day):
            newest = holdings.newest_day(connection, day)
        return newest.isoformat() if newest else None

    # Events

    def events(self, *, as_of: Day = None, limit: int | None = None) -> tuple[EventAnswer, ...]:
        """Every event, the one last reported on first; or the first so many of them, without looking at all."""
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
        """Some events by their ids, the one last reported on first; ids that nothing is known of are passed over."""
        with self._store.asking(as_of) as (connection, day):
            found = event_queries.events_at(connection, event_ids, day)
            return tuple(event_queries.answers_of(connection, set(found.values()), day))

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
        with self._store.asking(as_of) as (connection, day):
            return origin_queries.origins_page(connection, self.source, day, events, limit, cursor)

    # Echoes and drift

    def echoes(
        self, *, as_of: Day = None, copies_only: bool = False, shown_only: bool = False
    ) -> tuple[EchoAnswer, ...]:
        """Groups of articles that go back to one text or, unless not asked for, to one origin, first printed first.

        Origins are those of the events that front ends show, with `shown_only`, else of all.
        """
        with self._store.reading() as connection:
            return computed.every_echo(
                connection, self._store.day(as_of), copies_only=copies_only, shown_only=shown_only
            )

    def copies_of(self, text: str, *, outlet: str | None = None) -> tuple[tuple[str, float], ...]:
        """Articles that print a text, added or not, and the share of it that they have; the largest share first."""
        with self._store.reading() as connection:
            return computed.copies_of(connection, text, outlet)

    def drift(self, *, as_of: Day = None, changed_only: bool = True) -> tuple[UtteranceAnswer, ...]:
        """Utterances that several articles print, in different words unless asked for all."""
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
        """Statements, the newest first.

        Args:
            words, source, outlet, stance, since: See `StatementFilter`.
            limit: At most so many.
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
        """Events in a line each, a page at a time.

        Args:
            order: "newest": last reported on first. "date": by the event's own date, those without one last. "size":
                that of most articles first.
            cursor: `next` of the page before.
        """
        check_order(self.source, order)
        filter.checked(self.source)
        check_limit(self.source, limit)
        with self._store.asking(as_of) as (connection, day):
            seen = holdings.seen_from(connection, filter, day)
            return event_queries.find_events(connection, self.source, seen, day, order, limit, cursor)

    def count_events(self, filter: EventFilter = EVERY_EVENT, *, as_of: Day = None) -> int:
        """How many events a filter lets through."""
        filter.checked(self.source)
        with self._store.asking(as_of) as (connection, day):
            return event_queries.count_events(connection, holdings.seen_from(connection, filter, day), day)

    def matching_events(
        self, wanted: Sequence[relevance.Wanted], *, as_of: Day = None, shown: bool | None = True, limit: int = 40
    ) -> tuple[tuple[EventSummary, frozenset[int]], ...]:
        """Events that have some of what is wanted, each with the places of what it has; those with most of it first.

        Args:
            wanted: See `matching.wanted_of`.
            shown: Whether front ends show them; None: all.
        """
        check_limit(self.source, limit)
        with self._store.asking(as_of) as (connection, day):
            return tuple(relevance.matching(connection, wanted, day, limit, shown=shown))

    def event_history(self, event_id: str, *, as_of: Day = None) -> tuple[ChangeAnswer, ...]:
        """How the record of one event changed, a day of publication at a time, oldest first."""
        with self._store.asking(as_of) as (connection, day):
            event = event_queries.event_at(connection, self.source, event_id, day)
            return change_queries.history(connection, event, day)

    def event_days(self, event_id: str) -> tuple[str, ...]:
        """The days (ISO) on which articles that report an event were printed, oldest first, since it has its id."""
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
        """Changes of the record, newest first, of all events or one.

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
        """The newest change of the record of each of many events, by id; events that nobody dated have none."""
        with self._store.asking(as_of) as (connection, day):
            return change_queries.last_changes(connection, event_ids, day)

    def events_of(self, article_id: str, *, as_of: Day = None) -> tuple[EventSummary, ...]:
        """The events that an article reports, last reported on first."""
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
        """Those of some articles that there are, without their texts, by their ids."""
        with self._store.reading() as connection:
            return article_queries.articles_by_id(connection, article_ids)

    def shared(self, article_id: str, *, as_of: Day = None) -> tuple[SharedAnswer, ...]:
        """Articles that print part of an article's text, the largest share of it first."""
        with self._store.reading_as_of(as_of) as (connection, day):
            return copy_queries.shared(connection, article_queries.article_at(connection, self.source, article_id), day)

    def articles_page(
        self, *, outlet: str | None = None, as_of: Day = None, limit: int = 50, cursor: str | None = None
    ) -> Page[ArticleAnswer]:
        """Articles, last printed first."""
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
            return article_queries.articles_page(connection, self.source, outlet, day, limit, cursor)

    def find_articles(self, words: str, *, as_of: Day = None, limit: int = 10) -> tuple[ArticleAnswer, ...]:
        """Articles whose titles have all of some words, last printed first; among the newest 5,000."""
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
        """Statements, newest first; with `facets`, how what was found spreads over outlets, stances, kinds, months.

        Args:
            located: With offsets and confidence, for which the records of their articles are opened.
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
        """Sources, those of most statements first; `words` are parts of the name."""
        check_kind(self.source, kind)
        check_words(self.source, words)
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
            return name_queries.names_page(
                connection, self.source, self._store.counted, words, kind, day, limit, cursor
            )

    def profile(self, name: str, *, as_of: Day = None, shown_only: bool = False) -> ProfileAnswer:
        """What one person, organisation or outlet said, to whom, and what it prints; its events, shown or all."""
        with self._store.asking(as_of) as (connection, day):
            return profiles.profile(connection, self.source, name, day, shown_only=shown_only)

    def conflicts_page(
        self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None, shown_only: bool = False
    ) -> Page[tuple[EventAnswer, ConflictAnswer]]:
        """As `conflicts`, a page at a time; of events that front ends show, or of all."""
        check_limit(self.source, limit)
        with self._store.asking(as_of) as (connection, day):
            return event_queries.conflicts_page(connection, self.source, day, limit, cursor, shown_only=shown_only)

    def drift_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[UtteranceAnswer]:
        """As `drift`, a page at a time, that of the newest article first."""
        check_limit(self.source, limit)
        with self._store.reading_as_of(as_of) as (connection, day):
            return copy_queries.drift_page(connection, self.source, day, limit, cursor)

    def echoes_page(self, *, as_of: Day = None, limit: int = 20, cursor: str | None = None) -> Page[EchoAnswer]:
        """Groups of articles that print one text, a page at a time, that of the newest article first."""
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

        Words stand beside the offsets they have in their article. See `frames.to_frame` for `library`.

        Args:
            filter: Which events; of events, reports and changes.

        Raises:
            ReportedlyError: Neither library is installed.
        """
        return to_frame(frames.rows_of(self, what, filter, as_of), frames.COLUMNS[what], library)

    def version(self) -> str:
        """Changes with everything that is added and ruled; the same while answers are the same."""
        return self._store.version()

    def at_once(self) -> AbstractContextManager[None]:
        """Within it, all that this thread asks is answered from one state of the ledger, and sooner.

        What others add meanwhile is not seen, nor what this thread adds.
        """
        return self._store.at_once()

    def refresh(self) -> None:
        """Bring up to date what pages are looked up in; whoever asks does so too, and waits for it."""
        self._store.refresh()
