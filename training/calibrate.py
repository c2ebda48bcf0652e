"""Confidence that means what it says, fitted on training articles that no update saw.

    python -m training.calibrate --held WEIGHTS --articles GOLD.jsonl [...] [--fold K] --train TRAIN.jsonl --out OUT

This is for weights that were trained further on annotated articles: `WEIGHTS` never saw these articles, or with
`--fold` that fold of them. They read them and the held-out articles of the corpus; calibration and floor are written to
`OUT`.

A logistic regression on six features of each attribution, by Newton's method, then the floor below which attributions
are left out. Both are stored in labels.json beside the weights.

The floor is half the F1 that it gives: where confidence means what it says, no other gives more (Lipton, Elkan and
Naryanaswamy 2014). To try floors one by one and take the best was worse: forty articles make a curve that is level
from .30 to .44 but for noise, and dev lost a point to what they preferred.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.neural.decode import Calibration, Settings, candidates
from reportedly.reading.neural.encoder import Encoder
from training.config import Config
from training.data import Example, hold_out, load, read_articles
from training.model import base_tokenizer
from training.scoring import calibration_error, count, f1, right_rows

__all__ = ["calibrate", "fit", "main"]

RIDGE = 1.0


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", type=Path, required=True, help="folder of the weights that left the fold out")
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--fold", type=int, help="fold of five that the weights left out; without it all articles")
    parser.add_argument("--train", type=Path, required=True, help="the corpus's training articles")
    parser.add_argument("--out", type=Path, required=True, help="folder whose labels.json gets calibration and floor")
    options = parser.parse_args()
    from training.annotated import as_attributions
    from training.events.data import fold_of

    articles = list({a["id"]: a for path in options.articles for a in read_articles(path)}.values())
    mine = [a for a in articles if a["gold"]["statements"] and options.fold in (None, fold_of(a))]
    held = load([as_attributions(article) for article in mine], base_tokenizer())
    held += hold_out(load(read_articles(options.train), base_tokenizer()), Config().held_out)[1]
    _write(options.out, fit(held, options.held))


def calibrate(train: Path, folder: Path, config: Config) -> Settings:
    """Fits calibration and floor of the weights in `folder` and writes them there."""
    _, held = hold_out(load(read_articles(train), base_tokenizer()), config.held_out)
    settings = fit(held, folder)
    _write(folder, settings)
    return settings


def fit(held: Sequence[Example], folder: Path) -> Settings:
    """Calibration and floor of the weights in `folder`, by articles that they never saw."""
    reader = Encoder(folder)
    plain = Settings(confidence_floor=0.0)
    rows, rights = [], []
    kept = []
    for example in held:
        scores = dataclasses.replace(reader.score(example.text), settings=plain)
        found = candidates(scores, example.text)
        kept.append((example, found))
        rows += [features for _, features in found]
        rights += right_rows(example.text, example.gold, [a for a, _ in found])
    features, right = np.asarray(rows), np.asarray(rights, float)
    weights, bias = _logistic(features, right)
    fitted = Calibration(weights=tuple(np.round(weights, 5).tolist()), bias=round(bias, 5))
    confidence = np.array([fitted(row) for row in features])
    floor = 0.4
    for _ in range(10):
        floor = round(_relation_f1(kept, fitted, floor) / 2, 3)
    settings = Settings(confidence_floor=floor, calibration=fitted)
    above = confidence >= floor
    print(
        f"calibrated on {len(held)} held-out training articles, {len(right)} attributions: "
        f"error {calibration_error(confidence[above], right[above]):.3f} above the floor of {floor:.3f}, "
        f"relation F1 there {_relation_f1(kept, fitted, floor):.3f}"
    )
    return settings


def _relation_f1(kept: list[Any], calibration: Calibration, floor: float) -> float:
    sums = np.zeros(3)
    for example, found in kept:
        chosen = [a for a, features in found if calibration(features) >= floor]
        sums += count(example.text, example.gold, chosen)["relation"]
    return f1(*sums)


def _logistic(features: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    x = np.column_stack((features, np.ones(len(features))))
    ridge = np.diag([RIDGE] * features.shape[1] + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -40, 40)))
        gradient = x.T @ (right - p) - ridge @ weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + ridge + 1e-9 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights[:-1], float(weights[-1])


def _write(folder: Path, settings: Settings) -> None:
    path = folder / "labels.json"
    labels = json.loads(path.read_text(encoding="utf-8"))
    labels["settings"] = {
        "cue_floor": settings.cue_floor,
        "cue_inside_floor": settings.cue_inside_floor,
        "confidence_floor": settings.confidence_floor,
        "calibration": {
            "weights": settings.calibration.weights,
            "bias": settings.calibration.bias,
            "knots": settings.calibration.knots,
            "values": settings.calibration.values,
        },
    }
    path.write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
