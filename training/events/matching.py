"""Which reports are gold ones, as the scorer pairs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportedly.reading.events.find import EventReport
from training.events.data import same_name

__all__ = ["f1", "inside", "match", "n_paired"]


def match(
    starts: Sequence[int], gold: Sequence[dict[str, Any]], reports: Sequence[EventReport], *, with_status: bool
) -> list[tuple[int, int]]:
    """One to one pairs of gold and told reports of the same type whose evidence shares a word, most alike first."""
    spans = [set(inside(starts, g["evidence"])) for g in gold]
    told = [set(inside(starts, r.evidence)) for r in reports]
    scored = []
    for i, g in enumerate(gold):
        for j, r in enumerate(reports):
            same = g["status"] == r.status.value
            if g["type"] != r.type.value or (with_status and not same):
                continue
            shared = len(spans[i] & told[j])
            if shared:
                scored.append((-2 * shared / (len(spans[i]) + len(told[j])) - 1e-6 * same, i, j))
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in sorted(scored):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs


def inside(starts: Sequence[int], span: Sequence[int]) -> range:
    """The words of a text that begin in a span, as the scorer counts them."""
    first, end = np.searchsorted(starts, span, "left").tolist()
    return range(first, end)


def n_paired(gold: Sequence[str], told: Sequence[str]) -> int:
    """How many of the gold names are told, one to one."""
    left = list(told)
    right = 0
    for name in gold:
        hit = next((other for other in left if same_name(name, other)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def f1(right: int, told: int, gold: int) -> float:
    """F1 out of counts."""
    return 2 * right / (told + gold) if right else 0.0
