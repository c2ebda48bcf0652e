"""PLOVER roots of who does what to whom: root macro-F1 of the coder in `plover_coder.py`.

The coder is a study: `read()` takes the root code of an event from its type, by a table.

    python benchmarks/plover_codes.py TRAIN TEST
    python benchmarks/plover_codes.py [--folds 5] [--seed 0] FILE

Learns from TRAIN and codes TEST; with one FILE (or the same one twice) by stratified folds, each coded by what was
learned from the others. Lines are {"text", "marked", "source", "target", "root"}, where `marked` is the text with
<s>source</s> and <t>target</t>. Prints a table of the roots and, last, one JSON line: `root_macro_f1`, the mean over
the roots that TEST holds or that were given, and accuracy.
"""

from __future__ import annotations

import os

# The fit is small: more threads than cores cost time.
os.environ.setdefault("OMP_NUM_THREADS", "2")

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reportedly import Article
from reportedly.article import Span
from reportedly.reading.syntax.parse import parse

sys.path.insert(0, str(Path(__file__).parent))
from plover_coder import Signs, find_signs, fit_coder

_TAG = re.compile(r"<(/?)([st])>")


def unmark(row: dict[str, Any]) -> tuple[str, dict[str, list[Span]]]:
    """The text without its marks, and the spans of `s` and `t`; an actor without marks is looked for by name."""
    marked = row["marked"]
    text, done = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    for tag in _TAG.finditer(marked):
        text += marked[done : tag.start()]
        done = tag.end()
        closes, actor = tag.groups()
        if not closes:
            opened[actor] = len(text)
        elif actor in opened:
            spans[actor].append((opened.pop(actor), len(text)))
    text += marked[done:]
    for actor, key in (("s", "source"), ("t", "target")):
        name = (row.get(key) or "").strip()
        start = text.find(name)
        if not spans[actor] and name and start >= 0:
            spans[actor].append((start, start + len(name)))
    return text, spans


def load(file: Path) -> tuple[list[Signs], list[str]]:
    """The signs of each line, and its root."""
    signs, roots = [], []
    with file.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            text, spans = unmark(row)
            signs.append(find_signs(parse(Article(text=text)), spans["s"], spans["t"]))
            roots.append(row["root"])
    return signs, roots


def deal(roots: Sequence[str], folds: int, seed: int) -> list[int]:
    """The fold of each line: the lines of a root, shuffled, are dealt out in turn."""
    random = np.random.default_rng(seed)
    fold = np.empty(len(roots), int)
    dealt = 0
    for root in sorted(set(roots)):
        lines = random.permutation([i for i, one in enumerate(roots) if one == root])
        fold[lines] = (np.arange(len(lines)) + dealt) % folds
        dealt += len(lines)
    found: list[int] = fold.tolist()
    return found


def code_by_folds(signs: Sequence[Signs], roots: Sequence[str], folds: int, seed: int) -> list[str]:
    """Each line's root from a coder that learned from the other folds."""
    fold = deal(roots, folds, seed)
    coded = [""] * len(roots)
    for number in range(folds):
        learn = [i for i, f in enumerate(fold) if f != number]
        test = [i for i, f in enumerate(fold) if f == number]
        coder = fit_coder([signs[i] for i in learn], [roots[i] for i in learn])
        for i, root in zip(test, coder([signs[i] for i in test]) if test else [], strict=True):
            coded[i] = root
    return coded


def score(gold: Sequence[str], coded: Sequence[str]) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of lines of each root, coded or right."""
    scores = {}
    for root in sorted({*gold, *coded}):
        right = sum(a == b == root for a, b in zip(gold, coded, strict=True))
        n_gold, n_coded = gold.count(root), coded.count(root)
        scores[root] = (right / max(n_coded, 1), right / max(n_gold, 1), 2 * right / (n_gold + n_coded), n_gold)
    return scores


def macro_f1(gold: Sequence[str], coded: Sequence[str]) -> float:
    """Mean F1 over the roots, each weighing the same."""
    return round(float(np.mean([row[2] for row in score(gold, coded).values()])), 4)


def measure(corpora: Path) -> dict[str, float]:
    """The score that is held against its floor."""
    signs, roots = load(Path(corpora) / "plover/plv-train.jsonl")
    return {"root_macro_f1": macro_f1(roots, code_by_folds(signs, roots, 5, 0))}


def main() -> None:
    parser = argparse.ArgumentParser(description="Root macro-F1 of the PLOVER coder.")
    parser.add_argument("train", type=Path, metavar="TRAIN|FILE")
    parser.add_argument("test", type=Path, nargs="?", help="none, or the same file: stratified folds")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="of the folds")
    given = parser.parse_args()
    if given.folds < 2:
        parser.error("--folds: at least 2")
    signs, roots = load(given.train)
    if given.test is None or given.test.resolve() == given.train.resolve():
        gold, coded = roots, code_by_folds(signs, roots, given.folds, given.seed)
    else:
        test, gold = load(given.test)
        coded = fit_coder(signs, roots)(test)
    if not gold:
        parser.error("no lines to code")
    print(f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}{'lines':>8}")
    for root, (precision, recall, f1, n) in score(gold, coded).items():
        print(f"{root:10}{precision:10.3f}{recall:10.3f}{f1:10.3f}{n:8}")
    accuracy = sum(a == b for a, b in zip(gold, coded, strict=True)) / len(gold)
    print(json.dumps({"root_macro_f1": macro_f1(gold, coded), "accuracy": round(accuracy, 4)}))


if __name__ == "__main__":
    main()
