"""A bar that shows how far a loop has come: a line on a terminal, an element in a notebook, nothing elsewhere."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any, TypeVar

__all__ = ["with_bar"]

T = TypeVar("T")

_REFRESH_S = 0.2


def with_bar(items: Iterable[T], of: object, thing: str) -> Iterator[T]:
    """The items as they are, and how many have come.

    Args:
        of: What they are made from; its length, where it has one, is how many there will be.
        thing: What one of them is called: "article".
    """
    total = len(of) if isinstance(of, Sized) else None
    screen = _Notebook() if _in_notebook() else _Terminal()
    start = time.monotonic()
    shown, n = 0.0, 0
    try:
        for n, item in enumerate(items, 1):
            now = time.monotonic()
            if now - shown > _REFRESH_S:
                shown = now
                screen.show(n, total, line(n, total, thing, now - start))
            yield item
    finally:
        screen.end(n, total, line(n, total, thing, time.monotonic() - start))


def line(n: int, total: int | None, thing: str, elapsed_s: float) -> str:
    """How far it is after so many seconds.

    >>> line(30, 120, "article", 10.0)
    '30 of 120 articles, 3.0 a second, 0:30 left'
    >>> line(120, 120, "article", 40.0)
    '120 of 120 articles, 3.0 a second'
    """
    rate = n / max(elapsed_s, 1e-9)
    things = thing if (total or n) == 1 else f"{thing}s"
    told = f"{n} of {total} {things}" if total is not None else f"{n} {things}"
    told += f", {rate:.1f} a second"
    if total is not None and 0 < n < total:
        left_s = round((total - n) / rate)
        told += f", {left_s // 60}:{left_s % 60:02d} left"
    return told


def _in_notebook() -> bool:
    """Whether a notebook's kernel runs this; IPython is not imported to find out."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")


class _Terminal:
    """A line on standard error that is written over, where that is a terminal."""

    def show(self, n: int, total: int | None, told: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{told}")
            sys.stderr.flush()

    def end(self, n: int, total: int | None, told: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{told}\n")


class _Bar:
    """A bar as notebooks draw it, and as text where they do not."""

    def __init__(self, n: int, total: int | None, told: str) -> None:
        self._n, self._total, self._told = n, total, told

    def __repr__(self) -> str:
        return self._told

    def _repr_html_(self) -> str:
        share = f'value="{self._n}" max="{max(self._total, 1)}"' if self._total is not None else ""
        return f"<div><progress {share}></progress> {self._told}</div>"


class _Notebook:
    """An output of the cell that changes."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, n: int, total: int | None, told: str) -> None:
        display: Any = importlib.import_module("IPython.display").display
        bar = _Bar(n, total, told)
        if self._handle is None:
            self._handle = display(bar, display_id=True)
        else:
            self._handle.update(bar)

    def end(self, n: int, total: int | None, told: str) -> None:
        # What was read is all there was: the bar is full, whether its end was known or not.
        self.show(n, n if total is None else total, told)
