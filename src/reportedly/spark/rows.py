"""Articles and what is unread as rows of a DataFrame, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reportedly.article import Article, Unread
from reportedly.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ARTICLES", "FIELDS", "RECORDS", "article_of", "batches", "row_of_article"]

FIELDS = ("id", "url", "outlet", "title", "published", "updated", "byline", "language", "input")
"""The fields of an article beside `text` and `blocks`; each is a column of text, and each may be left out."""

_UNREAD = "source string, reason string, advice string"

ARTICLES = (
    "text string, "
    + ", ".join(f"{name} string" for name in FIELDS)
    + ", blocks array<struct<kind: string, start: int, end: int>>, "
    + _UNREAD
)
"""An article, or what could not be read of an input: then `reason` says why, and `text` is null."""

RECORDS = f"id string, published string, record string, {_UNREAD}"
"""A record as its JSON line, or an input that was not read: then `reason` says why, and `record` is null."""

_ROWS, _CHARACTERS = 200, 4_000_000  # that a batch holds at most


def row_of_article(item: Article | Unread) -> dict[str, Any]:
    """A row of `ARTICLES`."""
    if isinstance(item, Unread):
        return {**dict.fromkeys(("text", *FIELDS, "blocks")), **item.to_dict()}
    row = item.to_dict()
    row["blocks"] = row["blocks"] or None
    return {**row, "source": None, "reason": None, "advice": None}


def article_of(row: Mapping[str, Any], *, max_bytes: int) -> Article | Unread:
    """The article of a row, which `Article.from_dict` would make of the same JSON line; or why it is none."""
    if row.get("reason"):
        return Unread(source=row["source"] or "row", reason=row["reason"], advice=row.get("advice"))
    text = row.get("text")
    where = row.get("input") or row.get("url") or row.get("id") or row.get("title") or "row without a name"
    if text is None:
        return Unread(source=where, reason="`text` is missing")
    if len(text) > max_bytes or len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        return Unread(source=where, reason=f"the text is larger than {max_bytes:,} bytes")
    try:
        return Article.from_dict(row)
    except InputError as error:
        return Unread(source=where, reason=error.reason, advice=error.advice)
    except (TypeError, KeyError, ValueError) as error:
        return Unread(source=where, reason=f"not an article ({type(error).__name__}: {error})")


def batches(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Rows as Arrow batches that stay small however long the texts are."""
    import pyarrow as pa

    held: list[Mapping[str, Any]] = []
    size = 0
    for row in rows:
        held.append({name: _clean(value) for name, value in row.items()})
        size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(held) >= _ROWS or size >= _CHARACTERS:
            yield pa.RecordBatch.from_pylist(held, schema=schema)
            held, size = [], 0
    if held:
        yield pa.RecordBatch.from_pylist(held, schema=schema)


_LONE = re.compile("[\ud800-\udfff]")


def _clean(value: Any) -> Any:
    """Text that Arrow takes: lone surrogates, which some broken pages have, become U+FFFD one for one."""
    return _LONE.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value
