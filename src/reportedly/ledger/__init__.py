"""Records -> answers: one ledger over many articles. Nothing heavy is imported before a ledger is opened (PEP 562)."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.ledger.answers import ArticleAnswer as ArticleAnswer
    from reportedly.ledger.answers import ChangeAnswer as ChangeAnswer
    from reportedly.ledger.answers import ConflictAnswer as ConflictAnswer
    from reportedly.ledger.answers import Counts as Counts
    from reportedly.ledger.answers import Coverage as Coverage
    from reportedly.ledger.answers import EchoAnswer as EchoAnswer
    from reportedly.ledger.answers import EventAnswer as EventAnswer
    from reportedly.ledger.answers import EventSummary as EventSummary
    from reportedly.ledger.answers import LinkedEvent as LinkedEvent
    from reportedly.ledger.answers import NameAnswer as NameAnswer
    from reportedly.ledger.answers import OriginAnswer as OriginAnswer
    from reportedly.ledger.answers import Page as Page
    from reportedly.ledger.answers import ProfileAnswer as ProfileAnswer
    from reportedly.ledger.answers import ReportAnswer as ReportAnswer
    from reportedly.ledger.answers import SearchAnswer as SearchAnswer
    from reportedly.ledger.answers import SharedAnswer as SharedAnswer
    from reportedly.ledger.answers import StatementAnswer as StatementAnswer
    from reportedly.ledger.answers import TakenBack as TakenBack
    from reportedly.ledger.answers import UtteranceAnswer as UtteranceAnswer
    from reportedly.ledger.answers import VersionAnswer as VersionAnswer
    from reportedly.ledger.filters import EventFilter as EventFilter
    from reportedly.ledger.filters import StatementFilter as StatementFilter
    from reportedly.ledger.ledger import Ledger as Ledger

_ANSWERS = (
    "ArticleAnswer",
    "ChangeAnswer",
    "ConflictAnswer",
    "Counts",
    "Coverage",
    "EchoAnswer",
    "EventAnswer",
    "EventSummary",
    "LinkedEvent",
    "NameAnswer",
    "OriginAnswer",
    "Page",
    "ProfileAnswer",
    "ReportAnswer",
    "SearchAnswer",
    "SharedAnswer",
    "StatementAnswer",
    "TakenBack",
    "UtteranceAnswer",
    "VersionAnswer",
)
_QUESTIONS = ("EventFilter", "StatementFilter")
_HOME = dict.fromkeys(_ANSWERS, "reportedly.ledger.answers") | {
    **dict.fromkeys(_QUESTIONS, "reportedly.ledger.filters"),
    "Ledger": "reportedly.ledger.ledger",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
