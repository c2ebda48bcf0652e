"""Annotations without the articles' texts: offsets and labels, and back again.

    python -m training.standoff make GOLD.jsonl [...] --out STANDOFF.jsonl
    python -m training.standoff join STANDOFF.jsonl [...] --texts POOL.jsonl[.gz] [...] --out GOLD.jsonl
    python -m training.standoff agreement FILE.jsonl [...] [--texts POOL.jsonl[.gz] [...]]

Articles belong to their publishers, so the repository holds only what was annotated in them. `join` looks an article
up by its id in the pools, checks the SHA-256 of its text and restores the annotated article; events and statements
annotated apart come together. `agreement` compares the two readings of each article that occurs twice. The format is
described in `training/annotations/README.md`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from pathlib import Path
from typing import Any

__all__ = ["agreement", "join", "main", "make_line", "read_lines", "restore", "together"]

_LABELS = ("key", "type", "status", "when")
_SPANS = ("trigger", "evidence", "status_words", "when_words", "place_words", "also")
_STATEMENT = ("source", "cue", "content", "kind", "chain", "stance", "said", "told")
_WORD = re.compile(r"\w+")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("make", help="write stand-off lines for annotated articles")
    command.add_argument("files", type=Path, nargs="+", help="annotated articles, JSON lines")
    command.add_argument("--out", type=Path, required=True)
    command = commands.add_parser("join", help="restore annotated articles from stand-off lines and texts")
    command.add_argument("files", type=Path, nargs="+", help="stand-off lines")
    command.add_argument("--texts", type=Path, nargs="+", required=True, help="articles with id and text, JSON lines")
    command.add_argument("--out", type=Path, required=True)
    command = commands.add_parser("agreement", help="compare the readings of articles that were annotated twice")
    command.add_argument("files", type=Path, nargs="+", help="annotated articles, or stand-off lines with --texts")
    command.add_argument("--texts", type=Path, nargs="+", default=[], help="articles with id and text, JSON lines")
    options = parser.parse_args()
    if options.command == "make":
        lines = [make_line(a, batch=path.name.split(".")[0]) for path in options.files for a in read_lines(path)]
        _write(lines, options.out)
        print(f"{len(lines)} lines in {options.out}")
        return
    lines = list(chain.from_iterable(map(read_lines, options.files)))
    problems: list[str] = []
    if options.command == "join" or options.texts:
        lines, problems = join(lines, options.texts)
    for problem in problems:
        print(problem, file=sys.stderr)
    if options.command == "join":
        lines = together(lines)
        _write(lines, options.out)
        print(f"{len(lines)} articles in {options.out}")
    else:
        print(json.dumps(agreement(lines), indent=1))
    sys.exit(1 if problems else 0)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSON lines file, compressed or not.

    Raises:
        SystemExit: a line is not JSON; the message gives file and line.
    """
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise SystemExit(f"{path}, line {number}: not JSON: {error}") from None


def make_line(article: dict[str, Any], *, batch: str) -> dict[str, Any]:
    """The stand-off line of an annotated article: nothing of its text, and no `what`.

    Args:
        article: With `id`, `text` and `gold`; a `batch` of its own has precedence. `published`, to which `when` refers,
            and `story`, by which folds are made, are kept.
        batch: The annotated batch, which tells two readings of one article apart.
    """
    text, events, statements = article["text"], [], []
    for statement in article["gold"]["statements"]:
        lost = statement.keys() - set(_STATEMENT)
        if lost:
            raise SystemExit(f"{article['id']}: the format has no place for {', '.join(sorted(lost))} of a statement")
        links = [link | {"name": _locate(text, link["name"])} for link in statement["chain"]]
        told = _locate(text, statement["told"]) if statement.get("told") else None
        given = {name: statement[name] for name in _STATEMENT if name in statement}
        statements.append(given | {"chain": links} | ({"told": told} if "told" in statement else {}))
    for event in article["gold"]["events"]:
        line = {name: event[name] for name in (*_LABELS, *_SPANS) if name in event}
        line["participants"] = [_locate(text, name) for name in event["participants"]]
        line["place"] = _locate(text, event["place"]) if event["place"] else event["place"]
        line["chain"] = [link | {"name": _locate(text, link["name"])} for link in event["chain"]]
        lost = event.keys() - line.keys() - {"what"}
        if lost:
            raise SystemExit(f"{article['id']}: the format has no place for {', '.join(sorted(lost))} of an event")
        events.append(line)
    known = {name: article[name] for name in ("published", "story") if article.get(name)}
    return {
        "id": article["id"],
        "sha256": _digest(text),
        "batch": article.get("batch", batch),
        **known,
        **({"events": events} if events or not statements else {}),
        **({"statements": statements} if statements else {}),
    }


