"""Everything that a training run of the event heads depends on beside its data; saved in each checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FURTHER", "EventConfig"]


FURTHER = {"rate_layers": 7e-5, "rate_heads": 4e-4}
"""Settings of a run that goes on from the weights of earlier ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventConfig:
    """One run.

    Attributes:
        seed: Of weights, data order and dropout.
        epochs: Passes over the articles; the rate falls to nothing over all of them in a line.
        articles: In a batch.
        rate_layers, rate_heads: Peak rates of the upper layers and of the heads.
        warm_up: Updates over which the rates rise.
        weight_decay, clip: Of AdamW; of the gradient's norm.
        average: Decay of the averaged weights, which are the ones that are scored and shipped.
        base: The encoder's layer on whose output the heads' own layers stand; those below are shared and frozen.
        layers: Layers of the heads' own, begun from the encoder's upper ones.
        dropout: On each sublayer's output; `feature_dropout` leaves out features of the parse.
        view, pair, narrow: Widths of a trigger's view, of a pair's vector, and of the vectors compared by links.
        proposal: Pieces this likely to be of a trigger, and of none, are learned from as wrong ones.
        repeated: What a clause weighs that tells of an event once more.
    """

    seed: int = 20261
    epochs: int = 4
    articles: int = 2
    rate_layers: float = 1.5e-4
    rate_heads: float = 1e-3
    warm_up: int = 100
    weight_decay: float = 0.01
    clip: float = 2.0
    average: float = 0.998
    base: int = 4
    layers: int = 2
    width: int = 384
    dropout: float = 0.1
    feature_dropout: float = 0.15
    view: int = 192
    view_attention: int = 6
    pair: int = 128
    narrow: int = 64
    proposal: float = 0.12
    repeated: float = 0.5
