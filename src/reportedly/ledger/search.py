"""Full text search over statements: SQLite's FTS5 or PostgreSQL's text search, behind three functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, text

from reportedly.ledger.schema import statements

__all__ = ["create_index", "index_statements", "matches"]

_TERM = re.compile(r"\"([^\"]+)\"|(\S+)")


def create_index(connection: Connection) -> None:
    """Make the index that `matches` asks; called by the first migration."""
    if connection.dialect.name == "sqlite":
        # External content: the words are stored once, in `statements`.
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE statement_words USING fts5(source, content, names, "
                "content='statements', content_rowid='no', tokenize='porter unicode61 remove_diacritics 2')"
            )
        )
    else:
        connection.execute(text(f"CREATE INDEX statement_words ON statements USING gin ({_VECTOR})"))


_VECTOR = "to_tsvector('english', source || ' ' || content || ' ' || names)"


def index_statements(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make new rows of `statements` findable; PostgreSQL's index does so by itself."""
    found = [{name: row[name] for name in ("no", "source", "content", "names")} for row in rows]
    if found and connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO statement_words (rowid, source, content, names) VALUES (:no, :source, :content, :names)"),
            found,
        )


def matches(connection: Connection, words: str) -> ColumnElement[bool]:
    """The condition that a statement has all these words, in any order; "in quotation marks" as they stand."""
    terms = ["".join(groups) for groups in _TERM.findall(words)]
    plain = [" ".join(re.findall(r"\w+", term)) for term in terms]
    plain = [term for term in plain if term]
    if connection.dialect.name == "sqlite":
        query = " ".join(f'"{term}"' for term in plain)
        asked = text("statements.no IN (SELECT rowid FROM statement_words WHERE statement_words MATCH :words)")
        return asked.bindparams(words=query) if query else statements.c.no < 0  # type: ignore[return-value]
    query = " & ".join(f"({' <-> '.join(term.split())})" for term in plain)
    asked = text(f"{_VECTOR} @@ to_tsquery('english', :words)")
    return asked.bindparams(words=query) if query else statements.c.no < 0  # type: ignore[return-value]
