"""Article and Block: one published text and its parts. Everything else is built on these."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from reportedly.errors import InputError
from reportedly.redaction import redacted

__all__ = ["Article", "Block", "BlockKind", "Pieces", "Span", "Unread"]

Span = tuple[int, int]
"""Start and end in code points of the article's text, half open."""

Pieces = tuple[Span, ...]
"""The spans of one thing that the text may interrupt, in text order."""

_TEXT_FIELDS = ("url", "outlet", "title", "published", "updated", "byline", "language", "input")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class BlockKind(StrEnum):
    """What a stretch of an article's text is."""

    TITLE = "title"
    BODY = "body"
    QUOTE = "quote"
    CAPTION = "caption"
    BYLINE = "byline"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One title, paragraph, caption, byline or piece of boilerplate: `text[start:end]`.

    A quote is a paragraph that the page sets apart: of a letter, a document or an embedded post.
    """

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text.

    Args:
        text: The exact text; all offsets refer to it.
        id: A hash of outlet, url, time of publication and text if not given, so the same article has the same id
            wherever and whenever it is read.
        url: Canonical address.
        outlet: The outlet's name as printed, or its host if no name is known.
        title: The headline, whether or not it is part of `text`.
        published: ISO 8601 day or time of first publication; None if unknown, never guessed.
        updated: ISO 8601 day or time of the last change, if stated and different.
        byline: Who wrote it, as printed.
        language: ISO 639-1 code; None if not yet detected.
        blocks: Title, paragraphs, captions … in text order; empty if not yet analysed.
        input: Where it was read from: path or address, and position in it ("feed.xml#3", "news.warc.gz@1234").

    Raises:
        InputError: `published` or `updated` is not a date.
    """

    text: str
    id: str = ""
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = field(default=())
    input: str | None = None

    def __post_init__(self) -> None:
        for name in _TEXT_FIELDS:
            if not getattr(self, name):
                object.__setattr__(self, name, None)
        for name in ("published", "updated"):
            if (value := getattr(self, name)) is not None:
                _check_date(value, self.id or self.url or "article", name)
        if self.input is not None:
            object.__setattr__(self, "input", redacted(self.input))
        if not self.id:
            object.__setattr__(self, "id", self._derived_id())

    def _derived_id(self) -> str:
        key = json.dumps([self.outlet, self.url, self.published, self.title, self.text])
        # surrogatepass: a lone surrogate in a text must not stop the run before the text is looked at.
        return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def with_facts(self, **facts: Any) -> Article:
        """The article with some fields put in place; an id that was made from its fields is made from the new ones."""
        own = self.id if self.id != self._derived_id() else ""
        return replace(self, **{"id": own, **facts})

    @property
    def published_on(self) -> date | None:
        """The day of publication where its outlet is."""
        return date.fromisoformat(self.published[:10]) if self.published else None

    def to_dict(self) -> dict[str, Any]:
        """The article's part of the record's JSON form."""
        return {
            "id": self.id,
            "url": self.url,
            "outlet": self.outlet,
            "title": self.title,
            "published": self.published,
            "updated": self.updated,
            "byline": self.byline,
            "language": self.language,
            "input": self.input,
            "text": self.text,
            "blocks": [{"kind": block.kind.value, "start": block.start, "end": block.end} for block in self.blocks],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """The article that `to_dict` wrote, or one line of JSON lines; unknown fields are passed over."""
        return cls(
            text=data["text"],
            id=str(data.get("id") or ""),
            blocks=tuple(
                Block(kind=BlockKind(b["kind"]), start=b["start"], end=b["end"]) for b in data.get("blocks") or ()
            ),
            **{name: data.get(name) for name in _TEXT_FIELDS},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An input that could not be read: every input yields articles or exactly one of these.

    Attributes:
        source: The input as the user named it, with the line or entry: "stories.jsonl, line 41"; secrets masked.
        reason: Why, in one sentence.
        advice: What to do about it, or None.
    """

    source: str
    reason: str
    advice: str | None = None

    def __post_init__(self) -> None:
        error = InputError(self.source, self.reason, self.advice)
        for name in ("source", "reason", "advice"):
            object.__setattr__(self, name, getattr(error, name))

    def __str__(self) -> str:
        return str(InputError(self.source, self.reason, self.advice))

    def to_dict(self) -> dict[str, str | None]:
        """As a line of an errors file."""
        return {"source": self.source, "reason": self.reason, "advice": self.advice}


def _check_date(value: str, where: str, name: str) -> None:
    try:
        if not _ISO.match(value):
            raise ValueError
        date.fromisoformat(value[:10])
        if len(value) > 10:
            datetime.fromisoformat(value)
    except ValueError:
        raise InputError(where, f"`{name}` is not a date: {value!r}", "Write YYYY-MM-DD or leave it out") from None
