"""Statements are found by the same words on SQLite and PostgreSQL, and text sorts alike on both."""

from alembic import op

revision = "0003"
down_revision = "0002"

_TEXTS = {
    "articles": ("id", "outlet", "url", "title", "published", "integrity"),
    "mentions": ("id", "key", "about", "reports"),
    "statements": ("id", "kind", "stance", "source", "cue", "content", "chain", "names", "said"),
    "quotations": ("statement", "source", "words"),
    "facts": ("name", "value"),
    "rulings": ("a", "b", "verdict"),
}


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute("DROP TABLE statement_words")
    else:
        op.execute("DROP INDEX statement_words")
        for table, columns in _TEXTS.items():
            # By code point, as SQLite does; a server's own order differs from one to the next.
            changes = ", ".join(f'ALTER COLUMN {column} TYPE text COLLATE "C"' for column in columns)
            op.execute(f"ALTER TABLE {table} {changes}")
    # The index itself is made by a later step, which made it anew.
