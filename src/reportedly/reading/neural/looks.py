"""Readers that judge one attribution: a linear model over features of the parse beside a small network.

The network looks at the encoder's middle layer for the words of cue, content and source. Both are taught apart, and
their scores are added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Pieces, Span
from reportedly.errors import ModelError
from reportedly.reading.neural.linear import LinearModel
from reportedly.reading.neural.pieces import piece_range

__all__ = ["LookModel", "Looks", "look_at", "read_look_model"]

_MOST_PIECES, _FIRST_PIECES = 80, 6  # of the content
_NOTHING = np.zeros(0)


def look_at(
    middle: NDArray[np.float16], pieces: NDArray[np.int32], cue: Pieces, content: Pieces, source: Pieces
) -> NDArray[np.float32]:
    """What the network looks at: means of the middle layer over cue, content, its first words, the source's last.

    Args:
        middle: Shape (pieces, 384); it may end before the text does.
        pieces: int32, shape (pieces, 2): code points.
        cue, content, source: Of the attribution.

    Returns:
        float32, shape (4 * 384,); zeros for a part that it lacks.
    """
    says = _rows(pieces, content)[:_MOST_PIECES]
    parts = (_rows(pieces, cue), says, says[:_FIRST_PIECES], _rows(pieces, source)[-1:])
    found = np.zeros((len(parts), middle.shape[1]), np.float32)
    for mean, part in zip(found, parts, strict=True):
        inside = [piece for piece in part if piece < len(middle)]
        if inside:
            np.add.reduce(middle.take(inside, axis=0).astype(np.float32), axis=0, out=mean)
            mean /= len(inside)
    return found.ravel()


def _rows(pieces: NDArray[np.int32], spans: Pieces) -> list[int]:
    """The pieces that share a code point with one of the spans."""
    return [piece for start, end in spans for piece in range(*piece_range(pieces, start, end))]


class Looks:
    """Means of the encoder's middle layer over stretches of one text; each is worked out once.

    Args:
        middle: Shape (pieces, 384); it may end before the text does.
        pieces: int32, shape (pieces, 2): code points.
    """

    WIDTH = 384

    def __init__(self, middle: NDArray[np.float16], pieces: NDArray[np.int32]) -> None:
        self._middle = middle
        self._starts: list[int] = pieces[:, 0].tolist()
        self._ends: list[int] = pieces[:, 1].tolist()
        self._known: dict[Span, NDArray[np.float32]] = {}

    def mean(self, span: Span) -> NDArray[np.float32]:
        """float32, shape (384,); zeros where the layer does not reach."""
        if span not in self._known:
            first, stop = bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1])
            rows = self._middle[first : min(stop, len(self._middle))]
            mean = rows.astype(np.float32).mean(0) if len(rows) else np.zeros(self.WIDTH, np.float32)
            self._known[span] = mean
        return self._known[span]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookModel:
    """The two readers.

    Attributes:
        words: Scores by the features of the parse.
        first, first_bias, second, second_bias: The network's weights, one hidden layer; shapes (4 * 384, hidden),
            (hidden,), (hidden, classes), (classes,).
        share: What the network's log-odds weigh beside the other's.
    """

    words: LinearModel
    first: NDArray[np.float32]
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]
    second_bias: NDArray[np.float32]
    share: float

    def __call__(self, buckets: Iterable[int], seen: NDArray[np.float32] | None) -> NDArray[np.float64]:
        """Scores, float64, shape (classes,); by the features alone where `seen` (as `look_at` gives it) is None."""
        scores = self.words(buckets, _NOTHING)
        return scores if seen is None else scores + self.share * self._network(seen)

    def _network(self, seen: NDArray[np.float32]) -> NDArray[np.float64]:
        hidden = np.maximum(seen @ self.first + self.first_bias, 0.0)
        scores: NDArray[np.float64] = (hidden @ self.second + self.second_bias).astype(np.float64)
        return scores


def read_look_model(name: str, classes: int) -> LookModel:
    """A shipped model.

    Args:
        name: Of its file, in `reportedly/data/model`.
        classes: How many it must tell apart.

    Raises:
        ModelError: The file is missing or damaged.
    """
    path = files("reportedly.data") / "model" / name
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            wide: NDArray[np.float32] = arrays["wide"].astype(np.float32) * arrays["scale"]
            if wide.shape[1] != classes:
                raise ValueError(f"{wide.shape[1]} classes, expected {classes}")
            return LookModel(
                words=LinearModel(wide=wide, dense=np.zeros((0, classes), np.float32), bias=arrays["bias"]),
                first=arrays["first"].astype(np.float32),
                first_bias=arrays["first_bias"],
                second=arrays["second"],
                second_bias=arrays["second_bias"],
                share=float(arrays["share"]),
            )
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise ModelError(f"reportedly/data/model/{name}", f"cannot be read ({error})", "Install it anew") from error
