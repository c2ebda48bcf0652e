"""Every score of the project in one table, held against the scores on record.

    python benchmarks/gate.py DATA [--record [--allow-lower]] [--only NAME ...]

DATA holds the development data: `corpora/`, `examples/`, `annotated/` and the scorers in `eval/`. A score that falls
below `benchmarks/floors.json` by more than its slack fails the run, and so does data that are not those the scores were
measured on. The slack is one point (0.01), or more where a score counts few things: the encoder's int8 kernels round
differently on different processors, so that with no change of code one borderline thing in a few hundred comes out the
other way, and of 90 events one is more than a point. Such a score may fall by two things while that is no more than
three points, and by one thing always; see `slack`. `--record` writes the scores of this run as the new record; lowering
one takes `--allow-lower` and a line in the changelog. Prints the table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import drift
import pages
import plover_codes
import records
import same_event
import times

from reportedly import Article, Ledger, Record, read

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.01

Scores = dict[str, float]
Items = dict[str, int]
"""How many things a score counts; scores over more than 200 need not be told."""


def slack(n_items: int | None) -> float:
    """How far a score may fall below the record: a point, or the two things that another processor may turn.

    >>> [round(slack(n), 4) for n in (None, 1000, 90, 40, 15)]
    [0.01, 0.01, 0.0222, 0.03, 0.0667]
    """
    if not n_items:
        return SLACK
    return max(SLACK, min(2 / n_items, 0.03), 1 / n_items)


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def read_lines(rows: Iterable[dict[str, Any]]) -> Iterator[Record]:
    """The record of each row that has "id" and "text"."""
    for row in rows:
        yield read(Article.from_dict(row | {"published": row.get("published") or row.get("date")}))


def attribution(data: Path) -> Scores:
    """Source, cue and content against PolNeAR's development articles, which mark the outermost attributions alone."""
    gold = lines(data / "corpora/polnear/dev.jsonl")
    predicted = [
        {
            "id": record.article.id,
            "attributions": [
                {"source": s.source, "cue": s.cue, "content": s.content} for s in record.statements if s.within is None
            ],
        }
        for record in read_lines(gold)
    ]
    result = records.load(data / "eval/score_attribution.py").score(gold, predicted)
    return {
        "relation_f1": result["relation_f1"],
        "content_exact_f1": result["content"]["exact"]["f1"],
        "source_overlap_f1": result["source"]["overlap"]["f1"],
        "cue_overlap_f1": result["cue"]["overlap"]["f1"],
    }


def annotated(data: Path) -> tuple[Scores, Items]:
    """Statements and events of the annotated articles."""
    result = records.measure(data / "examples")
    everything, status = result["everything"], result["status"]
    gold = [row["gold"] for row in records.annotated(data / "examples", records.EVERYTHING)]
    told = [row["gold"] for row in records.annotated(data / "examples", records.EVENTS_ONLY)]
    statements = [statement for row in gold for statement in row.get("statements") or ()]
    n_events, n_told = (sum(len(row["events"]) for row in rows) for rows in (gold, told))
    relays = sum(len(statement["chain"]) > 1 for statement in statements)
    content, found, found_told = everything["content"]["r"], everything["event_found"]["r"], status["event_found"]["r"]
    items = {
        "chain_relay": round(relays * content),
        "event_f1": n_events,
        "event_found_f1": n_events,
        "status_stories_found_recall": n_told,
        "status_stories_status_of_found": round(n_told * found_told),
    }
    items |= dict.fromkeys(("statement_f1", "content_f1"), len(statements))
    items |= dict.fromkeys(("chain", "stance", "said", "kind"), round(len(statements) * content))
    items |= dict.fromkeys(("status_of_found", "when", "place", "event_chain"), round(n_events * found))
    scores = {
        f"{name}_f1": everything[name]["f1"]
        for name in ("statement", "content", "direct", "event", "event_found", "participants")
    }
    for name in ("chain", "chain_relay", "stance", "said", "kind", "status_of_found", "when", "place", "event_chain"):
        scores[name] = everything[name]
    scores |= {
        "status_stories_found_recall": status["event_found"]["r"],
        "status_stories_status_of_found": status["status_of_found"],
    }
    return scores, items


