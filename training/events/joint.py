"""Train the encoder, the event heads and the statements' heads together.

    python -m training.events.joint --articles GOLD.jsonl [GOLD.jsonl …] --readings FOLDER --out RUN
        [--begin RUN/joint.pt] [--events-alone] [--epochs N] [--until N] [--sparse GOLD.jsonl …]
        [--statements GOLD.jsonl … --corpus CORPUS --labels LABELS]

The layers that statements and events share learn from both. What statements are read from is held to what the
shipped encoder gives on the same articles (Hinton et al. 2015): its output, cues and names. With `--statements` it is
held more loosely, and every second update is followed by one of annotated statements, by turns with the corpus of
attributions (arguments as in `training.annotated`). With `--events-alone` nothing is held, to begin with; `--until`
ends a run before its last epoch. In articles of `--sparse`, annotated faster, what the model takes for an event and the
annotator did not list counts neither way. Run again with the same arguments, it goes on where it stopped. It writes
`joint.pt`, with which another run may begin, and `encoder.pt` and `events.pt`, which `training.export` and
`training.events.export` ship. An epoch over 2,980 articles takes 25 minutes on one core with AMX.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from reportedly.reading.neural.encoder import WINDOW
from reportedly.reading.neural.pieces import cut_windows, split_text
from reportedly.reading.neural.word_pieces import WordPieces
from training.annotated import as_attributions, with_shipped_names
from training.config import Config
from training.data import CLS, MASK, SEP, Batch, batches, hold_out, load, read_articles
from training.events.config import EventConfig
from training.events.data import Example, load_examples, read_lines, read_once
from training.events.train import Run, WindowRows, batch_losses, begin, offsets_of, rates
from training.model import Model, base_tokenizer
from training.train import batch_losses as statement_losses

__all__ = ["Joint", "main"]

_SHIPPED = Path(str(files("reportedly.data") / "model"))
_RATE_MARKS, _RATE_LAYER = 3e-5, 0.85  # of positions and marks; for each layer further down
# What the output of the statements' layers, their cues and their names weigh beside the losses of events.
_HELD = {"output": 20.0, "cue": 4.0, "names": 0.5}
_HELD_LOOSELY = {"output": 5.0, "cue": 1.0, "names": 1.0}  # beside updates of annotated statements
_RATE_LAYERS_ABOVE, _RATE_STATEMENT_HEADS = 0.8, 3e-4
_RATE_ONWARDS = 0.7  # of the peak rates, for a run that goes on from another
_SHARE_MASKED = 0.05  # of the pieces, which the encoder does not see
_LIKELY = 0.15  # a trigger that the annotators of --sparse articles may have left out

Window = tuple[NDArray[np.int64], NDArray[np.int64]]  # ids and marks, with the end markers


class Joint(nn.Module):
    """The encoder, whose lower layers are shared, and the event heads on them."""

    def __init__(self, config: EventConfig) -> None:
        super().__init__()
        self.encoder = Model(Config(names=True, dropout=config.dropout))
        self.encoder.load_shipped(_SHIPPED)
        self.events = begin(config, ())
        self.base = config.base
        self.encoder.requires_grad_(False)
        for part in (self.encoder.positions, self.encoder.marks, self.encoder.norm, self.encoder.layers):
            part.requires_grad_(True)

    def shared(self, ids: Tensor, marks: Tensor, positions: Tensor, rows: WindowRows) -> Tensor:
        """The layers that statements and events share; float, shape (pieces, width)."""
        encoder = self.encoder
        x: Tensor = encoder.norm(encoder.words(ids) + encoder.positions(positions) + encoder.marks(marks))
        for layer in encoder.layers[: self.base]:
            x = layer(x, rows.rows, rows.flat, rows.mask)
        return x

    def statements(self, shared: Tensor, rows: WindowRows) -> Tensor:
        """The layers above them that statements are read from."""
        x = shared
        for layer in self.encoder.layers[self.base :]:
            x = layer(x, rows.rows, rows.flat, rows.mask)
        return x


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What statements are learned from beside events.

    Attributes:
        annotated: Articles whose statements are annotated whole.
        corpus: Those of the corpus of attributions; a batch of them follows each annotated one.
    """

    annotated: list[Any]
    corpus: list[Any]
    config: Config

    @classmethod
    def load(cls, articles: Iterable[Path], corpus: Path, labels: Path, seed: int) -> Statements:
        """Out of files, with the names that the shipped weights find as labels of names."""
        config = Config(names=True, half=True, masked=_SHARE_MASKED, seed=seed)
        tokenizer = base_tokenizer()
        every = {a["id"]: a for path in articles for a in read_articles(path) if a["gold"].get("statements")}
        annotated = load([as_attributions(article) for article in every.values()], tokenizer)
        others, _ = hold_out(load(read_articles(corpus / "train.jsonl"), tokenizer), config.held_out)
        labels.mkdir(parents=True, exist_ok=True)
        named = [with_shipped_names(examples, labels) for examples in (annotated, others)]
        return cls(annotated=named[0], corpus=named[1], config=config)

    def batches(self) -> Iterator[Batch]:
        """Without end: annotated, corpus, annotated …"""
        mine, theirs = (_endless(examples, self.config) for examples in (self.annotated, self.corpus))
        for batch in mine:
            yield batch
            yield next(theirs)


