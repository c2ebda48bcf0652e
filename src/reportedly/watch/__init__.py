"""Keeps a ledger fresh from feeds, and tells what changes: the loop behind `reportedly watch`.

Polite: a feed is asked only whether it changed, and one that fails is left alone for longer each time. Lasting: all
that it knows lies beside the ledger, so that a restart, a crash or a cut in power goes on where it was; a change is
told at least once.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from reportedly.article import Article, Unread
from reportedly.errors import FetchError, InputError, ModelError, NotFound, ReportedlyError
from reportedly.intake import entries, page_article
from reportedly.intake.feed import Entry
from reportedly.intake.fetch import Fetched, Fetcher, Limits, Validators, is_address
from reportedly.ledger import EventFilter, Ledger
from reportedly.ledger.filters import EVERY_EVENT
from reportedly.reading import read_all
from reportedly.record import Record
from reportedly.redaction import redacted_webhook
from reportedly.watch.changes import Change, changes_by, is_wanted, line_of
from reportedly.watch.letters import Shape, mail_of, shape_of_address, shaped
from reportedly.watch.mail import MailServer, is_mailbox
from reportedly.watch.state import FeedState, Letter, State, locked

__all__ = [
    "Change",
    "Mail",
    "MailServer",
    "Options",
    "Round",
    "Shape",
    "State",
    "Watch",
    "is_address",
    "is_mailbox",
    "line_of",
    "locked",
    "pause_s",
    "stop_on_signals",
]

_DAY_S = 86_400.0
# A page that could not be fetched is asked for in so many rounds.
_MAX_TRIES = 3
# A worker process takes seconds to start: worth it for so many articles.
_ARTICLES_FOR_A_WORKER = 12
_LETTER_PAUSE_S = 30.0
# A receiver that answers so does not want this letter, now or later (RFC 9110, 15.5).
_NOT_WANTED = frozenset({400, 413, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """By which server, from whom and to whom mail goes."""

    server: MailServer
    sender: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to watch.

    Args:
        every_s: Seconds between two questions to one feed.
        webhook: Where changes are posted; None: nowhere.
        shape: What the webhook takes; None: as its host tells.
        mail: Whose server sends each change as a mail, from whom and to whom; None: no mail.
        wanted: Which events changes are told of.
        with_pages: Read each new entry's page, in place of what the feed prints of it.
        allow_private: Fetch from, and post to, this machine and private networks too.
        jobs: Number of worker processes.
        first_reports: Tell of events that are reported for the first time, too.
        limits: What one fetch may cost.
    """

    every_s: float = 600.0
    webhook: str | None = None
    shape: Shape | None = None
    mail: Mail | None = None
    wanted: EventFilter = EVERY_EVENT
    with_pages: bool = False
    allow_private: bool = False
    jobs: int = 1
    first_reports: bool = False
    limits: Limits = field(default_factory=lambda: Limits(max_bytes=16_000_000))


class Carrier(StrEnum):
    """The ways by which letters go."""

    WEBHOOK = "webhook"
    MAIL = "mail"


@dataclass(slots=True, kw_only=True)
class Round:
    """What came of asking every feed that was due."""

    n_asked: int = 0
    n_new: int = 0
    n_changes: int = 0
    n_unread: int = 0
    n_posted: int = 0


def pause_s(every_s: float, failures: int, retry_after_s: float | None = None) -> float:
    """How long to leave alone what failed so many times in a row: twice as long each time, a day at most.

    No chance in it, so that it can be foretold. What the server asks for is kept to, a day at most.

    >>> [pause_s(600, n) for n in (0, 1, 2, 3)]
    [600.0, 1200.0, 2400.0, 4800.0]
    """
    own = min(every_s * 2.0 ** min(failures, 30), max(_DAY_S, every_s))
    return max(own, min(retry_after_s or 0.0, _DAY_S))


@contextlib.contextmanager
def stop_on_signals() -> Iterator[Callable[[float], bool]]:
    """A way to wait that ends at SIGINT or SIGTERM, and says so; the second of them ends the process at once."""
    # A pipe, since a handler that sets a `threading.Event` can meet its lock held by what it interrupted.
    read_end, write_end = os.pipe()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, action in before.items():
            signal.signal(number, action)

    def on_signal(*_: object) -> None:
        restore()
        os.write(write_end, b"x")

    def wait(seconds: float) -> bool:
        return bool(select.select([read_end], [], [], seconds)[0])

    for number in before:
        signal.signal(number, on_signal)
    try:
        yield wait
    finally:
        restore()
        os.close(read_end)
        os.close(write_end)


