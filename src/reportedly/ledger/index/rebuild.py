"""Rebuilding what a ledger keeps beside its records, where another version of the program has worked it out."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from reportedly.ledger import versions
from reportedly.ledger.db.fulltext import index_all
from reportedly.ledger.db.schema import facts
from reportedly.ledger.index import timeline
from reportedly.ledger.index.ingest import address_anew, compare_anew, name_anew
from reportedly.ledger.index.links import ComparisonCache

__all__ = ["facts_of", "rebuild"]


def facts_of(connection: Connection) -> dict[str, str]:
    """What a ledger says of itself: the versions by which it was worked out, among others."""
    return dict(connection.execute(select(facts.c.name, facts.c.value)).all())


def rebuild(connection: Connection, known: ComparisonCache) -> None:
    """Recompute what is outdated: comparisons, names, the index of words, what stood day by day.

    What stood is only marked here; `timeline.refresh` works it out.
    """
    old = versions.outdated(facts_of(connection))
    if old & {"compared by", "standing by", "data"}:
        timeline.forget(connection)
        timeline.mark_all(connection)
    if old & {"compared by", "data"}:
        compare_anew(connection, known)
    if "named by" in old:
        name_anew(connection)
    if "searched by" in old:
        index_all(connection)
    if "addressed by" in old:
        address_anew(connection)
    for name, value in versions.current().items():
        connection.execute(delete(facts).where(facts.c.name == name))
        connection.execute(insert(facts), {"name": name, "value": value})