def _endless(examples: list[Any], config: Config) -> Iterator[Batch]:
    for epoch in itertools.count():
        yield from batches(examples, config, epoch)


class JointRun(Run):
    """A run that changes the encoder, too."""

    def __init__(
        self,
        config: EventConfig,
        out: Path,
        start: Path | None,
        *,
        events_alone: bool,
        statements: Statements | None = None,
        sparse: frozenset[str] = frozenset(),
    ) -> None:
        self.config, self.out, self.step, self.events_alone = config, out, 0, events_alone
        joint = Joint(config)
        if start is not None:
            joint.load_state_dict(torch.load(start, weights_only=False)["model"])
        self.joint, self.model = joint, joint.events
        self.statements, self.sparse = statements, sparse
        self.teacher = Model(Config(names=True)).eval().requires_grad_(False)
        self.teacher.load_shipped(_SHIPPED)
        if events_alone:
            joint.encoder.layers[config.base :].requires_grad_(False)
        if statements:
            for name, parameter in joint.encoder.named_parameters():
                parameter.requires_grad_(not name.startswith("words."))
        scale = 1.0 if start is None else _RATE_ONWARDS
        groups = [*rates(config, joint.events), *self._encoder_rates()]
        self._start(joint, [group | {"lr": group["lr"] * scale} for group in groups])
        self._windows: dict[str, list[Window]] = {}
        self._tokenizer = WordPieces((_SHIPPED / "tokenizer.json").read_text(encoding="utf-8"))
        self._spread: Tensor | None = None
        self._batches = itertools.islice(statements.batches(), self.step // 2, None) if statements else None

    def _encoder_rates(self) -> list[dict[str, Any]]:
        config, encoder = self.config, self.joint.encoder
        above = _RATE_LAYERS_ABOVE if self.statements else 1.0
        groups: list[dict[str, Any]] = [
            {
                "params": list(layer.parameters()),
                "lr": config.rate_layers * (above if n >= config.base else _RATE_LAYER ** (config.base - n)),
            }
            for n, layer in enumerate(encoder.layers)
            if not (self.events_alone and n >= config.base)
        ]
        marks = [p for part in (encoder.positions, encoder.marks, encoder.norm) for p in part.parameters()]
        groups.append({"params": marks, "lr": _RATE_MARKS})
        if self.statements:
            taken = {id(parameter) for group in groups for parameter in group["params"]}
            heads = [p for p in encoder.parameters() if p.requires_grad and id(p) not in taken]
            groups.append({"params": heads, "lr": _RATE_STATEMENT_HEADS})
        return groups

    def _update(self, examples: list[Example], steps: int) -> dict[str, float]:
        told = super()._update(examples, steps)
        if self.statements and self._batches and self.step % 2 == 0:
            random = np.random.default_rng((self.config.seed, 8, self.step))
            losses = statement_losses(self.joint.encoder, next(self._batches), self.statements.config, random)
            self.apply(losses)
            told |= {f"statement {name}": float(value.detach()) for name, value in losses.items()}
        return told

    def losses(self, examples: list[Example], random: np.random.Generator) -> dict[str, Tensor]:
        """Losses of the events of one batch, and of how far the statements' side is from the shipped one."""
        windows = [window for example in examples for window in self.windows_of(example)]
        rows = WindowRows.of([len(ids) for ids, _ in windows])
        ids = torch.from_numpy(np.concatenate([ids for ids, _ in windows]))
        marks = torch.from_numpy(np.concatenate([marks for _, marks in windows]))
        positions = torch.from_numpy(np.concatenate([np.arange(len(ids)) for ids, _ in windows]))
        unseen = torch.zeros(len(ids), dtype=torch.bool)
        unseen[rows.inside] = torch.from_numpy(random.random(len(rows.inside)) < _SHARE_MASKED)
        mine: Tensor | None = None
        with torch.autocast("cpu", torch.bfloat16):
            shared = self.joint.shared(ids.masked_fill(unseen, MASK), marks, positions, rows)
            hidden = self.model.encode(shared, rows.rows, rows.flat, rows.mask)
            if not self.events_alone:
                mine = self.joint.statements(shared, rows)
                with torch.no_grad():
                    theirs = self.teacher.encode(ids, marks, positions, rows.rows, rows.flat, rows.mask)
        inside = hidden.float()[rows.inside]
        offsets = offsets_of(examples)
        examples = [self._lenient(one, inside, offset) for one, offset in zip(examples, offsets, strict=True)]
        losses = batch_losses(self.model, examples, inside, offsets, random)
        if mine is not None:
            n = max(1, sum(len(example.triggers) for example in examples))
            losses |= self._held(mine.float()[~unseen], theirs.float()[~unseen], n)
        return losses

    def _lenient(self, example: Example, hidden: Tensor, offset: int) -> Example:
        """An article of --sparse whose likely triggers that nobody listed count neither way; others as they are."""
        if example.id not in self.sparse:
            return example
        with torch.no_grad():
            scores = torch.softmax(self.model.trigger(hidden[offset : offset + len(example.tags)]), -1)
        likely = (1.0 - scores[:, 0] > _LIKELY).numpy()
        return dataclasses.replace(example, tags=np.where(likely & (example.tags == 0), -100, example.tags))

    def _held(self, mine: Tensor, theirs: Tensor, n: int) -> dict[str, Tensor]:
        if self._spread is None:
            self._spread = theirs.var(0).mean()
        losses = {"output": ((mine - theirs) ** 2 / self._spread).mean()}
        for name, head in self.joint.encoder.heads.items():
            a, b = torch.log_softmax(head(mine), -1), torch.log_softmax(head(theirs), -1)
            losses[name] = functional.kl_div(a, b, log_target=True, reduction="sum") / n
        weights = _HELD_LOOSELY if self.statements else _HELD
        return {name: loss * weights[name] for name, loss in losses.items()}

    def windows_of(self, example: Example) -> list[Window]:
        """An article's windows, as the encoder reads them."""
        if example.id not in self._windows:
            pieces = split_text(example.reading.document.text, self._tokenizer)
            found = []
            for start, end in cut_windows(pieces.cuts, WINDOW):
                ids, marks = np.full(end - start + 2, CLS, np.int64), np.zeros(end - start + 2, np.int64)
                ids[1:-1], ids[-1], marks[1:-1] = pieces.ids[start:end], SEP, pieces.marks[start:end]
                found.append((ids, marks))
            self._windows[example.id] = found
        return self._windows[example.id]

    def ship(self, data: str) -> None:
        """Writes joint.pt, encoder.pt and events.pt."""
        state = self.joint.state_dict() | self.average
        torch.save({"model": state}, self.out / "joint.pt")
        for name, config in (("encoder", Config(names=True)), ("events", self.config)):
            mine = {key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(f"{name}.")}
            saved = {"config": dataclasses.asdict(config), "model": mine, "average": {}, "data": data}
            torch.save(saved | {"step": self.step}, self.out / f"{name}.pt")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--sparse", type=Path, nargs="+", default=[], help="more of them, annotated faster")
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run")
    parser.add_argument("--begin", type=Path, help="joint.pt of an earlier run")
    parser.add_argument("--events-alone", action="store_true", help="do not hold the statements' side")
    parser.add_argument("--statements", type=Path, nargs="+", default=[], help="articles with annotated statements")
    parser.add_argument("--corpus", type=Path, help="folder with train.jsonl of the corpus of attributions")
    parser.add_argument("--labels", type=Path, help="folder in which the shipped weights' names are kept")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--until", type=int, help="the epoch after which to stop; the last where not given")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if options.statements and not (options.corpus and options.labels):
        parser.error("--statements needs --corpus and --labels")
    torch.set_num_threads(options.threads)
    config = dataclasses.replace(EventConfig(), epochs=options.epochs, seed=options.seed)
    paths = [*options.articles, *options.sparse]
    articles = list({a["id"]: a for path in paths for a in read_lines(path)}.values())
    read_once(articles, options.readings)
    options.out.mkdir(parents=True, exist_ok=True)
    statements = None
    if options.statements:
        statements = Statements.load(options.statements, options.corpus, options.labels, options.seed)
    run = JointRun(
        config,
        options.out,
        options.begin,
        events_alone=options.events_alone,
        statements=statements,
        sparse=frozenset(article["id"] for path in options.sparse for article in read_lines(path)),
    )
    run.train(_whole(load_examples(articles, options.readings), run), until=options.until)
    run.ship(data=",".join(path.name for path in paths))


def _whole(examples: Iterable[Example], run: JointRun) -> list[Example]:
    """Examples whose pieces are those of their reading; others were read by another tokenizer."""
    return [e for e in examples if sum(len(ids) - 2 for ids, _ in run.windows_of(e)) == len(e.tags)]


if __name__ == "__main__":
    main()
