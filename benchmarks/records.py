"""How well `read` keeps the record of annotated articles: statements, chains, events and their status.

    python benchmarks/records.py EXAMPLES [--scorer FILE] [--list-direct]

EXAMPLES is a folder of annotated articles: `first-article`, `stories`, `relay` and `status`, each `*.annotated.jsonl`.
The scorer is `score_records.py`, by default the one in `eval/` beside that folder. In `status` only the events that a
story is about are annotated, so its recall counts and its precision does not. `direct`: statements of kind direct,
nested ones among them, one to one where the contents' token Dice is at least 0.5. Prints a table and, last, one JSON
line; `--list-direct` prints each direct quotation that is missed ("-") or found where none is annotated ("+").
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from reportedly import Article, read

EVERYTHING = ("first-article", "stories", "relay")
EVENTS_ONLY = ("status",)


def load(path: Path) -> ModuleType:
    """The scorer, from its file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(folder: Path, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The annotated articles of the sets that the folder holds."""
    articles = []
    for name in names:
        path = folder / f"{name}.annotated.jsonl"
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                articles.extend(json.loads(line) for line in lines if line.strip())
    return articles


def measure(examples: Path, scorer: Path | None = None) -> dict[str, dict[str, Any]]:
    """The scorer's numbers for the articles annotated in full ("everything") and for those of status ("status")."""
    module = load(scorer or examples.parent / "eval" / "score_records.py")
    result = {}
    for name, sets in (("everything", EVERYTHING), ("status", EVENTS_ONLY)):
        articles = annotated(examples, sets)
        records = {a["id"]: read(Article.from_dict(a)).to_dict() for a in articles}
        result[name] = module.score(articles, records)
        if name == "everything":
            result[name]["direct"], _ = direct(module, articles, records)
    return result


def direct(
    module: ModuleType, articles: list[dict[str, Any]], records: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, float], list[str]]:
    """Precision, recall and F1 of direct quotations, and a line for each that is missed or should not be there."""
    n_right = n_found = n_gold = 0
    lines = []
    for article in articles:
        text = article["text"]
        sides = [
            [s for s in statements if s["kind"] == "direct"]
            for statements in (article["gold"]["statements"], records[article["id"]]["statements"])
        ]
        gold, found = ([module.token_starts(text, s["content"]) for s in side] for side in sides)
        pairs = module.pair_up(gold, found, module.dice, 0.5)
        n_right, n_found, n_gold = n_right + len(pairs), n_found + len(found), n_gold + len(gold)
        for sign, side, paired in (("-", sides[0], {i for i, _ in pairs}), ("+", sides[1], {j for _, j in pairs})):
            for number, statement in enumerate(side):
                if number not in paired:
                    who, cue, words = (
                        " ".join(" ".join(text[a:b] for a, b in statement[role]).split())
                        for role in ("source", "cue", "content")
                    )
                    lines.append(f"{sign} {article['id']}  [{who}] [{cue}] {words}")
    return module.prf(n_right, n_found, n_gold), lines


def table(result: Mapping[str, Mapping[str, Any]]) -> str:
    """The numbers side by side; precision, recall and F1 where there are three."""
    rows = [f"{'':<24}" + "".join(f"{name:>28}" for name in result)]
    for key in next(iter(result.values())):
        cells = []
        for scores in result.values():
            value = scores.get(key, "-")
            if isinstance(value, dict):
                cells.append(f"P {value['p']:.3f}  R {value['r']:.3f}  F {value['f1']:.3f}")
            else:
                cells.append(value if isinstance(value, str) else f"{value:g}")
        rows.append(f"{key:<24}" + "".join(f"{cell:>28}" for cell in cells))
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--list-direct", action="store_true")
    options = parser.parse_args()
    if options.list_direct:
        module = load(options.scorer or options.examples.parent / "eval" / "score_records.py")
        articles = annotated(options.examples, EVERYTHING)
        scores, lines = direct(module, articles, {a["id"]: read(Article.from_dict(a)).to_dict() for a in articles})
        print(*lines, json.dumps(scores), sep="\n")
        return
    result = measure(options.examples, options.scorer)
    print(table(result))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
