"""Events that cover more than a month are found apart, so that those of a month can be found by their first day."""

from alembic import op
from sqlalchemy import text

from reportedly.ledger.schema import LONG

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    columns = ["to_day", "first_day", "id", "last_day", "type", "status", "conflict", "event", "from_day"]
    is_long = text(f"last_day - first_day > {LONG}")
    op.create_index("standing_long", "standing", columns, sqlite_where=is_long, postgresql_where=is_long)
