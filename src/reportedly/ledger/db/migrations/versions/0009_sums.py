"""Sums over the pages of a SQLite file."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "sums",
        sa.Column("no", number, primary_key=True),
        sa.Column("kept", sa.LargeBinary, nullable=False),
    )
