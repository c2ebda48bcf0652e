"""Attributions out of scores: legal tags, whole words, whole quotations. Pure numpy; training uses it as it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Span
from reportedly.reading.neural.pieces import VIEW_LEFT, joined_pieces
from reportedly.reading.text.quotations import find_quotations

__all__ = ["Attribution", "Calibration", "EventPass", "Scores", "Settings", "candidates", "decode", "propose_cues"]

# Tags of a view. One tag a piece for both roles: no piece stands for the source and the content of one cue.
OUT, B_SOURCE, I_SOURCE, B_CONTENT, I_CONTENT = range(5)
N_TAGS = 5
N_FEATURES = 6
_CUES_AT_ONCE = 512  # bounds the memory of Viterbi on a text of a megabyte
_NEVER = -1e4
_MOVES = np.full((N_TAGS, N_TAGS), _NEVER, np.float32)  # from row to column
_MOVES[:, [OUT, B_SOURCE, B_CONTENT]] = 0.0
_MOVES[[B_SOURCE, I_SOURCE], I_SOURCE] = 0.0
_MOVES[[B_CONTENT, I_CONTENT], I_CONTENT] = 0.0
# Inside a word a span neither begins nor ends: only I after B or I, only O after O.
_MOVES_IN_WORD = _MOVES.copy()
_MOVES_IN_WORD[:, [B_SOURCE, B_CONTENT]] = _NEVER
_MOVES_IN_WORD[1:, OUT] = _NEVER
_BOTH_MOVES = np.stack([_MOVES, _MOVES_IN_WORD])


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what, as spans of the text; each role is a tuple of pieces in text order.

    Attributes:
        source: Empty where none is printed.
        cue: The words that attribute.
        content: What stands on the source's word; never empty.
        confidence: How often one like this is right, between 0 and 1.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """From the logit of the raw confidence to how often it is right: linear between knots, level outside them."""

    knots: tuple[float, ...] = (-40.0, 40.0)
    values: tuple[float, ...] | None = None
    weights: tuple[float, ...] = (0.7, 0.3, 1.0, 1.0, 0.0, 0.0)
    bias: float = 0.0

    def __call__(self, features: NDArray[np.float64]) -> float:
        raw = float(features @ np.asarray(self.weights) + self.bias)
        if self.values is None:
            return float(1.0 / (1.0 + np.exp(-np.clip(raw, -40.0, 40.0))))
        return float(np.interp(raw, self.knots, self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is chosen on held-out training articles and stored beside the weights.

    Attributes:
        cue_floor: A piece this likely to be of a cue is proposed as the first of one.
        cue_inside_floor: A piece this likely goes on a cue.
        confidence_floor: Attributions below it are left out.
        calibration: From features to confidence.
    """

    cue_floor: float = 0.45
    cue_inside_floor: float = 0.5
    confidence_floor: float = 0.4
    calibration: Calibration = field(default_factory=Calibration)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPass:
    """What the event heads' own layers make of a text.

    Attributes:
        hidden: float16, shape (pieces, 384).
        trigger: float32, shape (pieces,): how likely a piece is of a word that names an event.
    """

    hidden: NDArray[np.float16]
    trigger: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the encoder makes of one text.

    Attributes:
        pieces: int32, shape (pieces, 2): code points of the text.
        heads: For each head on the shared pass, float32, shape (pieces, labels), log-probabilities.
            "cue": outside, begins, inside.
        cues: int32, shape (cues, 2): piece ranges of the proposed cues, by start.
        views: float32, shape (cues, VIEW_WIDTH, 5), log-probabilities of the tags (outside, begins a source, inside
            one, begins content, inside it); column VIEW_LEFT is the cue's first piece; -inf outside the text.
        valid: float32, shape (cues,): log-odds that the proposed cue is one.
        settings: Floors and calibration of these weights.
        middle: float16, shape (pieces, 384), of a long text only its beginning: the encoder's middle layer, from which
            stances are read; None where nobody asked.
        events: What events are read from; None where nobody asked.
    """

    pieces: NDArray[np.int32]
    heads: Mapping[str, NDArray[np.float32]]
    cues: NDArray[np.int32]
    views: NDArray[np.float32]
    valid: NDArray[np.float32]
    settings: Settings = field(default_factory=Settings)
    middle: NDArray[np.float16] | None = None
    events: EventPass | None = None


def propose_cues(
    cue: NDArray[np.float32], joined: NDArray[np.bool_], floor: float, *, inside_floor: float | None = None
) -> NDArray[np.int32]:
    """Piece ranges that may be cues.

    Args:
        cue: float32, shape (pieces, 3), log-probabilities: outside, begins, inside.
        joined: bool, shape (pieces,): the piece goes on a word that the piece before it began.
        floor: Least probability of the first piece; more are proposed than believed, since the view judges again.
        inside_floor: Least probability of the others; as `floor` where not given.

    Returns:
        int32, shape (cues, 2), by start, apart from each other.
    """
    probability = np.exp(cue)
    likely = 1.0 - probability[:, 0] >= floor
    goes_on = likely if inside_floor is None else 1.0 - probability[:, 0] >= inside_floor
    begins = probability[:, 1] > probability[:, 2]
    # "Inside" with nothing before it to be inside of begins a cue too.
    starts = likely & ~joined & (begins | ~np.concatenate(([False], goes_on[:-1])))
    ranges: list[tuple[int, int]] = []
    n = len(cue)
    for start in np.flatnonzero(starts).tolist():
        end = start + 1
        while end < n and (joined[end] or (goes_on[end] and not starts[end])):
            end += 1
        ranges.append((start, end))
    return np.asarray(ranges, np.int32).reshape(-1, 2)


def decode(scores: Scores, text: str, *, floor: float | None = None) -> tuple[Attribution, ...]:
    """The attributions that a text's scores bear out, by cue.

    Args:
        scores: Of this text.
        text: The text that was scored.
        floor: Least confidence; the settings' where not given.

    Returns:
        Those above the floor. Spans begin and end at words or quotation marks, never inside a word. Two may
        share a source or content, and one may stand inside another's content.
    """
    floor = scores.settings.confidence_floor if floor is None else floor
    return tuple(a for a, _ in candidates(scores, text) if a.confidence >= floor)


def candidates(scores: Scores, text: str) -> list[tuple[Attribution, NDArray[np.float64]]]:
    """Every attribution with content, however doubtful, and the features that its confidence is made of."""
    found: list[tuple[Attribution, NDArray[np.float64]]] = []
    joined = joined_pieces(scores.pieces, text)
    quotations = find_quotations(text)
    reach = list(accumulate((end for _, end in quotations), max))
    cue_probability = 1.0 - np.exp(scores.heads["cue"][:, 0])
    for first in range(0, len(scores.cues), _CUES_AT_ONCE):
        part = slice(first, first + _CUES_AT_ONCE)
        tags = _best_tags(scores.cues[part], scores.views[part], joined)
        for row, (start, end) in enumerate(scores.cues[part].tolist()):
            spans = _roles(scores.pieces, tags[row], start, end, quotations, reach, text)
            if spans is None:
                continue
            features = _features(
                scores.views[first + row],
                tags[row],
                valid=float(scores.valid[first + row]),
                cue=float(cue_probability[start:end].max()),
            )
            confidence = round(scores.settings.calibration(features), 4)
            found.append((Attribution(*spans, confidence=confidence), features))
    return found


def _roles(
    pieces: NDArray[np.int32],
    tags: NDArray[np.int8],
    start: int,
    end: int,
    quotations: list[Span],
    reach: list[int],
    text: str,
) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]] | None:
    """Source, cue and content of one cue; None without content."""
    sources, contents = _ranges(tags, start - VIEW_LEFT)
    cue = _trim(_span(pieces, start, end), text)
    if cue is None:
        return None
    source = [s for a, b in _close_gaps(sources, start) if (s := _trim(_span(pieces, a, b), text))]
    content = [s for a, b in _close_gaps(contents, start) if (s := _trim_content(_span(pieces, a, b), text))]
    content = _keep_quotations_whole(content, (*source, cue), quotations, reach, text)
    return (tuple(source), (cue,), tuple(content)) if content else None


def _best_tags(cues: NDArray[np.int32], scores: NDArray[np.float32], joined: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Viterbi over legal tags for some cues at once; int8, shape (cues, VIEW_WIDTH)."""
    n_cues, width, _ = scores.shape
    outside = ~np.isfinite(scores[:, :, OUT])
    views = np.where(np.isfinite(scores), scores, _NEVER)
    index = cues[:, :1] + np.arange(-VIEW_LEFT, width - VIEW_LEFT)
    in_cue = (index >= cues[:, :1]) & (index < cues[:, 1:])
    views[in_cue | outside] = (0.0, _NEVER, _NEVER, _NEVER, _NEVER)
    glued = joined[np.clip(index, 0, len(joined) - 1)] & ~outside
    best = views[:, 0].copy()
    best[:, [I_SOURCE, I_CONTENT]] = _NEVER
    back = np.zeros((width, n_cues, N_TAGS), np.intp)
    # Hundreds of steps over a few cues each: what is called in them is most of the time.
    moves = _BOTH_MOVES[glued.T.astype(np.int8)]
    columns = np.ascontiguousarray(views.transpose(1, 0, 2))
    total = np.empty((n_cues, N_TAGS, N_TAGS), np.float32)
    from_best = best[:, :, None]
    for column in range(1, width):
        np.add(from_best, moves[column], out=total)
        total.argmax(1, out=back[column])
        np.maximum.reduce(total, axis=1, out=best)
        best += columns[column]
    tags = np.zeros((width, n_cues), np.int8)
    tags[-1] = last = best.argmax(1)
    rows = np.arange(n_cues) * N_TAGS
    for column, steps in zip(range(width - 2, -1, -1), back.reshape(width, -1)[:0:-1], strict=True):
        tags[column] = last = steps.take(rows + last)
    return np.ascontiguousarray(tags.T)


