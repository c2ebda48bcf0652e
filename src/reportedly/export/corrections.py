"""What people corrected, as data to train and to measure a reading with: a line of JSON for each correction.


A line tells what was read and what is right, with the article, offsets and words of each place where it was read. The
places of a status, for example, are the reports of the event: those with `read` equal to `before` are the ones that
were read wrongly, as far as the words themselves say otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.ledger.corrections import Correction

__all__ = ["training_lines"]

_TASKS = {
    "status": "event_status",
    "when": "event_time",
    "what": "event_name",
    "place": "event_place",
    "participants": "event_participants",
    "not_an_event": "is_event",
    "merge": "same_event",
    "split": "same_event",
    "speaker": "statement_chain",
    "merge_names": "same_name",
    "split_name": "same_name",
}
"""What a correction teaches; of hidden and removed articles there is nothing to learn."""


def training_lines(ledger: Ledger, *, texts: bool = False) -> Iterator[str]:
    """Corrections as lines of JSON, oldest first.

    Args:
        texts: With the whole text of each article concerned, under `texts` by its id.
    """
    for correction in ledger.corrections():
        if correction.kind not in _TASKS:
            continue
        line = _line(ledger, correction)
        if texts:
            ids = {place["article"] for place in line["places"]}
            line["texts"] = {id: ledger.record(id).article.text for id in sorted(ids)}
        yield json.dumps(line, ensure_ascii=False)


def _line(ledger: Ledger, correction: Correction) -> dict[str, Any]:
    known = ledger.articles_by_id(
        {place.article for place in correction.places} | ({correction.article} if correction.article else set())
    )
    before, after = correction.before, correction.after
    if correction.kind == "not_an_event":
        before, after = True, False
    elif correction.kind in ("merge", "split"):
        before, after = correction.kind == "split", correction.kind == "merge"
    line: dict[str, Any] = {
        "task": _TASKS[correction.kind],
        "id": correction.id,
        "made": correction.made,
        "who": correction.who,
        "why": correction.why,
        "before": before,
        "after": after,
        "places": [place.to_dict() for place in correction.places if place.article in known],
    }
    if correction.pairs:
        line["pairs"] = [[_mention(ledger, a), _mention(ledger, b)] for a, b in correction.pairs]
        line["places"] = [place for pair in line["pairs"] for side in pair for place in side]
    if correction.kind == "speaker" and correction.article in known:
        line["places"] = [_statement(ledger, correction)]
    return line


def _mention(ledger: Ledger, id: str) -> list[dict[str, Any]]:
    """The reports of one mention; none where its article is there no more."""
    from reportedly.errors import NotFound
    from reportedly.ledger.correcting import places_of

    try:
        return [place.to_dict() for place in places_of(ledger.event(id)) if place.mention == id]
    except NotFound:
        return []


def _statement(ledger: Ledger, correction: Correction) -> dict[str, Any]:
    from reportedly.ledger.corrections import statement_at

    record = ledger.record(correction.article or "", as_read=True)
    found = statement_at(record, correction.statement, correction.span)
    place: dict[str, Any] = {"article": record.article.id, "statement": found.id if found else None}
    for part in ("source", "cue", "content"):
        pieces = getattr(found, part) if found else ()
        place[part] = [list(span) for span in pieces]
        place[f"{part}_words"] = record.words(pieces)
    return place
