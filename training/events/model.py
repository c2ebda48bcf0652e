"""The event heads: two layers of their own on the encoder's fourth, a view of each trigger, pairs and links."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from reportedly.reading.events.candidates import FEATURES
from reportedly.reading.events.context import N_BUCKETS
from reportedly.reading.neural.event_heads import N_GOVERNORS, VIEW_WIDTH
from reportedly.vocabulary import EventType, Status
from training.config import Config
from training.events.config import EventConfig
from training.model import Layer

__all__ = ["EventModel"]

_FORMS, _DISTANCES, _FLAGS = 16, 16, 4  # of `clusters.link_features`


class EventModel(nn.Module):
    """Upper layers (`encode`), triggers (`trigger`), their views (`look`, `words`), pairs and links."""

    def __init__(self, config: EventConfig) -> None:
        super().__init__()
        self.config = config
        width, view, pair, narrow = config.width, config.view, config.pair, config.narrow
        self.layers = nn.ModuleList(Layer(Config(dropout=config.dropout)) for _ in range(config.layers))
        self.trigger = nn.Linear(width, 3)
        self.query = nn.Linear(2 * width, view)
        self.key = nn.Linear(width, view)
        self.value = nn.Linear(width, view)
        self.distance = nn.Embedding(VIEW_WIDTH, view)
        self.nearness = nn.Embedding(VIEW_WIDTH, config.view_attention)
        self.governors = nn.Linear(N_GOVERNORS * width, 256)
        self.buckets = nn.Embedding(N_BUCKETS, 96)
        self.mix = nn.Sequential(
            nn.Linear(2 * width + view + 96 + 256, width), nn.GELU(), nn.LayerNorm(width), nn.Dropout(config.dropout)
        )
        self.valid = nn.Linear(width, 1)
        self.kind = nn.Linear(width, len(EventType))
        self.status = nn.Linear(width, len(Status))
        self.own = nn.Linear(width, 1)
        self.word_query = nn.Linear(width, 2 * 64)
        self.word_key = nn.Linear(width, 2 * 64)
        self.word_bias = nn.Embedding(VIEW_WIDTH, 2)
        self.pair_trigger = nn.Linear(width, pair)
        self.pair_mention = nn.Linear(2 * width, pair)
        self.pair_tables = nn.ModuleList(nn.Embedding(n, 16) for n in FEATURES.values())
        self.pair_features = nn.Linear(16 * len(FEATURES), pair)
        self.pair_mix = nn.Sequential(nn.Linear(4 * pair, pair), nn.GELU(), nn.Dropout(config.dropout))
        self.pair_odds = nn.Linear(pair, 4)
        self.link_trigger = nn.Linear(width, narrow)
        self.link_distance = nn.Embedding(_DISTANCES, 16)
        self.link_form = nn.Embedding(_FORMS, 16)
        self.link = nn.Sequential(
            nn.Linear(3 * narrow + 32 + _FLAGS, 128), nn.GELU(), nn.Dropout(config.dropout), nn.Linear(128, 1)
        )
        self.dropout = nn.Dropout(config.dropout)
        nn.init.normal_(self.distance.weight, std=0.1)
        nn.init.zeros_(self.nearness.weight)
        nn.init.normal_(self.buckets.weight, std=0.3)
        nn.init.constant_(self.word_bias.weight, -2.0)

    def load_upper(self, encoder: Path) -> None:
        """The shipped encoder's upper layers, out of int8, as the first weights of the heads' own layers."""
        import onnx
        from onnx import numpy_helper

        arrays = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(encoder)).graph.initializer}
        with torch.no_grad():
            for number, layer in enumerate(self.layers):
                stem = f"model.layers.{self.config.base + number}."
                for part in ("query_key_value", "mix", "up", "down"):
                    name = f"{stem}{part}.weight_Transposed"
                    weight = arrays[name + "_quantized"].astype(np.float32) * arrays[name + "_scale"][None]
                    getattr(layer, part).weight.copy_(torch.from_numpy(weight.T.copy()))
                    getattr(layer, part).bias.copy_(torch.from_numpy(arrays[f"{stem}{part}.bias"].copy()))
                for part in ("norm_mix", "norm_down"):
                    for value in ("weight", "bias"):
                        target = getattr(getattr(layer, part), value)
                        target.copy_(torch.from_numpy(arrays[f"{stem}{part}.{value}"].copy()))

    def load_shipped(self, folder: Path) -> None:
        """The weights that `export` wrote to a folder, out of int8 and float16: where no checkpoint is at hand.

        Raises:
            KeyError: A file lacks one of the weights.
        """
        import onnx
        from onnx import numpy_helper

        arrays: dict[str, NDArray[Any]] = {}
        for part in ("pass", "look", "pairs", "links"):
            for weight in onnx.load(str(folder / f"events_{part}.onnx")).graph.initializer:
                arrays[weight.name] = numpy_helper.to_array(weight)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                stem = f"model.{name}_Transposed"
                if f"{stem}_quantized" in arrays:
                    value = (arrays[f"{stem}_quantized"].astype(np.float32) * arrays[f"{stem}_scale"][None]).T
                else:
                    value = arrays[f"model.{name}"].astype(np.float32)
                parameter.copy_(torch.from_numpy(value.copy()))

    def encode(self, x: Tensor, rows: Tensor | None, flat: Tensor | None, mask: Tensor | None) -> Tensor:
        """The upper layers over windows; arguments as in `training.model.Layer`."""
        for layer in self.layers:
            x = layer(x, rows, flat, mask)
        return x

    def look(
        self,
        hidden: Tensor,
        first: Tensor,
        last: Tensor,
        index: Tensor,
        inside: Tensor,
        governors: Tensor,
        bag: Tensor,
        weight: Tensor,
    ) -> Tensor:
        """A vector for each trigger; float, shape (triggers, width). Arguments as in `heads.EventHeads.look`.

        The trigger asks its view (attention with a bias for nearness); what it finds is mixed with its own pieces, with
        the words that govern it, and with what the parse says.
        """
        n, heads = index.shape[0], self.config.view_attention
        own = torch.cat((hidden[first], hidden[last]), -1)
        query = self.query(own).view(n, heads, -1)
        size = query.shape[-1]
        flat = index.flatten()
        key = (self.key(hidden).index_select(0, flat).view(n, VIEW_WIDTH, -1) + self.distance.weight).view(
            n, VIEW_WIDTH, heads, size
        )
        value = (self.value(hidden).index_select(0, flat).view(n, VIEW_WIDTH, -1) + self.distance.weight).view(
            n, VIEW_WIDTH, heads, size
        )
        scores = (query[:, None] * key).sum(-1) / math.sqrt(size) + self.nearness.weight
        away = (1.0 - inside[..., None].to(scores.dtype)) * -1e4
        share = torch.softmax(scores + away, 1)
        seen = (share[..., None] * value).sum(1).reshape(n, -1)
        parse = (self.buckets(bag) * weight[..., None]).sum(1)
        over = functional.gelu(self.governors(hidden[governors].flatten(1)))
        mixed: Tensor = self.mix(torch.cat((own, seen, self.dropout(parse), over), -1))
        return mixed

    def words(self, vector: Tensor, hidden: Tensor, index: Tensor) -> Tensor:
        """Log-odds that a piece fixes the status, and is of the evidence; shape (triggers, VIEW_WIDTH, 2)."""
        n = index.shape[0]
        query = self.word_query(vector).view(n, 1, 2, 64)
        key = self.word_key(hidden).index_select(0, index.flatten()).view(n, VIEW_WIDTH, 2, 64)
        return (query * key).sum(-1) / 8.0 + self.word_bias.weight

    def pairs(self, vector: Tensor, first: Tensor, last: Tensor, features: Tensor) -> Tensor:
        """Log-odds that a candidate belongs to a trigger, by its role; float, shape (pairs,).

        vector: shape (pairs, width); first, last: hidden at the candidate's outermost pieces, shape (pairs, width).
        """
        trigger = self.pair_trigger(vector)
        mention = self.pair_mention(torch.cat((first, last), -1))
        tables = [table(features[:, column]) for column, table in enumerate(self.pair_tables)]
        told = self.pair_features(torch.cat(tables, -1))
        mixed = torch.cat((trigger * mention, trigger + mention, told, torch.relu(mention + told)), -1)
        odds: Tensor = self.pair_odds(self.pair_mix(self.dropout(mixed)))
        return odds.gather(1, features[:, :1])[:, 0]

    def links(self, a: Tensor, b: Tensor, features: Tensor) -> Tensor:
        """Log-odds that two triggers tell of one event; vectors of shape (pairs, width); float, shape (pairs,)."""
        x, y = self.link_trigger(a), self.link_trigger(b)
        distance = self.link_distance(features[:, 0].long())
        form = self.link_form(features[:, 1].long())
        odds: Tensor = self.link(torch.cat((x * y, (x - y).abs(), x + y, distance, form, features[:, 2:]), -1))
        return odds[:, 0]
