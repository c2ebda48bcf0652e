"""Reading and the ledger on Apache Spark beside one process: the same answers, and how both grow.

    python benchmarks/engine.py --check FILE     # the same records, and again with workers killed; 1 on any difference
    python benchmarks/engine.py FILE             # one process, local[1], local[2], --jobs 2
    python benchmarks/engine.py --ledger 2500,5000,10000    # the ledger over generated articles
    python benchmarks/engine.py --memory 100,1000,10000     # of a process that reads

FILE holds articles as JSON lines, of which the first `--articles` are taken. Needs `pip install 'reportedly[spark]'`
and a JRE. Every engine runs in a process of its own and has loaded its models before the clock starts. On a machine
with other work only processor time can be compared: "busy" adds up that of all processes of an engine. Prints a table
and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportedly import intake
from reportedly.article import Article, Unread
from reportedly.reading import read_all

_HZ = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


# Processes


def processes() -> dict[int, tuple[int, str, float, int]]:
    """Every process that descends from this one: parent, command, seconds of processor, bytes of memory."""
    found: dict[int, tuple[int, str, float, int]] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            busy = sum(int(value) for value in fields[11:13]) / _HZ
            found[int(folder.name)] = (int(fields[1]), command, busy, int(fields[21]) * _PAGE)
    ours = {os.getpid()}
    while more := {pid for pid, (parent, *_) in found.items() if parent in ours} - ours:
        ours |= more
    return {pid: found[pid] for pid in ours if pid in found}


class Meter:
    """Seconds of processor of this process and all that it starts, looked at five times a second.

    What Spark's workers have used is in no other process's count once they have ended: nobody waits for them.
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._now: dict[int, float] = {}
        self._ended = 0.0

    def __enter__(self) -> Meter:
        self._look()
        self._start = self._ended + sum(self._now.values())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()
        self.seconds = self._ended + sum(self._now.values()) - self._start

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            self._look()

    def _look(self) -> None:
        now = {pid: seconds for pid, (_, _, seconds, _) in processes().items()}
        self._ended += sum(seconds for pid, seconds in self._now.items() if now.get(pid, 0.0) < seconds)
        self._now = now


def readers() -> dict[int, tuple[int, float, int]]:
    """The processes with a model in memory: the worker that each belongs to, seconds of processor, bytes."""
    return {
        pid: (parent, seconds, size)
        for pid, (parent, command, seconds, size) in processes().items()
        if "reportedly.spark.child" in command
    }


# Engines


def first(path: str, n: int, folder: str) -> tuple[str, list[Article]]:
    """A file with the first so many articles of another, and those."""
    found = (item for item in intake.articles([path]) if isinstance(item, Article))
    taken = list(itertools.islice(found, n))
    target = Path(folder) / "articles.jsonl"
    target.write_text("".join(json.dumps(article.to_dict()) + "\n" for article in taken), encoding="utf-8")
    return str(target), [item for item in intake.articles([str(target)]) if isinstance(item, Article)]


def session(master: str, folder: str) -> Any:
    """A Spark session on this machine, with the settings that the docs name."""
    from pyspark.sql import SparkSession

    from reportedly.spark import SETTINGS

    os.environ["PYSPARK_PYTHON"] = sys.executable
    own = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.local.dir": folder,
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(master)
    for name, value in {**SETTINGS, **own}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def one_process(articles: list[Article]) -> list[str]:
    """What every engine must give."""
    return [str(item) if isinstance(item, Unread) else item.to_json() for item in read_all(articles)]


# The check


def check(path: str, n: int) -> int:
    """Compare records of one process with those of Spark, undisturbed and with workers killed; 1 on any difference."""
    with tempfile.TemporaryDirectory() as folder:
        source, articles = first(path, n, folder)
        expected = sorted(one_process(articles))
        spark = session("local[2,4]", folder)
        try:
            wrong = compare("Spark local[2]", expected, on_spark(spark, source))
            with killing() as killed:
                found = on_spark(spark, source)
            wrong |= compare(f"the same, {' and '.join(killed) or 'nothing'} killed", expected, found)
            if len(killed) < 2:
                print("DIFFERENT: the run ended before both a worker and a reader had been killed")
                wrong = True
        finally:
            spark.stop()
    return int(wrong)


