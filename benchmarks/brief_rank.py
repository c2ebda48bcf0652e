"""Where a brief puts the story that most outlets tell, among articles of the same days.

    python benchmarks/brief_rank.py STORIES [--sets 10] [--others 35] [--keep FOLDER] [--list]

STORIES is a folder of JSON lines with `story` beside the fields of an article. Of the stories that were printed within
a week those with most outlets are taken, each with the articles of others that were printed last by its last day, two
of one story at most; they are read, kept in a ledger of their own, and told as a brief. The rank of a
story is that of the first event at least half of whose articles are its own: 1 is best. A story of which fewer than two
articles tell events (a price, a high bill) is no story for a brief: it is named, and the next one taken. The last line
is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from reportedly import Article, Ledger, Record, read
from reportedly.brief import make_brief

Line = dict[str, Any]
_DAYS = 7
_OF_ONE_STORY = 2


def read_lines(folder: Path) -> list[Line]:
    return [
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in map(json.loads, path.read_text("utf-8").splitlines())
        if line.get("story") and line.get("published") and line.get("outlet")
    ]


def day(line: Line) -> int:
    return date.fromisoformat(line["published"][:10]).toordinal()


def make_sets(lines: list[Line], *, n_others: int) -> Iterator[tuple[str, list[Line], list[Line]]]:
    """Each story's name, its articles, and the others that were printed last by then."""
    stories: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        stories[str(line["story"])].append(line)
    short = [name for name, own in stories.items() if max(map(day, own)) - min(map(day, own)) < _DAYS]
    largest = sorted(short, key=lambda name: (-len({line["outlet"] for line in stories[name]}), name))
    for name in largest:
        last = max(map(day, stories[name]))
        before = [line for line in lines if str(line["story"]) != name and day(line) <= last]
        others: list[Line] = []
        n_of: Counter[str] = Counter()
        for line in sorted(before, key=lambda line: (-day(line), line["id"])):
            if n_of[str(line["story"])] < _OF_ONE_STORY and len(others) < n_others:
                others.append(line)
                n_of[str(line["story"])] += 1
        yield name, stories[name], others


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--sets", type=int, default=10)
    parser.add_argument("--others", type=int, default=35)
    parser.add_argument(
        "--keep", type=Path, help="Keep each set's ledger in this folder, and use those that are there."
    )
    parser.add_argument("--list", action="store_true", help="Print the first events of every brief.")
    options = parser.parse_args()
    known: dict[str, Record] = {}
    ranks: list[int] = []
    for name, story, others in make_sets(read_lines(options.stories), n_others=options.others):
        with tempfile.TemporaryDirectory() as folder:
            path = (options.keep or Path(folder)) / f"{name}.sqlite"
            is_new = not path.exists()
            with Ledger(path) as ledger:
                for line in [*story, *others] if is_new else []:
                    if line["id"] not in known:
                        known[line["id"]] = read(Article.from_dict(line))
                    ledger.add(known[line["id"]])
                ledger.refresh()
                brief = make_brief(ledger)
                addresses = {line["url"] for line in story}
                articles = ledger.articles_by_id({id for event in brief.events for id in event.articles})
                telling = {id for event in brief.events for id in event.articles if articles[id].url in addresses}
                own = [sum(articles[id].url in addresses for id in event.articles) for event in brief.events]
        fit = [2 * n >= len(event.articles) for n, event in zip(own, brief.events, strict=True)]
        n_outlets = len({line["outlet"] for line in story})
        is_told = len(telling) > 1 and any(fit)
        if is_told:
            ranks.append(fit.index(True) + 1)
        rank = f"rank {ranks[-1]}" if is_told else "no story of events"
        print(f"{name}: {len(story)} articles, {n_outlets} outlets, {len(brief.events)} events, {rank}")
        if options.list:
            for n, event in list(zip(own, brief.events, strict=True))[:6]:
                print(f"    {n} of {len(event.articles)}  {event.what} ({event.status}, {event.when})")
        sys.stdout.flush()
        if len(ranks) == options.sets:
            break
    print(json.dumps({"sets": len(ranks), "first": ranks.count(1), "ranks": ranks}))


if __name__ == "__main__":
    main()
