"""Versions of pages: from when until when each article at an address stands, by the ledger's own function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportedly.ledger.page_versions import Span, spans_of, version_of
from reportedly.record import Record
from reportedly.spark.tables import CHANGING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["VERSIONS", "span_from", "versions_of_pages"]

VERSIONS = CHANGING["versions"]


def versions_of_pages(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """A row of `versions` for each article that follows or precedes another version of its page.

    Args:
        found: Rows `address`, `record` (JSON), those of an address one after another.
    """
    rows = (row for batch in found for i in range(batch.num_rows) for row in batch.slice(i, 1).to_pylist())
    for address, group in groupby(rows, key=lambda row: row["address"]):
        spans = spans_of([version_of(Record.from_json(row["record"]).article) for row in group])
        for article, span in sorted(spans.items()):
            if span.since or span.until:
                since, until = (day.toordinal() if day else None for day in (span.since, span.until))
                yield {"article": article, "address": address, "since": since, "until": until}


def span_from(since: int | None, until: int | None) -> Span:
    """The span that a row of `versions` holds."""
    return Span(*(date.fromordinal(day) if day else None for day in (since, until)))
