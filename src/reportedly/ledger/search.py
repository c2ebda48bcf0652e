"""Full text search over statements, with the same answers on SQLite and PostgreSQL.

What counts as a word is decided here and not by the database, whose ideas differ: SQLite's tokenizers know no stop
words and strip accents, PostgreSQL's drop "the", keep accents and read addresses and signs into numbers. Both are given
words that need no more reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, text

from reportedly.ledger.schema import statements

__all__ = ["create_index", "index_statements", "matches", "words_of"]

_COLUMNS = ("source", "content", "names")
_TERM = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|(\S+)")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 100  # letters of a word that count; PostgreSQL takes 2,046 bytes
_MOST = 4000  # words of a field that count; PostgreSQL takes 16,383 positions

# Letters that have no accent to take away, as people without them on the keyboard write them.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŧ": "t"})


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked for: without case and accents, brought back to the stem.

    >>> words_of("The Bridges of Ærø, Mr. Marić said")
    ['the', 'bridg', 'of', 'aero', 'mr', 'maric', 'said']
    """
    return [_stem(word[:_LONGEST]) for word in _WORD.findall(_folded(text))]


def _folded(text: str) -> str:
    text = text.casefold().translate(_PLAIN)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return text


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


def create_index(connection: Connection) -> None:
    """Make the index that `matches` asks; a migration's step."""
    if connection.dialect.name == "sqlite":
        # No content: the words are in `statements`. The tokenizer splits at spaces and takes the rest as it is.
        made = "CREATE VIRTUAL TABLE statement_words USING fts5(source, content, names, content='', tokenize='ascii')"
        connection.execute(text(made))
    else:
        made = "CREATE TABLE statement_words (no BIGINT PRIMARY KEY REFERENCES statements, words TSVECTOR NOT NULL)"
        connection.execute(text(made))
        connection.execute(text("CREATE INDEX statement_words_words ON statement_words USING gin (words)"))


def index_statements(connection: Connection, rows: Iterable[Any]) -> None:
    """Make new rows of `statements`, each a mapping, findable."""
    found = [(row["no"], [words_of(row[name])[:_MOST] for name in _COLUMNS]) for row in rows]
    if not found:
        return
    if connection.dialect.name == "sqlite":
        made = "INSERT INTO statement_words (rowid, source, content, names) VALUES (:no, :source, :content, :names)"
        values = [
            {"no": no} | {name: " ".join(words) for name, words in zip(_COLUMNS, fields, strict=True)}
            for no, fields in found
        ]
    else:
        made = "INSERT INTO statement_words (no, words) VALUES (:no, CAST(:words AS tsvector))"
        values = [{"no": no, "words": _vector(fields)} for no, fields in found]
    connection.execute(text(made), values)


def _vector(fields: Iterable[list[str]]) -> str:
    """PostgreSQL's own notation: each word with its positions; a gap keeps phrases from crossing fields."""
    positions: dict[str, list[int]] = {}
    start = 1
    for words in fields:
        for position, word in enumerate(words, start):
            positions.setdefault(word, []).append(position)
        start += len(words) + 1
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in positions.items())


def matches(connection: Connection, words: str) -> ColumnElement[bool]:
    """The condition that a statement has all these words, in any order; "in quotation marks" as they stand."""
    phrases = [words_of("".join(groups)) for groups in _TERM.findall(words)]
    phrases = [phrase for phrase in phrases if phrase]
    if not phrases:
        return statements.c.no < 0
    if connection.dialect.name == "sqlite":
        query = " ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
        asked = "SELECT rowid FROM statement_words WHERE statement_words MATCH :words"
    else:
        query = " & ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases)
        asked = "SELECT no FROM statement_words WHERE words @@ CAST(:words AS tsquery)"
    return statements.c.no.in_(text(asked).bindparams(words=query).columns(statements.c.no))