def ledger(data: Path) -> tuple[Scores, Items]:
    """Merged events, status day by day and echoes."""
    scorer = records.load(data / "eval/score_ledger.py")
    scores: Scores = {}
    items: Items = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("stories", "status"):
            stories = lines(data / f"examples/{name}.annotated.jsonl")
            gold = lines(data / f"examples/{name}.ledger.jsonl")
            with Ledger(f"{folder}/{name}.sqlite") as book:
                book.add_all(read_lines(stories))
                events = [event.to_dict() for event in book.events()]
                result = scorer.score_events(stories, gold, events)
                scores[f"{name}_same_event_f1"] = result["same_event"]["f1"]
                items[f"{name}_same_event_f1"] = result["reports"]
                if name == "stories":
                    items |= dict.fromkeys(("status_now", "origins"), result["events"])
                    scores |= {"status_now": result["status_now"], "origins": result["origins"]}
                else:
                    days = {p["as_of"] for group in gold for e in group["events"] for p in e.get("timeline") or ()}
                    told = {day: [e.to_dict() for e in book.events(as_of=day)] for day in days}
                    result = scorer.score_timeline(stories, gold, told)
                    scores["timeline"] = result["timeline"]
                    items["timeline"] = result["asked"]
                    scores["never_looks_ahead"] = float(result["looked_ahead"] == 0)
        with Ledger(f"{folder}/copies.sqlite") as book:
            # Echoes are found in the texts alone: no need to read them for statements.
            book.add_all(
                Record(article=Article.from_dict(row)) for row in lines(data / "corpora/copies/articles.jsonl")
            )
            groups = [echo.to_dict() for echo in book.echoes()]
        result = scorer.score_echoes(lines(data / "corpora/copies/pairs.jsonl"), groups)
        scores |= {"echoes_f1": result["echoes"]["f1"], "echoes_precision": result["echoes"]["p"]}
    return scores, items


def unseen(data: Path) -> tuple[Scores, Items]:
    """Statements and events of development articles that no head was trained on."""
    scorer = records.load(data / "eval/score_records.py")
    gold = lines(data / "annotated/dev.jsonl")
    result = scorer.score(gold, {record.article.id: record.to_dict() for record in read_lines(gold)})
    n_statements = sum(len(row["gold"]["statements"]) for row in gold)
    n_events = sum(len(row["gold"]["events"]) for row in gold)
    n_content, n_found = round(n_statements * result["content"]["r"]), round(n_events * result["event_found"]["r"])
    scores = {f"{name}_f1": result[name]["f1"] for name in ("statement", "event", "event_found", "participants")}
    items = {"statement_f1": n_statements} | dict.fromkeys(("event_f1", "event_found_f1", "participants_f1"), n_events)
    for name in ("chain", "stance", "said", "status_of_found", "when", "place", "event_chain"):
        scores[name] = result[name]
        items[name] = n_content if name in ("chain", "stance", "said") else n_found
    return scores, items


def unseen_stories(data: Path) -> tuple[Scores, Items]:
    """The ledger on stories over days; its merging bonus was chosen with them in view."""
    scorer = records.load(data / "eval/score_ledger.py")
    stories, gold = lines(data / "annotated/stories.jsonl"), lines(data / "annotated/stories.ledger.jsonl")
    with tempfile.TemporaryDirectory() as folder, Ledger(f"{folder}/stories.sqlite") as book:
        book.add_all(read_lines(stories))
        result = scorer.score_events(stories, gold, [event.to_dict() for event in book.events()])
        days = {p["as_of"] for group in gold for e in group["events"] for p in e.get("timeline") or ()}
        told = {day: [e.to_dict() for e in book.events(as_of=day)] for day in days}
        timeline = scorer.score_timeline(stories, gold, told)
    scores = {
        "found": result["found"],
        "same_event_f1": result["same_event"]["f1"],
        "status_now": result["status_now"],
        "timeline": timeline["timeline"],
        "never_looks_ahead": float(timeline["looked_ahead"] == 0),
    }
    items = {"found": result["reports"], "same_event_f1": result["reports"], "status_now": result["events"]}
    return scores, items | {"timeline": timeline["asked"]}


