"""How far a run has come: one line on a terminal, after two seconds, with rate and time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO

from reportedly.brief import counted

__all__ = ["Progress"]

# What a person waits for without asking what is going on.
_PATIENCE_S = 2.0
_REFRESH_S = 0.2


class Progress:
    """A line on standard error with count, rate and time left; nothing where it is piped.

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
        self._start = time.monotonic()
        self._shown = 0.0
        self._n_articles = 0
        self._current = 0
        self._characters = 0

    def inputs(self) -> Iterator[str]:
        """The inputs, noted as each is begun."""
        for number, (source, _) in enumerate(self._sources):
            self._current, self._characters = number, 0
            yield source

    def step(self, n_characters: int) -> None:
        """One more article of so many characters is read."""
        self._n_articles += 1
        self._characters += n_characters
        now = time.monotonic()
        if self._on and now - self._start > _PATIENCE_S and now - self._shown > _REFRESH_S:
            self._shown = now
            self._stream.write(f"\r\x1b[K{self.line(now - self._start)}")
            self._stream.flush()

    def line(self, elapsed_s: float) -> str:
        """What is shown after so many seconds."""
        line = f"{counted(self._n_articles, 'article')} read, {self._n_articles / max(elapsed_s, 1e-9):.1f} a second"
        share = self._share_done()
        if share:
            left_s = round(elapsed_s * (1 - share) / share)
            line += f", {left_s // 60}:{left_s % 60:02d} left"
        return line

    def _share_done(self) -> float | None:
        done = total = 0
        for number, (_, size) in enumerate(self._sources):
            if size is None:
                if number >= self._current:
                    return None
                continue
            total += size
            if number < self._current:
                done += size
            elif number == self._current:
                done += min(size, self._characters)
        return done / total if total else None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
