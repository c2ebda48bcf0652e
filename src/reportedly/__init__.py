"""Reads the news and keeps the record: who said what, on whose authority, and whether it is still on.

    from reportedly import Article, Ledger, read

Three ideas: `read(article)` gives a `Record`; a `Ledger` keeps records and answers across articles; the rest are
the types that they are made of. Nothing heavy is imported before it is used (PEP 562).
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.answering import ask as ask
    from reportedly.article import Article as Article
    from reportedly.article import Block as Block
    from reportedly.article import BlockKind as BlockKind
    from reportedly.article import Unread as Unread
    from reportedly.errors import FetchError as FetchError
    from reportedly.errors import InputError as InputError
    from reportedly.errors import LedgerError as LedgerError
    from reportedly.errors import ModelError as ModelError
    from reportedly.errors import NotFound as NotFound
    from reportedly.errors import QuestionError as QuestionError
    from reportedly.errors import ReportedlyError as ReportedlyError
    from reportedly.ledger import EventFilter as EventFilter
    from reportedly.ledger import Ledger as Ledger
    from reportedly.ledger import StatementFilter as StatementFilter
    from reportedly.reading import read as read
    from reportedly.reading import read_all as read_all
    from reportedly.record import Entity as Entity
    from reportedly.record import Event as Event
    from reportedly.record import Integrity as Integrity
    from reportedly.record import Link as Link
    from reportedly.record import Record as Record
    from reportedly.record import Statement as Statement
    from reportedly.record import Time as Time

__version__ = "0.1.0"

# onnxruntime (1.32) writes a number of this machine into ~/.cache and tells its makers of its use, unless it is told
# not to before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_HOMES = {
    "reportedly.answering": ("ask",),
    "reportedly.article": ("Article", "Block", "BlockKind", "Unread"),
    "reportedly.errors": (
        *("FetchError", "InputError", "LedgerError", "ModelError", "NotFound", "QuestionError", "ReportedlyError"),
    ),
    "reportedly.ledger": ("EventFilter", "Ledger", "StatementFilter"),
    "reportedly.reading": ("read", "read_all"),
    "reportedly.record": ("Entity", "Event", "Integrity", "Link", "Record", "Statement", "Time"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
