"""Everything that a training run depends on beside its data; saved in each checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Config"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One run.

    Attributes:
        seed: Of weights, data order, windows and dropout.
        steps: Updates in all.
        decay_from: The step from which the rate falls to nothing; level before it, so that a run may be lengthened
            from a checkpoint before this step and equals one that was that long from the start.
        warm_up: Updates over which the rate rises.
        rate_encoder, rate_heads: Peak rates; `rate_layer` multiplies the encoder's for each layer further down.
        weight_decay, clip: Of AdamW; of the gradient's norm.
        average: Decay of the averaged weights, which are the ones that are scored and shipped.
        chunk_pieces: About how many pieces of an article one batch row holds; `chunks` rows make a batch.
        window_shortest, window_longest: Pieces in a window; each chunk draws a longest length between the two.
        proposal_floor: Cues proposed above it by the model itself join the gold ones.
        negatives: Most wrong cues in a batch.
        jitter: How often a gold cue is seen one piece longer or shorter.
        held_out: Training articles kept for calibration.
        n_layers, width, n_attention: Of the encoder; fixed by the base weights.
        view_width, view_layers, view_attention: Of the cue's view.
        dropout: On each sublayer's output.
        half: bfloat16 for matrix products: three times as fast where the processor has AMX, a fifth of the speed where
            it has not.
        masked: Share of pieces that the encoder does not see.
        names: The model has a head of names (`training/names.py`).
        frozen: The encoder's lowest layers, and the embeddings below them, that no update changes.
    """

    seed: int = 20241
    steps: int = 4000
    decay_from: int = 2800
    warm_up: int = 100
    rate_encoder: float = 1.2e-4
    rate_heads: float = 1e-3
    rate_layer: float = 0.9
    weight_decay: float = 0.01
    clip: float = 1.0
    average: float = 0.998
    chunk_pieces: int = 540
    chunks: int = 2
    window_shortest: int = 128
    window_longest: int = 208
    proposal_floor: float = 0.25
    negatives: int = 12
    jitter: float = 0.08
    held_out: int = 40
    n_layers: int = 6
    width: int = 384
    n_attention: int = 12
    view_width: int = 192
    view_layers: int = 2
    view_attention: int = 4
    dropout: float = 0.1
    masked: float = 0.03
    names: bool = False
    half: bool = False
    frozen: int = 0
