"""Articles in a DataFrame -> records in a DataFrame, byte for byte those of one process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reportedly.article import Unread
from reportedly.errors import InputError
from reportedly.intake.options import Options
from reportedly.spark.isolated import LIMIT_S, child
from reportedly.spark.rows import FIELDS, RECORDS, article_of, batches

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["read"]

_BLOCKS = "array<struct<kind: string, start: int, end: int>>"


def read(
    spark: SparkSession, articles: DataFrame, *, limit_s: float = LIMIT_S, max_bytes: int = Options().max_bytes
) -> DataFrame:
    """The record of each article, as JSON lines.

    Every row ends in exactly one row: a record, or a reason why there is none. A worker that dies costs its task
    another try; an article that kills its reader or takes too long is told by name, and the others go on.

    Args:
        spark: The session; see `SETTINGS`.
        articles: A column `text`, and any of `id`, `url`, `outlet`, `title`, `published`, `updated`, `byline`,
            `language`, `input` and `blocks`, as in `Article`; other columns are not looked at. What `articles` gives
            for files has them all, and its rows of what is unread pass through.
        limit_s: Seconds for one article, the loading of the model (a few seconds) included.
        max_bytes: The largest text, in UTF-8.

    Returns:
        Columns `id`, `published`, `record` (a line of `reportedly read`), and for what is unread `source`, `reason`,
        `advice`. Lazy, as all DataFrames.

    Raises:
        InputError: There is no column `text`.
    """
    from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's users call it

    if "text" not in articles.columns:
        had = ", ".join(articles.columns)
        raise InputError("articles", f"the DataFrame has no column `text` (but {had})", "Rename the one that is")
    wanted = [F.col("text").cast("string")]
    wanted += [
        F.col(name).cast("string") for name in (*FIELDS, "source", "reason", "advice") if name in articles.columns
    ]
    if "blocks" in articles.columns:
        wanted.append(F.col("blocks").cast(_BLOCKS).alias("blocks"))

    def read_rows(found: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from batches(_read(found, limit_s, max_bytes), _schema())

    return articles.select(*wanted).mapInArrow(read_rows, RECORDS)


def _read(found: Iterable[pa.RecordBatch], limit_s: float, max_bytes: int) -> Iterator[dict[str, Any]]:
    reader = child()
    for batch in found:
        for i in range(batch.num_rows):
            (row,) = batch.slice(i, 1).to_pylist()  # one at a time: a batch of Python's texts is twice the memory
            article = article_of(row, max_bytes=max_bytes)
            answer = article if isinstance(article, Unread) else reader.record(article, limit_s=limit_s)
            known = {"id": row.get("id"), "published": row.get("published")}
            if isinstance(article, Unread) or isinstance(answer, Unread):
                assert isinstance(answer, Unread)
                yield {**known, "record": None, **answer.to_dict()}
            else:
                yield {
                    "id": article.id, "published": article.published, "record": answer,
                    "source": None, "reason": None, "advice": None,
                }  # fmt: skip


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in ("id", "published", "record", "source", "reason", "advice")])
