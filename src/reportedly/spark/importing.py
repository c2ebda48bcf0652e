"""Parquet tables that `reportedly.spark.ledger` wrote -> a ledger in SQLite or PostgreSQL; needs pyarrow, no Spark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reportedly.errors import InputError
from reportedly.ledger.importing import WorkedOut
from reportedly.ledger.index.standing_rows import MEMBERS, STANDING
from reportedly.record import Record
from reportedly.spark.tables import Tables

if TYPE_CHECKING:
    from reportedly.ledger import Ledger

__all__ = ["import_tables"]

_ROWS = 2000


def import_tables(folder: str, book: Ledger) -> tuple[int, int]:
    """Write the ledger in a folder of tables into `book`: how many articles were new, and how many known.

    Raises:
        InputError: There are no tables there, or they cannot be read.
        LedgerError: The ledger cannot be written; then nothing of it is in there.
    """
    tables = Tables.at(folder)
    if not tables.generation:
        raise InputError(folder, "there is no ledger of Parquet tables", "Name the folder that `ledger` wrote to")
    try:
        return book.take_over(
            WorkedOut(
                records=(Record.from_json(line) for (line,) in _rows(tables, "articles", ("record",))),
                keys=_rows(tables, "keys", ("space", "hash", "day", "item")),
                links=_rows(tables, "links", ("space", "a", "b", "weight", "back")),
                spans=_rows(tables, "versions", ("article", "since", "until")),
                days=_rows(tables, "days", STANDING),
                members=_rows(tables, "members", MEMBERS),
                terms=_rows(tables, "terms", ("term", "event")),
                made_by=tables.made_by or {},
            )
        )
    except (OSError, ValueError, KeyError) as error:
        reason = f"its tables cannot be read ({type(error).__name__}: {str(error).splitlines()[0][:200]})"
        raise InputError(folder, reason, "Nothing was imported; write them anew") from error


def _rows(tables: Tables, name: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Rows of a table, a few at a time."""
    from pyarrow import dataset, fs

    for folder in (tables.folders or {})[name]:
        system, path = fs.FileSystem.from_uri(folder) if "://" in folder else (fs.LocalFileSystem(), folder)
        if system.get_file_info(path).type == fs.FileType.NotFound:
            raise OSError(f"{folder} is missing")
        parts = dataset.dataset(path, filesystem=system, format="parquet")
        if not parts.files:
            continue
        for batch in parts.to_batches(columns=list(columns), batch_size=_ROWS, batch_readahead=1, fragment_readahead=1):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
