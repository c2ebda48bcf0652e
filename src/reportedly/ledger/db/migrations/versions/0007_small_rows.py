"""Records, and what statements are counted by, in tables of their own; events of a day gone by are found by their date.

Rows that are small lie many to a page: what is asked of thousands is then read from memory.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("article", _number, sa.ForeignKey("articles.no"), primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.execute("INSERT INTO records (article, record) SELECT no, record FROM articles ORDER BY no")
    if op.get_bind().dialect.name == "sqlite":
        # Rows that grow smaller where they are leave their pages half empty: they are written anew, in order.
        columns = "no, id, outlet, url, title, published, day, integrity, kept"
        op.execute("PRAGMA defer_foreign_keys = ON")
        op.execute(f"CREATE TEMP TABLE small AS SELECT {columns} FROM articles ORDER BY no")
        op.execute("DELETE FROM articles")
        op.drop_column("articles", "record")
        op.execute(f"INSERT INTO articles ({columns}) SELECT {columns} FROM temp.small ORDER BY no")
        op.execute("DROP TABLE temp.small")
    else:
        op.drop_column("articles", "record")
    op.create_table(
        "facets",
        sa.Column("no", _number, sa.ForeignKey("statements.no"), primary_key=True),
        sa.Column("article", _number, nullable=False),
        sa.Column("outlet", _text),
        sa.Column("stance", _text, nullable=False),
        sa.Column("kind", _text, nullable=False),
        sa.Column("month", _text),
    )
    op.execute(
        "INSERT INTO facets (no, article, outlet, stance, kind, month) "
        "SELECT s.no, s.article, a.outlet, s.stance, s.kind, substr(a.published, 1, 7) "
        "FROM statements s JOIN articles a ON a.no = s.article ORDER BY s.no"
    )
    dates = ["first_day", "id", "to_day", "from_day", "last_day", "type", "status", "conflict", "event"]
    op.create_index("standing_dates_then", "standing", dates)
    is_long = sa.text("last_day - first_day > 31")
    op.drop_index("standing_long", "standing")
    op.create_index("standing_long", "standing", dates, sqlite_where=is_long, postgresql_where=is_long)
    in_conflict = sa.text("conflict = 1")
    newest = sa.text("newest DESC")
    rest = ("id", "to_day", "from_day", "event")
    op.create_index(
        "standing_conflicts", "standing", [newest, *rest], sqlite_where=in_conflict, postgresql_where=in_conflict
    )
    is_outlet = sa.text("kind = 'outlet'")
    op.create_index(
        "sources_cited", "sources", ["outlet", "key", "day"], sqlite_where=is_outlet, postgresql_where=is_outlet
    )
