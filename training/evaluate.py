"""Score the shipped weights, as they run.

    python -m training.evaluate --split dev --corpus FOLDER --model src/reportedly/data/model
    python -m training.evaluate --split dev --corpus FOLDER --checkpoint RUN/checkpoint.pt    (float32, by PyTorch)

Prints the table of the model card: digests, seed, scores with bootstrap intervals over articles, calibration.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from reportedly.reading.neural.decode import Scores, Settings, decode, propose_cues
from reportedly.reading.neural.encoder import WINDOW, Encoder
from reportedly.reading.neural.pieces import VIEW_WIDTH, cut_windows, make_views
from training.data import Example, digest, load, read_articles
from training.model import Model, base_tokenizer, encode_windows
from training.scoring import METRICS, bootstrap, calibration_error, count, f1, right_rows

__all__ = ["main", "score_examples", "torch_scores"]

SEED = 5


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with SPLIT.jsonl")
    parser.add_argument("--model", type=Path, default=Path("src/reportedly/data/model"))
    parser.add_argument("--checkpoint", type=Path, help="score this checkpoint in float32 with the model's settings")
    options = parser.parse_args()
    corpus = options.corpus / f"{options.split}.jsonl"
    reader = Encoder(options.model)
    examples = load(read_articles(corpus), base_tokenizer())
    print(f"data       {corpus.name} {digest(corpus)}, {len(examples)} articles")
    if options.checkpoint:
        from training.export import load_checkpoint

        model, saved = load_checkpoint(options.checkpoint)
        print(f"weights    checkpoint at step {saved['step']}, float32, PyTorch; seed {saved['config']['seed']}")

        def score(example: Example) -> Scores:
            return torch_scores(model, example, reader.settings)
    else:
        labels = json.loads((options.model / "labels.json").read_text(encoding="utf-8"))
        names = ("encoder.onnx", "views.onnx")
        digests = ", ".join(f"{n} {hashlib.sha256((options.model / n).read_bytes()).hexdigest()[:16]}" for n in names)
        print(f"weights    {digests}; step {labels['step']}, seed {labels['seed']}, trained on {labels['data']}")

        def score(example: Example) -> Scores:
            return reader.score(example.text)

    print_table(examples, score)


def print_table(examples: list[Example], score: Callable[[Example], Scores]) -> None:
    """F1 with 95% intervals over articles drawn again 1,000 times, and the calibration error."""
    counts, confidence, right = [], [], []
    for example in examples:
        found = decode(score(example), example.text)
        counts.append(count(example.text, example.gold, found))
        confidence += [a.confidence for a in found]
        right += right_rows(example.text, example.gold, found)
    print(f"\n{'':18}{'F1':>7}   95% interval")
    for metric, (value, low, high) in bootstrap(counts, seed=SEED).items():
        print(f"{metric.replace('_', ' '):18}{value:7.3f}   {low:.3f} … {high:.3f}")
    totals = np.array([c["relation"] for c in counts]).sum(0)
    print(f"relation precision {totals[0] / totals[1]:.3f}, recall {totals[0] / totals[2]:.3f}")
    print(f"\ncalibration error {calibration_error(confidence, right):.3f} (ten bins)")
    p, r = np.array(confidence), np.array(right, float)
    for low in np.arange(0.0, 1.0, 0.1):
        chosen = (p >= low) & (p < low + 0.1 + 1e-9 * (low > 0.85))
        if chosen.any():
            print(f"  confidence {low:.1f} … {low + 0.1:.1f}: {chosen.sum():5d} found, {r[chosen].mean():.3f} right")


@torch.no_grad()
def torch_scores(model: Model, example: Example, settings: Settings) -> Scores:
    """Scores of one example as the run-time encoder makes them, by PyTorch in float32."""
    pieces = example.pieces
    windows = tuple(cut_windows(pieces.cuts, WINDOW))
    hidden = encode_windows(model, pieces.ids, pieces.marks, windows)
    heads = {name: values.numpy() for name, values in model.score_pieces(hidden).items()}
    cues = propose_cues(heads["cue"], pieces.joined, settings.cue_floor, inside_floor=settings.cue_inside_floor)
    views = np.zeros((0, VIEW_WIDTH, 5), np.float32)
    valid = np.zeros(0, np.float32)
    if len(cues):
        view = make_views(pieces, cues)
        tags, odds = model.score_views(
            hidden,
            torch.from_numpy(cues[:, 0].astype(np.int64)),
            torch.from_numpy(cues[:, 1].astype(np.int64) - 1),
            torch.from_numpy(view.index),
            torch.from_numpy(view.inside),
            torch.from_numpy(view.context),
        )
        views, valid = np.where(view.inside[..., None], tags.numpy(), -np.inf).astype(np.float32), odds.numpy()
    return Scores(pieces=pieces.spans, heads=heads, cues=cues, views=views, valid=valid, settings=settings)


def score_examples(model: Model, examples: list[Example], settings: Settings | None = None) -> dict[str, float]:
    """F1 of each metric over all examples; with the settings before calibration where none are given."""
    settings = settings or Settings()
    sums = {metric: np.zeros(3) for metric in METRICS}
    for example in examples:
        found = decode(torch_scores(model, example, settings), example.text)
        for metric, counts in count(example.text, example.gold, found).items():
            sums[metric] += counts
    result = {metric: round(float(f1(*values)), 4) for metric, values in sums.items()}
    right, n_found, n_gold = sums["relation"]
    return result | {"precision": round(right / max(1, n_found), 4), "recall": round(right / n_gold, 4)}


if __name__ == "__main__":
    main()
