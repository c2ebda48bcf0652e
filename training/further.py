"""Fit the reader of statements that the encoder passes over.

    python -m training.further --articles GOLD.jsonl [GOLD.jsonl …] --out src/reportedly/data/model

Reads the articles with the shipped reader as it stands, but without what this fits, and marks each proposal that is a
gold statement (content and source share half their words with it) which was not found. Prints the F1 of statements by
five folds (by story) at several floors, then fits on all articles. It takes ten minutes.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Article, Pieces
from reportedly.blocks import with_blocks
from reportedly.reading.attribution.further import LEAST_CONFIDENCE, proposals
from reportedly.reading.attribution.statements import find_drafts
from reportedly.reading.entities.coreference import cast
from reportedly.reading.entities.find import find_entities
from reportedly.reading.integrity import with_language
from reportedly.reading.neural.decode import decode
from reportedly.reading.neural.encoder import encoder
from reportedly.reading.neural.linear import N_WIDE
from reportedly.reading.neural.name_tags import with_names
from reportedly.reading.syntax.parse import parse
from reportedly.reading.text.unwrap import unwrap
from training.events.data import fold_of, read_lines

__all__ = ["Proposals", "fit", "main"]

_WORD = re.compile(r"\w+")
_ALIKE = 0.5  # as statements are matched when they are scored
_SHARE = 0.6  # of .5 and .6 and weights apart the best by five folds; both readers see much the same, so less than one
_PENALTY = 0.3  # inverse; of .03, .1 and .3 the best by five folds
_HIDDEN, _EPOCHS, _SEEDS = 96, 8, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What is proposed in one article.

    Attributes:
        fold: Of five, by story.
        gold, found, right: Statements annotated, found without proposals, found rightly.
        rows: Buckets of each proposal's features.
        seen: float32, shape (proposals, 4 * 384).
        hits: For each proposal the gold statement that it alone would find, or -1.
        cues: Of each proposal.
    """

    fold: int
    gold: int
    found: int
    right: int
    rows: list[list[int]]
    seen: NDArray[np.float32]
    hits: list[int]
    cues: list[Pieces]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    found = [one for article in articles if (one := _propose(article)) is not None]
    likely: list[NDArray[np.float64]] = [np.zeros(len(one.rows)) for one in found]
    for fold in range(5):
        model = fit([one for one in found if one.fold != fold], seeds=_SEEDS)
        for number, one in enumerate(found):
            if one.fold == fold:
                likely[number] = _likely(model, one)
    for floor in (0.3, 0.35, 0.4, 0.45, 0.5):
        print(f"floor {floor}: statement F1 {_f1(found, likely, 2.0):.4f} to {_f1(found, likely, floor):.4f}")
    model = fit(found, seeds=_SEEDS)
    scale = np.maximum(np.abs(model["wide"]).max(0), 1e-6) / 127
    part = options.out / "further.npz.part"
    with part.open("wb") as file:
        np.savez_compressed(
            file,
            wide=np.round(model["wide"] / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=model["bias"],
            share=np.float32(1.0),
            first=model["first"].astype(np.float16),
            first_bias=model["first_bias"],
            second=model["second"],
            second_bias=model["second_bias"],
        )
    os.replace(part, options.out / "further.npz")
    n = sum(len(one.rows) for one in found)
    print(f"{len(found)} articles, {n} proposals; {(options.out / 'further.npz').stat().st_size / 1e6:.2f} MB")


def _propose(article: dict[str, Any]) -> Proposals | None:
    fields = {name: article.get(name) for name in ("id", "title", "published", "outlet", "url")}
    read = with_language(with_blocks(Article(text=article["text"], **fields)))
    if read.language != "en":
        return None
    text = unwrap(read.text)
    document = parse(replace(read, text=text))
    scores = encoder()(document)
    document = with_names(document, scores)
    who = cast(document, find_entities(document))
    drafts, unsure = find_drafts(document, who, decode(scores, text, floor=LEAST_CONFIDENCE))
    gold = [(_words(text, s["content"]), _words(text, s["source"])) for s in article["gold"]["statements"]]
    found = [(_words(text, d.content), _words(text, d.source)) for d in drafts]
    right = _matched(gold, found)
    rows, seen, hits, cues = [], [], [], []
    for one, buckets, look in proposals(document, who, drafts, unsure, scores):
        words = _words(text, one.content), _words(text, one.source)
        alike = (i for i, statement in enumerate(gold) if i not in right and _alikeness(statement, words) >= _ALIKE)
        rows.append(buckets)
        seen.append(look)
        hits.append(next(alike, -1))
        cues.append(one.cue)
    return Proposals(
        fold=fold_of(article),
        gold=len(gold),
        found=len(drafts),
        right=len(right),
        rows=rows,
        seen=np.array(seen, np.float32) if seen else np.zeros((0, 0), np.float32),
        hits=hits,
        cues=cues,
    )


def _words(text: str, pieces: Sequence[Sequence[int]]) -> frozenset[int]:
    """Where the words of some pieces start."""
    return frozenset(start + word.start() for start, end in pieces for word in _WORD.finditer(text[start:end]))


def _dice(a: frozenset[int], b: frozenset[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _alikeness(a: tuple[frozenset[int], frozenset[int]], b: tuple[frozenset[int], frozenset[int]]) -> float:
    """Of the contents of two statements; 0 where their sources differ."""
    return _dice(a[0], b[0]) if _dice(a[1], b[1]) >= _ALIKE else 0.0


def _matched(
    gold: Sequence[tuple[frozenset[int], frozenset[int]]], found: Sequence[tuple[frozenset[int], frozenset[int]]]
) -> set[int]:
    """Gold statements that were found, one to one, the most alike first."""
    pairs = sorted(
        ((_alikeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    ours: set[int] = set()
    theirs: set[int] = set()
    for alike, i, j in pairs:
        if alike >= _ALIKE and i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
    return ours


def fit(found: Sequence[Proposals], *, seeds: int) -> dict[str, NDArray[Any]]:
    """Weights by the names of `LookModel`, "wide" for those of the features; both readers' scores shrunk alike.

    The network is the mean of `seeds` networks, side by side in one hidden layer.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [row for one in found for row in one.rows]
    right = np.array([hit >= 0 for one in found for hit in one.hits])
    seen = np.concatenate([one.seen for one in found if len(one.rows)])
    columns = np.concatenate([np.array(row, np.int64) for row in rows])
    bounds = np.cumsum([0, *(len(row) for row in rows)])
    x = csr_matrix((np.ones(len(columns), np.float32), columns, bounds), shape=(len(rows), N_WIDE))
    model = LogisticRegression(C=_PENALTY, max_iter=400).fit(x, right)
    networks = [_network(seen, right, seed) for seed in range(1, seeds + 1)]
    return {
        "wide": (_SHARE * model.coef_.T).astype(np.float32),
        "bias": (_SHARE * model.intercept_).astype(np.float32),
        "first": np.concatenate([n["first"] for n in networks], 1),
        "first_bias": np.concatenate([n["first_bias"] for n in networks]),
        "second": np.concatenate([n["second"] for n in networks]) * np.float32(_SHARE / seeds),
        "second_bias": np.sum([n["second_bias"] for n in networks], 0) * np.float32(_SHARE / seeds),
    }


def _network(seen: NDArray[np.float32], right: NDArray[np.bool_], seed: int) -> dict[str, NDArray[Any]]:
    """Weights of a network with one hidden layer; its inputs' means and scales are worked into the first."""
    import torch
    from torch import nn

    torch.set_num_threads(1)  # more gain nothing on so small a network
    torch.manual_seed(seed)
    mean, scale = seen.mean(0), seen.std(0) + 1e-3
    x, y = torch.from_numpy((seen - mean) / scale), torch.from_numpy(right.astype(np.float32))
    first, second = nn.Linear(seen.shape[1], _HIDDEN), nn.Linear(_HIDDEN, 1)
    network = nn.Sequential(nn.Dropout(0.3), first, nn.ReLU(), nn.Dropout(0.4), second)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=0.1)
    per_epoch = max(1, len(right) // 64)
    for epoch in range(_EPOCHS):
        for number, batch in enumerate(np.array_split(np.random.default_rng(epoch).permutation(len(right)), per_epoch)):
            for group in optimiser.param_groups:
                group["lr"] = 1e-3 * (1.0 - (epoch * per_epoch + number) / (_EPOCHS * per_epoch))
            loss = nn.functional.binary_cross_entropy_with_logits(network(x[batch])[:, 0], y[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    weights = first.weight.detach().numpy().T / scale[:, None]
    return {
        "first": weights,
        "first_bias": (first.bias.detach().numpy() - mean @ weights).astype(np.float32),
        "second": second.weight.detach().numpy().T.astype(np.float32),
        "second_bias": second.bias.detach().numpy().astype(np.float32),
    }


def _likely(model: dict[str, NDArray[Any]], one: Proposals) -> NDArray[np.float64]:
    """How likely each proposal of an article is right."""
    if not one.rows:
        return np.zeros(0)
    words = np.array([model["wide"][row, 0].sum() for row in one.rows]) + model["bias"][0]
    hidden = np.maximum(one.seen @ model["first"] + model["first_bias"], 0.0)
    scores = words + (hidden @ model["second"] + model["second_bias"])[:, 0]
    likely: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-scores.astype(np.float64)))
    return likely


def _f1(found: Sequence[Proposals], likely: Sequence[NDArray[np.float64]], floor: float) -> float:
    """Of all statements, with the proposals from a floor on; of two with one cue the likelier."""
    right = sum(one.right for one in found)
    total = sum(one.found + one.gold for one in found)
    for one, odds in zip(found, likely, strict=True):
        taken: list[tuple[int, int]] = []
        hit = set()
        for number in np.argsort(-odds, kind="stable").tolist():
            cue = one.cues[number]
            if odds[number] < floor or any(a < d and c < b for a, b in cue for c, d in taken):
                continue
            taken += cue
            total += 1
            if one.hits[number] >= 0:
                hit.add(one.hits[number])
        right += len(hit)
    return 2 * right / max(1, total)


if __name__ == "__main__":
    main()
