"""Rows -> Parquet, for pandas, DuckDB or Spark. Needs pyarrow, which `reportedly[parquet]` brings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from reportedly.errors import ReportedlyError
from reportedly.export.tables import Column

__all__ = ["to_parquet"]


def to_parquet(columns: Mapping[str, Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A table with the columns' own types: lists of strings, 64-bit counts, Booleans.

    Raises:
        ReportedlyError: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ReportedlyError(
            "Parquet", "pyarrow is not installed", "Run `pip install 'reportedly[parquet]'`, or write CSV"
        ) from error
    types = {
        Column.TEXT: pyarrow.string(),
        Column.TEXTS: pyarrow.list_(pyarrow.string()),
        Column.COUNT: pyarrow.int64(),
        Column.SHARE: pyarrow.float64(),
        Column.FLAG: pyarrow.bool_(),
    }
    schema = pyarrow.schema([pyarrow.field(name, types[kind]) for name, kind in columns.items()])
    table = pyarrow.Table.from_pylist([_clean(row) for row in rows], schema=schema)
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def _clean(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _utf8(value)
        if isinstance(value, str)
        else [_utf8(item) for item in value]
        if isinstance(value, list)
        else value
        for name, value in row.items()
    }


def _utf8(text: str) -> str:
    """Lone surrogates, which some broken pages have, cannot be stored."""
    return text.encode("utf-8", "replace").decode()
