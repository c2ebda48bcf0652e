"""Time expressions against TimeBank and AQUAINT (TempEval-3), or any file of the same form.

    python benchmarks/times.py CORPORA|FILE

CORPORA is the folder that holds `times/timebank-aquaint.jsonl`; FILE has lines `{"id", "text", "published", "times":
[{"span", "type", "value"}]}`. Strict is the same span, relaxed an overlapping one; type and value count a relaxed match
where they are equal too, as in TempEval-3 (UzZaman et al. 2013). Articles fall into two halves by their id: rules were
written looking at the errors of `tune` alone. Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportedly import Article
from reportedly.reading.neural.encoder import encoder
from reportedly.reading.neural.name_tags import with_names
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.find import find_times

MEASURES = ("strict", "relaxed", "type", "value")


def count(gold: Iterable[dict[str, Any]], found: Iterable[dict[str, Any]]) -> Counter[str]:
    """Matches of one article, one to one in text order."""
    golds = sorted(gold, key=lambda t: t["span"])
    free = sorted(found, key=lambda t: t["span"])
    n = Counter(gold=len(golds), predicted=len(free))
    n["strict"] = len({tuple(t["span"]) for t in golds} & {tuple(t["span"]) for t in free})
    for one in golds:
        over = [t for t in free if t["span"][0] < one["span"][1] and one["span"][0] < t["span"][1]]
        if over:
            best = max(over, key=lambda t: (t["span"] == one["span"], t["value"] == one["value"]))
            free.remove(best)
            n["relaxed"] += 1
            n["type"] += best["type"] == one["type"]
            n["value"] += best["value"] == one["value"]
    return n


def f1(n: Counter[str], measure: str) -> float:
    """Harmonic mean of precision and recall."""
    total = n["gold"] + n["predicted"]
    return round(2 * n[measure] / total, 4) if total else 0.0


def is_check(article: str) -> bool:
    """Whether an article is of the half that was never looked at."""
    return bool(hashlib.blake2b(article.encode(), digest_size=4).digest()[-1] & 1)


def run(file: Path) -> dict[str, float]:
    """All scores and speeds of one file."""
    halves = {"tune": Counter[str](), "check": Counter[str]()}
    n_tokens, parse_s, times_s = 0, 0.0, 0.0
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            clock = time.perf_counter()
            document = parse(Article.from_dict(row))
            document = with_names(document, encoder()(document))
            parsed = time.perf_counter()
            found = find_times(document)
            times_s += time.perf_counter() - parsed
            parse_s += parsed - clock
            n_tokens += len(document)
            predicted = [{"span": list(t.span), "type": t.type.value, "value": t.value} for t in found]
            halves["check" if is_check(row["id"]) else "tune"] += count(row["times"], predicted)
    both = halves["tune"] + halves["check"]
    scores = {f"{measure}_f1": f1(both, measure) for measure in MEASURES}
    for half, n in halves.items():
        scores |= {f"{half}_{measure}_f1": f1(n, measure) for measure in MEASURES}
    scores["tokens_per_s"] = round(n_tokens / times_s) if times_s else 0.0
    scores["share_of_rest"] = round(times_s / parse_s, 4) if parse_s else 0.0
    return scores


def measure(corpora: Path) -> dict[str, float]:
    """The scores that are held against their floors."""
    scores = run(Path(corpora) / "times/timebank-aquaint.jsonl")
    return {f"{name}_f1": scores[f"{name}_f1"] for name in MEASURES}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: times.py CORPORA|FILE")
    path = Path(sys.argv[1])
    scores = run(path / "times/timebank-aquaint.jsonl" if path.is_dir() else path)
    print(f"{'':8}" + "".join(f"{name:>9}" for name in MEASURES))
    for half in ("", "tune_", "check_"):
        print(f"{half.rstrip('_') or 'all':8}" + "".join(f"{scores[f'{half}{name}_f1']:9.4f}" for name in MEASURES))
    print(f"{scores['tokens_per_s']:,.0f} tokens a second, {scores['share_of_rest']:.1%} of the parse's time")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
