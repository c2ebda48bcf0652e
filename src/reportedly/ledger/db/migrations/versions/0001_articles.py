"""Articles, their mentions, statements and quotations, and the index by which they are compared."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Written out rather than taken from schema.py: a step must make what it made when it was new.
_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("no", _number, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("outlet", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("integrity", sa.Text),
        sa.Column("kept", sa.Integer, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.create_index("articles_day", "articles", ["day"])
    op.create_table(
        "mentions",
        sa.Column("no", _number, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("article", _number, sa.ForeignKey("articles.no"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("reports", sa.Text, nullable=False),
    )
    op.create_index("mentions_article", "mentions", ["article"])
    op.create_table(
        "statements",
        sa.Column("no", _number, primary_key=True),
        sa.Column("article", _number, sa.ForeignKey("articles.no"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("cue", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("said", sa.Text),
    )
    op.create_index("statements_article", "statements", ["article"])
    op.create_table(
        "quotations",
        sa.Column("no", _number, primary_key=True),
        sa.Column("article", _number, sa.ForeignKey("articles.no"), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("quotations_article", "quotations", ["article"])
    op.create_table(
        "keys",
        sa.Column("space", sa.Integer, primary_key=True),
        sa.Column("hash", sa.BigInteger, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("item", _number, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("space", sa.Integer, primary_key=True),
        sa.Column("a", _number, primary_key=True),
        sa.Column("b", _number, primary_key=True),
        sa.Column("weight", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE statement_words USING fts5(source, content, names, "
            "content='statements', content_rowid='no', tokenize='porter unicode61 remove_diacritics 2')"
        )
    else:
        vector = "to_tsvector('english', source || ' ' || content || ' ' || names)"
        op.execute(f"CREATE INDEX statement_words ON statements USING gin ({vector})")
