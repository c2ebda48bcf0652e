"""What profiles count lies with each name; events longer than a month lie apart, so that a month's are found by day."""

import sqlalchemy as sa
from alembic import op

from reportedly.ledger.schema import LONG, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    columns = ["to_day", "first_day", "id", "last_day", "type", "status", "conflict", "event", "from_day"]
    is_long = sa.text(f"last_day - first_day > {LONG}")
    op.create_index("standing_long", "standing", columns, sqlite_where=is_long, postgresql_where=is_long)
    op.add_column("sources", sa.Column("stance", Text, nullable=False, server_default=""))
    op.add_column("sources", sa.Column("outlet", Text))
    op.execute(
        "UPDATE sources SET stance = (SELECT stance FROM statements WHERE no = sources.statement), "
        "outlet = (SELECT outlet FROM articles WHERE no = sources.article)"
    )
