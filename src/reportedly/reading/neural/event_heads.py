"""The heads that read events on the encoder's pass: triggers, what surrounds each, and which are one event."""

from __future__ import annotations

import functools
import io
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportedly.errors import ModelError
from reportedly.reading.neural.linear import LinearModel

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["N_GOVERNORS", "VIEW_LEFT", "VIEW_WIDTH", "EventHeads", "Looks", "event_heads", "view_index"]

VIEW_LEFT, VIEW_WIDTH = 48, 112
"""A trigger's view: so many pieces before its first one, so many in all."""

N_GOVERNORS = 5
"""Pieces that a trigger is read with: its head, its head's head, its clause's verb, that verb's auxiliary, its own."""

_RUN = 64  # triggers, pairs * 64: bounds memory on a text of a megabyte


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What the heads make of each trigger.

    Attributes:
        vector: float32, shape (triggers, width): what `EventHeads.pairs` and `.links` compare.
        valid: float32, shape (triggers,): log-odds that a careful reader would list it.
        type, status: float32, shape (triggers, labels): log-probabilities, in the order of `EventType` and `Status`.
        own: float32, shape (triggers,): score of the article's own voice, against the scores of statements.
        words: float32, shape (triggers, VIEW_WIDTH, 2): log-odds that a piece of the view is of the words that fix
            the status, and of the clause that says so; very low outside the text.
    """

    vector: NDArray[np.float32]
    valid: NDArray[np.float32]
    type: NDArray[np.float32]
    status: NDArray[np.float32]
    own: NDArray[np.float32]
    words: NDArray[np.float32]


class EventHeads:
    """The shipped heads, read once; unchanged afterwards.

    Args:
        folder: Where the events_*.onnx files and events.json lie; the shipped ones by default.
        settings: Floors and the model of confidence; those of events.json where not given.
        threads: Threads for one call.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(
        self, folder: Traversable | None = None, *, settings: dict[str, Any] | None = None, threads: int = 1
    ) -> None:
        import onnxruntime

        folder = folder or files("reportedly.data") / "model"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False
        try:
            self.settings: dict[str, Any] = settings or _settings(folder)
            self._pass, self._look, self._pairs, self._links = (
                onnxruntime.InferenceSession(
                    (folder / f"events_{name}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
                )
                for name in ("pass", "look", "pairs", "links")
            )
        except Exception as error:  # the libraries raise classes of their own, one of them a bare Exception
            raise ModelError(str(folder), f"the weights cannot be read: {error}", "Install reportedly again") from error

    def read(self, middle: NDArray[np.float32]) -> tuple[NDArray[np.float16], NDArray[np.float32], NDArray[np.float16]]:
        """The upper layers over one window.

        Args:
            middle: float32, shape (pieces + 2, 384): the encoder's fourth layer, with the window's end markers.

        Returns:
            Their output without the end markers, float16, shape (pieces, 384): half the memory, and a thousandth is
            far below what the heads tell apart; how likely each piece is of a trigger, float32, shape (pieces,); and
            `middle` without the end markers, float16.
        """
        hidden, trigger, below = self._pass.run(["hidden_half", "trigger", "middle_half"], {"middle": middle})
        return hidden[1:-1], 1.0 - np.exp(trigger[1:-1, 0]), below[1:-1]

    def look(
        self,
        hidden: NDArray[np.float16],
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        governors: NDArray[np.int64],
        features: list[list[int]],
    ) -> Looks:
        """Each trigger's own view.

        Args:
            hidden: Of all pieces, shape (pieces, 384).
            first, last: int64, shape (triggers,): a trigger's outermost pieces.
            governors: int64, shape (triggers, N_GOVERNORS): pieces.
            features: Buckets of each trigger's features (`context.context_rows`).
        """
        found = []
        for start in range(0, len(first), _RUN):
            rows = slice(start, start + _RUN)
            index, inside = view_index(first[rows], len(hidden))
            used, place = np.unique(
                np.concatenate((index.ravel(), first[rows], last[rows], governors[rows].ravel())), return_inverse=True
            )
            n, n_view = len(first[rows]), index.size
            bag, weight = _bags(features[rows])
            outputs = self._look.run(
                ["vector", "valid", "type", "status", "own", "words"],
                {
                    "hidden": hidden[used].astype(np.float32),
                    "first": place[n_view : n_view + n],
                    "last": place[n_view + n : n_view + 2 * n],
                    "index": place[:n_view].reshape(index.shape),
                    "inside": inside,
                    "governors": place[n_view + 2 * n :].reshape(n, N_GOVERNORS),
                    "bag": bag,
                    "weight": weight,
                },
            )
            outputs[-1][~inside] = -30.0
            found.append(outputs)
        vector, valid, kind, status, own, words = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return Looks(vector=vector, valid=valid, type=kind, status=status, own=own, words=words)

    def pairs(
        self,
        hidden: NDArray[np.float16],
        vector: NDArray[np.float32],
        trigger: NDArray[np.int64],
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        features: NDArray[np.int64],
    ) -> NDArray[np.float32]:
        """Log-odds that a candidate belongs to a trigger; float32, shape (pairs,).

        Args:
            hidden: Of all pieces.
            vector: `Looks.vector`.
            trigger: int64, shape (pairs,): rows of `vector`.
            first, last: int64, shape (pairs,): the candidate's outermost pieces.
            features: int64, shape (pairs, features): as in `candidates.FEATURES`.
        """
        found = []
        for start in range(0, len(trigger), _RUN * 64):
            rows = slice(start, start + _RUN * 64)
            # One piece is in many pairs, and float16 is slow to convert.
            used, place = np.unique(np.concatenate((first[rows], last[rows])), return_inverse=True)
            wide, n = hidden[used].astype(np.float32), len(first[rows])
            found.append(
                self._pairs.run(
                    ["odds"],
                    {
                        "vector": vector[trigger[rows]],
                        "first": wide[place[:n]],
                        "last": wide[place[n:]],
                        "features": features[rows],
                    },
                )[0]
            )
        return np.concatenate(found) if found else np.zeros(0, np.float32)

    def links(
        self, vector: NDArray[np.float32], a: NDArray[np.int64], b: NDArray[np.int64], features: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Log-odds that triggers `a` and `b` report one event; float32, shape (pairs,).

        Args:
            vector: `Looks.vector`.
            a, b: int64, shape (pairs,): rows of `vector`, the earlier one first.
            features: float32, shape (pairs, 6): as `clusters.link_features` gives them.
        """
        found = []
        for start in range(0, len(a), _RUN * 64):
            rows = slice(start, start + _RUN * 64)
            inputs = {"a": vector[a[rows]], "b": vector[b[rows]], "features": features[rows]}
            found.append(self._links.run(["odds"], inputs)[0])
        return np.concatenate(found) if found else np.zeros(0, np.float32)


def _settings(folder: Traversable) -> dict[str, Any]:
    """Floors of events.json, with the linear models of events_linear.npz in them."""
    settings: dict[str, Any] = json.loads((folder / "events.json").read_text(encoding="utf-8"))
    with np.load(io.BytesIO((folder / "events_linear.npz").read_bytes())) as arrays:
        for name in ("type", "status", "keep", "confidence"):
            settings[name] = LinearModel(
                wide=arrays[f"{name}_wide"].astype(np.float32, order="C"),  # a row is in one place
                dense=arrays[f"{name}_dense"],
                bias=arrays[f"{name}_bias"],
            )
    return settings


@functools.cache
def event_heads() -> EventHeads:
    """The shipped heads, read on the first call."""
    return EventHeads()


def view_index(first: NDArray[np.int64], n: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The pieces of each trigger's view, clipped to the text, and which of them are inside it."""
    index = first[:, None] + np.arange(-VIEW_LEFT, VIEW_WIDTH - VIEW_LEFT)
    inside = (index >= 0) & (index < n)
    return np.clip(index, 0, max(0, n - 1)), inside


def _bags(features: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets side by side, padded, and what each weighs: their mean is what the heads see."""
    longest = max(1, *(len(row) for row in features))
    bag = np.zeros((len(features), longest), np.int64)
    weight = np.zeros((len(features), longest), np.float32)
    for row, buckets in enumerate(features):
        bag[row, : len(buckets)] = buckets
        weight[row, : len(buckets)] = 1.0 / max(1, len(buckets))
    return bag, weight
