"""Linear models over features of the parse: a second opinion on type and status, and the last word on confidence.

The heads are small and see few examples of rare words; a linear model with a weight for each feature of the parse adds
what they miss.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["N_WIDE", "LinearModel", "settle", "wide_rows"]

N_WIDE = 32768
"""Buckets that the names of features are hashed into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """Scores of some classes.

    Attributes:
        wide: float32, shape (N_WIDE, classes): a row for each bucket of features.
        dense: float32, shape (facts, classes).
        bias: float32, shape (classes,).
    """

    wide: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, buckets: Iterable[int], facts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scores, float64, shape (classes,), of one thing with these features and facts."""
        scores = self.bias.astype(np.float64)
        if len(self.dense):
            scores = scores + facts @ self.dense.astype(np.float64)
        rows = list(buckets)
        terms = np.empty((len(rows) + 1, len(scores)))
        terms[0] = scores
        if rows:
            terms[1:] = self.wide[rows]
        # One after another in a fixed order, which `sum` does not promise: the same to the last bit everywhere.
        total: NDArray[np.float64] = np.add.accumulate(terms, axis=0)[-1]
        return total


def wide_rows(features: Iterable[str]) -> list[int]:
    """Buckets of named features, each once, sorted."""
    return sorted({zlib.crc32(feature.encode()) % N_WIDE for feature in features})


def settle(model: LinearModel | None, buckets: list[int], likely: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities of the classes by the heads and a model of many classes together; the heads' own without one.

    Both are experts on the same question that were taught by different views of it, so their odds are multiplied.

    Args:
        model: Fitted on the features of annotated triggers.
        buckets: `wide_rows` of the mention's features.
        likely: Probabilities by the heads.
    """
    if model is None:
        return likely.astype(np.float64)
    scores = model(buckets, np.zeros(0)) + np.log(np.maximum(likely, 1e-6))
    share: NDArray[np.float64] = np.exp(scores - scores.max())
    share /= share.sum()
    return share
