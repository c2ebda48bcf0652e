"""What profiles count lies with each name; events longer than a month lie apart, so that a month's are found by day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    columns = ["to_day", "first_day", "id", "last_day", "type", "status", "conflict", "event", "from_day"]
    is_long = sa.text("last_day - first_day > 31")
    op.create_index("standing_long", "standing", columns, sqlite_where=is_long, postgresql_where=is_long)
    op.add_column("sources", sa.Column("stance", _text, nullable=False, server_default=""))
    op.add_column("sources", sa.Column("outlet", _text))
    op.execute(
        "UPDATE sources SET stance = (SELECT stance FROM statements WHERE no = sources.statement), "
        "outlet = (SELECT outlet FROM articles WHERE no = sources.article)"
    )
