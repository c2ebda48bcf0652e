"""Reading in a process of its own: an article that kills its reader, or never ends, costs that article alone.

A Spark worker that dies takes its task along, and a task that dies four times ends the job: one poisoned row would end
a month's work. So the worker hands each article to a child that has the model; where the child dies, the worker says
so of that article and starts another.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from reportedly.article import Article, Unread

__all__ = ["LIMIT_S", "Child", "child"]

LIMIT_S = 900.0
"""Seconds for one article. The longest of news take some; what takes longer is no article, and would hold up a core."""

_ADVICE = "Please report it, with the text"


class Child:
    """A process that reads, started when it is first asked and again after it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None

    def record(self, article: Article, *, limit_s: float = LIMIT_S) -> str | Unread:
        """The JSON line of an article's record, as one process gives it; or why there is none."""
        try:
            try:
                return self._asked(article, limit_s)
            except _DiedError:
                # Somebody may have killed it, for memory: the article is at fault where it does it again.
                return self._asked(article, limit_s)
        except _LostError as lost:
            source = article.input or article.url or article.title or article.id
            return Unread(source=source, reason=f"{lost}", advice=_ADVICE)
        except BaseException:
            self.close()  # what it has yet to say would be taken for the answer to something else
            raise

    def _asked(self, article: Article, limit_s: float) -> str | Unread:
        self._send(("record", article))
        answer: str | Unread = self._receive(limit_s)
        return answer

    def articles(self, source: str, *, limit_s: float = LIMIT_S) -> Iterator[Article | Unread]:
        """Every article of a file; what cannot be read of it as `Unread`."""
        n_articles = 0
        finished = False
        try:
            self._send(("articles", source))
            while (item := self._receive(limit_s)) is not None:
                n_articles += 1
                yield item
            finished = True
        except _LostError as lost:
            where = f"{source}, after article {n_articles}" if n_articles else source
            yield Unread(source=where, reason=f"{lost}", advice="What came before that was read")
        finally:
            if not finished:
                self.close()

    def _send(self, message: Any) -> None:
        if self._connection is None:
            self._start()
        assert self._connection is not None
        try:
            self._connection.send(message)
        except OSError:
            # It was killed while it had nothing to do: no article's fault.
            self.close()
            self._start()
            self._connection.send(message)

    def _receive(self, limit_s: float) -> Any:
        assert self._connection is not None
        try:
            if not self._connection.poll(limit_s):
                self.close()
                raise _LostError(f"reading it took longer than {limit_s:g} seconds")
            return self._connection.recv()
        except (EOFError, OSError):
            self.close()
            raise _DiedError("the process that read it died") from None

    def _start(self) -> None:
        ours, theirs = Pipe()
        # Our modules may come from a zip or folder that Spark has put on this process's path alone.
        path = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reportedly.spark.child", str(theirs.fileno())],
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a worker's standard output may be Spark's own channel
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self._connection = ours

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._connection = self._process = None

    @property
    def pid(self) -> int | None:
        """The process's number; None before it is started."""
        return None if self._process is None else self._process.pid


class _LostError(Exception):
    """The child died or was too slow; says which."""


class _DiedError(_LostError):
    """The child died."""


@cache
def child() -> Child:
    """This worker's child, kept from one task to the next: the model is loaded once."""
    return Child()
