"""Train the shipped attribution reader further, on articles whose statements were annotated whole.

    python -m training.annotated --articles GOLD.jsonl [...] --corpus CORPUS --labels FOLDER --out RUN [--fold K]

It begins with the shipped weights. The encoder's lower layers stay as they are: the event heads stand on them. What is
new beside the corpus of attributions is nested statements and world news of many years. Every second batch is of the
corpus, so that nothing is forgotten; names are kept by learning again what the shipped weights say of them. With
`--fold K` the articles of that fold (by story, of five) are left out. Run again with the same arguments, it goes on
where it stopped.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from reportedly.reading.neural.encoder import Encoder
from training.config import Config
from training.data import Batch, Example, batches, digest, hold_out, load, read_articles
from training.events.data import fold_of
from training.export import MIDDLE
from training.model import base_tokenizer
from training.train import Run

__all__ = ["as_attributions", "main"]

SHIPPED = Path(str(files("reportedly.data") / "model"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument(
        "--labels", type=Path, required=True, help="folder in which the shipped weights' names are kept"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of this run: checkpoint.pt, curve.jsonl")
    parser.add_argument("--fold", type=int, help="fold of five to leave out")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--save-every", type=int, default=200)
    parser.add_argument("--score-every", type=int, default=100000)
    parser.add_argument("--stop-at", type=int)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    tokenizer, config = base_tokenizer(), Config()
    articles = list({a["id"]: a for path in options.articles for a in read_articles(path)}.values())
    if options.fold is not None:
        articles = [article for article in articles if fold_of(article) != options.fold]
    annotated = load([as_attributions(a) for a in articles if a["gold"]["statements"]], tokenizer)
    corpus, _ = hold_out(load(read_articles(options.corpus / "train.jsonl"), tokenizer), config.held_out)
    options.labels.mkdir(parents=True, exist_ok=True)
    annotated, corpus = with_shipped_names(annotated, options.labels), with_shipped_names(corpus, options.labels)
    config = dataclasses.replace(
        config,
        names=True,
        frozen=MIDDLE,
        steps=options.steps,
        decay_from=options.steps // 6,
        rate_encoder=6e-5,
        rate_heads=4e-4,
    )
    options.out.mkdir(parents=True, exist_ok=True)
    run = AnnotatedRun(config, digest(options.corpus / "train.jsonl"), options.out, corpus=corpus)
    run.train(annotated, load(read_articles(options.corpus / "dev.jsonl"), tokenizer), options)


class AnnotatedRun(Run):
    """A run that begins with the shipped weights, and whose every second batch is of the corpus of attributions."""

    def __init__(self, config: Config, data: str, out: Path, *, corpus: list[Example]) -> None:
        self.corpus = corpus
        super().__init__(config, data, out)

    def start(self) -> None:
        """The shipped weights."""
        self.model.load_shipped(SHIPPED)

    def batches(self, training: list[Example], epoch: int) -> Iterator[Batch]:
        """Annotated articles, and after each batch of them one of the corpus."""
        others = batches(self.corpus, self.config, epoch)
        for batch in batches(training, self.config, epoch):
            yield batch
            if (other := next(others, None)) is not None:
                yield other


def as_attributions(article: dict[str, Any]) -> dict[str, Any]:
    """An annotated article as one of the corpus of attributions: content with the "that" before it."""
    text = article["text"]
    found = []
    for statement in article["gold"]["statements"]:
        content = [list(span) for span in statement["content"]]
        if text[max(0, content[0][0] - 5) : content[0][0]].casefold() == "that ":
            content[0][0] -= 5
        found.append({"source": statement["source"], "cue": statement["cue"], "content": content})
    return {"id": article["id"], "text": text, "attributions": found}


def with_shipped_names(examples: Sequence[Example], folder: Path) -> list[Example]:
    """Examples labelled with the names that the shipped weights find in them; kept in the folder, read once."""
    reader: Encoder | None = None
    found = []
    for example in examples:
        path = folder / f"{re.sub(r'[^0-9A-Za-z_.-]', '_', example.id)}.npy"
        if path.exists():
            labels: NDArray[np.int64] = np.load(path).astype(np.int64)
        else:
            reader = reader or Encoder(SHIPPED)
            labels = reader.score(example.text).heads["names"].argmax(-1).astype(np.int64)
            np.save(path, labels.astype(np.int8))
        if len(labels) == len(example.pieces):
            found.append(dataclasses.replace(example, name_labels=labels))
    return found


if __name__ == "__main__":
    main()
