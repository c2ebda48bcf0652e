"""Answers about articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportedly.article import Span

__all__ = ["ArticleAnswer", "Counts", "Coverage", "EchoAnswer", "SharedAnswer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer:
    """An article of the ledger without its text."""

    id: str
    outlet: str | None
    url: str | None
    title: str | None
    published: str | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "id": self.id,
            "outlet": self.outlet,
            "url": self.url,
            "title": self.title,
            "published": self.published,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoAnswer:
    """Articles that go back to one text ("copy") or one origin ("origin"), first printed first.

    `shared` is the share of the shorter text that the two most similar have in common; None for one origin.
    """

    articles: tuple[str, ...]
    kind: str
    origin: str | None
    shared: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {"articles": list(self.articles), "kind": self.kind, "origin": self.origin, "shared": self.shared}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The size of a ledger."""

    articles: int
    outlets: int
    statements: int
    mentions: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "articles": self.articles,
            "outlets": self.outlets,
            "statements": self.statements,
            "mentions": self.mentions,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many articles, their outlets sorted, and their first and last days of publication (ISO; None: no dates)."""

    articles: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "articles": self.articles,
            "outlets": list(self.outlets),
            "first": self.first,
            "last": self.last,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAnswer:
    """An article that shares passages with another.

    Attributes:
        ours: Share of the given text that it contains, 0.0 to 1.0; `theirs` the share of its own text.
        first: Whether it was printed earlier.
        spans: The shared passages in the given text.
    """

    article: ArticleAnswer
    ours: float
    theirs: float
    first: bool
    spans: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "article": self.article.to_dict(),
            "ours": self.ours,
            "theirs": self.theirs,
            "first": self.first,
            "spans": [list(span) for span in self.spans],
        }