def _ranges(tags: NDArray[np.int8], offset: int) -> tuple[list[Span], list[Span]]:
    """Piece ranges of source and content."""
    found: tuple[list[Span], list[Span]] = ([], [])
    row = tags.tolist()
    column = 0
    while column < len(row):
        tag = row[column]
        end = column + 1
        if tag in (B_SOURCE, B_CONTENT):
            while end < len(row) and row[end] == tag + 1:
                end += 1
            found[tag == B_CONTENT].append((column + offset, end + offset))
        column = end
    return found


def _close_gaps(ranges: list[Span], cue_start: int) -> list[Span]:
    """Ranges with gaps of one piece closed, unless that piece is the cue."""
    closed: list[Span] = []
    for start, end in ranges:
        if closed and start - closed[-1][1] <= 1 and closed[-1][1] != cue_start:
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((start, end))
    return closed


def _features(view: NDArray[np.float32], tags: NDArray[np.int8], *, valid: float, cue: float) -> NDArray[np.float64]:
    """What confidence is made of; float64, shape (N_FEATURES,).

    Log-odds that the cue is one, by its view and by the first pass; for source and content the mean log-probability of
    the chosen tags, and the least over both; whether a source is printed.
    """
    chosen = np.maximum(view[np.arange(len(tags)), tags].astype(np.float64), -8.0)
    in_source, in_content = (tags == B_SOURCE) | (tags == I_SOURCE), (tags == B_CONTENT) | (tags == I_CONTENT)
    source = chosen[in_source].mean() if in_source.any() else 0.0
    content = chosen[in_content].mean() if in_content.any() else -8.0
    least = chosen[in_source | in_content].min(initial=0.0)
    cue = min(max(cue, 1e-4), 1 - 1e-4)
    return np.array([np.clip(valid, -8, 8), np.log(cue / (1 - cue)), source, content, least, float(in_source.any())])


