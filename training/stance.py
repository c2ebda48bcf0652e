"""Fit the two readers of stances.

    python -m training.stance --articles GOLD.jsonl [GOLD.jsonl …] --readings READINGS --out src/reportedly/data/model

`READINGS` is the folder in which `training.events.train` keeps what the shipped reader makes of each article.
`--written` are sentences of our own for what is rare in news (`training/annotations/stances.jsonl`): what could not be
confirmed, what nobody would say, what is only asked. With `--fold K` the articles of that fold (by story, of five) are
left out. It takes two minutes.
"""

from __future__ import annotations

import argparse
import os
import pickle
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Article, Pieces
from reportedly.reading.attribution.stance import STANCES, stance_features
from reportedly.reading.neural.linear import N_WIDE, wide_rows
from reportedly.reading.neural.looks import look_at
from reportedly.reading.syntax.parse import parse
from reportedly.vocabulary import Stance
from training.events.data import Reading, fold_of, read_lines, read_once
from training.relays import same_statements

__all__ = ["fit", "main"]

_MARKED = re.compile(r"([^\[]*)(?:\[(source|cue|content):([^\]]*)\])?")
_WRITTEN = 6  # a sentence of our own weighs as much as three statements, each of which is there twice
_CLASS = {stance.value: number for number, stance in enumerate(STANCES)}
# A rule finds what is taken back; the weights learn it for what it is nearest to.
_CLASS[Stance.RETRACTS.value] = _CLASS[Stance.DENIES.value]
_SHARE = 0.7  # of .3, .5, .7 and 1 the best on two folds
_HIDDEN, _EPOCHS, _DROPPED = 192, 14, 0.5
_PENALTY = 0.3  # inverse; of .1, .3 and 1 the best on two folds


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--written", type=Path, help="sentences of our own with their stances, JSON lines")
    parser.add_argument("--fold", type=int, help="fold of five to leave out")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    if options.fold is not None:
        articles = [article for article in articles if fold_of(article) != options.fold]
    read_once(articles, options.readings)
    rows, seen, gold = [], [], []
    for article, reading in _readings(articles, options.readings):
        middle = np.concatenate([window[1:-1] for window in reading.middle])
        annotated = article["gold"]["statements"]
        # As the annotators drew them and once more as they are read, with the reader's own cuts of cue and content:
        # half a point more of the stances of two folds is right.
        drawn = [tuple(_spans(statement[part]) for part in ("source", "cue", "content")) for statement in annotated]
        pairs = [(parts, number) for number, parts in enumerate(drawn)]
        for number, other in same_statements(reading.document.text, annotated, reading.statements):
            read = reading.statements[other]
            pairs.append(((read.source, read.cue, read.content), number))
        for (source, cue, content), number in pairs:
            chain = annotated[number]["chain"]
            names = chain[-1]["name"] if chain else ""
            features = stance_features(reading.document, cue, content, source=source, own_names=names)
            rows.append(wide_rows(features))
            seen.append(look_at(middle, reading.spans, cue, content, source))
            gold.append(_CLASS[annotated[number]["stance"]])
    n_seen = len(gold)
    for line in read_lines(options.written) if options.written else ():
        for _ in range(_WRITTEN):
            rows.append(_written(line["marked"]))
            gold.append(_CLASS[line["stance"]])
    weights, bias = fit(rows, np.array(gold))
    scale = np.maximum(np.abs(weights).max(0), 1e-6) / 127
    part = options.out / "stance.npz.part"
    with part.open("wb") as file:
        np.savez_compressed(
            file,
            wide=np.round(weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=bias,
            share=np.float32(_SHARE),
            **fit_network(np.array(seen), np.array(gold[:n_seen])),
        )
    os.replace(part, options.out / "stance.npz")
    print(f"{n_seen} statements; {(options.out / 'stance.npz').stat().st_size / 1e6:.2f} MB")


def _spans(pieces: Sequence[Sequence[int]]) -> Pieces:
    return tuple((start, end) for start, end in pieces)


def _readings(articles: Iterable[dict[str, Any]], folder: Path) -> Iterator[tuple[dict[str, Any], Reading]]:
    for article in articles:
        path = folder / f"{article['id'].replace('/', '_')}.pkl"
        reading = pickle.loads(path.read_bytes()) if path.exists() else None
        if reading is not None and article["gold"]["statements"]:
            yield article, reading


def _written(marked: str) -> list[int]:
    """Buckets of a sentence with its source, cue and content in brackets."""
    text = ""
    spans: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
    for before, role, words in _MARKED.findall(marked):
        text += before
        if role:
            spans[role].append((len(text), len(text) + len(words)))
            text += words
    document = parse(Article(text=text, published="2024-02-09", language="en"))
    source, cue, content = (tuple(spans[role]) for role in ("source", "cue", "content"))
    names = text[slice(*source[0])] if source else ""
    return wide_rows(stance_features(document, cue, content, source=source, own_names=names))


def fit(rows: list[list[int]], gold: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights, float32, shape (N_WIDE, stances), and biases, float32, shape (stances,).

    A stance that no statement has gets a bias of minus ten.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    columns = np.concatenate([np.array(row, np.int64) for row in rows])
    bounds = np.cumsum([0, *(len(row) for row in rows)])
    x = csr_matrix((np.ones(len(columns), np.float32), columns, bounds), shape=(len(rows), N_WIDE))
    model = LogisticRegression(C=_PENALTY, max_iter=300).fit(x, gold)
    weights = np.zeros((N_WIDE, len(STANCES)), np.float32)
    bias = np.full(len(STANCES), -10.0, np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return weights, bias


def fit_network(seen: NDArray[np.float32], gold: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Weights of the network, by the names of `LookModel`; its inputs' means and scales are worked into the first.

    Args:
        seen: Shape (statements, inputs).
        gold: Shape (statements,).
    """
    import torch
    from torch import nn

    torch.manual_seed(1)
    mean, scale = seen.mean(0), seen.std(0) + 1e-3
    x, y = torch.from_numpy((seen - mean) / scale), torch.from_numpy(gold)
    first, second = nn.Linear(seen.shape[1], _HIDDEN), nn.Linear(_HIDDEN, len(STANCES))
    network = nn.Sequential(nn.Dropout(0.2), first, nn.ReLU(), nn.Dropout(_DROPPED), second)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=0.05)
    per_epoch = max(1, len(gold) // 64)
    for epoch in range(_EPOCHS):
        for number, batch in enumerate(np.array_split(np.random.default_rng(epoch).permutation(len(gold)), per_epoch)):
            for group in optimiser.param_groups:
                group["lr"] = 1e-3 * (1.0 - (epoch * per_epoch + number) / (_EPOCHS * per_epoch))
            loss = nn.functional.cross_entropy(network(x[batch]), y[batch], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    weights = first.weight.detach().numpy().T / scale[:, None]
    return {
        "first": weights.astype(np.float16),
        "first_bias": (first.bias.detach().numpy() - mean @ weights).astype(np.float32),
        "second": second.weight.detach().numpy().T.astype(np.float32),
        "second_bias": second.bias.detach().numpy().astype(np.float32),
    }


if __name__ == "__main__":
    main()
