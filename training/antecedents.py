"""Fit the model of antecedents: whom a source that is no name stands for.

    python -m training.antecedents --articles GOLD.jsonl [...] --readings READINGS --out src/reportedly/data/model

`READINGS` is the folder in which `training.events.train` keeps what the shipped reader makes of each article. Prints
how often the rules and the model are right by five folds (by story) before it fits on all articles.
"""

from __future__ import annotations

import argparse
import os
import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from reportedly.reading.attribution.antecedent_model import AntecedentModel, views
from reportedly.reading.attribution.antecedents import SURER, antecedent_features
from reportedly.reading.attribution.sources import noun_head, resolve_source
from reportedly.reading.attribution.statements import inside_quotation, is_many
from reportedly.reading.entities.coreference import Said, cast
from reportedly.reading.entities.find import find_entities
from reportedly.reading.neural.looks import Looks
from reportedly.reading.text.quotations import find_quotations
from training.events.data import fold_of, read_lines, read_once, same_name
from training.relays import same_statements

__all__ = ["Group", "as_model", "as_views", "fit", "main"]

_RARE = 6  # features of fewer candidates are left out
_SEED = 1
_ROW, _NARROW, _HIDDEN = 24, 48, 32  # of a feature, of a view, of the network
_DROPPED = 0.3
_UNSEEN = 0.05  # of the sources are shown without their views, as in a text too long for them
_EPOCHS, _BATCH, _RATE = 6, 32, 2e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One source with its candidates.

    Attributes:
        features: Of each candidate, the rules' own first.
        right: Whether each is meant.
        seen: As `views` gives it, float16.
    """

    fold: int
    features: list[list[str]]
    right: list[bool]
    seen: tuple[NDArray[np.float16], NDArray[np.float16]]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--no-folds", action="store_true", help="fit on all articles alone")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    read_once(articles, options.readings)
    groups = [group for article in articles for group in _examples(article, options.readings)]
    if not options.no_folds:
        _print_by_folds(groups)
    weights = fit(groups)
    part = options.out / "antecedents.npz.part"
    with part.open("wb") as file:
        np.savez_compressed(file, **weights)
    os.replace(part, options.out / "antecedents.npz")
    size = (options.out / "antecedents.npz").stat().st_size / 1e6
    print(f"{len(groups)} sources, {len(weights['linear'])} features; {size:.2f} MB")


def _print_by_folds(groups: Sequence[Group]) -> None:
    right: Counter[str] = Counter()
    for fold in sorted({group.fold for group in groups}):
        model = as_model(fit([group for group in groups if group.fold != fold]))
        for group in (group for group in groups if group.fold == fold):
            scores = model(group.features, as_views(group))
            scores[0] += SURER
            kind = next(f[5:] for f in group.features[0] if f.startswith("type="))
            for name in ("all", kind):
                right[f"{name} n"] += 1
                right[f"{name} possible"] += any(group.right)
                right[f"{name} rules"] += group.right[0]
                right[f"{name} model"] += group.right[int(scores.argmax())]
    for name in sorted({key.split()[0] for key in right}):
        n = right[f"{name} n"]
        shares = ", ".join(f"{what} {right[f'{name} {what}'] / n:.3f}" for what in ("rules", "model", "possible"))
        print(f"{name}: {n} sources; right by {shares}")


def as_model(weights: dict[str, NDArray[Any]]) -> AntecedentModel:
    """The model of some weights, as the shipped file holds them."""
    names = weights["names"].tobytes().decode().split("\n")
    arrays = {name: array.astype(np.float32) for name, array in weights.items() if name != "names"}
    return AntecedentModel(numbers={name: number for number, name in enumerate(names)}, **arrays)


def as_views(group: Group) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the network looks at of one source and its candidates."""
    return group.seen[0].astype(np.float32), group.seen[1].astype(np.float32)


class _Network(torch.nn.Module):
    """`AntecedentModel`, as it is taught."""

    def __init__(self, n_features: int, width: int) -> None:
        super().__init__()
        self.linear = torch.nn.EmbeddingBag(n_features, 1, mode="sum")
        self.rows = torch.nn.EmbeddingBag(n_features, _ROW, mode="sum")
        torch.nn.init.zeros_(self.linear.weight)
        torch.nn.init.normal_(self.rows.weight, 0.0, 0.1)
        self.source = torch.nn.Linear(2 * width, _NARROW)
        self.candidate = torch.nn.Linear(2 * width, _NARROW)
        self.first = torch.nn.Linear(_ROW + 3 * _NARROW, _HIDDEN)
        self.second = torch.nn.Linear(_HIDDEN, 1)
        self.dropout = torch.nn.Dropout(_DROPPED)

    def forward(
        self, numbers: torch.Tensor, starts: torch.Tensor, source: torch.Tensor, candidate: torch.Tensor
    ) -> torch.Tensor:
        a, b = self.source(self.dropout(source)), self.candidate(self.dropout(candidate))
        both = torch.cat([self.rows(numbers, starts), a, b, a * b], 1)
        hidden = self.dropout(torch.relu(self.first(self.dropout(torch.relu(both)))))
        scores: torch.Tensor = self.linear(numbers, starts)[:, 0] + self.second(hidden)[:, 0]
        return scores


