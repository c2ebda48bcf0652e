"""Files of an archive -> a DataFrame of articles, each file taken in by one task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reportedly.spark.isolated import child
from reportedly.spark.opening import files_at
from reportedly.spark.rows import ARTICLES, FIELDS, batches, row_of_article

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["articles"]

_MOST_TASKS = 10_000


def articles(spark: SparkSession, *patterns: str, tasks: int | None = None) -> DataFrame:
    """The articles of some files: WARC, JSON lines, Parquet and all else that `reportedly read` takes, packed or not.

    A file is one piece of work, so that a record says where in it its article stood (`news.warc.gz@1234`); a file
    that is broken costs what comes after the break, and is told as a row.

    Args:
        patterns: Files, folders and patterns (`crawl/*.warc.gz`), on a disk that every machine has, or at an address
            that pyarrow's file systems know (`s3://bucket/crawl/*.warc.gz`, `hdfs://…`, `gs://…`).
        tasks: Into how many the files are spread; by default one for each file, up to 10,000.

    Returns:
        The columns of an article, and `source`, `reason`, `advice` for what is unread.

    Raises:
        InputError: A pattern names no file.
    """
    files = [file for pattern in patterns for file in files_at(pattern)]
    named = spark.createDataFrame([(file,) for file in files], "file string")
    spread = named.repartition(tasks or min(len(files), _MOST_TASKS))

    def read_rows(found: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from batches(_rows(found), _schema())

    return spread.mapInArrow(read_rows, ARTICLES)


def _rows(found: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in found:
        for file in batch.column(0).to_pylist():
            for item in child().articles(file):
                yield row_of_article(item)


def _schema() -> pa.Schema:
    import pyarrow as pa

    block = pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
    return pa.schema(
        [("text", pa.string()), *((name, pa.string()) for name in FIELDS), ("blocks", pa.list_(block))]
        + [(name, pa.string()) for name in ("source", "reason", "advice")]
    )
