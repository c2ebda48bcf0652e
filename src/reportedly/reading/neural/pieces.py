"""Pieces: what the encoder reads of a text, as arrays. Training and run time share every line of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Span
from reportedly.reading.neural.word_pieces import WordPieces
from reportedly.reading.text.quotations import find_quotations

__all__ = [
    "N_CONTEXTS",
    "N_MARKS",
    "VIEW_LEFT",
    "VIEW_WIDTH",
    "Pieces",
    "Views",
    "cut_windows",
    "joined_pieces",
    "make_views",
    "piece_range",
    "split_text",
]

VIEW_LEFT, VIEW_WIDTH = 64, 160
"""A cue's view: so many pieces before its first one, so many in all. 99% of the training attributions fit."""

N_MARKS = 18
"""Quotation state (outside, inside, a mark itself) x starts a paragraph x case (lower, Capitalised, UPPER)."""

N_CONTEXTS = 30
"""In the cue or not x quotation state x paragraphs away from the cue (-2 … 2)."""

_BLOCK = 50_000  # characters
# A look-behind and a bound, not two open repeats: "......" a megabyte long must not cost its square.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]{0,3}\s+")
_PARAGRAPH_START, _SENTENCE_START, _QUOTED_SENTENCE_START, _WORD_START = 4, 3, 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A text cut into word pieces.

    Attributes:
        ids: int32, shape (pieces,): rows of the vocabulary.
        spans: int32, shape (pieces, 2): code points of the text.
        marks: int32, shape (pieces,): below `N_MARKS`; what lower-casing and the tokenizer lose.
        quoted: int32, shape (pieces,): 0 outside quotation marks, 1 inside, 2 a mark itself.
        paragraph: int32, shape (pieces,): index of the paragraph, counted over line breaks.
        joined: bool, shape (pieces,): goes on a word of letters or digits that the piece before it began.
        cuts: int32, shape (pieces,): how good a place this piece is to start a window; 0 inside a word.
    """

    ids: NDArray[np.int32]
    spans: NDArray[np.int32]
    marks: NDArray[np.int32]
    quoted: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    joined: NDArray[np.bool_]
    cuts: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, part: slice) -> Pieces:
        return Pieces(
            ids=self.ids[part],
            spans=self.spans[part],
            marks=self.marks[part],
            quoted=self.quoted[part],
            paragraph=self.paragraph[part],
            joined=self.joined[part],
            cuts=self.cuts[part],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What each cue looks at.

    Attributes:
        cues: int32, shape (cues, 2): piece range of each cue.
        index: int64, shape (cues, VIEW_WIDTH): pieces; those outside the text repeat its edge.
        inside: bool, shape (cues, VIEW_WIDTH): False outside the text.
        context: int64, shape (cues, VIEW_WIDTH): below `N_CONTEXTS`.
    """

    cues: NDArray[np.int32]
    index: NDArray[np.int64]
    inside: NDArray[np.bool_]
    context: NDArray[np.int64]


def split_text(text: str, tokenizer: WordPieces) -> Pieces:
    """Word pieces of a text with everything that the encoder is told about them; time is linear in its length.

    Args:
        text: Any string. A lone surrogate, which no tokenizer takes, is read as U+FFFD; offsets are the text's.
        tokenizer: Cuts words.
    """
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogate(text) else text
    if len(clean) != len(text):  # a surrogate pair that became one code point
        clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    ids, spans = _tokenize(clean, tokenizer)
    quotations = find_quotations(text)
    quoted = _quoted(text, spans, quotations)
    paragraph, cuts = _breaks(text, spans, quoted)
    starts_paragraph = (np.diff(paragraph, prepend=-1) > 0).astype(np.int32)
    marks = quoted + 3 * starts_paragraph + 6 * _case(text, spans)
    return Pieces(
        ids=ids,
        spans=spans,
        marks=marks,
        quoted=quoted,
        paragraph=paragraph,
        joined=joined_pieces(spans, text),
        cuts=cuts,
    )


def joined_pieces(spans: NDArray[np.int32], text: str) -> NDArray[np.bool_]:
    """Which pieces go on a word of letters or digits that the piece before them began; shape (pieces,)."""
    joined = np.zeros(len(spans), bool)
    for row in (np.flatnonzero(spans[1:, 0] <= spans[:-1, 1]) + 1).tolist():
        start = int(spans[row, 0])
        joined[row] = 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum()
    return joined


def piece_range(spans: NDArray[np.int32], start: int, end: int) -> tuple[int, int]:
    """The pieces that share a code point with [start, end); `spans` as in `Pieces`."""
    # Of the column's own type: for another, `searchsorted` converts the whole column.
    first = spans[:, 1].searchsorted(np.int32(start), "right")
    return int(first), int(spans[:, 0].searchsorted(np.int32(end), "left"))


