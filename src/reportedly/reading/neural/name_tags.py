"""Names out of the encoder's tags: legal tags, whole words. Pure numpy; training uses it as it stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.document import Document, NamedSpan
from reportedly.reading.neural.decode import Scores
from reportedly.reading.neural.pieces import joined_pieces

__all__ = ["NAME_LABELS", "N_NAME_TAGS", "find_name_spans", "with_names"]

NAME_LABELS = ("PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "EVENT")
"""OntoNotes labels of names; dates and numbers have readers of their own."""

N_NAME_TAGS = 1 + 2 * len(NAME_LABELS)
"""Outside, then begins and inside for each label."""


def find_name_spans(tags: NDArray[np.float32], pieces: NDArray[np.int32], text: str) -> list[tuple[int, int, str]]:
    """Names as (start, end, label), code points, in text order and apart from each other.

    Args:
        tags: float32, shape (pieces, N_NAME_TAGS), log-probabilities.
        pieces: int32, shape (pieces, 2), code points of the text.
        text: The text that was scored.
    """
    if not len(tags):
        return []
    best = _best_tags(tags, joined_pieces(pieces, text))
    names = []
    row = 0
    while row < len(best):
        tag = best[row]
        end = row + 1
        if tag:
            while end < len(best) and best[end] == tag + 1:
                end += 1
            start_char, end_char = int(pieces[row, 0]), int(pieces[end - 1, 1])
            if any(map(str.isalnum, text[start_char:end_char])):
                names.append((start_char, end_char, NAME_LABELS[(tag - 1) // 2]))
        row = end
    return names


def _best_tags(tags: NDArray[np.float32], joined: NDArray[np.bool_]) -> list[int]:
    """A legal tag for each piece: a name goes on with its own label, and never begins or ends inside a word.

    Greedy, word by word: the log-probabilities of a word's pieces are added up, and a word takes what is best given
    the word before.
    """
    starts = np.flatnonzero(~joined)
    begins, inside = tags[:, 1::2], tags[:, 2::2]
    rest = np.add.reduceat(np.where(joined[:, None], inside, 0.0), starts, axis=0)
    begin = begins[starts] + rest
    label = begin.argmax(1)
    go_on = inside[starts] + rest
    outside = np.add.reduceat(tags[:, 0], starts)
    out = [0] * len(tags)
    bounds = [*starts.tolist(), len(tags)]
    before = -1
    for word, (o, b, new) in enumerate(zip(outside.tolist(), begin.max(1).tolist(), label.tolist(), strict=True)):
        a, z = bounds[word], bounds[word + 1]
        if before >= 0 and go_on[word, before] >= max(o, b):
            out[a:z] = [2 + 2 * before] * (z - a)
        elif b > o:
            before = new
            out[a:z] = [1 + 2 * before, *[2 + 2 * before] * (z - a - 1)]
        else:
            before = -1
    return out


def with_names(document: Document, scores: Scores) -> Document:
    """The document with the names that the encoder found, as tokens."""
    names = []
    last = 0
    for start, end, label in find_name_spans(scores.heads["names"], scores.pieces, document.text):
        tokens = document.tokens_in((start, end))
        first = max(tokens.start, last)
        # "By Lena Moor", and the next paragraph begins with another name: two.
        cuts = [t for t in range(first + 1, tokens.stop) if "\n\n" in document.text[slice(*_between(document, t))]]
        for stop in (*cuts, tokens.stop):
            if first < stop:
                names.append(NamedSpan(first, stop, label))
                first = last = stop
    return replace(document, names=tuple(names))


def _between(document: Document, token: int) -> tuple[int, int]:
    """Code points between a token and the one before it."""
    return document.span(token - 1, token)[1], document.starts[token]
