"""Scores of attributions against annotated ones: micro-averaged counts, so that articles can be drawn again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

__all__ = ["METRICS", "bootstrap", "calibration_error", "correct", "count", "f1", "right_rows", "role_tokens"]

ROLES = ("source", "cue", "content")
METRICS = (*(f"{role}_{kind}" for role in ROLES for kind in ("exact", "overlap")), "relation")
_WORD = re.compile(r"\w+")

Tokens = frozenset[tuple[int, int]]


def role_tokens(text: str, attribution: Any) -> dict[str, Tokens]:
    """The words of each role, as offsets; an attribution is a mapping or has the roles as attributes."""
    pieces = {r: attribution[r] if isinstance(attribution, dict) else getattr(attribution, r) for r in ROLES}
    return {
        role: frozenset((m.start(), m.end()) for start, end in spans for m in _WORD.finditer(text, start, end))
        for role, spans in pieces.items()
    }


def count(text: str, gold: Sequence[Any], found: Sequence[Any]) -> dict[str, tuple[int, int, int]]:
    """For each metric (right, found, gold) in one article."""
    golds = [role_tokens(text, a) for a in gold]
    founds = [role_tokens(text, a) for a in found]
    counts = {}
    for role in ROLES:
        g, p = [a[role] for a in golds if a[role]], [a[role] for a in founds if a[role]]
        counts[f"{role}_exact"] = (sum((Counter(g) & Counter(p)).values()), len(p), len(g))
        counts[f"{role}_overlap"] = (len(_pairs(g, p, _alike)), len(p), len(g))
    counts["relation"] = (len(_pairs(golds, founds, correct)), len(founds), len(golds))
    return counts


def right_rows(text: str, gold: Sequence[Any], found: Sequence[Any]) -> list[bool]:
    """Which of the found attributions are right."""
    golds = [role_tokens(text, a) for a in gold]
    founds = [role_tokens(text, a) for a in found]
    right = {j for _, j in _pairs(golds, founds, correct)}
    return [j in right for j in range(len(founds))]


def f1(right: float, found: float, gold: float) -> float:
    """2PR / (P + R); 0 for nothing."""
    return 2 * right / (found + gold) if found + gold else 0.0


def bootstrap(
    articles: Sequence[dict[str, tuple[int, int, int]]], *, seed: int, n: int = 1000
) -> dict[str, tuple[float, float, float]]:
    """For each metric F1 and its 95% interval over articles drawn again."""
    random = np.random.default_rng(seed)
    draws = random.integers(0, len(articles), (n, len(articles)))
    result = {}
    for metric in articles[0]:
        table = np.array([a[metric] for a in articles], float)
        right, found, gold = table[draws].sum(1).T
        values = 2 * right / np.maximum(found + gold, 1)
        low, high = np.percentile(values, [2.5, 97.5])
        result[metric] = (f1(*table.sum(0)), float(low), float(high))
    return result


def calibration_error(confidence: Sequence[float], right: Sequence[bool], n_bins: int = 10) -> float:
    """Expected calibration error over equal-width bins of confidence."""
    p, r = np.asarray(confidence, float), np.asarray(right, float)
    bins = np.minimum((p * n_bins).astype(int), n_bins - 1)
    gaps = [abs(p[bins == b].mean() - r[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def correct(gold: dict[str, Tokens], found: dict[str, Tokens]) -> float:
    """Above nothing where content and source are both alike, or both sources empty."""
    if not gold["content"] or not found["content"]:
        return 0.0
    content, source = _alike(gold["content"], found["content"]), _alike(gold["source"], found["source"])
    return content + source if content and source else 0.0


def _alike(a: Tokens, b: Tokens) -> float:
    value = 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0
    return value if value >= 0.5 else 0.0


def _pairs(gold: Sequence[Any], found: Sequence[Any], likeness: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs, most alike first."""
    scored = sorted(row for i, g in enumerate(gold) for j, p in enumerate(found) if (row := (-likeness(g, p), i, j))[0])
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in scored:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs
