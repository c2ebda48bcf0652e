"""How long it takes to find statements in a ledger of many: by words, phrase, source, outlet and day.

    python benchmarks/search_speed.py [--statements 1000000] [--ledger ADDRESS]

Fills a ledger (by default a SQLite file in a temporary folder) with generated statements, ten an article, straight
into its tables, for what is measured is the asking. Prints the median of seven for each question and one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from reportedly import Ledger
from reportedly.ledger.opening import writing
from reportedly.ledger.schema import articles, statements
from reportedly.ledger.search import index_statements

BATCH = 2000  # articles a transaction


def word(rng: random.Random) -> str:
    """A word of 30,000, the first far more often than the last, as in print."""
    return f"w{int(30_000 ** rng.random())}x"


def fill(ledger: Ledger, n_statements: int) -> None:
    rng = random.Random(1)
    for first in range(0, n_statements // 10, BATCH):
        numbers = range(first + 1, min(first + BATCH, n_statements // 10) + 1)
        papers = [
            {"no": n, "id": f"a{n}", "outlet": f"Paper {n % 200}", "published": "2026-03-05", "day": 739_000 + n % 900}
            | {"kept": 0, "record": b""}
            for n in numbers
        ]
        rows = [
            {
                "no": (n - 1) * 10 + i + 1,
                "article": n,
                "id": f"s{i}",
                "kind": "direct",
                "stance": "asserts",
                "cue": "said",
            }
            | {
                "source": (who := f"Person {int(5000 * rng.random() ** 2)}"),
                "names": who.lower(),
                "chain": f'["{who}"]',
            }
            | {"content": " ".join(word(rng) for _ in range(18))}
            for n in numbers
            for i in range(10)
        ]
        with writing(ledger._engine, ledger.source) as connection:
            connection.execute(insert(articles), papers)
            connection.execute(insert(statements), rows)
            index_statements(connection, rows)


QUESTIONS = {
    "a common word": {"words": "w2x"},
    "a rare word": {"words": "w23456x"},
    "two words": {"words": "w40x w71x"},
    "a phrase": {"words": '"w2x w5x"'},
    "a word of one outlet": {"words": "w300x", "outlet": "Paper 7"},
    "part of a source": {"source": "person 4321"},
    "the newest": {},
    "since a day": {"since": "2026-03-05"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--ledger")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(options.ledger or Path(folder) / "news.sqlite") as ledger:
        start = time.monotonic()
        fill(ledger, options.statements)
        print(f"{options.statements} statements filled in after {time.monotonic() - start:.0f} s")
        medians = {}
        for name, asked in QUESTIONS.items():
            took = []
            for _ in range(7):
                start = time.perf_counter()
                found = ledger.statements(limit=50, **asked)
                took.append(time.perf_counter() - start)
            medians[name] = round(1000 * statistics.median(took), 2)
            print(f"{name:<24}{medians[name]:>10.2f} ms{len(found):>5} found")
        print(json.dumps({"statements": options.statements, "median_ms": medians}))


if __name__ == "__main__":
    main()
