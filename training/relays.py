"""Fit the model of relays: which outlet passed a statement on.

    python -m training.relays --articles GOLD.jsonl [GOLD.jsonl …] --readings READINGS --out src/reportedly/data/model

`READINGS` is the folder in which `training.events.train` keeps what the shipped reader makes of each article. Prints
precision and recall by five folds (by story) before it fits on all articles. It takes a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Pieces
from reportedly.reading.attribution.relays import relay_features, tellings
from reportedly.reading.entities.coreference import cast
from reportedly.reading.entities.find import find_entities, is_own_outlet
from training.events.data import fold_of, read_lines, read_once, same_name

__all__ = ["main", "same_statements"]

_WORD = re.compile(r"\w+")
_PENALTY = 0.1  # inverse; of .1, .3 and 1 the best by five folds
_LEAST = 0.01  # weights nearer to nothing are left out


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
    rows: list[dict[str, int]] = []
    gold: list[bool] = []
    fold: list[int] = []
    for article in articles:
        for features, right in _examples(article, options.readings):
            rows.append(dict.fromkeys(features, 1))
            gold.append(right)
            fold.append(fold_of(article))
    names = DictVectorizer()
    x, y, k = names.fit_transform(rows), np.array(gold), np.array(fold)
    likely = np.zeros(len(y))
    for number in sorted(set(fold)):
        model = LogisticRegression(C=_PENALTY, max_iter=500).fit(x[k != number], y[k != number])
        likely[k == number] = model.predict_proba(x[k == number])[:, 1]
    for floor in (0.4, 0.5, 0.6):
        print(f"floor {floor}: {_precision_and_recall(likely >= floor, y)}")
    model = LogisticRegression(C=_PENALTY, max_iter=500).fit(x, y)
    weights = dict(zip(names.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    kept = {name: round(weight, 4) for name, weight in sorted(weights.items()) if abs(weight) >= _LEAST}
    part = options.out / "relays.json.part"
    part.write_text(json.dumps({"weights": kept}, indent=0) + "\n", encoding="utf-8")
    os.replace(part, options.out / "relays.json")
    print(f"{len(y)} pairs of a statement and an outlet, {sum(gold)} right; {len(kept)} weights")


def _precision_and_recall(found: NDArray[np.bool_], right: NDArray[np.bool_]) -> str:
    both = int((found & right).sum())
    return f"precision {both / max(1, found.sum()):.3f}, recall {both / max(1, right.sum()):.3f}"


def _examples(article: dict[str, Any], readings: Path) -> list[tuple[list[str], bool]]:
    """Features of each statement that was read rightly with each outlet, and whether it passed the statement on."""
    path = readings / f"{article['id'].replace('/', '_')}.pkl"
    reading = pickle.loads(path.read_bytes()) if path.exists() else None
    annotated = article["gold"]["statements"]
    if reading is None or not annotated:
        return []
    document = reading.document

    def is_own(name: str) -> bool:
        return is_own_outlet(name, document.article.outlet, document.article.url)

    who = cast(document, find_entities(document))
    told = tellings(document, who, reading.statements, is_own)
    gold = {j: annotated[i] for i, j in same_statements(document.text, annotated, reading.statements)}
    return [
        (features, any(same_name(link.name, other["name"]) for other in gold[number]["chain"][:-1]))
        for number, link, features in relay_features(document, who, reading.statements, told, is_own)
        if number in gold
    ]


def same_statements(text: str, gold: Sequence[dict[str, Any]], read: Sequence[Any]) -> list[tuple[int, int]]:
    """One to one pairs of annotated and read statements whose contents share half their words, most alike first."""
    mine = [_words(text, statement["content"]) for statement in gold]
    theirs = [_words(text, statement.content) for statement in read]
    scored = []
    for i, x in enumerate(mine):
        for j, y in enumerate(theirs):
            alike = 2 * len(x & y) / max(1, len(x) + len(y))
            if alike >= 0.5:
                scored.append((-alike, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(scored):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _words(text: str, pieces: Pieces | Sequence[Sequence[int]]) -> set[int]:
    return {match.start() for start, end in pieces for match in _WORD.finditer(text, start, end)}


if __name__ == "__main__":
    main()
