"""Fit the model of passing on: whether a source vouches for what another says within its words.

    python -m training.passing --articles GOLD.jsonl [GOLD.jsonl …] --readings READINGS --out src/reportedly/data/model

`READINGS` is the folder in which `training.events.train` keeps what the shipped reader makes of each article. Pairs are
taken as they are read and as the annotators drew them. Prints how many pairs that are read are right by five folds (by
story) before it fits on all articles. It takes a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.article import Pieces
from reportedly.reading.attribution.chains import Draft, find_outer, kind_key
from reportedly.reading.attribution.passing import passing_features
from reportedly.record import Link, Statement
from reportedly.vocabulary import Kind, LinkKind, Stance
from training.events.data import Reading, fold_of, read_lines, read_once, same_name
from training.relays import same_statements

__all__ = ["main"]

_PENALTY = 0.1  # inverse; of .1, .2 and .4 the best by five folds
_LEAST = 0.01  # weights nearer to nothing are left out


@dataclass(frozen=True, slots=True)
class _Pair:
    fold: int
    features: list[str]
    passed_on: bool
    read: bool


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--readings", type=Path, required=True, help="folder in which readings are kept")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    articles = list({a["id"]: a for path in options.articles for a in read_lines(path)}.values())
    read_once(articles, options.readings)
    pairs = [pair for article in articles for pair in _pairs(article, options.readings)]
    names = DictVectorizer()
    x = names.fit_transform([dict.fromkeys(pair.features, 1) for pair in pairs])
    y = np.array([pair.passed_on for pair in pairs])
    fold, read = np.array([pair.fold for pair in pairs]), np.array([pair.read for pair in pairs])
    right = 0
    for number in sorted(set(fold.tolist())):
        model = LogisticRegression(C=_PENALTY, max_iter=500).fit(x[fold != number], y[fold != number])
        mine = (fold == number) & read
        right += int((model.predict(x[mine]) == y[mine]).sum())
    print(f"{read.sum()} pairs read, {y[read].sum()} passed on; right {right / max(1, read.sum()):.3f}")
    model = LogisticRegression(C=_PENALTY, max_iter=500).fit(x, y)
    weights = dict(zip(names.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    kept = {name: round(weight, 4) for name, weight in sorted(weights.items()) if abs(weight) >= _LEAST}
    part = options.out / "passing.json.part"
    part.write_text(json.dumps({"weights": kept}, indent=0) + "\n", encoding="utf-8")
    os.replace(part, options.out / "passing.json")
    print(f"{len(pairs)} pairs, {len(kept)} weights")


def _pairs(article: dict[str, Any], readings: Path) -> Iterator[_Pair]:
    """Each statement that stands in another's content, as it is read and as it is annotated."""
    path = readings / f"{article['id'].replace('/', '_')}.pkl"
    reading: Reading | None = pickle.loads(path.read_bytes()) if path.exists() else None
    annotated = article["gold"]["statements"]
    if reading is None or not annotated:
        return
    document = reading.document
    gold = {j: annotated[i] for i, j in same_statements(document.text, annotated, reading.statements)}
    # Where chains alone were annotated, on statements as they were read, nothing was drawn.
    drawn = [_as_statement(statement) for statement in annotated if "kind" in statement]
    hosts = find_outer([_draft(statement) for statement in drawn])
    number_of = {statement.id: number for number, statement in enumerate(reading.statements)}
    rows = [
        (inner, reading.statements[number_of[inner.within]], gold[number], True)
        for number, inner in enumerate(reading.statements)
        if number in gold and inner.within is not None
    ]
    rows += [
        (inner, drawn[host], annotated[number], False)
        for number, (inner, host) in enumerate(zip(drawn, hosts, strict=True))
        if host is not None
    ]
    for inner, outer, right, read in rows:
        if inner.chain and outer.chain and kind_key(inner.chain[-1]) != kind_key(outer.chain[-1]):
            features = list(passing_features(document, outer, _draft(inner), inner.chain[-1]))
            passed_on = any(same_name(outer.chain[-1].name, link["name"]) for link in right["chain"][:-1])
            yield _Pair(fold_of(article), features, passed_on, read)


def _draft(statement: Statement) -> Draft:
    return Draft(statement.source, statement.cue, statement.content, 1.0)


def _as_statement(annotated: dict[str, Any]) -> Statement:
    def pieces(part: str) -> Pieces:
        return tuple((start, end) for start, end in annotated[part])

    return Statement(
        id="",
        kind=Kind(annotated["kind"]),
        source=pieces("source"),
        cue=pieces("cue"),
        content=pieces("content"),
        chain=tuple(Link(name=link["name"], kind=LinkKind(link["kind"]), span=None) for link in annotated["chain"]),
        stance=Stance(annotated["stance"]),
    )


if __name__ == "__main__":
    main()
