"""Spans of a text: whether they overlap, and what is covered already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reportedly.article import Span

__all__ = ["Cover", "overlaps"]


def overlaps(span: Span, pieces: Sequence[Span]) -> bool:
    """Whether a span shares a code point with one of the pieces."""
    return any(span[0] < end and start < span[1] for start, end in pieces)


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
