"""Train the attribution reader.

    python -m training.train --train TRAIN.jsonl --dev DEV.jsonl --out RUN

Run again with the same arguments, it goes on where it stopped and ends with the weights of an unbroken run. Of dev only
scores are taken; no weight, floor or calibration is fitted on it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from reportedly.reading.neural.decode import propose_cues
from reportedly.reading.neural.pieces import VIEW_WIDTH, make_views
from training.config import Config
from training.data import MASK, Batch, batches, digest, hold_out, load, read_articles
from training.evaluate import score_examples
from training.model import Model, base_tokenizer, encode_windows

__all__ = ["main"]

NAMES_SCALE = 2.0
LOGIT_SCALE = 1 / 20  # brings the loss of one attribution, a sum over its view, near one


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="annotated training articles, JSON lines")
    parser.add_argument("--dev", type=Path, required=True, help="annotated articles to score on, JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run: checkpoint.pt, curve.jsonl")
    parser.add_argument("--steps", type=int, help="updates in all")
    parser.add_argument("--decay-from", type=int, help="step from which the rate falls")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--save-every", type=int, default=250)
    parser.add_argument("--score-every", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--stop-at", type=int, help="stop after this step, to go on later")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    given = {name: getattr(options, name) for name in ("steps", "decay_from", "seed")}
    config = dataclasses.replace(Config(), **{name: value for name, value in given.items() if value is not None})
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = base_tokenizer()
    training, _ = hold_out(load(read_articles(options.train), tokenizer), config.held_out)
    dev = load(read_articles(options.dev), tokenizer)
    Run(config, digest(options.train), options.out).train(training, dev, options)


class Run:
    """Model, averaged weights, optimiser and step of one run, with its checkpoint."""

    def __init__(self, config: Config, data: str, out: Path) -> None:
        torch.manual_seed(config.seed)
        self.config, self.data, self.out = config, data, out
        self.model = Model(config)
        self.start()
        self.optimiser = torch.optim.AdamW(_groups(self.model, config), betas=(0.9, 0.98))
        self.average = {n: p.detach().clone() for n, p in self.model.named_parameters() if p.requires_grad}
        self.step = 0
        path = out / "checkpoint.pt"
        if path.exists():
            self._restore(torch.load(path, weights_only=False))

    def start(self) -> None:
        """The weights that the run begins with."""
        self.model.load_base()

    def batches(self, training: list[Any], epoch: int) -> Iterator[Batch]:
        """One epoch of batches."""
        return batches(training, self.config, epoch)

    def _restore(self, saved: dict[str, Any]) -> None:
        if saved["data"] != self.data:
            raise SystemExit(f"{self.out}: made with other training data ({saved['data']}, not {self.data})")
        self.model.load_state_dict(saved["model"])
        self.average = saved["average"]
        self.optimiser.load_state_dict(saved["optimiser"])
        self.step = saved["step"]
        torch.set_rng_state(saved["random"])

    def save(self, name: str = "checkpoint.pt") -> None:
        """Writes the checkpoint under a temporary name, then renames it: a broken write leaves the old one."""
        state = {
            "config": dataclasses.asdict(self.config),
            "data": self.data,
            "model": self.model.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "random": torch.get_rng_state(),
        }
        temporary = self.out / (name + ".part")
        torch.save(state, temporary)
        os.replace(temporary, self.out / name)

    def train(self, training: list[Any], dev: list[Any], options: argparse.Namespace) -> None:
        """Updates up to the last step."""
        config = self.config
        per_epoch = sum(1 for _ in self.batches(training, 0))  # epochs differ by a batch or two
        curve = (self.out / "curve.jsonl").open("a", encoding="utf-8")
        position = 0
        sums: dict[str, float] = {}
        since, began = 0, time.perf_counter()
        stop = min(config.steps, options.stop_at or config.steps)
        epoch = 0
        while self.step < stop:
            for batch in self.batches(training, epoch):
                position += 1
                if position <= self.step:
                    continue
                losses = self._update(batch)
                since += len(batch.cue_labels)
                for name, value in losses.items():
                    sums[name] = sums.get(name, 0.0) + value
                if self.step % 50 == 0:
                    seconds = time.perf_counter() - began
                    row = {"step": self.step, "epoch": round(self.step / per_epoch, 3)}
                    row |= {"pieces_a_second": round(since / seconds)}
                    row |= {name: round(value / 50, 4) for name, value in sums.items()}
                    _write(curve, row)
                    sums, since, began = {}, 0, time.perf_counter()
                if self.step % options.save_every == 0:
                    self.save()
                if self.step % options.score_every == 0 or self.step == stop:
                    _write(curve, {"step": self.step, "dev": score_examples(self.averaged(), dev)})
                    began = time.perf_counter()
                if self.step == stop:
                    break
            epoch += 1
        self.save()

    def averaged(self) -> Model:
        """A model with the averaged weights, for scoring."""
        with torch.random.fork_rng(devices=[]):  # its first weights are drawn, and must not move the run's own draws
            model = Model(self.config)
        model.load_state_dict(self.model.state_dict() | self.average)
        return model.eval()

    def _update(self, batch: Batch) -> dict[str, float]:
        config = self.config
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * rate(self.step, config)
        self.model.train()
        losses = batch_losses(self.model, batch, config, np.random.default_rng((config.seed, 7, self.step)))
        total = torch.stack(list(losses.values())).sum()
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.requires_grad], config.clip)
        self.optimiser.step()
        self.step += 1
        keep = min(config.average, (1 + self.step) / (10 + self.step))
        names = list(self.average)
        parameters = dict(self.model.named_parameters())
        torch._foreach_lerp_([self.average[n] for n in names], [parameters[n].detach() for n in names], 1 - keep)
        return {name: float(value.detach()) for name, value in losses.items()}


def rate(step: int, config: Config) -> float:
    """Share of the peak rate: up, level, then down to nothing in a line."""
    if step < config.warm_up:
        return (step + 1) / config.warm_up
    if step < config.decay_from:
        return 1.0
    return max(0.0, (config.steps - step) / max(1, config.steps - config.decay_from))


def batch_losses(model: Model, batch: Batch, config: Config, random: np.random.Generator) -> dict[str, Tensor]:
    """Losses of one batch, each per attribution: cue, tags, valid."""
    ids = np.concatenate([p.ids for p in batch.pieces])
    ids = np.where(random.random(len(ids)) < config.masked, MASK, ids)
    marks = np.concatenate([p.marks for p in batch.pieces])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=config.half):
        hidden = encode_windows(model, ids, marks, batch.windows)
        scores = model.score_pieces(hidden)
        cue = scores["cue"]
        n = max(1, len(batch.cues))
        losses = {}
        if (batch.cue_labels >= 0).any():  # else nobody has looked for cues: what is proposed may well be one
            losses["cue"] = functional.nll_loss(cue, torch.from_numpy(batch.cue_labels), reduction="sum") / (4 * n)
            cues, owner, tags, valid = _proposals(batch, cue.detach().numpy(), config, random)
        else:
            cues = np.zeros((0, 2), np.int32)
        if len(cues):
            views, odds = _score_views(model, hidden, batch, cues, owner)
            gold = torch.from_numpy(tags).flatten()
            loss = functional.nll_loss(views.flatten(0, 1), gold, ignore_index=-100, reduction="sum")
            losses["tags"] = loss * LOGIT_SCALE / n
            target = torch.from_numpy(valid)
            losses["valid"] = functional.binary_cross_entropy_with_logits(odds, target, reduction="sum") / (2 * n)
        if "names" in scores:
            names = torch.from_numpy(batch.name_labels)
            losses["names"] = NAMES_SCALE * functional.nll_loss(scores["names"], names)
    return losses


def _proposals(
    batch: Batch, cue: NDArray[np.float32], config: Config, random: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.float32]]:
    """Gold cues, some of them as the model would cut them, and wrong ones that it would propose."""
    cues, owner, tags, valid = [], [], [], []
    proposed: list[tuple[int, int, int]] = []
    for number, (part, offset) in enumerate(zip(batch.pieces, batch.offsets, strict=True)):
        ranges = propose_cues(cue[offset : offset + len(part)], part.joined, config.proposal_floor)
        proposed += [(a + offset, b + offset, number) for a, b in ranges.tolist()]
    gold = batch.cues.tolist()
    for row, (start, end) in enumerate(gold):
        low = batch.offsets[batch.chunk[row]]
        high = low + len(batch.pieces[batch.chunk[row]])
        seen = (start, end)
        overlapping = [(a, b) for a, b, _ in proposed if a < end and start < b]
        if overlapping and random.random() < 0.5:
            seen = overlapping[0]
        elif random.random() < config.jitter:
            a, b = start + int(random.integers(-1, 2)), end + int(random.integers(-1, 2))
            seen = (max(a, low), min(b, high)) if a < b else seen
        tag = batch.tags[row]
        if not batch.complete[row]:
            tag = np.full(VIEW_WIDTH, -100, np.int64)
        elif seen[0] != start:  # the view moves with its cue; what comes in at its edge is not scored
            moved = np.full(VIEW_WIDTH, -100, np.int64)
            shift = seen[0] - start
            if abs(shift) < VIEW_WIDTH:
                moved[max(0, -shift) : VIEW_WIDTH - max(0, shift)] = tag[max(0, shift) : VIEW_WIDTH - max(0, -shift)]
            tag = moved
        cues.append(seen)
        owner.append(batch.chunk[row])
        tags.append(tag)
        valid.append(1.0)
    wrong = [p for p in proposed if not any(p[0] < end and start < p[1] for start, end in gold)]
    for pick in random.permutation(len(wrong))[: config.negatives].tolist():
        a, b, number = wrong[pick]
        cues.append((a, b))
        owner.append(number)
        tags.append(np.full(VIEW_WIDTH, -100, np.int64))
        valid.append(0.0)
    return (
        np.asarray(cues, np.int32).reshape(-1, 2),
        np.asarray(owner, np.int32),
        np.asarray(tags, np.int64).reshape(-1, VIEW_WIDTH),
        np.asarray(valid, np.float32),
    )


def _score_views(
    model: Model, hidden: Tensor, batch: Batch, cues: NDArray[np.int32], owner: NDArray[np.int32]
) -> tuple[Tensor, Tensor]:
    index = np.zeros((len(cues), VIEW_WIDTH), np.int64)
    inside = np.zeros((len(cues), VIEW_WIDTH), bool)
    context = np.zeros((len(cues), VIEW_WIDTH), np.int64)
    for number, (part, offset) in enumerate(zip(batch.pieces, batch.offsets, strict=True)):
        rows = owner == number
        views = make_views(part, cues[rows] - offset)
        index[rows], inside[rows], context[rows] = views.index + offset, views.inside, views.context
    return model.score_views(
        hidden,
        torch.from_numpy(cues[:, 0].astype(np.int64)),
        torch.from_numpy(cues[:, 1].astype(np.int64) - 1),
        torch.from_numpy(index),
        torch.from_numpy(inside),
        torch.from_numpy(context),
    )


def _groups(model: Model, config: Config) -> list[dict[str, Any]]:
    """Parameter groups: the encoder's layers at falling rates, heads and views at their own; no decay on vectors."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            peak = config.rate_encoder * config.rate_layer ** (config.n_layers - 1 - int(name.split(".")[1]))
        elif name.startswith("marks"):
            peak = config.rate_encoder
        elif name.startswith(("positions", "norm.")):
            peak = config.rate_encoder * config.rate_layer**config.n_layers
        else:
            peak = config.rate_heads
        decay = config.weight_decay if parameter.ndim > 1 and "marks" not in name else 0.0
        groups.setdefault((peak, decay), []).append(parameter)
    return [{"params": p, "lr": peak, "peak": peak, "weight_decay": decay} for (peak, decay), p in groups.items()]


def _write(file: Any, row: dict[str, Any]) -> None:
    file.write(json.dumps(row) + "\n")
    file.flush()


if __name__ == "__main__":
    main()
