"""Many articles, in order and in several processes; a failure ends one article alone."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from reportedly.article import Article, Unread
from reportedly.bars import with_bar
from reportedly.errors import ModelError
from reportedly.reading.pipeline import read
from reportedly.record import Record

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["read_all"]

_log = logging.getLogger(__name__)
_AHEAD, _MOST_AHEAD = 4, 32  # articles a worker under way: as a rule, and while all wait for a long one
_CHARACTERS_AHEAD = 16_000_000  # of all articles under way


def read_all(
    articles: Iterable[Article | Unread], *, jobs: int = 1, progress: bool = False
) -> Generator[Record | Unread, None, None]:
    """The record of each article, in order; inputs and articles that cannot be read come out as `Unread`.

    Args:
        articles: What `reportedly.intake.articles` yields, or any articles.
        jobs: Number of worker processes. They are spawned, so a program that uses more than one must guard its main
            module with `if __name__ == "__main__"`.
        progress: Show a progress bar, on a terminal or in a notebook; with the time left if `articles` has a length.
    """
    read = map(_read_or_tell, articles) if jobs == 1 else _read_side_by_side(articles, jobs)
    yield from with_bar(read, articles, "article") if progress else read


def _read_or_tell(article: Article | Unread) -> Record | Unread:
    if isinstance(article, Unread):
        return article
    try:
        return read(article)
    except ModelError:
        raise  # no article can be read: not this one's fault
    except Exception as error:  # the one place where a fault of ours in one text must not end the run of all
        _log.exception("reading %s failed", article.url or article.id)
        return _failed(article, f"reading it failed ({type(error).__name__}: {error})")


def _failed(article: Article, reason: str) -> Unread:
    return Unread(
        source=article.url or article.title or article.id, reason=reason, advice="Please report it, with the text"
    )


def _read_side_by_side(articles: Iterable[Article | Unread], jobs: int) -> Iterator[Record | Unread]:
    """In order, with a bounded number of articles under way. A worker that dies takes no other article with it.

    The bound is wide enough that all workers have something to do while one long article is read, and counts letters
    too: memory is the same for a hundred inputs and for a hundred thousand.
    """
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    def pool() -> ProcessPoolExecutor:
        # spawn: a forked child would share the threads of a run time that the parent may have started.
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin_worker)

    def submit(article: Article | Unread) -> Future[Record | Unread]:
        try:
            return workers.submit(_read_or_tell, article)
        except BrokenProcessPool as broken:  # some article before this one did it, whose turn has not come yet
            failed: Future[Record | Unread] = Future()
            failed.set_exception(broken)
            return failed

    under_way: deque[tuple[Article | Unread, Future[Record | Unread]]] = deque()
    n_characters = 0
    waiting = iter(articles)
    workers = pool()
    try:
        while True:
            while len(under_way) < _MOST_AHEAD * jobs and (n_characters < _CHARACTERS_AHEAD or len(under_way) < jobs):
                if len(under_way) >= _AHEAD * jobs and under_way[0][1].done():
                    break
                article = next(waiting, None)
                if article is None:
                    break
                n_characters += _length(article)
                under_way.append((article, submit(article)))
            if not under_way:
                return
            article, future = under_way.popleft()
            n_characters -= _length(article)
            try:
                record = future.result()
            except BrokenProcessPool:
                # Some article under way killed its worker, and so failed them all: read this one alone, and send
                # those again that are not read yet.
                workers.shutdown(wait=False, cancel_futures=True)
                workers = pool()
                try:
                    record = workers.submit(_read_or_tell, article).result()
                except BrokenProcessPool:
                    assert isinstance(article, Article)
                    record = _failed(article, "the process that read it died")
                    workers.shutdown(wait=False, cancel_futures=True)
                    workers = pool()
                under_way = deque(
                    (
                        other,
                        known if known.done() and not known.cancelled() and not known.exception() else submit(other),
                    )
                    for other, known in under_way
                )
            yield record
    finally:
        workers.shutdown(wait=False, cancel_futures=True)


def _begin_worker() -> None:
    """In a worker: Ctrl-C goes to the whole group of processes, and the parent decides what it means.

    A parent that was killed decides nothing any more, and its workers would wait for it for ever, each with a model in
    memory: so they end with it.
    """
    import os
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def end_with_parent() -> None:
        wait([sentinel])
        os._exit(1)

    Thread(target=end_with_parent, daemon=True).start()


def _is_read(future: Future[Record | Unread]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _length(article: Article | Unread) -> int:
    return len(article.text) if isinstance(article, Article) else 0
