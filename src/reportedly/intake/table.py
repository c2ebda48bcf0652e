"""CSV and TSV -> Articles, one for each row; columns are known by their heads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reportedly.article import Article, Unread
from reportedly.dates import order_of_days
from reportedly.errors import InputError
from reportedly.intake.decoding import decode
from reportedly.intake.fields import FieldReader, PageOf, field_of, pick_out, read_row

__all__ = ["is_table", "read_table"]

_DELIMITERS = ",\t;|"
# Lines before the heads: comments, and the mark that Excel is told, "sep=;".
_BEFORE_HEADS = re.compile(r"(?:\s*#[^,;|\t\n]*\n)*(?:\"?sep=(?P<mark>[,;|\t])\"?[ \r]*\n)?", re.IGNORECASE)
# No head of a column reads like this.
_PROSE = re.compile(r"[.!?:;]\s|[.!?]$|\w+ \w+ \w+ \w+ \w+")
# Longer than any article; Python's own bound of 131,072 is shorter than some.
_LONGEST_CELL = 16_000_000


def is_table(text: str, *, is_named: bool) -> bool:
    """Whether a text begins like a table of articles: a line of heads, some of which name fields, and rows below.

    Args:
        text: Its start.
        is_named: Whether its name ends in ".csv" or ".tsv"; else only heads that leave no doubt count.
    """
    first, _, rest = text.lstrip("\ufeff\r\n").partition("\n")
    delimiter = _delimiter(first)
    if delimiter is None:
        return is_named
    heads = _cells(first, delimiter)
    if is_named:
        return True
    known = [named for head in heads if (named := field_of(head)) and len(head) <= 30]
    fields = {field for named in known for field in named}
    return (
        bool(rest.strip())
        and len(known) >= 2
        and not any(_PROSE.search(head.strip()) for head in heads)
        and len(known) >= 0.5 * len(heads)
        and bool(fields & {"text", "url"})
        and rest.partition("\n")[0].count(delimiter) >= len(heads) - 1
    )


def read_table(
    data: bytes,
    *,
    source: str,
    columns: Mapping[str, str],
    notice: Callable[[str], None],
    page_of: PageOf | None = None,
) -> Iterator[Article | Unread]:
    """The articles of a table, a row each.

    Args:
        data: The table, unpacked.
        source: As the user named it; "source, row 3" in what is told, the line of heads being the first.
        columns: The heads that the user named for some fields: `{"text": "body"}`.
        notice: Called once with what each column became, and once with the columns that are not used.
        page_of: Gives the page of a row that has an address and no text.

    Raises:
        InputError: No column holds a text or an address, or a column that the user named is not there.
    """
    text = decode(data).lstrip("\ufeff")
    before = _BEFORE_HEADS.match(text)
    preface = before[0] if before else ""
    text = text[len(preface) :]
    first = text.lstrip("\r\n").partition("\n")[0]
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = (before["mark"] if before else None) or _delimiter(first) or ","
    reader = csv.reader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), delimiter=delimiter)
    rows = _rows(reader, source, n_before=preface.count("\n"))
    _, heads = next(rows, (0, []))
    heads = [head.strip().strip("\ufeff") for head in heads]
    for field, head in columns.items():
        if head not in heads:
            names = ", ".join(f"`{name[:40]}`" for name in heads[:20])
            raise InputError(source, f"there is no column `{head}` for {field}", f"Its columns are {names}")
    known = {field for head in heads for field in field_of(head)} | set(columns)
    if "text" not in known and not ("url" in known and page_of):
        names = ", ".join(f"`{name[:40]}`" for name in heads[:20])
        advice = "Name it with --map text=COLUMN" + (", or fetch the pages with --with-pages" if "url" in known else "")
        raise InputError(source, f"none of its columns is known to hold the text: {names}", advice)
    table: list[tuple[int, dict[str, Any]]] = []
    broken: Unread | None = None
    try:
        for number, cells in rows:
            table.append((number, dict(zip(heads, cells, strict=False))))
    except InputError as error:
        broken = Unread(source=error.source, reason=error.reason, advice=error.advice)
    dates = [value for _, row in table for value in _dates(row, columns)]
    fields = FieldReader(source, columns=columns, notice=notice, order=order_of_days(dates))
    try:
        if not table:
            yield Unread(source=source, reason="the table has no rows")
        for number, row in table:
            yield from read_row(
                row, fields, where=f"{source}, row {number}", input_=f"{source}#{number}", page_of=page_of
            )
        if broken is not None:
            yield broken
    finally:
        fields.close(tell_names=True)


def _rows(reader: Any, source: str, *, n_before: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, numbered from 1 for the heads where no other line is before them."""
    number = n_before
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(f"{source}, row {number}", f"the table is broken there ({error})") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, cells
        elif number == n_before + 1:
            number = n_before


def _dates(row: Mapping[str, Any], columns: Mapping[str, str]) -> list[str]:
    found, _ = pick_out(row, columns)
    return [found[name][1] for name in ("published", "updated") if name in found]


def _delimiter(line: str) -> str | None:
    """What parts the cells of a line of heads: the mark that gives the most heads that are known."""
    counts = {mark: len(_cells(line, mark)) for mark in _DELIMITERS if mark in line}
    if not counts:
        return None
    known = {mark: sum(bool(field_of(cell)) for cell in _cells(line, mark)) for mark in counts}
    return max(counts, key=lambda mark: (known[mark], counts[mark]))


def _cells(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return line.split(mark)
