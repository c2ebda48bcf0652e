"""Mentions into events: the most alike first, as long as two groups agree on average."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations

from reportedly.ledger.matching.features import Features
from reportedly.ledger.matching.similarity import likeness

__all__ = ["merge_mentions"]

# Down to here a likeness is want of evidence, not a contradiction.
_SLIGHT = 2.0


def merge_mentions(
    mentions: Iterable[Features],
    *,
    pairs: Mapping[tuple[str, str], float] | None = None,
    together: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Groups of mention ids that are one event each; every mention is in exactly one group.

    Mentions that are shown are grouped first, as if there were no others. Each of the others may then join one of
    those groups, or form groups with its like, but never brings two groups together.

    Args:
        mentions: In any order.
        pairs: Likenesses already known of pairs that share a key, above zero; None: all pairs are compared.
        together, apart: Pairs ruled on by hand; they win over every likeness.

    Returns:
        Groups sorted by their first member, members sorted.
    """
    by_id = {mention.id: mention for mention in sorted(mentions, key=lambda m: m.id)}
    known: dict[tuple[str, str], float] = {}
    edges: list[tuple[float, str, str]] = []
    candidates = combinations(by_id, 2) if pairs is None else _sorted_pairs(pairs, by_id)
    for a, b in candidates:
        score = likeness(by_id[a], by_id[b]) if pairs is None else pairs.get((a, b), pairs.get((b, a), 0.0))
        known[a, b] = score
        if score > 0.0:
            edges.append((-score, a, b))

    def score_of(a: str, b: str) -> float:
        pair = (a, b) if a < b else (b, a)
        if pair not in known:
            known[pair] = likeness(by_id[pair[0]], by_id[pair[1]])
        return known[pair]

    groups = _Groups(by_id)
    barred = {pair for a, b in apart for pair in ((a, b), (b, a))}
    edges.sort()
    shown = frozenset(id for id, mention in by_id.items() if mention.shown)
    ruled = [(a, b) for a, b in sorted(together) if a in by_id and b in by_id]
    parts: tuple[Collection[str], ...] = (shown, by_id) if shown and len(shown) < len(by_id) else (by_id,)
    for part in parts:
        joined = True
        while joined:
            joined = False
            for _, a, b in edges:
                if a not in part or b not in part or groups.of(a) is groups.of(b):
                    continue
                if part is not shown and len(parts) > 1 and groups.have(a, shown) and groups.have(b, shown):
                    continue
                if groups.agree(a, b, score_of, barred):
                    groups.join(a, b)
                    joined = True
        for a, b in ruled:
            if a in part and b in part and not groups.are_barred(a, b, barred):
                groups.join(a, b)
    return groups.all()


def _sorted_pairs(pairs: Iterable[tuple[str, str]], known: Collection[str]) -> Iterator[tuple[str, str]]:
    ordered = {(min(pair), max(pair)) for pair in pairs if pair[0] in known and pair[1] in known}
    return iter(sorted(ordered))


def _vote(score: float) -> float:
    """What a pair adds for or against two groups: two reports that share little may each share much with a third.

    >>> _vote(1.5), _vote(-1.5), _vote(-4.0)
    (1.5, -0.75, -3.0)
    """
    return score if score > 0.0 else score - 0.5 * max(score, -_SLIGHT)


class _Groups:
    """Disjoint groups of ids."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._group = {id: [id] for id in ids}

    def of(self, id: str) -> list[str]:
        return self._group[id]

    def agree(self, a: str, b: str, score_of: Callable[[str, str], float], barred: Collection[tuple[str, str]]) -> bool:
        if self.are_barred(a, b, barred):
            return False
        return sum(_vote(score_of(x, y)) for x in self._group[a] for y in self._group[b]) > 0.0

    def are_barred(self, a: str, b: str, barred: Collection[tuple[str, str]]) -> bool:
        return any((x, y) in barred for x in self._group[a] for y in self._group[b])

    def have(self, a: str, ids: Collection[str]) -> bool:
        """Whether the group of one has any of some ids."""
        return any(member in ids for member in self._group[a])

    def join(self, a: str, b: str) -> None:
        x, y = self._group[a], self._group[b]
        if x is y:
            return
        x += y
        for member in y:
            self._group[member] = x

    def all(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(sorted(group)) for group in self._group.values()}))
