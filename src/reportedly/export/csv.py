"""Rows -> CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from reportedly.export.tables import Column

__all__ = ["guarded", "to_csv"]

# A cell that begins so is run as a formula by spreadsheets: "=HYPERLINK(…)" in a headline would be.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(columns: Mapping[str, Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A line of names and a line for each row, UTF-8, CRLF; lists are joined by "; ", unknown is empty.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not show.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name], kind) for name, kind in columns.items()])
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: Any, kind: Column) -> str:
    if value is None:
        return ""
    if kind is Column.FLAG:
        return "true" if value else "false"
    if kind in (Column.COUNT, Column.SHARE):
        return str(value)
    text = "; ".join(str(item) for item in value) if kind is Column.TEXTS else str(value)
    return guarded(text.replace("\0", ""))


def guarded(text: str) -> str:
    """Text with an apostrophe in front where a spreadsheet would take it for a formula.

    >>> guarded("=SUM(A1)"), guarded("Varga visits Kenya")
    ("'=SUM(A1)", 'Varga visits Kenya')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
