"""What an article has of its own beside those that printed its text before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportedly.article import Span

__all__ = ["Added", "added_to"]

_WORD = re.compile(r"\w+")
_PASSAGE = 6  # words; a shorter passage is a turn of phrase between two that are shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What is an article's own.

    Attributes:
        share: Of its words, 0.0 to 1.0.
        words: The longest passage of them; empty where there is none of six words.
    """

    share: float
    words: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {"share": self.share, "words": self.words}


def added_to(text: str, shared: Iterable[Span]) -> Added:
    """What of a text lies outside the passages that earlier articles have too.

    >>> added_to("The visit is off. Nobody in the market had prepared for guests anyway.", [(0, 16)]).words
    'Nobody in the market had prepared for guests anyway.'
    """
    spans = list(shared)
    words = [match.span() for match in _WORD.finditer(text)]
    own = [not any(start <= a and b <= end for start, end in spans) for a, b in words]
    longest, first = (0, 0), 0
    for i in range(len(words) + 1):
        if i == len(words) or not own[i]:
            longest = max(longest, (first, i), key=lambda run: run[1] - run[0])
            first = i + 1
    start, end = longest
    passage = ""
    if end - start >= _PASSAGE:
        to = words[end][0] if end < len(words) else len(text)
        passage = " ".join(text[words[start][0] : to].split())
    return Added(share=round(sum(own) / len(own), 4) if own else 0.0, words=passage)