class Watch:
    """Some feeds, the ledger that they go into, and what is known of both. Close it, or use it with `with`.

    Args:
        feeds: Their addresses.
        ledger: Where new articles go.
        state: What was known when the last watch ended.
        options: How to watch.
        tell: Called with each change.
        tell_unread: Called with each entry, page, feed or letter that failed.
        now: The time in seconds since 1970.
        wait: Waits for so many seconds, and says whether to stop.
    """

    def __init__(
        self,
        feeds: Sequence[str],
        ledger: Ledger,
        state: State,
        *,
        options: Options,
        tell: Callable[[Change], None],
        tell_unread: Callable[[Unread], None],
        now: Callable[[], float],
        wait: Callable[[float], bool],
    ) -> None:
        self._feeds = tuple(dict.fromkeys(feeds))
        self._ledger = ledger
        self._state = state
        self._options = options
        self._tell = tell
        self._tell_unread = tell_unread
        self._now = now
        self._wait = wait
        self._round = Round()
        self._fetcher = Fetcher(allow_private=options.allow_private, limits=options.limits)

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. The state is saved after every step, not here."""
        self._fetcher.close()

    def once(self) -> Round:
        """Ask every feed, and post what there is to post.

        A feed that failed is asked again, unless its server asked to be left alone for a time: then that is told.
        """
        self._round = Round()
        for url in self._feeds:
            if self._stopping():
                break
            feed = self._feed(url)
            until = min(feed.held_until, self._now() + _DAY_S)
            if until <= self._now():
                self._ask(url, feed)
                continue
            day = datetime.fromtimestamp(until, tz=UTC)
            reason = f"its server asked to be left alone until {day:%Y-%m-%d %H:%M} UTC"
            self._unread(Unread(source=url, reason=reason))
        self._post()
        return self._round

    def run(self) -> None:
        """Ask each feed when it is due, until `wait` says to stop."""
        while not self._stopping():
            for url in self._feeds:
                feed = self._feed(url)
                if feed.due <= self._now() and not self._stopping():
                    self._ask(url, feed)
            self._post()
            due = [self._feed(url).due for url in self._feeds]
            due += [letter.due for by in Carrier if (letter := self._next_letter(by)) is not None]
            if self._wait(max(0.0, min(due) - self._now())):
                return

    def _feed(self, url: str) -> FeedState:
        """Where a feed stands, its time not further off than a clock put right or a shorter interval allow."""
        feed = self._state.feed(url)
        furthest = max(_DAY_S, self._options.every_s) if feed.failures else self._options.every_s
        feed.due = min(feed.due, self._now() + furthest)
        return feed

    def _stopping(self) -> bool:
        return self._wait(0.0)

    def _ask(self, url: str, feed: FeedState) -> None:
        """Ask one feed, and read what is new in it."""
        self._round.n_asked += 1
        try:
            self._finish_articles()
            fetched = self._fetcher.fetch_if_changed(url, feed.validators)
            is_done = fetched is None or self._read(url, feed, fetched)
        except ModelError:
            raise  # nothing can be read
        except ReportedlyError as error:
            self._unread(Unread(source=error.source, reason=error.reason, advice=error.advice))
            feed.failures += 1
            retry_after_s = error.retry_after_s if isinstance(error, FetchError) else None
            feed.due = self._now() + pause_s(self._options.every_s, feed.failures, retry_after_s)
            feed.held_until = self._now() + min(retry_after_s, _DAY_S) if retry_after_s else 0.0
        else:
            if fetched is not None:
                # Where something is left to do, the feed must come whole the next time.
                kept = fetched.validators if is_done else Validators()
                feed.etag, feed.modified = kept.etag, kept.modified
            feed.failures = 0
            feed.held_until = 0.0
            feed.due = self._now() + self._options.every_s
        self._state.save()

    def _read(self, url: str, feed: FeedState, fetched: Fetched) -> bool:
        """Read the entries that were not seen yet into the ledger. False where some are left for the next time."""
        seen = set(feed.seen)
        fresh: dict[str, Entry] = {}
        n_entries = 0
        for entry in entries(fetched, source=url):
            if isinstance(entry, Unread):
                self._unread(entry)
                continue
            n_entries += 1
            key = entry.key(with_page=self._options.with_pages)
            if key not in seen:
                fresh.setdefault(key, entry)
        # Feeds print the newest first; the record grows in the order in which things were told.
        in_order = sorted(fresh.items(), key=lambda item: item[1].published or "")
        keys: deque[str | None] = deque()
        jobs = max(1, min(self._options.jobs, len(fresh) // _ARTICLES_FOR_A_WORKER))
        with contextlib.closing(read_all(self._articles(in_order, feed, keys), jobs=jobs)) as records:
            for record in records:
                key_or_none = keys.popleft()
                if isinstance(record, Unread):
                    self._unread(record)
                else:
                    self._add(record)
                if key_or_none is not None:
                    feed.see(key_or_none)
                self._state.save()
                if self._stopping():
                    break
        is_done = fresh.keys() <= set(feed.seen)
        feed.forget(n_entries)
        return is_done

    def _articles(
        self, fresh: Sequence[tuple[str, Entry]], feed: FeedState, keys: deque[str | None]
    ) -> Iterator[Article | Unread]:
        """The article of each entry that is not in the ledger; in `keys` its key, None where it is to be tried anew."""
        for key, entry in fresh:
            article = self._article(entry)
            again = False
            if isinstance(article, FetchError):
                again = self._try_again(article, key, feed)
                article = Unread(source=f"{entry.source}, {entry.url}", reason=article.reason, advice=article.advice)
            if isinstance(article, Article) and self._is_known(article.id):
                feed.see(key)
                continue
            keys.append(None if again else key)
            yield article

    def _article(self, entry: Entry) -> Article | Unread | FetchError:
        if not (self._options.with_pages and entry.url):
            return entry.article()
        try:
            return page_article(self._fetcher.fetch(entry.url), source=entry.source).with_facts(input=entry.url)
        except FetchError as error:
            return error
        except InputError as error:
            return Unread(source=f"{entry.source}, {entry.url}", reason=error.reason, advice=error.advice)

    def _try_again(self, error: FetchError, key: str, feed: FeedState) -> bool:
        """Whether a page that could not be fetched is worth another try in the next round."""
        if error.status is not None and error.status < 500 and error.status not in (408, 425, 429):
            return False
        feed.tried[key] = feed.tried.get(key, 0) + 1
        return feed.tried[key] < _MAX_TRIES

    def _is_known(self, article_id: str) -> bool:
        try:
            self._ledger.article(article_id)
        except NotFound:
            return False
        return True

    def _add(self, record: Record) -> None:
        """Add one article and tell what it changed. A crash at any point leaves it under way, to be finished."""
        article_id = record.article.id
        self._state.under_way.append(article_id)
        self._state.save()
        if self._ledger.add(record):
            self._round.n_new += 1
            self._tell_changes(article_id)
        self._state.under_way.remove(article_id)

    def _finish_articles(self) -> None:
        """Tell the changes of what was added when this watch, or the last, was cut off."""
        while self._state.under_way:
            article_id = self._state.under_way[0]
            # If it was cut off before it was added, it will come with its feed again.
            if self._is_known(article_id):
                self._tell_changes(article_id)
            self._state.under_way.pop(0)
            self._state.save()

    def _tell_changes(self, article_id: str) -> None:
        for change in changes_by(article_id, self._ledger, self._state):
            if change.before is None and not self._options.first_reports:
                continue
            if not is_wanted(change, self._options.wanted):
                continue
            self._round.n_changes += 1
            self._tell(change)
            for by in Carrier:
                if not self._goes_by(by):
                    continue
                n_over = self._state.write(Letter(key=change.key, body=change.to_dict(), by=by.value))
                if n_over:
                    reason = f"{n_over} changes were given up: too many wait to be sent"
                    self._unread(Unread(source=self._receiver(by), reason=reason))

    def _goes_by(self, by: Carrier) -> bool:
        return bool(self._options.webhook if by is Carrier.WEBHOOK else self._options.mail)

    def _receiver(self, by: Carrier) -> str:
        """Where letters go, as it may be shown."""
        if by is Carrier.WEBHOOK:
            return redacted_webhook(self._options.webhook or "")
        return self._options.mail.server.name if self._options.mail else ""

    def _next_letter(self, by: Carrier) -> Letter | None:
        """The first of those that wait to go this way; None where there is none, or the way is not open."""
        waiting = (letter for letter in self._state.letters if letter.by == by.value)
        return next(waiting, None) if self._goes_by(by) else None

    def _post(self) -> None:
        """Send what waits, in order, up to the first that is not taken: that and the others wait for its time.

        What goes by one way does not wait for what goes by another.
        """
        for by in Carrier:
            while (letter := self._next_letter(by)) is not None and letter.due <= self._now():
                try:
                    self._send(letter, by)
                except FetchError as error:
                    if self._is_unwanted(error, by):
                        reason = f"it does not take change {letter.key}, which is given up: {error.reason}"
                        self._unread(Unread(source=self._receiver(by), reason=reason))
                        self._state.letters.remove(letter)
                    else:
                        self._unread(Unread(source=self._receiver(by), reason=error.reason, advice=error.advice))
                        letter.failures += 1
                        pause = pause_s(_LETTER_PAUSE_S, letter.failures - 1, error.retry_after_s)
                        letter.due = self._now() + min(pause, max(3600.0, error.retry_after_s or 0.0))
                else:
                    self._round.n_posted += 1
                    self._state.letters.remove(letter)
                self._state.save()

    def _send(self, letter: Letter, by: Carrier) -> None:
        webhook, mail = self._options.webhook, self._options.mail
        if by is Carrier.WEBHOOK and webhook:
            body = shaped(letter.body, self._options.shape or shape_of_address(webhook))
            headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
            self._fetcher.post(webhook, json.dumps(body).encode(), headers=headers)
        elif mail:
            mail.server.send(mail_of(letter.body, sender=mail.sender, to=mail.to))

    @staticmethod
    def _is_unwanted(error: FetchError, by: Carrier) -> bool:
        """Whether a receiver does not want this letter, now or later."""
        if by is Carrier.WEBHOOK:
            return error.status in _NOT_WANTED
        return error.status is not None and 500 <= error.status < 600

    def _unread(self, unread: Unread) -> None:
        self._round.n_unread += 1
        self._tell_unread(unread)