def cut_windows(cuts: NDArray[np.int32], longest: int, *, first: int | None = None) -> list[tuple[int, int]]:
    """Stretches of at most `longest` pieces that together are the text, cut at the best break of each second half.

    Args:
        cuts: As in `Pieces`.
        longest: Most pieces in one window.
        first: Most pieces in the first one; training varies it so that the cuts fall elsewhere in each epoch.
    """
    windows: list[tuple[int, int]] = []
    start, n = 0, len(cuts)
    limit = first or longest
    while n - start > limit:
        low = start + max(1, limit // 2)
        choice = cuts[low : start + limit + 1]
        # The latest of the best: windows as long as they can be, for context.
        end = low + len(choice) - 1 - int(np.argmax(choice[::-1]))
        windows.append((start, end))
        start, limit = end, longest
    if start < n:
        windows.append((start, n))
    return windows


def make_views(pieces: Pieces, cues: NDArray[np.int32]) -> Views:
    """The view of each cue, over window borders; `cues` is int32, shape (cues, 2), piece ranges."""
    cues = np.asarray(cues, np.int32).reshape(-1, 2)
    n = len(pieces)
    index = cues[:, :1].astype(np.int64) + np.arange(-VIEW_LEFT, VIEW_WIDTH - VIEW_LEFT)
    inside = (index >= 0) & (index < n)
    in_cue = (index >= cues[:, :1]) & (index < cues[:, 1:])
    index = np.clip(index, 0, max(0, n - 1))
    away = np.clip(pieces.paragraph[index] - pieces.paragraph[cues[:, 0]][:, None], -2, 2) + 2
    context = in_cue + 2 * pieces.quoted[index].astype(np.int64) + 6 * away
    return Views(cues=cues, index=index, inside=inside, context=context)


def _tokenize(text: str, tokenizer: WordPieces) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Ids and spans, by blocks that end at white space: lists of numbers take 200 bytes a piece, arrays twelve."""
    ids, spans = [np.zeros(0, np.int32)], [np.zeros((0, 2), np.int32)]
    start = 0
    while start < len(text):
        end = start + _BLOCK
        if end < len(text):
            space = max(text.rfind("\n", start, end), text.rfind(" ", start, end))
            end = space if space > start else end
        rows, places = tokenizer(text[start:end])
        ids.append(np.asarray(rows, np.int32))
        spans.append(np.asarray(places, np.int32).reshape(-1, 2) + np.int32(start))
        start = end
    return np.concatenate(ids), np.concatenate(spans)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _quoted(text: str, spans: NDArray[np.int32], quotations: list[Span]) -> NDArray[np.int32]:
    state = np.zeros(len(text) + 1, np.int32)
    for start, end in quotations:
        state[start] += 1
        state[end] -= 1
    state = (np.cumsum(state) > 0).astype(np.int32)
    for start, end in quotations:
        state[start] = 2
        state[end - 1] = 2 if not text[end - 1].isalnum() else 1
    quoted: NDArray[np.int32] = state[spans[:, 0]]
    return quoted


def _breaks(text: str, spans: NDArray[np.int32], quoted: NDArray[np.int32]) -> tuple[NDArray[np.int32], ...]:
    n = len(spans)
    starts = spans[:, 0].tolist()
    cuts = np.zeros(n, np.int32)
    if n:
        cuts[1:][spans[1:, 0] > spans[:-1, 1]] = _WORD_START
    for match in _SENTENCE_END.finditer(text):
        piece = bisect_right(starts, match.end() - 1)
        if piece < n:
            cuts[piece] = _QUOTED_SENTENCE_START if quoted[piece] and quoted[piece - 1] else _SENTENCE_START
    paragraph = np.zeros(n, np.int32)
    position, count = 0, 0
    breaks = [m.start() for m in re.finditer("\n+", text)]
    for offset in breaks:
        piece = bisect_right(starts, offset)
        if piece < n and piece > position:
            paragraph[position:piece] = count
            position, count = piece, count + 1
            cuts[piece] = _PARAGRAPH_START
    paragraph[position:] = count
    return paragraph, cuts


def _case(text: str, spans: NDArray[np.int32]) -> NDArray[np.int32]:
    case = np.zeros(len(spans), np.int32)
    for row, (start, end) in enumerate(spans.tolist()):
        if text[start : start + 1].isupper():
            case[row] = 2 if end - start > 1 and text[start:end].isupper() else 1
    return case