def _span(pieces: NDArray[np.int32], start: int, end: int) -> Span:
    return int(pieces[start, 0]), int(pieces[end - 1, 1])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _trim(span: Span, text: str) -> Span | None:
    """A span without punctuation or space at its edges; None where nothing is left."""
    start, end = span
    while start < end and not (_is_word(text[start]) or text[start] in '$£€#@“"(['):
        start += 1
    while start < end and not (_is_word(text[end - 1]) or text[end - 1] in '%”")]'):
        end -= 1
    return _balanced((start, end), text)


def _trim_content(span: Span, text: str) -> Span | None:
    """Content without a stop, comma or space at its edges; closing marks stay."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:.—–-)]”"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:.—–-([“"):
        end -= 1
    return _balanced((start, end), text) if any(map(_is_word, text[start:end])) else None


def _balanced(span: Span, text: str) -> Span | None:
    """A span without a lone bracket at one edge."""
    start, end = span
    if start < end and text[end - 1] in ")]" and text[start:end].count("(") < text[start:end].count(")"):
        end -= 1
    if start < end and text[start] in "([" and ")" not in text[start:end] and "]" not in text[start:end]:
        start += 1
    return (start, end) if start < end else None


def _keep_quotations_whole(
    content: list[Span], taken: tuple[Span, ...], quotations: list[Span], reach: list[int], text: str
) -> list[Span]:
    """Content whose quotations are whole: a piece that holds a quotation's start or most of it takes all of it.

    Worth .006 of content exact F1 on dev. A quotation that runs on over paragraphs has a piece for each of them.

    Args:
        content: Spans in text order.
        taken: The source's and the cue's spans, into which content never grows.
        quotations: As `find_quotations` gives them.
        reach: The furthest end of each quotation and those before it, to find where to start looking: a text of a
            megabyte may have as many quotations as contents.
        text: The text.
    """
    grown: list[Span] = []
    for start, end in content:
        for number in range(bisect_right(reach, start), len(quotations)):
            open_, close = quotations[number]
            if open_ >= end:
                break
            inner_start, inner_end = open_ + 1, close - 1
            overlap = min(end, inner_end) - max(start, inner_start)
            runs_on = end >= inner_end and text[start - 1 : start] == "\n"  # its first paragraphs are missing alone
            if overlap <= 0 or (2 * overlap < inner_end - inner_start and start > inner_start + 1 and not runs_on):
                continue
            if any(a < close and open_ < b for a, b in taken):
                continue
            start, end = min(start, open_), max(end, close)
            if open_ == start:
                grown += _other_paragraphs(number, quotations, text)
        grown.append((start, end))
    merged: list[Span] = []
    for start, end in sorted(grown):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _other_paragraphs(number: int, quotations: list[Span], text: str) -> list[Span]:
    """The other paragraphs of the quotation of which one is given; at most ten each way."""
    found = []
    for step, first in ((-1, number - 1), (1, number)):
        here = first
        while 0 <= here < len(quotations) - 1 and abs(here - number) <= 10 and _runs_on(quotations, here, text):
            found.append(quotations[here if step < 0 else here + 1])
            here += step
    return found


def _runs_on(quotations: list[Span], number: int, text: str) -> bool:
    """Whether a quotation has no mark at its end and the next one begins the next paragraph."""
    end, next_start = quotations[number][1], quotations[number + 1][0]
    return text[end - 1] not in "”»\"'’" and end <= next_start and text[end:next_start].isspace()
