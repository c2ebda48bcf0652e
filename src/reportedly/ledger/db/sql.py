"""Many values in one parameter and many rows in one statement, as cheaply as each of the two databases takes them.

An `IN` with a parameter for each value is another statement for each number of values, put together and read again;
with all of them in one parameter it is one statement, made once and kept by both SQLAlchemy and the driver.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, Table, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

__all__ = ["among", "insert_rows", "run_for_each"]


class _Values(TypeDecorator[Any]):
    """Numbers or texts in one parameter: JSON for SQLite, an array for PostgreSQL."""

    impl = sqlalchemy.Text
    cache_ok = True

    def __init__(self, texts: bool = False) -> None:
        super().__init__()
        self.texts = texts

    def load_dialect_impl(self, dialect: Any) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(sqlalchemy.Text() if self.texts else sqlalchemy.BigInteger()))
        return dialect.type_descriptor(sqlalchemy.Text())

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value), separators=(",", ":"))


class _Among(FunctionElement[bool]):
    type = sqlalchemy.Boolean()
    name = "among"
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        return self  # a condition as it is: "… = 1" around it would keep SQLite from its index


@compiles(_Among)
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(_Among, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY({values})"


def among(column: Any, values: str | Collection[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of some values, or of those of a parameter that is named."""
    kind = _Values(isinstance(column.type, sqlalchemy.Text))
    if isinstance(values, str):
        return _Among(column, bindparam(values, type_=kind))
    return _Among(column, bindparam(None, values, type_=kind, unique=True))


@lru_cache(maxsize=256)
def _insert_of(table: str, columns: tuple[str, ...], mark: str, ending: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))}) {ending}"


def insert_rows(
    connection: Connection,
    table: Table | str,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    ending: str = "",
) -> None:
    """Insert rows whose values are ready for the driver, in the order of the columns."""
    rows = list(rows)
    if rows:
        name = table if isinstance(table, str) else table.name
        connection.exec_driver_sql(_insert_of(name, tuple(columns), _mark(connection), ending), rows)


def run_for_each(connection: Connection, asked: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement with `?` for each value that it takes, once for each row."""
    rows = list(rows)
    if rows:
        connection.exec_driver_sql(asked.replace("?", _mark(connection)), rows)


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"
