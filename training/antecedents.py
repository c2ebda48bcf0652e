"""Fit the model of antecedents: whom a source that is no name stands for.

    python -m training.antecedents --articles GOLD.jsonl [...] --readings READINGS --out src/reportedly/data/model

`READINGS` is the folder in which `training.events.train` keeps what the shipped reader makes of each article. Prints
how often the rules and the model are right by five folds (by story) before it fits on all articles.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from reportedly.reading.attribution.antecedents import antecedent_features
from reportedly.reading.attribution.sources import resolve_source
from reportedly.reading.attribution.statements import inside_quotation, is_many
from reportedly.reading.entities.coreference import Said, cast
from reportedly.reading.entities.find import find_entities
from reportedly.reading.text.quotations import find_quotations
from training.events.data import fold_of, read_lines, read_once, same_name
from training.relays import same_statements

__all__ = ["main"]

Group = list[tuple[list[str], bool]]  # the candidates of one source: features, and whether it is the one meant

_PENALTY = 3e-4  # of 1e-4, 3e-4, 1e-3 and 3e-3 the best by five folds
_RARE = 3  # features of fewer candidates are left out
_LEAST = 0.01  # weights nearer to nothing too


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    read_once(articles, options.readings)
    groups: list[Group] = []
    fold: list[int] = []
    for article in articles:
        mine = list(_examples(article, options.readings))
        groups += mine
        fold += [fold_of(article)] * len(mine)
    right: Counter[str] = Counter()
    for number in sorted(set(fold)):
        weights = fit([group for group, k in zip(groups, fold, strict=True) if k != number])
        for group in (group for group, k in zip(groups, fold, strict=True) if k == number):
            odds = [sum(weights.get(feature, 0.0) for feature in features) for features, _ in group]
            kind = next(f[5:] for f in group[0][0] if f.startswith("type="))
            for name in ("all", kind):
                right[f"{name} n"] += 1
                right[f"{name} possible"] += any(is_right for _, is_right in group)
                right[f"{name} rules"] += group[0][1]
                right[f"{name} model"] += group[int(np.argmax(odds))][1]
    for name in sorted({key.split()[0] for key in right}):
        n = right[f"{name} n"]
        shares = ", ".join(f"{what} {right[f'{name} {what}'] / n:.3f}" for what in ("rules", "model", "possible"))
        print(f"{name}: {n} sources; right by {shares}")
    kept = {name: round(weight, 4) for name, weight in sorted(fit(groups).items()) if abs(weight) >= _LEAST}
    part = options.out / "antecedents.json.part"
    part.write_text(json.dumps({"weights": kept}, indent=0) + "\n", encoding="utf-8")
    os.replace(part, options.out / "antecedents.json")
    print(f"{len(groups)} sources, {len(kept)} weights")


def fit(groups: Sequence[Group]) -> dict[str, float]:
    """Weights that make the right candidates of each source likeliest among its own: a conditional logit."""
    counts = Counter(feature for group in groups for features, _ in group for feature in set(features))
    names = {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= _RARE))}
    rows, columns, segments, right = [], [], [], []
    row = segment = 0
    for group in groups:
        if not any(is_right for _, is_right in group):
            continue
        for features, is_right in group:
            found = {names[feature] for feature in features if feature in names}
            columns += sorted(found)
            rows += [row] * len(found)
            segments.append(segment)
            right.append(is_right)
            row += 1
        segment += 1
    shape = (row, len(names))
    x = torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.ones(len(rows)), shape, check_invariants=False)
    at, y = torch.tensor(segments), torch.tensor(right, dtype=torch.float32)
    weights = torch.zeros(len(names), 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        odds = torch.sparse.mm(x, weights)[:, 0]
        most = torch.full((segment,), -1e9).scatter_reduce(0, at, odds.detach(), "amax")
        share = torch.exp(odds - most[at])
        every = torch.zeros(segment).index_add(0, at, share)
        those = torch.zeros(segment).index_add(0, at, share * y)
        value = (torch.log(every) - torch.log(those + 1e-9)).mean() + _PENALTY * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)
    return {name: float(weights[i, 0]) for name, i in names.items()}


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
                candidates = [
                    (features, same_name(link.name, wanted))
                    for link, features in antecedent_features(
                        document, who, statement.source, rule, before, outer, quoted
                    )
                ]
                if candidates:
                    yield candidates
        if own is not None:
            pieces = statement.source or statement.cue or statement.content
            tokens = document.tokens_in(pieces[0])
            token = tokens.start if tokens else 0
            before.append(Said(token, document.sentence_of(token) if len(document) else 0, own, is_many(own)))
            before.sort(key=lambda said: said.token)


if __name__ == "__main__":
    main()
