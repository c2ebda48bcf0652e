"""What a ledger answers of statements and of those who made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportedly.article import Span
from reportedly.ledger.answers.events import EventSummary

__all__ = ["NameAnswer", "ProfileAnswer", "SearchAnswer", "StatementAnswer", "UtteranceAnswer", "VersionAnswer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAnswer:
    """One article's wording of an utterance; `changes` are its differences from the likeliest wording, word by word.

    Each change is (operation, words in the likeliest form, words here): "replace", "delete" or "insert". `doubt` is a
    problem of the article's text: "translated_copy", "broken_copy".
    """

    article: str
    outlet: str | None
    published: str | None
    statement: str
    words: str
    changes: tuple[tuple[str, str, str], ...]
    doubt: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "article": self.article,
            "outlet": self.outlet,
            "published": self.published,
            "statement": self.statement,
            "words": self.words,
            "changes": [list(change) for change in self.changes],
            "doubt": self.doubt,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceAnswer:
    """One utterance as quoted by several articles; `likeliest` is the likeliest verbatim form, `why` the reason."""

    source: str | None
    likeliest: str
    versions: tuple[VersionAnswer, ...]
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "source": self.source,
            "likeliest": self.likeliest,
            "why": self.why,
            "versions": [version.to_dict() for version in self.versions],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAnswer:
    """One statement with its text and its article.

    Attributes:
        span: From its first to its last word in the article's text, in code points; None unless requested, see
            `Ledger.search`.
        content_spans: Spans of the content; empty unless requested.
        confidence: Calibrated probability that it is right; None unless requested.
        corrected_by: Who corrected its chain by hand, else None.
    """

    article: str
    outlet: str | None
    published: str | None
    id: str
    kind: str
    stance: str
    source: str
    cue: str
    content: str
    chain: tuple[str, ...]
    said: str | None
    title: str | None = None
    url: str | None = None
    span: Span | None = None
    content_spans: tuple[Span, ...] = ()
    confidence: float | None = None
    corrected_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "article": self.article,
            "outlet": self.outlet,
            "published": self.published,
            "id": self.id,
            "kind": self.kind,
            "stance": self.stance,
            "source": self.source,
            "cue": self.cue,
            "content": self.content,
            "chain": list(self.chain),
            "said": self.said,
            "title": self.title,
            "url": self.url,
            "span": list(self.span) if self.span else None,
            "content_spans": [list(span) for span in self.content_spans],
            "confidence": self.confidence,
            "corrected_by": self.corrected_by,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAnswer:
    """A source: its name, its kind as in a chain, and the numbers of its statements and articles."""

    name: str
    kind: str
    statements: int
    articles: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {"name": self.name, "kind": self.kind, "statements": self.statements, "articles": self.articles}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileAnswer:
    """What a ledger knows of one person, organisation or outlet.

    Attributes:
        statements: Number of statements with it anywhere in the chain; `articles` that contain them.
        first, last: Days of publication, ISO.
        stances, outlets: Counts of its statements by stance and by outlet; largest first.
        events: The newest twenty that it takes part in, or that an outlet reports.
        printed: Number of articles of an outlet; `printed_first` are repeated by others, `echoes` repeat others.
        cites: Outlets that its articles cite, with counts.
    """

    name: str
    kind: str
    statements: int
    articles: int
    first: str | None
    last: str | None
    stances: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    events: tuple[EventSummary, ...]
    printed: int = 0
    printed_first: int = 0
    echoes: int = 0
    cites: tuple[tuple[str, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "name": self.name,
            "kind": self.kind,
            "statements": self.statements,
            "articles": self.articles,
            "first": self.first,
            "last": self.last,
            "stances": [list(pair) for pair in self.stances],
            "outlets": [list(pair) for pair in self.outlets],
            "events": [event.to_dict() for event in self.events],
            "printed": self.printed,
            "printed_first": self.printed_first,
            "echoes": self.echoes,
            "cites": [list(pair) for pair in self.cites],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """Statements found, newest first, and how they spread.

    Attributes:
        facets: (facet, ((value, n), …)) for outlet, stance, kind and month, the most frequent value first; counted
            over the newest 2,000 that were found, on whichever page.
    """

    items: tuple[StatementAnswer, ...]
    next: str | None
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "items": [item.to_dict() for item in self.items],
            "next": self.next,
            "facets": {name: [list(pair) for pair in values] for name, values in self.facets},
        }
