"""Statements are found newest first, and by outlet, stance, kind and name as they are by words."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("DROP TABLE IF EXISTS statement_words")
    if op.get_bind().dialect.name == "sqlite":
        # No content: the words are in `statements`. The tokenizer splits at spaces and takes the rest as it is.
        op.execute(
            "CREATE VIRTUAL TABLE statement_words USING fts5(source, content, names, marks, content='', "
            "columnsize=0, tokenize=\"ascii tokenchars '_'\")"
        )
    else:
        op.execute(
            "CREATE TABLE statement_words "
            "(no BIGINT PRIMARY KEY REFERENCES statements, day INTEGER NOT NULL, words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX statement_words_words ON statement_words USING gin (words)")
        op.execute("CREATE INDEX statement_words_day ON statement_words (day, no)")
    # Which words it holds is for the program to say, not for a migration: opening the ledger fills it.
    op.execute("DELETE FROM facts WHERE name = 'searched by'")
    op.execute("INSERT INTO facts (name, value) VALUES ('searched by', 'nothing yet')")
