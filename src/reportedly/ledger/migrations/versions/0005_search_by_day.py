"""Statements are found newest first, and by outlet, stance, kind and name as they are by words."""

from alembic import op

from reportedly.ledger.search import create_index, index_all

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("DROP TABLE IF EXISTS statement_words")
    create_index(op.get_bind())
    index_all(op.get_bind())
