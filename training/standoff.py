"""Event annotations without the articles' texts: offsets and labels, and back again.

    python -m training.standoff make GOLD.jsonl [...] --out STANDOFF.jsonl
    python -m training.standoff join STANDOFF.jsonl [...] --texts POOL.jsonl[.gz] [...] --out GOLD.jsonl
    python -m training.standoff agreement FILE.jsonl [...] [--texts POOL.jsonl[.gz] [...]]

Articles belong to their publishers, so the repository holds only what was annotated in them. `join` looks an article up
by its id in the pools, checks the SHA-256 of its text and restores the annotated article. `agreement` compares the two
readings of each article that occurs twice. The format is described in `training/annotations/README.md`.
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

__all__ = ["agreement", "join", "main", "make_line", "read_lines", "restore"]

_LABELS = ("key", "type", "status", "when")
_SPANS = ("trigger", "evidence", "status_words", "when_words", "place_words", "also")
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
    text, events = article["text"], []
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
        "events": events,
    }


def restore(line: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    """The annotated article of a stand-off line; `article` holds its text.

    Only events were annotated: `gold` has an empty list of statements, as the annotated batches do.
    """
    text = article["text"]
    events = [
        event
        | {
            "participants": [_name(text, name) for name in event["participants"]],
            "place": _name(text, event["place"]),
            "chain": [link | {"name": _name(text, link["name"])} for link in event["chain"]],
        }
        for event in line["events"]
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
        "gold": {"statements": [], "events": events},
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
        readings.setdefault((article["id"], article["text"]), []).append(article["gold"]["events"])
    pairs = [(text, *two) for (_, text), all_of in readings.items() for two in combinations(all_of, 2)]
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
    }


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
    first: Sequence[Any], second: Sequence[Any], likeness: Callable[[Any, Any], float]
) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs, most alike first."""
    scored = sorted((-likeness(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second))
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if score < 0 and i not in pairs and j not in pairs.values():
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
