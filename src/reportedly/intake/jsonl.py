"""JSON lines -> Articles, streamed; a bad line is told and the others go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from reportedly.article import Article, Block, BlockKind, Unread
from reportedly.errors import InputError
from reportedly.intake.dates import to_iso
from reportedly.intake.decoding import clean_text, decode, has_words

__all__ = ["read_json_lines"]

_SHAPE = 'Write one object a line: {"id": …, "text": …, "title": …, "published": …}'
_STRINGS = ("title", "published", "outlet", "url", "byline", "language")


def read_json_lines(stream: BinaryIO, *, source: str, max_bytes: int) -> Iterator[Article | Unread]:
    """The articles of a file of JSON lines, or of one JSON object or array.

    `text` is kept to the letter, but for NUL and lone surrogates, which become U+FFFD one for one.

    Args:
        stream: Its bytes, unpacked.
        source: As the user named it; "source, line 41" in what is told.
        max_bytes: The longest line, and the largest array, that is read.
    """
    first = stream.readline(max_bytes + 1)
    number = 1
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first, number = stream.readline(max_bytes + 1), number + 1
    if not _is_one_value(first):
        yield from _lines(first, stream, source=source, number=number, max_bytes=max_bytes)
        return
    data = first + stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        yield Unread(source=source, reason="too large for one JSON value", advice=_SHAPE)
        return
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        # Not one value after all: perhaps lines whose first is broken.
        lines = data.splitlines()
        if len(lines) > 1 and any(_is_object(line) for line in lines[1:]):
            for n, line in enumerate(lines, start=number):
                if line.strip():
                    yield _line(line, source=f"{source}, line {n}")
        else:
            yield Unread(source=source, reason=f"not JSON: {_why(error)}", advice=_SHAPE)
        return
    if isinstance(value, list):
        if not value:
            yield Unread(source=source, reason="the JSON array is empty")
        for n, item in enumerate(value, start=1):
            yield _article(item, source=f"{source}, item {n}")
    else:
        yield _article(value, source=source)


def _is_one_value(first: bytes) -> bool:
    """Whether a first line opens a JSON value that later lines close, or is an array."""
    text = decode(first).strip("\ufeff \t\r\n\x00")
    if text.startswith("["):
        return True
    if b"\x00" in first:
        return True  # UTF-16 and UTF-32 cannot be cut at newline bytes
    return text.startswith("{") and not text.endswith("}")


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(first: bytes, stream: BinaryIO, *, source: str, number: int, max_bytes: int) -> Iterator[Article | Unread]:
    line = first
    while line:
        where = f"{source}, line {number}"
        if len(line) > max_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(max_bytes)
            yield Unread(source=where, reason=f"the line is longer than {max_bytes:,} bytes")
        elif line.strip():
            yield _line(line, source=where)
        try:
            line = stream.readline(max_bytes + 1)
        except InputError as error:
            # A gzip file that ends too early: what came before it was good.
            yield Unread(source=f"{source}, after line {number}", reason=error.reason, advice=error.advice)
            return
        number += 1


def _line(line: bytes, *, source: str) -> Article | Unread:
    try:
        value = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        return Unread(source=source, reason=f"not JSON: {_why(error)}", advice=_SHAPE)
    return _article(value, source=source)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]


def _article(value: Any, *, source: str) -> Article | Unread:
    try:
        return _read_object(value, source=source)
    except InputError as error:
        return Unread(source=error.source, reason=error.reason, advice=error.advice)


def _read_object(value: Any, *, source: str) -> Article:
    if not isinstance(value, dict):
        raise InputError(source, "not a JSON object", _SHAPE)
    text = value.get("text")
    if not isinstance(text, str):
        raise InputError(source, "`text` is missing" if text is None else "`text` is not a string", _SHAPE)
    if not has_words(text):
        raise InputError(source, "`text` holds no words" if text.strip() else "`text` is empty")
    fields: dict[str, str | None] = {}
    for name in _STRINGS:
        item = value.get(name)
        if item is not None and not isinstance(item, str):
            raise InputError(
                source, f"`{name}` is not a string: {str(item)[:40]}", "Write it in quotes or leave it out"
            )
        fields[name] = clean_text(item).strip() if item else None
    published = fields["published"]
    if published:
        fields["published"] = to_iso(published)
        if fields["published"] is None:
            raise InputError(
                source, f"`published` is not a date: {published[:60]!r}", "Write YYYY-MM-DD or leave it out"
            )
    identifier = value.get("id")
    if isinstance(identifier, dict | list | bool):
        raise InputError(source, "`id` is not a string", "Write it in quotes or leave it out")
    return Article(
        text=clean_text(text),
        id="" if identifier is None else clean_text(str(identifier)),
        blocks=_blocks(value.get("blocks"), len(text)),
        **fields,
    )


def _blocks(rows: Any, length: int) -> tuple[Block, ...]:
    """Blocks as an earlier run wrote them; none where they do not fit the text, so that they are found anew."""
    blocks: list[Block] = []
    end = 0
    try:
        for row in rows or ():
            block = Block(kind=BlockKind(row["kind"]), start=row["start"], end=row["end"])
            if not (isinstance(block.start, int) and end <= block.start < block.end <= length):
                return ()
            blocks.append(block)
            end = block.end
    except (TypeError, KeyError, ValueError, AttributeError):
        return ()
    return tuple(blocks)
