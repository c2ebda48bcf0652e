"""Dependencies: an arc-eager transition system (Nivre 2003, non-monotonic after Honnibal and Johnson 2015).

A paragraph is read from left to right with a stack; at each step the best of the moves that are possible is made. All
paragraphs of a batch step together, so that one multiplication scores the moves of all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["N_LOOKED_AT", "Mover", "attach_lifted", "find_sentences"]

N_LOOKED_AT = 8
"""Tokens that a move depends on: two of the buffer, three of the stack, and the outermost children of their tops."""

_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(5)
_LIFTED = "||"
# Edges of a tree that arcs cross may need several rounds; so many as the library that the weights were learned with.
_MOST_ROUNDS = 12
_MOST_BELOW = 1000  # tokens looked at for the head of a lifted one: no sentence of prose has so many


@dataclass(slots=True)
class _State:
    """How far a paragraph is parsed. Tokens are numbered from 0; no token is -1."""

    offset: int  # row of its first token among what moves are scored by
    length: int
    stack: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)  # taken off the stack for want of a head: before the buffer
    next: int = 0
    heads: list[int] = field(default_factory=list)
    moves: list[int] = field(default_factory=list)  # the move that gave a token its head
    left: list[int] = field(default_factory=list)  # leftmost child so far
    right: list[list[int]] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)  # not to be shifted a second time
    starts: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        n = self.length
        self.heads, self.moves, self.left = [-1] * n, [0] * n, [-1] * n
        self.right = [[] for _ in range(n)]
        self.fixed = [False] * n

    def look(self, rows: list[int]) -> int:
        """Append the rows of the tokens that the next move depends on; which kinds of moves are possible, as bits."""
        stack, again = self.stack, self.again
        depth, n_again = len(stack), len(again)
        if n_again:
            first = again[-1]
            second = again[-2] if n_again > 1 else self.next
        else:
            first, second = self.next, self.next + 1
        n_ahead = self.length - self.next + n_again
        if n_ahead < 2:
            second = -1
            if not n_ahead:
                first = -1
        top = stack[-1] if depth else -1
        base = (self.offset + 1) * N_LOOKED_AT
        rows += (
            base + first * 8 if first >= 0 else 0,
            base + second * 8 + 1 if second >= 0 else 1,
            base + top * 8 + 2 if depth else 2,
            base + stack[-2] * 8 + 3 if depth > 1 else 3,
            base + stack[-3] * 8 + 4 if depth > 2 else 4,
            base + self.left[first] * 8 + 5 if first >= 0 and self.left[first] >= 0 else 5,
            base + self.left[top] * 8 + 6 if depth and self.left[top] >= 0 else 6,
            base + self.right[top][-1] * 8 + 7 if depth and self.right[top] else 7,
        )
        starts = self.starts
        possible = 1 << _BREAK if n_ahead > 1 and second == first + 1 and second not in starts else 0
        if not depth:
            return possible | 1 << _SHIFT
        possible |= 1 << _REDUCE
        if n_ahead and first not in starts:
            possible |= 1 << _LEFT | 1 << _RIGHT
            if n_ahead > 1 and not self.fixed[first]:
                possible |= 1 << _SHIFT
        return possible

    def move(self, kind: int, move: int) -> bool:
        """Make a move; whether the paragraph is parsed then."""
        stack, again = self.stack, self.again
        if kind == _REDUCE:
            top = stack.pop()
            if self.heads[top] < 0 and stack:
                self.fixed[top] = True
                again.append(top)
        elif kind == _LEFT:
            first = again[-1] if again else self.next
            top = stack.pop()
            before = self.heads[top]
            if before >= 0 and self.right[before] and self.right[before][-1] == top:
                self.right[before].pop()
            self.heads[top], self.moves[top] = first, move
            self.left[first] = top
            self.fixed[first] = False
        elif kind == _BREAK:
            self.starts.add((again[-1] if again else self.next) + 1)
        else:
            if again:
                first = again.pop()
            else:
                first = self.next
                self.next += 1
            if kind == _RIGHT:
                self.heads[first], self.moves[first] = stack[-1], move
                self.right[stack[-1]].append(first)
            stack.append(first)
        return not stack and not again and self.next >= self.length


class Mover:
    """Parses paragraphs.

    Args:
        moves: Each move's name: S, D, B-ROOT, L-nsubj, R-dobj.
        weights: float32, shape (moves, hidden).
        bias: float32, shape (moves,).
        nothing: float32, shape (8, 2 x hidden): what stands for a token that is not there.
    """

    def __init__(
        self,
        moves: Sequence[str],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        nothing: NDArray[np.float32],
    ) -> None:
        self._kinds = ["SDLRB".index(move[0]) for move in moves]
        self._labels = [move[2:] for move in moves]
        self._weights = np.ascontiguousarray(weights.T)
        self._nothing = nothing
        self._hidden = weights.shape[1]
        impossible = np.full((32, len(moves)), -np.inf, np.float32)
        for possible in range(32):
            impossible[possible, [bool(possible >> kind & 1) for kind in self._kinds]] = 0.0
        self._bias = bias + impossible

    def __call__(
        self, features: NDArray[np.float32], lengths: Sequence[int], offsets: Sequence[int]
    ) -> list[tuple[list[int], list[str]]]:
        """Heads and labels of each paragraph's tokens; a root is its own head.

        Args:
            features: float32, shape (rows, 8 x 2 x hidden): what each token adds in each of the places looked at.
            lengths: Tokens of each paragraph.
            offsets: Row of each paragraph's first token.
        """
        table = np.concatenate([self._nothing, features.reshape(-1, self._nothing.shape[1])])
        states = [_State(offset, length) for offset, length in zip(offsets, lengths, strict=True)]
        active = [state for state in states if state.length]
        kinds, hidden = self._kinds, self._hidden
        # Hundreds of steps over a few rows each: what is allocated once is a seventh of the time.
        looked_at = np.empty((len(active), N_LOOKED_AT, table.shape[1]), np.float32)
        summed = np.empty((len(active), table.shape[1]), np.float32)
        greater = np.empty((len(active), hidden), np.float32)
        scores = np.empty((len(active), len(kinds)), np.float32)
        n = -1
        while active:
            if len(active) != n:
                n = len(active)
                taken, added, most, best = looked_at[:n], summed[:n], greater[:n], scores[:n]
                flat, one, other = taken.reshape(-1, table.shape[1]), added[:, :hidden], added[:, hidden:]
            rows: list[int] = []
            possible = [state.look(rows) for state in active]
            table.take(rows, 0, out=flat, mode="clip")
            np.add.reduce(taken, axis=1, out=added)
            np.maximum(one, other, out=most)
            np.matmul(most, self._weights, out=best)
            best += self._bias.take(possible, 0)
            chosen = best.argmax(1).tolist()
            active = [state for state, move in zip(active, chosen, strict=True) if not state.move(kinds[move], move)]
        return [
            (
                [row if head < 0 else head for row, head in enumerate(state.heads)],
                [
                    "ROOT" if head < 0 else self._labels[move]
                    for head, move in zip(state.heads, state.moves, strict=True)
                ],
            )
            for state in states
        ]


def attach_lifted(heads: list[int], labels: list[str], is_space: Sequence[bool]) -> None:
    """Move tokens with a label like "prep||nsubj" to where they belong, in place (Nivre and Nilsson 2005).

    Such a token was attached higher than its head for want of crossing arcs; its head is the first token below that has
    the label behind the bars.
    """
    if not any(_LIFTED in label for label in labels):
        return
    low, high = _edges(heads)
    children: list[list[int]] = [[] for _ in heads]
    for row, head in enumerate(heads):
        if row != head and not is_space[row]:
            children[head].append(row)
    for row, label in enumerate(labels):
        if _LIFTED not in label:
            continue
        labels[row], wanted = label.split(_LIFTED)
        old = heads[row]
        queue = deque((old,))
        found = None
        left = _MOST_BELOW
        while queue and found is None and left > 0:
            head = queue.popleft()
            first, stop = bisect_left(children[head], low[head]), bisect_right(children[head], high[head])
            below = [child for child in children[head][first : min(stop, first + left)] if child != row]
            found = next((child for child in below if labels[child] == wanted), None)
            left -= len(below) + 1
            queue += below
        if found is not None:
            heads[row] = found
            if not is_space[row]:
                if row != old:
                    children[old].remove(row)
                insort(children[found], row)


def find_sentences(heads: list[int]) -> list[int]:
    """First tokens of sentences: the left edge of each root's tree."""
    low, _ = _edges(heads)
    return sorted({low[row] for row, head in enumerate(heads) if head == row})


def _edges(heads: list[int]) -> tuple[list[int], list[int]]:
    """The first and the last token below each token."""
    n = len(heads)
    low, high = list(range(n)), list(range(n))
    for _ in range(_MOST_ROUNDS):
        for order in (range(n), range(n - 1, -1, -1)):
            for row in order:
                head = heads[row]
                if low[row] < low[head]:
                    low[head] = low[row]
                if high[row] > high[head]:
                    high[head] = high[row]
        starts = {low[row] for row in range(n) if heads[row] == row}
        if _are_inside(heads, starts):
            break
    return low, high


def _are_inside(heads: list[int], starts: set[int]) -> bool:
    """Whether every head lies in the sentence of its token."""
    first, n = 0, len(heads)
    for row in range(n):
        if (row > 0 and row in starts) or row == n - 1:
            if not all(first <= head <= row for head in heads[first:row]):
                return False
            first = row
    return True