def restore(line: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    """The annotated article of a stand-off line; `article` holds its text.

    Of what was not annotated `gold` has an empty list, as the annotated batches do.
    """
    text = article["text"]
    events = [
        event
        | {
            "participants": [_name(text, name) for name in event["participants"]],
            "place": _name(text, event["place"]),
            "chain": [link | {"name": _name(text, link["name"])} for link in event["chain"]],
        }
        for event in line.get("events", ())
    ]
    statements = [
        statement
        | {"chain": [link | {"name": _name(text, link["name"])} for link in statement["chain"]]}
        | ({"told": _name(text, statement["told"])} if "told" in statement else {})
        for statement in line.get("statements", ())
    ]
    return {
        "id": line["id"],
        "batch": line["batch"],
        "outlet": article.get("outlet"),
        "published": line.get("published"),
        "title": article.get("title"),
        "text": text,
        "url": article.get("url"),
        "story": line.get("story"),
        "gold": {"statements": statements, "events": events},
    }


def join(lines: Sequence[dict[str, Any]], pools: Sequence[Path]) -> tuple[list[dict[str, Any]], list[str]]:
    """The annotated articles of stand-off lines, and a message for each article whose text was not found.

    A text is taken from the first pool that holds it unchanged.
    """
    keys = [(line["id"], line["sha256"]) for line in lines]
    wanted, ids = set(keys), {name for name, _ in keys}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    seen: dict[str, Path] = {}
    for pool in pools:
        for article in read_lines(pool):
            if article.get("id") in ids:
                key = (article["id"], _digest(article.get("text") or ""))
                seen.setdefault(article["id"], pool)
                if key in wanted:
                    found.setdefault(key, article)
    problems = [
        f"{name}: its text in {seen[name]} is not the annotated one (SHA-256 differs). Skipped."
        if name in seen
        else f"{name}: no article with this id in {', '.join(map(str, pools))}. Skipped."
        for name, _ in dict.fromkeys(key for key in keys if key not in found)
    ]
    return [restore(line, found[key]) for line, key in zip(lines, keys, strict=True) if key in found], problems


def together(articles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Articles whose events and statements were annotated apart, each with both; in the order of first occurrence.

    Of several readings the last one's statements are taken, and each reading of events is kept.
    """
    statements: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for article in articles:
        if article["gold"]["statements"]:
            statements[article["id"], article["text"]] = article["gold"]["statements"]
    with_events = {(a["id"], a["text"]) for a in articles if a["gold"]["events"] or not a["gold"]["statements"]}
    found = []
    for article in articles:
        key = article["id"], article["text"]
        if article["gold"]["statements"] and not article["gold"]["events"] and key in with_events:
            continue
        gold = article["gold"] | {"statements": statements.get(key, [])}
        found.append(article | {"gold": gold})
    return found


def agreement(articles: Iterable[dict[str, Any]]) -> dict[str, float]:
    """How far two readings of the same articles agree.

    An event is found where both readings have an event of the same type whose evidence shares a word, one to one and
    most alike first. `status`, `when`, `place`, `participants` (F1 of names) and `chain` are taken over the events
    so found; names agree where they share the last word of the shorter one.

    Args:
        articles: Annotated articles with their texts; those that occur once are left out.
    """
    from training.events.data import same_chain, same_name  # numpy; `make` and `join` need the standard library alone

    readings: dict[tuple[str, str], list[list[dict[str, Any]]]] = {}
    for article in articles:
        if "text" not in article:
            raise SystemExit(f"{article['id']}: a stand-off line has no text to compare words in. Give --texts.")
        readings.setdefault((article["id"], article["text"]), []).append(article["gold"])
    twice = [(text, *two) for (_, text), all_of in readings.items() for two in combinations(all_of, 2)]
    pairs = [(text, a["events"], b["events"]) for text, a, b in twice if a["events"] or b["events"]]
    told = [
        (text, a["statements"], b["statements"]) for text, a, b in twice if a.get("statements") and b.get("statements")
    ]
    n = dict.fromkeys(("events", "found", "with_status", "status", "when", "place", "chain", "names", "shared"), 0)
    for text, first, second in pairs:
        n["events"] += len(first) + len(second)
        n["with_status"] += len(_matches(text, first, second, with_status=True))
        for a, b in _matches(text, first, second, with_status=False):
            n["found"] += 1
            n["status"] += a["status"] == b["status"]
            n["when"] += a["when"] == b["when"]
            n["place"] += same_name(a["place"], b["place"])
            n["chain"] += same_chain([link["name"] for link in a["chain"]], [link["name"] for link in b["chain"]])
            n["names"] += len(a["participants"]) + len(b["participants"])
            n["shared"] += len(_pair_up(a["participants"], b["participants"], lambda x, y: float(same_name(x, y))))
    return {
        "articles": len(pairs),
        "events": n["events"],
        "found_f1": _share(2 * n["found"], n["events"]),
        "with_status_f1": _share(2 * n["with_status"], n["events"]),
        **{name: _share(n[name], n["found"]) for name in ("status", "when", "place")},
        "participants_f1": _share(2 * n["shared"], n["names"]),
        "chain": _share(n["chain"], n["found"]),
        **({"statements": _statement_agreement(told)} if told else {}),
    }


def _statement_agreement(
    pairs: Sequence[tuple[str, Sequence[dict[str, Any]], Sequence[dict[str, Any]]]],
) -> dict[str, float]:
    """F1 of statements (half the words of content and source alike), and shares of those whose content is alike."""
    from training.events.data import same_chain

    n = dict.fromkeys(("all", "both", "alike", "chain", "relay", "relays", "stance", "said", "kind"), 0)
    for text, first, second in pairs:
        n["all"] += len(first) + len(second)

        def content(a: dict[str, Any], b: dict[str, Any], text: str = text) -> float:
            return _dice(text, a["content"], b["content"])

        def whole(a: dict[str, Any], b: dict[str, Any], text: str = text) -> float:
            return min(_dice(text, a["content"], b["content"]), _dice(text, a["source"], b["source"]))

        n["both"] += len(_pair_up(first, second, whole, 0.5))
        for i, j in _pair_up(first, second, content, 0.5):
            a, b = first[i], second[j]
            chains = [[link["name"] for link in one["chain"]] for one in (a, b)]
            n["alike"] += 1
            n["chain"] += same_chain(*chains)
            n["relays"] += len(chains[0]) > 1
            n["relay"] += len(chains[0]) > 1 and same_chain(*chains)
            for name in ("stance", "said", "kind"):
                n[name] += a[name] == b[name]
    return {
        "articles": len(pairs),
        "statements": n["all"],
        "f1": _share(2 * n["both"], n["all"]),
        **{name: _share(n[name], n["alike"]) for name in ("chain", "stance", "said", "kind")},
        "chain_relay": _share(n["relay"], n["relays"]),
    }


def _dice(text: str, a: Sequence[Sequence[int]], b: Sequence[Sequence[int]]) -> float:
    x, y = ({word.start() for span in pieces for word in _WORD.finditer(text, *span)} for pieces in (a, b))
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 1.0


def _matches(
    text: str, first: Sequence[dict[str, Any]], second: Sequence[dict[str, Any]], *, with_status: bool
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of events that two readings share; of equally good ones those of the same status."""

    def likeness(a: dict[str, Any], b: dict[str, Any]) -> float:
        same = a["status"] == b["status"]
        if a["type"] != b["type"] or (with_status and not same):
            return 0.0
        x, y = ({word.start() for word in _WORD.finditer(text, *event["evidence"])} for event in (a, b))
        return 2 * len(x & y) / (len(x) + len(y)) + 1e-6 * same if x & y else 0.0

    return [(first[i], second[j]) for i, j in _pair_up(first, second, likeness)]


def _pair_up(
    first: Sequence[Any], second: Sequence[Any], likeness: Callable[[Any, Any], float], least: float = 1e-9
) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs, most alike first, at least so much."""
    scored = sorted((-likeness(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second))
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if -score >= least and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _locate(text: str, name: str) -> list[int] | str:
    """Where a name first occurs, as words where it can; the name itself where the annotator composed it."""
    word = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    start = word.start() if word else text.find(name)
    return [start, start + len(name)] if start >= 0 else name


def _name(text: str, name: list[int] | str | None) -> str | None:
    return text[slice(*name)] if isinstance(name, list) else name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(lines: Iterable[dict[str, Any]], path: Path) -> None:
    """Compact JSON lines, under a temporary name first: an interrupted run leaves the old file."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    os.replace(part, path)


if __name__ == "__main__":
    main()
