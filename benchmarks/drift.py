"""How many pairs of wordings known to be one utterance are grouped, and how many of different stories are by mistake.

    python benchmarks/drift.py FILE

FILE holds JSON lines {"id", "group", "article_a", "article_b", "quote_a", "quote_b", …}: one quotation as two articles
print it; `group` is the story. The quotations go into the code of the ledger that finds and groups them, without their
sources' names. Prints one JSON line: `grouped`, the share of the pairs whose two versions are in one utterance;
`strangers`, how many utterances hold quotations of different stories; `utterances`, of how many.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from reportedly.ledger.matching.utterances import Quotation, find_drift, may_be_same, same_utterance, utterance_keys


def quotations_in(pairs: Iterable[dict[str, Any]]) -> Iterator[Quotation]:
    """Both versions of every pair."""
    for pair in pairs:
        for side in "ab":
            yield Quotation(
                id=f"{pair['id']}:{side}",
                article=pair[f"article_{side}"],
                statement=f"{pair['id']}:{side}",
                outlet=pair[f"outlet_{side}"],
                published=None,
                source=None,
                words=pair[f"quote_{side}"],
            )


def measure(pairs: list[dict[str, Any]]) -> dict[str, float]:
    """The scores that the program prints."""
    quotations = list(quotations_in(pairs))
    keys = {quotation.id: utterance_keys(quotation.words) for quotation in quotations}
    same = [
        (a.id, b.id)
        for a, b in combinations(quotations, 2)
        if may_be_same(keys[a.id], keys[b.id]) and same_utterance(a, b)
    ]
    utterances = find_drift(quotations, same, changed_only=False)
    home = {version.statement: i for i, utterance in enumerate(utterances) for version in utterance.versions}
    story = {f"{pair['id']}:{side}": pair["group"] for pair in pairs for side in "ab"}
    grouped = [pair for pair in pairs if home.get(f"{pair['id']}:a", -1) == home.get(f"{pair['id']}:b", -2)]
    strangers = sum(len({story[version.statement] for version in each.versions}) > 1 for each in utterances)
    return {
        "grouped": round(len(grouped) / len(pairs), 4),
        "strangers": strangers,
        "utterances": len(utterances),
    }


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    print(json.dumps(measure([json.loads(line) for line in lines if line.strip()])))


if __name__ == "__main__":
    main()
