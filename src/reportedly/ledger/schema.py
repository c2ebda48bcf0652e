"""The tables of a ledger, in SQLAlchemy Core, for SQLite and PostgreSQL alike; migrations/ builds them.

`record` holds an article's whole record; every other table can be made again from it. `keys` and `links` are one
index for three kinds of things that are compared across articles (a `Space`): what each shares with others, and which
of them belong together.
"""

from __future__ import annotations

from enum import IntEnum

import sqlalchemy
from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

__all__ = [
    "HEAD",
    "REVISIONS",
    "Space",
    "articles",
    "facts",
    "keys",
    "links",
    "mentions",
    "metadata",
    "quotations",
    "rulings",
    "statements",
]

REVISIONS = ("0001", "0002", "0003")
"""Every schema that a ledger may have, oldest first; the names of the files in migrations/versions."""

HEAD = REVISIONS[-1]


class Space(IntEnum):
    """What the numbers in `keys` and `links` count: rows of mentions, articles or quotations."""

    EVENT = 1
    COPY = 2
    UTTERANCE = 3


metadata = MetaData()

# Sorted by code point on both; a server's own order of letters differs from one to the next.
Text = sqlalchemy.Text().with_variant(sqlalchemy.Text(collation="C"), "postgresql")

# Numbers from SQLite's rowid, which BigInteger is not.
_Number = BigInteger().with_variant(Integer, "sqlite")

articles = Table(
    "articles",
    metadata,
    Column("no", _Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("outlet", Text),
    Column("url", Text),
    Column("title", Text),
    Column("published", Text),
    # Proleptic day number of publication, 0 where not known.
    Column("day", Integer, nullable=False),
    # JSON of what a reader would notice about the text; null for most.
    Column("integrity", Text),
    # Size of the signature by which copies are found.
    Column("kept", Integer, nullable=False),
    # zlib of the record's JSON line in UTF-8.
    Column("record", LargeBinary, nullable=False),
    Index("articles_day", "day"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("no", _Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("article", _Number, ForeignKey("articles.no"), nullable=False),
    Column("key", Text, nullable=False),
    # JSON list of words that tell what the article is about.
    Column("about", Text, nullable=False),
    # JSON list of reports.
    Column("reports", Text, nullable=False),
    Index("mentions_article", "article"),
)

statements = Table(
    "statements",
    metadata,
    Column("no", _Number, primary_key=True),
    Column("article", _Number, ForeignKey("articles.no"), nullable=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("content", Text, nullable=False),
    # JSON list of names, nearest to the reader first; and the same folded, for looking up.
    Column("chain", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("said", Text),
    Index("statements_article", "article"),
)

quotations = Table(
    "quotations",
    metadata,
    Column("no", _Number, primary_key=True),
    Column("article", _Number, ForeignKey("articles.no"), nullable=False),
    Column("statement", Text, nullable=False),
    Column("source", Text),
    Column("words", Text, nullable=False),
    Index("quotations_article", "article"),
)

keys = Table(
    "keys",
    metadata,
    Column("space", Integer, primary_key=True),
    Column("hash", BigInteger, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("item", _Number, primary_key=True),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("space", Integer, primary_key=True),
    Column("a", _Number, primary_key=True),
    Column("b", _Number, primary_key=True),
    # Event: likeness, above zero. Copy: share of a's text that b has too. Utterance: 1.
    Column("weight", Float, nullable=False),
    sqlite_with_rowid=False,
)

rulings = Table(
    "rulings",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    # "together" or "apart", of two mention ids.
    Column("verdict", Text, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
