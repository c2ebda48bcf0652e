"""What a ledger answers as rows of named columns, for `Ledger.to_frame`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reportedly.errors import QuestionError
from reportedly.ledger.answers import taken_back_cells
from reportedly.ledger.corrections import note_of
from reportedly.ledger.filters import EVERY_EVENT, EventFilter

if TYPE_CHECKING:
    from reportedly.ledger.ledger import Ledger

__all__ = ["COLUMNS", "rows_of"]

_PAGE = 1000

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "events": (
        *("id", "type", "what", "participants", "place", "when", "earlier_dates", "status", "status_on_record"),
        *("origins", "origins_on_record", "outlets", "articles", "reports", "conflict", "newest", "sequence", "topic"),
        *("confidence", "shown", "corrected"),
    ),
    "reports": (
        *("event", "what", "article", "outlet", "published", "status", "chain", "kinds", "said", "when", "place"),
        *("evidence", "start", "end", "statement", "on_record", "origin", "topic", "confidence", "shown"),
        *("corrected_by", "stance", "taken_back_by", "taken_back_on", "taken_back_in", "taken_back_words"),
    ),
    "statements": (
        *("article", "outlet", "published", "id", "kind", "stance", "source", "cue", "content", "chain", "said"),
        *("title", "url", "span", "content_spans", "confidence"),
        "corrected_by",
    ),
    "changes": (
        *("event", "what", "type", "participants", "place", "day", "sequence", "before", "status", "on_record_before"),
        *("on_record", "when_before", "when", "article", "outlet", "chain", "evidence", "shown"),
        "corrected_by",
    ),
    "articles": ("id", "outlet", "url", "title", "published"),
}
"""The columns of each table, in order."""


def rows_of(ledger: Ledger, what: str, filter: EventFilter | None, as_of: str | None) -> list[dict[str, Any]]:
    """A row for each answer of a kind; `filter` chooses events.

    Raises:
        QuestionError: A ledger has no such table, or the filter is none of it.
    """
    if what not in COLUMNS:
        raise QuestionError(ledger.source, f"no table {what!r}", f"Write one of {', '.join(COLUMNS)}")
    if filter is not None and what in ("statements", "articles"):
        raise QuestionError(ledger.source, f"{what} do not take a filter of events", "Leave it out")
    asked = filter or EVERY_EVENT
    if what == "events":
        events = _every(ledger.find_events, asked, as_of=as_of)
        found: Iterator[dict[str, Any]] = (e.to_dict() | {"corrected": note_of(e.corrections)} for e in events)
    elif what == "changes":
        found = (change.to_dict() for change in _every(ledger.changes, asked, as_of=as_of))
    elif what == "statements":
        found = (statement.to_dict() for statement in ledger.statements(as_of=as_of, located=True))
    elif what == "articles":
        found = (article.to_dict() for article in ledger.articles(as_of=as_of))
    else:
        found = _reports(ledger, asked, as_of)
    return [{column: row[column] for column in COLUMNS[what]} for row in found]


def _reports(ledger: Ledger, asked: EventFilter, as_of: str | None) -> Iterator[dict[str, Any]]:
    ids = [event.id for event in _every(ledger.find_events, asked, as_of=as_of)]
    for i in range(0, len(ids), 200):
        for event in ledger.events_by_id(ids[i : i + 200], as_of=as_of):
            for report in event.reports:
                start, end = report.span
                own = {"event": event.id, "what": event.what, "start": start, "end": end}
                yield report.to_dict() | taken_back_cells(report) | own


def _every(page: Callable[..., Any], *args: Any, **options: Any) -> Iterator[Any]:
    cursor: str | None = None
    while True:
        found = page(*args, limit=_PAGE, cursor=cursor, **options)
        yield from found.items
        cursor = found.next
        if cursor is None:
            return
