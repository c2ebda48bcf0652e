"""Train the encoder and the event heads together.

    python -m training.events.joint --articles GOLD.jsonl [GOLD.jsonl …] --readings FOLDER --out RUN
        [--begin RUN/joint.pt] [--events-alone] [--epochs N] [--until N]

The layers that statements and events share learn from events too. What statements are read from is held to what the
shipped encoder gives on the same articles (Hinton et al. 2015): its output, cues and names, so that the cues' views
stay as they are. With `--events-alone` nothing is held, to begin with; `--until` ends a run before its last epoch. Run
again with the same arguments, it goes on where it stopped. It writes `joint.pt`, with which another run may begin, and
`encoder.pt` and `events.pt`, which `training.export` and `training.events.export` ship. Two epochs over 2,980 articles
take 45 minutes on one core with AMX.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable
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
from training.config import Config
from training.data import CLS, SEP
from training.events.config import EventConfig
from training.events.data import Example, load_examples, read_lines, read_once
from training.events.train import Run, WindowRows, batch_losses, begin, offsets_of, rates
from training.model import Model

__all__ = ["Joint", "main"]

_SHIPPED = Path(str(files("reportedly.data") / "model"))
_RATE_MARKS, _RATE_LAYER = 3e-5, 0.85  # of positions and marks; for each layer further down
# What the output of the statements' layers, their cues and their names weigh beside the losses of events.
_HELD = {"output": 20.0, "cue": 4.0, "names": 0.5}

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


class JointRun(Run):
    """A run that changes the encoder, too."""

    def __init__(self, config: EventConfig, out: Path, start: Path | None, *, events_alone: bool) -> None:
        self.config, self.out, self.step, self.events_alone = config, out, 0, events_alone
        joint = Joint(config)
        if start is not None:
            joint.load_state_dict(torch.load(start, weights_only=False)["model"])
        self.joint, self.model = joint, joint.events
        self.teacher = Model(Config(names=True)).eval().requires_grad_(False)
        self.teacher.load_shipped(_SHIPPED)
        if events_alone:
            joint.encoder.layers[config.base :].requires_grad_(False)
        self._start(joint, [*rates(config, joint.events), *self._encoder_rates()])
        self._windows: dict[str, list[Window]] = {}
        self._tokenizer = WordPieces((_SHIPPED / "tokenizer.json").read_text(encoding="utf-8"))
        self._spread: Tensor | None = None

    def _encoder_rates(self) -> list[dict[str, Any]]:
        config, encoder = self.config, self.joint.encoder
        groups = [
            {"params": list(layer.parameters()), "lr": config.rate_layers * _RATE_LAYER ** max(0, config.base - number)}
            for number, layer in enumerate(encoder.layers)
            if not (self.events_alone and number >= config.base)
        ]
        marks = [p for part in (encoder.positions, encoder.marks, encoder.norm) for p in part.parameters()]
        return [*groups, {"params": marks, "lr": _RATE_MARKS}]

    def losses(self, examples: list[Example], random: np.random.Generator) -> dict[str, Tensor]:
        """Losses of the events of one batch, and of how far the statements' side is from the shipped one."""
        windows = [window for example in examples for window in self.windows_of(example)]
        rows = WindowRows.of([len(ids) for ids, _ in windows])
        ids = torch.from_numpy(np.concatenate([ids for ids, _ in windows]))
        marks = torch.from_numpy(np.concatenate([marks for _, marks in windows]))
        positions = torch.from_numpy(np.concatenate([np.arange(len(ids)) for ids, _ in windows]))
        mine: Tensor | None = None
        with torch.autocast("cpu", torch.bfloat16):
            shared = self.joint.shared(ids, marks, positions, rows)
            hidden = self.model.encode(shared, rows.rows, rows.flat, rows.mask)
            if not self.events_alone:
                mine = self.joint.statements(shared, rows)
                with torch.no_grad():
                    theirs = self.teacher.encode(ids, marks, positions, rows.rows, rows.flat, rows.mask)
        losses = batch_losses(self.model, examples, hidden.float()[rows.inside], offsets_of(examples), random)
        if mine is not None:
            n = max(1, sum(len(example.triggers) for example in examples))
            losses |= self._held(mine.float(), theirs.float(), n)
        return losses

    def _held(self, mine: Tensor, theirs: Tensor, n: int) -> dict[str, Tensor]:
        if self._spread is None:
            self._spread = theirs.var(0).mean()
        losses = {"output": ((mine - theirs) ** 2 / self._spread).mean()}
        for name, head in self.joint.encoder.heads.items():
            a, b = torch.log_softmax(head(mine), -1), torch.log_softmax(head(theirs), -1)
            losses[name] = functional.kl_div(a, b, log_target=True, reduction="sum") / n
        return {name: loss * _HELD[name] for name, loss in losses.items()}

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
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--out", type=Path, required=True, help="folder of this run")
    parser.add_argument("--begin", type=Path, help="joint.pt of an earlier run")
    parser.add_argument("--events-alone", action="store_true", help="do not hold the statements' side")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--until", type=int, help="the epoch after which to stop; the last where not given")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    config = dataclasses.replace(EventConfig(), epochs=options.epochs, seed=options.seed)
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    read_once(articles, options.readings)
    options.out.mkdir(parents=True, exist_ok=True)
    run = JointRun(config, options.out, options.begin, events_alone=options.events_alone)
    run.train(_whole(load_examples(articles, options.readings), run), until=options.until)
    run.ship(data=",".join(path.name for path in options.articles))


def _whole(examples: Iterable[Example], run: JointRun) -> list[Example]:
    """Examples whose pieces are those of their reading; others were read by another tokenizer."""
    return [e for e in examples if sum(len(ids) - 2 for ids, _ in run.windows_of(e)) == len(e.tags)]


if __name__ == "__main__":
    main()
