"""Spans of a text: whether they overlap, and what is covered already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reportedly.article import Span

__all__ = ["Cover", "Grid", "overlaps"]

_CELL = 256  # code points


def overlaps(span: Span, pieces: Sequence[Span]) -> bool:
    """Whether a span shares a code point with one of the pieces."""
    return any(span[0] < end and start < span[1] for start, end in pieces)


class Grid:
    """Numbers by where their spans stand, so that those near a span are found without looking at all."""

    def __init__(self) -> None:
        self._cells: dict[int, set[int]] = {}

    def add(self, number: int, spans: Iterable[Span]) -> None:
        """Enters a number under its spans."""
        for start, end in spans:
            for cell in range(start // _CELL, end // _CELL + 1):
                self._cells.setdefault(cell, set()).add(number)

    def near(self, spans: Iterable[Span]) -> list[int]:
        """The numbers of all spans that may overlap one of these, in order."""
        found: set[int] = set()
        for start, end in spans:
            for cell in range(start // _CELL, end // _CELL + 1):
                found |= self._cells.get(cell, set())
        return sorted(found)


class Cover:
    """Stretches of the text, to be asked often whether a span touches one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[Span] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def overlaps(self, span: Span) -> bool:
        """Whether a span shares a code point with one of the stretches."""
        place = bisect_right(self._ends, span[0])
        return place < len(self._starts) and self._starts[place] < span[1]
