"""Train the event heads.

    python -m training.events.train --articles GOLD.jsonl [GOLD.jsonl …] --readings FOLDER --out RUN [--fold K]

With `--fold K` the articles of that fold (by story, of five) are left out, for scores on text that no update saw.
With `--begin CHECKPOINT [...]` a run goes on from the mean of earlier runs' averaged weights, at lower rates; a folder
with the shipped files serves as a checkpoint too. Run again with the same arguments, it goes on where it stopped. An
epoch over 2,900 articles takes ten minutes on one free core.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from reportedly.reading.events.candidates import Role
from reportedly.reading.events.clusters import link_features
from reportedly.reading.neural.event_heads import VIEW_LEFT, VIEW_WIDTH
from training.events.config import FURTHER, EventConfig
from training.events.data import Example, Trigger, fold_of, load_examples, read_lines, read_once
from training.events.model import EventModel

__all__ = ["main"]

_WORDS_SCALE, _PAIRS_SCALE, _LINKS_SCALE = 1 / 25, 1 / 2, 1 / 2  # bring each loss of a trigger near one
_MOST_LINKS = 80


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run: checkpoint.pt, curve.jsonl")
    parser.add_argument("--fold", type=int, help="fold of five to leave out")
    parser.add_argument(
        "--begin", type=Path, nargs="+", default=[], help="checkpoints of earlier runs, or shipped folders"
    )
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--base", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    given = {name: getattr(options, name) for name in ("epochs", "base", "seed") if getattr(options, name) is not None}
    if "base" in given:
        given["layers"] = 6 - given["base"]
    config = dataclasses.replace(EventConfig(), **(FURTHER if options.begin else {}), **given)
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    if options.fold is not None:
        articles = [article for article in articles if fold_of(article) != options.fold]
    read_once(articles, options.readings)
    options.out.mkdir(parents=True, exist_ok=True)
    Run(config, options.out, begin(config, options.begin)).train(load_examples(articles, options.readings))


def begin(config: EventConfig, paths: Sequence[Path]) -> EventModel:
    """The heads as a run begins with them: the mean of earlier runs, else the shipped encoder's upper layers."""
    torch.manual_seed(config.seed)
    model = EventModel(config)
    if paths:
        model.load_state_dict(load_mean(paths).state_dict())
    else:
        model.load_upper(Path(str(files("reportedly.data") / "model" / "encoder.onnx")))
    return model


def rates(config: EventConfig, model: EventModel) -> list[dict[str, Any]]:
    """Groups of the optimiser: the heads' own layers, and the heads."""
    layers = [p for name, p in model.named_parameters() if name.startswith("layers.")]
    heads = [p for name, p in model.named_parameters() if not name.startswith("layers.")]
    return [{"params": layers, "lr": config.rate_layers}, {"params": heads, "lr": config.rate_heads}]


