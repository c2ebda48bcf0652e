"""Corrections by hand are kept with who, when and why; rulings become the first of them. Events are listed by size."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    corrections = op.create_table(
        "corrections",
        sa.Column("no", number, primary_key=True),
        sa.Column("id", text, nullable=False, unique=True),
        sa.Column("kind", text, nullable=False),
        sa.Column("made", text, nullable=False),
        sa.Column("who", text, nullable=False),
        sa.Column("why", text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("article", text),
        sa.Column("statement", text),
        sa.Column("data", text, nullable=False),
        sa.Column("undone", text),
        sa.Column("undone_by", text),
    )
    op.create_index("corrections_article", "corrections", ["article"])
    corrected = op.create_table(
        "corrected",
        sa.Column("mention", text, primary_key=True),
        sa.Column("correction", number, sa.ForeignKey("corrections.no"), primary_key=True),
    )
    op.create_table(
        "withdrawn",
        sa.Column("id", text, primary_key=True),
        sa.Column("address", text),
        sa.Column("correction", number, sa.ForeignKey("corrections.no"), nullable=False),
        sa.Column("record", sa.LargeBinary),
    )
    op.create_index("withdrawn_address", "withdrawn", ["address"])
    op.add_column("statements", sa.Column("corrected_by", text))
    op.add_column("standing", sa.Column("size", sa.Integer, nullable=False, server_default="0"))
    narrow = ["type", "status", "conflict", "first_day", "last_day", "event", "from_day", "shown"]
    op.create_index("standing_sizes", "standing", ["to_day", sa.text("size DESC"), "id", *narrow])
    connection = op.get_bind()
    ruled = connection.execute(sa.text("SELECT a, b, verdict FROM rulings ORDER BY a, b")).all()
    for no, (a, b, verdict) in enumerate(ruled, 1):
        # Who ruled so, when and why was not kept.
        digest = hashlib.blake2b(f"{a}\0{b}\0{verdict}".encode(), digest_size=6).hexdigest()
        row = {"no": no, "id": digest, "kind": "merge" if verdict == "together" else "split", "made": "", "who": ""}
        data = {"before": None, "after": None, "places": [], "pairs": [[a, b]]}
        op.bulk_insert(corrections, [row | {"why": "", "day": 0, "data": json.dumps(data)}])
        op.bulk_insert(corrected, [{"mention": id, "correction": no} for id in (a, b)])