def on_spark(spark: Any, source: str) -> list[str]:
    from reportedly.spark import articles, read

    rows = read(spark, articles(spark, source).repartition(8)).collect()
    return sorted(row.record or f"{row.source}: {row.reason}" for row in rows)


def compare(name: str, expected: list[str], found: list[str]) -> bool:
    """Say how two sorted lists of records differ; whether they do."""
    if found == expected:
        print(f"same       {name}: {len(found)} records, byte for byte")
        return False
    missing, more = set(expected) - set(found), set(found) - set(expected)
    print(f"DIFFERENT  {name}: {len(found)} records for {len(expected)}, {len(missing)} missing, {len(more)} others")
    for line in itertools.chain(sorted(missing)[:2], sorted(more)[:2]):
        print(f"           {line[:200]}")
    return True


@contextlib.contextmanager
def killing() -> Iterator[list[str]]:
    """Meanwhile kill one worker of Spark, and one process that reads, each in the middle of its work."""
    killed: list[str] = []
    over = threading.Event()
    before = {pid: seconds for pid, (_, seconds, _) in readers().items()}

    def watch() -> None:
        while not over.wait(0.02) and len(killed) < 2:
            for pid, (worker, seconds, _) in readers().items():
                # It has read for a while.
                if seconds - before.get(pid, 0.0) > 0.4:
                    name, target = ("a worker", worker) if not killed else ("a reader", pid)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(target, signal.SIGKILL)
                        killed.append(name)
                        before[pid] = float("inf")
                    break

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


# Scaling of reading

_ENGINES = ("one process", "--jobs 2", "local[1]", "local[2]")


def measure(engine: str, path: str, n: int) -> dict[str, float]:
    """Seconds, processor seconds and the largest reader of one engine, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        source, articles = first(path, n, folder)
        if engine.startswith("local"):
            from reportedly.spark import articles as articles_of
            from reportedly.spark import read

            spark = session(engine, folder)
            tasks = 8 * int(engine[6])
            taken = articles_of(spark, source).repartition(tasks).cache()
            read(spark, taken.limit(40).repartition(tasks)).count()  # models are loaded
            taken.count()
            start = time.perf_counter()
            with Meter() as meter:
                read(spark, taken).select("record").write.mode("overwrite").text(f"{folder}/records")
            spent = {"wall_s": time.perf_counter() - start, "busy_s": meter.seconds}
            spent["reader_mb"] = max(size for _, _, size in readers().values()) / 1e6
            spark.stop()
            return spent
        jobs = 2 if engine == "--jobs 2" else 1
        # Loading is part of a run with --jobs: it is taken off by the same run over as many articles as are ahead.
        found = read_all(itertools.chain(articles[:8], articles), jobs=jobs)
        for _ in range(8):
            next(found)
        start = time.perf_counter()
        with Meter() as meter:
            for item in found:
                _ = item if isinstance(item, Unread) else item.to_json()
        spent = {"wall_s": time.perf_counter() - start, "busy_s": meter.seconds}
        spent["reader_mb"] = max(size for *_, size in processes().values()) / 1e6
        found.close()
        return spent


def scaling(path: str, n: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"articles": n}
    print(f"{'engine':14}{'wall s':>9}{'articles/s':>12}{'busy s':>9}{'ms an article':>15}{'reader MB':>11}")
    for engine in _ENGINES:
        spent = json.loads(_by_itself("--engine", engine, path, "--articles", str(n)))
        figures[engine] = spent
        print(
            f"{engine:14}{spent['wall_s']:9.1f}{n / spent['wall_s']:12.2f}{spent['busy_s']:9.1f}"
            f"{1000 * spent['busy_s'] / n:15.1f}{spent['reader_mb']:11.0f}",
            flush=True,
        )
    figures["local2_over_local1"] = figures["local[1]"]["wall_s"] / figures["local[2]"]["wall_s"]
    figures["local2_over_jobs2"] = figures["--jobs 2"]["wall_s"] / figures["local[2]"]["wall_s"]
    figures["local2_over_jobs2_busy"] = figures["--jobs 2"]["busy_s"] / figures["local[2]"]["busy_s"]
    return figures


def _by_itself(*args: str) -> str:
    """The last line of a run of this script in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *args], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()[-1]


