"""Corrections as the ledger's rows hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from reportedly.ledger.corrections import Correction, CorrectionKind, Rules
from reportedly.ledger.db.engine import understanding
from reportedly.ledger.db.prepared import rows, scalar
from reportedly.ledger.db.schema import corrected, corrections, facts
from reportedly.ledger.db.sql import among

__all__ = [
    "Kept",
    "all_corrections",
    "corrections_at",
    "corrections_of",
    "of_group",
    "rules_of",
    "state_of_corrections",
]

_row = corrections.c
_WHOLE = select(corrections)
_OF = (
    select(corrected.c.mention, *corrections.c)
    .join(corrections, _row.no == corrected.c.correction)
    .where(among(corrected.c.mention, "mentions"), _row.undone.is_(None))
    .order_by(_row.no)
)
_OF_RECORDS = [kind.value for kind in (CorrectionKind.SPEAKER, CorrectionKind.MERGE_NAMES, CorrectionKind.SPLIT_NAME)]
_RULES = _WHOLE.where(
    among(_row.kind, "kinds"),
    _row.undone.is_(None),
).order_by(_row.no)
_BY_ID = _WHOLE.where(_row.id == bindparam("id"))
_ANY = select(_row.no).limit(1)
_STATE = select(
    select(func.count() + func.count(_row.undone)).select_from(corrections).scalar_subquery().label("made"),
    select(facts.c.value).where(facts.c.name == "rewritten").scalar_subquery().label("rewritten"),
)


Kept = Mapping[str, Sequence[tuple[int, int, Correction]]]
"""Corrections by the ids of mentions, each with its number and the first day on which it counts; oldest first."""


def corrections_of(connection: Connection, mentions: Collection[str]) -> Kept:
    """What counts of the corrections of some mentions, by their ids."""
    # Most ledgers have none, and a story told often has thousands of mentions.
    if not mentions or scalar(connection, _ANY) is None:
        return {}
    found: dict[str, list[tuple[int, int, Correction]]] = defaultdict(list)
    for row in rows(connection, _OF, {"mentions": sorted(mentions)}):
        found[row.mention].append((row.no, row.day, _correction(row)))
    return found


def of_group(kept: Kept, mentions: Collection[str], day: int) -> tuple[Correction, ...]:
    """What counts for an event of some mentions on a day, oldest first.

    A ruling on what belongs together is told of only where it has something to do with the event as it is: one that
    joined two of its mentions, or parted one of them from others.
    """
    if not kept:
        return ()
    found: dict[int, Correction] = {}
    for mention in mentions:
        found |= {no: one for no, first, one in kept.get(mention, ()) if first <= day}
    inside = set(mentions)
    return tuple(
        one
        for _, one in sorted(found.items())
        if one.kind != CorrectionKind.MERGE or any(a in inside and b in inside for a, b in one.pairs)
    )


def rules_of(connection: Connection) -> Rules:
    """The corrections that records are read with."""
    return Rules.of(_correction(row) for row in rows(connection, _RULES, {"kinds": _OF_RECORDS}))


def corrections_at(connection: Connection, id: str) -> Correction | None:
    """A correction by its id."""
    found = rows(connection, _BY_ID, {"id": id})
    return _correction(found[0]) if found else None


def all_corrections(connection: Connection) -> tuple[Correction, ...]:
    """Every correction, oldest first, those that were undone too."""
    return tuple(_correction(row) for row in rows(connection, _ALL))


_ALL = _WHOLE.order_by(_row.no)


def state_of_corrections(connection: Connection) -> str:
    """Changes with every correction, with every one that is undone, and with every article that is taken out."""
    (found,) = rows(connection, _STATE)
    return f"{found.made}-{found.rewritten or 0}"


def _correction(row: Any) -> Correction:
    with understanding():
        return _from(_Row(*(getattr(row, name) for name in _Row._fields)))


class _Row(NamedTuple):
    """A row of `corrections`, alike from either database."""

    no: int
    id: str
    kind: str
    made: str
    who: str
    why: str
    day: int
    article: str | None
    statement: str | None
    data: str
    undone: str | None
    undone_by: str | None


@lru_cache(maxsize=2048)
def _from(row: _Row) -> Correction:
    return Correction.from_row(row)
