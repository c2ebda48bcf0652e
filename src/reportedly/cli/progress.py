"""How far a run has come, with rate and time left: one line on a terminal, or one a minute in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TextIO

from reportedly.wording import counted

__all__ = ["Progress"]

# What a person waits for without asking what is going on.
_PATIENCE_S = 2.0
_REFRESH_S = 0.2
_LOG_EVERY_S = 60.0


class Progress:
    """A line on standard error with count, rate and time left; where it is piped, a new one each minute.

    The time left is reckoned from the bytes of the files that are done and of the one that is being read; it is not
    told while an address or standard input, whose size nobody knows, is among what is left.

    Args:
        sources: Each input with its size in bytes, None where it is not known.
        stream: Where the line goes.
    """

    def __init__(self, sources: Iterable[tuple[str, int | None]], *, stream: TextIO | None = None) -> None:
        self._sources = tuple(sources)
        self._stream = stream or sys.stderr
        self._on = self._stream.isatty()
        # Bytes before each input, and at the end of all; worked out once, for there may be a hundred thousand.
        self._before = [0, *accumulate(size or 0 for _, size in self._sources)]
        self._unknown = max((number for number, (_, size) in enumerate(self._sources) if size is None), default=-1)
        self._start = time.monotonic()
        self._shown = 0.0
        self._n_articles = 0
        self._current = 0
        self._characters = 0
        self._characters_before = 0  # of inputs whose size is known
        # Taken by a worker, and not read yet: several processes are dozens of small files ahead of what is done.
        self._under_way = 0
        # Of the current input, and bytes of those before it, that had been read by an earlier run.
        self._skipped_characters = 0
        self._skipped = 0.0

    def inputs(self) -> Iterator[str]:
        """The inputs, noted as each is begun."""
        for number, (source, _) in enumerate(self._sources):
            if self._characters and self._size_here():
                self._characters_before += self._characters
                self._skipped += self._size_here() * self._skipped_characters / self._characters
            self._current, self._characters, self._skipped_characters = number, 0, 0
            yield source

    def skip(self, n_characters: int) -> None:
        """An article of so many characters need not be read: it is done, and took no time."""
        self._characters += n_characters
        self._skipped_characters += n_characters

    def begin(self, n_characters: int) -> None:
        """An article of so many characters is to be read."""
        self._characters += n_characters
        self._under_way += n_characters

    def step(self, n_characters: int) -> None:
        """An article of so many characters that was begun is read."""
        self._n_articles += 1
        self._under_way -= n_characters
        now = time.monotonic()
        elapsed_s, since_s = now - self._start, now - max(self._shown, self._start)
        if self._on and elapsed_s > _PATIENCE_S and since_s > _REFRESH_S:
            self._show(f"\r\x1b[K{self.line(elapsed_s)}", now)
        elif not self._on and since_s > _LOG_EVERY_S:
            self._show(f"reportedly: {self.line(elapsed_s)}\n", now)

    def _show(self, line: str, now: float) -> None:
        self._shown = now
        self._stream.write(line)
        self._stream.flush()

    def line(self, elapsed_s: float) -> str:
        """What is shown after so many seconds."""
        line = f"{counted(self._n_articles, 'article')} read, {self._n_articles / max(elapsed_s, 1e-9):.1f} a second"
        left = self._left(elapsed_s)
        if left is not None:
            minutes, seconds = divmod(round(left), 60)
            hours, rest = divmod(minutes, 60)
            line += f", {hours}:{rest:02d}:{seconds:02d} left" if hours else f", {minutes}:{seconds:02d} left"
        return line

    def _left(self, elapsed_s: float) -> float | None:
        """Seconds that what is left will take at the rate so far; None where nobody can tell."""
        total = self._before[-1]
        if not total or self._unknown >= self._current:
            return None
        done = self._before[self._current] + self._done_here() - self._under_way * self._bytes_a_character()
        read = done - self._skipped - self._skipped_here()
        return elapsed_s * (total - done) / read if read > 0 else None

    def _size_here(self) -> int:
        return self._sources[self._current][1] or 0

    def _bytes_a_character(self) -> float:
        """In the inputs that are done: JSON and HTML hold more than the text; 1 until there is one."""
        return self._before[self._current] / self._characters_before if self._characters_before else 1.0

    def _done_here(self) -> float:
        return min(self._size_here(), self._characters * self._bytes_a_character())

    def _skipped_here(self) -> float:
        """Bytes of the current input that were skipped, by their share of its text so far."""
        return self._done_here() * self._skipped_characters / self._characters if self._characters else 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
