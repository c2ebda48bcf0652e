"""Answers of a ledger, as frozen data classes; `to_dict` gives the JSON form."""

from __future__ import annotations

from reportedly.ledger.answers.articles import ArticleAnswer, Counts, Coverage, EchoAnswer, SharedAnswer
from reportedly.ledger.answers.events import (
    ChangeAnswer,
    ConflictAnswer,
    CorrectionNote,
    EventAnswer,
    EventSummary,
    LinkedEvent,
    OriginAnswer,
    OriginPage,
    ReportAnswer,
    TakenBack,
    taken_back_cells,
)
from reportedly.ledger.answers.page import Page
from reportedly.ledger.answers.statements import (
    NameAnswer,
    ProfileAnswer,
    SearchAnswer,
    StatementAnswer,
    UtteranceAnswer,
    VersionAnswer,
)

__all__ = [
    "ArticleAnswer",
    "ChangeAnswer",
    "ConflictAnswer",
    "CorrectionNote",
    "Counts",
    "Coverage",
    "EchoAnswer",
    "EventAnswer",
    "EventSummary",
    "LinkedEvent",
    "NameAnswer",
    "OriginAnswer",
    "OriginPage",
    "Page",
    "ProfileAnswer",
    "ReportAnswer",
    "SearchAnswer",
    "SharedAnswer",
    "StatementAnswer",
    "TakenBack",
    "UtteranceAnswer",
    "VersionAnswer",
    "taken_back_cells",
]
