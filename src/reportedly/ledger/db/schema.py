"""The tables of a ledger, in SQLAlchemy Core, for SQLite and PostgreSQL alike; migrations/ builds them.

`records` holds every article's whole record; every other table can be made again from it. `keys` and `links` are one
index for three kinds of things that are compared across articles (a `Space`): what each shares with others, and which
of them belong together.
"""

from __future__ import annotations

from enum import IntEnum

import sqlalchemy
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    literal_column,
)

__all__ = [
    "HEAD",
    "LONG",
    "NOW",
    "OPEN",
    "REVISIONS",
    "Space",
    "articles",
    "corrected",
    "corrections",
    "dirty",
    "facets",
    "facts",
    "in_conflict",
    "is_long",
    "keys",
    "links",
    "members",
    "mentions",
    "metadata",
    "names",
    "outlets",
    "quotations",
    "records",
    "rulings",
    "sources",
    "standing",
    "statements",
    "sums",
    "terms",
    "versions",
    "withdrawn",
]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""Every schema that a ledger may have, oldest first; the names of the files in migrations/versions."""

HEAD = REVISIONS[-1]


NOW = 4_000_000
"""The day after all days, on which undated articles count too: what is asked without a day is asked as of it."""

OPEN = NOW + 1
"""Where what still stands ends."""


LONG = 31
"""Days between the first and the last of an event; those that cover more are found by an index of their own."""


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
    Index("articles_day", "day"),
    Index("articles_outlet", "outlet", "day"),
)
_signed = articles.c.integrity.is_not(None)
Index("articles_signed", articles.c.day, articles.c.id, sqlite_where=_signed, postgresql_where=_signed)

records = Table(
    "records",
    metadata,
    # Apart from what is asked of articles: rows that are small lie many to a page, and stay in memory.
    Column("article", _Number, ForeignKey("articles.no"), primary_key=True),
    # zlib of the record's JSON line in UTF-8.
    Column("record", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    # Articles by what all addresses of their page have in common; those without an address have no row.
    Column("article", _Number, ForeignKey("articles.no"), primary_key=True),
    Column("address", Text, nullable=False),
    # Day from which on it stands, where it is not that of publication; and from which on a later version does.
    Column("since", Integer),
    Column("until", Integer),
    Index("versions_address", "address"),
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
    # As in articles.
    Column("day", Integer, nullable=False, server_default="0"),
    # Who corrected it last; null for most.
    Column("corrected_by", Text),
    Index("statements_article", "article"),
    Index("statements_day", "day", "no"),
    Index("statements_stance", "stance", "day", "no"),
)

facets = Table(
    "facets",
    metadata,
    # What statements are counted by, apart from their words for the same reason; some thousand are read at a time.
    Column("no", _Number, ForeignKey("statements.no"), primary_key=True),
    Column("article", _Number, nullable=False),
    Column("outlet", Text),
    Column("stance", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # Of publication, "2026-03".
    Column("month", Text),
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
    # What the corrections of the kinds merge and split come to.
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    # "together" or "apart", of two mention ids.
    Column("verdict", Text, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    # What people have corrected; none is ever deleted. With `records` and `withdrawn`, all that is not derived.
    Column("no", _Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    # A `CorrectionKind`.
    Column("kind", Text, nullable=False),
    # ISO time in UTC.
    Column("made", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    # Number of the day of publication from which on it counts: 0 for all days.
    Column("day", Integer, nullable=False),
    # Of the article, the statement or the name that it is about; null for corrections of events.
    Column("article", Text),
    Column("statement", Text),
    # JSON: what was read, what is right instead, and where the words stand.
    Column("data", Text, nullable=False),
    # When and by whom it was undone.
    Column("undone", Text),
    Column("undone_by", Text),
    Index("corrections_article", "article"),
)

corrected = Table(
    "corrected",
    metadata,
    # The mentions, by id, whose events a correction is about.
    Column("mention", Text, primary_key=True),
    Column("correction", _Number, ForeignKey("corrections.no"), primary_key=True),
)

withdrawn = Table(
    "withdrawn",
    metadata,
    # Articles that were hidden or removed. `record` as in `records` for those that are hidden; null for removed ones,
    # of which nothing is kept but the id and a digest of the address, so that adding them again can be refused.
    Column("id", Text, primary_key=True),
    Column("address", Text),
    Column("correction", _Number, ForeignKey("corrections.no"), nullable=False),
    Column("record", LargeBinary),
    Index("withdrawn_address", "address"),
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

standing = Table(
    "standing",
    metadata,
    # Each event as the record stood, from a day of publication until the day before the next row: what is asked as
    # of a day is in the rows with from_day <= day < to_day. `event` is the number of the mention
    # that names it: its earliest that is shown, else its earliest.
    Column("event", _Number, primary_key=True),
    Column("from_day", Integer, primary_key=True),
    Column("to_day", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("newest", Text, nullable=False),
    # Whether status, date or place changed on that day.
    Column("changed", Integer, nullable=False),
    Column("conflict", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    # Day numbers of its own date; those without one come after all others.
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    # Words as they are looked for, each between spaces: of all that it is called by, of who takes part, of where;
    # and who reports it.
    Column("words", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("outlets", Text, nullable=False),
    # zlib of JSON: the summary, and the change or null.
    Column("told", LargeBinary, nullable=False),
    # Whether front ends show it: any of its reports is sure enough. The same on all days that an event has.
    Column("shown", Integer, nullable=False, server_default="1"),
    # How many articles report it, of those that decide.
    Column("size", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
_narrow = (
    *(standing.c[name] for name in ("type", "status", "conflict", "first_day", "last_day", "event", "from_day")),
    standing.c.shown,
)
Index("standing_now", standing.c.to_day, standing.c.newest.desc(), standing.c.id, *_narrow)
Index("standing_then", standing.c.newest.desc(), standing.c.id, standing.c.to_day, *_narrow)
Index(
    "standing_dates",
    *(standing.c[name] for name in ("to_day", "first_day", "id", "last_day", "type", "status", "conflict")),
    *(standing.c[name] for name in ("event", "from_day", "shown")),
)
_dated = (
    *(standing.c[name] for name in ("first_day", "id", "to_day", "from_day", "last_day", "type", "status")),
    *(standing.c[name] for name in ("conflict", "event", "shown")),
)
Index("standing_dates_then", *_dated)
Index("standing_sizes", standing.c.to_day, standing.c.size.desc(), standing.c.id, *_narrow)
is_long = standing.c.last_day - standing.c.first_day > literal_column(str(LONG))
Index("standing_long", *_dated, sqlite_where=is_long, postgresql_where=is_long)
in_conflict = standing.c.conflict == literal_column("1")
Index(
    "standing_conflicts",
    standing.c.newest.desc(),
    *(standing.c[name] for name in ("id", "to_day", "from_day", "event", "shown")),
    sqlite_where=in_conflict,
    postgresql_where=in_conflict,
)
Index(
    "standing_changes",
    standing.c.changed,
    standing.c.from_day.desc(),
    standing.c.id,
    *(standing.c[name] for name in ("type", "status", "conflict", "first_day", "last_day", "event", "shown")),
)

members = Table(
    "members",
    metadata,
    # Which event a mention belonged to, from a day of publication until the day before the next row.
    Column("mention", _Number, primary_key=True),
    Column("from_day", Integer, primary_key=True),
    Column("to_day", Integer, nullable=False),
    Column("event", _Number, nullable=False),
    Index("members_event", "event"),
    sqlite_with_rowid=False,
)

terms = Table(
    "terms",
    metadata,
    # What an event may be found by, now or earlier; see `standing_terms`.
    Column("term", Text, primary_key=True),
    Column("event", _Number, primary_key=True),
    sqlite_with_rowid=False,
)

dirty = Table(
    "dirty",
    metadata,
    # Mentions from whose events on that day `standing` and `members` are to be rebuilt.
    Column("mention", _Number, primary_key=True),
    Column("from_day", Integer, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    # Every name in a statement's chain, by its own words and its kind, once.
    Column("key", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("statement", _Number, primary_key=True),
    Column("article", _Number, nullable=False),
    Column("day", Integer, nullable=False),
    Column("name", Text, nullable=False),
    # What of the statement and its article a profile counts.
    Column("stance", Text, nullable=False, server_default=""),
    Column("outlet", Text),
    Index("sources_article", "article"),
    sqlite_with_rowid=False,
)
_cited = sources.c.kind == "outlet"
Index(
    "sources_cited",
    *(sources.c[name] for name in ("outlet", "key", "day")),
    sqlite_where=_cited,
    postgresql_where=_cited,
)

names = Table(
    "names",
    metadata,
    # How many rows of `sources` a name has, of how many articles; `name` is the form to show.
    Column("key", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
)
Index("names_most", names.c.statements.desc(), names.c.key, names.c.kind)

outlets = Table(
    "outlets",
    metadata,
    # Every outlet that printed, as spelled, with its own words and how many articles.
    Column("outlet", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("articles", Integer, nullable=False),
    Index("outlets_key", "key"),
)

sums = Table(
    "sums",
    metadata,
    # Over the pages of a SQLite file, and in row 0 whether they hold; see sums.py.
    Column("no", _Number, primary_key=True),
    Column("kept", LargeBinary, nullable=False),
)
