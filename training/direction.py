"""Fit the model of whether a day without a year is the last or the coming one.

    python -m training.direction --articles GOLD.jsonl [GOLD.jsonl …] --times TIMES.jsonl [TIMES.jsonl …] --out MODEL

What an annotator took for the day of an event, with the words that tell it (`when`, `when_words`), says which of the
two was meant; so do the values of TIMES.jsonl (as `benchmarks.times` reads them). Expressions whose gold is neither
are left out. Prints by five folds (by article) how many are right with the grammar alone and with the model at several
floors, then fits on all. It takes fifteen minutes, nearly all for parsing; `--choices FILE` keeps what they give.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Article, Span
from reportedly.edtf import days_of, from_timex
from reportedly.reading.neural.encoder import encoder
from reportedly.reading.neural.name_tags import with_names
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.direction import N_BUCKETS
from reportedly.reading.times.find import find_choices
from training.events.data import fold_of, read_lines

__all__ = ["Labelled", "fit", "labelled", "main"]

_PENALTY = 1.0  # inverse; of .05 to 3 the best by five folds
_FLOORS = (0.0, 0.4, 0.85, 1.4, 2.2)
_SURE = 0.85  # log-odds: from here on eleven are mended for one that is spoilt; below it four


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An expression whose meaning is known.

    Attributes:
        source: Name of the file it comes from.
        fold: Of five.
        rows: Buckets of its features.
        coming, by_grammar: Whether the coming one is meant; whether the grammar takes that.
    """

    source: str
    fold: int
    rows: list[int]
    coming: bool
    by_grammar: bool


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True, help="annotated articles, JSON lines")
    parser.add_argument("--times", type=Path, nargs="*", default=[], help="texts with annotated times, JSON lines")
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="annotated articles that are only scored")
    parser.add_argument("--choices", type=Path, help="file to keep what is read in, or to take it from")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped files")
    options = parser.parse_args()
    files = [*options.articles, *options.times]
    if options.choices and options.choices.exists():
        known, held = pickle.loads(options.choices.read_bytes())
    else:
        apart = {article["id"] for path in options.held for article in read_lines(path)}
        known = [one for path in files for one in labelled(path, apart)]
        held = [one for path in options.held for one in labelled(path, set())]
        if options.choices:
            options.choices.write_bytes(pickle.dumps((known, held)))
    folds = np.array([one.fold for one in known])
    odds = np.zeros(len(known))
    for number in sorted(set(folds.tolist())):
        weights, bias = fit([one for one in known if one.fold != number])
        odds[folds == number] = _odds([one for one in known if one.fold == number], weights, bias)
    weights, bias = fit(known)
    _report(known, odds)
    if held:
        _report(held, _odds(held, weights, bias))
    np.savez_compressed(
        options.out / "direction.npz",
        weights=weights.astype(np.float16),
        bias=np.float32(bias),
        sure=np.float32(_SURE),
    )


def labelled(path: Path, apart: set[str]) -> list[Labelled]:
    """The expressions of a file's articles whose meaning is known, but for those of some articles."""
    found = []
    for article in read_lines(path):
        gold = list(_gold(article))
        if not gold or article["id"] in apart:
            continue
        read = Article(
            id=article["id"],
            text=article["text"],
            published=article["published"],
            language="en",
            title=article.get("title"),
        )
        document = parse(read)
        document = with_names(document, encoder()(document))
        for span, rows, choice in find_choices(document):
            meanings = {_meant(value, choice.past, choice.future) for words, value in gold if _overlap(words, span)}
            if len(meanings - {None}) == 1:
                found.append(
                    Labelled(
                        source=path.name,
                        fold=fold_of(article),
                        rows=rows,
                        coming=(meanings - {None}) == {True},
                        by_grammar=choice.chosen == choice.future,
                    )
                )
    return found


def _gold(article: dict[str, Any]) -> Iterator[tuple[Span, str]]:
    """Words that tell a day, with the day as EDTF."""
    if not article.get("published"):
        return
    for time in article.get("times") or ():
        value = from_timex(time["value"])
        if value:
            yield tuple(time["span"]), value
    for event in (article.get("gold") or {}).get("events") or ():
        if event.get("when") and event.get("when_words"):
            yield tuple(event["when_words"]), event["when"]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _meant(gold: str, past: str, future: str) -> bool | None:
    """Whether the coming one is meant; None where gold is within neither of the two, or within both."""
    days = days_of(gold)
    hits = []
    for value in (past, future):
        around = days_of(from_timex(value))
        same = bool(days and around and (days[0] == around[0] or (around[0] <= days[0] and days[1] <= around[1])))
        hits.append(same)
    return hits[1] if hits[0] != hits[1] else None


def fit(known: Sequence[Labelled]) -> tuple[NDArray[np.float64], float]:
    """A logistic regression: weights of the buckets, and the bias."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    rows = [row for row, one in enumerate(known) for _ in one.rows]
    columns = [bucket for one in known for bucket in one.rows]
    x = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(known), N_BUCKETS))
    model = LogisticRegression(C=_PENALTY, max_iter=500).fit(x, [one.coming for one in known])
    return model.coef_[0], float(model.intercept_[0])


def _odds(known: Sequence[Labelled], weights: NDArray[np.float64], bias: float) -> NDArray[np.float64]:
    return np.array([bias + weights[one.rows].sum() for one in known])


def _report(known: Sequence[Labelled], odds: NDArray[np.float64]) -> None:
    for source in sorted({one.source for one in known}):
        some = [(one, value) for one, value in zip(known, odds.tolist(), strict=True) if one.source == source]
        line = {
            "source": source,
            "known": len(some),
            "grammar": _share(one.by_grammar == one.coming for one, _ in some),
        }
        for floor in _FLOORS:
            said = ((value > 0.0 if abs(value) >= floor else one.by_grammar) == one.coming for one, value in some)
            line[f"from {floor}"] = _share(said)
        print(json.dumps(line), flush=True)


def _share(right: Iterator[bool]) -> float:
    values = list(right)
    return round(sum(values) / len(values), 4)


if __name__ == "__main__":
    main()
