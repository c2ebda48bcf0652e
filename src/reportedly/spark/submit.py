"""The program to submit: reads an archive, or builds its ledger, and can be run again after whatever ended it.

    spark-submit --master … submit.py read 's3://bucket/crawl/*.warc.gz' --out s3://bucket/records
    spark-submit --master … submit.py ledger s3://bucket/records --out s3://bucket/ledger

`python -m reportedly.spark.submit` does the same on this machine. Files are taken some at a time (`--step`); what a
step wrote stays, and a run that is started again goes on with the steps that are not there.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportedly.errors import InputError, ReportedlyError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["main"]

_FULL = re.compile(r"No space left on device|Disk quota exceeded|File too large")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where all was read, 1 where some inputs were not (the column `reason` says why), 2 where the job ended."""
    asked = _parsed(arguments)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    spark = running or _session()
    try:
        return _read(spark, asked) if asked.what == "read" else _ledger(spark, asked)
    except ReportedlyError as error:
        _say(str(error))
        return 2
    finally:
        if running is None:
            spark.stop()


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="submit.py", description="Read an archive on Apache Spark.")
    commands = parser.add_subparsers(dest="what", required=True)
    read = commands.add_parser("read", help="Files of articles to records, as Parquet.")
    read.add_argument("files", nargs="+", metavar="PATTERN", help="WARC, JSON lines, Parquet: crawl/*.warc.gz")
    read.add_argument("--step", type=int, default=100, metavar="N", help="Files taken at a time (default 100).")
    read.add_argument("--tasks", type=int, metavar="N", help="Tasks of a step (default 16 for each core).")
    read.add_argument("--limit", type=float, default=900.0, metavar="S", help="Seconds for one article (default 900).")
    book = commands.add_parser("ledger", help="Records to events, days, echoes and origins, as Parquet.")
    book.add_argument("records", metavar="FOLDER", help="What `read` wrote.")
    for command in (read, book):
        command.add_argument("--out", required=True, metavar="FOLDER", help="Where the tables go.")
    return parser.parse_args(arguments)


def _session() -> SparkSession:
    from pyspark.sql import SparkSession

    from reportedly.spark.settings import SETTINGS

    builder = SparkSession.builder.appName("reportedly")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # which spark-submit sets, and then says where to run, too
        builder = builder.master("local[*,4]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _read(spark: SparkSession, asked: argparse.Namespace) -> int:
    from reportedly.spark.files import articles
    from reportedly.spark.opening import files_at
    from reportedly.spark.reading import read

    files = [file for pattern in asked.files for file in files_at(pattern)]
    tasks = asked.tasks or 16 * spark.sparkContext.defaultParallelism
    stream = iter(files)
    n_steps = n_kept = 0
    while step := list(itertools.islice(stream, asked.step)):
        n_steps += 1
        # Named by what is in it: a step of other files is another step.
        name = hashlib.blake2b("\n".join(step).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        target = f"{asked.out.rstrip('/')}/step={name}"
        if _is_whole(target):
            n_kept += 1
            continue
        rows = read(spark, articles(spark, *step).repartition(tasks), limit_s=asked.limit)
        _do(lambda rows=rows, target=target: rows.write.mode("overwrite").parquet(target), target, step)
    if n_kept:
        _say(f"{n_kept} of {n_steps} steps were there already.")
    written = spark.read.parquet(asked.out)
    n_records, n_rows = written.where("record is not null").count(), written.count()
    _say(f"{n_records} records, {n_rows - n_records} not read, in {asked.out}")
    for row in written.where("record is null").select("source", "reason").limit(20).collect():
        _say(f"{row.source}: {row.reason}.")
    return int(n_rows > n_records)


def _is_whole(target: str) -> bool:
    from reportedly.spark.tables import is_there

    return is_there(f"{target}/_SUCCESS")


def _ledger(spark: SparkSession, asked: argparse.Namespace) -> int:
    from reportedly.spark.building import ledger

    records = spark.read.parquet(asked.records)
    tables = _do(lambda: ledger(spark, records, asked.out), asked.out, [asked.records])
    counts = ", ".join(f"{n:,} {name}" for name, n in sorted((tables.counts or {}).items()))
    _say(f"generation {tables.generation} in {asked.out}: {counts}")
    return 0


def _do(work: Any, target: str, inputs: Sequence[str]) -> Any:
    """Do a piece of work of Spark; what ends it is told in a line, with where it was."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return work()
    except (Py4JError, PySparkException, OSError) as error:
        told = str(error)
        full = _FULL.search(told)
        causes = re.findall(r"(?:Caused by: |Exception: |Error: )([^\n]+)", told)
        reason = full.group(0) if full else (causes[-1] if causes else told.splitlines()[0])[:300]
        more = f" and {len(inputs) - 1} more" if len(inputs) > 1 else ""
        advice = "What was written before stays; make room" if full else "What was written before stays"
        raise InputError(
            f"{target} (from {inputs[0]}{more})", f"the job ended: {reason}", f"{advice}, and run it again"
        ) from error


def _say(line: str) -> None:
    sys.stderr.write(f"reportedly: {line}\n")


if __name__ == "__main__":
    sys.exit(main())
