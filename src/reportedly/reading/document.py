"""Document: one article's text with its sentences, tokens and parse as arrays. Every reader reads this."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Article, BlockKind, Span

__all__ = ["Document", "NamedSpan", "Offsets"]

Offsets = NDArray[np.int32]
"""int32, shape (n, 2): start and end, half open."""


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name as the encoder found it: tokens [start, end) and its OntoNotes label (PERSON, ORG, GPE, NORP, …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, kw_only=True)  # no slots: cached_property needs a __dict__
class Document:
    """An article and its parse. Token i is one row of `tokens` and one entry of every per-token tuple.

    Attributes:
        article: What was parsed.
        tokens: int32, shape (tokens, 2), code points of the text; white space is no token.
        sentences: int32, shape (sentences, 2), code points of the text.
        sentence_tokens: int32, shape (sentences, 2), token indices.
        paragraphs: int32, shape (paragraphs, 2), code points of the text; no sentence crosses a paragraph.
        lemmas, pos, tags, deps: One string a token: lemma in lower case, Universal POS tag, Penn Treebank tag,
            ClearNLP dependency label (nsubj, dobj, ccomp, advcl, relcl, prep, pobj, ROOT, …).
        heads: int32, shape (tokens,): index of the head; the root of a sentence is its own head.
        names: Names, in text order; empty until the encoder's are put in (`nametags.with_names`).
    """

    article: Article
    tokens: Offsets
    sentences: Offsets
    sentence_tokens: Offsets
    paragraphs: Offsets
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: NDArray[np.int32]
    names: tuple[NamedSpan, ...] = ()

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def __len__(self) -> int:
        return len(self.lemmas)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens as printed."""
        text = self.text
        return tuple(text[start:end] for start, end in self.tokens.tolist())

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts: plain integers, for bisection."""
        starts: list[int] = self.tokens[:, 0].tolist()
        return starts

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = self.tokens[:, 1].tolist()
        return ends

    @cached_property
    def _head_list(self) -> list[int]:
        heads: list[int] = self.heads.tolist()
        return heads

    @cached_property
    def titles(self) -> tuple[Span, ...]:
        """Where the headlines of the article stand in its text."""
        return tuple((b.start, b.end) for b in self.article.blocks if b.kind is BlockKind.TITLE)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each token, in text order."""
        lists: list[list[int]] = [[] for _ in range(len(self))]
        for token, head in enumerate(self._head_list):
            if head != token:
                lists[head].append(token)
        return tuple(map(tuple, lists))

    @cached_property
    def tenses(self) -> dict[int, StrEnum]:
        """What `syntax.clauses.tense` has found, by token: readers ask for the same verbs again and again."""
        return {}

    @cached_property
    def _sentence_starts(self) -> list[int]:
        starts: list[int] = self.sentence_tokens[:, 0].tolist()
        return starts

    def head(self, token: int) -> int:
        """Index of a token's head; its own for the root of a sentence."""
        return self._head_list[token]

    def sentence_of(self, token: int) -> int:
        """Index of the sentence that a token stands in."""
        return bisect_right(self._sentence_starts, token) - 1

    def tokens_of_sentence(self, sentence: int) -> range:
        """Tokens of a sentence."""
        start, end = self.sentence_tokens[sentence].tolist()
        return range(start, end)

    def token_at(self, offset: int) -> int | None:
        """The token that covers a code point; None between tokens."""
        token = bisect_right(self.starts, offset) - 1
        return token if token >= 0 and offset < self._ends[token] else None

    def tokens_in(self, span: Span) -> range:
        """Tokens that share a code point with a span."""
        start, end = span
        first = bisect_right(self._ends, start)
        last = bisect_left(self.starts, end, first)
        return range(first, last)

    def span(self, start: int, end: int) -> Span:
        """Code points from the start of token `start` to the end of token `end - 1`."""
        return self.starts[start], self._ends[end - 1]

    def subtree(self, token: int) -> range:
        """From the leftmost to the rightmost descendant of a token, itself among them."""
        left = right = token
        stack = [token]
        while stack:
            for child in self.children[stack.pop()]:
                left, right = min(left, child), max(right, child)
                stack.append(child)
        return range(left, right + 1)

    def ancestors(self, token: int) -> Iterator[int]:
        """Heads upwards, nearest first, to the root of the sentence."""
        while (head := self._head_list[token]) != token:
            yield head
            token = head
