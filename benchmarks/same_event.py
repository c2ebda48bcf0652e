"""How well mentions of one event are brought together across articles: CoNLL F1 on gold mentions.

    python benchmarks/same_event.py FILE

FILE holds JSON lines of ECB+ form: {"id", "subtopic", "text", "events": [{"span", "chain"}], …};
`chain` names the event across articles. The spans go into the merging code of
the ledger, each subtopic by itself; chains are only compared with what comes out. Prints one JSON line: `conll_f1`,
the mean of MUC, B-cubed and entity-based CEAF F1 (Pradhan et al. 2014), the three, and `same_lemma_f1`, what joining
all mentions of one stem gives.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reportedly.ledger.matching.clustering import merge_mentions
from reportedly.ledger.matching.features import Features, trigger_stems
from reportedly.lexicon.names import stems

Groups = Sequence[frozenset[str]]

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]?")


def mentions_in(article: dict[str, Any]) -> list[Features]:
    """Each marked event with the words of its sentence, as the merging code takes it."""
    text = article["text"]
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    found = []
    for number, event in enumerate(article["events"]):
        start, end = event["span"]
        first, last = next(((a, b) for a, b in sentences if a <= start < b), (start, end))
        triggers = trigger_stems(text[start:end])
        id = f"{article['id']}:{number:04}"
        found.append(
            Features(
                id=id,
                # Two mentions of one article may be one event here, where no reader has told them apart.
                article=id,
                types=frozenset({"other"}),
                # Who and what stands in the sentence need not belong to each of its events: names count as words.
                participants=(),
                places=(),
                when=(),
                day=0,
                moved=False,
                another=False,
                what=frozenset(),
                words=stems(text[first:last]) - triggers,
                triggers=triggers,
            )
        )
    return found


def groups_of(articles: Iterable[dict[str, Any]]) -> tuple[Groups, Groups, Groups]:
    """Merged, gold and same-stem groups of mention ids."""
    by_subtopic: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for article in articles:
        by_subtopic[article["subtopic"]].append(article)
    merged: list[frozenset[str]] = []
    gold: dict[tuple[str, str], set[str]] = defaultdict(set)
    lemma: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subtopic, group in sorted(by_subtopic.items()):
        features = [each for article in group for each in mentions_in(article)]
        merged += [frozenset(ids) for ids in merge_mentions(features)]
        for each in features:
            lemma[subtopic, " ".join(sorted(each.triggers))].add(each.id)
        for article in group:
            for number, event in enumerate(article["events"]):
                gold[subtopic, event["chain"]].add(f"{article['id']}:{number:04}")
    return merged, [frozenset(g) for g in gold.values()], [frozenset(g) for g in lemma.values()]


def f1(right_p: float, predicted: float, right_r: float, gold: float) -> float:
    p, r = right_p / predicted if predicted else 0.0, right_r / gold if gold else 0.0
    return 2 * p * r / (p + r) if p + r else 0.0


def muc(predicted: Groups, gold: Groups) -> float:
    """Links that have to be added to make the one out of the other (Vilain et al. 1995)."""

    def links(groups: Groups, others: Groups) -> tuple[float, float]:
        home = {m: i for i, group in enumerate(others) for m in group}
        kept = sum(len(group) - len({home.get(m, m) for m in group}) for group in groups)
        return kept, sum(len(group) - 1 for group in groups)

    return f1(*links(predicted, gold), *links(gold, predicted))


def b_cubed(predicted: Groups, gold: Groups) -> float:
    """Over mentions, the share of each one's group that is right (Bagga and Baldwin 1998)."""
    a, b = ({m: group for group in groups for m in group} for groups in (predicted, gold))
    p = sum(len(a[m] & b[m]) / len(a[m]) for m in a)
    r = sum(len(a[m] & b[m]) / len(b[m]) for m in b)
    return f1(p, len(a), r, len(b))


def ceaf_e(predicted: Groups, gold: Groups) -> float:
    """Groups aligned one to one so that they are most alike (Luo 2005, phi 4)."""
    home = {m: i for i, group in enumerate(gold) for m in group}
    rows: list[dict[int, float]] = []
    for group in predicted:
        shared: dict[int, int] = defaultdict(int)
        for m in group:
            shared[home[m]] += 1
        rows.append({i: 2 * n / (len(group) + len(gold[i])) for i, n in shared.items()})
    best = best_alignment(rows)
    return f1(best, len(predicted), best, len(gold))


def best_alignment(rows: list[dict[int, float]]) -> float:
    """The largest sum of weights over pairs in which no row and no column comes twice.

    Successive best augmenting paths (Bellman-Ford), which the few pairs above zero make quick.
    """
    row_of: dict[int, int] = {}
    total = 0.0
    for start in range(len(rows)):
        gain: dict[int, float] = {}
        came: dict[int, int] = {}
        fresh = [(start, 0.0)]
        ends: dict[int, float] = {start: 0.0}  # leaving the row itself out costs nothing
        while fresh:
            later = []
            for row, so_far in fresh:
                for column, weight in rows[row].items():
                    if so_far + weight > gain.get(column, -1e9) + 1e-12:
                        gain[column], came[column] = so_far + weight, row
                        if column in row_of and row_of[column] != row:
                            moved = row_of[column]
                            ends[moved] = max(ends.get(moved, -1e9), gain[column] - rows[moved][column])
                            later.append((moved, gain[column] - rows[moved][column]))
            fresh = later
        free = [(value, column) for column, value in gain.items() if column not in row_of]
        dropped = max(ends.items(), key=lambda item: item[1])
        value, column = max(free, default=(-1e9, -1))
        if value >= dropped[1]:
            total += value
        else:
            total += dropped[1]
            if dropped[0] == start:
                continue
            column = next(c for c, r in row_of.items() if r == dropped[0])
        while True:
            row = came[column]
            before = next((c for c, r in row_of.items() if r == row), None)
            row_of[column] = row
            if row == start:
                break
            column = before if before is not None else column
    return total


def conll(predicted: Groups, gold: Groups) -> dict[str, float]:
    scores = {"muc": muc(predicted, gold), "b_cubed": b_cubed(predicted, gold), "ceaf_e": ceaf_e(predicted, gold)}
    return {"conll_f1": sum(scores.values()) / 3, **scores}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    merged, gold, lemma = groups_of(json.loads(line) for line in lines if line.strip())
    scores = conll(merged, gold) | {"same_lemma_f1": conll(lemma, gold)["conll_f1"]}
    print(json.dumps({name: round(100 * value, 2) for name, value in scores.items()}))


if __name__ == "__main__":
    main()
