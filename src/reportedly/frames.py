"""Rows -> a table of pandas or polars, whichever is there; both are extras."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from reportedly.errors import ReportedlyError

__all__ = ["to_frame"]

_LIBRARIES = ("pandas", "polars")


def to_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], library: str | None = None) -> Any:
    """A DataFrame with these columns, in this order, also where there are no rows.

    Args:
        library: "pandas" or "polars"; None: the first of the two that is installed.

    Raises:
        ReportedlyError: No such library, or it is not installed.
    """
    if library is not None and library not in _LIBRARIES:
        raise ReportedlyError(f"library {library!r}", "there is no such table", "Write pandas or polars")
    for name in (library,) if library else _LIBRARIES:
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        data = {column: [_clean(row[column]) for row in rows] for column in columns}
        if name == "polars":
            return module.DataFrame(data, strict=False)
        return module.DataFrame(data, columns=list(columns))
    wanted = library or "pandas or polars"
    raise ReportedlyError("to_frame", f"needs {wanted}, which is not installed", "Install reportedly[tables]")


def _clean(value: Any) -> Any:
    """Lists for tuples; lone surrogates, which no table can hold, become question marks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple | list):
        return [_clean(part) for part in value]
    return value
