"""Reportedly on Apache Spark: archives that outgrow one machine. Needs `pip install 'reportedly[spark]'` and a JRE.

Records, events, echoes and days are those of one process: Spark moves rows about, and every decision is made by the
functions that `reportedly.read` and `reportedly.Ledger` use. Nothing heavy is imported before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.spark.building import ledger as ledger
    from reportedly.spark.files import articles as articles
    from reportedly.spark.reading import read as read
    from reportedly.spark.settings import SETTINGS as SETTINGS
    from reportedly.spark.tables import Tables as Tables

_HOME = {
    "SETTINGS": "reportedly.spark.settings",
    "Tables": "reportedly.spark.tables",
    "articles": "reportedly.spark.files",
    "ledger": "reportedly.spark.building",
    "read": "reportedly.spark.reading",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