def fit(groups: Sequence[Group]) -> dict[str, NDArray[Any]]:
    """Weights by the names of `AntecedentModel` that make the right candidates of each source likeliest of its own.

    "names" holds the features, one a line, in UTF-8.
    """
    torch.set_num_threads(1)
    torch.manual_seed(_SEED)
    counts = Counter(feature for group in groups for features in group.features for feature in set(features))
    names = sorted(name for name, count in counts.items() if count >= _RARE)
    numbers = {name: number for number, name in enumerate(names)}
    groups = [group for group in groups if any(group.right)]
    width = groups[0].seen[0].size // 2
    shown = np.concatenate([group.seen[1].reshape(-1, width) for group in groups]).astype(np.float32)
    shown = shown[shown.any(1)]
    mean, scale = shown.mean(0), shown.std(0) + 0.05
    rng = np.random.default_rng(_SEED)
    examples = [_tensors(group, numbers, mean, scale) for group in groups]
    network = _Network(len(names), width)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=1e-2)
    per_epoch = max(1, len(groups) // _BATCH)
    for epoch in range(_EPOCHS):
        for number, batch in enumerate(np.array_split(rng.permutation(len(groups)), per_epoch)):
            for group in optimiser.param_groups:
                group["lr"] = _RATE * (1.0 - (epoch * per_epoch + number) / (_EPOCHS * per_epoch))
            loss = _loss(network, [examples[i] for i in batch], rng.random(len(batch)) < _UNSEEN)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    state = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    weights = {"linear": state["linear.weight"][:, 0], "rows": state["rows.weight"], "mean": mean, "scale": scale}
    for part in ("source", "candidate", "first", "second"):
        weights[part], weights[f"{part}_bias"] = state[f"{part}.weight"].T, state[f"{part}.bias"]
    found = {name: array.astype(np.float16) for name, array in weights.items()}
    found["names"] = np.frombuffer("\n".join(names).encode(), np.uint8)
    return found


@dataclass(frozen=True, slots=True)
class _Example:
    numbers: list[list[int]]
    source: torch.Tensor
    candidates: torch.Tensor
    right: torch.Tensor


def _tensors(group: Group, numbers: dict[str, int], mean: NDArray[np.float32], scale: NDArray[np.float32]) -> _Example:
    def scaled(seen: NDArray[np.float16]) -> torch.Tensor:
        parts = seen.astype(np.float32).reshape(-1, 2, len(mean))
        parts = np.where(parts.any(-1, keepdims=True), (parts - mean) / scale, np.float32(0.0))
        return torch.from_numpy(parts.reshape(len(parts), -1))

    rows = [sorted({numbers[f] for f in features if f in numbers}) for features in group.features]
    right = torch.tensor(group.right, dtype=torch.float32)
    return _Example(rows, scaled(group.seen[0]), scaled(group.seen[1]), right)


def _loss(network: _Network, batch: Sequence[_Example], unseen: NDArray[np.bool_]) -> torch.Tensor:
    """Minus the log of the share of the right candidates among each source's own."""
    rows = [row for one in batch for row in one.numbers]
    starts = torch.tensor(np.cumsum([0, *(len(row) for row in rows[:-1])]))
    kept = [float(not hidden) for hidden in unseen]
    source = torch.cat([one.source.expand(len(one.right), -1) * k for one, k in zip(batch, kept, strict=True)])
    candidates = torch.cat([one.candidates * k for one, k in zip(batch, kept, strict=True)])
    scores = network(torch.tensor([number for row in rows for number in row]), starts, source, candidates)
    total = torch.tensor(0.0)
    place = 0
    for one in batch:
        log_share = torch.log_softmax(scores[place : place + len(one.right)], 0)
        total = total - torch.logsumexp(log_share[one.right > 0], 0)
        place += len(one.right)
    return total / len(batch)


def _examples(article: dict[str, Any], readings: Path) -> Iterator[Group]:
    """For each source that is no name and whose statement was read rightly: its candidates, and which are right."""
    path = readings / f"{article['id'].replace('/', '_')}.pkl"
    reading = pickle.loads(path.read_bytes()) if path.exists() else None
    annotated = article["gold"]["statements"]
    if reading is None or not annotated:
        return
    document = reading.document
    who = cast(document, find_entities(document))
    by_id = {statement.id: statement for statement in reading.statements}
    gold = {j: annotated[i] for i, j in same_statements(document.text, annotated, reading.statements)}
    quotations = find_quotations(document.text)
    middle = [window[1:-1] for window in reading.middle]
    looks = Looks(np.concatenate(middle), reading.spans) if middle else None
    before: list[Said] = []
    for number, statement in enumerate(reading.statements):
        own = statement.chain[-1] if statement.chain else None
        if statement.source and own is not None:
            outer_statement = by_id.get(statement.within or "")
            outer = outer_statement.chain[-1] if outer_statement and outer_statement.chain else None
            quoted = inside_quotation(quotations, statement.source[0][0])
            rule = resolve_source(document, who, statement.source, before=before, outer=outer, quoted=quoted)
            right = gold.get(number)
            if rule is not None and right is not None and right["chain"]:
                wanted = right["chain"][-1]["name"]
                found = list(antecedent_features(document, who, statement.source, rule, before, outer, quoted))
                head = noun_head(document, document.tokens_in((statement.source[0][0], statement.source[-1][1])))
                if found and head is not None:
                    links = [link for link, _ in found]
                    source, candidates = views(document, who, statement.source, head, links, looks)
                    yield Group(
                        fold=fold_of(article),
                        features=[features for _, features in found],
                        right=[same_name(link.name, wanted) for link in links],
                        seen=(source.astype(np.float16), candidates.astype(np.float16)),
                    )
        if own is not None:
            pieces = statement.source or statement.cue or statement.content
            tokens = document.tokens_in(pieces[0])
            token = tokens.start if tokens else 0
            before.append(Said(token, document.sentence_of(token) if len(document) else 0, own, is_many(own)))
            before.sort(key=lambda said: said.token)


if __name__ == "__main__":
    main()
