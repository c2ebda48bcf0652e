"""Encoder: the one costly pass over a text. Imports onnxruntime late."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportedly.errors import ModelError
from reportedly.reading.neural.decode import N_TAGS, Calibration, EventPass, Scores, Settings, propose_cues
from reportedly.reading.neural.event_heads import event_heads
from reportedly.reading.neural.pieces import VIEW_LEFT, VIEW_WIDTH, Pieces, Views, cut_windows, make_views, split_text
from reportedly.reading.neural.word_pieces import WordPieces

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from reportedly.reading.document import Document

__all__ = ["WINDOW", "Encoder", "encoder"]

WINDOW = 144
"""Most pieces in one run of the encoder; a paragraph of news has 50. Chosen on dev: relation F1 is .779-.782 from 128
to 160, .771 at 64 and .775 at 192, at the same speed; training drew lengths from 128 to 208."""

_CLS, _SEP = 101, 102
_CUES_A_RUN = 8
# Nine attributions in ten lie within these columns of their cue's view, and a look at those alone takes half the time
# of one at all. Tried on dev: near first, then far where an edge is not surely nothing, costs .0003 of relation F1.
_NEAR = slice(VIEW_LEFT - 36, VIEW_LEFT + 52)
_EDGES = np.array([0, 1, 2, 3, -4, -3, -2, -1])
_LIKELY_NOTHING = np.log(0.97)
_NOTHING_HERE = np.array([0.0] + [-20.0] * (N_TAGS - 1), np.float32)
# Views reach over window borders, so the pass keeps what it has read until every cue that looks at it is scored, and
# no longer: an article of a megabyte takes no more memory than one of ten pages.
_STRETCH = 40 * WINDOW
# Windows whose middle layer is kept: 60 MB; a hundred pages.
_MOST_MIDDLE = 600
# One cue in eight pieces at most; news has one in fifty. Bounds time and memory on "said said said …".
_PIECES_A_CUE = 8


class Encoder:
    """The shipped weights, read once; unchanged afterwards and called like a function.

    Args:
        folder: Where encoder.onnx, views.onnx, tokenizer.json and labels.json lie; the shipped ones by default.
        threads: Threads for one call. One by default: many articles are read in parallel in processes.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(self, folder: Traversable | None = None, *, threads: int = 1) -> None:
        import onnxruntime

        folder = folder or files("reportedly.data") / "model"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Windows differ in length: remembered patterns and a growing arena cost memory and save no time.
        options.enable_mem_pattern = False
        try:
            self._tokenizer = WordPieces((folder / "tokenizer.json").read_text(encoding="utf-8"))
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self.heads: dict[str, int] = labels["heads"]  # name -> number of labels
            self.settings = _settings(labels)
            self._encoder, self._views = (
                onnxruntime.InferenceSession((folder / name).read_bytes(), options, providers=["CPUExecutionProvider"])
                for name in ("encoder.onnx", "views.onnx")
            )
        except Exception as error:  # the run time raises classes of its own
            raise ModelError(str(folder), f"the weights cannot be read: {error}", "Install reportedly again") from error

    def __call__(self, document: Document) -> Scores:
        """Scores of a document, with those of its events; the same document, the same scores."""
        heads = event_heads()
        hidden: list[NDArray[np.float16]] = []
        trigger: list[NDArray[np.float32]] = []
        below: list[NDArray[np.float16]] = []

        def read_on(middle: NDArray[np.float32]) -> None:
            upper, likely, lower = heads.read(middle)
            hidden.append(upper)
            trigger.append(likely)
            if len(below) < _MOST_MIDDLE:
                below.append(lower)

        scores = self.score(document.text, middle=read_on)
        if not hidden:
            return scores
        return replace(
            scores,
            middle=np.concatenate(below),
            events=EventPass(hidden=np.concatenate(hidden), trigger=np.concatenate(trigger)),
        )

    def score(self, text: str, *, middle: Callable[[NDArray[np.float32]], None] | None = None) -> Scores:
        """Scores of a text, in time and memory linear in its length. Any string will do.

        Args:
            text: What to read.
            middle: Called with each window's fourth layer, float32, shape (pieces + 2, 384), in text order: heads that
                have layers of their own go on from it.
        """
        pieces = split_text(text, self._tokenizer)
        windows = cut_windows(pieces.cuts, WINDOW)
        heads: dict[str, list[NDArray[np.float32]]] = {name: [] for name in self.heads}
        cues: list[NDArray[np.int32]] = []
        views: list[NDArray[np.float32]] = []
        valid: list[NDArray[np.float32]] = []
        kept: list[NDArray[np.float32]] = []  # hidden of pieces [low, high)
        low = high = done = 0
        for number, window in enumerate(windows):
            hidden, labels = self._read(pieces, window, middle)
            kept.append(hidden)
            for name, values in labels.items():
                heads[name].append(values)
            high = window[1]
            last = number == len(windows) - 1
            if not last and high - low < _STRETCH:
                continue
            # A cue is scored when all that its view can hold is read.
            limit = high if last else high - VIEW_WIDTH
            known = np.concatenate(heads["cue"])
            heads["cue"] = [known]
            found = done + propose_cues(
                known[done:],
                pieces.joined[done:high],
                self.settings.cue_floor,
                inside_floor=self.settings.cue_inside_floor,
            )
            found = _thin(found[found[:, 0] < limit], known)
            joined = np.concatenate(kept)
            for first in range(0, len(found), _CUES_A_RUN):
                part = found[first : first + _CUES_A_RUN]
                tags, odds = self._view(pieces, joined, low, part)
                views.append(tags)
                valid.append(odds)
            cues.append(found)
            done = max(limit, int(found[-1, 1]) if len(found) else 0)
            keep_from = max(low, min(limit, high) - VIEW_LEFT - VIEW_WIDTH)
            kept = [joined[keep_from - low :].copy()]
            low = keep_from
        return Scores(
            pieces=pieces.spans,
            heads={
                name: np.concatenate(values) if values else np.zeros((0, self.heads[name]), np.float32)
                for name, values in heads.items()
            },
            cues=np.concatenate(cues) if cues else np.zeros((0, 2), np.int32),
            views=np.concatenate(views) if views else np.zeros((0, VIEW_WIDTH, N_TAGS), np.float32),
            valid=np.concatenate(valid) if valid else np.zeros(0, np.float32),
            settings=self.settings,
        )

    def _read(
        self, pieces: Pieces, window: tuple[int, int], middle: Callable[[NDArray[np.float32]], None] | None
    ) -> tuple[NDArray[np.float32], dict[str, NDArray[np.float32]]]:
        """The shared pass over one window, alone: no padding, and no other window's range in its int8 scales."""
        start, end = window
        ids = np.empty(end - start + 2, np.int64)
        marks = np.zeros(end - start + 2, np.int64)
        ids[0], ids[-1] = _CLS, _SEP
        ids[1:-1] = pieces.ids[start:end]
        marks[1:-1] = pieces.marks[start:end]
        if middle is None:
            hidden, *labels = self._encoder.run(["hidden", *self.heads], {"ids": ids, "marks": marks})
        else:
            hidden, below, *labels = self._encoder.run(["hidden", "middle", *self.heads], {"ids": ids, "marks": marks})
            middle(below)
        return hidden[1:-1], {name: values[1:-1] for name, values in zip(self.heads, labels, strict=True)}

    def _view(
        self, pieces: Pieces, hidden: NDArray[np.float32], low: int, cues: NDArray[np.int32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Tags and log-odds of some cues; `hidden` begins at piece `low`.

        Each cue looks near first, and at all of its view only where a span reaches the edge of that.
        """
        view = make_views(pieces, cues)
        tags = np.full((len(cues), VIEW_WIDTH, N_TAGS), _NOTHING_HERE, np.float32)
        near, valid = self._look(view, hidden, low, np.arange(len(cues)), _NEAR)
        tags[:, _NEAR] = near
        edges = (near[:, _EDGES, 0] < _LIKELY_NOTHING) & view.inside[:, _NEAR][:, _EDGES]
        far = np.flatnonzero(edges.any(1))
        if len(far):
            tags[far], valid[far] = self._look(view, hidden, low, far, slice(0, VIEW_WIDTH))
        tags[~view.inside] = -np.inf
        return tags, valid

    def _look(
        self, view: Views, hidden: NDArray[np.float32], low: int, rows: NDArray[np.intp], columns: slice
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Tags and log-odds of some of the cues of `view`, by some of its columns."""
        index = view.index[rows, columns] - low
        index = np.minimum(np.maximum(index, 0, out=index), len(hidden) - 1, out=index)
        start, end = int(index.min()), int(index.max()) + 1
        cues = view.cues[rows].astype(np.int64) - low - start
        tags, valid = self._views.run(
            ["tags", "valid"],
            {
                "hidden": hidden[start:end],
                "first": cues[:, 0],
                "last": np.minimum(cues[:, 1], end - start) - 1,
                "index": index - start,
                "inside": view.inside[rows, columns],
                "context": view.context[rows, columns],
                "columns": np.arange(columns.start, columns.stop),
            },
        )
        return tags, valid


@functools.cache
def encoder() -> Encoder:
    """The shipped encoder, read on the first call."""
    return Encoder()


def _thin(cues: NDArray[np.int32], known: NDArray[np.float32]) -> NDArray[np.int32]:
    """The likeliest cues of each window's length, where there are more than news could have."""
    most = WINDOW // _PIECES_A_CUE
    if len(cues) <= most:
        return cues
    keep = np.ones(len(cues), bool)
    stretch = cues[:, 0] // WINDOW
    counts = np.bincount(stretch)
    for crowded in np.flatnonzero(counts > most).tolist():
        rows = np.flatnonzero(stretch == crowded)
        order = np.argsort(known[cues[rows, 0], 0], kind="stable")  # least likely outside first
        keep[rows[order[most:]]] = False
    return cues[keep]


def _settings(labels: Mapping[str, Any]) -> Settings:
    given = labels.get("settings")
    if not given:
        return Settings()
    calibration = given["calibration"]
    return Settings(
        cue_floor=given["cue_floor"],
        cue_inside_floor=given["cue_inside_floor"],
        confidence_floor=given["confidence_floor"],
        calibration=Calibration(
            weights=tuple(calibration["weights"]),
            bias=calibration["bias"],
            knots=tuple(calibration["knots"]),
            values=tuple(calibration["values"]) if calibration["values"] else None,
        ),
    )
