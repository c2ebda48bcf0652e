"""How well articles are taken out of pages: body text, segments and day of publication, against gold.

    python benchmarks/pages.py CORPORA

CORPORA holds `pages/bodies.jsonl` (whole bodies), `pages/metadata.jsonl` (segments that must and must not be there,
days) and the pages they name. Prints a table and, last, one JSON line. `--misses` also prints what was got wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from reportedly.article import Article, BlockKind
from reportedly.errors import InputError
from reportedly.intake.page import read_page

PAGE_DAYS = Path(__file__).parent / "page_days.json"

_WORD = re.compile(r"\w+")


def word_f1(predicted: str, gold: str) -> float:
    """F1 of two texts as bags of words, case folded."""
    a, b = (Counter(_WORD.findall(text.casefold())) for text in (predicted, gold))
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


class _Pages:
    """Reads pages, and has trafilatura read each beside it: CPU seconds of both, one after the other on each page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.n_pages = 0
        self.ours_s = self.theirs_s = 0.0

    def read(self, row: dict[str, Any]) -> Article:
        data = gzip.decompress((self._folder / row["html"]).read_bytes())
        if not self.n_pages:  # what is loaded once is no page's time
            self._read(data, row)
            self._theirs(data, row)
        start = time.process_time()
        article = self._read(data, row)
        between = time.process_time()
        self._theirs(data, row)
        self.ours_s += between - start
        self.theirs_s += time.process_time() - between
        self.n_pages += 1
        return article

    @staticmethod
    def _read(data: bytes, row: dict[str, Any]) -> Article:
        try:
            return read_page(data, source=row["id"], url=row["url"])
        except InputError:
            return Article(text="")

    @staticmethod
    def _theirs(data: bytes, row: dict[str, Any]) -> None:
        """Text and metadata, as trafilatura gives them unless asked otherwise."""
        bare_extraction(data, url=row["url"], with_metadata=True)


def _body(article: Article) -> str:
    return "\n\n".join(
        article.text[b.start : b.end] for b in article.blocks if b.kind in (BlockKind.BODY, BlockKind.QUOTE)
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def measure(folder: Path, *, misses: bool = False) -> dict[str, float]:
    """The scores on the pages under CORPORA, each from 0 to 1.

    `with` and `without` count segments, `with_pages` and `without_pages` pages where every segment is right. Segments
    are looked for in the whole text, white space folded. `date` counts the day; a page without an answer is wrong.
    `date_read` counts days that we read off the pages of `bodies.jsonl` ourselves (`page_days.json`: the day of
    first publication, in the page's zone or in UTC; none where the page does not tell, and then no answer is right).
    """
    pages = Path(folder) / "pages"
    reader = _Pages(pages)
    on_body, on_text = [], []
    rows = _rows(pages / "bodies.jsonl")
    days_read = json.loads(PAGE_DAYS.read_text("utf-8"))
    on_day = []
    for row in rows:
        article = reader.read(row)
        day = (article.published or "")[:10]
        on_day.append(day in days_read[row["id"]] if days_read[row["id"]] else not day)
        on_body.append(word_f1(_body(article), row["text"]))
        on_text.append(word_f1(article.text, row["text"]))
        if misses and on_text[-1] < 0.93:
            print(f"{row['outlet']} {row['id'][:8]}: body {on_body[-1]:.3f} text {on_text[-1]:.3f}", file=sys.stderr)
    found: list[list[bool]] = []
    spared: list[list[bool]] = []
    days: list[bool] = []
    n_answered = 0
    for row in _rows(pages / "metadata.jsonl"):
        article = reader.read(row)
        text = " ".join(article.text.split())
        found.append([" ".join(s.split()) in text for s in row["gold_with"]])
        spared.append([" ".join(s.split()) not in text for s in row["gold_without"]])
        if row["gold_date"]:
            days.append((article.published or "")[:10] == row["gold_date"])
            n_answered += article.published is not None
            if misses and not days[-1]:
                print(f"{row['id']}: {article.published}, gold {row['gold_date']}", file=sys.stderr)
        if misses and not (all(found[-1]) and all(spared[-1])):
            lost = [s for s, hit in zip(row["gold_with"], found[-1], strict=True) if not hit]
            kept = [s for s, hit in zip(row["gold_without"], spared[-1], strict=True) if not hit]
            print(f"{row['id']}: lost {lost}, kept {kept}", file=sys.stderr)
    return {
        "body_f1": sum(on_body) / len(on_body),
        "text_f1": sum(on_text) / len(on_text),
        "with": _share([hit for row in found for hit in row]),
        "without": _share([hit for row in spared for hit in row]),
        "with_pages": _share([all(row) for row in found]),
        "without_pages": _share([all(row) for row in spared]),
        "date": _share(days),
        "date_answered": n_answered / len(days),
        "date_read": _share(on_day),
        "pages_per_cpu_s": reader.n_pages / reader.ours_s,
        "trafilatura_pages_per_cpu_s": reader.n_pages / reader.theirs_s,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    scores = measure(options.corpora, misses=options.misses)
    for name, value in scores.items():
        print(f"{name:<28}{value:>8.3f}")
    print(json.dumps({name: round(value, 4) for name, value in scores.items()}))


if __name__ == "__main__":
    main()
