"""Statements that are asked again and again, made into SQL once and handed to the driver as they are.

SQLAlchemy looks a statement up, names its values, wraps its rows at each question: several times what SQLite takes to
answer a small one, and a page asks a dozen. A server far away takes longer than all that, so there it does so as ever.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["column", "rows", "scalar"]

_NONE: Mapping[str, Any] = {}


def rows(connection: Connection, statement: Any, values: Mapping[str, Any] = _NONE) -> list[Any]:
    """All rows that a statement finds, as named tuples.

    Args:
        statement: One that is kept: it is remembered as what it is, not by what it says.
        values: Of its parameters, by name.
    """
    if connection.dialect.name != "sqlite":
        return list(connection.execute(statement, values).all())
    made = _made(statement, connection.dialect)
    return list(map(made.row, _fetched(connection, made, values)))


def column(connection: Connection, statement: Any, values: Mapping[str, Any] = _NONE) -> list[Any]:
    """The first value of each row; see `rows`."""
    if connection.dialect.name != "sqlite":
        return list(connection.execute(statement, values).scalars().all())
    return [row[0] for row in _fetched(connection, _made(statement, connection.dialect), values)]


def scalar(connection: Connection, statement: Any, values: Mapping[str, Any] = _NONE) -> Any:
    """The first value of the first row, None where there is none; see `rows`."""
    found = column(connection, statement, values)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A value by name as the driver takes it, or one that the statement brings along."""

    name: str
    given: bool
    own: Any
    ready: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    parameters: tuple[_Parameter, ...]
    row: Callable[[Any], Any]


@lru_cache(maxsize=1024)
def _made(statement: Any, dialect: Any) -> _Made:
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise TypeError(f"parameters that are put into the text at each question: {compiled}")
    parameters = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        ready = bind.type.bind_processor(dialect)
        own = None if bind.required else bind.effective_value
        parameters.append(_Parameter(name, bind.required, ready(own) if ready and not bind.required else own, ready))
    names = [getattr(each, "name", "") for each in statement.selected_columns]
    row = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return _Made(sql=str(compiled), parameters=tuple(parameters), row=row._make)


def _fetched(connection: Connection, made: _Made, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    asked = []
    for each in made.parameters:
        if not each.given:
            asked.append(each.own)
        else:
            given = values[each.name]
            asked.append(given if each.ready is None else each.ready(given))
    cursor = connection.connection.cursor()
    try:
        cursor.execute(made.sql, asked)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())
    finally:
        cursor.close()
