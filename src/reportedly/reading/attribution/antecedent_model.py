"""The model of antecedents: how likely each candidate is whom a source that is no name stands for.

Each candidate has named features and two views of the encoder's middle layer: where it is named nearest to the source,
and where it is named first. A weight for each feature is summed; beside it a small network compares what the features
say together with the views of the source and of the candidate. `training.antecedents` fits it.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Pieces
from reportedly.errors import ModelError
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.reading.neural.looks import Looks
from reportedly.record import Link

__all__ = ["AntecedentModel", "antecedent_model", "views"]

_LATER = 200  # tokens: a mention behind the source counts as so much farther away


@dataclass(frozen=True, slots=True, kw_only=True)
class AntecedentModel:
    """Scores of the candidates of one source.

    Attributes:
        numbers: Row of each feature in `linear` and `rows`.
        linear: float32, shape (features,).
        rows: float32, shape (features, width): summed over a candidate's features.
        mean, scale: float32, shape (384,): of a view, which is centred and divided by them.
        source, source_bias, candidate, candidate_bias: Of two views each, shape (768, narrow); (narrow,).
        first, first_bias, second, second_bias: The network, one hidden layer, over features, source, candidate and
            the product of the two.
    """

    numbers: Mapping[str, int]
    linear: NDArray[np.float32]
    rows: NDArray[np.float32]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    source: NDArray[np.float32]
    source_bias: NDArray[np.float32]
    candidate: NDArray[np.float32]
    candidate_bias: NDArray[np.float32]
    first: NDArray[np.float32]
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]
    second_bias: NDArray[np.float32]

    def __call__(
        self, features: Sequence[Sequence[str]], seen: tuple[NDArray[np.float32], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Scores, float32, shape (candidates,), of candidates with these features and `views`."""
        known = [sorted({self.numbers[f] for f in found if f in self.numbers}) for found in features]
        source = self._narrow(seen[0]) @ self.source + self.source_bias
        candidates = self._narrow(seen[1]) @ self.candidate + self.candidate_bias
        told = np.stack([self.rows[numbers].sum(0) for numbers in known])
        both = np.concatenate([told, np.broadcast_to(source, candidates.shape), candidates, source * candidates], 1)
        hidden = np.maximum(np.maximum(both, 0.0) @ self.first + self.first_bias, 0.0)
        scores: NDArray[np.float32] = hidden @ self.second + self.second_bias
        return scores[:, 0] + np.array([self.linear[numbers].sum() for numbers in known], np.float32)

    def _narrow(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """Views centred and scaled; what was not seen stays nothing."""
        parts = seen.reshape(*seen.shape[:-1], 2, len(self.mean))
        scaled = np.where(parts.any(-1, keepdims=True), (parts - self.mean) / self.scale, np.float32(0.0))
        narrow: NDArray[np.float32] = scaled.reshape(seen.shape)
        return narrow


def views(
    document: Document, who: Cast, pieces: Pieces, head: int, links: Sequence[Link], looks: Looks | None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the network looks at: of the source its words and its noun, of each candidate its nearest and first mention.

    Args:
        document: The article.
        who: Its entities.
        pieces: The source as printed.
        head: The token of its noun.
        links: Its candidates.
        looks: At the encoder's middle layer; without it nothing is seen.

    Returns:
        float32, shapes (768,) and (candidates, 768); zeros where an entity is not named, or none is meant.
    """
    source = np.zeros((2, Looks.WIDTH), np.float32)
    candidates = np.zeros((len(links), 2, Looks.WIDTH), np.float32)
    if looks is not None:
        source[0] = looks.mean(pieces[0])
        source[1] = looks.mean(document.span(head, head + 1))
        starts_of = {entity.id: starts for entity, starts in zip(who.entities, who.starts, strict=True)}
        for number, link in enumerate(links):
            starts = starts_of.get(link.entity or "")
            if starts:
                candidates[number, 0] = looks.mean(_mention(document, who, _nearest(starts, head)))
                candidates[number, 1] = looks.mean(_mention(document, who, starts[0]))
    return source.ravel(), candidates.reshape(len(links), -1)


def _nearest(starts: Sequence[int], head: int) -> int:
    place = bisect_left(starts, head)
    if place == 0:
        return starts[0]
    if place == len(starts) or head - starts[place - 1] <= starts[place] - head + _LATER:
        return starts[place - 1]
    return starts[place]


def _mention(document: Document, who: Cast, token: int) -> tuple[int, int]:
    return document.span(*(who.mentions[token] or (token, token + 1)))


@functools.cache
def antecedent_model() -> AntecedentModel:
    """The shipped model, read on the first call.

    Raises:
        ModelError: The file is missing or damaged.
    """
    path = files("reportedly.data") / "model" / "antecedents.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            weights = {name: arrays[name].astype(np.float32) for name in arrays.files if name != "names"}
            names = arrays["names"].tobytes().decode().split("\n")
            if len(names) != len(weights["linear"]):
                raise ValueError(f"{len(names)} features, {len(weights['linear'])} weights")
            return AntecedentModel(numbers={name: number for number, name in enumerate(names)}, **weights)
    except (OSError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(
            "reportedly/data/model/antecedents.npz", f"cannot be read ({error})", "Install it anew"
        ) from error
