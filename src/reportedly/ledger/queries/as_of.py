"""Conditions on what stood at the end of a day, in the forms for which an index is read."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam

from reportedly.ledger.db.schema import NOW, OPEN, standing

__all__ = [
    "DAY",
    "FEW",
    "day_number",
    "day_values",
    "newest_by",
    "parameter",
    "shape_of_day",
    "valid",
    "valid_by_date",
    "valid_here",
]

FEW = 2000
"""Events that have a term: so many are looked at one by one, of more the newest are walked through."""


def day_number(as_of: date | None) -> int:
    """The day that is asked for, as rows have it."""
    return NOW if as_of is None else as_of.toordinal()


def valid(table: Any, day: int) -> ColumnElement[bool]:
    """The condition that a row of `standing` or `members` holds on a day, which comes as the parameter "day"."""
    if day == NOW:
        return table.c.to_day == OPEN  # type: ignore[no-any-return]
    return and_(table.c.from_day <= DAY, table.c.to_day > DAY)


def newest_by(day: int) -> list[ColumnElement[bool]]:
    """As `valid`, where what is newest is asked for first: an index is then read from that day on back."""
    by_then = [] if day == NOW else [standing.c.newest < parameter("day_end")]
    return [valid(standing, day), *by_then]


def day_values(day: int) -> dict[str, Any]:
    """The parameters of a day."""
    return {"day": day, "day_end": "" if day == NOW else f"{date.fromordinal(day).isoformat()}~"}


def valid_here(day: int) -> ColumnElement[bool]:
    """As `valid`, of rows that are looked up by their event: in a form that no other index is taken for."""
    row = standing.c
    return row.to_day + 0 == OPEN if day == NOW else and_(row.from_day <= DAY, row.to_day + 0 > DAY)


def valid_by_date(day: int) -> ColumnElement[bool]:
    """As `valid`, of rows that are found by their own date: an index of dates alone has those of a day gone by."""
    row = standing.c
    return valid(standing, day) if day == NOW else and_(row.from_day + 0 <= DAY, row.to_day + 0 > DAY)


def parameter(name: str) -> Any:
    """A value that comes with the question.

    Making a statement and its key costs several times what SQLite takes to answer it, so each kind of statement is
    made once, by the shape of what is asked; what differs comes as parameters.
    """
    return bindparam(name)


DAY = bindparam("day", type_=Integer)


def shape_of_day(day: int) -> int:
    """NOW, or any other day: how a condition on it is written."""
    return NOW if day == NOW else 0