# Memory

_SENTENCES = (
    "The mayor of {0}, Ana {1}, told the {0} Post on Monday that the vote had been postponed.",
    "“We will meet {1} in {0} on March {2},” a spokesman said.",
    "The visit of President {1} to {0} was cancelled, according to a diplomatic source.",
)


def memory(sizes: list[int]) -> dict[str, float]:
    """Megabytes of a reading process after so many short articles, each with names and days of its own."""
    import random

    from benchmarks.ledger_scale import _word
    from reportedly.spark.isolated import Child

    rng = random.Random(1)
    child = Child()
    figures: dict[str, float] = {}
    print(f"{'articles':>9}{'MB':>7}")
    for number in range(1, max(sizes) + 1):
        names = _word(rng).title(), _word(rng).title(), rng.randint(1, 31)
        text = " ".join(sentence.format(*names) for sentence in _SENTENCES)
        child.record(Article(text=text, published="2026-03-02", outlet=f"{names[0]} Post"))
        if number in sizes:
            figures[str(number)] = processes()[child.pid or 0][3] / 1e6
            print(f"{number:9}{figures[str(number)]:7.0f}", flush=True)
    child.close()
    return figures


# Scaling of the ledger


def ledger(sizes: list[int]) -> dict[str, Any]:
    """The ledger over generated articles of several sizes, in one session."""
    from benchmarks.ledger_scale import records
    from reportedly.spark import ledger

    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        spark = session("local[2]", folder)
        print(
            f"{'articles':>9}{'wall s':>9}{'busy s':>9}{'ms an article':>15}{'shuffle kB':>12}{'events':>9}{'links':>9}"
        )
        for size in (200, *sizes):  # the first warms the machine up, and is not told
            source = f"{folder}/records-{size}"
            stream = itertools.islice(records(), size)
            Path(source).mkdir()
            for part, some in enumerate(iter(lambda: list(itertools.islice(stream, 1000)), [])):  # noqa: B023
                lines = "".join(f"{record.to_json()}\n" for record in some)
                Path(f"{source}/{part:04d}.txt").write_text(lines, encoding="utf-8")
            start, before = time.perf_counter(), shuffled(spark)
            with Meter() as meter:
                tables = ledger(spark, spark.read.text(source).toDF("record"), f"{folder}/ledger-{size}")
            spent = {"wall_s": time.perf_counter() - start, "busy_s": meter.seconds}
            spent["shuffle_kb_an_article"] = (shuffled(spark) - before) / size / 1000
            counts = tables.counts or {}
            if size not in sizes:
                continue
            figures[str(size)] = {**spent, **counts}
            print(
                f"{size:9}{spent['wall_s']:9.1f}{spent['busy_s']:9.1f}{1000 * spent['busy_s'] / size:15.2f}"
                f"{spent['shuffle_kb_an_article']:12.1f}{counts['events']:9}{counts['links']:9}",
                flush=True,
            )
        spark.stop()
    return figures


def shuffled(spark: Any) -> int:
    """Bytes that all executors have written for others to fetch."""
    listed = spark.sparkContext._jsc.sc().statusStore().executorList(False)
    return sum(listed.apply(i).totalShuffleWrite() for i in range(listed.size()))


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--check", action="store_true", help="compare records, and exit with 1 on any difference")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--ledger", metavar="SIZES", help="sizes of generated ledgers: 2500,5000,10000")
    parser.add_argument("--memory", metavar="SIZES", help="memory after so many articles: 100,1000,10000")
    parser.add_argument("--engine", choices=_ENGINES, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ledger:
        print(json.dumps(ledger([int(size) for size in args.ledger.split(",")])))
    elif args.memory:
        print(json.dumps(memory([int(size) for size in args.memory.split(",")])))
    elif args.file is None:
        parser.error("name a FILE of articles")
    elif args.check:
        sys.exit(check(args.file, args.articles))
    elif args.engine:
        print(json.dumps(measure(args.engine, args.file, args.articles)))
    else:
        print(json.dumps(scaling(args.file, args.articles)))


if __name__ == "__main__":
    main()
