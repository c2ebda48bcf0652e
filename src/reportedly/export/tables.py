"""Answers -> rows of named columns: what CSV and Parquet have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from reportedly.ledger.answers import taken_back_cells
from reportedly.ledger.corrections import note_of

if TYPE_CHECKING:
    from reportedly.ledger import ChangeAnswer, EventAnswer, EventSummary, StatementAnswer

__all__ = ["CHANGES", "EVENTS", "REPORTS", "STATEMENTS", "Column", "event_rows", "report_rows", "rows_of"]


class Column(StrEnum):
    """What a column holds; every column but `FLAG` and `COUNT` may be empty."""

    TEXT = "text"
    TEXTS = "texts"
    COUNT = "count"
    SHARE = "share"
    FLAG = "flag"


def _columns(**columns: str) -> Mapping[str, Column]:
    return {name: kind for kind, names in columns.items() for name, kind in ((n, Column(kind)) for n in names.split())}


def _ordered(order: str, columns: Mapping[str, Column]) -> Mapping[str, Column]:
    return {name: columns.get(name, Column.TEXT) for name in order.split()}


EVENTS = _ordered(
    "id type what participants place when earlier_dates status status_on_record origins origins_on_record outlets "
    "articles reports conflict newest sequence topic confidence shown corrected",
    _columns(
        texts="participants earlier_dates",
        count="origins origins_on_record outlets articles reports sequence",
        share="confidence",
        flag="conflict shown",
    ),
)
REPORTS = _ordered(
    "event what type article outlet published status chain kinds said when place evidence start end statement "
    "on_record origin confidence topic shown corrected_by stance taken_back_by taken_back_on taken_back_in "
    "taken_back_words",
    _columns(texts="chain kinds", count="start end", share="confidence", flag="on_record shown"),
)
STATEMENTS = _ordered(
    "article id outlet published kind stance source cue content chain said corrected_by",
    _columns(texts="chain"),
)
CHANGES = _ordered(
    "event what type participants place day sequence before status on_record_before on_record when_before when "
    "article outlet chain evidence shown corrected_by",
    _columns(texts="participants chain", count="sequence", flag="shown"),
)


def event_rows(events: Iterable[EventSummary]) -> Iterator[dict[str, Any]]:
    """A row for each event; `corrected` tells who corrected what of it by hand."""
    for event in events:
        row = event.to_dict() | {"corrected": note_of(event.corrections)}
        yield {name: row[name] for name in EVENTS}


def report_rows(events: Iterable[EventAnswer]) -> Iterator[dict[str, Any]]:
    """A row for each report of each event; `start` and `end` are its span in the article's text."""
    for event in events:
        for report in event.reports:
            row = report.to_dict() | {"event": event.id, "what": event.what, "type": report.type}
            row |= taken_back_cells(report)
            row["start"], row["end"] = report.span
            yield {name: row[name] for name in REPORTS}


def rows_of(
    columns: Mapping[str, Column], answers: Iterable[StatementAnswer | ChangeAnswer]
) -> Iterator[dict[str, Any]]:
    """A row for each answer whose JSON form has these columns."""
    for answer in answers:
        row = answer.to_dict()
        yield {name: row[name] for name in columns}
