"""Annotated articles as pieces with labels, cut into batches whose order depends on (seed, epoch) alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.neural.decode import B_CONTENT, B_SOURCE, OUT
from reportedly.reading.neural.name_tags import NAME_LABELS
from reportedly.reading.neural.pieces import VIEW_LEFT, VIEW_WIDTH, Pieces, cut_windows, split_text
from reportedly.reading.neural.word_pieces import WordPieces
from training.config import Config

__all__ = [
    "Batch",
    "Example",
    "batches",
    "digest",
    "hold_out",
    "load",
    "load_names_only",
    "read_articles",
    "window_rows",
]

CLS, SEP, MASK = 101, 102, 103


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One article as the model sees it.

    Attributes:
        id: The article's.
        text: Its text.
        pieces: Its pieces.
        cue_labels: int64, shape (pieces,): outside, begins, inside.
        gold: The attributions as they are annotated, all of them.
        cues: int32, shape (attributions, 2): piece ranges, by start.
        roles: For each attribution, (start, end, first tag) piece ranges of its source and content.
        name_labels: int64, shape (pieces,): tags of silver names; -100 where nobody has looked.
    """

    id: str
    text: str
    pieces: Pieces
    gold: tuple[dict[str, Any], ...]
    cue_labels: NDArray[np.int64]
    cues: NDArray[np.int32]
    roles: tuple[tuple[tuple[int, int, int], ...], ...]
    name_labels: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Windows of several chunks, and the cues in them.

    Attributes:
        pieces: For each chunk, its pieces.
        offsets: Where each chunk starts among all pieces of the batch.
        windows: (start, end) among all pieces of the batch.
        cue_labels, name_labels: int64, shape (pieces,).
        cues: int32, shape (cues, 2), among all pieces of the batch.
        chunk: int32, shape (cues,).
        tags: int64, shape (cues, VIEW_WIDTH); -100 where the view leaves the chunk.
        complete: bool, shape (cues,): nothing of the attribution is cut off by the chunk's edge.
    """

    pieces: tuple[Pieces, ...]
    offsets: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]
    cue_labels: NDArray[np.int64]
    name_labels: NDArray[np.int64]
    cues: NDArray[np.int32]
    chunk: NDArray[np.int32]
    tags: NDArray[np.int64]
    complete: NDArray[np.bool_]


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The lines of a corpus file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def digest(path: Path) -> str:
    """The first 16 hexadecimal digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def load(articles: list[dict[str, Any]], tokenizer: WordPieces) -> list[Example]:
    """Examples of annotated articles; attributions without a cue or content are annotation noise and dropped."""
    return [_example(article, tokenizer) for article in articles]


def hold_out(examples: list[Example], n: int) -> tuple[list[Example], list[Example]]:
    """(training, held out): the articles whose ids hash lowest are held out, whatever the order of the file."""
    order = sorted(examples, key=lambda e: hashlib.sha256(e.id.encode()).hexdigest())
    held = {e.id for e in order[:n]}
    return [e for e in examples if e.id not in held], order[:n]


def _example(article: dict[str, Any], tokenizer: WordPieces) -> Example:
    text = article["text"]
    pieces = split_text(text, tokenizer)
    starts, ends = pieces.spans[:, 0], pieces.spans[:, 1]

    def piece_range(start: int, end: int) -> tuple[int, int]:
        # Pieces that share a code point with the span.
        return int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))

    labels = np.zeros(len(pieces), np.int64)
    rows = []
    for attribution in article["attributions"]:
        if not attribution["cue"] or not attribution["content"]:
            continue
        first, last = piece_range(attribution["cue"][0][0], attribution["cue"][-1][1])
        if first >= last:
            continue
        roles = []
        for role, tag in (("source", B_SOURCE), ("content", B_CONTENT)):
            for start, end in attribution[role]:
                a, b = piece_range(start, end)
                if a < b:
                    roles.append((a, b, tag))
        rows.append(((first, last), tuple(roles)))
        labels[first:last] = 2
        labels[first] = 1
    rows.sort(key=lambda row: row[0])
    return Example(
        id=article["id"],
        text=text,
        pieces=pieces,
        gold=tuple(article["attributions"]),
        cue_labels=labels,
        cues=np.asarray([cue for cue, _ in rows], np.int32).reshape(-1, 2),
        roles=tuple(roles for _, roles in rows),
        name_labels=_name_labels(pieces, article.get("names")),
    )


def load_names_only(articles: list[dict[str, Any]], tokenizer: WordPieces) -> list[Example]:
    """Examples of articles with silver names and no attributions: the other heads learn nothing from them."""
    return [
        replace(example, cue_labels=np.full(len(example.pieces), -100, np.int64))
        for example in (_example(article | {"attributions": []}, tokenizer) for article in articles)
    ]


