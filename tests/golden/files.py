"""Where golden files lie, and the forms in which they are compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportedly import Article, Ledger, Record, intake, read
from reportedly.brief import make_brief
from reportedly.export.markdown import to_markdown

HERE = Path(__file__).parent
ARTICLES = HERE / "articles.jsonl"
SAMPLES = HERE.parent.parent / "samples" / "varga-visit"
RECORDS = HERE / "records"
STORED = HERE / "ledger" / "records.jsonl"

_SPANS = ("span", "source", "cue", "content", "mentions", "trigger", "evidence")


def golden_articles() -> Iterator[Article]:
    """The made-up articles and the samples, in the order of their files."""
    for article in intake.articles([str(ARTICLES), str(SAMPLES)]):
        assert isinstance(article, Article), article
        yield article


def read_golden() -> Iterator[Record]:
    """Their records as they are read now."""
    return map(read, golden_articles())


def stored_records() -> list[Record]:
    """Records that ledgers are made from; as they were read when the file was made."""
    return [Record.from_json(line) for line in STORED.read_text("utf-8").splitlines()]


def lines_of(record: Record) -> str:
    """A record as JSON lines to be read by people: one fact a line, with the words at its offsets.

    Probabilities are left out: their last digits differ from one processor to the next.
    """
    data, lines = record.to_dict(), [{"article": record.article.id, "title": record.article.title}]
    for what in ("statements", "entities", "times", "events", "integrity"):
        for fact in data[what]:
            fact.pop("confidence", None)
            words = {f"{name}_words": record.words(_tuples(fact[name])) for name in _SPANS if fact.get(name)}
            lines.append({"fact": what[:-1] if what != "integrity" else what, **fact, **words})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _tuples(found: Any) -> Any:
    return tuple(map(_tuples, found)) if isinstance(found, list) else found


DAYS = (None, "2026-04-23", "2026-03-04")


def kept_by(ledger: Ledger) -> dict[str, Any]:
    """What a ledger keeps of what it works out: where it moves, a number in `ledger/versions.py` has to be raised."""
    found: dict[str, Any] = {}
    for day in DAYS:
        name = f" as of {day}" if day else ""
        found[f"events{name}"] = _dicts(ledger.find_events(as_of=day, limit=100).items)
        found[f"changes{name}"] = _dicts(ledger.changes(as_of=day, limit=100).items)
    found["mentions"] = [[f"{report.article} {report.key}" for report in event.reports] for event in ledger.events()]
    found["echoes"] = _dicts(ledger.echoes())
    found["drift"] = _dicts(ledger.drift(changed_only=False))
    found["names"] = _dicts(ledger.names(limit=100).items)
    found["searches"] = {
        words: [statement.id for statement in ledger.statements(words)]
        for words in ("border", '"cup final"', "FERRY fares", "Reik", "nothing decided")
    }
    return found


def told_by(ledger: Ledger) -> dict[str, Any]:
    """What is worked out when it is asked for."""
    found: dict[str, Any] = {"counts": ledger.counts().to_dict(), "coverage": ledger.coverage().to_dict()}
    for day in DAYS:
        name = f" as of {day}" if day else ""
        found[f"all of events{name}"] = _dicts(ledger.events(as_of=day))
        found[f"conflicts{name}"] = [[event.id, told.to_dict()] for event, told in ledger.conflicts(as_of=day)]
        found[f"brief{name}"] = to_markdown(make_brief(ledger, as_of=day))
    found["origins"] = _dicts(ledger.origins())
    found["statements"] = _dicts(ledger.statements())
    found["profiles"] = {name: ledger.profile(name).to_dict() for name in ("Elena Varga", "Drava Courier")}
    return found


def _dicts(answers: Any) -> list[Any]:
    return [answer.to_dict() for answer in answers]
