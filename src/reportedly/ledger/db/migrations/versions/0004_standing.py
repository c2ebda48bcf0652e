"""Each event as the record stood day by day, and every source by name, so that pages need not work them out."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("statements", sa.Column("day", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE statements SET day = (SELECT articles.day FROM articles WHERE articles.no = statements.article)")
    op.create_index("statements_day", "statements", ["day", "no"])
    op.create_index("statements_stance", "statements", ["stance", "day", "no"])
    op.create_index("articles_outlet", "articles", ["outlet", "day"])
    signed = sa.text("integrity IS NOT NULL")
    op.create_index("articles_signed", "articles", ["day", "id"], sqlite_where=signed, postgresql_where=signed)
    op.create_table(
        "standing",
        sa.Column("event", _number, primary_key=True),
        sa.Column("from_day", sa.Integer, primary_key=True),
        sa.Column("to_day", sa.Integer, nullable=False),
        sa.Column("id", _text, nullable=False),
        sa.Column("newest", _text, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("conflict", sa.Integer, nullable=False),
        sa.Column("type", _text, nullable=False),
        sa.Column("status", _text, nullable=False),
        sa.Column("first_day", sa.Integer, nullable=False),
        sa.Column("last_day", sa.Integer, nullable=False),
        sa.Column("words", _text, nullable=False),
        sa.Column("names", _text, nullable=False),
        sa.Column("place", _text, nullable=False),
        sa.Column("outlets", _text, nullable=False),
        sa.Column("told", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    newest, narrow = (
        sa.text("newest DESC"),
        ["type", "status", "conflict", "first_day", "last_day", "event", "from_day"],
    )
    op.create_index("standing_now", "standing", ["to_day", newest, "id", *narrow])
    op.create_index("standing_then", "standing", [newest, "id", "to_day", *narrow])
    dated: list[Any] = ["to_day", "first_day", "id", "last_day", "type", "status", "conflict", "event", "from_day"]
    op.create_index("standing_dates", "standing", dated)
    changed: list[Any] = [
        "changed",
        sa.text("from_day DESC"),
        "id",
        "type",
        "status",
        "conflict",
        "first_day",
        "last_day",
        "event",
    ]
    op.create_index("standing_changes", "standing", changed)
    op.create_table(
        "members",
        sa.Column("mention", _number, primary_key=True),
        sa.Column("from_day", sa.Integer, primary_key=True),
        sa.Column("to_day", sa.Integer, nullable=False),
        sa.Column("event", _number, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("members_event", "members", ["event"])
    op.create_table(
        "terms",
        sa.Column("term", _text, primary_key=True),
        sa.Column("event", _number, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dirty",
        sa.Column("mention", _number, primary_key=True),
        sa.Column("from_day", sa.Integer, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("key", _text, primary_key=True),
        sa.Column("kind", _text, primary_key=True),
        sa.Column("statement", _number, primary_key=True),
        sa.Column("article", _number, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("name", _text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("sources_article", "sources", ["article"])
    op.create_table(
        "names",
        sa.Column("key", _text, primary_key=True),
        sa.Column("kind", _text, primary_key=True),
        sa.Column("name", _text, nullable=False),
        sa.Column("statements", sa.Integer, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
    )
    op.create_index("names_most", "names", [sa.text("statements DESC"), "key", "kind"])
    op.create_table(
        "outlets",
        sa.Column("outlet", _text, primary_key=True),
        sa.Column("key", _text, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
    )
    op.create_index("outlets_key", "outlets", ["key"])
