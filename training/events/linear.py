"""Logistic regressions over the buckets that the parse gives and a few facts, as the reader runs them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.neural.linear import N_WIDE, LinearModel

__all__ = ["linear"]


def linear(
    buckets: Sequence[list[int]],
    facts: NDArray[np.float64],
    gold: NDArray[np.int_],
    penalty: float,
    weight: NDArray[np.float64],
    classes: int,
) -> LinearModel:
    """A logistic regression over buckets and facts; one class's scores where there are two."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    spread = np.maximum(facts.std(0), 0.05) if facts.size else np.ones(0)
    scaled = facts / spread
    rows = [row for row, found in enumerate(buckets) for _ in found]
    columns = [bucket for found in buckets for bucket in found]
    wide = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(buckets), N_WIDE))
    x = sparse.hstack((wide, sparse.csr_matrix(scaled)), format="csr")
    model = LogisticRegression(C=penalty, max_iter=300).fit(x, gold, weight)
    weights, bias = model.coef_, model.intercept_
    n = 1 if classes == 2 else classes
    full, full_bias = np.zeros((n, x.shape[1])), np.full(n, -20.0)
    places = [0] if n == 1 else model.classes_.tolist()
    full[places], full_bias[places] = weights, bias
    dense = full[:, N_WIDE:] / spread
    return LinearModel(
        wide=full[:, :N_WIDE].T.astype(np.float16).astype(np.float32),
        dense=dense.T.astype(np.float32),
        bias=full_bias.astype(np.float32),
    )
