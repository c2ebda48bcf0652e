"""Where two texts say the same: passages of one that stand in the other too."""

from __future__ import annotations

import re

from reportedly.article import Span

__all__ = ["shared_spans"]

_WORDS_IN_RUN = 6
"""As in the shingles by which copies are found."""

_WORD = re.compile(r"\w+")


def shared_spans(ours: str, theirs: str) -> tuple[Span, ...]:
    """Passages of our text, at least six words long, that theirs has word for word; case and marks aside."""
    known = set(_runs([match.group().casefold() for match in _WORD.finditer(theirs)]))
    words = list(_WORD.finditer(ours))
    shared = [False] * len(words)
    for i, run in enumerate(_runs([match.group().casefold() for match in words])):
        if run in known:
            shared[i : i + _WORDS_IN_RUN] = [True] * _WORDS_IN_RUN
    spans: list[Span] = []
    start: int | None = None
    for i, is_shared in enumerate([*shared, False]):
        if is_shared and start is None:
            start = i
        elif not is_shared and start is not None:
            spans.append((words[start].start(), words[i - 1].end()))
            start = None
    return tuple(spans)


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _WORDS_IN_RUN]) for i in range(len(words) - _WORDS_IN_RUN + 1)]
