"""JSON lines -> Articles, streamed; a bad line is told and the others go on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from reportedly.article import Article, Unread
from reportedly.errors import InputError
from reportedly.intake.decoding import decode
from reportedly.intake.fields import SHAPE, FieldReader, PageOf, objects_in, read_row
from reportedly.intake.options import Options

__all__ = ["read_json_lines"]

_SEPARATORS = re.compile(r"[\s,\x1e\ufeff]*")


def read_json_lines(
    stream: BinaryIO,
    *,
    source: str,
    max_bytes: int,
    columns: Mapping[str, str] | None = None,
    page_of: PageOf | None = None,
    notice: Callable[[str], None] | None = None,
) -> Iterator[Article | Unread]:
    """The articles of a file of JSON lines, of one JSON object or array, or of an object that wraps an array.

    `text` is kept to the letter, but for NUL and lone surrogates, which become U+FFFD one for one, unless it
    begins with a tag of HTML. Fields are also known by the names that other tools give them.

    Args:
        stream: Its bytes, unpacked.
        source: As the user named it; "source, line 41" in what is told.
        max_bytes: The longest line, and the largest array, that is read.
        columns: The keys that the user named for some fields.
        page_of: Gives the page of an object that has an address and no text.
        notice: Called, once for each, with keys that are not used and dates that cannot be told.
    """
    fields = FieldReader(source, columns=columns or {}, notice=notice or Options().notice)
    try:
        yield from _Values(source, fields, page_of, max_bytes).read(stream)
    finally:
        fields.close()


class _Values:
    """One file of JSON values, and how its objects become articles."""

    def __init__(self, source: str, fields: FieldReader, page_of: PageOf | None, max_bytes: int) -> None:
        self._source = source
        self._fields = fields
        self._page_of = page_of
        self._max_bytes = max_bytes

    def read(self, stream: BinaryIO) -> Iterator[Article | Unread]:
        """Every article, in order."""
        first = stream.readline(self._max_bytes + 1)
        number = 1
        while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
            first, number = stream.readline(self._max_bytes + 1), number + 1
        if not _is_one_value(first):
            yield from self._lines(first, stream, number)
            return
        data = first + stream.read(self._max_bytes + 1)
        if len(data) > self._max_bytes:
            yield Unread(source=self._source, reason="too large for one JSON value", advice=SHAPE)
            return
        text = decode(data)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            if values := _sequence(text):
                for n, item in enumerate(values, start=1):
                    yield from self._article(item, f"{self._source}, item {n}", f"{self._source}#{n}")
                return
            # Not one value after all: perhaps lines whose first is broken.
            lines = data.splitlines()
            if len(lines) > 1 and any(_is_object(line) for line in lines[1:]):
                for n, line in enumerate(lines, start=number):
                    if line.strip():
                        yield from self._line(line, n)
            else:
                yield Unread(source=self._source, reason=f"not JSON: {_why(error)}", advice=SHAPE)
            return
        wrapped = objects_in(value)
        if wrapped is not None or isinstance(value, list):
            items = value if wrapped is None else wrapped
            if not items:
                yield Unread(source=self._source, reason="the JSON array is empty")
            for n, item in enumerate(items, start=1):
                yield from self._article(item, f"{self._source}, item {n}", f"{self._source}#{n}")
        else:
            yield from self._article(value, self._source, self._source)

    def _lines(self, first: bytes, stream: BinaryIO, number: int) -> Iterator[Article | Unread]:
        line = first
        while line:
            if len(line) > self._max_bytes:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(self._max_bytes)
                reason = f"the line is longer than {self._max_bytes:,} bytes"
                yield Unread(source=f"{self._source}, line {number}", reason=reason)
            elif line.strip():
                yield from self._line(line, number)
            try:
                line = stream.readline(self._max_bytes + 1)
            except InputError as error:
                # A gzip file that ends too early: what came before it was good.
                source = f"{self._source}, after line {number}"
                yield Unread(source=source, reason=error.reason, advice=error.advice)
                return
            number += 1

    def _line(self, line: bytes, number: int) -> Iterator[Article | Unread]:
        where = f"{self._source}, line {number}"
        try:
            value = json.loads(decode(line))
        except (ValueError, RecursionError) as error:
            values = _sequence(decode(line))
            for n, item in enumerate(values, start=1):
                part = f".{n}" if len(values) > 1 else ""
                yield from self._article(item, where, f"{self._source}#{number}{part}")
            if not values:
                yield Unread(source=where, reason=f"not JSON: {_why(error)}", advice=SHAPE)
            return
        wrapped = objects_in(value) if number == 1 else None
        if wrapped is None:
            yield from self._article(value, where, f"{self._source}#{number}")
            return
        for n, item in enumerate(wrapped, start=1):
            yield from self._article(item, f"{self._source}, item {n}", f"{self._source}#{n}")

    def _article(self, value: Any, where: str, input_: str) -> Iterator[Article | Unread]:
        if not isinstance(value, dict):
            yield Unread(source=where, reason="not a JSON object", advice=SHAPE)
            return
        yield from read_row(value, self._fields, where=where, input_=input_, page_of=self._page_of)


def _is_one_value(first: bytes) -> bool:
    """Whether a first line opens a JSON value that later lines close, or is an array."""
    text = decode(first).strip("\ufeff \t\r\n\x00")
    if text.startswith("["):
        return True
    if b"\x00" in first:
        return True  # UTF-16 and UTF-32 cannot be cut at newline bytes
    return text.startswith("{") and not text.endswith("}")


def _sequence(text: str) -> list[Any]:
    """JSON values one behind another, parted by white space, commas or record separators; none where it is not that."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    position = _SEPARATORS.match(text, 0).end()  # type: ignore[union-attr]
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return []
        found.append(value)
        position = _SEPARATORS.match(text, position).end()  # type: ignore[union-attr]
    return found


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]