def merging(data: Path) -> Scores:
    """The merging code by itself: gold mentions of ECB+ brought together, wordings of one utterance grouped."""
    merged, gold, _ = same_event.groups_of(lines(data / "corpora/same-event/ecbplus-dev.jsonl"))
    wordings = drift.measure(lines(data / "corpora/drift/quotation-pairs.jsonl"))
    return {
        "ecbplus_conll_f1": same_event.conll(merged, gold)["conll_f1"],
        "drift_grouped": wordings["grouped"],
        "drift_of_one_story": 1.0 - wordings["strangers"] / wordings["utterances"],
    }


def shares(scores: Scores, *names: str) -> Scores:
    """The named scores, or all that are shares: speeds and counts are not held here."""
    return {name: value for name, value in scores.items() if (name in names if names else 0 <= value <= 1)}


MEASURES: dict[str, Callable[[Path], tuple[Scores, Items]]] = {
    "pages": lambda data: (shares(pages.measure(data / "corpora")), {}),
    "times": lambda data: (shares(times.measure(data / "corpora"), "strict_f1", "type_f1", "value_f1"), {}),
    "attribution": lambda data: (attribution(data), {}),
    "records": annotated,
    "unseen": unseen,
    "ledger": ledger,
    "unseen_stories": unseen_stories,
    "merging": lambda data: (merging(data), {}),
    "plover": lambda data: (shares(plover_codes.measure(data / "corpora"), "root_macro_f1"), {}),
}


def digest(data: Path) -> str:
    """Of every file of the development data that a measure reads."""
    total = hashlib.blake2b(digest_size=8)
    folders = (
        "corpora/polnear",
        "corpora/plover",
        "corpora/pages",
        "corpora/times",
        "corpora/copies",
        "corpora/drift",
        "corpora/same-event",
        "examples",
        "annotated",
        "eval",
    )
    for path in sorted(
        p for folder in folders for p in (data / folder).rglob("*") if p.is_file() and p.suffix != ".pyc"
    ):
        total.update(path.relative_to(data).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    parser.add_argument("--only", choices=sorted(MEASURES), nargs="*", default=list(MEASURES))
    options = parser.parse_args()

    on_record = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"data": None, "scores": {}}
    known = digest(options.data)
    if on_record["data"] not in (None, known) and not options.record:
        print(
            f"The data at {options.data} ({known}) are not those of the record ({on_record['data']}).", file=sys.stderr
        )
        return 1
    scores: Scores = {}
    items: Items = {}
    for name in options.only:
        start = time.monotonic()
        measured, counted = MEASURES[name](options.data)
        scores |= {f"{name}.{key}": round(float(value), 4) for key, value in measured.items()}
        items |= {f"{name}.{key}": n for key, n in counted.items()}
        print(f"{name}: {timedelta(seconds=round(time.monotonic() - start))}", file=sys.stderr)
    fallen = []
    print(f"{'score':<40}{'now':>8}{'record':>8}{'may fall':>10}")
    for name, value in scores.items():
        before = on_record["scores"].get(name)
        spare = slack(items.get(name))
        fell = before is not None and value < before - spare - 5e-5  # scores are rounded to four places
        if fell:
            fallen.append(name)
        known_as = "" if before is None else f"{before:.4f}"
        print(f"{name:<40}{value:>8.4f}{known_as:>8}{spare:>10.4f}{'  FELL' if fell else ''}")
    if options.record:
        if fallen and not options.allow_lower:
            print(f"Not recorded: lower than on record: {', '.join(fallen)}", file=sys.stderr)
            return 1
        record = {"data": known, "recorded": date.today().isoformat(), "scores": on_record["scores"] | scores}
        FLOORS.write_text(json.dumps(record, indent=1) + "\n")
    print(json.dumps(scores))
    return 1 if fallen and not options.record else 0


if __name__ == "__main__":
    sys.exit(main())
