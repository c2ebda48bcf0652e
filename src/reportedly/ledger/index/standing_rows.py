"""What a row of `standing` holds of an event: what it is found by, its summary and its change."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from reportedly.edtf import days_of
from reportedly.ledger.answers import ChangeAnswer, CorrectionNote, EventAnswer, EventSummary
from reportedly.ledger.db.engine import understanding
from reportedly.ledger.db.schema import NOW
from reportedly.lexicon.folding import fold
from reportedly.lexicon.stems import words_of

__all__ = ["MEMBERS", "STANDING", "change_from", "outlets_of", "summary_from", "values_of"]


STANDING = (
    *("event", "from_day", "to_day", "outlets"),
    *("id", "newest", "changed", "shown", "size", "conflict", "type", "status", "first_day", "last_day"),
    *("words", "names", "place", "told"),
)
MEMBERS = ("mention", "from_day", "to_day", "event")


def values_of(summary: EventSummary, change: ChangeAnswer | None) -> tuple[Any, ...]:
    """The values of a row, in the order of `STANDING` behind its event and days."""
    names, place = words_of(" ".join(summary.participants)), words_of(summary.place or "")
    days = days_of(summary.when)
    told = json.dumps([summary.to_dict(), change.to_dict() if change else None], separators=(",", ":"))
    return (
        summary.id,
        summary.newest,
        int(change is not None),
        int(summary.shown),
        summary.articles,
        int(summary.conflict),
        summary.type,
        summary.status,
        days[0].toordinal() if days else NOW,
        days[1].toordinal() if days else 0,
        _spaced([*words_of(summary.what), *names, *place]),
        _spaced(names),
        _spaced(place),
        zlib.compress(told.encode("utf-8", "surrogatepass"), 1),
    )


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(dict.fromkeys(words))} "


def outlets_of(event: EventAnswer) -> str:
    """The folded names of those whose reports of an event decide, each between line ends."""
    return "\n" + "".join(f"{name}\n" for name in sorted({fold(r.outlet) for r in event.deciding if r.outlet}))


@lru_cache(maxsize=2048)
def summary_from(told: bytes) -> EventSummary:
    """The summary that a row of `standing` holds."""
    with understanding(is_whole=True):
        data = json.loads(zlib.decompress(told))[0]
        notes = tuple(CorrectionNote(**note) for note in data["corrections"])
        lists = {name: tuple(data[name]) for name in ("participants", "earlier_dates")}
        return EventSummary(**data | lists | {"corrections": notes})


@lru_cache(maxsize=2048)
def change_from(told: bytes) -> ChangeAnswer:
    """The change that a row of `standing` holds."""
    with understanding(is_whole=True):
        data = json.loads(zlib.decompress(told))[1]
        return ChangeAnswer(**data | {name: tuple(data[name]) for name in ("participants", "chain")})