def _name_labels(pieces: Pieces, names: list[tuple[int, int, str]] | None) -> NDArray[np.int64]:
    if names is None:
        return np.full(len(pieces), -100, np.int64)
    labels = np.zeros(len(pieces), np.int64)
    starts, ends = pieces.spans[:, 0], pieces.spans[:, 1]
    for start, end, label in names:
        first, last = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
        if first < last:
            column = 1 + 2 * NAME_LABELS.index(label)
            labels[first:last] = column + 1
            labels[first] = column
    return labels


def view_tags(cue: tuple[int, int], roles: tuple[tuple[int, int, int], ...], low: int, high: int) -> NDArray[np.int64]:
    """Gold tags of a cue's view over pieces [low, high); -100 outside."""
    first = cue[0] - VIEW_LEFT
    tags = np.full(VIEW_WIDTH, OUT, np.int64)
    for start, end, tag in roles:
        a, b = max(start - first, 0), min(end - first, VIEW_WIDTH)
        if a < b:
            tags[a:b] = tag + 1
            if start >= first:
                tags[a] = tag
    index = first + np.arange(VIEW_WIDTH)
    tags[(index < low) | (index >= high)] = -100
    return tags


def batches(examples: list[Example], config: Config, epoch: int) -> Iterator[Batch]:
    """One epoch's batches; chunks, windows and order are drawn from (seed, epoch)."""
    random = np.random.default_rng((config.seed, epoch))
    chunks = []
    for row, example in enumerate(examples):
        first = int(random.integers(config.chunk_pieces // 3, config.chunk_pieces + 1))
        chunks += [(row, a, b) for a, b in cut_windows(example.pieces.cuts, config.chunk_pieces, first=first)]
    # Neighbours in size share a batch, so that batches are of a size; then the batches are shuffled.
    order = random.permutation(len(chunks))
    order = order[np.argsort([(chunks[i][2] - chunks[i][1]) // 48 for i in order], kind="stable")]
    half = len(order) // 2
    pairs = np.stack([order[:half], order[::-1][:half]], 1)  # a long one with a short one
    for pair in random.permutation(pairs).tolist():
        longest = int(random.integers(config.window_shortest, config.window_longest + 1))
        yield make_batch([(examples[chunks[i][0]], *chunks[i][1:]) for i in pair], longest)


def make_batch(chunks: list[tuple[Example, int, int]], longest: int) -> Batch:
    """A batch of chunks (example, first piece, last piece)."""
    pieces, offsets, windows, labels, names, cues, owner, tags, complete = [], [], [], [], [], [], [], [], []
    offset = 0
    for number, (example, low, high) in enumerate(chunks):
        part = example.pieces[low:high]
        pieces.append(part)
        offsets.append(offset)
        windows += [(a + offset, b + offset) for a, b in cut_windows(part.cuts, longest)]
        labels.append(example.cue_labels[low:high])
        names.append(example.name_labels[low:high])
        for cue, roles in zip(example.cues.tolist(), example.roles, strict=True):
            if cue[0] < low or cue[1] > high:
                continue
            cues.append((cue[0] - low + offset, cue[1] - low + offset))
            owner.append(number)
            tags.append(view_tags((cue[0], cue[1]), roles, low, high))
            complete.append(all(a >= low and b <= high for a, b, _ in roles))
        offset += high - low
    return Batch(
        pieces=tuple(pieces),
        offsets=tuple(offsets),
        windows=tuple(windows),
        cue_labels=np.concatenate(labels),
        name_labels=np.concatenate(names),
        cues=np.asarray(cues, np.int32).reshape(-1, 2),
        chunk=np.asarray(owner, np.int32),
        tags=np.asarray(tags, np.int64).reshape(-1, VIEW_WIDTH),
        complete=np.asarray(complete, bool),
    )


def window_rows(
    ids: NDArray[np.int32], marks: NDArray[np.int32], windows: tuple[tuple[int, int], ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Padded rows of windows with their end markers.

    Returns:
        ids and marks, int64, shape (windows, longest + 2); which places are filled, bool, same shape; and where each
        piece stands in the flattened rows, int64, shape (pieces,).
    """
    width = max(b - a for a, b in windows) + 2
    rows = np.zeros((len(windows), width), np.int64)
    row_marks = np.zeros((len(windows), width), np.int64)
    filled = np.zeros((len(windows), width), bool)
    places = []
    for row, (start, end) in enumerate(windows):
        n = end - start
        rows[row, 0], rows[row, n + 1] = CLS, SEP
        rows[row, 1 : n + 1] = ids[start:end]
        row_marks[row, 1 : n + 1] = marks[start:end]
        filled[row, : n + 2] = True
        places.append(row * width + 1 + np.arange(n))
    return rows, row_marks, filled, np.concatenate(places)
