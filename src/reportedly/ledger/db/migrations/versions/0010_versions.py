"""Articles by what all addresses of their page have in common, and from when until when each stands."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column("article", _number, sa.ForeignKey("articles.no"), primary_key=True),
        sa.Column("address", _text, nullable=False),
        sa.Column("since", sa.Integer),
        sa.Column("until", sa.Integer),
    )
    op.create_index("versions_address", "versions", ["address"])
