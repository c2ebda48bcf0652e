"""Whether front ends show an event lies in every index that lists are read from."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("standing", sa.Column("shown", sa.Integer, nullable=False, server_default="1"))
    newest, from_day = sa.text("newest DESC"), sa.text("from_day DESC")
    is_long, in_conflict = sa.text("last_day - first_day > 31"), sa.text("conflict = 1")
    narrow = ["type", "status", "conflict", "first_day", "last_day", "event", "from_day", "shown"]
    dated = ["first_day", "id", "to_day", "from_day", "last_day", "type", "status", "conflict", "event", "shown"]
    by_date = ["to_day", "first_day", "id", "last_day", "type", "status", "conflict", "event", "from_day", "shown"]
    changes = ["type", "status", "conflict", "first_day", "last_day", "event", "shown"]
    indexes: list[tuple[str, list[Any], Any]] = [
        ("standing_now", ["to_day", newest, "id", *narrow], None),
        ("standing_then", [newest, "id", "to_day", *narrow], None),
        ("standing_dates", by_date, None),
        ("standing_dates_then", dated, None),
        ("standing_long", dated, is_long),
        ("standing_conflicts", [newest, "id", "to_day", "from_day", "event", "shown"], in_conflict),
        ("standing_changes", ["changed", from_day, "id", *changes], None),
    ]
    for name, columns, where in indexes:
        op.drop_index(name, "standing")
        op.create_index(name, "standing", columns, sqlite_where=where, postgresql_where=where)
