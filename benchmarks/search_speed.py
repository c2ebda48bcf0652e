"""How long it takes to find statements in a ledger of many: by words, phrase, source, outlet, stance and day.

    python benchmarks/search_speed.py [--statements 1000000] [--ledger ADDRESS]

Fills a ledger (by default a SQLite file in a temporary folder) with generated statements, ten an article, straight
into its tables, for what is measured is the asking. A word's place in a list of 30,000 decides how often it is said,
as in print; articles are spread over 900 days and 200 outlets. Prints, for each question, the median of seven of time
and of processor time of its first fifty answers and of a page of search with its facets; and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reportedly import Ledger
from reportedly.ledger import StatementFilter
from reportedly.ledger.db.engine import writing
from reportedly.ledger.db.fulltext import Indexed, index_statements
from reportedly.ledger.db.schema import articles, outlets, statements
from reportedly.ledger.db.sql import insert_rows

BATCH = 2000  # articles a transaction


def word(rng: random.Random) -> str:
    """A word of 30,000, the first far more often than the last, as in print."""
    return f"w{int(30_000 ** rng.random())}x"


def fill(ledger: Ledger, n_statements: int) -> None:
    """Articles and statements as adding writes them, but for their records."""
    rng = random.Random(1)
    for first in range(0, n_statements // 10, BATCH):
        numbers = range(first + 1, min(first + BATCH, n_statements // 10) + 1)
        papers = [
            (n, f"a{n}", f"Paper {n % 200}", "2026-03-05", 739_000 + n * 900 // (n_statements // 10), 0, b"")
            for n in numbers
        ]
        rows = []
        found = []
        for no, _, outlet, _, day, *_ in papers:
            for i in range(10):
                who = f"Person {int(5000 * rng.random() ** 2)}"
                content = " ".join(word(rng) for _ in range(18))
                stance = "denies" if rng.random() < 0.02 else "asserts"
                at = (no - 1) * 10 + i + 1
                row = (at, no, f"s{i}", "direct", stance, who, "said", content, f'["{who}"]', who.lower(), day)
                rows.append(row)
                found.append(Indexed(at, day, who, content, who.lower(), [who], outlet, stance, "direct"))
        with writing(ledger._store.engine, ledger.source) as connection:
            insert_rows(connection, articles, ("no", "id", "outlet", "published", "day", "kept", "record"), papers)
            columns = "no article id kind stance source cue content chain names day".split()
            insert_rows(connection, statements, columns, rows)
            index_statements(connection, found)
    with writing(ledger._store.engine, ledger.source) as connection:
        each = n_statements // 10 // 200
        insert_rows(
            connection, outlets, ("outlet", "key", "articles"), [(f"Paper {i}", f"paper {i}", each) for i in range(200)]
        )


QUESTIONS: dict[str, StatementFilter] = {
    "a very common word": StatementFilter(words="w1x"),
    "a common word": StatementFilter(words="w40x"),
    "a rare word": StatementFilter(words="w23456x"),
    "two words": StatementFilter(words="w40x w71x"),
    "a phrase": StatementFilter(words='"w2x w5x"'),
    "a word of one outlet": StatementFilter(words="w300x", outlet="Paper 7"),
    "a common word of one outlet": StatementFilter(words="w1x", outlet="paper 7"),
    "a common word denied": StatementFilter(words="w1x", stance="denies"),
    "a common word in a month": StatementFilter(words="w1x", since="2024-05-01", until="2024-05-31"),
    "a source": StatementFilter(source="person 4321"),
    "a source who says a word": StatementFilter(source="person 21", words="w1x"),
    "part of many sources": StatementFilter(source="person"),
    "an outlet": StatementFilter(outlet="Paper 7"),
    "what is denied": StatementFilter(stance="denies"),
    "the newest": StatementFilter(),
    "since a day": StatementFilter(since="2026-03-05"),
}


def first_50(ledger: Ledger, asked: StatementFilter) -> object:
    return ledger.statements(
        asked.words,
        source=asked.source,
        outlet=asked.outlet,
        stance=asked.stance,
        since=asked.since,
        as_of=asked.until,
        limit=50,
    )


def median_ms(ask: Callable[[], object]) -> tuple[float, float]:
    """Of time and of processor time."""
    took, busy = [], []
    for _ in range(7):
        start, start_cpu = time.perf_counter(), time.process_time()
        ask()
        took.append(time.perf_counter() - start)
        busy.append(time.process_time() - start_cpu)
    return round(1000 * statistics.median(took), 2), round(1000 * statistics.median(busy), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--ledger")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(options.ledger or Path(folder) / "news.sqlite") as ledger:
        start = time.monotonic()
        fill(ledger, options.statements)
        print(f"{options.statements} statements filled in after {time.monotonic() - start:.0f} s")
        figures = {}
        for name, asked in QUESTIONS.items():
            first = median_ms(partial(first_50, ledger, asked))
            page = median_ms(partial(ledger.search, asked))
            n_found = sum(n for _, n in dict(ledger.search(asked).facets)["stance"])
            figures[name] = {"first_50_ms": first[0], "page_ms": page[0], "page_cpu_ms": page[1]}
            print(f"{name:<30}{first[0]:>9.2f} ms{page[0]:>9.2f} ms{page[1]:>9.2f} ms CPU{n_found:>6} counted")
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{peak_mb:.0f} MB at most")
        print(json.dumps({"statements": options.statements, "figures": figures, "peak_mb": round(peak_mb)}))


if __name__ == "__main__":
    main()