class Run:
    """Model, averaged weights, optimiser and step of one run, with its checkpoint."""

    def __init__(self, config: EventConfig, out: Path, model: EventModel) -> None:
        self.config, self.out, self.step = config, out, 0
        self.model = model
        self._start(model, rates(config, model))

    def _start(self, whole: nn.Module, groups: list[dict[str, Any]]) -> None:
        """Optimiser and averages of what a run changes, and where an earlier one stopped."""
        self.whole = whole
        config = self.config
        for group in groups:
            group["peak"] = group["lr"]
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=config.weight_decay)
        self.average = {name: p.detach().clone() for name, p in whole.named_parameters() if p.requires_grad}
        path = self.out / "checkpoint.pt"
        if path.exists():
            saved = torch.load(path, weights_only=False)
            whole.load_state_dict(saved["model"])
            self.average, self.step = saved["average"], saved["step"]
            self.optimiser.load_state_dict(saved["optimiser"])
            torch.set_rng_state(saved["random"])

    def losses(self, examples: list[Example], random: np.random.Generator) -> dict[str, Tensor]:
        """Losses of one batch."""
        return batch_losses(self.model, examples, *encode(self.model, examples), random)

    def save(self) -> None:
        """Writes the checkpoint under a temporary name, then renames it: a broken write leaves the old one."""
        state = {
            "config": dataclasses.asdict(self.config),
            "model": self.whole.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "random": torch.get_rng_state(),
        }
        part = self.out / "checkpoint.pt.part"
        torch.save(state, part)
        os.replace(part, self.out / "checkpoint.pt")

    def train(self, examples: list[Example], *, until: int | None = None) -> None:
        """Updates up to the last epoch, or to an earlier one; each epoch's order is drawn from (seed, epoch) alone."""
        config = self.config
        per_epoch = -(-len(examples) // config.articles)
        steps = config.epochs * per_epoch
        last = steps if until is None else min(steps, until * per_epoch)
        began, sums = time.perf_counter(), {}
        with (self.out / "curve.jsonl").open("a", encoding="utf-8") as curve:
            while self.step < last:
                epoch, place = divmod(self.step, per_epoch)
                order = np.random.default_rng((config.seed, epoch)).permutation(len(examples))
                rows = order[place * config.articles : (place + 1) * config.articles]
                losses = self._update([examples[row] for row in rows], steps)
                for name, value in losses.items():
                    sums[name] = sums.get(name, 0.0) + value
                if self.step % 50 == 0:
                    seconds = round(time.perf_counter() - began)
                    row = {"step": self.step, "of": steps, "seconds": seconds}
                    curve.write(json.dumps(row | {name: round(v / 50, 4) for name, v in sums.items()}) + "\n")
                    curve.flush()
                    sums = {}
                if self.step % 200 == 0:
                    self.save()
        self.save()

    def _update(self, examples: list[Example], steps: int) -> dict[str, float]:
        config = self.config
        share = min(1.0, (self.step + 1) / config.warm_up) * max(0.03, 1.0 - self.step / steps)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        self.whole.train()
        losses = self.losses(examples, np.random.default_rng((config.seed, 7, self.step)))
        self.apply(losses)
        self.step += 1
        return {name: float(value.detach()) for name, value in losses.items()}

    def apply(self, losses: dict[str, Tensor]) -> None:
        """One step of the optimiser down the sum of some losses, and of the averages after it.

        None where a gradient is not finite: in bfloat16 one batch in thousands overflows.
        """
        config = self.config
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        parameters = dict(self.whole.named_parameters())
        norm = nn.utils.clip_grad_norm_([parameters[name] for name in self.average], config.clip)
        if not torch.isfinite(norm):
            return
        self.optimiser.step()
        keep = min(config.average, (2 + self.step) / (11 + self.step))
        names = list(self.average)
        torch._foreach_lerp_([self.average[n] for n in names], [parameters[n].detach() for n in names], 1 - keep)


def load_model(path: Path) -> EventModel:
    """The averaged weights of a checkpoint, or the shipped ones of a folder."""
    if path.is_dir():
        model = EventModel(EventConfig())
        model.load_shipped(path)
        return model.eval()
    saved = torch.load(path, weights_only=False, map_location="cpu")
    model = EventModel(EventConfig(**saved["config"]))
    model.load_state_dict(saved["model"] | saved["average"])
    return model.eval()


def load_mean(paths: Sequence[Path]) -> EventModel:
    """The mean of the averaged weights of some runs that began alike (Wortsman et al. 2022, "Model soups")."""
    models = [load_model(path) for path in paths]
    with torch.no_grad():
        for parameters in zip(*(model.parameters() for model in models), strict=True):
            parameters[0].copy_(torch.stack(parameters).mean(0))
    return models[0]


@dataclasses.dataclass(slots=True)
class _Row:
    """One trigger of a batch, or a piece that is none: `trigger` is None."""

    example: Example
    offset: int
    first: int
    last: int
    trigger: Trigger | None


def encode(model: EventModel, examples: list[Example]) -> tuple[Tensor, list[int]]:
    """The upper layers over all windows; shape (pieces, width) without end markers, and where each example starts."""
    windows = [window for example in examples for window in example.reading.middle]
    rows = WindowRows.of([len(window) for window in windows])
    x = torch.from_numpy(np.concatenate(windows).astype(np.float32))
    x = functional.dropout(x, 0.05, model.training)
    return model.encode(x, rows.rows, rows.flat, rows.mask)[rows.inside], offsets_of(examples)


def offsets_of(examples: list[Example]) -> list[int]:
    """Where the pieces of each example start among those of all."""
    sizes = [len(example.tags) for example in examples]
    starts: list[int] = np.cumsum([0, *sizes[:-1]]).tolist()
    return starts


@dataclasses.dataclass(frozen=True, slots=True)
class WindowRows:
    """How pieces of windows, one after the other, become padded rows: arguments of `training.model.Layer`.

    Attributes:
        inside: Which pieces are no end markers.
    """

    rows: Tensor
    flat: Tensor
    mask: Tensor
    inside: Tensor

    @classmethod
    def of(cls, lengths: list[int]) -> WindowRows:
        """Those of windows of some lengths, end markers counted."""
        filled = np.arange(max(lengths))[None] < np.array(lengths)[:, None]
        rows = np.zeros(filled.shape, np.int64)
        rows[filled] = np.arange(filled.sum())
        ends = np.cumsum(lengths)
        marks = np.concatenate((ends - 1, ends - lengths))
        inside = np.setdiff1d(np.arange(filled.sum()), marks)
        return cls(
            torch.from_numpy(rows),
            torch.from_numpy(np.flatnonzero(filled)),
            torch.from_numpy(filled)[:, None, None],
            torch.from_numpy(inside),
        )


def batch_losses(
    model: EventModel, examples: list[Example], hidden: Tensor, offsets: list[int], random: np.random.Generator
) -> dict[str, Tensor]:
    """Losses of one batch, each per trigger; `hidden` and `offsets` as `encode` gives them."""
    config = model.config
    scores = torch.log_softmax(model.trigger(model.dropout(hidden)), -1)
    n = max(1, sum(len(example.triggers) for example in examples))
    tags = torch.from_numpy(np.concatenate([example.tags for example in examples]))
    losses = {"trigger": functional.nll_loss(scores, tags, ignore_index=-100, reduction="sum") / n}
    rows = _rows(examples, offsets, 1.0 - scores[:, 0].detach().float().exp().numpy(), config.proposal, random)
    if not rows:
        return losses
    index, vector = _look(model, hidden, rows, config.feature_dropout if model.training else 0.0, random)
    target = torch.tensor([float(row.trigger is not None) for row in rows])
    losses["valid"] = (
        functional.binary_cross_entropy_with_logits(model.valid(vector)[:, 0], target, reduction="sum") / n
    )
    gold = [place for place, row in enumerate(rows) if row.trigger is not None]
    if not gold:
        return losses
    chosen = torch.tensor(gold)
    vector, index, rows = vector[chosen], index[chosen], [rows[place] for place in gold]
    triggers = [row.trigger for row in rows if row.trigger is not None]
    weight = torch.tensor([config.repeated if t.repeated else 1.0 for t in triggers])
    kind = functional.cross_entropy(model.kind(vector), torch.tensor([t.kind for t in triggers]), reduction="none")
    status = functional.cross_entropy(
        model.status(vector), torch.tensor([t.status for t in triggers]), reduction="none", label_smoothing=0.03
    )
    losses["type"], losses["status"] = (kind * weight).sum() / n, (status * weight).sum() / n
    losses["words"] = _word_loss(model, vector, hidden, index, rows, triggers) * _WORDS_SCALE / n
    losses |= {name: value / n for name, value in _pair_losses(model, vector, hidden, rows, triggers, weight).items()}
    links = _link_loss(model, vector, rows, triggers, random)
    if links is not None:
        losses["links"] = links * _LINKS_SCALE / n
    return losses


def _rows(
    examples: list[Example], offsets: list[int], likely: NDArray[Any], floor: float, random: np.random.Generator
) -> list[_Row]:
    """Gold triggers, and pieces that the model itself takes for one."""
    rows = []
    for example, offset in zip(examples, offsets, strict=True):
        rows += [_Row(example, offset, offset + t.first, offset + t.last, t) for t in example.triggers]
        here = likely[offset : offset + len(example.tags)]
        wrong = random.permutation(np.flatnonzero((here > floor) & (example.tags == 0)))
        for piece in wrong[: max(6, len(example.triggers))].tolist():
            rows.append(_Row(example, offset, offset + piece, offset + piece, None))
    return rows


def _look(
    model: EventModel, hidden: Tensor, rows: list[_Row], left_out: float, random: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Views and vectors of the rows."""
    first = np.array([row.first for row in rows], np.int64)
    low = np.array([row.offset for row in rows], np.int64)
    high = low + np.array([len(row.example.tags) for row in rows], np.int64)
    index = first[:, None] + np.arange(-VIEW_LEFT, VIEW_WIDTH - VIEW_LEFT)
    inside = (index >= low[:, None]) & (index < high[:, None])
    index = np.clip(index, low[:, None], high[:, None] - 1)
    bags, over = [], []
    for row in rows:
        document = row.example.reading.document
        start = int(row.example.reading.spans[row.first - row.offset, 0])
        token = row.trigger.token if row.trigger else document.token_at(start)
        buckets, pieces = row.example.parse_of(token) if token is not None else ([0], [row.first - row.offset] * 5)
        bags.append([b for b in buckets if random.random() >= left_out] or buckets[:1])
        over.append([piece + row.offset for piece in pieces])
    longest = max(map(len, bags))
    bag = np.zeros((len(rows), longest), np.int64)
    weight = np.zeros((len(rows), longest), np.float32)
    for number, buckets in enumerate(bags):
        bag[number, : len(buckets)] = buckets
        weight[number, : len(buckets)] = 1.0 / len(buckets)
    view = torch.from_numpy(index)
    vector = model.look(
        hidden,
        torch.from_numpy(first),
        torch.tensor([row.last for row in rows]),
        view,
        torch.from_numpy(inside),
        torch.tensor(over),
        torch.from_numpy(bag),
        torch.from_numpy(weight),
    )
    return view, vector


def _word_loss(
    model: EventModel, vector: Tensor, hidden: Tensor, index: Tensor, rows: list[_Row], triggers: list[Trigger]
) -> Tensor:
    odds = model.words(vector, hidden, index)
    gold, known = torch.zeros_like(odds), torch.zeros_like(odds)
    for number, (row, trigger) in enumerate(zip(rows, triggers, strict=True)):
        if trigger.repeated:
            continue
        columns = np.arange(trigger.first - VIEW_LEFT, trigger.first - VIEW_LEFT + VIEW_WIDTH)
        known[number, torch.from_numpy((columns >= 0) & (columns < len(row.example.tags)))] = 1.0
        for role, spans in enumerate((trigger.words, trigger.evidence)):
            for start, end in spans:
                low, high = max(0, start - trigger.first + VIEW_LEFT), min(VIEW_WIDTH, end - trigger.first + VIEW_LEFT)
                if low < high:
                    gold[number, low:high, role] = 1.0
    return (functional.binary_cross_entropy_with_logits(odds, gold, reduction="none") * known).sum()


def _pair_losses(
    model: EventModel, vector: Tensor, hidden: Tensor, rows: list[_Row], triggers: list[Trigger], weight: Tensor
) -> dict[str, Tensor]:
    """People, places and times each by itself; the chain as a choice among statements and the article's own voice."""
    owner, first, last, features, right, counts = [], [], [], [], [], []
    statements: list[list[int]] = [[] for _ in rows]
    for number, (row, trigger) in enumerate(zip(rows, triggers, strict=True)):
        for place, candidate in enumerate(trigger.candidates):
            low, high = (
                np.searchsorted(row.example.reading.spans[:, 1], candidate.span[0], "right"),
                np.searchsorted(row.example.reading.spans[:, 0], candidate.span[1], "left"),
            )
            if low >= high:
                continue
            if candidate.role is Role.STATEMENT:
                statements[number].append(len(owner))
            owner.append(number)
            first.append(row.offset + int(low))
            last.append(row.offset + int(high) - 1)
            features.append(trigger.features[place])
            right.append(float(trigger.right[place]))
            counts.append(0.0 if candidate.role is Role.STATEMENT else float(weight[number]))
    if not owner:
        return {}
    odds = model.pairs(
        vector[torch.tensor(owner)],
        hidden[torch.tensor(first)],
        hidden[torch.tensor(last)],
        torch.from_numpy(np.stack(features)),
    )
    gold = torch.tensor(right)
    found = functional.binary_cross_entropy_with_logits(odds, gold, reduction="none") * torch.tensor(counts)
    losses = {"pairs": found.sum() * _PAIRS_SCALE}
    own = model.own(vector)[:, 0]
    chains = []
    for number, (places, trigger) in enumerate(zip(statements, triggers, strict=True)):
        if trigger.repeated or not places:
            continue
        scores = torch.cat((own[number : number + 1], odds[places]))
        is_right = torch.cat((torch.tensor([float(trigger.own)]), gold[places])) > 0
        if is_right.any():
            chains.append(torch.logsumexp(scores, 0) - torch.logsumexp(scores[is_right], 0))
    if chains:
        losses["chain"] = torch.stack(chains).sum()
    return losses


def _link_loss(
    model: EventModel, vector: Tensor, rows: list[_Row], triggers: list[Trigger], random: np.random.Generator
) -> Tensor | None:
    by_article: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        by_article.setdefault(id(row.example), []).append(number)
    a, b, features, same = [], [], [], []
    for numbers in by_article.values():
        numbers.sort(key=lambda number: triggers[number].token)
        pairs = [(x, y) for place, x in enumerate(numbers) for y in numbers[place + 1 :]]
        if len(pairs) > _MOST_LINKS:
            pairs = [pairs[place] for place in random.permutation(len(pairs))[:_MOST_LINKS].tolist()]
        document = rows[numbers[0]].example.reading.document
        for x, y in pairs:
            a.append(x)
            b.append(y)
            features.append(link_features(document, triggers[x].token, triggers[y].token))
            same.append(float(triggers[x].key == triggers[y].key))
    if not a:
        return None
    odds = model.links(vector[torch.tensor(a)], vector[torch.tensor(b)], torch.tensor(features, dtype=torch.float32))
    return functional.binary_cross_entropy_with_logits(odds, torch.tensor(same), reduction="sum")


if __name__ == "__main__":
    main()
